"""Which printed names are worth comparing at all: blocks of names that could be one person's."""

from collections.abc import Iterable

from common.names import fold


def block_key(name: str, family: str = "") -> str:
    """The family name's last word and the first initial: "Maria de la Cruz" → "cruz m"."""
    words = fold(name).split()
    last = (fold(family).split() or words)[-1]
    return f"{last} {words[0][0]}"


def joined_blocks(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Keys whose blocks are one because names are printed both ways, each with the key of the joint block.

    Asked with every (printed name, family name) of the record; keys that are absent stand for themselves.
    """
    return {}
