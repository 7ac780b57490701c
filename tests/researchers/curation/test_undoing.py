"""Undoing what the matcher decided, and what the record itself has changed since."""

import pytest

from researchers.answering import confirm_attribution
from researchers.curation.changes import Change, Standing
from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.plans import Record
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.curation.undoing import undo
from researchers.models import Attribution, Distinction, IdentityEvent, Researcher
from tests.builders import make_researcher, make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = make_researcher("Yang Liu", slug="yang-liu")
    make_work("Tides at noon", authors=[page])
    make_work("Tides at night", authors=[page])
    return page


@pytest.fixture
def other():
    return make_researcher("Yang Liu", slug="other")


def matcher_moves(source, target, kind):
    """What the matcher writes when one name turns out to be another's, or one page another."""
    rows = list(source.attributions.order_by("authorship"))
    rows = rows if kind == "merge" else rows[:1]
    changes = []
    for row in rows:
        standing = Standing.of(row)
        changes += [
            Change(row.authorship_id, source.pk, standing, None),
            Change(row.authorship_id, target.pk, None, standing),
        ]
    Attribution.objects.filter(pk__in=[row.pk for row in rows]).update(researcher=target)
    if kind == "merge":
        Researcher.objects.filter(pk=source.pk).update(merged_into=target)
    details = Record(changes=tuple(changes), makes_page=kind == "split", matcher=True).stored()
    return IdentityEvent.objects.create(kind=kind, researcher=source, other=target, details=details)


def listed(page):
    return Attribution.objects.accepted().filter(researcher=page).count()


def test_a_merge_of_the_matchers_that_is_undone_is_not_made_again(admin, page, other):
    event = matcher_moves(page, other, "merge")
    undo(event, by=admin)
    assert (listed(page), listed(other)) == (2, 0)
    assert Distinction.objects.filter(first=page, second=other).exists()
    with pytest.raises(CannotCurate, match="two people"):
        merge(page, into=other, by=admin)


def test_what_comes_back_from_a_split_of_the_matchers_is_a_persons_word(admin, page, other):
    event = matcher_moves(page, other, "split")
    undo(event, by=admin)
    assert listed(page) == 2
    row = Attribution.objects.accepted().earliest("authorship")
    assert (row.researcher, row.basis, row.decided_by) == (page, "curated", admin)
    assert Researcher.objects.get(pk=other.pk).merged_into == page


def test_who_holds_the_page_confirms_what_an_administrator_brought_back(ada, ada_page, admin, other):
    make_work(authors=[ada_page])
    undo(matcher_moves(ada_page, other, "move"), by=admin)
    row = ada_page.attributions.get()
    assert confirm_attribution(row, by=ada) is True
    row.refresh_from_db()
    assert (row.basis, row.decided_by) == ("confirmed", ada)


def test_what_the_matcher_did_since_is_no_obstacle(admin, page, other):
    third = make_researcher("Yang Liu", slug="third")
    chosen = [page.attributions.earliest("authorship").authorship_id]
    event = move(page, chosen, to=other, by=admin)
    matcher_moves(other, third, "move")
    undo(event, by=admin)
    assert listed(third) == 1  # it has left since, and stays where it is
    assert listed(page) == 1


def test_a_later_merge_of_the_same_page_comes_first(admin, page, other):
    third = make_researcher("Y. Liu", slug="third")
    first = merge(page, into=other, by=admin)
    second = merge(other, into=third, by=admin)
    assert Researcher.objects.get(pk=page.pk).merged_into == third
    with pytest.raises(StandsInTheWay) as refusal:
        undo(first, by=admin)
    assert refusal.value.later == second
    undo(second, by=admin)
    assert Researcher.objects.get(pk=page.pk).merged_into == other
    undo(first, by=admin)
    assert listed(page) == 2


def test_an_undoing_is_not_undone(admin, page, other):
    event = merge(page, into=other, by=admin)
    undoing = undo(event, by=admin)
    for one in (event, undoing):
        with pytest.raises(CannotCurate):
            undo(one, by=admin)


