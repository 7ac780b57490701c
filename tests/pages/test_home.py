"""The start page: what it says of an empty record and of a full one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ingest.models import ImportRun
from pages import record
from pages.record import Figure
from researchers.models import ExternalId
from tests.builders import make_researcher, make_topic, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_estimates")]


def html_of(client):
    response = client.get(reverse("pages:home"))
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_asks_the_three_questions_and_offers_the_search(client):
    html = html_of(client)
    for question in (
        "Is this page one real person?",
        "Is that person who they say?",
        "Are these works theirs?",
    ):
        assert question in html
    assert f'action="{reverse("pages:search")}"' in html


def test_an_empty_record_says_how_to_import(client):
    html = html_of(client)
    assert "Nothing has been imported yet" in html
    assert "python manage.py import_works --format acl" in html
    assert "What it holds" not in html


def test_a_first_import_shows_at_once(client):
    html_of(client)
    make_work("On tides")
    assert "Nothing has been imported yet" not in html_of(client)


def test_a_full_record_shows_its_figures_and_the_last_good_import(client):
    make_work("On tides", authors=[make_researcher()])
    finished = timezone.now().replace(year=2021, month=3, day=4)
    ImportRun.objects.create(format="acl", source="x", state=ImportRun.State.DONE, finished_at=finished)
    ImportRun.objects.create(
        format="acl", source="x", state=ImportRun.State.FAILED, finished_at=timezone.now()
    )
    html = html_of(client)
    assert "<dt>work</dt><dd>1</dd>" in html
    assert "<dt>researcher</dt><dd>1</dd>" in html
    assert "March 4, 2021" in html


def test_claimed_pages_productive_people_and_large_topics_are_offered(client, ada_page):
    ada_page.works_count = 1
    ada_page.save()
    busy = make_researcher("Bob Okafor", works_count=7)
    make_researcher("Nobody Yet", works_count=0)
    make_work("On tides", topics=[make_topic("Tides", works_count=1)])
    html = html_of(client)
    claimed, _, productive = html.partition("Researchers with most works")
    assert ada_page.get_absolute_url() in claimed
    assert busy.get_absolute_url() in productive
    assert busy.get_absolute_url() not in claimed
    assert "Nobody Yet" not in html
    assert reverse("pages:topic", args=["tides"]) in html


def test_the_figures_are_remembered(client, count_queries):
    make_work("On tides")
    first = count_queries(lambda: html_of(client))
    assert count_queries(lambda: html_of(client)) == 0 < first


def test_big_tables_are_estimated_and_said_to_be(monkeypatch):
    estimates = {"works_work": 97_486}
    assert str(record.figure(record.Work.objects.all(), estimates)) == "about 97,500"
    assert str(record.figure(record.Work.objects.all(), {"works_work": -1})) == "0"
    assert str(Figure(1234)) == "1,234"


def test_who_was_merged_into_somebody_is_no_researcher_more(db):
    one = make_researcher("Ada Lindqvist")
    make_researcher("A. Lindqvist", merged_into=one)
    assert str(record.look_over().researchers) == "1"


def test_real_people_come_before_those_of_the_demonstration(client):
    invented = make_researcher("Ottilie Brandwein", works_count=9)
    ExternalId.objects.create(researcher=invented, scheme="demo", value="ottilie")
    make_researcher("Real Person", works_count=1)
    make_work("On tides")
    html = html_of(client)
    assert html.index("Real Person") < html.index("Ottilie Brandwein")
    assert html.count("from the demo record") == 1
