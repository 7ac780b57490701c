"""What stands around a name and is none: titles in front, degrees at the end."""

from common.naming.letters import latin
from common.naming.vocabulary import (
    DEGREES,
    IBERIAN_FAMILIES,
    PARTICLES,
    PREFIXES,
    TITLES,
    TITLES_WITHOUT_DOT,
)

SURE_DEGREES = frozenset({"phd", "mbbs", "esq"})
# Beginnings of family names of two words: "Garcia Marquez MD" has the initials M. D.
BEGIN_FAMILIES = PARTICLES | PREFIXES | IBERIAN_FAMILIES
# "Ph. D." ends so.
LAST_LETTER = "d"


def without_titles(words: list[str], left: int = 2) -> list[str]:
    """Without "Dr." and "Prof" in front, if so many words are left."""
    start = 0
    while len(words) - start > left and is_title(words[start], words[-1]):
        start += 1
    return words[start:]


def is_title(word: str, last: str) -> bool:
    """Without a dot only some are; and "Shri" is a name where an initial ends it, as in "Shri Durga R"."""
    letters = word.lower().strip(".")
    if word[-1] == ".":
        return letters in TITLES
    return letters in TITLES_WITHOUT_DOT and not word.isupper() and (letters != "shri" or len(last) > 1)


def without_degrees(words: list[str], left: int = 2) -> list[str]:
    """Without "PhD" and "M. D." at the end, if so many words are left."""
    while len(words) > left and (length := length_of_degree(words, left)):
        words = words[:-length]
    return words


def length_of_degree(words: list[str], left: int) -> int:
    """How many words at the end are a degree."""
    last = words[-1].lower().strip(".")
    if last in DEGREES:
        return 1 if is_degree(words[-1], words[:-1]) else 0
    if last == LAST_LETTER and len(words) > left + 1:
        return 2 if is_degree(words[-2] + words[-1], words[:-2]) else 0
    return 0


def is_degree(text: str, before: list[str]) -> bool:
    """Capitals alone may as well be initials, and "Md" is Mohammed."""
    letters = text.replace(".", "")
    if letters.lower() not in DEGREES:
        return False
    if letters.lower() in SURE_DEGREES or letters not in (letters.upper(), letters.capitalize()):
        return True
    return letters.isupper() and latin(before[0]) not in BEGIN_FAMILIES and len(latin(before[-1])) > 1
