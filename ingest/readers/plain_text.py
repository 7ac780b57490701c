"""Marked-up text of XML as plain text."""

from collections.abc import Iterator
from typing import cast

from lxml import etree

RAISED = str.maketrans("0123456789+-\u2212=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")


def plain_text(element: etree._Element | None) -> str:
    """The text without markup; exponents and charges stay raised, so that 10⁵ does not become 105."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    for part in element.iter("{*}sup"):
        if not len(part):
            part.text = raised(part.text or "")
    return "".join(cast(Iterator[str], element.itertext()))


def raised(text: str) -> str:
    """Superscript characters if there are such for all of it, otherwise the text as it stands."""
    compact = text.strip()
    lifted = compact.translate(RAISED)
    has_digit_or_sign = any(character in "0123456789+-\u2212" for character in compact)
    return lifted if has_digit_or_sign and all(character not in compact for character in lifted) else text


def without_full_stop(title: str) -> str:
    """A title without the full stop that some sources put behind all of them; "U.S." and "..." keep theirs."""
    title = title.strip()
    ends = title.endswith(".") and not title.endswith("..") and title[-3:-2] != "."
    return title[:-1] if ends else title
