"""Two pages are one person: everything goes to the page that is kept, and the other's addresses lead there."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.formats import date_format

from accounts.models import User
from researchers.curation.changes import Change, Pair, Standing, write
from researchers.curation.holding import authorships_of, begin, hold
from researchers.curation.known import Known, known_of
from researchers.curation.limits import in_words, refuse_contested_among, refuse_contested_pages
from researchers.curation.names import add_names
from researchers.curation.plans import Plan, Record, log
from researchers.curation.refusals import CannotCurate
from researchers.curation.seen import mark_of, refuse_unseen
from researchers.former import mark_former_forms
from researchers.models import IdentityEvent, Researcher

STRENGTH = {"accepted": 3, "disputed": 3, "rejected": 2, "proposed": 1}


@transaction.atomic
def merge(
    away: Researcher, *, into: Researcher, by: User | None, reason: str = "", seen: str | None = None
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
    mark_former_forms([into.pk])
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
    return plan_of(known_of([away.pk, into.pk]), away, into)


def plan_merges(pages: Sequence[Researcher], into: Researcher) -> list[Plan | CannotCurate]:
    """What merging each of them alone would change, or why it cannot be; as many questions however many they are."""
    known = known_of([into.pk, *(page.pk for page in pages)])
    return [plan_or_refusal(known, page, into) for page in pages]


def plan_or_refusal(known: Known, away: Researcher, into: Researcher) -> Plan | CannotCurate:
    try:
        return plan_of(known, away, into)
    except CannotCurate as refusal:
        return refusal


def plan_of(known: Known, away: Researcher, into: Researcher) -> Plan:
    refuse_same(away, into)
    refuse_contested_pages(away, into)
    refuse_two_owners(away, into)
    refuse_one_taken_down(away, into)
    refuse_distinct(known, away, into)
    refuse_two_orcids(known, away, into)
    refuse_two_on_one_work(known, away, into)
    refuse_contradictions(known, away, into)
    changes = tuple(changes_of(known.rows, away, into))
    refuse_contested_among(known.contested, changes)
    return Plan(
        kind=IdentityEvent.Kind.MERGE,
        researcher=away,
        other=into,
        changes=changes,
        identifiers=tuple(known.identifiers[away.pk]),
        names=new_names(known, away, into),
        leading=tuple(known.leading[away.pk]),
    )


def refuse_same(away: Researcher, into: Researcher) -> None:
    if away.pk == into.pk:
        raise CannotCurate("This is one and the same page.")


def refuse_two_owners(away: Researcher, into: Researcher) -> None:
    if away.user_id and into.user_id:
        raise CannotCurate(
            "Both pages are claimed, each by a person of its own. One of the claims has to be revoked first."
        )


def refuse_one_taken_down(away: Researcher, into: Researcher) -> None:
    """What a person had taken down is not shown again on another page, nor taken down with another's."""
    if away.visibility != into.visibility:
        raise CannotCurate(
            "One of the pages was taken down at the wish of the person. They have to be shown or taken down both first."
        )


def refuse_distinct(known: Known, away: Researcher, into: Researcher) -> None:
    if decided := known.distinction_between(away.pk, into.pk):
        raise CannotCurate(
            f"On {date_format(decided.at, 'F j, Y')} it was decided that these are two people. "
            "Undo that decision first."
        )


def refuse_two_orcids(known: Known, away: Researcher, into: Researcher) -> None:
    """Where one page has all those of the other, nobody gets another one."""
    mine, theirs = known.orcids[away.pk], known.orcids[into.pk]
    if not (mine <= theirs or theirs <= mine):
        raise CannotCurate(
            f"They have different ORCID iDs ({', '.join(sorted(mine ^ theirs))}): these are two people."
        )


def refuse_two_on_one_work(known: Known, away: Researcher, into: Researcher) -> None:
    """Nobody is two authors of one work."""
    theirs = known.shared[into.pk]
    if titles := [title for work, title in known.shared[away.pk].items() if work in theirs]:
        raise CannotCurate(
            f"Both are authors of {in_words(titles)}, and one person is not two authors of a work. "
            "Settle who wrote it first."
        )


def refuse_contradictions(known: Known, away: Researcher, into: Researcher) -> None:
    """What was decided not to be theirs stays so: no page may both have a work and have it refused."""
    for (authorship, researcher), mine in known.rows.items():
        theirs = known.rows.get((authorship, into.pk)) if researcher == away.pk else None
        if theirs and {mine.status, theirs.status} in ({"accepted", "rejected"}, {"disputed", "rejected"}):
            refused = mine if mine.status == "rejected" else theirs
            raise CannotCurate(
                f"“{known.titles[authorship][:100]}” is listed for one of them, and was decided on "
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


def new_names(known: Known, away: Researcher, into: Researcher) -> tuple[str, ...]:
    borne = set(known.names[into.pk])
    return tuple(name for name in known.names[away.pk] if name not in borne)


def hand_over(giver: Researcher, taker: Researcher) -> None:
    """The claim goes with its person, and so does what they said about themselves."""
    if giver.user_id is None:
        return
    said = {
        name: getattr(giver, name) for name in ("user_id", "claimed_at", "bio", "home_page", "collaboration")
    }
    Researcher.objects.filter(pk=giver.pk).release()
    Researcher.objects.filter(pk=taker.pk).update(**said)
