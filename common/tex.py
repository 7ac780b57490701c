"""Titles and abstracts as sources print them (TeX, JATS, HTML), to plain text, safe HTML and harmless TeX.

All readings walk the same tokens once, so their cost grows with the length of the source, whatever it holds.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from unicodedata import normalize

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from common.formulas import formula_html, formula_text
from common.harmless_tex import SYMBOLS, escaped, formula

# An abstract has some 2,000 characters. What is longer than this is no abstract, and is shown as it stands.
MAX_LENGTH = 20_000
MAX_OPEN = 40
MAX_FORMULAS = 100

_NEEDS_READING = re.compile(
    r"[\\$<{}~&`\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|\w--+\w"
)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# For "$" the rule is Pandoc's: nothing blank just inside, no digit just after, so that prices stay prices.
_TOKEN = re.compile(
    r"""(?=[\\$<{}~&`'-]) (?:
    (?P<display> \$\$ (?P<dollars> (?:[^$\\]|\\.){1,1000}+ ) \$\$
               | \\\[ (?P<brackets> (?:[^\\]|\\[^][()]){1,1000}+ ) \\\] )
  | (?P<inline> \$ (?=\S) (?P<dollar> (?:[^$\\]|\\.){1,1000}+ ) (?<!\s) \$ (?!\d)
              | \\\( (?P<parenthesis> (?:[^\\]|\\[^][()]){1,1000}+ ) \\\) )
  | (?P<dropped> \\ (?: begin|end|cite[a-z]{0,12}|(?:eq|page|auto|c)?ref|label|[hv]space|thanks ) \*?[ ]?
                 (?: \[ [^][{}]{0,200} \] ){0,2} \{ [^{}]{0,200} \}
               | \\footnote [ ]? \{ [^{}]{0,500} \}
               | \\(?:href|textcolor|colorbox) [ ]? \{ [^{}]{0,500} \} (?=\{) )
  | (?P<accent> \\ (?: (?P<sign> [`'^"~=.]) | (?P<letter> [uvHckrbd]) (?=[ {\\]) )
                [ ]? (?: \{ [ ]? \\?(?P<in_braces> [^\W\d_]) [ ]? \} | \\?(?P<bare> [^\W\d_])
                       | \{ \\ (?P<inner> [`'^"~=.]) (?: \{ (?P<innermost> [^\W\d_]) \} | (?P<second> [^\W\d_]) ) \} ) )
  | (?P<styled> \\ (?P<style> [A-Za-z]{1,40} ) \*? [ ]? \{ (?!\}) )
  | (?P<switched> \{ [ ]? \\ (?P<switch> em|it|sl|bf|tt|sc|rm|itshape|bfseries|ttfamily ) (?![A-Za-z]) [ ]? )
  | (?P<macro> \\ (?P<name> [A-Za-z]{1,40} ) (?P<after> \{\} | [ ]? ) )
  | (?P<escaped> \\ (?P<character> [][%&_#${},;:!()\\/ -] ) )
  | (?P<written> < (?:jats:)? tex-math (?: \s [^<>]{0,300} )? > (?P<formula> [^<>]{1,1000} ) </ (?:jats:)? tex-math > )
  | (?P<tag> < (?P<slash> /? ) (?: jats: | mml: | nlm: )? (?P<element> [A-Za-z][A-Za-z-]{0,30} )
             (?: \s [^<>=]{0,100}+ = [^<>]{0,300}+ | \s? /? ) > )
  | (?P<group> \{ (?= [^\W\d_] | [\\{$] ) (?! [^{},]{1,20} ,\S ) )
  | (?P<comma> \{,\} )
  | (?P<brace> \{ )
  | (?P<close> \} )
  | (?P<tie> (?<=[\w.)}\]]) ~ (?=[\w\\$({]) (?! (?<=\d~) \d ) )
  | (?P<dash> (?<=\w) -{2,3} (?=\w) )
  | (?P<quote> (?<!`) `` (?!`) | (?<!') '' (?!') )
  | (?P<entity> & (?: amp|lt|gt|quot|apos|nbsp | \#\d{1,6} | \#x[0-9A-Fa-f]{1,5} ) ; )
    )""",
    re.VERBOSE | re.DOTALL,
)

_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_ESCAPED = {**{character: character for character in "%&_#${}[]()"}, **dict.fromkeys("!/-", "")}
_SILENT = re.compile(
    r"em|it|sl|bf|tt|sc|rm|itshape|bfseries|ttfamily|noindent|protect|xspace|centering|small|item|"
    r"par|newline"
)
_STYLES = {
    "emph": "em", "textit": "em", "textsl": "em", "em": "em", "it": "em", "sl": "em", "itshape": "em",
    "textbf": "strong", "bf": "strong", "bfseries": "strong",
    "texttt": "code", "tt": "code", "ttfamily": "code", "url": "code",
    "textsuperscript": "sup", "textsubscript": "sub",
}  # fmt: skip
_TAGS = {
    "i": "em", "em": "em", "italic": "em", "b": "strong", "strong": "strong", "bold": "strong",
    "tt": "code", "code": "code", "monospace": "code", "sup": "sup", "sub": "sub", "inf": "sub",
}  # fmt: skip
_BLOCKS = re.compile(r"p|br|div|sec|title|list|list-item|ul|ol|li|abstract|break")
_TRANSPARENT = re.compile(
    r"span|u|sc|scp|small|small-caps|font|fixed-case|named-content|styled-content|underline|roman|sans-serif|"
    r"title-group|article-title|subtitle|inline-formula|disp-formula|alternatives|tex-math|ext-link|"
    r"uri|xref|inline-graphic|math|semantics|mrow|mi|mn|mo|mtext|mspace|ms|msup|msub|msubsup|mfrac|"
    r"msqrt|mroot|mover|munder|munderover|mtable|mtr|mtd|mstyle|mpadded|mfenced"
)


def to_text(source: str) -> str:
    """Plain text on one line: for search results, metadata, feeds and addresses."""
    text = _read_text(source) if _is_marked_up(source) else _FORBIDDEN.sub("", source)
    return " ".join(text.split())


def to_plain(source: str) -> str:
    """Plain text on one line in which formulas are still TeX between dollar signs: what is stored."""
    text = _Reading(_PLAIN).read(source) if _is_marked_up(source) else _FORBIDDEN.sub("", source)
    return " ".join(text.split())


def to_html(source: str) -> SafeString:
    """Escaped text in which formulas are MathML, and emphasis is em, strong, code, sup and sub."""
    if _is_marked_up(source):
        return mark_safe(_read_html(source))
    return escape(_FORBIDDEN.sub("", source))


def to_tex(source: str) -> str:
    """TeX on one line for a bibliography: emphasis and formulas, everything else escaped."""
    text = _Reading(_TEX).read(source) if _is_marked_up(source) else escaped(_FORBIDDEN.sub("", source))
    return " ".join(text.split())


def _is_marked_up(source: str) -> bool:
    return len(source) <= MAX_LENGTH and _NEEDS_READING.search(source) is not None


@dataclass(frozen=True, slots=True)
class _Notation:
    """How the parts of a text are written."""

    text: Callable[[str], str]
    formula: Callable[[str, bool], str]
    opening: str = ""
    closing: str = ""
    dollar: str = "$"
    names: Mapping[str, str] = field(default_factory=dict)  # of elements, where they have others

    def element(self, name: str) -> tuple[str, str]:
        """What opens an element, and what closes it."""
        called = self.names.get(name, name)
        return self.opening.replace("*", called), self.closing.replace("*", called)


_HTML = _Notation(escape, lambda tex, display: formula_html(tex, display=display), "<*>", "</*>")
_TEXT = _Notation(str, lambda tex, display: formula_text(tex))
_PLAIN = _Notation(str, lambda tex, display: f"$${tex}$$" if display else f"${tex}$", dollar=r"\$")
_TEX = _Notation(
    escaped,
    lambda tex, display: formula(tex),
    r"\*{",
    "}",
    names={
        "em": "emph", "strong": "textbf", "code": "texttt", "sup": "textsuperscript", "sub": "textsubscript",
    },
)  # fmt: skip


@lru_cache(maxsize=4096)
def _read_html(source: str) -> str:
    return _Reading(_HTML).read(source)


@lru_cache(maxsize=4096)
def _read_text(source: str) -> str:
    return _Reading(_TEXT).read(source)


@dataclass(slots=True)
class _Reading:
    """One walk over the tokens.

    `open`: what ends each open part, and how to close it, innermost last; nothing closes a brace that is no group.
    """

    notation: _Notation
    written: list[str] = field(default_factory=list)
    open: list[tuple[str, str | None]] = field(default_factory=list)
    formulas: int = 0

    def read(self, source: str) -> str:
        source = _FORBIDDEN.sub("", source)
        position = 0
        for token in _TOKEN.finditer(source):
            self._text(source[position : token.start()])
            getattr(self, f"_read_{token.lastgroup}")(token)
            position = token.end()
        self._text(source[position:])
        self._close(len(self.open))
        return "".join(self.written)

    def _text(self, text: str) -> None:
        self.written.append(self.notation.text(text))

    def _enter(self, element: str, *, until: str) -> None:
        opening, closing = self.notation.element(element) if element else ("", "")
        self.written.append(opening)
        self.open.append((until, closing))

    def _leave(self, until: str) -> bool:
        """Close the innermost `until` and what is open within it."""
        for count, (end, closing) in enumerate(reversed(self.open), start=1):
            if end == until:
                self._close(count)
                self._text("}" if closing is None else "")
                return True
        return False

    def _close(self, count: int) -> None:
        for _ in range(count):
            self.written.append(self.open.pop()[1] or "")

    def _formula(self, tex: str, display: bool) -> None:
        self.formulas += 1
        self.written.append(
            self.notation.formula(tex, display) if self.formulas <= MAX_FORMULAS else self.notation.text(tex)
        )

    def _read_display(self, token: re.Match[str]) -> None:
        self._formula(token["dollars"] or token["brackets"], True)

    def _read_inline(self, token: re.Match[str]) -> None:
        self._formula(token["dollar"] or token["parenthesis"], False)

    def _read_written(self, token: re.Match[str]) -> None:
        """A formula of JATS: TeX with or without its dollar signs."""
        self._formula(unescape(token["formula"]).strip().strip("$"), False)

    def _read_dropped(self, token: re.Match[str]) -> None:
        """References and surroundings mean nothing outside of their document."""

    def _read_accent(self, token: re.Match[str]) -> None:
        letter = token["in_braces"] or token["bare"] or token["innermost"] or token["second"]
        marks = _MARKS.get(token["inner"], "") + _MARKS[token["sign"] or token["letter"]]
        self._text(normalize("NFC", letter + marks))

    def _read_styled(self, token: re.Match[str]) -> None:
        self._text(SYMBOLS.get(token["style"], ""))
        self._read_group(token, _STYLES.get(token["style"], ""))

    def _read_switched(self, token: re.Match[str]) -> None:
        self._read_group(token, _STYLES.get(token["switch"], ""))

    def _read_group(self, token: re.Match[str], element: str = "") -> None:
        if len(self.open) < MAX_OPEN:
            self._enter(element, until="}")
        else:
            self._text(token[0])

    def _read_brace(self, token: re.Match[str]) -> None:
        """A brace that is no group, as in {0,1}: it stays, and so does its partner."""
        self._text("{")
        if len(self.open) < MAX_OPEN:
            self.open.append(("}", None))

    def _read_comma(self, token: re.Match[str]) -> None:
        self._text(",")

    def _read_close(self, token: re.Match[str]) -> None:
        if not self._leave("}"):
            self._text("}")

    def _read_macro(self, token: re.Match[str]) -> None:
        name, after = token["name"], token["after"]
        symbol = SYMBOLS.get(name)
        if _SILENT.fullmatch(name):
            self._text(after.strip("{}"))
        elif symbol is None:
            self._text(token[0])
        else:
            # TeX swallows the blank after a letter such as \o; after \alpha people mean the blank they wrote.
            swallowed = after == "{}" or (symbol.isalpha() and symbol < "\u0250")
            self._text(symbol if swallowed else symbol + after)

    def _read_escaped(self, token: re.Match[str]) -> None:
        character = token["character"]
        self._text(self.notation.dollar if character == "$" else _ESCAPED.get(character, " "))

    def _read_tag(self, token: re.Match[str]) -> None:
        name = token["element"].lower()
        if _BLOCKS.fullmatch(name):
            self._text(" ")
        elif name in _TAGS:
            self._read_known_tag(token, name)
        elif not _TRANSPARENT.fullmatch(name):
            self._text(token[0])

    def _read_known_tag(self, token: re.Match[str], name: str) -> None:
        if token["slash"]:
            self._leave(name)
        elif len(self.open) < MAX_OPEN:
            self._enter(_TAGS[name], until=name)

    def _read_tie(self, token: re.Match[str]) -> None:
        self._text("\u00a0")

    def _read_dash(self, token: re.Match[str]) -> None:
        self._text("\u2013" if len(token[0]) == 2 else "\u2014")

    def _read_quote(self, token: re.Match[str]) -> None:
        self._text("\u201c" if token[0] == "``" else "\u201d")

    def _read_entity(self, token: re.Match[str]) -> None:
        self._text(_FORBIDDEN.sub("", unescape(token[0])))
