"""Taking a decision about identities back, however long ago it was made."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from common.turns import moment_of_turn, take_turn
from researchers.curation.carrying import carried, groups_of
from researchers.curation.changes import Change, Pair, Standing, rows_of, write
from researchers.curation.holding import hold, mark_stale, refuse_own
from researchers.curation.limits import refuse_contested, refuse_contested_pages
from researchers.curation.merging import hand_over
from researchers.curation.moving import tell_apart
from researchers.curation.names import call_again, printed_names, refit_names
from researchers.curation.obstacles import (
    refuse_gone_pages,
    refuse_other_distinctions,
    refuse_other_place,
    refuse_overtaken,
    refuse_refused,
    refuse_taken_page,
    refuse_twice_on_one_work,
    refuse_two_orcids,
)
from researchers.curation.plans import Plan, Record, log, only_work
from researchers.curation.refusals import CannotCurate
from researchers.curation.seen import mark_of_undoing, refuse_unseen
from researchers.models import Attribution, Distinction, ExternalId, IdentityEvent, Researcher
from works.models import Authorship

Kind = IdentityEvent.Kind
CURATED = Attribution.Basis.CURATED


@transaction.atomic
def undo(
    event: IdentityEvent,
    *,
    by: User,
    reason: str = "",
    with_owner: bool = False,
    seen: str | None = None,
) -> IdentityEvent:
    """Bring back what stood before, save where the record itself has changed since. Raises CannotCurate.

    `with_owner`: whoever holds the page that was kept by a merge belongs to the other one, and goes with it.
    """
    take_turn()
    event = fresh(event)
    record = Record.read(event.details)
    people = [event.researcher, *([event.other] if event.other else [])]
    hold({change.authorship for change in (*said_by(event, record), *record.offers)}, *people)
    event = fresh(event)
    refuse_own(by, *pages_of(event))
    changes = reversal_of(event)
    refuse_unseen(mark_of_undoing(event, changes), seen)
    if record.matcher and event.kind != Kind.MERGE:
        changes = affirmed(changes, by=by)
    identifiers = identifiers_back(event, record, changes)
    offers = list(offers_back(event, record, changes))
    write([*changes, *offers])
    ExternalId.objects.filter(pk__in=[known.pk for known in identifiers]).update(researcher=event.researcher)
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
    undoing = log_undoing(event, Record(changes=tuple(changes), offers=tuple(offers)), by=by, reason=reason)
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


def pages_of(event: IdentityEvent) -> list[Researcher]:
    """Those that the decision is about, and those to which they lead by now."""
    pages = [event.researcher, *([event.other] if event.other else [])]
    return [*pages, *Researcher.objects.filter(merged_from__in=pages)]


def reversal_of(event: IdentityEvent) -> list[Change]:
    """What undoing changes now. Raises CannotCurate or StandsInTheWay."""
    record = Record.read(event.details)
    said = said_by(event, record)
    rows = rows_of({change.authorship for change in said})
    if event.kind == Kind.MERGE:
        refuse_contested_pages(*pages_of(event))
    refuse_contested(said)
    refuse_overtaken(event, said, rows)
    changes = list(still_reversible(said, without_undoings(event, said, rows)))
    refuse_other_place(event, changes)
    if given_up := page_given_up(event, record, changes):
        refuse_taken_page(given_up)
        refuse_other_distinctions(event, record, given_up)
    refuse_gone_pages(event, changes)
    refuse_refused(event, changes)
    refuse_twice_on_one_work(event, changes)
    refuse_two_orcids(event, changes, identifiers_back(event, record, changes))
    return changes


def page_given_up(event: IdentityEvent, record: Record, changes: Iterable[Change]) -> Researcher | None:
    """The page that the decision made, where nothing is left on it."""
    made = event.other if record.makes_page else None
    return made if made and leaves_nothing(made, changes) else None


def identifiers_back(event: IdentityEvent, record: Record, changes: Sequence[Change]) -> list[ExternalId]:
    """Those that went over, as far as they are there still; all of them, where the other page is given up."""
    known = ExternalId.objects.filter(researcher=event.other).order_by("pk")
    is_given_up = page_given_up(event, record, changes)
    return list(known if is_given_up else known.filter(pk__in=record.identifiers))


def leaves_nothing(page: Researcher, changes: Iterable[Change]) -> bool:
    """Whether these changes take everything from the page."""
    goes = {one.authorship for one in changes if one.researcher == page.pk and one.after is None}
    return goes.issuperset(page.attributions.values_list("authorship", flat=True))


def said_by(event: IdentityEvent, record: Record) -> list[Change]:
    """What the decision changed, and what it says on works that those became parts of."""
    return [*record.changes, *carried(record.changes, since=event.at)]


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


def without_undoings(
    event: IdentityEvent, changes: Iterable[Change], rows: dict[Pair, Standing]
) -> dict[Pair, Standing]:
    """The rows as they would stand if later undoings had said nothing of their own.

    What came back from the matcher is a person's word, but no decision since that could be undone first.
    """
    said = {(one.authorship, one.researcher): one.after for one in changes if one.after}
    concerned = list({researcher for _, researcher in said})
    later = IdentityEvent.objects.filter(kind=Kind.UNDO, pk__gt=event.pk)
    later = later.filter(Q(researcher__in=concerned) | Q(other__in=concerned))
    back = {
        (one.authorship, one.researcher)
        for undoing in later
        for one in Record.read(undoing.details).changes
        if one.after and one.after.is_listed
    }
    like = {pair for pair in back & said.keys() & rows.keys() if rows[pair].status == said[pair].status}
    return rows | {pair: said[pair] for pair in like}


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


def offers_back(event: IdentityEvent, record: Record, changes: Iterable[Change]) -> Iterator[Change]:
    """What the matcher proposed before, and not what it proposed then, one by one as far as nothing is new about it.

    Nothing is proposed of a name that a person has decided, or to a page that leads elsewhere.
    """
    now = rows_of({offer.authorship for offer in record.offers})
    now |= {(one.authorship, one.researcher): one.after for one in changes if one.after}
    gone = {(one.authorship, one.researcher) for one in changes if one.after is None}
    rows = {pair: row for pair, row in now.items() if pair not in gone}
    decided = {authorship for (authorship, _), row in rows.items() if row.is_listed and row.is_by_people}
    pages = Researcher.objects.current().filter(pk__in={offer.researcher for offer in record.offers})
    open_pages = set(pages.values_list("pk", flat=True))
    open_pages |= {event.researcher_id} if event.kind == Kind.MERGE else set()
    for offer in filter(unchanged_in(rows), record.offers):
        if offer.before is None or (offer.authorship not in decided and offer.researcher in open_pages):
            yield offer.reversed


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


def log_undoing(event: IdentityEvent, record: Record, *, by: User, reason: str) -> IdentityEvent:
    authorships = {change.authorship for change in record.changes}
    undoing = IdentityEvent.objects.create(
        kind=Kind.UNDO,
        researcher=event.researcher,
        other=event.other,
        work_id=only_work(authorships),
        details=record.stored(),
        by=by,
        reason=reason,
        at=moment_of_turn(),
        undoes=event,
    )
    people = {change.researcher for change in record.changes} | {event.researcher_id}
    offered = {offer.authorship for offer in record.offers}
    mark_stale(authorships | offered, *people, *([event.other_id] if event.other_id else []))
    return undoing
