"""Names in Chinese characters, Korean and Japanese script: the family name first, mostly without a space."""

from collections.abc import Iterable

from common.naming.letters import HANGUL, KANA, latin
from common.naming.vocabulary import (
    CHINESE_CHARACTERS,
    COMPOUND_FAMILIES,
    COMPOUND_KOREAN,
    FAMILY_READINGS,
    KOREAN_SPELLINGS,
)

LONGEST_CHINESE_GIVEN = 2
JAPANESE_FAMILY = 2


def split_east_asian(text: str, stated: str) -> tuple[str, str]:
    """Given and family name; the given name is empty where nothing tells them apart."""
    words = text.replace("·", " ").replace("・", " ").split()
    if stated and stated in words and len(words) > 1:
        return " ".join(word for word in words if word != stated), stated
    if stated and text.startswith(stated):
        return text[len(stated) :].strip(), stated
    if len(words) > 1:
        return split_spaced(words)
    length = family_length(text)
    return text[length:], text[:length]


def split_spaced(words: list[str]) -> tuple[str, str]:
    """The family name first, unless only the last word can be one: "国江 周"."""
    if not is_family(words[0]) and is_family(words[-1]):
        return " ".join(words[:-1]), words[-1]
    return " ".join(words[1:]), words[0]


def is_family(word: str) -> bool:
    return word in CHINESE_CHARACTERS or word in COMPOUND_FAMILIES or word in KOREAN_SPELLINGS


def family_length(text: str) -> int:
    """How many characters at the beginning are the family name; all of them if it cannot be told."""
    if HANGUL.search(text):
        return 2 if text[:2] in COMPOUND_KOREAN and len(text) > 2 else 1
    if text[:2] in COMPOUND_FAMILIES and len(text) > 2:
        return 2
    if is_japanese(text):
        return (
            JAPANESE_FAMILY
            if len(text) > JAPANESE_FAMILY and not KANA.search(text[:JAPANESE_FAMILY])
            else len(text)
        )
    return 1 if len(text) > 1 else len(text)


def is_japanese(text: str) -> bool:
    """Kana, or characters that begin with no frequent Chinese family name, or too many of them."""
    if HANGUL.search(text):
        return False
    return (
        bool(KANA.search(text)) or text[:1] not in CHINESE_CHARACTERS or len(text) > LONGEST_CHINESE_GIVEN + 1
    )


def east_asian_keys(given: str, family: str) -> tuple[str, str]:
    """The given and the family key. Japanese characters have many readings, so they stay what they are."""
    whole = family + given
    characters = given.replace(" ", "")
    if is_japanese(whole) and family not in COMPOUND_FAMILIES and not is_all_kana(whole):
        return given_key_of_syllables(characters), family.replace(" ", "")
    family_key = FAMILY_READINGS.get(family) or KOREAN_SPELLINGS.get(family) or latin(family)
    return given_key_of_syllables(map(latin, characters)), family_key


def given_key_of_syllables(syllables: Iterable[str]) -> str:
    text = " ".join(filter(str.isalnum, syllables))
    return f"~{text}" if text else ""


def is_all_kana(text: str) -> bool:
    return all(KANA.match(character) for character in text.replace(" ", ""))
