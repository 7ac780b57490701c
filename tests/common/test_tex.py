"""Markup of sources: what is read, what is left alone, and that nothing gets through unescaped."""

import re
import time
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.utils.html import escape
from hypothesis import example, given, settings
from hypothesis import strategies as st

from common.formulas import THIN_SPACE, formula_html, formula_text
from common.tex import MAX_LENGTH, to_html, to_plain, to_text


@pytest.mark.parametrize(
    ("source", "html", "text"),
    [
        (r"gray-box (\emph{white-box})", "gray-box (<em>white-box</em>)", "gray-box (white-box)"),
        (r"by 4.00\% and 79\% \& more", "by 4.00% and 79% &amp; more", "by 4.00% and 79% & more"),
        (r"\textbf{a \emph{b}} \texttt{c}", "<strong>a <em>b</em></strong> <code>c</code>", "a b c"),
        (
            r"{\em leaning} and {\bf strong}",
            "<em>leaning</em> and <strong>strong</strong>",
            "leaning and strong",
        ),
        (r"\unknown{kept} \textsc{Bert}", "kept Bert", "kept Bert"),
        (r"as shown~\cite{lindqvist} in Fig.~1", "as shown\u00a0 in Fig.\u00a01", "as shown in Fig. 1"),
        (r"\href{https://example.org}{the code}", "the code", "the code"),
        ("``quoted'' 1--10, a---b", "“quoted” 1–10, a—b", "“quoted” 1–10, a—b"),  # noqa: RUF001
        ("<jats:p>One</jats:p><jats:p>two</jats:p>", " One  two ", "One two"),
        ("H<sub>2</sub>O, <jats:italic>x</jats:italic>", "H<sub>2</sub>O, <em>x</em>", "H2O, x"),
        ("<i>never closed", "<em>never closed</em>", "never closed"),
        ("<i>a {b</i> c}", "<em>a b</em> c}", "a b c}"),
        ("R&amp;D", "R&amp;D", "R&D"),
        ("<fixed-case>BERT</fixed-case> for <sc>Nlp</sc>", "BERT for Nlp", "BERT for Nlp"),
        ("<nlm:p>One</nlm:p> CO<inf>2</inf>", " One  CO<sub>2</sub>", "One CO2"),
        (r"a \textcolor{red}{warning}\footnote{See below.}", "a warning", "a warning"),
        (r"\colorbox{red}{never closed", "never closed", "never closed"),
        ("<tex-math>never closed", "never closed", "never closed"),
        ("{DNA} and {B}ayes, {{Whole Title}}", "DNA and Bayes, Whole Title", "DNA and Bayes, Whole Title"),
        ("1{,}204", "1,204", "1,204"),
    ],
)
def test_markup_is_read(source, html, text):
    assert to_html(source) == html
    assert to_text(source) == text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"Erd\H{o}s", "Erdős"),
        (r"G\"odel", "Gödel"),
        (r"na{\"\i}ve", "naïve"),
        (r"Fran\c{c}ois", "François"),
        (r"Fran\c cois", "François"),
        (r"\'{E}tude", "Étude"),
        (r"\v{S}koda", "Škoda"),
        (r"Stra\ss e", "Straße"),
        (r"\O{}rsted", "Ørsted"),
        (r"\alpha particles", "α particles"),  # noqa: RUF001
        (r"\L\'od\'z", "Łódź"),
        (r"Nguy{\~{\^e}}n and Nguy\~{\^{e}}n", "Nguyễn and Nguyễn"),
        (r"{\'{E}}tude, \emph{caf\'{e}} noir", "Étude, café noir"),
    ],
)
def test_accents_and_letters_become_unicode(source, expected):
    assert to_text(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "money: $5 and $10",
        "US$5-$10 a month",
        "levels {-1,0,1} alone",
        "around ~1% or 5~10",
        "~user and a -- b",
        "f''(x) and 5' 3''",
        "5 < 6 & 7 > 3",
        "AT&T; P&L",
        r"C:\temp",
        "an unfinished $x",
        "x^2 and a_b",
        "a lone } and a lone {1",
        "a <b and c> d",
        "",
    ],
)
def test_what_is_no_markup_stays_as_it_is(source):
    assert to_text(source) == source
    assert to_html(source) == escape(source)


@pytest.mark.parametrize("source", ["$x^2$", r"\(x^2\)", "$$x^2$$", r"\[x^2\]"])
def test_formulas_become_mathml(source):
    html = to_html(f"Of {source} alone")
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in html
    assert 'alttext="x^2"' in html
    assert to_text(f"Of {source} alone") == "Of x² alone"


@pytest.mark.parametrize(
    "source",
    [
        "<jats:tex-math>x^2</jats:tex-math>",
        "<inline-formula><tex-math notation='LaTeX'>$x^2$</tex-math></inline-formula>",
    ],
)
def test_formulas_of_jats_become_mathml_too(source):
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in to_html(source)
    assert to_text(source) == "x²"
    assert to_plain(source) == "$x^2$"


def test_a_fraction_of_single_digits_is_read():
    assert "<mfrac><mn>1</mn><mn>3</mn></mfrac>" in to_html(r"$\frac 13$ of it")
    assert to_text(r"$\frac 13$ of it") == "1/3 of it"


