"""TeX for bibliographies, which others compile: commands that set type, and none that does anything else."""

import re

from pylatexenc.latex2text import get_default_latex_context_db

# What TeX prints for the commands that stand for a sign.
SYMBOLS = {
    spec.macroname: spec.simplify_repl
    for spec in get_default_latex_context_db().iter_macro_specs()
    if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl and spec.macroname != "today"
}

# "{" and "}" are left out even when escaped: BibTeX counts them all the same.
SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "{": "", "}": "",
    "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$",
})  # fmt: skip

# What formulas in titles are made of, beside symbols. Nothing that defines, reads, writes or leads anywhere.
MATHEMATICS = re.compile(
    r"acute|argmax|argmin|bar|bf|big|Big|bigg|Bigg|bigl|bigr|Bigl|Bigr|binom|bm|bmod|boldsymbol|boxed|"
    r"breve|cal|check|cot|coth|csc|dbinom|ddot|deg|det|dfrac|dim|displaystyle|dot|emph|ensuremath|frac|"
    r"frak|gcd|grave|hat|hom|it|ker|ket|bra|left|lg|limits|mathbb|mathbf|mathbin|mathcal|mathfrak|mathit|"
    r"mathnormal|mathop|mathrel|mathring|mathrm|mathscr|mathsf|mathtt|mbox|mid|middle|mod|nolimits|not|"
    r"operatorname|over|overbrace|overleftarrow|overline|overrightarrow|overset|pmb|pmod|Pr|prime|quad|"
    r"qquad|right|rm|scriptscriptstyle|scriptstyle|sec|sf|sqrt|stackrel|tbinom|text|textbf|textit|"
    r"textnormal|textrm|textsc|textsf|textstyle|texttt|textup|tfrac|tilde|underbrace|underline|underset|"
    r"vec|widehat|widetilde|xleftarrow|xrightarrow"
)
_COMMAND = re.compile(r"\\([A-Za-z]+|.|$)", re.DOTALL)
_SIGNS = frozenset(r",;:!>|{}\%$&#_ ")
# In mathematics as in text these are no part of what is meant.
_STRAY = re.compile(r"(?<!\\)((?:\\\\)*)([%#&$])")


def escaped(text: str) -> str:
    """Plain text with everything special to TeX escaped."""
    return text.translate(SPECIAL)


def formula(tex: str) -> str:
    """The formula between dollar signs; as escaped text where a command is unknown, since that could do anything."""
    # "^^5c" is another way to write a backslash.
    if not all(map(_is_known, _COMMAND.findall(tex))) or "^^" in tex or not has_balanced_braces(tex):
        return escaped(tex)
    return "$" + _STRAY.sub(r"\1\\\2", tex) + "$"


def _is_known(command: str) -> bool:
    if command in _SIGNS or MATHEMATICS.fullmatch(command):
        return True
    sign = SYMBOLS.get(command, "")
    # What has no sign of its own moves things about, or refers to another place.
    return sign != "" and "<" not in sign


def has_balanced_braces(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0
