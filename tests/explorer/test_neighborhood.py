"""Who and what is around a focus, and in what order."""

from datetime import date

import pytest

from explorer.focus import focus_on_researcher, focus_on_work, named
from explorer.graph import Edge, Kind, Relation
from explorer.neighborhood import LIMITS, neighborhood_of
from explorer.scope import Years
from researchers.collaborators import collaborators_of
from researchers.models import Attribution
from tests.builders import (
    make_attribution,
    make_authorship,
    make_researcher,
    make_topic,
    make_work,
    make_works,
)
from works.models import Affiliation, Citation, Institution

pytestmark = pytest.mark.django_db


def around(researcher, **options):
    return neighborhood_of(focus_on_researcher(researcher), **options)


def names(neighborhood, kind):
    return [node.name for node in neighborhood.group(kind).nodes]


def affiliate(work, position, name="University of Somewhere"):
    institution, _ = Institution.objects.get_or_create(
        key=name.lower(), defaults={"name": name, "slug": name.lower()[:20]}
    )
    Affiliation.objects.create(authorship=work.authorships.get(position=position), institution=institution)
    return institution


def test_the_closest_come_first_and_in_the_order_of_the_trust_snapshot():
    ada, bob, cleo, dan = map(make_researcher, ["Ada", "Bob", "Cleo", "Dan"])
    make_work("Two of us, long ago", year=1990, authors=[ada, cleo])
    make_work("Two of us", year=2022, authors=[ada, bob])
    make_work("Many of us", year=2022, authors=[ada, dan, *map(str, range(20))])
    make_work("Many of us again", year=2022, authors=[ada, dan, *map(str, range(20))])
    people = around(ada).group(Kind.RESEARCHER).nodes
    assert [person.name for person in people] == ["Bob", "Cleo", "Dan"]
    assert [person.id for person in people] == [close.researcher_id for close in collaborators_of(ada.pk)]


def test_a_person_carries_shared_works_and_years():
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    for year in (2001, 2004, 2009):
        make_work(year=year, authors=[ada, bob])
    (person,) = around(ada).group(Kind.RESEARCHER).nodes
    assert (person.works, person.first_year, person.last_year) == (3, 2001, 2009)


def test_lists_are_cut_and_the_true_totals_said():
    ada = make_researcher("Ada")
    make_work(authors=[ada, *(make_researcher(f"Person {n}") for n in range(20))])
    people = around(ada).group(Kind.RESEARCHER)
    assert (len(people.nodes), people.total, people.more, people.exact) == (
        LIMITS[Kind.RESEARCHER],
        20,
        8,
        True,
    )
    more = around(ada, more=[Kind.RESEARCHER]).group(Kind.RESEARCHER)
    assert (len(more.nodes), more.total) == (20, 20)


@pytest.mark.parametrize("lost", [{"retracted": True}, {"withdrawn": True}, {"self_reported": True}])
def test_what_was_taken_back_ties_nobody(lost):
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    make_work(authors=[ada, bob], topics=[make_topic()], venue="A journal", **lost)
    assert around(ada).is_lonely


@pytest.mark.parametrize("status", [Attribution.Status.PROPOSED, Attribution.Status.REJECTED])
def test_what_was_not_accepted_ties_nobody(status):
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    work = make_work(authors=[ada, "Bob"])
    make_attribution(work.authorships.get(position=1), bob, status=status)
    assert names(around(ada), Kind.RESEARCHER) == []


def test_works_topics_and_venues_are_those_of_the_works():
    ada, tides = make_researcher("Ada"), make_topic("Tides")
    make_work("Low", year=2019, authors=[ada], topics=[tides, make_topic("Sand")], venue="A journal", rank=1)
    make_work("High", year=2020, authors=[ada], topics=[tides], venue="A journal", rank=2)
    make_work("Somebody else's", authors=["Bob"], topics=[make_topic("Clouds")], venue="Another")
    found = around(ada)
    assert names(found, Kind.WORK) == ["High", "Low"]
    assert names(found, Kind.TOPIC) == ["Tides", "Sand"]
    assert names(found, Kind.VENUE) == ["A journal"]
    assert found.group(Kind.VENUE).nodes[0].works == 2


def test_own_institutions_come_before_those_of_others():
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    works = make_works(3, authors=[ada, bob])
    for work in works:
        affiliate(work, 1, "Elsewhere")
    affiliate(works[0], 0, "Own place")
    found = around(ada)
    assert names(found, Kind.INSTITUTION) == ["Own place", "Elsewhere"]
    ends = {
        (edge.source.split("-")[0], edge.target)
        for edge in found.edges
        if edge.relation == Relation.AFFILIATED
    }
    assert ends == {("researcher:ada", "institution:own place"), ("researcher:bob", "institution:elsewhere")}


def test_every_node_is_tied_to_something_shown():
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    for number in range(20):
        make_work(f"Paper {number}", authors=[ada, bob], topics=[make_topic(f"Topic {number}")], rank=number)
    found = around(ada)
    ends = {end for edge in found.edges for end in (edge.source, edge.target)}
    assert ends == {node.key for node in found.nodes}


def test_coauthors_are_tied_to_each_other_by_the_works_they_share():
    ada, bob, cleo = map(make_researcher, ["Ada", "Bob", "Cleo"])
    make_works(2, authors=[ada, bob, cleo])
    make_work(authors=[ada, bob])
    among = [edge for edge in around(ada).edges if edge.relation == Relation.COAUTHOR]
    assert {(frozenset((edge.source, edge.target)), edge.works) for edge in among} == {
        (frozenset((f"researcher:{ada.slug}", f"researcher:{bob.slug}")), 3),
        (frozenset((f"researcher:{ada.slug}", f"researcher:{cleo.slug}")), 2),
        (frozenset((f"researcher:{bob.slug}", f"researcher:{cleo.slug}")), 2),
    }


