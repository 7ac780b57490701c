"""Subscripts and superscripts of TeX as the characters that Unicode has for them."""

import re

_DIGITS_AND_SIGNS = "0123456789+-=()"
_RAISED = dict(
    zip(
        _DIGITS_AND_SIGNS + "abcdefghijklmnoprstuvwxyz" + "ABDEGHIJKLMNOPRTUVW" + "'",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾" + "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ" + "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ" + "′",  # noqa: RUF001
        strict=True,
    )
)
_LOWERED = dict(
    zip(_DIGITS_AND_SIGNS + "aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎" + "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_SIGNS = {r"\circ": "°", r"\prime": "′", r"\ast": "*", "*": "*", r"\dagger": "†", r"\star": "⋆", r"\top": "ᵀ"}  # noqa: RUF001

_SCRIPT = re.compile(
    r"""(?<!\\) (?P<mark>[_^]) [ ]?
    (?: \{ [ ]? (?: \\(?:rm|mathrm|text|textrm|mathit|operatorname)(?![A-Za-z]) [ ]? )? \{? (?P<group>[^{}\\]{1,30}) \}? \}
      | \{? (?P<sign> \*|\\[a-z]{1,10}(?![A-Za-z]) ) \}?
      | (?P<single>[^{}\\\s]) )
    | (?<!\\) _ """,  # noqa: E501
    re.VERBOSE,
)


def with_scripts(tex: str) -> str:
    """`10^{-3}` is 10⁻³ and `H_0` H₀. What cannot be lowered stays on the line, what cannot be raised keeps its mark."""  # noqa: E501
    return _SCRIPT.sub(_script, tex)


def _script(found: re.Match[str]) -> str:
    # The empty group ends the name of a macro that stands before.
    if found["mark"] is None:
        return "{}"
    source = found["group"] or found["single"]
    if source is None:
        return _of_macro(found)
    source = source.strip()
    characters = _LOWERED if found["mark"] == "_" else _RAISED
    if all(character in characters for character in source.replace(" ", "")):
        return "{}" + "".join(characters[character] for character in source.replace(" ", ""))
    return "{}" + (source if found["mark"] == "_" else _marked(source))


def _of_macro(found: re.Match[str]) -> str:
    if found["mark"] == "_":
        return "{}" + found[0][1:].strip()
    return "{}" + _SIGNS[found["sign"]] if found["sign"] in _SIGNS else found[0]


def _marked(source: str) -> str:
    return f"^{source}" if len(source) == 1 else f"^({source})"
