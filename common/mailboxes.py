"""Whose mailbox it is, as far as what stands before the @ tells."""

import re
from collections.abc import Iterable

from common.names import fold

# A shorter part of a name stands by chance in too many addresses.
TELLING = 4
# As they are spelled where there are no umlauts.
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
NOT_LETTERS = re.compile(r"[\W\d_]+")


def fits(local: str, name: str) -> bool:
    """Whether what stands before the @ is made of this name."""
    letters = NOT_LETTERS.sub("", fold(local))
    spellings = {fold(name), fold(name.casefold().translate(SPELLED_OUT))}
    return len(letters) > 1 and any(is_made_of(letters, NOT_LETTERS.split(one)) for one in spellings)


def is_made_of(letters: str, parts: Iterable[str]) -> bool:
    """Whether the letters are initials, a name, or both, or have a telling part of the name in them."""
    words = [part for part in parts if part]
    if not words:
        return False
    first, family = words[0], words[-1]
    initials = "".join(word[0] for word in words[:-1])
    made = {initials + family, family + initials, initials + family[0], family[0] + initials}
    made |= {first + family, family + first, first[0] + family, family + first[0], first + family[0]}
    return letters in made.union(words) or any(len(word) >= TELLING and word in letters for word in words)


def mailbox_of(address: str) -> str:
    """The address without what stands behind a plus, which anybody writes who has the mailbox."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def is_of(address: str, names: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a mailbox is made of one of these names, and of none of the others."""
    local = mailbox_of(address).rpartition("@")[0]
    return any(fits(local, name) for name in names) and not any(fits(local, name) for name in others)
