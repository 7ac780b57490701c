"""Texts in which JSON carries JATS, HTML or MathML, as plain text with formulas as TeX between dollar signs."""

import re
from html import unescape

from lxml import etree

from ingest.readers.plain_text import raised
from ingest.records import LONGEST_ABSTRACT

# What is longer is no abstract; the record itself refuses it.
LONGEST_READ = 4 * LONGEST_ABSTRACT
LONGEST_FORMULA = 20_000
DEEPEST_FORMULA = 60

NAMES = (
    "a", "abstract", "alternatives", "article", "b", "bold", "br", "break", "caption", "code", "div",
    "disp-formula", "em", "email", "ext-link", "fig", "font", "h1", "h2", "h3", "h4", "h5", "h6", "i",
    "img", "inline-formula", "inline-graphic", "italic", "label", "li", "list", "list-item", "mark",
    "math", "mi", "mml", "mn", "mo", "monospace", "mrow", "ms", "mspace", "mstyle", "msub", "msubsup",
    "msup", "mtext", "named-content", "ol", "overline", "p", "roman", "sans-serif", "sc", "scp", "sec",
    "section", "semantics", "small", "span", "strike", "strong", "styled-content", "sub", "sup",
    "tex-math", "title", "tt", "u", "ul", "underline", "uri", "xref",
)  # fmt: skip
PREFIX = r"(?:jats|mml|m|ns\d{1,3}|xhtml|html):"
# Names with values: "a<b and c>d" holds no tag.
ATTRIBUTES = r"""(?:\s+[\w:.-]{1,60}\s?=\s?(?:"[^"<>]{0,999}"|'[^'<>]{0,999}'|[^\s"'<>]{1,200})){0,20}"""
TAG = re.compile(
    rf"<(?P<slash>/?)(?:{PREFIX}(?P<foreign>[a-z][\w.-]{{0,40}})|(?P<name>{'|'.join(NAMES)}))"
    rf"{ATTRIBUTES}\s*/?>"
    r"|<!--.{0,300}?-->|<!\[CDATA\[|\]\]>",
    re.IGNORECASE | re.DOTALL,
)
BLOCKS = frozenset((
    "abstract", "br", "break", "caption", "div", "fig", "h1", "h2", "h3", "h4", "h5", "h6", "label",
    "li", "list", "list-item", "ol", "p", "sec", "section", "title", "ul",
))  # fmt: skip
FORMULA = re.compile(
    rf"<(?P<tag>(?:{PREFIX})?(?:inline-formula|disp-formula|alternatives|math|tex-math))(?:\s[^<>]{{0,2000}})?>"
)
TEX = re.compile(
    r"<(?:jats:)?tex-math[^<>]*>(?:\s*<!\[CDATA\[)?(.*?)(?:\]\]>\s*)?</(?:jats:)?tex-math>", re.DOTALL
)
TEX_BODY = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
MATH = re.compile(rf"<(?:{PREFIX})?math\b.*</(?:{PREFIX})?math>", re.DOTALL)
MATH_PREFIX = re.compile(rf"(</?){PREFIX}")
MATH_ATTRIBUTES = re.compile(r"<(\w+)\s[^<>]*?(/?)>")
ENTITY = re.compile(r"&(?:[A-Za-z]{2,31}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
HEADING = re.compile(r"\s*(?:abstract|summary)\s*[:.]?\s*", re.IGNORECASE)
# "Abstract Meaning Representation" has no heading, "Abstract This paper" has one.
OWN_HEADING = re.compile(
    r"(?:\s*(?:ABSTRACT|Abstract|SUMMARY|Summary)(?:\s*[:.\u2014]\s*|\s+(?=(?:A|An|Abstract|Aims?|Background|"
    r"Context|In|Introduction|Motivation|Objectives?|Purpose|The|This|We)\b)))+"
)
LAYOUTS = {
    "msup": "{}^{{{}}}", "msub": "{}_{{{}}}", "msubsup": "{}_{{{}}}^{{{}}}", "munder": "{}_{{{}}}",
    "munderover": "{}_{{{}}}^{{{}}}", "mfrac": "\\frac{{{}}}{{{}}}",
}  # fmt: skip


def unmarked(source: str) -> str:
    """`source` without markup, also where the markup itself was escaped."""
    if len(source) > LONGEST_READ:
        return source
    for _ in range(2):
        if "<" in source:
            source = without_tags(without_formulas(source))
        if "&" in source:
            source = ENTITY.sub(lambda entity: unescape(entity[0]), source)
    return source


def unmarked_abstract(source: str) -> str | None:
    """The same, without the word "Abstract" at its head."""
    text = unmarked(source).strip()
    own = OWN_HEADING.match(text)
    return (text[own.end() :] if own else text) or None


def without_tags(source: str) -> str:
    """Text between known tags; others, as in "p <q> r", are none."""
    pieces: list[str] = []
    at, heading = 0, None
    for tag in TAG.finditer(source):
        pieces.append(source[at : tag.start()])
        at = tag.end()
        name = (tag["foreign"] or tag["name"] or "").lower()
        if name in BLOCKS:
            pieces.append(" ")
        if name in ("title", "sup"):
            if tag["slash"] and heading is not None:
                pieces[heading:] = [closed_part(name, "".join(pieces[heading:]))]
            heading = None if tag["slash"] else len(pieces)
    return "".join((*pieces, source[at:]))


def closed_part(name: str, text: str) -> str:
    """What an exponent or the heading of a section becomes: "Methods" is "Methods: " within the text."""
    if name == "sup":
        return raised(text)
    heading = text.strip()
    if not heading or HEADING.fullmatch(heading):
        return " "
    return f" {heading} " if heading.endswith((":", ".", "?", "!")) else f" {heading}: "


def without_formulas(source: str) -> str:
    """Formulas as TeX; what has no end is left as it stands."""
    pieces: list[str] = []
    at = 0
    for opening in FORMULA.finditer(source):
        if opening.start() < at:
            continue
        closing = f"</{opening['tag']}>"
        end = source.find(closing, opening.end())
        if end < 0:
            break
        end += len(closing)
        pieces += source[at : opening.start()], formula(source[opening.start() : end])
        at = end
    return "".join((*pieces, source[at:]))


def formula(markup: str) -> str:
    """TeX if there is any, else what MathML says, else the text within."""
    if len(markup) > LONGEST_FORMULA:
        return markup.partition(">")[2]
    if found := TEX.search(markup):
        body = TEX_BODY.search(found[1])
        tex = unescape(body[1] if body else found[1]).strip().strip("$").strip()
        return f" ${tex}$ " if body else f"${tex}$"
    found = MATH.search(markup)
    return math_text(found[0]) if found else markup.partition(">")[2].rpartition("<")[0]


def math_text(markup: str) -> str:
    """MathML as TeX; a single letter or number as it is."""
    bare = MATH_ATTRIBUTES.sub(r"<\1\2>", MATH_PREFIX.sub(r"\1", markup))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(ENTITY.sub(lambda entity: xml_safe(entity[0]), bare).encode(), parser)
    except etree.XMLSyntaxError:
        return markup
    if root is None:
        return markup
    tex = tex_of(root)
    return tex if len(tex) <= 1 or tex.isalnum() else f"${tex}$"


def xml_safe(entity: str) -> str:
    return entity if entity in ("&lt;", "&gt;", "&amp;") else unescape(entity)


def tex_of(element: etree._Element, depth: int = 0) -> str:
    """One element of MathML as TeX."""
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if depth > DEEPEST_FORMULA or name.startswith("annotation"):
        return ""
    if not len(element):
        return token(name, " ".join((element.text or "").split()))
    parts = [tex_of(child, depth + 1) for child in element]
    if name == "msqrt":
        return f"\\sqrt{{{''.join(parts)}}}"
    layout = LAYOUTS.get(name, "")
    return layout.format(*parts) if layout.count("{}") == len(parts) else "".join(parts)


def token(name: str, text: str) -> str:
    if name in ("mtext", "mi") and len(text) > 1 and any(map(str.isalpha, text)):
        return f"\\text{{{text}}}"
    return {"%": "\\%", "&": "\\&", "#": "\\#", "$": "\\$", "{": "\\{", "}": "\\}"}.get(text, text)
