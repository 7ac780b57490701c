"""Subscripts and superscripts in plain text."""

import pytest

from common.formulas import formula_text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("x^2", "x²"),
        ("H_0", "H₀"),
        ("10^{-3}", "10⁻³"),
        ("x_{ij}^{n+1}", "xᵢⱼⁿ⁺¹"),
        (r"\sum_{i=1}^n a_i", "∑ᵢ₌₁ⁿ aᵢ"),
        (r"\log_2 n", "log₂ n"),
        (r"T_{\rm eff}", "Teff"),
        (r"T_{\mathrm{max}}", "Tₘₐₓ"),
        (r"x_\alpha", "xα"),  # noqa: RUF001
        (r"x_{\alpha\beta}", "xαβ"),  # noqa: RUF001
        (r"90^\circ", "90°"),
        (r"A^{\dagger}", "A†"),
        ("x^*", "x*"),
        (r"q^{a/b}", "q^(a/b)"),
        (r"a\_b", "a_b"),
        (r"e^\alpha", "e^α"),  # noqa: RUF001
    ],
)
def test_scripts_become_characters_where_there_are_any(tex, text):
    assert formula_text(tex) == text
