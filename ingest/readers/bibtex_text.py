"""The TeX of BibTeX values as plain text, in which mathematics stays as TeX between dollar signs."""

import re

from common.tex import MAX_LENGTH, to_plain
from ingest.readers.citation_fields import without_markup

# Pandoc's rule tells formulas from prices: nothing blank just inside of the dollars, no digit after.
FORMULA = re.compile(
    r"\$\$(?P<display>(?:[^$\\]|\\.){1,1000}+)\$\$"
    r"|(?<!\\)\$(?=\S)(?P<dollar>(?:[^$\\]|\\.){1,1000}+)(?<!\s)\$(?!\d)"
    r"|\\\((?P<parenthesis>(?:[^\\]|\\[^()]){1,1000}+)\\\)"
    r"|\\\[(?P<bracket>(?:[^\\]|\\[^\[\]]){1,1000}+)\\\]"
    r"|\\ensuremath\s*\{(?P<ensured>(?:[^{}]|\{[^{}]*\}){1,1000}+)\}",
    re.DOTALL,
)
# Stand for a formula and for a printed brace while the rest is read: letters, of no script in use.
FORMULA_HERE, OPEN_HERE, CLOSE_HERE = "\U00010f00", "\U00010f01", "\U00010f02"
MARKERS = re.compile(f"[{FORMULA_HERE}{OPEN_HERE}{CLOSE_HERE}]")
PRINTED_BRACES = {
    r"\{": OPEN_HERE,
    r"\}": CLOSE_HERE,
    r"\textbraceleft": OPEN_HERE,
    r"\textbraceright": CLOSE_HERE,
}
PRINTED_BRACE = re.compile(r"\\(?:[{}]|textbrace(?:left|right)(?:\{\})?)")
# A brace before what is no letter or command, such as {3D}: in BibTeX it only protects.
PROTECTION = re.compile(r"\{(?=[^\w\\{$]|\d)")
# A command keeps its braces: \ss{}, \textsubscript{2}.
BRACE = re.compile(r"\\[A-Za-z]+\*?\s*\{|\\.|[{}]", re.DOTALL)
DASHES = re.compile(r"(?<!-)-{2,3}(?!-)")
NEEDS_READING = re.compile(r"[\\${}~&<`]|--|''")
TEX_IN_ADDRESS = re.compile(r"\\([_&%#~{}$])|\\url\b|[{}\s]|\$(?=[<>]\$)|(?<=[<>])\$")


def plain(tex: str) -> str:
    """One line; accents in Unicode, braces that protect capitals gone, formulas kept."""
    if not NEEDS_READING.search(tex) or len(tex) > MAX_LENGTH:
        return " ".join(tex.split())
    formulas: list[str] = []
    text = FORMULA.sub(lambda found: kept(found, formulas), MARKERS.sub("", without_markup(tex)))
    text = PRINTED_BRACE.sub(lambda found: PRINTED_BRACES[found[0].removesuffix("{}")], text)
    text = to_plain(without_protection(text))
    text = DASHES.sub(lambda found: "\u2013" if len(found[0]) == 2 else "\u2014", text)
    text = text.replace("{", "").replace("}", "").replace(OPEN_HERE, "{").replace(CLOSE_HERE, "}")
    return put_back(text, formulas)


def kept(found: re.Match[str], formulas: list[str]) -> str:
    formulas.append(" ".join(found[found.lastgroup or 0].split()))
    return FORMULA_HERE


def put_back(text: str, formulas: list[str]) -> str:
    first, *rest = text.split(FORMULA_HERE)
    return first + "".join(f"${formula}${after}" for formula, after in zip(formulas, rest, strict=False))


def without_protection(text: str) -> str:
    """Without the braces around what the common reading would print with them, such as {3D}."""
    is_removed: list[bool] = []

    def read(found: re.Match[str]) -> str:
        token = found[0]
        if token[-1] == "{" and token != r"\{":
            is_removed.append(PROTECTION.match(text, found.start()) is not None)
            return "" if is_removed[-1] else token
        return "" if token == "}" and is_removed and is_removed.pop() else token

    return BRACE.sub(read, text)


def verbatim(tex: str) -> str:
    """An address or identifier: without the escapes that TeX needs, and without white space."""
    return TEX_IN_ADDRESS.sub(lambda found: found[1] or "", tex)
