"""Decides which organizations an affiliation names, by what the registry knows of its words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from common.names import fold
from ingest.institutions.affiliations import Address, Candidate, Known, Line, Phrase, Reading, printed_reading
from ingest.institutions.organization_names import HOUSES, PARTS, first_word, is_shared

BASES = {"name": "name", "label": "name", "alias": "alias", "acronym": "acronym"}
# With something else in the line that agrees, and without; measured by hand, see docs/data.md.
SURE = {"name": (0.99, 0.96), "alias": (0.97, 0.9), "acronym": (0.93, 0.8), "domain": (0.85, 0.7)}
RANKS = {"name": 0, "label": 0, "alias": 1, "acronym": 2}
FULL_NAMES = ("name", "label")
SHORTEST_LONE_CODE = 4
MANY_WORDS = 5
MOST_PIECES_OF_SMALL_CODES = 2  # "Kaist, Korea"; in longer texts small letters are words


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase and the organization that it was taken for."""

    phrase: Phrase
    candidate: Candidate
    basis: str
    agrees: bool

    @property
    def confidence(self) -> float:
        return SURE[self.basis][0 if self.agrees else 1]

    @property
    def is_code(self) -> bool:
        return self.basis == "acronym"


@dataclass(frozen=True)
class Place:
    """What an address says besides a name: country, cities, and whose domains are printed beside it."""

    address: Address
    cities: dict[str, frozenset[str]]
    mail: frozenset[int]

    def fits(self, candidate: Candidate, phrase: Phrase) -> bool:
        """Whether nothing in the address speaks against the organization."""
        countries = self.address.countries or self._countries_of_cities(phrase)
        return not countries or not candidate.country or candidate.country in countries

    def has_city(self, candidate: Candidate, phrase: Phrase) -> bool:
        """Whether the address names the city, elsewhere than within the name."""
        if not candidate.city:
            return False
        others = (key for place, key in enumerate(self.address.place_keys) if place not in phrase.pieces)
        return any(has_words(key, candidate.city) for key in (*others, phrase.rest or ""))

    def agrees(self, candidate: Candidate, phrase: Phrase) -> bool:
        return (
            candidate.institution in self.mail
            or self.has_city(candidate, phrase)
            or candidate.country in self.address.countries
        )

    def _countries_of_cities(self, phrase: Phrase) -> frozenset[str]:
        """Where the cities of the address are, but for those within the name itself."""
        others = (key for place, key in enumerate(self.address.place_keys) if place not in phrase.pieces)
        return frozenset().union(*(self.cities.get(key, frozenset()) for key in others))


def has_words(text: str, words: str) -> bool:
    return f" {words} " in f" {text} "


def decide(line: Line, known: Known) -> list[Reading]:
    """The organizations of a line, each once: none where nothing can be told."""
    mail = owners_of_domains(line, known)
    found: dict[object, Reading] = {}
    for address in line.addresses:
        place = Place(address, known.cities, frozenset(one.institution for one in mail))
        for reading in read_address(place, known):
            kept = found.setdefault(reading.institution or reading.key, reading)
            if kept.confidence < reading.confidence:
                found[reading.institution or reading.key] = reading
    if not any(reading.institution for reading in found.values()):
        places = [Place(address, known.cities, frozenset()) for address in line.addresses]
        return read_domains(mail, places) or list(found.values())
    return list(found.values())


def read_address(place: Place, known: Known) -> Iterator[Reading]:
    """The organizations that one address names; failing that, the name of one that is in no registry."""
    matches = most_specific(list(matched(place, known)))
    for match in matches:
        yield Reading(match.basis, match.confidence, match.candidate.institution)
    if not matches and (printed := printed_reading(place.address.names)):
        yield printed


def matched(place: Place, known: Known) -> Iterator[Match]:
    """The longest names first; no piece is part of two, and acronyms only tell what no name does."""
    taken: frozenset[int] = frozenset()
    names: list[Match] = []
    for phrase in place.address.phrases:
        match = None if phrase.pieces & taken else match_of(phrase, place, known)
        if match and not match.is_code:
            taken |= phrase.pieces
            names.append(match)
    names = [match for match in names if not is_doubtful(match, names, place)]
    named = {match.candidate.ror for match in names} | houses_named(place, known)
    parts = [one for one in part_matches(place, known, named) if not one.phrase.pieces & taken]
    codes = [] if names else list(code_matches(place, known))
    yield from (*names, *parts, *codes[:1])


