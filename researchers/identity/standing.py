"""How things stand in some blocks before they are resolved. Nothing here knows a database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from researchers.identity.mentions import Elsewhere, Fixed, Mention

BY_PEOPLE = frozenset({"confirmed", "curated"})
LISTED = frozenset({"accepted", "disputed"})


@dataclass(frozen=True, slots=True)
class Decision:
    """An attribution as it stands."""

    id: int
    authorship: int
    researcher: int
    status: str
    basis: str
    confidence: float
    reasons: tuple[str, ...]
    settled: bool
    decided_at: datetime

    @property
    def is_listed(self) -> bool:
        return self.status in LISTED

    @property
    def is_human(self) -> bool:
        """Whether somebody said so, or something against it: the matcher keeps off."""
        return self.basis in BY_PEOPLE or self.status in ("disputed", "rejected")


@dataclass(frozen=True, slots=True)
class Place:
    """What a researcher has in one joint block: how many names, and whether people said of any that it is theirs."""

    names: int
    is_decided: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """A researcher who has something in the blocks at hand."""

    id: int
    name: str
    is_claimed: bool
    # What they have in which joint block.
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def home(self) -> str | None:
        """The joint block in which most stands; of equal ones the first by name.

        Where people said what is theirs they go on anyway, and whatever follows it there takes nothing elsewhere away.
        """
        return min(
            self.places,
            key=lambda joint: (self.places[joint].is_decided, -self.places[joint].names, joint),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class Gathered:
    """Some blocks, with all that deciding about them asks for."""

    units: dict[str, list[Mention]]
    decisions: tuple[Decision, ...]
    holders: dict[int, Holder]
    distinct: frozenset[tuple[int, int]]
    # Whose the printed identifiers are, and what these people and those above have in other blocks, or unread.
    known_ids: dict[str, int]
    elsewhere: Mapping[int, Elsewhere]

    def fixed(self) -> Fixed:
        """What the resolver has to take as given."""
        standing = {one.authorship: one.researcher for one in self.decisions if one.is_listed}
        claimed = sorted(one.id for one in self.holders.values() if one.is_claimed)
        apart = {(one, other) for one in claimed for other in claimed if one < other}
        return Fixed(
            attributed={
                one.authorship: one.researcher
                for one in self.decisions
                if one.is_listed and (one.is_human or one.settled)
            },
            standing=standing,
            rejected=frozenset(
                (one.authorship, one.researcher) for one in self.decisions if one.status == "rejected"
            ),
            distinct=self.distinct | apart,
        )

    def mentions(self) -> Iterator[Mention]:
        for mentions in self.units.values():
            yield from mentions


def ids_of(mention: Mention) -> tuple[str, ...]:
    """The identifiers of the person that are printed, each with its scheme."""
    orcid = (f"orcid:{mention.orcid}",) if mention.orcid else ()
    return (*orcid, mention.source_id) if ":" in mention.source_id else orcid
