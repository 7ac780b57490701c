"""Reads affiliations as printed: the names that a line may hold, and which organizations it means.

Pure: the caller looks the names up (`Line.keys`) and hands over whom they may belong to (`Known`).
A wrong institution is worse than none: what stays ambiguous is not read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from common.countries import COUNTRY_CODES
from common.mail_domains import PUBLIC_MAIL, domains_above
from common.names import fold
from common.organizations import name_key
from ingest.institutions.organization_names import ORGANIZATION, company_key, names_an_organization

LONGEST_TEXT = 2_000  # what is longer is no address
MOST_PIECES = 40
LONGEST_RUN = 5
SHORTEST_CODE = 3
MOST_WORDS = 12

ADDRESS_END = re.compile(r"\s*[;\n\r]+\s*|\s+\|\s+")
PIECE_END = re.compile(
    r"\s*[,()\[\]/:|•·]+\s*|\s+[-\u2010-\u2015]+\s+|\s*[\u2013\u2014]\s*"
    r"|\s+(?:and|at|und|et)\s+|\s+&\s+|\s+of\s+(?=(?:the\s+)?(?:\w+\s+){0,2}Univ)|(?<=[^\W\d_]{3})\.\s+(?=[A-Z])"
    r"|\s+(?=\d)",
)
# Where a name surely ends: words such as "and" stand within names, too.
NAME_END = re.compile(
    r"\s*[,()\[\]/:|•·]+\s*|\s+[-\u2010-\u2015]+\s+|\s*[\u2013\u2014]\s*|\s+(?=[A-Z]{0,3}\d{3})"
)
JOINED = re.compile(r"\s+(?:and|und|et)\s+|\s+&\s+")
ROLE = re.compile(
    r"^.{0,60}\b(?:student|researcher|professor|scientist|lecturer|engineer)\b.{0,40}?\b(?:at|of|in|with)\s+(?:the\s+)?",
    re.IGNORECASE,
)
STREET = re.compile(r"\d+\s.*\b(?:drive|street|avenue|road|lane|boulevard|building)\b", re.IGNORECASE)
# The end of a list that commas cut: "Science, Policy, & Management University of Examples".
HANGING = re.compile(r"(?:and|und|et|&)\s", re.IGNORECASE)
LONGEST_HALF = 3
WEB_NAME = re.compile(r"(?:[\w-]+\.)+[a-z]{2,12}", re.ASCII)
MARKS = re.compile(r"^[\s\d*†‡§¶#.]+(?=[^\W\d_])|[*†‡§¶]+")
# Codes of mail, and what the house of a university in another place is called.
NO_PLACE = re.compile(r"\b\w*\d[\w-]*\b|\b[A-Z]-(?=\d)|\b(?:campus|branch)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a line that may be a name, as one or several of its pieces."""

    text: str
    key: str
    pieces: frozenset[int]
    company_only: bool = False
    rest: str | None = None  # what else stands in the piece; None: nothing

    @property
    def is_code(self) -> bool:
        """Written like an acronym: one word, capitals."""
        letters = [character for character in self.text if character.isalpha()]
        capitals = sum(map(str.isupper, letters))
        return " " not in self.key and len(letters) <= 8 and capitals >= max(2, 0.6 * len(letters))


