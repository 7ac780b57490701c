"""Works that are somebody else's: moved to another page, or split off as those of another person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from common.names import fold
from researchers.addresses import address_of, free_addresses
from researchers.curation.changes import Change, Standing, rows_of, write
from researchers.curation.holding import begin, hold
from researchers.curation.limits import in_words, refuse_contested, refuse_other_orcids, refuse_second_place
from researchers.curation.merging import refuse_same
from researchers.curation.names import printed_names, refit_names
from researchers.curation.plans import Plan, Record, distinction_between, log
from researchers.curation.refusals import CannotCurate
from researchers.curation.seen import mark_of, refuse_unseen
from researchers.models import Attribution, Distinction, ExternalId, IdentityEvent, Researcher
from works.models import Authorship

Kind = IdentityEvent.Kind
ACCEPTED, REJECTED = Attribution.Status.ACCEPTED, Attribution.Status.REJECTED
CURATED = Attribution.Basis.CURATED


@transaction.atomic
def split(
    source: Researcher,
    authorships: Iterable[int],
    *,
    by: User,
    to: Researcher | None = None,
    name: str = "",
    reason: str = "",
    seen: str | None = None,
) -> IdentityEvent:
    """These works are another person's: of a known one, or of one who gets a page. Raises CannotCurate."""
    return divide(Kind.SPLIT, source, list(authorships), to, by=by, name=name, reason=reason, seen=seen)


@transaction.atomic
def move(
    source: Researcher,
    authorships: Iterable[int],
    *,
    to: Researcher,
    by: User,
    reason: str = "",
    never_again: bool = True,
    seen: str | None = None,
) -> IdentityEvent:
    """These works belong on that page; about the two people nothing more is said. Raises CannotCurate."""
    return divide(
        Kind.MOVE, source, list(authorships), to, by=by, reason=reason, never_again=never_again, seen=seen
    )


def divide(
    kind: IdentityEvent.Kind,
    source: Researcher,
    authorships: list[int],
    to: Researcher | None,
    *,
    by: User,
    name: str = "",
    reason: str = "",
    never_again: bool = True,
    seen: str | None = None,
) -> IdentityEvent:
    people = [source, to] if to else [source]
    people = begin(*people, by=by)
    hold(authorships, *people)
    people = begin(*people, by=by)
    plan = plan_division(
        kind, people[0], authorships, people[1] if to else None, by=by, name=name, never_again=never_again
    )
    refuse_unseen(mark_of(plan), seen)
    target = plan.other or new_page(plan.new_name)
    placed = tuple(on_page(change, target.pk) for change in plan.changes)
    write(placed)
    ExternalId.objects.filter(pk__in=[known.pk for known in plan.identifiers]).update(researcher=target)
    refit_names([source.pk, target.pk], plan.names)
    record = Record(
        changes=placed,
        identifiers=tuple(known.pk for known in plan.identifiers),
        names=plan.names,
        distinction=tell_apart(source, target, by=by, reason=reason) if kind == Kind.SPLIT else None,
        makes_page=plan.other is None,
    )
    return log(plan, record, other=target, by=by, reason=reason)


def on_page(change: Change, page: int) -> Change:
    return change if change.researcher else replace(change, researcher=page)


def plan_division(
    kind: IdentityEvent.Kind,
    source: Researcher,
    authorships: Sequence[int],
    to: Researcher | None,
    *,
    by: User,
    name: str = "",
    never_again: bool = True,
) -> Plan:
    """What moving or splitting would change. Raises CannotCurate."""
    chosen = list(listed_on(source, authorships))
    if to:
        refuse_same(source, to)
        refuse_unwelcome(chosen, to)
    else:
        refuse_everything(source, chosen)
    changes = tuple(changes_of(source, chosen, to, by=by, at=timezone.now(), never_again=never_again))
    refuse_contested(changes)
    refuse_confirmed(chosen)
    refuse_pairs_on_one_work(chosen)
    refuse_other_orcids(chosen, to)
    return Plan(
        kind=kind,
        researcher=source,
        other=to,
        changes=changes,
        identifiers=tuple(identifiers_going(source, chosen)),
        names=tuple(sorted(printed_names(row.authorship_id for row in chosen))),
        new_name="" if to else name.strip() or most_printed(chosen),
        shared_orcids=tuple(orcids_on_both(source, chosen)),
    )


def listed_on(source: Researcher, authorships: Sequence[int]) -> Iterable[Attribution]:
    """The chosen attributions. Raises CannotCurate where one is not, or no longer, on the page."""
    listed = Attribution.objects.accepted().filter(researcher=source, authorship__in=authorships)
    chosen = list(listed.select_related("authorship__work").order_by("authorship"))
    if not chosen:
        raise CannotCurate("Choose at least one work.")
    if len(chosen) != len(set(authorships)):
        raise CannotCurate("Some of these works are not, or no longer, on this page. Nothing was changed.")
    return chosen


