"""Reading a printed name: which words are the family name, which are given, in which order."""

# ruff: noqa: RUF001 -- quotes, commas and marks of all kinds stand in printed names
import re
from dataclasses import dataclass, replace

from common.naming.eastern import east_asian_keys, split_east_asian
from common.naming.folding import family_key_of, given_key_of, group_key
from common.naming.letters import EAST_ASIAN, latin, script_of
from common.naming.ordering import family_place, is_eastern_given
from common.naming.person import Order, PersonalName
from common.naming.spelling import KNOWN_GIVEN
from common.naming.titles import without_degrees, without_titles
from common.naming.vocabulary import (
    CONNECTORS,
    DEGREES,
    EASTERN_FAMILIES,
    GENERATIONS,
    GENERATIONS_OR_FAMILIES,
    GROUP_LINKS,
    GROUP_WORDS,
    GROUPS_OR_FAMILIES,
    PARTICLES,
    PORTUGUESE_GENERATIONS,
    TAIL_PREFIXES,
    VIETNAMESE_FAMILIES,
)

HYPHENS = re.compile("[\u2010-\u2015\u2212\u00ad\ufe63\uff0d]")
# Footnote marks and what else printers leave at names.
RUBBISH = re.compile(
    r"[*†‡§¶∗⋆♦♣♠#|<>{}\[\]_=+~^\\/\u200b-\u200f\u202a-\u202e\ufeff]+|(?<=[^\W\d])\d+(?=\s|,|$)"
)
DOT_INSIDE = re.compile(r"\.(?=[^\s.,'’-])")
IN_BRACKETS = re.compile("[(（]([^()（）]*)[)）]|[\"“„«]([^\"“”„»]+)[\"”»]|(?<=\\s)['‘]([^'’]+)['’](?=\\s)")
LOOSE_APOSTROPHE = re.compile(r"\b([OD])['’‘`´]\s+(?=[A-Z])")
APOSTROPHES = "'’‘`´"
COMMAS = re.compile(r"\s*[,;，、]\s*")
LONGEST_NAME = 500


@dataclass(slots=True)
class Parts:
    """The printed words of a name, sorted."""

    given: list[str]
    family: list[str]
    order: Order
    suffix: str = ""
    other: "Parts | None" = None  # the other reading


def parse(printed: str, family: str = "") -> PersonalName:
    """The name taken apart; `family` is the family name where the source tells it. Never fails."""
    text = clean(printed)
    stated = clean(family) if family else ""
    if not (stated and len(stated) < len(text)) and is_group(text):
        return PersonalName(printed, family=text, order=Order.GROUP, family_key=group_key(text))
    text, nickname = without_brackets(text)
    if not text.isascii() and EAST_ASIAN.search(text):
        return east_asian_name(printed, text, stated)
    parts = parts_of(text, stated)
    return assembled(printed, parts, nickname)


def clean(printed: str) -> str:
    """One space between words, plain hyphens, a space after each dot, no footnote marks."""
    text = printed[:LONGEST_NAME]
    if not text.replace(" ", "").isalpha():
        text = RUBBISH.sub(" ", HYPHENS.sub("-", text))
        text = LOOSE_APOSTROPHE.sub(r"\1'", DOT_INSIDE.sub(". ", text))
    return " ".join(text.split())


def is_group(text: str) -> bool:
    """Is it a body of people rather than a person? "The Anh Nguyen" and "Anna Center" are persons."""
    words = text.replace("-", " ").replace(",", " ").split()
    if len(words) < 2:
        return False
    if not GROUP_LINKS.isdisjoint(words[1:]):
        return True
    if GROUP_WORDS.isdisjoint(map(str.casefold, words)):
        return words[0] == "The" and latin(words[-1]) not in VIETNAMESE_FAMILIES
    return not (len(words) == 2 and words[1] in GROUPS_OR_FAMILIES and latin(words[0]) in KNOWN_GIVEN)


def without_brackets(text: str) -> tuple[str, str]:
    """The text without what stands in brackets or quotes, and that as a nickname if it is one word."""
    if text.isalpha() or not IN_BRACKETS.search(text):
        return text, ""
    found = IN_BRACKETS.search(text)
    inside = next(filter(None, found.groups()), "").strip() if found else ""
    outside = " ".join(IN_BRACKETS.sub(" ", text).split())
    if not outside:
        return inside, ""
    is_nickname = " " not in inside and not EAST_ASIAN.search(inside) and len(latin(inside)) > 1
    return outside, inside if is_nickname else ""