def is_doubtful(match: Match, matches: Sequence[Match], place: Place) -> bool:
    """Another name of an organization elsewhere, beside something that is a different organization."""
    if match.agrees or match.basis != "alias" or match.candidate.is_company:
        return False
    others = [one for one in matches if one is not match]
    if any(one.candidate.country == match.candidate.country for one in others):
        return False
    pieces = [piece for number, piece in enumerate(place.address.pieces) if number not in match.phrase.pieces]
    return bool(others) or printed_reading(pieces) is not None


def match_of(phrase: Phrase, place: Place, known: Known) -> Match | None:
    """Who is meant by a phrase, if that is plain."""
    if is_place(phrase, place):
        return None
    candidates = [one for one in known.names.get(phrase.key, ()) if may_be(one, phrase, place)]
    chosen = choose(phrase, candidates, place)
    if not chosen:
        return None
    basis = basis_of(phrase, chosen)
    match = Match(phrase, chosen, basis, place.agrees(chosen, phrase))
    return match if is_telling(match, place) else None


def may_be(candidate: Candidate, phrase: Phrase, place: Place) -> bool:
    """Whether a name of this kind may be written like this."""
    if candidate.kind == "acronym" or (candidate.kind == "alias" and phrase.is_code):
        written = phrase.is_code or len(place.address.pieces) <= MOST_PIECES_OF_SMALL_CODES
        return written and not phrase.company_only and phrase.key in place.address.codes
    if phrase.company_only and not candidate.is_company:
        return False
    if candidate.is_branch and not place.agrees(candidate, phrase):
        return False
    return candidate.kind in RANKS and (phrase.rest is None or place.has_city(candidate, phrase))


def basis_of(phrase: Phrase, candidate: Candidate) -> str:
    """Another name in capitals is an acronym to us; a company told by the name of a part is told by an alias."""
    basis = BASES[candidate.kind]
    if basis == "alias" and phrase.is_code:
        return "acronym"
    return "alias" if phrase.company_only else basis


def is_place(phrase: Phrase, place: Place) -> bool:
    """A piece that is a city or a country is that, even where an organization is called so."""
    if len(phrase.pieces) > 1:
        return False
    (piece,) = phrase.pieces
    key = place.address.place_keys[piece]
    return key in place.cities or (bool(place.address.countries) and phrase.key in place.cities)


def choose(phrase: Phrase, candidates: Sequence[Candidate], place: Place) -> Candidate | None:
    """The one that fits; of several the one whose city, then whose country the address names."""
    fitting = [one for one in candidates if place.fits(one, phrase)]
    if phrase.is_code and len({one.institution for one in fitting}) > 1:
        fitting = [one for one in fitting if place.has_city(one, phrase) or one.institution in place.mail]
    for agrees in (
        lambda one: one.institution in place.mail,
        lambda one: place.has_city(one, phrase) and one.kind != "acronym",
        lambda one: place.agrees(one, phrase) and one.kind != "acronym",
    ):
        fitting = [one for one in fitting if agrees(one)] or fitting
    best = min((RANKS[one.kind] for one in fitting), default=0)
    fitting = [one for one in fitting if RANKS[one.kind] == best]
    fitting = [one for one in fitting if one.is_active] or fitting
    return only(fitting)


def only(candidates: Sequence[Candidate]) -> Candidate | None:
    """The only one, or the one that all the others belong to."""
    if len(candidates) == 1:
        return candidates[0]
    above = [
        one
        for one in candidates
        if one.ror and all(one.ror in other.parents for other in candidates if other is not one)
    ]
    return above[0] if len(above) == 1 else None


