"""Two pages are one person: everything goes to the page that is kept, and the other's addresses lead there."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.formats import date_format

from accounts.models import User
from researchers.curation.changes import Change, Pair, Standing, rows_of, write
from researchers.curation.holding import authorships_of, begin, hold
from researchers.curation.limits import NAMED_WORKS, in_words, orcids_of
from researchers.curation.names import add_names
from researchers.curation.plans import Plan, Record, distinction_between, log
from researchers.curation.refusals import CannotCurate
from researchers.curation.seen import mark_of, refuse_unseen
from researchers.models import Attribution, IdentityEvent, Researcher
from works.models import Work

STRENGTH = {"accepted": 3, "disputed": 3, "rejected": 2, "proposed": 1}


@transaction.atomic
def merge(
    away: Researcher, *, into: Researcher, by: User, reason: str = "", seen: str | None = None
) -> IdentityEvent:
    """Make `away` a part of `into`. Raises CannotCurate."""
    refuse_same(away, into)
    away, into = begin(away, into, by=by)
    hold([*authorships_of(away), *authorships_of(into)], away, into, *away.merged_from.all())
    away, into = begin(away, into, by=by)
    plan = plan_merge(away, into)
    refuse_unseen(mark_of(plan), seen)
    write(plan.changes)
    away.external_ids.update(researcher=into)
    add_names(into, plan.names)
    Researcher.objects.filter(merged_into=away).update(merged_into=into)
    owner = away.user_id
    hand_over(away, into)
    Researcher.objects.filter(pk=away.pk).update(merged_into=into)
    record = Record(
        changes=plan.changes,
        identifiers=tuple(known.pk for known in plan.identifiers),
        names=plan.names,
        leading=tuple(page.pk for page in plan.leading),
        owner=owner,
    )
    return log(plan, record, other=into, by=by, reason=reason)


def plan_merge(away: Researcher, into: Researcher) -> Plan:
    """What merging would change. Raises CannotCurate."""
    refuse_same(away, into)
    refuse_two_owners(away, into)
    refuse_distinct(away, into)
    refuse_two_orcids(away, into)
    refuse_two_on_one_work(away, into)
    rows = rows_of({*authorships_of(away), *authorships_of(into)})
    refuse_contradictions(rows, away, into)
    return Plan(
        kind=IdentityEvent.Kind.MERGE,
        researcher=away,
        other=into,
        changes=tuple(changes_of(rows, away, into)),
        identifiers=tuple(away.external_ids.order_by("scheme", "value")),
        names=new_names(away, into),
        leading=tuple(away.merged_from.order_by("slug")),
    )


def refuse_same(away: Researcher, into: Researcher) -> None:
    if away.pk == into.pk:
        raise CannotCurate("This is one and the same page.")


def refuse_two_owners(away: Researcher, into: Researcher) -> None:
    if away.user_id and into.user_id:
        raise CannotCurate(
            "Both pages are claimed, each by a person of its own. One of the claims has to be revoked first."
        )


def refuse_distinct(away: Researcher, into: Researcher) -> None:
    if known := distinction_between(away, into):
        raise CannotCurate(
            f"On {date_format(known.at, 'F j, Y')} it was decided that these are two people. "
            "Undo that decision first."
        )


def refuse_two_orcids(away: Researcher, into: Researcher) -> None:
    """Where one page has all those of the other, nobody gets another one."""
    mine, theirs = (set(orcids_of(person)) for person in (away, into))
    if not (mine <= theirs or theirs <= mine):
        raise CannotCurate(
            f"They have different ORCID iDs ({', '.join(sorted(mine ^ theirs))}): these are two people."
        )


def refuse_two_on_one_work(away: Researcher, into: Researcher) -> None:
    """Nobody is two authors of one work."""
    listed = Attribution.objects.accepted()
    shared = Work.objects.filter(
        pk__in=listed.filter(researcher=away).values("authorship__work"),
    ).filter(pk__in=listed.filter(researcher=into).values("authorship__work"))
    if titles := list(shared.order_by("pk").values_list("title", flat=True)[: NAMED_WORKS + 1]):
        raise CannotCurate(
            f"Both are authors of {in_words(titles)}, and one person is not two authors of a work. "
            "Settle who wrote it first."
        )


def refuse_contradictions(rows: dict[Pair, Standing], away: Researcher, into: Researcher) -> None:
    """What was decided not to be theirs stays so: no page may both have a work and have it refused."""
    for (authorship, researcher), mine in rows.items():
        theirs = rows.get((authorship, into.pk)) if researcher == away.pk else None
        if theirs and {mine.status, theirs.status} in ({"accepted", "rejected"}, {"disputed", "rejected"}):
            refused = mine if mine.status == "rejected" else theirs
            title = Work.objects.filter(authorships=authorship).values_list("title", flat=True)[0]
            raise CannotCurate(
                f"“{title[:100]}” is listed for one of them, and was decided on "
                f"{date_format(refused.decided_at, 'F j, Y')} not to be the other's. Undo that decision first."
            )


def changes_of(rows: dict[Pair, Standing], away: Researcher, into: Researcher) -> Iterable[Change]:
    """Each row goes over as it stands; where both pages have one, the stronger is kept."""
    for (authorship, researcher), mine in sorted(rows.items(), key=lambda row: row[0]):
        if researcher != away.pk:
            continue
        theirs = rows.get((authorship, into.pk))
        yield Change(authorship, away.pk, before=mine, after=None)
        if theirs is None or weight(mine) > weight(theirs):
            yield Change(authorship, into.pk, before=theirs, after=mine)


def weight(row: Standing) -> tuple[int, float]:
    return STRENGTH[row.status], row.confidence


def new_names(away: Researcher, into: Researcher) -> tuple[str, ...]:
    known = into.name_variants.values("name")
    return tuple(away.name_variants.exclude(name__in=known).order_by("name").values_list("name", flat=True))


def hand_over(giver: Researcher, taker: Researcher) -> None:
    """The claim goes with its person, and so does what they said about themselves."""
    if giver.user_id is None:
        return
    said = {
        name: getattr(giver, name) for name in ("user_id", "claimed_at", "bio", "home_page", "collaboration")
    }
    Researcher.objects.filter(pk=giver.pk).release()
    Researcher.objects.filter(pk=taker.pk).update(**said)