def test_whoever_wrote_with_the_merged_is_counted_and_scored_anew(admin, page, other):
    coauthor, stranger = make_researcher("Bob Okafor"), make_researcher("Carol Far")
    make_work("Together", authors=[page, coauthor])
    Researcher.objects.update(counters_stale_at=None, trust_stale_at=None)
    event = merge(page, into=other, by=admin)
    for deed in (lambda: None, lambda: undo(event, by=admin)):
        deed()
        stale = set(Researcher.objects.exclude(counters_stale_at=None))
        assert stale == {page, other, coauthor}
        assert set(Researcher.objects.exclude(trust_stale_at=None)) == stale
        assert stranger not in stale
        Researcher.objects.update(counters_stale_at=None, trust_stale_at=None)


def test_a_page_that_has_other_works_by_now_stays_one_of_its_own(admin, page, other):
    chosen = [page.attributions.earliest("authorship").authorship_id]
    event = split(page, chosen, by=admin)
    make_work("Birds over islands", authors=[other])
    distinguish(page, other, by=admin)
    matcher_moves(other, event.other, "merge")
    undo(event, by=admin)
    assert listed(page) == 2
    assert listed(event.other) == 1
    assert Researcher.objects.get(pk=event.other_id).merged_into is None
    assert not Distinction.objects.filter(first=page, second=event.other).exists()


def test_a_page_that_has_nothing_left_does_not_lead_to_somebody_it_was_told_apart_from(admin, page, other):
    chosen = [page.attributions.earliest("authorship").authorship_id]
    event = split(page, chosen, by=admin)
    apart = distinguish(event.other, other, by=admin)
    merging = matcher_moves(other, page, "merge")
    with pytest.raises(StandsInTheWay) as refusal:
        undo(event, by=admin)
    assert refusal.value.later == apart
    undo(merging, by=admin)
    undo(event, by=admin)
    assert Researcher.objects.get(pk=event.other_id).merged_into == page


@pytest.mark.parametrize("kind", ["move", "split"])
def test_what_went_on_from_page_to_page_comes_back_step_by_step(admin, page, other, kind):
    third = make_researcher("Yang Liu", slug="third")
    make_work("Birds over islands", authors=[third])
    first = matcher_moves(page, other, kind)
    second = matcher_moves(other, third, "move")
    undo(second, by=admin)
    assert (listed(page), listed(other)) == (1, 1)
    undo(first, by=admin)
    assert (listed(page), listed(other), listed(third)) == (2, 0, 1)


def test_a_merge_by_a_person_is_undone_after_what_the_matcher_moved_since_came_back(admin, page, other):
    third = make_researcher("Yang Liu", slug="third")
    merging = merge(page, into=other, by=admin)
    moving = matcher_moves(other, third, "move")
    undo(moving, by=admin)
    undo(merging, by=admin)
    assert (listed(page), listed(other), listed(third)) == (2, 0, 0)


def test_what_a_person_said_since_it_came_back_stands(admin, page, other):
    third = make_researcher("Yang Liu", slug="third")
    first = matcher_moves(page, other, "move")
    undo(matcher_moves(other, third, "move"), by=admin)
    moved = move(other, [other.attributions.get().authorship_id], to=third, by=admin)
    with pytest.raises(StandsInTheWay) as refusal:
        undo(first, by=admin)
    assert refusal.value.later == moved


def test_what_another_name_on_the_work_was_to_the_page_since_comes_first(admin, page, other):
    """Or that decision would stand, and could not be undone: the page would be two authors of the work."""
    third, fourth = make_researcher("Y. Liu", slug="y-liu"), make_researcher("Liu Yang", slug="liu-yang")
    mine, theirs = make_work("Tides together", authors=[page, other]).authorships.order_by("position")
    before = listed(page), listed(other)
    decisions = [
        move(page, [mine.pk], to=third, by=admin),
        move(other, [theirs.pk], to=page, by=admin),
        move(page, [theirs.pk], to=fourth, by=admin),
    ]
    with pytest.raises(StandsInTheWay) as refusal:
        undo(decisions[0], by=admin)
    assert refusal.value.later == decisions[1]
    for event in reversed(decisions):
        undo(event, by=admin)
    assert (listed(page), listed(other)) == before
