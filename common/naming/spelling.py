"""One name in several spellings: what transliterations and languages do to letters, in a few rules."""

import re
from functools import lru_cache

from common.naming.alphabets import OTHER_LANGUAGES, SAME_NAMES
from common.naming.nicknames import FAMILIAR_FORMS
from common.naming.vocabulary import EASTERN_FAMILIES

UMLAUTS = re.compile("(?<=.)([aou])e(?=.)")
DOUBLED = re.compile(r"([a-z])\1")
SLAVIC_ENDING = re.compile(
    "(?:[oe](?:v|w|ff?)|[oe][vw]a|[ij]n|ina|[sc]k(?:i|ij|ii|iy|y|yj|yi|yy|aya|aia|aja)|ko|uk|i[ct]ch)$"
)
SLAVIC_V = re.compile("(?<=.)w|(?<=[oe])ff?$")
SLAVIC_START = re.compile("^(?:j|i|y)(?=[aeu])")
SKI = re.compile("([sc])k(?:ij|ii|iy|yj|yi|yy|y)$")
FINAL_I = re.compile("(?:ii|iy|yi|ij|yj|ey|ej|ei|y|i)$")
# Neither kind touches the first letter, which initials are made of. What transliterations do:
TRANSLITERATIONS = (
    (re.compile("(?<=.)(?:y|j)(?=[aou])|(?<=.)y|(?<=.)ii"), "i"),
    (re.compile("(?<=.)(?:tsch|tch)"), "ch"),
    (re.compile("(?<=.)kh"), "h"),
    (re.compile("(?<=o)h(?![aeiou])"), ""),
)
# What sounds alike in some languages, and may be another name all the same: Smith and Smit.
LIKENESSES = (
    (re.compile("(?<=.)ph"), "f"),
    (re.compile("(?<=.)sch"), "sh"),
    (re.compile("(?<=.)(?:ck|q|c(?![eihy]))"), "k"),
    (re.compile("(?<=.)th"), "t"),
    (re.compile("(?<=.)w"), "v"),
    (re.compile("(?<=.)(?:tz|ts)"), "z"),
    (DOUBLED, r"\1"),
)
# Portuguese names in the old and the new orthography.
ORTHOGRAPHIES = {"souza": "sousa", "queiroz": "queiros", "menezes": "meneses", "moraes": "morais"}
ANY_TRANSLITERATION = re.compile("|".join(pattern.pattern for pattern, _ in TRANSLITERATIONS))
ANY_LIKENESS = re.compile("|".join(pattern.pattern for pattern, _ in reversed(LIKENESSES)))
SHORTEST_REWRITTEN = 4


@lru_cache(maxsize=1 << 17)
def transliterated(word: str) -> str:
    """The word, in small ASCII letters, as if alphabets had one transliteration each: "mueller" → "muller"."""
    if len(word) < SHORTEST_REWRITTEN or word in EASTERN_FAMILIES:
        return word
    plain = UMLAUTS.sub(r"\1", word) if "e" in word else word
    plain = SKI.sub(r"\1ki", plain)
    if SLAVIC_ENDING.search(plain):
        plain = SLAVIC_V.sub("v", SLAVIC_START.sub("y", plain))
    plain = FINAL_I.sub("i", plain)
    return rewritten(plain, ANY_TRANSLITERATION, TRANSLITERATIONS)


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """What is left of a word when its spelling is evened out as far as it goes: "mueller" → "muler"."""
    if len(word) < SHORTEST_REWRITTEN or word in EASTERN_FAMILIES:
        return word
    plain = rewritten(transliterated(word), ANY_LIKENESS, LIKENESSES)
    return word if plain in EASTERN_FAMILIES else ORTHOGRAPHIES.get(plain, plain)


def rewritten(word: str, any_of_them: re.Pattern[str], rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    """Apply the rules in their order; most words have nothing to rewrite."""
    if any_of_them.search(word):
        for pattern, replacement in rules:
            word = pattern.sub(replacement, word)
    return word


def spellings(table: str) -> dict[str, frozenset[int]]:
    """Word → the numbers of the lines it stands in."""
    lines: dict[str, set[int]] = {}
    for number, line in enumerate(table.split("\n")):
        for word in line.split():
            lines.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in lines.items()}


