"""Feeds of topics, venues and institutions: short whatever the works are like, and not written again for nothing."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import make_venue, make_work
from works.models import Authorship, Work

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def venue(db):
    return make_venue()


@pytest.fixture
def address(venue):
    return reverse("pages:venue_feed", args=[venue.slug])


def crowded(venue, number=300):
    work = make_work("Crowded", venue=venue.name)
    Authorship.objects.bulk_create(
        Authorship(work=work, position=position, name=f"Author {position}") for position in range(number)
    )
    return work


def test_of_a_crowd_of_authors_only_those_named_are_read(client, venue, address):
    crowded(venue)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        (name,) = ElementTree.fromstring(client.get(address).content).iter(f"{ATOM}name")
    assert name.text == ", ".join(f"Author {number}" for number in range(10)) + " et al."
    (read,) = [query["sql"] for query in queries if '"works_authorship"."name" FROM' in query["sql"]]
    assert '"position" < 11' in read


def test_who_has_the_feed_already_is_told_so_until_something_changes(client, venue, address):
    work = make_work("On tides", venue=venue.name)
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    work.title = "On salt"
    work.save()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    make_work("On birds", venue=venue.name)
    assert b"On birds" in client.get(address, headers={"If-None-Match": first["ETag"]}).content


def test_a_work_that_went_while_the_feed_was_written_is_left_out(client, venue, address, monkeypatch):
    work = make_work("On tides", venue=venue.name)
    make_work("On salt", venue=venue.name)
    gone = Work.objects.order_by("-pk")[0].pk + 1
    monkeypatch.setattr("pages.shelf_feeds.newest_works", lambda shelf, *, limit: [gone, work.pk])
    titles = [
        entry.findtext(f"{ATOM}title")
        for entry in ElementTree.fromstring(client.get(address).content).iter(f"{ATOM}entry")
    ]
    assert titles == ["On tides"]
