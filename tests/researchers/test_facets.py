"""What a list can be filtered by: counts that follow the other filters, years, and works whose novelty nobody knows."""

import re

import pytest
from django.urls import reverse

from researchers.facets import MOST_OFFERED, facets_of
from researchers.listing import listed_works
from tests.builders import make_researcher, make_topic, make_work, take_back
from works.models import SourceRecord, Work, WorkScore


@pytest.fixture
def ada(db):
    """Five works: two with Bob, two on tides, two theses, one with code."""
    ada, bob = make_researcher("Ada Lindqvist"), make_researcher("Bob Okafor", slug="bob")
    tides, salt = make_topic("Tides"), make_topic("Salt")
    make_work("A", year=1990, authors=[ada, bob], topics=[tides], type=Work.Type.THESIS)
    make_work("B", year=2000, authors=[bob, ada], topics=[salt], has_code=True, open_access=True)
    make_work("C", year=2000, authors=[ada], topics=[tides, salt], open_access=True)
    late = make_work("D", year=2010, authors=[ada], type=Work.Type.THESIS, open_access=False)
    make_work("E", year=2010, authors=[ada, "Nobody Known"])
    make_work("Taken back", year=2010, authors=[ada, bob], topics=[tides], withdrawn=True)
    SourceRecord.objects.filter(work=late).update(source="arxiv")
    return ada


def test_a_source_that_took_its_statement_back_is_no_source(ada):
    take_back(Work.objects.get(title="A"), source="acl")
    assert offered(ada)["source"] == {"Demonstration record": 4, "arXiv": 1}
    assert offered(ada, source="acl")["matching"] == 0
    assert listed_works(ada.pk, {"source": "acl"}) == []


def offered(ada, **chosen):
    facets = facets_of(ada.pk, chosen)
    words = {name: {one.label: one.works for one in options} for name, options in facets.options.items()}
    sums = {"code": facets.with_code, "open": facets.open_access, "matching": facets.matching}
    return {**words, **sums, "years": facets.years}


@pytest.mark.parametrize(
    ("chosen", "facet", "expected"),
    [
        ({}, "type", {"Preprint": 3, "Thesis": 2}),
        ({}, "source", {"Demonstration record": 4, "arXiv": 1}),
        ({}, "topic", {"Salt": 2, "Tides": 2}),
        ({}, "coauthor", {"Bob Okafor": 2}),
        ({}, "years", {1990: 1, 2000: 2, 2010: 2}),
        ({}, "code", 1),
        ({}, "open", 2),
        # A filter changes the counts of all others, and none of its own.
        ({"type": "thesis"}, "type", {"Preprint": 3, "Thesis": 2}),
        ({"type": "thesis"}, "source", {"Demonstration record": 1, "arXiv": 1}),
        ({"type": "thesis"}, "topic", {"Tides": 1}),
        ({"type": "thesis"}, "coauthor", {"Bob Okafor": 1}),
        ({"type": "thesis"}, "years", {1990: 1, 2010: 1}),
        ({"type": "thesis"}, "code", 0),
        ({"topic": "tides"}, "topic", {"Salt": 2, "Tides": 2}),
        ({"topic": "tides"}, "type", {"Preprint": 1, "Thesis": 1}),
        ({"coauthor": "bob"}, "coauthor", {"Bob Okafor": 2}),
        ({"coauthor": "bob"}, "years", {1990: 1, 2000: 1}),
        ({"year_from": 1995}, "years", {1990: 1, 2000: 2, 2010: 2}),
        ({"year_from": 1995, "year_to": 2005}, "topic", {"Salt": 2, "Tides": 1}),
        ({"code": True}, "code", 1),
        ({"code": True}, "open", 1),
        ({"open_access": True}, "open", 2),
        ({"open_access": True}, "code", 1),
        ({"source": "arxiv"}, "source", {"Demonstration record": 4, "arXiv": 1}),
        ({"source": "arxiv"}, "type", {"Thesis": 1}),
        # Two filters: each facet leaves out its own only.
        ({"type": "thesis", "topic": "tides"}, "type", {"Preprint": 1, "Thesis": 1}),
        ({"type": "thesis", "topic": "tides"}, "topic", {"Tides": 1}),
        ({"type": "thesis", "topic": "tides"}, "years", {1990: 1}),
        # What is chosen stays offered, under its name, where nothing is left of it.
        ({"topic": "salt", "type": "thesis"}, "topic", {"Tides": 1, "Salt": 0}),
        ({"coauthor": "bob", "source": "arxiv"}, "coauthor", {"Bob Okafor": 0}),
        ({"type": "book"}, "type", {"Preprint": 3, "Thesis": 2, "Book": 0}),
    ],
)
def test_counts_follow_the_other_filters(ada, chosen, facet, expected):
    assert offered(ada, **chosen).get(facet, {}) == expected


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"type": "thesis"},
        {"topic": "tides"},
        {"coauthor": "bob"},
        {"code": True},
        {"year_to": 2000},
        {"source": "arxiv", "type": "preprint"},
        {"topic": "unheard-of"},
    ],
)
def test_what_is_counted_is_what_is_listed(ada, chosen):
    assert offered(ada, **chosen)["matching"] == len(listed_works(ada.pk, chosen))


