"""TeX that others compile: what is kept of a title, and that no command gets through that is not known."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from common.harmless_tex import MATHEMATICS, SYMBOLS, escaped, formula, has_balanced_braces
from common.tex import to_tex

HARMLESS = {*SYMBOLS, "textbackslash", "textasciicircum", "textasciitilde"}
HARMLESS |= {"emph", "textbf", "texttt", "textsuperscript", "textsubscript"}
DANGEROUS = [
    "input",
    "include",
    "openin",
    "read",
    "openout",
    "write",
    "immediate",
    "csname",
    "def",
    "edef",
    "gdef",
    "xdef",
    "let",
    "catcode",
    "special",
    "directlua",
    "usepackage",
    "newcommand",
    "begin",
    "end",
    "href",
    "verb",
    "par",
    "loop",
    "expandafter",
    "hspace",
    "ref",
    "cite",
]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("H<sub>2</sub>O and <b>x</b>", r"H\textsubscript{2}O and \textbf{x}"),
        (r"G\"odel, Erd\H{o}s", "Gödel, Erdős"),
        (r"{\em leaning} \texttt{a_b}", r"\emph{leaning} \texttt{a\_b}"),
        (r"{BERT} and {\'E}tude", "BERT and Étude"),
        (r"\(x^2\) and \[y\]", "$x^2$ and $y$"),
        (r"\emph{{0,1}}", r"\emph{0,1}"),
        (r"C:\temp", r"C:\textbackslash{}temp"),
    ],
)
def test_emphasis_and_formulas_are_kept(source, expected):
    assert to_tex(source) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\frac{a}{b} \in \mathbb{R}", r"$\frac{a}{b} \in \mathbb{R}$"),
        (r"50 % of \$5 \% #1 & more", r"$50 \% of \$5 \% \#1 \& more$"),
        (r"a $ b", r"$a \$ b$"),
        (r"a \\% b", r"$a \\\% b$"),
        (r"^^5cinput", r"\textasciicircum{}\textasciicircum{}5cinput"),
        ("} {", " "),
        ("x\\", r"x\textbackslash{}"),
    ],
)
def test_a_formula_is_one_or_plain_text(tex, expected):
    assert formula(tex) == expected


@pytest.mark.parametrize("name", DANGEROUS)
def test_a_command_that_does_something_is_text(name):
    for source in (
        f"\\{name}{{x}}",
        f"\\{name} x",
        f"$\\{name}{{x}}$",
        f"$\\{name} x$",
        f"\\emph{{\\{name}}}",
    ):
        assert f"\\{name}" not in to_tex(source)


def is_harmless(name):
    return name not in DANGEROUS and (name in HARMLESS or MATHEMATICS.fullmatch(name) is not None)


PIECES = r"$ $$ { } \emph{ \frac{a}{b} \alpha \text{ \input{ \write18 \\ \( \) \[ \] % # & ^^5c <i> </i> <tex-math> ~"
FRAGMENTS = st.sampled_from([*PIECES.split(), " ", *(f"\\{name}" for name in DANGEROUS)])


@settings(max_examples=300, deadline=2_000)
@given(st.lists(FRAGMENTS | st.text(max_size=5), max_size=40).map("".join))
@example("{a $}\\input$")
def test_no_unknown_command_survives_and_every_brace_is_closed(source):
    written = to_tex(source)
    commands = re.findall(r"\\([A-Za-z]+|.|$)", written, re.DOTALL)
    assert {
        name for name in commands if len(name) > 1 and name not in HARMLESS.difference(DANGEROUS)
    } == set()
    assert "" not in commands
    assert "^^" not in written
    assert has_balanced_braces(written)
    assert not re.search(r"(?<!\\)(?:\\\\)*[%#&]", written)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", True), ("{a{b}}", True), ("{", False), ("}{", False), ("{}}", False)],
)
def test_braces_pair_or_they_do_not(text, expected):
    assert has_balanced_braces(text) is expected


def test_plain_text_is_escaped_whole():
    assert escaped(r"\{a}_b^c~d&e%f#g$h") == (
        r"\textbackslash{}a\_b\textasciicircum{}c\textasciitilde{}d\&e\%f\#g\$h"
    )