def refuse_everything(source: Researcher, chosen: Sequence[Attribution]) -> None:
    others = Attribution.objects.accepted().filter(researcher=source)
    if not others.exclude(pk__in=[row.pk for row in chosen]).exists():
        raise CannotCurate("These are all works of the page; nothing would be left of it.")


def refuse_confirmed(chosen: Sequence[Attribution]) -> None:
    """What people said of their own works is theirs to take back."""
    answered = [row.authorship.work.title for row in chosen if row.basis == Attribution.Basis.CONFIRMED]
    if answered:
        raise CannotCurate(
            f"The researcher has confirmed {in_words(answered)}. An answer of the person stands until it is undone."
        )


def refuse_pairs_on_one_work(chosen: Sequence[Attribution]) -> None:
    times = Counter(row.authorship.work for row in chosen)
    if twice := [work.title for work, number in times.items() if number > 1]:
        raise CannotCurate(f"Two authors of {in_words(twice)} cannot be one person.")


def refuse_unwelcome(chosen: Sequence[Attribution], to: Researcher) -> None:
    """Neither against a decision that a work is not theirs, nor where they are another author of it."""
    refused = Attribution.objects.filter(
        researcher=to, authorship__in=[row.authorship_id for row in chosen], status=REJECTED
    )
    if row := refused.select_related("authorship__work").order_by("pk").first():
        raise CannotCurate(
            f"On {date_format(row.decided_at, 'F j, Y')} it was decided that “{row.authorship.work.title[:100]}” is "
            f"not by {to.preferred_name}. Undo that decision first."
        )
    refuse_second_place(chosen, to)


def changes_of(
    source: Researcher,
    chosen: Sequence[Attribution],
    to: Researcher | None,
    *,
    by: User,
    at: datetime,
    never_again: bool,
) -> Iterable[Change]:
    """Theirs from now on, and never again the former one's. A page to be made stands as nought."""
    rows = rows_of(row.authorship_id for row in chosen)
    target = to.pk if to else 0
    for row in chosen:
        before = Standing.of(row)
        decided = replace(before, basis=CURATED, reasons=(), decided_by=by.pk, decided_at=at)
        refused = replace(decided, status=REJECTED) if never_again else None
        yield Change(row.authorship_id, source.pk, before, refused)
        accepted = replace(decided, status=ACCEPTED, confidence=1.0)
        yield Change(row.authorship_id, target, rows.get((row.authorship_id, target)), accepted)


def identifiers_going(source: Researcher, chosen: Sequence[Attribution]) -> Iterable[ExternalId]:
    """Those that the works which go print, and none of those that stay."""
    staying = Attribution.objects.accepted().filter(researcher=source)
    kept = Authorship.objects.filter(
        attributions__in=staying.exclude(pk__in=[row.pk for row in chosen]).values("pk")
    )
    remaining = identifiers_on(kept.values_list("orcid", "source_author_id"))
    going = identifiers_on((row.authorship.orcid, row.authorship.source_author_id) for row in chosen)
    return [
        known for known in source.external_ids.order_by("scheme", "value") if str(known) in going - remaining
    ]


def orcids_on_both(source: Researcher, chosen: Sequence[Attribution]) -> list[str]:
    """Those that works which go print, and works which stay: two people would bear one ORCID iD."""
    printed = {row.authorship.orcid for row in chosen} - {""}
    staying = Attribution.objects.accepted().filter(researcher=source, authorship__orcid__in=printed)
    kept = staying.exclude(pk__in=[row.pk for row in chosen])
    return sorted(set(kept.values_list("authorship__orcid", flat=True)))


def identifiers_on(printed: Iterable[tuple[str, str]]) -> set[str]:
    return {one for orcid, own_id in printed for one in (orcid and f"orcid:{orcid}", own_id) if one}


def most_printed(chosen: Sequence[Attribution]) -> str:
    return Counter(row.authorship.name for row in chosen).most_common(1)[0][0]


def new_page(name: str) -> Researcher:
    """A page for somebody whom only people decided to be there: no key of the matcher leads to it.

    Whoever calls has the turn, so that nobody takes the address meanwhile.
    """
    with connection.cursor() as cursor:
        (address,) = free_addresses(cursor, [address_of("name:", name)])
    return Researcher.objects.create(
        slug=address,
        public_id=token_hex(8),
        preferred_name=name,
        name_key=fold(name),
    )


def tell_apart(one: Researcher, other: Researcher, *, by: User, reason: str) -> tuple[int, int] | None:
    """The pair, if it was not known to be two people already."""
    if distinction_between(one, other):
        return None
    first, second = sorted((one.pk, other.pk))
    Distinction.objects.create(first_id=first, second_id=second, by=by, reason=reason)
    return first, second
