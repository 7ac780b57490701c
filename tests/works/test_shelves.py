"""Shelves: which works of a topic, venue or institution a page shows, and what is counted of them."""

from datetime import date

import pytest

from tests.builders import make_authorship, make_topic, make_work, make_works
from works import shelves
from works.models import Affiliation, Institution
from works.shelves import OF_INSTITUTION, OF_VENUE, ON_TOPIC, Shelf, neighbors, shelf_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(db):
    return make_topic("Tides")


def page_of(topic, **chosen):
    return shelf_page(Shelf(ON_TOPIC, topic.pk), chosen)


def test_an_empty_shelf_has_one_empty_page(topic):
    listed = page_of(topic, page=7)
    assert (listed.total, listed.page, listed.work_ids, listed.years) == (0, 1, [], {})


def test_works_stand_in_the_order_asked_for(topic):
    first = make_work("One", topics=[topic], published_on=date(2001, 5, 1), rank=1.0)
    second = make_work("Two", topics=[topic], published_on=date(2003, 5, 1), rank=3.0)
    third = make_work("Three", topics=[topic], published_on=date(2002, 5, 1), rank=2.0)
    assert page_of(topic).work_ids == [second.pk, third.pk, first.pk]
    assert page_of(topic, sort="newest").work_ids == [second.pk, third.pk, first.pk]
    assert page_of(topic, sort="oldest").work_ids == [first.pk, third.pk, second.pk]


def test_years_narrow_the_list_and_not_the_figures(topic):
    for year in (2000, 2001, 2001, 2003):
        make_work("A paper", year=year, topics=[topic])
    listed = page_of(topic, year_from=2001, year_to=2002)
    assert (listed.total, listed.matching, len(listed.work_ids)) == (4, 2, 2)
    assert listed.years == {2000: 1, 2001: 2, 2003: 1}


def test_a_page_beyond_the_last_is_the_last(topic):
    make_works(45, topics=[topic])
    listed = page_of(topic, page=1_000)
    assert (listed.page, len(listed.work_ids)) == (3, 5)


def test_withdrawn_works_and_those_of_others_stay_out(topic):
    make_work("Gone", topics=[topic], withdrawn=True)
    make_work("Other", topics=[make_topic("Moons")])
    assert page_of(topic).total == 0


def test_only_the_newest_are_surveyed(topic, monkeypatch):
    monkeypatch.setattr(shelves, "SURVEYED", 2)
    _, new, newest = (make_work("A paper", year=year, topics=[topic]) for year in (2000, 2001, 2002))
    listed = page_of(topic)
    assert listed.newest == [newest.pk, new.pk]
    assert listed.is_surveyed_in_part


def test_neighbors_are_the_topics_shared_most():
    tides, moons, harbors = make_topic("Tides"), make_topic("Moons"), make_topic("Harbors")
    works = [make_work("One", topics=[tides, moons]), make_work("Two", topics=[tides, moons, harbors])]
    found = neighbors([work.pk for work in works], of=tides.pk)
    assert [(neighbor.name, neighbor.works) for neighbor in found] == [("Moons", 2), ("Harbors", 1)]
    assert neighbors([]) == []


def test_a_venue_and_an_institution_are_shelves_too():
    work = make_work("Tides", venue="Journal of Invented Tides")
    house = Institution.objects.create(slug="sea", name="Sea Institute", key="sea institute")
    for position in (0, 1):
        authorship = make_authorship(work, "Ada Lindqvist", position=position)
        Affiliation.objects.create(authorship=authorship, institution=house)
    make_work("Elsewhere", venue="Another Journal")
    assert shelf_page(Shelf(OF_VENUE, work.venue_id), {}).work_ids == [work.pk]
    assert shelf_page(Shelf(OF_INSTITUTION, house.pk), {}).work_ids == [work.pk]