def familiar_forms(table: str) -> dict[str, frozenset[str]]:
    """Familiar form → the formal names it stands for; a formal name stands for itself as well."""
    formal_names: dict[str, set[str]] = {}
    for line in filter(None, table.split("\n")):
        formal, _, forms = line.partition(":")
        formal_names.setdefault(formal, set()).add(formal)
        for form in forms.split():
            formal_names.setdefault(form, set()).add(formal)
    return {word: frozenset(names | {word}) for word, names in formal_names.items()}


SPELLINGS = spellings(SAME_NAMES)
LANGUAGES = spellings(OTHER_LANGUAGES)
# The name that leads a line, by the number of the line: people take an English name more often than a third one.
LEADING = [line.partition(" ")[0] for line in OTHER_LANGUAGES.split("\n")]
FORMAL_NAMES = familiar_forms(FAMILIAR_FORMS)
NONE: frozenset[int] = frozenset()
KNOWN_GIVEN = FORMAL_NAMES.keys() | SPELLINGS.keys() | LANGUAGES.keys()


@lru_cache(maxsize=1 << 16)
def formal_names(word: str) -> frozenset[str]:
    """The formal names this given name may stand for, itself among them: "bob" → {"bob", "robert"}."""
    return FORMAL_NAMES.get(word) or frozenset({word})


@lru_cache(maxsize=1 << 16)
def lines_of(word: str) -> frozenset[int]:
    """The lines of spellings of the word and of the formal names behind it."""
    return frozenset().union(*(SPELLINGS.get(name, NONE) for name in formal_names(word)))


@lru_cache(maxsize=1 << 12)
def lines_begun_by(abbreviation: str) -> frozenset[int]:
    """The lines of spellings that an abbreviation of two letters or more may stand for: "iu" for Yuri and Julia."""
    return frozenset().union(*(lines for word, lines in SPELLINGS.items() if word.startswith(abbreviation)))


def slavic_start(abbreviation: str) -> str:
    """One letter of Cyrillic, whichever way it is written: "yu", "iu" and "ju"."""
    return SLAVIC_START.sub("y", abbreviation)


def same_spelled(one: str, other: str) -> bool:
    """Are they one name in two spellings: "mohammed" and "muhammad", "katarina" and "katharina"?"""
    if SPELLINGS.get(one, NONE) & SPELLINGS.get(other, NONE):
        return True
    return len(one) >= SHORTEST_REWRITTEN and len(other) >= SHORTEST_REWRITTEN and sound(one) == sound(other)


def is_familiar(one: str, other: str) -> bool:
    """Is one a familiar form of the other, or are both of a third, or is it one name in two languages?"""
    formal = formal_names(one) & formal_names(other)
    # "Nathan" and "Jon" are both short for Jonathan, but nobody is called both.
    if formal and (one in formal or other in formal or one[0] == other[0]):
        return True
    if lines_of(one) & lines_of(other):
        return True
    languages = LANGUAGES.get(one, NONE) & LANGUAGES.get(other, NONE)
    return any(LEADING[line] in (one, other) for line in languages)


def is_formal(word: str) -> bool:
    """Is it a name of its own, not only a short one of others?"""
    return word in SPELLINGS or word in LANGUAGES


@lru_cache(maxsize=1 << 16)
def first_letters(word: str) -> frozenset[str]:
    """The initials a bearer of this given name may go by: "bob" → {"b", "r"}."""
    if word not in KNOWN_GIVEN:
        return frozenset(word[0])
    lines = lines_of(word)
    letters = {name[0] for name in formal_names(word)}
    letters |= {MAIN_LETTER[line] for line in lines}
    letters |= {LANGUAGE_LETTER[line] for line in LANGUAGES.get(word, NONE)}
    return frozenset(letters)


# Initials by the number of the line.
MAIN_LETTER = [line[:1] for line in SAME_NAMES.split("\n")]
LANGUAGE_LETTER = [line[:1] for line in OTHER_LANGUAGES.split("\n")]


def letters_of_abbreviated(abbreviation: str) -> frozenset[str]:
    """The initials of those whom an abbreviation of two letters or more may stand for: "iu" → {"j", "y"}."""
    return frozenset(MAIN_LETTER[line] for line in lines_begun_by(abbreviation)) | {
        slavic_start(abbreviation)[0]
    }