def parts_of(text: str, stated: str) -> Parts:
    """Sort the words by what the source states, by commas, or by what they look like."""
    if "," in text or ";" in text:
        return parts_at_commas(text, stated)
    words = without_titles(text.split())
    if stated.split()[-1:] != words[-1:]:
        words = without_degrees(words)
    if stated:
        return parts_as_stated(words, stated)
    words, suffix = without_suffix(words)
    place = family_place(words)
    given = words[: place.start] + words[place.end :]
    return Parts(
        given, words[place.start : place.end], place.order, suffix, other_reading(words, place.other)
    )


def parts_as_stated(words: list[str], stated: str) -> Parts:
    """ "Daumé III" has a generation in it; "Neto" is the family name of whom the source calls so."""
    family, suffix = without_suffix(stated.split(), before=1)
    if words[-1:] != family[-1:]:
        words, other_suffix = without_suffix(words)
        suffix = other_suffix or suffix
    return Parts(*split_stated(words, family), Order.STATED, suffix)


def other_reading(words: list[str], place: int | None) -> Parts | None:
    """With the family name at this place, and the given names as they are printed."""
    if place is None:
        return None
    return Parts(words[:place] + words[place + 1 :], [words[place]], Order.UNCERTAIN)


def parts_at_commas(text: str, stated: str) -> Parts:
    """ "Family, Given", "Family, Given, Jr." and "Given Family, Jr."."""
    pieces = [piece for piece in COMMAS.split(text) if piece]
    has_degree = len(pieces) > 2 or " " in (pieces[0] if pieces else "")
    suffixes = [piece for piece in pieces[1:] if is_suffix(piece, has_degree)]
    names = pieces[:1] + [piece for piece in pieces[1:] if piece not in suffixes]
    if len(names) < 2:
        parts = parts_of(" ".join(names), stated)
    else:
        words = without_degrees(without_titles(" ".join(names[1:]).split(), left=1), left=1)
        given, suffix = without_suffix(words, before=1)
        family, other_suffix = without_suffix(names[0].split(), before=1)
        parts = Parts(given, family, Order.STATED, suffix or other_suffix)
    generations = [suffix for suffix in suffixes if bare(suffix) in GENERATIONS]
    parts.suffix = parts.suffix or " ".join(generations)
    return parts


def bare(word: str) -> str:
    return word.lower().strip(".").replace(". ", ".")


def is_suffix(piece: str, has_degree: bool) -> bool:
    """A generation or a degree; "MD" after a single name are initials, and "Md" is Mohammed."""
    return bare(piece) in GENERATIONS or (
        has_degree and bare(piece).replace(".", "") in DEGREES and piece not in ("Md", "Md.")
    )


def without_suffix(words: list[str], before: int = 2) -> tuple[list[str], str]:
    """The words without "Jr." or "III" at the end, and that; "Senior" only with so many words before it."""
    generation = bare(words[-1]) if len(words) > 1 else ""
    if generation not in GENERATIONS:
        return words, ""
    needed = (
        2 if generation in PORTUGUESE_GENERATIONS else before if generation in GENERATIONS_OR_FAMILIES else 1
    )
    return (words[:-1], words[-1]) if len(words) > needed else (words, "")


def generation_of(suffix: str, family: list[str]) -> str:
    """Which of the bearers of the name; "Silva Neto" says so within the family name."""
    last = bare(suffix or family[-1]) if suffix or len(family) > 1 else ""
    return GENERATIONS.get(last, "")


def split_stated(words: list[str], family: list[str]) -> tuple[list[str], list[str]]:
    """The given names are what is left when the stated family name is taken away, from the end first."""
    count = len(family)
    if words[-count:] == family:
        return words[:-count], family
    if words[:count] == family:
        return words[count:], family
    wanted = {latin(word) for word in family}
    return [word for word in words if latin(word) not in wanted], family


