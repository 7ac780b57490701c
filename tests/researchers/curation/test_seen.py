"""A decision is made only while it is what was looked at."""

import pytest

from researchers.answering import reject_attribution
from researchers.curation.distinguishing import distinguish, plan_distinction
from researchers.curation.merging import merge, plan_merge
from researchers.curation.moving import move, plan_division, split
from researchers.curation.rejecting import plan_rejection, reject
from researchers.curation.seen import ChangedSince, mark_of, mark_of_undoing
from researchers.curation.undoing import fresh, reversal_of, undo
from researchers.models import Attribution, ExternalId, IdentityEvent, Researcher
from tests.builders import make_researcher, make_user, make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = make_researcher("Yang Liu")
    for number in range(3):
        make_work(f"Paper {number}", authors=[page])
    return page


@pytest.fixture
def other():
    other = make_researcher("Y. Liu")
    make_work("Dunes", authors=[other])
    return other


def works_of(page):
    return list(Attribution.objects.accepted().filter(researcher=page).values_list("authorship", flat=True))


def current(row):
    return type(row).objects.get(pk=row.pk)


def claim_page(page, other, by):
    Researcher.objects.filter(pk=page.pk).update(user=make_user())


def claim_other(page, other, by):
    claim_page(other, page, by)


def bring_works(page, other, by):
    make_work("Came since", authors=[page])


def refuse_a_work(page, other, by):
    reject_attribution(page.attributions.latest("pk"), by=by)


def give_an_identifier(page, other, by):
    ExternalId.objects.create(researcher=page, scheme="acl", value="yang-liu-1")


def merge_another(page, other, by):
    merge(make_researcher("Yang Liu"), into=page, by=by)


@pytest.mark.parametrize(
    "happened",
    [claim_page, claim_other, bring_works, refuse_a_work, give_an_identifier, merge_another],
)
def test_a_merge_that_would_be_another_than_was_seen_is_not_made(admin, page, other, happened):
    seen = mark_of(plan_merge(page, other))
    happened(page, other, admin)
    number = IdentityEvent.objects.count()
    with pytest.raises(ChangedSince, match="Nothing was changed"):
        merge(page, into=other, by=admin, seen=seen)
    assert IdentityEvent.objects.count() == number
    merge(page, into=other, by=admin, seen=mark_of(plan_merge(current(page), current(other))))


def test_what_makes_no_difference_lets_a_merge_be_made(admin, page, other):
    seen = mark_of(plan_merge(page, other))
    Attribution.objects.filter(researcher=page).update(confidence=0.7, reasons=["the same town"])
    Researcher.objects.filter(pk=page.pk).update(works_count=3, followers_count=7)
    merge(page, into=other, by=admin, seen=seen)


@pytest.mark.parametrize("kind", ["split", "move", "reject"])
def test_works_are_not_taken_otherwise_than_was_seen(admin, page, other, kind):
    chosen = works_of(page)[:1]

    def plan():
        if kind == "reject":
            return plan_rejection(current(page), chosen, by=admin)
        return plan_division(kind, current(page), chosen, current(other), by=admin)

    deeds = {
        "split": lambda seen: split(page, chosen, to=other, by=admin, seen=seen),
        "move": lambda seen: move(page, chosen, to=other, by=admin, seen=seen),
        "reject": lambda seen: reject(page, chosen, by=admin, seen=seen),
    }
    seen = mark_of(plan())
    claim_page(page, other, admin)
    with pytest.raises(ChangedSince):
        deeds[kind](seen)
    deeds[kind](mark_of(plan()))


def test_telling_apart_is_about_the_people_who_were_seen(admin, page, other):
    seen = mark_of(plan_distinction(page, other))
    with pytest.raises(ChangedSince):
        distinguish(page, make_researcher("Somebody Else"), by=admin, seen=seen)
    distinguish(page, other, by=admin, seen=seen)


def test_undoing_is_what_was_seen(admin, page, other):
    event = merge(page, into=other, by=admin)
    seen = mark_of_undoing(fresh(event), reversal_of(fresh(event)))
    claim_other(page, other, admin)
    with pytest.raises(ChangedSince):
        undo(event, by=admin, seen=seen)
    undo(event, by=admin, seen=mark_of_undoing(fresh(event), reversal_of(fresh(event))))