def test_a_displayed_formula_says_so():
    assert 'display="block"' in to_html("$$x$$")
    assert 'display="inline"' in to_html("$x$")


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"n\log n", f"<mi>n</mi>{THIN_SPACE}<mi>log</mi>{THIN_SPACE}<mi>n</mi>"),
        (r"\log(n)", '<mi>log</mi><mo stretchy="false">(</mo>'),
        (r"\log^2", "<msup><mi>log</mi><mn>2</mn></msup>"),
        (r"\{-1\}", '<mo form="prefix">−</mo>'),  # noqa: RUF001
        ("a-b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),  # noqa: RUF001
        ("f(x)-1", '<mo stretchy="false">)</mo><mo>−</mo><mn>1</mn>'),  # noqa: RUF001
    ],
)
def test_functions_stand_apart_and_signs_stand_close(tex, expected):
    assert expected in formula_html(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{a}{",
        r"\left( a",
        "x^",
        r"\def\a{\a\a}\a",
        r"\newcommand{\a}{b}\a",
        "{" * 21 + "x" + "}" * 21,
        "x" * 1_001,
    ],
)
def test_a_formula_that_cannot_be_read_is_shown_as_written(tex):
    assert formula_html(tex) == f'<code class="tex">{escape(tex)}</code>'
    assert formula_text(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
        r"\style{color:red}{x}",
        r"\color{red}{x}",
        r"\class{hidden}{x}",
        r'x" onload="alert(1)',
        r"\hspace{1em&quot; onclick=&quot;alert(1)}",
    ],
)
def test_a_formula_brings_no_script_style_or_address(tex):
    assert_harmless(formula_html(tex))


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<i onclick="alert(1)">x</i>',
        "<img src=x onerror=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;",
        r"\emph{<script>}",
        r"\url{javascript:alert(1)}",
        "$<script>alert(1)</script>$",
        "<tex-math><script>alert(1)</script></tex-math>",
        "<tex-math>&lt;script&gt;alert(1)&lt;/script&gt;</tex-math>",
        "<tex-math onclick='alert(1)'>x</tex-math>",
        r"\textcolor{<script>}{<script>}",
        "<b\nonmouseover=alert(1)>x</b>",
    ],
)
def test_nothing_gets_through_unescaped(source):
    assert_harmless(to_html(source))


PIECES = r"""
    $ $$ { } \emph{ \frac \left \begin{matrix} \end{matrix} \alpha \text{ \sqrt[ \c \\ \over \substack{
    \operatorname{ \middle| \limits \hspace{1em} \' \ ~ -- `` '' ^ _ x 5 ] é & &lt; &#60; " '
    \( \) \[ \] <i> </i> <sup> </sup> <script> </script> <jats:p>
    <tex-math> </tex-math> \~{\^ \footnote{ \textcolor{red}{
"""
FRAGMENTS = st.sampled_from([*PIECES.split(), '"', "'", " ", "\n", "\x00", "\ud800"])


@settings(max_examples=300, deadline=2_000)
@given(st.lists(FRAGMENTS | st.text(max_size=5), max_size=40).map("".join))
@example(r"$\substack{" + "a" * 40)
def test_whatever_comes_in_what_goes_out_is_harmless(source):
    assert_harmless(to_html(source))
    assert not re.search(r"[\x00-\x08\ud800-\udfff]", to_text(source))


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\\$<{}~&`'-\ufffe\uffff")
    )
)
def test_text_without_markup_is_only_escaped(source):
    assert to_html(source) == escape(source)
    assert to_text(source) == " ".join(source.split())


@pytest.mark.parametrize(
    "piece",
    [
        "$a ",
        "{",
        r"\(",
        "<i>",
        r"\emph{",
        "\\",
        "&#",
        r"\cite[",
        "{a}",
        "$x$ ",
        r"$\frac{a}{b}$ ",
        "''",
        "~",
        "a--",
    ],
)
def test_a_hundred_thousand_characters_take_no_time(piece):
    for source in (piece * (MAX_LENGTH // len(piece)), piece * (100_000 // len(piece))):
        start = time.process_time()
        assert_harmless(to_html(source))
        to_text(source)
        assert time.process_time() - start < 2


def test_deep_nesting_ends_somewhere():
    html = to_html(r"\emph{" * 1_000 + "x" + "}" * 1_000)
    assert_harmless(html)
    assert html.count("<em>") == 40


ELEMENTS = {"em", "strong", "code", "sup", "sub"}


class Elements(HTMLParser):
    """Everything that a browser would take for an element or an attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)


def assert_harmless(html: str) -> None:
    """Well-formed, of known elements, and without an attribute that does, styles or leads anywhere."""
    ElementTree.fromstring(f"<div>{html}</div>")
    found = Elements(html)
    assert {name for name in found.names - ELEMENTS if not re.fullmatch("m[a-z]+|none", name)} == set()
    assert {
        name for name in found.attributes if name.startswith("on") or name in {"style", "href", "src", "id"}
    } == set()
    assert 'class="' not in html.replace('class="tex"', "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"Schr\"odinger's \emph{cat} in $L^2(\mathbb{R})$", "Schrödinger's cat in $L^2(\\mathbb{R})$"),
        (r"\(x^2\) and \[y\]", "$x^2$ and $$y$$"),
        (r"Prices of \$5 and more", r"Prices of \$5 and more"),
        ("One\n  line", "One line"),
        ("H<sub>2</sub>O &amp; more", "H2O & more"),
    ],
)
def test_what_is_stored_keeps_its_formulas_and_no_other_markup(source, expected):
    assert to_plain(source) == expected
    assert to_plain(expected) == expected
