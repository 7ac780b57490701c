"""Shelves: which works of a topic, venue or institution a page shows, and what is counted of them."""

from datetime import date

import pytest

from tests.builders import make_authorship, make_topic, make_work, make_works, take_back
from works import shelves
from works.models import Affiliation, Institution, Work, WorkScore
from works.shelves import OF_INSTITUTION, OF_VENUE, ON_TOPIC, Shelf, neighbors, shelf_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(db):
    return make_topic("Tides")


def page_of(topic, **chosen):
    return shelf_page(Shelf(ON_TOPIC, topic.pk), chosen)


def test_an_empty_shelf_has_one_empty_page(topic):
    listed = page_of(topic, page=7)
    assert (listed.total, listed.page, listed.work_ids, listed.facets.years) == (0, 1, [], {})


def test_works_stand_in_the_order_asked_for(topic):
    first = make_work("One", topics=[topic], published_on=date(2001, 5, 1), rank=1.0)
    second = make_work("Two", topics=[topic], published_on=date(2003, 5, 1), rank=3.0)
    third = make_work("Three", topics=[topic], published_on=date(2002, 5, 1), rank=2.0)
    assert page_of(topic).work_ids == [second.pk, third.pk, first.pk]
    assert page_of(topic, sort="newest").work_ids == [second.pk, third.pk, first.pk]
    assert page_of(topic, sort="oldest").work_ids == [first.pk, third.pk, second.pk]


def test_years_narrow_the_list_and_not_the_years_offered(topic):
    for year in (2000, 2001, 2001, 2003):
        make_work("A paper", year=year, topics=[topic])
    listed = page_of(topic, year_from=2001, year_to=2002)
    assert (listed.total, listed.matching, len(listed.work_ids)) == (4, 2, 2)
    assert listed.facets.years == {2000: 1, 2001: 2, 2003: 1}


def test_a_page_beyond_the_last_is_the_last(topic):
    make_works(45, topics=[topic])
    listed = page_of(topic, page=1_000)
    assert (listed.page, len(listed.work_ids)) == (3, 5)


def test_withdrawn_works_and_those_of_others_stay_out(topic):
    make_work("Gone", topics=[topic], withdrawn=True)
    make_work("Other", topics=[make_topic("Moons")])
    assert page_of(topic).total == 0


def test_what_only_a_file_of_a_user_says_stands_on_no_shelf(topic):
    known = make_work("Known", topics=[topic], year=2001)
    make_work("Said", topics=[topic], year=2027, self_reported=True)
    listed = page_of(topic)
    assert (listed.total, listed.work_ids, listed.newest) == (1, [known.pk], [known.pk])
    assert shelves.newest_works(Shelf(ON_TOPIC, topic.pk), limit=5) == [known.pk]


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


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ["Old thesis", "Coded", "Open", "Plain"]),
        ({"type": "thesis"}, ["Old thesis"]),
        ({"type": "book"}, []),
        ({"source": "arxiv"}, ["Coded", "Open"]),
        ({"source": "acl"}, []),
        ({"venue": "journal-of-tides"}, ["Coded"]),
        ({"venue": "nowhere"}, []),
        ({"code": True}, ["Coded"]),
        ({"open_access": True}, ["Coded", "Open"]),
        ({"year_from": 2001, "year_to": 2002}, ["Coded", "Open"]),
        ({"year_to": 2000, "type": "thesis"}, ["Old thesis"]),
        ({"open_access": True, "code": True, "source": "arxiv", "venue": "journal-of-tides"}, ["Coded"]),
        ({"open_access": True, "type": "thesis"}, []),
    ],
)
def test_filters_leave_what_has_all_that_was_asked_for(topic, chosen, expected):
    make_various(topic)
    listed = page_of(topic, sort="oldest", **chosen)
    assert [Work.objects.get(pk=pk).title for pk in listed.work_ids] == expected
    assert (listed.total, listed.matching) == (4, len(expected))


def make_various(topic):
    make_work("Old thesis", year=2000, type=Work.Type.THESIS, topics=[topic])
    coded = make_work("Coded", year=2001, source="arxiv", topics=[topic], venue="Journal of Tides")
    Work.objects.filter(pk=coded.pk).update(has_code=True, open_access=True)
    make_work("Open", year=2002, source="arxiv", topics=[topic], open_access=True)
    make_work("Plain", year=2003, topics=[topic, make_topic("Moons")], open_access=False)


def counts(options):
    return {option.value: option.works for option in options}


