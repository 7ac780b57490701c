"""Personal names as text: keys to compare them by, addresses, initials, order of sorting."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

LONGEST_KEY = 500
LONGEST_SLUG = 80

# Marks that readers of these scripts leave out as they please: accents, except the breve that
# makes й a letter of its own; Hebrew points; Arabic vowel signs and the stretching tatweel.
OPTIONAL_MARKS = re.compile("[\u0300-\u0305\u0307-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# Apostrophes of all kinds stand inside a word: O'Brien.
APOSTROPHES = re.compile("['`\u00b4\u02b9-\u02bd\u02c8\u02ca\u02cb\u2018-\u201b\u2032\uff07]")
PARTICLES = {
    "af", "al", "bin", "d", "da", "dal", "de", "degli", "dei", "del", "dela", "della", "den", "der", "des",
    "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "los", "op", "san", "t", "te", "ten", "ter",
    "van", "vom", "von", "y", "z", "zu", "zum", "zur",
}  # fmt: skip
GENERATIONS = {"jr", "sr", "ii", "iii", "iv"}
# Chinese, Japanese and Korean script puts the family name first.
FAMILY_STANDS_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
WORD_END = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """The full name without case, accents and punctuation, words in their order, in its own script.

    Never empty for a name that is not, so that names without a letter do not become one person.
    """
    plain = APOSTROPHES.sub("", name)
    if not plain.isascii():
        plain = "".join(map(fold_character, unicodedata.normalize("NFC", without_marks(plain))))
    words = "".join(character if is_wordlike(character) else " " for character in plain.casefold()).split()
    return (" ".join(words) or name.strip())[:LONGEST_KEY]


def without_marks(text: str) -> str:
    """Decomposed and relieved of the marks that may be left out."""
    return OPTIONAL_MARKS.sub("", unicodedata.normalize("NFKD", text))


def fold_character(character: str) -> str:
    """Latin letters as ASCII (ø → o, ß → ss); what is invisible goes; the rest stays."""
    if character.isascii():
        return character
    if unicodedata.category(character) == "Cf":
        return ""
    return anyascii(character) if unicodedata.name(character, "").startswith("LATIN") else character


def is_wordlike(character: str) -> bool:
    """Letters, digits, and the marks that many scripts write vowels with."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def slug_for(name: str) -> str:
    """The name as a piece of an address: ASCII, small letters, hyphens; never empty."""
    plain = anyascii(APOSTROPHES.sub("", unicodedata.normalize("NFKC", name))).lower()
    slug = WORD_END.sub("-", plain).strip("-")
    return slug[:LONGEST_SLUG].rstrip("-") or "unnamed"


def initials(name: str) -> str:
    """One or two capitals to stand for a portrait: "Wenzhe Guo" → "WG"."""
    words = [word for word in re.split(r"[\s,]+", name) if any(map(str.isalpha, word))]
    words = words[:1] + [word for word in words[1:] if not is_generation(word)][-1:]
    return "".join(next(filter(str.isalpha, word)).upper()[0] for word in words)


def family_first(name: str) -> str:
    """The name as an index has it: "Joost van der Putten" → "van der Putten, Joost"."""
    words = name.split()
    if len(words) < 2 or "," in name or FAMILY_STANDS_FIRST.search(name):
        return " ".join(words)
    start = family_start(words)
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"


def family_start(words: list[str]) -> int:
    """Where the family name begins: its last word, with particles before and a generation after it."""
    start = len(words) - 1
    if start > 1 and is_generation(words[start]):
        start -= 1
    while start > 1 and is_particle(words[start - 1]):
        start -= 1
    return start


def is_generation(word: str) -> bool:
    return word.rstrip(".").lower() in GENERATIONS


def is_particle(word: str) -> bool:
    """Small letters only: "van" is Dutch, "Van" may be a Vietnamese given name."""
    return word.islower() and word.strip("'’‘-") in PARTICLES  # noqa: RUF001