@dataclass(frozen=True)
class Address:
    """One of the addresses of a line: its pieces in order."""

    text: str

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        return tuple(split(PIECE_END, self.text))[:MOST_PIECES]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The pieces as whole names: "X and Y" is two where both sound like organizations."""
        return tuple(name for piece in split(NAME_END, self.text) for name in parted(ROLE.sub("", piece)))

    @cached_property
    def codes(self) -> frozenset[str]:
        """Keys of what stands alone, so that it may be an acronym: "ABC" and "ABC & DEF", but no "House of ABC"."""
        pieces = (split(JOINED, piece) for piece in split(NAME_END, self.text))
        short = (halves for each in pieces if is_short(halves := [*each]))
        return frozenset(name_key(strip_country(half) or half) for halves in short for half in halves)

    @cached_property
    def place_keys(self) -> tuple[str, ...]:
        """Each piece as the name of a place: without the codes of mail."""
        return tuple(fold(NO_PLACE.sub(" ", piece)) if piece else "" for piece in self.pieces)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Where the address says it is; several where that has several meanings."""
        found = [countries_of(piece, key) for piece, key in zip(self.pieces, self.place_keys, strict=True)]
        return frozenset().union(*found)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Everything that may be a name, the longest first."""
        found: dict[str, Phrase] = {}
        for phrase in self._candidates():
            if len(phrase.key) >= SHORTEST_CODE and (phrase.key not in found or phrase.rest is None):
                found[phrase.key] = phrase
        return tuple(
            sorted(found.values(), key=lambda one: (one.rest is not None, -len(one.pieces), -len(one.key)))
        )

    def _candidates(self) -> Iterator[Phrase]:
        """Later ones are preferred where the key is the same, but for the ends of pieces."""
        number = len(self.pieces)
        for start in range(number):
            yield from self._shortened(start)
            yield from self._with_campus(start)
            yield from self._ends(start)
            for end in range(min(number, start + LONGEST_RUN), start, -1):
                yield self._phrase(range(start, end))

    def _phrase(self, places: Sequence[int]) -> Phrase:
        text = " ".join(self.pieces[place] for place in places)
        return Phrase(text, name_key(text), frozenset(places))

    def _with_campus(self, start: int) -> Iterator[Phrase]:
        """ "University of California, Department of Music, Berkeley"."""
        if "niversi" in self.pieces[start]:
            yield from (self._phrase((start, later)) for later in range(start + 2, len(self.pieces)))

    def _ends(self, start: int) -> Iterator[Phrase]:
        """How a long piece begins and how it ends: "Foo University Main Street Footown"."""
        words = self.pieces[start].split()
        if len(words) < 3 or not ORGANIZATION.search(fold(self.pieces[start])):
            return
        for cut in range(2, min(len(words), MOST_WORDS)):
            for some, rest in ((words[:cut], words[cut:]), (words[-cut:], words[:-cut])):
                text = " ".join(some)
                key = name_key(text)
                # "The Foo Research Institute" does not begin with the name "Foo"; "Foo Ltd. Footown" does.
                if " " in key or key == fold(some[0]):
                    yield Phrase(text, key, frozenset({start}), rest=fold(" ".join(rest)))

    def _shortened(self, start: int) -> Iterator[Phrase]:
        """Without a country at its end, without marks of mail, or what a company calls its parts."""
        piece, places = self.pieces[start], frozenset({start})
        without_country = strip_country(piece)
        for text in (without_country, NO_PLACE.sub(" ", piece).strip()):
            if text and text != piece:
                yield Phrase(text, name_key(text), places)
        if company := company_key(name_key(without_country or piece)):
            first = piece.split()[0]
            yield Phrase(first if " " not in company else piece, company, places, company_only=True)


@dataclass(frozen=True)
class Line:
    """An affiliation as printed, taken apart."""

    text: str
    domains: tuple[str, ...] = ()

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        text = self.text if len(self.text) <= LONGEST_TEXT else ""
        parts = (MARKS.sub(" ", part) for part in ADDRESS_END.split(text))
        return tuple(Address(part) for part in parts if part.strip())

    @cached_property
    def domain_keys(self) -> tuple[str, ...]:
        """The domains and those above them, the nearest first, without those of public mail."""
        printed = [self.text.lower()] if WEB_NAME.fullmatch(self.text.lower()) else []
        own = (domain for domain in (*self.domains, *printed) if domain and not PUBLIC_MAIL.fullmatch(domain))
        return tuple(dict.fromkeys(above for domain in own for above in domains_above(domain) if above))

    @property
    def keys(self) -> frozenset[str]:
        """Everything to look up."""
        names = (phrase.key for address in self.addresses for phrase in address.phrases)
        places = (key for address in self.addresses for key in address.place_keys if key)
        return frozenset((*names, *places, *self.domain_keys))


def split(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """The pieces without what stands around them, and without empty ones."""
    pieces = (piece.strip(" .\"'`*") for piece in pattern.split(text))
    return (piece for piece in pieces if piece)


def is_short(halves: Sequence[str]) -> bool:
    return len(halves) == 1 or all(len(half.split()) <= LONGEST_HALF for half in halves)


def parted(piece: str) -> Sequence[str]:
    halves = [*split(JOINED, piece)]
    return halves if all(names_an_organization(half, name_key(half)) for half in halves) else [piece]


def countries_of(piece: str, key: str) -> frozenset[str]:
    """The countries that a piece names as a whole or at its end; codes of two letters only in capitals."""
    words = key.split()
    for length in range(min(len(words), 6), 0, -1):
        name = " ".join(words[-length:])
        is_end_of_more = length < len(words)
        if codes := COUNTRY_CODES.get(name):
            small = len(name) <= 2 and name.upper() not in piece.split()
            return frozenset() if small or (is_end_of_more and is_name_of_house(words)) else codes
    return frozenset()


def is_name_of_house(words: Sequence[str]) -> bool:
    """ "Bank of China" is in no country by its name alone."""
    return any(word in ("of", "in", "for", "de", "du", "del") for word in words)


def strip_country(piece: str) -> str:
    """ "Foo University USA" → "Foo University"; nothing where no country is at the end."""
    words = piece.split()
    for length in range(min(len(words) - 1, 3), 0, -1):
        ending = " ".join(words[-length:])
        if fold(ending) in COUNTRY_CODES and (len(ending) > 2 or ending.isupper()):
            return " ".join(words[:-length])
    return ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organization that a name may belong to, and what kind of name of it that is."""

    institution: int
    ror: str
    kind: str
    country: str
    city: str
    parents: frozenset[str] = frozenset()
    is_company: bool = False
    is_school: bool = False
    has_parts: bool = False
    is_branch: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry knows of the keys of some lines."""

    names: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    cities: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """An organization that a line names: one of the registry, or a name that is in none."""

    basis: str
    confidence: float
    institution: int | None = None
    name: str = ""

    @property
    def key(self) -> str:
        return name_key(self.name)


def printed_reading(pieces: Iterable[str]) -> Reading | None:
    """The first piece that plainly names an organization."""
    whole = (piece for piece in pieces if not HANGING.match(piece) and not STREET.match(piece))
    named = (piece for piece in whole if names_an_organization(piece, name_key(piece)))
    first = next(named, None)
    return Reading("printed", 1.0, name=first[:500]) if first else None
