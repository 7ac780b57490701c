"""A decision before it is made: what it would change, for a preview and for the deed alike."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from accounts.models import User
from common.turns import moment_of_turn
from researchers.curation.changes import Change
from researchers.curation.holding import mark_stale
from researchers.models import Distinction, ExternalId, IdentityEvent, Researcher
from works.models import Authorship


@dataclass(frozen=True, slots=True)
class Plan:
    """What a decision changes. A new page has no row yet: `other` is empty then, and its name is given."""

    kind: IdentityEvent.Kind
    researcher: Researcher
    other: Researcher | None
    changes: tuple[Change, ...] = ()
    identifiers: tuple[ExternalId, ...] = ()
    names: tuple[str, ...] = ()
    leading: tuple[Researcher, ...] = ()  # pages that were merged into the one that is merged now
    new_name: str = ""
    shared_orcids: tuple[str, ...] = ()  # printed on works that go and on works that stay

    @property
    def authorships(self) -> set[int]:
        return {change.authorship for change in self.changes}

    def count(self, *statuses: str) -> int:
        """How many authorships of these statuses the decision takes from the first page."""
        return sum(
            change.before is not None and change.before.status in statuses
            for change in self.changes
            if change.researcher == self.researcher.pk
        )

    @property
    def listed(self) -> int:
        return self.count("accepted", "disputed")

    @property
    def proposed(self) -> int:
        return self.count("proposed")

    @property
    def rejected(self) -> int:
        return self.count("rejected")

    @property
    def answered(self) -> int:
        """Answers of the person that go along as they are."""
        rows = (change.before for change in self.changes if change.researcher == self.researcher.pk)
        return sum(row is not None and row.basis == "confirmed" for row in rows)


@dataclass(frozen=True, slots=True)
class Renaming:
    """That a page got another name on the way, since another is printed on more of its works."""

    page: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the log keeps of a decision, so that it can be undone: `IdentityEvent.details`."""

    changes: tuple[Change, ...] = ()
    offers: tuple[Change, ...] = ()  # proposals that the matcher made and withdrew on the way
    identifiers: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    leading: tuple[int, ...] = ()
    distinction: tuple[int, int] | None = None
    owner: int | None = None
    makes_page: bool = False
    renamed: tuple[Renaming, ...] = ()
    matcher: bool = False  # the matcher decided: no person's decision stands against undoing others
    more: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, details: dict[str, Any]) -> "Record":
        pair = details.get("distinction")
        return cls(
            changes=tuple(map(Change.read, details.get("changes", ()))),
            offers=tuple(map(Change.read, details.get("offers", ()))),
            identifiers=tuple(details.get("identifiers", ())),
            names=tuple(details.get("names", ())),
            leading=tuple(details.get("leading", ())),
            distinction=(pair[0], pair[1]) if pair else None,
            owner=details.get("owner"),
            makes_page=details.get("makes_page", False),
            renamed=tuple(Renaming(**one) for one in details.get("renamed", ())),
            matcher=details.get("matcher", False),
        )

    def stored(self) -> dict[str, Any]:
        """Only what there is to say."""
        said = {
            "changes": [change.stored() for change in self.changes],
            "offers": [change.stored() for change in self.offers],
            "identifiers": self.identifiers,
            "names": self.names,
            "leading": self.leading,
            "distinction": self.distinction,
            "owner": self.owner,
            "makes_page": self.makes_page,
            "renamed": [asdict(one) for one in self.renamed],
            "matcher": self.matcher,
        }
        return {name: value for name, value in said.items() if value} | self.more


def log(
    plan: Plan, record: Record, *, other: Researcher | None, by: User | None, reason: str, **fields: Any
) -> IdentityEvent:
    """Write the line of the log, and say what is stale."""
    event = IdentityEvent.objects.create(
        kind=plan.kind,
        researcher=plan.researcher,
        other=other,
        work_id=only_work(plan.authorships),
        details={**record.stored(), "works": plan.listed},
        by=by,
        reason=reason,
        at=moment_of_turn(),
        **fields,
    )
    people = {plan.researcher.pk, *([other.pk] if other else [])}
    mark_stale(plan.authorships, *people)
    return event


def only_work(authorships: Iterable[int]) -> int | None:
    """The work, where a decision is about one only."""
    works = list(Authorship.objects.filter(pk__in=list(authorships)).values_list("work", flat=True)[:2])
    return works[0] if len(works) == 1 else None


def family(person: Researcher) -> set[int]:
    """The page, and those merged into it: a distinction made for one holds for all."""
    return {person.pk, *person.merged_from.values_list("pk", flat=True)}


def distinctions_between(one: Researcher, other: Researcher) -> list[Distinction]:
    """The first that was made first."""
    mine, theirs = family(one), family(other)
    found = Distinction.objects.filter(first__in=mine | theirs, second__in=mine | theirs).order_by("pk")
    return [each for each in found if (each.first_id in mine) != (each.second_id in mine)]


def distinction_between(one: Researcher, other: Researcher) -> Distinction | None:
    return next(iter(distinctions_between(one, other)), None)