def assembled(printed: str, parts: Parts, nickname: str) -> PersonalName:
    """The name of these parts, with its keys."""
    particles, family = without_particles(parts)
    name = named(printed, parts, particles, family, nickname)
    other = parts.other or (swapped_by_source(parts) if parts.order is Order.STATED else None)
    if other is None:
        return name
    other.suffix = parts.suffix
    swapped = named(printed, other, [], other.family, nickname)
    return replace(name, swapped=swapped)


def named(printed: str, parts: Parts, particles: list[str], family: list[str], nickname: str) -> PersonalName:
    family_key = family_key_of(particles, family)
    capitals = not all(word.isupper() for word in family)
    given_key = given_key_of(parts.given, family_key, capitals=capitals, nickname=nickname)
    if not family_key:
        family_key = given_key.replace(".", "") or printed.casefold().strip()
        given_key = ""
    return PersonalName(
        printed,
        " ".join(parts.given),
        " ".join(particles),
        " ".join(family),
        parts.suffix,
        nickname,
        parts.order if given_key else Order.SINGLE,
        "Latin" if printed.isascii() else script_of(printed),
        given_key,
        family_key,
        bag_of(given_key, family_key, particles + family),
        generation=generation_of(parts.suffix, family),
    )


def bag_of(given_key: str, family_key: str, family: list[str]) -> str:
    """All words in alphabetical order after "=", unless nothing but East Asian family names: Li Wei is not Wei Li."""
    given = given_key.partition(" (")[0].replace(".", "")
    if given.startswith("~"):
        given = given[1:].replace(" ", "")
    words = given.split()
    if len(family) == 1:
        words += family_key.replace("|", " ").split()
    else:
        words += filter(None, map(latin, " ".join(family).replace("-", " ").split()))
    return "=" + " ".join(sorted(words)) if len(words) > 1 and not EASTERN_FAMILIES.issuperset(words) else ""


def without_particles(parts: Parts) -> tuple[list[str], list[str]]:
    """Particles in front of the family name, also those that a source left with the given names."""
    given, family = parts.given, parts.family
    cut = len(given)
    while cut > 1 and given[cut - 1].islower() and given[cut - 1].lstrip(APOSTROPHES) in PARTICLES:
        cut -= 1
    particles = given[cut:]
    if cut > 1 and latin(given[cut - 1]) in TAIL_PREFIXES:
        cut -= 1
        family = [given[cut], *family]
    parts.given = given[:cut]
    while len(family) > 1 and is_initial(family[0]) and not is_initial(family[-1]):
        parts.given = [*parts.given, family[0]]
        family = family[1:]
    if len(family) > 1:
        start = 0
        while start < len(family) - 1 and latin(family[start]) in PARTICLES:
            start += 1
        return particles + family[:start], family[start:]
    return particles, family


def is_initial(word: str) -> bool:
    """ "'t" is a particle."""
    letters = latin(word)
    return len(letters) == 1 and letters not in CONNECTORS and word != "O" and word[0] not in APOSTROPHES


def swapped_by_source(parts: Parts) -> Parts | None:
    """A source that states "Xiaoming" as the family name and "Wang" as given has probably swapped them."""
    if len(parts.given) != 1 or len(parts.family) != 1 or latin(parts.given[0]) not in EASTERN_FAMILIES:
        return None
    family = latin(parts.family[0])
    if not is_eastern_given(family) or family in EASTERN_FAMILIES:
        return None
    return Parts(parts.family, parts.given, Order.UNCERTAIN)


def east_asian_name(printed: str, text: str, stated: str) -> PersonalName:
    """A name in Chinese, Japanese or Korean script; with Latin words beside it, those count."""
    plain = " ".join(word for word in text.split() if not EAST_ASIAN.search(word))
    if len(latin(plain)) > 1:
        if " " not in plain or "," in text or plain == stated or EAST_ASIAN.search(stated):
            return assembled(printed, parts_of(text, stated), "")
        return replace(parse(plain, stated), printed=printed)
    given, family = split_east_asian(text, stated)
    given_key, family_key = east_asian_keys(given, family)
    return PersonalName(
        printed,
        given,
        family=family,
        order=Order.STATED if stated else Order.FAMILY_FIRST if given else Order.SINGLE,
        script=script_of(text),
        given_key=given_key,
        family_key=family_key or text,
    )
