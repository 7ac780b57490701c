"""Letters of all scripts as small ASCII letters, and the syllables of East Asian names."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

NOT_WORD = re.compile(r"[^a-z0-9]+")
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々]")
KANA = re.compile("[\u3040-\u30ff]")
HANGUL = re.compile("[\uac00-\ud7af]")
EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff]")

# One syllable of pinyin, Wade-Giles, Cantonese or Korean in Latin letters.
SYLLABLE = (
    r"(?:zh|ch|sh|ts|tz|hs|kh|gy|ky|by|my|hy|py|ny|ry|ly|kw|gw|hw|[bcdfghjklmnpqrstwxyz])?[wy]?"
    r"[aeiou]{1,3}(?:ng(?![aeiouy])|n(?![aeiouy])|[klmpth](?![aeiouyw]))?"
)
ONE_SYLLABLE = re.compile(SYLLABLE)
SYLLABLES = re.compile(rf"(?:{SYLLABLE}){{1,3}}")


@lru_cache(maxsize=1 << 17)
def latin(word: str) -> str:
    """The word in small ASCII letters and digits: "Müller" → "muller", "Юрий" → "yuriy"."""
    plain = word.lower()
    if not plain.isascii():
        plain = anyascii(unicodedata.normalize("NFC", plain)).lower()
        if any("\u0370" <= character <= "\u03ff" for character in word):
            plain = plain.replace("oy", "ou")
    return plain if plain.isalnum() else NOT_WORD.sub("", plain)


@lru_cache(maxsize=1 << 16)
def syllables(word: str) -> tuple[str, ...]:
    """The syllables of an East Asian given name in Latin letters; empty if it cannot be one."""
    return tuple(ONE_SYLLABLE.findall(word)) if SYLLABLES.fullmatch(word) else ()


@lru_cache(maxsize=1 << 14)
def script_of(text: str) -> str:
    """The script that most letters of the text are written in, as Unicode calls it: "Latin", "Cyrillic", "Han"."""
    counts: dict[str, int] = {}
    for character in text:
        if character.isalpha():
            script = unicodedata.name(character, "Unknown").split(maxsplit=1)[0].capitalize()
            counts[script] = counts.get(script, 0) + 1
    best = max(counts, key=counts.__getitem__, default="Latin")
    return {"Cjk": "Han", "Hiragana": "Kana", "Katakana": "Kana"}.get(best, best)
