"""The parts of a name as the folded keys that are compared."""

import re
from functools import lru_cache

from common.naming.letters import latin, syllables
from common.naming.spelling import KNOWN_GIVEN
from common.naming.vocabulary import PREFIXES, SYLLABIC_FAMILIES

# An initial with a dot may be more than a letter: "Yu.", "Chr.", "Alex.".
LONGEST_ABBREVIATION = 4
# Capitals without a dot are initials up to this length: "ME Fouda".
MOST_CAPITALS = 3
MOST_WORDS = 16
LONGEST_SHORT_SYLLABLE = 3
INNER_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")
OPTIONAL_PREFIX = re.compile(r"(al|el|ul|ar|as|ash|at|az|ad|an|d|l|dell|dall)-(?=\w{2})", re.IGNORECASE)
NOT_VOWELS = re.compile("[^aeiouy]+")


@lru_cache(maxsize=1 << 16)
def given_words(printed: str, capitals: bool) -> tuple[str, ...]:
    """One printed word as folded words: "Jean-Pierre" → jean, pierre; "J.-P." → j., p.; "ME" → m., e."""
    found: list[str] = []
    for piece in INNER_CAPITAL.sub("-", printed).split("-"):
        letters = latin(piece)
        if not letters:
            continue
        dotted = piece[-1] == "."
        if len(letters) == 1:
            found.append(letters + ".")
        elif is_run_of_initials(piece, letters, capitals or dotted):
            found.extend(letter + "." for letter in letters)
        elif dotted and len(letters) <= LONGEST_ABBREVIATION:
            found.append(letters + ".")
        else:
            found.append(letters)
    return tuple(found)


def is_run_of_initials(piece: str, letters: str, capitals: bool) -> bool:
    """Capitals that stand for several names: any beside small letters, else unspeakable ones."""
    if len(letters) > MOST_CAPITALS or not piece.isupper() or not letters.isalpha():
        return False
    return capitals or NOT_VOWELS.fullmatch(letters) is not None


def given_key_of(words: list[str], family_key: str, *, capitals: bool = True, nickname: str = "") -> str:
    """The given names as one folded text; see `PersonalName.given_key`."""
    parts: list[str] = []
    for word in words:
        parts.extend(given_words(word, capitals))
    if not parts:
        return ""
    known_as = latin(nickname) if nickname else ""
    key = (family_key in SYLLABIC_FAMILIES and eastern_key(tuple(parts))) or " ".join(parts[:MOST_WORDS])
    return f"{key} ({known_as})" if known_as else key


@lru_cache(maxsize=1 << 16)
def eastern_key(parts: tuple[str, ...]) -> str:
    """The syllables of an East Asian given name; empty if it is none."""
    found: list[str] = []
    for part in parts:
        if part[-1] == ".":
            found.append(part)
        elif is_western(part, len(parts)) or not syllables(part):
            return ""
        else:
            found.extend(syllables(part))
    return "~" + " ".join(found) if any(part[-1] != "." for part in parts) else ""


def is_western(part: str, count: int) -> bool:
    """A well known given name; a short one beside others is a syllable all the same: "Chih-Jen"."""
    return part in KNOWN_GIVEN and (count == 1 or len(part) > LONGEST_SHORT_SYLLABLE)


def family_key_of(particles: list[str], words: list[str]) -> str:
    """Particles, a bar, and the folded family names: "van der|putten", "garcia marquez"."""
    if not particles and len(words) == 1 and words[0].isalpha():
        return latin(words[0])
    small = [latin(particle) for particle in particles]
    names: list[str] = []
    for word in words:
        for piece in family_pieces(word, small if not names else None):
            if names and names[-1] in PREFIXES:
                names[-1] += piece
            else:
                names.append(piece)
    particle_text = " ".join(filter(None, small))
    return (
        f"{particle_text}|{' '.join(names[:MOST_WORDS])}"
        if particle_text and names
        else " ".join(names or small)
    )


def family_pieces(word: str, particles: list[str] | None) -> list[str]:
    """The folded names in one printed word; a particle that is tied to it goes to the particles."""
    tied = OPTIONAL_PREFIX.match(word)
    if tied and particles is not None:
        particles.append(tied[1].lower())
        word = word[tied.end() :]
    return list(filter(None, map(latin, word.split("-"))))


def group_key(text: str) -> str:
    """A group by all its words, never equal to a person."""
    return "#" + " ".join(filter(None, map(latin, re.split(r"[\s-]+", text))))
