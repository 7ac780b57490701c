"""A slice of the graph on the pages of researchers and works."""

import pytest
from django.urls import reverse

from researchers.models import ExternalId
from tests.builders import make_researcher, make_topic, make_work
from tests.explorer.reading import HOSTILE, Reading

pytestmark = pytest.mark.django_db
PIECE = {"HX-Request": "true"}


def slice_of(researcher) -> str:
    return reverse("explorer:slice", args=[researcher.slug])


@pytest.fixture
def ada():
    researcher = make_researcher("Ada Lindqvist")
    bob, cleo = make_researcher("Bob Okafor"), make_researcher("Cleo Marsh")
    make_work(
        "On tides", year=2019, authors=[researcher, bob], topics=[make_topic("Tides")], venue="A journal"
    )
    make_work("On sand", year=2021, authors=[bob, researcher, cleo])
    return researcher


def test_the_page_has_head_picture_legend_and_list(client, ada):
    response = client.get(slice_of(ada))
    assert response.status_code == 200
    text = Reading.of(response).text()
    for words in (
        "Research graph",
        "See the researcher in context",
        "Open full explorer",
        "The same as a list",
    ):
        assert words in text
    for word in ("Researcher", "Work", "Topic", "Venue"):
        assert word in text, "the legend names each kind"


def test_the_piece_is_what_the_page_holds_and_no_more(client, ada):
    piece = client.get(slice_of(ada), headers=PIECE).content.decode()
    assert "<html" not in piece
    assert piece.strip().startswith('<div class="graph-slice">')
    page = client.get(slice_of(ada))
    assert Reading.of(page).labels() == Reading(Reading.of(page).tree.getroottree().getroot()).labels() != []
    assert "HX-Request" in page["Vary"]


def test_the_page_of_a_fictional_person_says_so_and_the_piece_need_not(client, ada):
    assert "Fictional record" not in client.get(slice_of(ada)).text
    ExternalId.objects.create(researcher=ada, scheme="demo", value="person-1")
    assert "Fictional record" in client.get(slice_of(ada)).text
    assert "Fictional record" not in client.get(slice_of(ada), headers=PIECE).text


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_and_restored_visits_get_the_page(client, ada, header):
    assert b"<html" in client.get(slice_of(ada), headers={**PIECE, header: "true"}).content


@pytest.mark.parametrize("sheet", ["wide", "narrow"])
def test_the_list_says_the_same_as_the_picture_in_the_same_order(client, ada, sheet):
    reading = Reading.of(client.get(slice_of(ada), headers=PIECE))
    assert reading.pictured_links(sheet)[1:] == reading.listed_links() != []
    for label, name in zip(reading.labels(sheet)[1:], reading.listed(), strict=True):
        assert label.startswith(name)


def test_nodes_lead_to_their_pages(client, ada):
    links = Reading.of(client.get(slice_of(ada))).pictured_links()
    assert links[0] == ada.get_absolute_url()
    assert reverse("pages:topic", args=["tides"]) in links
    assert reverse("pages:venue", args=["a-journal"]) in links


def test_a_node_says_what_it_is_and_what_is_shared(client, ada):
    labels = Reading.of(client.get(slice_of(ada))).labels()
    assert labels[0] == "Ada Lindqvist, researcher, in the middle of this picture"
    assert labels[1] == "Bob Okafor, researcher, 2 works, 2019\u20132021"


def test_lines_say_how_many_works_they_stand_for(client, ada):
    assert b"Ada Lindqvist and Bob Okafor: 2 works together" in client.get(slice_of(ada)).content


def test_somebody_who_wrote_alone_is_told_so(client):
    lonely = make_researcher("Lone Author")
    make_work("Alone", authors=[lonely])
    text = Reading.of(client.get(slice_of(lonely), headers=PIECE)).text()
    assert "No co-authors are known here." in text
    assert "Alone" in text
    assert "Affiliations not imported." in text


def test_somebody_without_works_gets_no_empty_picture(client):
    reading = Reading.of(client.get(slice_of(make_researcher()), headers=PIECE))
    assert "Nothing around it is known yet" in reading.text()
    assert reading.labels() == []


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_the_picture(client, name):
    ada, other = make_researcher(name, slug="hostile"), make_researcher(name, slug="other")
    make_work(name, authors=[ada, other], topics=[make_topic("Tides")], venue="A journal")
    response = client.get(slice_of(ada), headers=PIECE)
    assert response.status_code == 200
    content = response.content.decode()
    assert not set(content) & set("\x07\x08\u202e\u202c")
    assert "<script" not in content
    reading = Reading.of(response)
    assert len(reading.labels()) == 5
    assert content.count("</svg>") == content.count("<svg")


def test_three_hundred_authors_fit(client):
    ada = make_researcher("Ada")
    work = make_work("A crowd", authors=[ada, *(make_researcher(f"Person {n}") for n in range(299))])
    reading = Reading.of(client.get(slice_of(ada), headers=PIECE))
    assert "and 291 more" in reading.text()
    assert len(reading.labels()) == 1 + 8 + 1
    reading = Reading.of(client.get(reverse("explorer:work_slice", args=[work.slug]), headers=PIECE))
    assert "People 300" in reading.text()
    assert "and 292 more" in reading.text()


def test_and_more_leads_to_the_explorer(client):
    ada = make_researcher("Ada")
    make_work(authors=[ada, *(make_researcher(f"Person {n}") for n in range(20))])
    tree = Reading.of(client.get(slice_of(ada))).tree
    (link,) = tree.xpath("//p[@class='graph-more']/a/@href")
    assert link == f"/explore/?focus=researcher:{ada.slug}&more=researcher"
    assert client.get(link).status_code == 200


def test_a_work_page_has_its_own_slice(client, ada):
    work = make_work("Deep water", authors=[ada])
    url = reverse("explorer:work_slice", args=[work.slug])
    text = Reading.of(client.get(url)).text()
    assert "See the work in context" in text
    assert Reading.of(client.get(url, headers=PIECE)).labels()[0].startswith("Deep water, work")


def test_a_merged_researcher_leads_on_to_the_slice_of_the_other(client, ada):
    old = make_researcher("A. Lindqvist", merged_into=ada)
    response = client.get(slice_of(old))
    assert response.status_code == 301
    assert response["Location"] == slice_of(ada)


@pytest.mark.parametrize("name", ["explorer:slice", "explorer:work_slice"])
def test_nobody_and_nothing_is_a_404(client, name):
    assert client.get(reverse(name, args=["nobody"])).status_code == 404


def test_a_withdrawn_work_has_no_slice(client):
    work = make_work(withdrawn=True)
    assert client.get(reverse("explorer:work_slice", args=[work.slug])).status_code == 404


def test_the_slice_only_answers_reading(client, ada):
    assert client.post(slice_of(ada)).status_code == 405


def test_the_cost_is_the_same_for_two_works_and_for_forty(client, count_queries):
    ada = make_researcher("Ada")
    for number in range(2):
        make_work(authors=[ada, make_researcher(f"P {number}")], topics=[make_topic(f"T {number}")])
    few = count_queries(lambda: client.get(slice_of(ada), headers=PIECE))
    for number in range(38):
        make_work(authors=[ada, make_researcher(f"Q {number}")], topics=[make_topic(f"U {number}")])
    assert count_queries(lambda: client.get(slice_of(ada), headers=PIECE)) == few == 8