def test_each_facet_counts_what_the_other_filters_leave(topic):
    make_various(topic)
    facets = page_of(topic, source="arxiv", code=True).facets
    assert counts(facets.options["source"]) == {"arxiv": 1}
    assert counts(facets.options["type"]) == {"preprint": 1}
    assert counts(facets.options["venue"]) == {"journal-of-tides": 1}
    assert (facets.with_code, facets.open_access) == (1, 1)
    facets = page_of(topic, year_from=2003).facets
    assert facets.years == {2000: 1, 2001: 1, 2002: 1, 2003: 1}
    assert counts(facets.options["source"]) == {"demo": 1}
    assert (facets.with_code, facets.open_access) == (0, 0)


@pytest.mark.parametrize(
    ("name", "value"), [("source", "acl"), ("type", "book"), ("venue", "journal-of-tides")]
)
def test_what_is_chosen_is_offered_though_nothing_is_left(topic, name, value):
    make_various(topic)
    facets = page_of(topic, **{name: value, "year_to": 2000}).facets
    assert counts(facets.options[name])[value] == 0


def test_what_is_chosen_is_counted_though_others_have_more(topic, monkeypatch):
    monkeypatch.setattr(shelves, "MOST_OFFERED", 1)
    make_works(2, topics=[topic], venue="Larger")
    make_work("One", topics=[topic], venue="Smaller")
    assert counts(page_of(topic).facets.options["venue"]) == {"larger": 2}
    assert counts(page_of(topic, venue="smaller").facets.options["venue"]) == {"smaller": 1}


def test_a_venue_and_an_institution_are_narrowed_by_topic(topic):
    moons = make_topic("Moons")
    both = make_work("Both", topics=[topic, moons], venue="J")
    make_work("Tides", topics=[topic], venue="J")
    shelf = Shelf(OF_VENUE, both.venue_id)
    listed = shelf_page(shelf, {"topic": "moons"})
    assert listed.work_ids == [both.pk]
    assert counts(listed.facets.options["topic"]) == {"tides": 2, "moons": 1}
    assert listed.facets.options["venue"] == []


def test_a_source_that_took_its_statement_back_is_no_source(topic):
    take_back(make_work("Once there", topics=[topic]))
    assert counts(page_of(topic).facets.options["source"]) == {"demo": 1}
    assert page_of(topic, source="arxiv").matching == 0


def test_two_statements_of_one_source_are_one_work_of_it(topic):
    work = make_work("Twice", source="arxiv", topics=[topic])
    second = work.sources.get()
    second.pk, second.source_id = None, "again"
    second.save()
    assert counts(page_of(topic).facets.options["source"]) == {"arxiv": 1}


def test_the_most_cited_and_the_most_novel_come_first(topic):
    plain = make_work("Plain", year=2009, topics=[topic])
    cited = make_work("Cited", year=2001, topics=[topic], cited_by_count=9)
    novel = make_work("Novel", year=2002, topics=[topic], citations_count=3)
    for work, novelty in ((cited, 10.0), (novel, 90.0)):
        WorkScore.objects.update_or_create(work=work, defaults={"novelty": novelty})
    assert page_of(topic, sort="cited").work_ids == [cited.pk, novel.pk, plain.pk]
    listed = page_of(topic, sort="novel")
    assert listed.work_ids == [novel.pk, cited.pk, plain.pk]
    assert (listed.scored, listed.matching) == (2, 3)


def test_what_is_said_of_a_large_shelf_is_remembered_and_its_list_is_not(topic, monkeypatch):
    monkeypatch.setattr(shelves, "LARGE", 1)
    make_works(2, year=2001, topics=[topic])
    assert page_of(topic).facets.years == {2001: 2}
    newest = make_work("Newest", year=2020, topics=[topic])
    listed = page_of(topic, sort="newest")
    assert (listed.total, listed.work_ids[0]) == (3, newest.pk)
    assert listed.facets.years == {2001: 2}
    assert page_of(topic, code=True).facets.years == {}
    assert page_of(topic, year_from=2020).facets.years == {2001: 2, 2020: 1}


def test_what_is_said_of_a_small_shelf_is_always_fresh(topic):
    make_works(2, year=2001, topics=[topic])
    assert page_of(topic).facets.years == {2001: 2}
    make_work("Newest", year=2020, topics=[topic])
    assert page_of(topic).facets.years == {2001: 2, 2020: 1}


def test_topics_and_venues_of_one_number_are_remembered_apart():
    assert len({Shelf(works, 7).key for works in (ON_TOPIC, OF_VENUE, OF_INSTITUTION)}) == 3
