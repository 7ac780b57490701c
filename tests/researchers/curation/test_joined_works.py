"""Undoing what was decided about a work that became part of another since, or left it again."""

import pytest

from ingest.joining.curating import join_works, undo_joining
from researchers.answering import reject_attribution
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.curation.undoing import undo
from researchers.models import Attribution, IdentityEvent, Researcher
from tests.ingest.records import load, make_record, work_of
from works.models import Joining

pytestmark = pytest.mark.django_db

DUNES, SINGING = "A grammar of dunes", "Notes on sand that sings"


@pytest.fixture
def page():
    """A page of three works, of which two are going to be one."""
    load(
        make_record("1", title=DUNES, authors=("Yang Liu",)),
        make_record("2", title=SINGING, authors=("Yang Liu", "Bob Okafor")),
        make_record("3", title="Tides at noon", authors=("Yang Liu",)),
    )
    return Researcher.objects.get(preferred_name="Yang Liu")


@pytest.fixture
def other():
    load(make_record("4", title="Birds over islands", authors=("Yáo Liu",)))
    return Researcher.objects.get(preferred_name="Yáo Liu")


def name_on(number, name="Yang Liu"):
    """An authorship of a work, listed or joined into another."""
    titles = {"1": DUNES, "2": SINGING}
    from_title = {"authorship__work__title": titles[number]}
    return Attribution.objects.filter(**from_title, authorship__name=name)[0].authorship_id


def owners(number):
    rows = Attribution.objects.accepted().filter(authorship__work=work_of(number))
    return dict(rows.values_list("authorship__name", "researcher"))


def check_sound():
    """Nobody is two authors of one work that is listed."""
    rows = Attribution.objects.accepted().filter(authorship__work__withdrawn=False)
    pairs = list(rows.values_list("authorship__work", "researcher"))
    assert len(pairs) == len(set(pairs))


def test_a_split_of_a_work_that_was_joined_since_is_undone_where_the_name_is_now(admin, page):
    event = split(page, [name_on("2")], by=admin)
    join_works(work_of("1"), work_of("2"), by=admin)
    assert owners("1")["Yang Liu"] == event.other_id
    undo(event, by=admin)
    assert owners("1")["Yang Liu"] == page.pk
    assert not Attribution.objects.filter(status="rejected").exists()
    assert Researcher.objects.get(pk=event.other_id).merged_into == page
    check_sound()


def test_a_move_to_a_known_page_is_undone_there_too(admin, page, other):
    event = move(page, [name_on("2")], to=other, by=admin)
    join_works(work_of("1"), work_of("2"), by=admin)
    assert owners("1")["Yang Liu"] == other.pk
    undo(event, by=admin)
    assert owners("1")["Yang Liu"] == page.pk
    check_sound()


def test_a_refusal_is_undone_there_too(admin, page):
    row = Attribution.objects.get(authorship=name_on("2"), researcher=page)
    reject_attribution(row, by=admin)
    join_works(work_of("1"), work_of("2"), by=admin)
    undo(IdentityEvent.objects.get(), by=admin)
    assert owners("1")["Yang Liu"] == page.pk
    assert not Attribution.objects.filter(status="rejected").exists()
    check_sound()


def test_what_was_undone_stays_undone_when_the_works_are_told_apart(admin, page):
    event = split(page, [name_on("2")], by=admin)
    join_works(work_of("1"), work_of("2"), by=admin)
    undo(event, by=admin)
    undo_joining(Joining.objects.get(), by=admin)
    assert (owners("1")["Yang Liu"], owners("2")["Yang Liu"]) == (page.pk, page.pk)
    check_sound()


def test_a_split_is_undone_after_the_works_were_joined_and_told_apart(admin, page):
    event = split(page, [name_on("2")], by=admin)
    join_works(work_of("1"), work_of("2"), by=admin)
    undo_joining(Joining.objects.get(), by=admin)
    undo(event, by=admin)
    assert (owners("1")["Yang Liu"], owners("2")["Yang Liu"]) == (page.pk, page.pk)
    check_sound()


def test_a_merge_whose_work_was_joined_since_is_undone(admin, page, other):
    event = merge(other, into=page, by=admin)
    load(make_record("5", title="Birds over islands, again", authors=("Yáo Liu",)))
    join_works(work_of("5"), work_of("4"), by=admin)
    Attribution.objects.filter(authorship__work=work_of("5")).update(researcher=page)
    undo(event, by=admin)
    assert owners("5") == {"Yáo Liu": other.pk}
    check_sound()


def test_what_somebody_answered_on_the_joined_work_since_stands_in_the_way(admin, page):
    event = split(page, [name_on("2")], by=admin)
    join_works(work_of("1"), work_of("2"), by=admin)
    reject_attribution(
        Attribution.objects.get(authorship__work=work_of("1"), researcher=event.other), by=admin
    )
    before = owners("1")
    with pytest.raises(StandsInTheWay):
        undo(event, by=admin)
    assert owners("1") == before


def test_nothing_comes_back_to_somebody_who_is_another_author_of_the_work_by_now(admin, page):
    refused = Attribution.objects.get(authorship=name_on("2"), researcher=page)
    reject_attribution(refused, by=admin)
    event = IdentityEvent.objects.get()
    bob = Researcher.objects.get(preferred_name="Bob Okafor")
    merging = merge(bob, into=page, by=admin)
    with pytest.raises(StandsInTheWay) as refusal:
        undo(event, by=admin)
    assert refusal.value.later == merging
    undo(merging, by=admin)
    undo(event, by=admin)
    check_sound()


def test_nor_where_an_import_made_them_one(admin, page):
    refused = Attribution.objects.get(authorship=name_on("2"), researcher=page)
    reject_attribution(refused, by=admin)
    Attribution.objects.filter(authorship__name="Bob Okafor").update(researcher=page)
    with pytest.raises(CannotCurate, match="nobody is two authors of one work"):
        undo(IdentityEvent.objects.get(), by=admin)
    check_sound()


def test_a_list_of_authors_that_was_printed_in_another_order_does_not_matter(admin, page):
    event = split(page, [name_on("2")], by=admin)
    load(make_record("2", title=SINGING, authors=("Bob Okafor", "Yang Liu")))
    undo(event, by=admin)
    assert owners("2")["Yang Liu"] == page.pk
    load(make_record("2", title=SINGING, authors=("Bob Okafor",)))
    check_sound()
