"""Marked-up text out of JSON: what is markup goes, what only looks like it stays, formulas become TeX."""

import time

import pytest

from ingest.readers.marked_text import unmarked, unmarked_abstract

MATH = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">%s</mml:math>'


def read(source):
    return " ".join(unmarked(source).split())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Plain text", "Plain text"),
        ("Of <i>Exempla vera</i> &amp; others", "Of Exempla vera & others"),
        ("A &lt;i&gt;B&lt;/i&gt; C", "A B C"),
        ("p &lt; 0.05 and q > 2", "p < 0.05 and q > 2"),
        ("for a<b and c>d", "for a<b and c>d"),
        ("an <unknown> word", "an <unknown> word"),
        ("10<sup>6</sup> m s<jats:sup>\u22121</jats:sup>", "10\u2076 m s\u207b\u00b9"),
        ("the 5<sup>th</sup> of H<sub>2</sub>O", "the 5th of H2O"),
        ("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One. Two."),
        ("<jats:title>Abstract</jats:title><jats:p>One.</jats:p>", "One."),
        (
            "<jats:sec><jats:title>Aims</jats:title><jats:p>One.</jats:p></jats:sec><title>Methods:</title>Two",
            "Aims: One. Methods: Two",
        ),
        ("<ns4:p>One</ns4:p> two<br/>three", "One two three"),
        ("<p class='x'>One<!-- hidden --></p>", "One"),
        ("fish &amp;amp; chips &eacute;", "fish & chips \u00e9"),
        ("AT&T and R&D; x &unknown; y", "AT&T and R&D; x &unknown; y"),
        ("<sup>never closed", "never closed"),
    ],
)
def test_markup_goes_and_text_stays(source, expected):
    assert read(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (MATH % "<mml:mi>x</mml:mi>", "x"),
        (MATH % "<mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup>", "$x^{2}$"),
        (MATH % "<mml:msub><mml:mi>Z</mml:mi><mml:mn>2</mml:mn></mml:msub>", "$Z_{2}$"),
        (
            MATH % "<mml:mfrac><mml:mn>1</mml:mn><mml:msqrt><mml:mi>n</mml:mi></mml:msqrt></mml:mfrac>",
            r"$\frac{1}{\sqrt{n}}$",
        ),
        (MATH % "<mml:mi>p</mml:mi><mml:mo>&lt;</mml:mo><mml:mn>1</mml:mn>", "$p<1$"),
        (MATH % "<mml:mtext>22</mml:mtext><mml:mo>%</mml:mo>", r"$22\%$"),
        (MATH % "<mml:mi>log</mml:mi><mml:mi>n</mml:mi>", r"$\text{log}n$"),
        (MATH % "<mml:broken", ""),
        (
            "<jats:inline-formula><jats:alternatives><jats:tex-math>$x_1$</jats:tex-math>"
            + MATH % "<mml:mi>y</mml:mi>"
            + "</jats:alternatives></jats:inline-formula> is",
            "$x_1$ is",
        ),
        (
            r"a <tex-math><![CDATA[\documentclass{x}\begin{document}$$a<b$$\end{document}]]></tex-math> b",
            "a $a<b$ b",
        ),
        ("<inline-formula>x = 1</inline-formula>", "x = 1"),
        ("<inline-formula>never closed", "never closed"),
    ],
)
def test_formulas_become_tex(source, expected):
    assert read(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Abstract: we try", "we try"),
        ("ABSTRACT This paper tries", "This paper tries"),
        ("Abstract Abstract The paper tries", "The paper tries"),
        ("Abstract Meaning Representation is a form", "Abstract Meaning Representation is a form"),
        ("Abstraction helps", "Abstraction helps"),
        ("  ", None),
        ("", None),
    ],
)
def test_an_abstract_does_not_begin_with_the_word(source, expected):
    assert unmarked_abstract(source) == expected


@pytest.mark.parametrize(
    "piece", ["<i>", "<tex-math>", "<inline-formula><tex-math>", "<!--", "<p ", "&", "<title>", "<mml:mrow>"]
)
def test_the_cost_grows_with_the_length_only(piece):
    started = time.perf_counter()
    unmarked(piece * (300_000 // len(piece)))
    assert time.perf_counter() - started < 3


def test_what_is_too_long_for_an_abstract_is_left_for_the_record_to_refuse():
    assert unmarked("<i>x</i>" * 100_000) == "<i>x</i>" * 100_000


def test_deep_formulas_and_entities_do_no_harm():
    assert len(read(MATH % ("<mml:mrow>" * 400 + "x" + "</mml:mrow>" * 400))) < 20
    assert "passwd" not in read(MATH % "<mml:mi>&xxe;</mml:mi>")
