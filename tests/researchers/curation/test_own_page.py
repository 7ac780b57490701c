"""Nobody decides who they are themselves: administrators who have a page of their own leave it to another."""

import pytest

from researchers.answering import confirm_attribution
from researchers.curation.accepting import accept, decline
from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.refusals import CannotCurate
from researchers.curation.rejecting import reject
from researchers.curation.undoing import undo
from researchers.models import Attribution, IdentityEvent, Researcher
from tests.builders import make_attribution, make_researcher, make_user, make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(admin):
    return with_works(make_researcher("Wilma Warden", user=admin))


@pytest.fixture
def other():
    return with_works(make_researcher("W. Warden"))


def with_works(page):
    for number in range(2):
        make_work(f"Paper {number} of {page.pk}", authors=[page])
    return page


def first_of(page):
    return [page.attributions.earliest("pk").authorship_id]


def proposed(listed_for, proposed_for):
    row = make_work("Whose?", authors=[listed_for]).authorships.get()
    return make_attribution(row, proposed_for, status="proposed")


DEEDS = {
    "merge away": lambda own, other, by: merge(own, into=other, by=by),
    "merge into": lambda own, other, by: merge(other, into=own, by=by),
    "split": lambda own, other, by: split(own, first_of(own), by=by),
    "split onto": lambda own, other, by: split(other, first_of(other), to=own, by=by),
    "move away": lambda own, other, by: move(own, first_of(own), to=other, by=by),
    "move onto": lambda own, other, by: move(other, first_of(other), to=own, by=by),
    "reject": lambda own, other, by: reject(own, first_of(own), by=by),
    "tell apart": lambda own, other, by: distinguish(other, own, by=by),
    "accept": lambda own, other, by: accept(proposed("Somebody", own), by=by),
    "accept of": lambda own, other, by: accept(proposed(own, other), by=by),
    "decline": lambda own, other, by: decline(proposed("Somebody", own), by=by),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_administrators_do_not_decide_about_their_own_page_but_others_do(admin, own, other, deed):
    with pytest.raises(CannotCurate, match="about your own page"):
        deed(own, other, admin)
    assert not IdentityEvent.objects.exists()
    deed(own, other, make_user("warden@example.org", is_staff=True))
    assert IdentityEvent.objects.exists()


@pytest.mark.parametrize("theirs", ["own", "other"])
def test_administrators_do_not_undo_decisions_about_their_own_page(admin, own, other, theirs):
    colleague = make_user("warden@example.org", is_staff=True)
    event = move(*((own, first_of(own)) if theirs == "own" else (other, first_of(other))),
                 to=other if theirs == "own" else own, by=colleague)  # fmt: skip
    with pytest.raises(CannotCurate, match="about your own page"):
        undo(event, by=admin)
    undo(event, by=colleague)


def test_what_a_page_says_that_leads_to_their_own_is_theirs_too(admin, other):
    colleague = make_user("warden@example.org", is_staff=True)
    kept = make_researcher("Wilma Warden")
    event = reject(other, first_of(other), by=colleague)
    merge(other, into=kept, by=colleague)
    Researcher.objects.filter(pk=kept.pk).update(user=admin)
    with pytest.raises(CannotCurate, match="about your own page"):
        undo(event, by=admin)


def test_on_their_own_page_they_answer_as_everybody_does(admin, own):
    row = own.attributions.earliest("pk")
    assert confirm_attribution(row, by=admin)
    assert Attribution.objects.get(pk=row.pk).basis == "confirmed"
