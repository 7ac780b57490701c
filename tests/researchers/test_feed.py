"""The Atom feed of a researcher's newest works."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from tests.builders import make_researcher, make_work, make_works

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def ada(db):
    return make_researcher("Ada Lindqvist")


def feed_of(client, researcher):
    response = client.get(reverse("researchers:feed", args=[researcher.slug]))
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def entries_of(feed):
    return feed.findall(f"{ATOM}entry")


def test_the_feed_says_whose_it_is_and_where(client, ada):
    feed = feed_of(client, ada)
    assert feed.findtext(f"{ATOM}title") == "Works of Ada Lindqvist"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": f"http://testserver{ada.get_absolute_url()}",
        "self": f"http://testserver/researchers/{ada.slug}/feed.atom",
    }


def test_the_newest_work_comes_first(client, ada):
    make_work("Old", year=1990, authors=[ada])
    make_work("New", published_on=date(2020, 5, 2), authors=[ada, "Bob Okafor"], abstract="About <tides>")
    new, old = entries_of(feed_of(client, ada))
    assert [entry.findtext(f"{ATOM}title") for entry in (new, old)] == ["New", "Old"]
    assert new.findtext(f"{ATOM}published").startswith("2020-05-02")
    assert new.findtext(f"{ATOM}author/{ATOM}name") == "Ada Lindqvist, Bob Okafor"


def test_the_feed_stops_at_fifty(client, ada):
    make_works(52, authors=[ada])
    assert len(entries_of(feed_of(client, ada))) == 50


def test_a_crowd_of_authors_is_shortened(client, ada):
    make_work(authors=[ada, *(f"Author {number}" for number in range(12))])
    (entry,) = entries_of(feed_of(client, ada))
    assert entry.findtext(f"{ATOM}author/{ATOM}name").endswith("Author 8 et al.")


def test_control_characters_do_not_break_the_feed(client, db):
    eve = make_researcher("Eve\x0b <b>Bold</b>")
    make_work("Odd \x0c title & <script>", authors=[eve], abstract="\x1f", keywords=["odd\x02"])
    feed = feed_of(client, eve)
    (entry,) = entries_of(feed)
    assert feed.findtext(f"{ATOM}title") == "Works of Eve <b>Bold</b>"
    assert entry.findtext(f"{ATOM}title").startswith("Odd title & ")


def test_more_works_mean_no_more_queries(client, ada, count_queries):
    make_works(2, authors=[ada])
    few = count_queries(lambda: feed_of(client, ada))
    make_works(30, authors=[ada])
    assert count_queries(lambda: feed_of(client, ada)) == few