def test_every_count_offered_is_the_number_of_works_that_it_leaves(ada):
    for chosen in ({}, {"type": "thesis"}, {"topic": "tides", "year_from": 1995}):
        for name, options in facets_of(ada.pk, chosen).options.items():
            for option in options:
                left = listed_works(ada.pk, {**chosen, name: option.value})
                assert (name, option.value, option.works) == (name, option.value, len(left))


def test_no_more_than_twenty_are_offered_and_the_one_chosen_among_them(ada):
    people = [make_researcher(f"Person {number:02}", slug=f"person-{number}") for number in range(25)]
    make_work("Crowd", authors=[ada, *people])
    assert len(facets_of(ada.pk, {}).options["coauthor"]) == MOST_OFFERED
    offered = facets_of(ada.pk, {"coauthor": "person-24"}).options["coauthor"]
    assert "person-24" in {option.value for option in offered}


def test_whose_page_is_not_public_is_not_offered(ada):
    hidden = make_researcher("Hidden Person", slug="hidden", visibility="hidden")
    make_work("With them", authors=[ada, hidden])
    for chosen in ({}, {"coauthor": "hidden"}):
        assert "Hidden Person" not in offered(ada, **chosen).get("coauthor", {})


def list_of(client, ada, query="", **headers):
    return client.get(reverse("researchers:works", args=[ada.slug]) + query, headers=headers).content.decode()


def titles_of(html):
    return re.findall(r'class="work-title"><a[^>]*><bdi>(.*?)</bdi></a>', html)


def score(**novelties):
    for title, novelty in novelties.items():
        WorkScore.objects.update_or_create(work=Work.objects.get(title=title), defaults={"novelty": novelty})


def test_the_most_novel_come_first_and_those_nobody_can_judge_last(client, ada):
    score(A=10, C=90.5, D=None)
    html = list_of(client, ada, "?sort=novel")
    assert titles_of(html) == ["C", "A", "E", "D", "B"]
    assert "3 works come last: there is not enough data to say how novel." in html
    assert "come last" not in list_of(client, ada)


def test_each_work_says_how_novel_it_is_where_that_is_known(client, ada):
    score(A=12.4)
    items = re.findall(r'(?s)<article class="work">.*?</article>', list_of(client, ada, "?sort=oldest"))
    assert "Novelty 12 %" in items[0]
    assert all("not enough data" in item for item in items[1:])
    html = client.get(Work.objects.get(title="A").get_absolute_url()).text
    assert "Novelty 12 %" in html


@pytest.mark.parametrize(
    ("scored", "said"),
    [
        ("ABCDE", None),
        ("ABCD", "1 work comes last: there is not enough data to say how novel."),
        ("", "There is not enough data to say how novel these works are: the newest comes first."),
    ],
)
def test_how_many_cannot_be_judged_is_said(client, ada, scored, said):
    score(**dict.fromkeys(scored, 50.0))
    found = re.findall(r'<p class="note">([^<]*novel[^<]*)</p>', list_of(client, ada, "?sort=novel"))
    assert found == ([said] if said else [])


def test_years_are_drawn_and_lead_to_their_works(client, ada):
    html = list_of(client, ada, "?sort=oldest&topic=tides&page=1")
    assert 'aria-label="2 works from 1990 to 2000; most in 2000: 1"' in html
    address = reverse("researchers:works", args=[ada.slug])
    link = f"{address}?sort=oldest&amp;topic=tides&amp;year_from=1990&amp;year_to=1990"
    assert f'href="{link}#works" hx-get="{link}"' in html
    assert titles_of(list_of(client, ada, "?topic=tides&year_from=1990&year_to=1990")) == ["A"]


def test_the_year_shown_alone_is_marked(client, ada):
    html = list_of(client, ada, "?year_from=2000&year_to=2000")
    assert re.findall(r'aria-current="true">(\d{4})', html) == ["2000"]
    assert 'aria-current="true"' not in list_of(client, ada, "?year_from=2000")


def test_one_year_is_no_plot(client, db):
    bob = make_researcher("Bob Okafor")
    make_work(year=2000, authors=[bob])
    assert "years-plot" not in list_of(client, bob)


def test_check_boxes_say_how_many_works_they_leave(client, ada):
    html = list_of(client, ada)
    assert "With code (1)" in html
    assert "Open access (2)" in html
