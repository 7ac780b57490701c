"""One TeX formula as MathML, or as plain text. What cannot be read is shown as it was written."""

import logging
import re
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element

from django.utils.html import escape
from latex2mathml import exceptions as latex2mathml_exceptions
from latex2mathml.converter import convert_to_element
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerError

from common.scripts import with_scripts

# Broken formulas are common in imported titles, and no reason for a warning each.
logging.getLogger("pylatexenc").setLevel(logging.ERROR)

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

# What TeX sets apart from its argument by a thin space, and the converter does not.
_FUNCTIONS = re.compile(r"(?:arc)?(?:sin|cos|tan|cot)h?|log|ln|lg|exp|det|dim|gcd|deg|hom|ker|arg|sec|csc|Pr")
_ROWS = ("math", "mrow", "mstyle", "mtd")
THIN_SPACE = '<mspace width="0.167em"></mspace>'
_SIGNS = ("-", "\u2212", "+", "\u00b1", "\u2213")

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
    """The formula in Unicode characters, as far as they reach: `x^{2}` is x²."""
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
        text = LatexNodes2Text(math_mode="text", strict_latex_spaces="based-on-source").latex_to_text(
            with_scripts(tex)
        )
    except _UNREADABLE:
        return tex
    return " ".join(text.split()) or tex


def _as_written(tex: str) -> str:
    return f'<code class="tex">{escape(tex)}</code>'


def _written(element: Element, deep: int = 0) -> str:
    """The element as markup. Text and values are unescaped first: the converter leaves references in them."""
    if deep > MAX_ELEMENTS_DEEP:
        raise UnknownMarkup
    # An unknown element becomes a row, since a fraction or a power counts its children.
    tag = element.tag if _ELEMENTS.fullmatch(element.tag) else "mrow"
    attributes = "".join(_attribute(name, str(value)) for name, value in element.attrib.items())
    inside = escape(unescape(element.text or "")) + _children(element, spaced=tag in _ROWS, deep=deep + 1)
    return f"<{tag}{attributes}>{inside}</{tag}>"


def _children(element: Element, *, spaced: bool, deep: int) -> str:
    written = ""
    before: Element | None = None
    for child in element:
        if spaced:
            written += _space_between(before, child)
            child = _signed(child, after=before)
        written += _written(child, deep)
        before = child
    return written


def _space_between(before: Element | None, child: Element) -> str:
    """A thin space on both sides of a function's name, but none before its parenthesis or exponent."""
    if before is None:
        return ""
    named_here = _is_function(child) and before.tag != "mo"
    named_before = _is_function(before) and child.tag != "mo"
    return THIN_SPACE if named_here or named_before else ""


def _is_function(element: Element) -> bool:
    return element.tag == "mi" and _FUNCTIONS.fullmatch(element.text or "") is not None


def _signed(element: Element, *, after: Element | None) -> Element:
    """A sign with nothing to its left belongs to what follows, and stands close to it."""
    is_sign = element.tag == "mo" and unescape(element.text or "") in _SIGNS
    if is_sign and (after is None or after.tag == "mo") and not _closes(after):
        element.set("form", "prefix")
    return element


def _closes(element: Element | None) -> bool:
    return element is not None and unescape(element.text or "") in (")", "]", "}", "!", "'")


def _attribute(name: str, value: str) -> str:
    known = _ATTRIBUTES.fullmatch(name) and _ATTRIBUTE_VALUE.fullmatch(value)
    return f' {name}="{escape(value)}"' if known or name == "alttext" else ""