def is_telling(match: Match, place: Place) -> bool:
    """Whether the words are enough: a name that many bear needs a place, a part needs its city."""
    phrase, candidate = match.phrase, match.candidate
    has_city = place.has_city(candidate, phrase) or candidate.institution in place.mail
    if match.is_code:
        is_known = candidate.is_school or candidate.has_parts
        return has_city or (is_known and len(phrase.key) >= SHORTEST_LONE_CODE)
    has_city = has_city or bool(candidate.city and has_words(fold(phrase.text), candidate.city))
    if first_word(phrase.key) in PARTS:
        return has_city
    if is_shared(phrase.key):
        return has_city if " " not in phrase.key else match.agrees or has_city or is_long_name(match)
    return match.agrees or has_city or first_word(phrase.key) not in HOUSES or is_telling_house(match)


def is_long_name(match: Match) -> bool:
    """ "Central South University": common words, but as many as only one organization has in this order."""
    words = match.phrase.key.split()
    if match.basis == "name" and len(words) >= MANY_WORDS:
        return True
    is_school = match.basis == "name" and match.candidate.is_school and "university" in words[1:]
    return is_school and len(words) >= 3


def is_telling_house(match: Match) -> bool:
    """ "College of William and Mary": the registered name, with words that others do not have."""
    own_words = [word for word in match.phrase.key.split() if not is_shared(word)]
    return match.basis == "name" and len(own_words) >= 2


def houses_named(place: Place, known: Known) -> set[str]:
    """The ids of all that may be named in full, also by a name that alone would not be enough."""
    return {
        one.ror
        for phrase in place.address.phrases
        for one in known.names.get(phrase.key, ())
        if one.kind in FULL_NAMES and may_be(one, phrase, place) and place.fits(one, phrase)
    }


def part_matches(place: Place, known: Known, named: set[str]) -> Iterator[Match]:
    """Parts that the registry puts under an organization which the address names: each speaks for the other."""
    for phrase in place.address.phrases:
        parts = {
            one.institution: one
            for one in known.names.get(phrase.key, ())
            if one.parents & named and may_be(one, phrase, place) and place.fits(one, phrase)
        }
        if len(parts) == 1 and not phrase.company_only:
            (part,) = parts.values()
            yield Match(phrase, part, BASES[part.kind], agrees=True)


def code_matches(place: Place, known: Known) -> Iterator[Match]:
    for phrase in place.address.phrases:
        match = match_of(phrase, place, known)
        if match and match.is_code and not is_lone_beside_a_name(match, place):
            yield match


def is_lone_beside_a_name(match: Match, place: Place) -> bool:
    """An acronym that nothing supports, beside the name of something that is not known: perhaps its acronym."""
    supported = place.has_city(match.candidate, match.phrase) or match.candidate.institution in place.mail
    return not supported and printed_reading(place.address.names) is not None


def most_specific(matches: Iterable[Match]) -> list[Match]:
    """Without the organizations that others of them belong to."""
    each = {match.candidate.institution: match for match in reversed(list(matches))}
    above = frozenset().union(*(match.candidate.parents for match in each.values()))
    return [match for match in each.values() if match.candidate.ror not in above]


def owners_of_domains(line: Line, known: Known) -> list[Candidate]:
    """Whose domains are printed: the owners of the longest known ending. Branches of a company share its domain."""
    for key in line.domain_keys:
        owners = [one for one in known.names.get(key, ()) if one.kind in ("domain", "website")]
        if owners:
            return [one for one in owners if not one.is_branch]
    return []


def read_domains(owners: Sequence[Candidate], places: Sequence[Place]) -> list[Reading]:
    """The owner of the domain, if there is one only, and the addresses are where it is."""
    registered = [one for one in owners if one.kind == "domain"]
    owner = only(registered) or (only(owners) if not registered else None)
    if not owner or not all(is_where(owner, place) for place in places):
        return []
    return [Reading("domain", SURE["domain"][0 if owner.kind == "domain" else 1], owner.institution)]


def is_where(owner: Candidate, place: Place) -> bool:
    """Whether the address names its city, or neither a city nor an organization, and no other country."""
    whole = Phrase("", "", frozenset())
    if place.has_city(owner, whole):
        return True
    names_something = printed_reading(place.address.names) or any(
        key in place.cities for key in place.address.place_keys
    )
    return not names_something and place.fits(owner, whole)
