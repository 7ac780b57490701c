"""One TeX formula as MathML, or as plain text. What cannot be read is shown as it was written."""

import re
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element

from django.utils.html import escape
from latex2mathml import exceptions as latex2mathml_exceptions
from latex2mathml.converter import convert_to_element
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerError

MAX_FORMULA = 1_000
MAX_BRACES = 20
MAX_ELEMENTS_DEEP = 60

# A formula that defines macros could grow without bound, and has no business in a title.
_DEFINES = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|[gex]?def|let|DeclareMathOperator|(?:re)?newenvironment|input|include)(?![a-z])"
)

_ELEMENTS = re.compile(
    r"math|mrow|mi|mn|mo|mtext|mspace|ms|msup|msub|msubsup|mfrac|msqrt|mroot|mover|munder|munderover|"
    r"mtable|mtr|mtd|mlabeledtr|mstyle|mpadded|mphantom|menclose|mmultiscripts|mprescripts|none"
)
_ATTRIBUTES = re.compile(
    r"accent|accentunder|columnalign|columnlines|columnspacing|depth|display|displaystyle|fence|form|"
    r"frame|height|largeop|linethickness|lspace|mathvariant|maxsize|minsize|movablelimits|notation|"
    r"rowalign|rowlines|rowspacing|rspace|scriptlevel|separator|stretchy|symmetric|voffset|width"
)
_ATTRIBUTE_VALUE = re.compile(r"[\w.%+ -]{1,60}")

# Both libraries are written for well-formed TeX; on the rest they fail in whatever way their code breaks.
_UNREADABLE = (
    *(error for error in vars(latex2mathml_exceptions).values() if isinstance(error, type)),
    LatexWalkerError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)


class UnknownMarkup(Exception):
    """The MathML is deeper than a formula needs."""


def formula_html(tex: str, *, display: bool = False) -> str:
    """MathML of known elements and attributes alone; the escaped source if the formula cannot be read."""
    tex = tex.strip()
    return _mathml(tex, display) if _is_readable(tex) else _as_written(tex)


def formula_text(tex: str) -> str:
    """The formula in Unicode characters, as far as they reach: `x^{2}` is x^2."""
    tex = tex.strip()
    return _unicode(tex) if _is_readable(tex) else tex


def _is_readable(tex: str) -> bool:
    return len(tex) <= MAX_FORMULA and _braces_deep(tex) <= MAX_BRACES and not _DEFINES.search(tex)


def _braces_deep(tex: str) -> int:
    deep = deepest = 0
    for character in tex:
        deep += (character == "{") - (character == "}")
        deepest = max(deepest, deep)
    return deepest


@lru_cache(maxsize=4096)
def _mathml(tex: str, display: bool) -> str:
    try:
        math = convert_to_element(tex, display="block" if display else "inline")
        math.set("alttext", tex)
        return _written(math)
    except (*_UNREADABLE, UnknownMarkup):
        return _as_written(tex)


@lru_cache(maxsize=4096)
def _unicode(tex: str) -> str:
    try:
        text = LatexNodes2Text(math_mode="text", strict_latex_spaces="based-on-source").latex_to_text(tex)
    except _UNREADABLE:
        return tex
    return " ".join(text.split()) or tex


def _as_written(tex: str) -> str:
    return f'<code class="tex">{escape(tex)}</code>'


def _written(element: Element, deep: int = 0) -> str:
    """The element as markup. Text and values are unescaped first: the converter leaves references in them."""
    if deep > MAX_ELEMENTS_DEEP:
        raise UnknownMarkup
    inside = escape(unescape(element.text or ""))
    inside += "".join(_written(child, deep + 1) for child in element)
    if not _ELEMENTS.fullmatch(element.tag):
        return inside
    attributes = "".join(_attribute(name, str(value)) for name, value in element.attrib.items())
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


def _attribute(name: str, value: str) -> str:
    known = _ATTRIBUTES.fullmatch(name) and _ATTRIBUTE_VALUE.fullmatch(value)
    return f' {name}="{escape(value)}"' if known or name == "alttext" else ""
