"""Taking a decision about identities back, however long ago it was made."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from common.turns import moment_of_turn, take_turn
from researchers.curation.carrying import carried, groups_of, printed_there
from researchers.curation.changes import Change, Pair, Standing, rows_of
from researchers.curation.holding import hold, mark_stale, works_of
from researchers.curation.merging import hand_over
from researchers.curation.moving import tell_apart
from researchers.curation.names import call_again, printed_names, refit_names
from researchers.curation.plans import Plan, Record, distinction_between, log, only_work, rewrite
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.models import Attribution, Distinction, ExternalId, IdentityEvent, Researcher
from works.models import Authorship

Kind = IdentityEvent.Kind
CURATED = Attribution.Basis.CURATED


@transaction.atomic
def undo(event: IdentityEvent, *, by: User, reason: str = "", with_owner: bool = False) -> IdentityEvent:
    """Bring back what stood before, save where the record itself has changed since. Raises CannotCurate.

    `with_owner`: whoever holds the page that was kept by a merge belongs to the other one, and goes with it.
    """
    take_turn()
    event = fresh(event)
    record = Record.read(event.details)
    people = [event.researcher, *([event.other] if event.other else [])]
    hold({change.authorship for change in said_by(event, record)}, *people)
    event = fresh(event)
    changes = reversal_of(event)
    if record.matcher and event.kind != Kind.MERGE:
        changes = affirmed(changes, by=by)
    rewrite(changes)
    ExternalId.objects.filter(pk__in=record.identifiers, researcher=event.other).update(
        researcher=event.researcher
    )
    if event.kind == Kind.MERGE:
        part(event, record, with_owner=with_owner)
    if record.distinction:
        forget(record.distinction)
    call_again(record.renamed)
    printed = printed_names(change.authorship for change in changes)
    refit_names(
        {person.pk for person in people} | {change.researcher for change in changes},
        {*record.names, *printed},
    )
    if record.makes_page and event.other:
        lead_back(event.other, event.researcher)
    undoing = log_undoing(event, changes, by=by, reason=reason)
    if record.matcher and event.kind == Kind.MERGE:
        keep_apart(event, by=by, reason=reason)
    return undoing


def fresh(event: IdentityEvent) -> IdentityEvent:
    """The decision as it stands now. Raises CannotCurate where it cannot be undone at all."""
    now = IdentityEvent.objects.select_related("researcher", "other", "undone_by").get(pk=event.pk)
    if now.kind == Kind.UNDO:
        raise CannotCurate("This took a decision back. Make the decision again instead.")
    if getattr(now, "undone_by", None):
        raise CannotCurate("This decision was undone already.")
    if now.kind == Kind.ATTRIBUTE and "changes" not in now.details:
        raise CannotCurate("This was decided before the log kept what undoing needs.")
    return now


def reversal_of(event: IdentityEvent) -> list[Change]:
    """What undoing changes now. Raises CannotCurate or StandsInTheWay."""
    record = Record.read(event.details)
    said = said_by(event, record)
    rows = rows_of({change.authorship for change in said})
    refuse_overtaken(event, said, rows)
    refuse_taken_page(event, record)
    refuse_other_distinctions(event, record)
    changes = list(still_reversible(said, rows))
    refuse_gone_pages(event, changes)
    refuse_twice_on_one_work(event, changes)
    return changes


def said_by(event: IdentityEvent, record: Record) -> list[Change]:
    """What the decision changed, and what it says on works that those became parts of."""
    return [*record.changes, *carried(record.changes, since=event.at)]


def refuse_overtaken(event: IdentityEvent, changes: Iterable[Change], rows: dict[Pair, Standing]) -> None:
    """Later decisions of people about the same works, and later merges of the same pages, come first."""
    changes = list(changes)
    people = {change.researcher for change in changes} | {event.researcher_id}
    people |= {event.other_id} if event.other_id else set()
    works = {change.authorship for change in changes}
    works |= printed_there(works)
    for later in decisions_after(event, people | {researcher for _, researcher in rows}):
        said = Record.read(later.details)
        is_about_them = bool(works & {change.authorship for change in said.changes})
        takes_page_away = later.kind == Kind.MERGE and later.researcher_id in people
        if takes_page_away or (is_about_them and not said.matcher):
            raise StandsInTheWay(later)


def decisions_after(event: IdentityEvent, people: Iterable[int]) -> QuerySet[IdentityEvent]:
    later = IdentityEvent.objects.standing().filter(pk__gt=event.pk)
    concerned = later.filter(Q(researcher__in=list(people)) | Q(other__in=list(people)))
    return concerned.order_by("pk")


def refuse_taken_page(event: IdentityEvent, record: Record) -> None:
    if record.makes_page and event.other and event.other.user_id:
        raise CannotCurate(
            f"The page {event.other.slug}, which this decision made, is claimed now. "
            "The claim has to be revoked first."
        )


def refuse_other_distinctions(event: IdentityEvent, record: Record) -> None:
    """A page that was made leads back only to somebody from whom nothing else tells it apart."""
    if not (record.makes_page and event.other):
        return
    known = distinction_between(event.other, event.researcher)
    if known and (known.first_id, known.second_id) != record.distinction:
        named = decisions_after(event, [known.first_id, known.second_id])
        for later in named:
            if Record.read(later.details).distinction == (known.first_id, known.second_id):
                raise StandsInTheWay(later)
        raise CannotCurate("It was decided that these are two people. Undo that decision first.")


def refuse_gone_pages(event: IdentityEvent, changes: Iterable[Change]) -> None:
    """Nothing comes back to a page that leads elsewhere."""
    to = {change.researcher for change in changes if change.after}
    to -= {event.researcher_id} if event.kind == Kind.MERGE else set()
    if gone := Researcher.objects.filter(pk__in=to).exclude(merged_into=None).first():
        raise CannotCurate(f"The page {gone.slug} leads elsewhere now, so nothing can come back to it.")


def refuse_twice_on_one_work(event: IdentityEvent, changes: Sequence[Change]) -> None:
    """Nobody becomes two authors of a work by what comes back to them."""
    comes = {(one.authorship, one.researcher) for one in changes if one.after and one.after.is_listed}
    goes = {(one.authorship, one.researcher) for one in changes} - comes
    works = works_of(authorship for authorship, _ in comes)
    listed = Attribution.objects.accepted().filter(authorship__work__in=works)
    now = set(listed.values_list("authorship", "researcher")) - goes
    where = dict(Authorship.objects.filter(work__in=works).values_list("pk", "work"))
    there: defaultdict[Pair, set[int]] = defaultdict(set)
    for authorship, researcher in now | comes:
        there[where[authorship], researcher].add(authorship)
    for authorship, researcher in sorted(comes):
        if others := there[where[authorship], researcher] - {authorship}:
            raise two_authors(event, authorship, researcher, others)


def two_authors(
    event: IdentityEvent, authorship: int, researcher: int, others: Collection[int]
) -> CannotCurate:
    """By the decision that made them another author of the work, if it was one."""
    for later in decisions_after(event, [researcher]):
        for change in Record.read(later.details).changes:
            if change.researcher == researcher and change.authorship in others and change.after:
                return StandsInTheWay(later)
    page, title = Researcher.objects.get(pk=researcher), Authorship.objects.get(pk=authorship).work.title
    return CannotCurate(
        f"{page.preferred_name} is listed as another author of “{title[:100]}” by now, and nobody is two authors "
        "of one work. Settle first who wrote it."
    )


def still_reversible(changes: Iterable[Change], rows: dict[Pair, Standing]) -> Iterator[Change]:
    """Authorship by authorship: where an import or the matcher has moved one since, it stays where it is.

    Where something is listed again, what the matcher made of the name in the meantime goes.
    """
    by_authorship = groups_of(changes)
    there = set(Authorship.objects.filter(pk__in=by_authorship).values_list("pk", flat=True))
    for authorship, group in by_authorship.items():
        if authorship not in there or not all(map(unchanged_in(rows), group)):
            continue
        yield from (change.reversed for change in group)
        if any(change.before and change.before.is_listed for change in group):
            yield from displaced(authorship, group, rows)


def unchanged_in(rows: dict[Pair, Standing]) -> Callable[[Change], bool]:
    def is_unchanged(change: Change) -> bool:
        now = rows.get((change.authorship, change.researcher))
        return now is None if change.after is None else change.after.is_like(now)

    return is_unchanged


def displaced(authorship: int, group: list[Change], rows: dict[Pair, Standing]) -> Iterator[Change]:
    own = {change.researcher for change in group}
    for (one, researcher), row in rows.items():
        if one == authorship and researcher not in own and row.is_listed:
            yield Change(authorship, researcher, before=row, after=None)


def affirmed(changes: Iterable[Change], *, by: User) -> list[Change]:
    """What comes back against the matcher's word is a person's, or the matcher would take it away again."""
    said: dict[str, Any] = {
        "basis": CURATED,
        "confidence": 1.0,
        "reasons": (),
        "decided_by": by.pk,
        "decided_at": timezone.now(),
    }
    return [
        replace(one, after=replace(one.after, **said)) if one.after and one.after.is_listed else one
        for one in changes
    ]


def part(event: IdentityEvent, record: Record, *, with_owner: bool) -> None:
    """The merged page stands for itself again, and those that led to it lead there again."""
    kept = event.other
    assert kept
    Researcher.objects.filter(pk=event.researcher_id).update(merged_into=None)
    Researcher.objects.filter(pk__in=record.leading, merged_into=kept).update(merged_into=event.researcher)
    if with_owner or (record.owner and record.owner == kept.user_id):
        hand_over(kept, event.researcher)


def keep_apart(event: IdentityEvent, *, by: User, reason: str) -> None:
    """Tell them apart, or the matcher would merge them again; a decision of its own, which can be undone."""
    one, other = event.researcher, event.other
    assert other
    if pair := tell_apart(one, other, by=by, reason=reason):
        plan = Plan(kind=Kind.DISTINGUISH, researcher=one, other=other)
        log(plan, Record(distinction=pair), other=other, by=by, reason=reason)


def forget(pair: tuple[int, int]) -> None:
    Distinction.objects.filter(first=pair[0], second=pair[1]).delete()


def lead_back(made: Researcher, source: Researcher) -> None:
    """A page that was made by a split and has nothing left leads to where its works are again."""
    if not Attribution.objects.filter(researcher=made).exists():
        Researcher.objects.filter(merged_into=made).update(merged_into=source)
        Researcher.objects.filter(pk=made.pk).update(merged_into=source)
        made.name_variants.all().delete()


def log_undoing(event: IdentityEvent, changes: Iterable[Change], *, by: User, reason: str) -> IdentityEvent:
    changes = tuple(changes)
    authorships = {change.authorship for change in changes}
    undoing = IdentityEvent.objects.create(
        kind=Kind.UNDO,
        researcher=event.researcher,
        other=event.other,
        work_id=only_work(authorships),
        details=Record(changes=changes).stored(),
        by=by,
        reason=reason,
        at=moment_of_turn(),
        undoes=event,
    )
    people = {change.researcher for change in changes} | {event.researcher_id}
    mark_stale(authorships, *people, *([event.other_id] if event.other_id else []))
    return undoing