def test_a_work_is_among_its_authors_and_what_it_cites():
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    old, new, newer = make_work("Old", year=2001), make_work("New", authors=[bob, ada]), make_work("Newer")
    Citation.objects.create(citing=new, scheme="test", value="old", cited=old)
    Citation.objects.create(citing=newer, scheme="test", value="new", cited=new)
    found = neighborhood_of(focus_on_work(new))
    assert names(found, Kind.RESEARCHER) == ["Bob", "Ada"], "as printed"
    assert set(names(found, Kind.WORK)) == {"Old", "Newer"}
    cites = {(edge.source, edge.target) for edge in found.edges if edge.relation == Relation.CITES}
    assert cites == {(f"work:{new.slug}", f"work:{old.slug}"), (f"work:{newer.slug}", f"work:{new.slug}")}
    assert Edge(f"researcher:{ada.slug}", f"work:{new.slug}", Relation.WROTE) in found.edges


def test_a_retracted_work_still_has_its_own_neighborhood():
    ada = make_researcher("Ada")
    assert names(
        neighborhood_of(focus_on_work(make_work(authors=[ada], retracted=True))), Kind.RESEARCHER
    ) == ["Ada"]


def test_years_narrow_what_is_read():
    ada, bob, cleo = map(make_researcher, ["Ada", "Bob", "Cleo"])
    make_work("Then", year=2001, authors=[ada, bob])
    make_work("Now", published_on=date(2020, 12, 31), authors=[ada, cleo])
    assert names(around(ada, years=Years(2020, 2020)), Kind.RESEARCHER) == ["Cleo"]
    assert names(around(ada, years=Years(1990, 2001)), Kind.WORK) == ["Then"]
    assert around(ada, years=Years(2021, 2022)).is_lonely


def test_only_the_kinds_asked_for_are_there():
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    make_work(authors=[ada, bob], topics=[make_topic()])
    found = around(ada, kinds=[Kind.TOPIC])
    assert [group.kind for group in found.groups] == [Kind.TOPIC]
    assert {node.kind for node in found.nodes} == {Kind.RESEARCHER, Kind.TOPIC}


@pytest.mark.parametrize("kind", [Kind.TOPIC, Kind.INSTITUTION, Kind.VENUE])
def test_things_have_neighborhoods_too(kind):
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    work = make_work("About it", authors=[ada, bob], topics=[make_topic("Tides")], venue="A journal")
    institution = affiliate(work, 0, "place")
    slug = {Kind.TOPIC: "tides", Kind.INSTITUTION: institution.slug, Kind.VENUE: "a-journal"}[kind]
    (focus,) = named([f"{kind}:{slug}"])
    found = neighborhood_of(focus)
    assert names(found, Kind.RESEARCHER) == ["Ada", "Bob"]
    assert names(found, Kind.WORK) == ["About it"]
    assert focus not in [node for group in found.groups for node in group.nodes]


def test_large_things_are_sampled_and_say_so(monkeypatch):
    monkeypatch.setattr("explorer.scope.MOST_OF_MANY", 3)
    make_works(5, authors=[make_researcher("Ada")], topics=[make_topic("Tides")])
    (focus,) = named(["topic:tides"])
    found = neighborhood_of(focus)
    assert (found.works_read, found.works_total, found.is_sampled) == (3, 5, True)
    assert found.group(Kind.WORK).total == 5
    assert not found.group(Kind.RESEARCHER).exact


def test_crowded_papers_are_read_last_and_only_while_there_is_room(monkeypatch):
    monkeypatch.setattr("explorer.scope.MOST_AUTHORSHIPS", 10)
    ada, bob, cleo = map(make_researcher, ["Ada", "Bob", "Cleo"])
    make_work("A crowd", authors=[ada, cleo, *map(str, range(30))])
    make_work("Another crowd", authors=[ada, cleo, *map(str, range(31))])
    make_work("The two of us", authors=[ada, bob])
    found = around(ada)
    assert names(found, Kind.RESEARCHER) == ["Bob", "Cleo"]
    assert found.group(Kind.RESEARCHER).nodes[1].works == 1, "the second crowd is not read"
    assert not found.group(Kind.RESEARCHER).exact
    assert found.group(Kind.WORK).total == 3


def test_a_person_printed_twice_on_one_work_counts_once():
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    work = make_work(authors=[ada, bob])
    make_authorship(work, bob, position=2)
    (person,) = around(ada).group(Kind.RESEARCHER).nodes
    assert person.works == 1


def test_titles_with_formulas_are_text():
    ada = make_researcher("Ada")
    make_work(r"Sorting in $\mathcal{O}(n)$ with \emph{ease}", authors=[ada])
    (title,) = names(around(ada), Kind.WORK)
    assert "\\" not in title
    assert "$" not in title


def test_the_number_of_statements_does_not_grow(count_queries):
    ada = make_researcher("Ada")
    make_works(2, authors=[ada, make_researcher("Bob")], topics=[make_topic()], venue="A journal")
    few = count_queries(lambda: around(ada))
    for number in range(30):
        make_work(
            authors=[ada, make_researcher(f"P {number}")],
            topics=[make_topic(f"T {number}")],
            venue=f"V {number}",
        )
    assert count_queries(lambda: around(ada)) == few == 7
