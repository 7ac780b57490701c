"""What is offered while somebody types."""

import pytest
from django.urls import reverse

from pages.views import search
from tests.builders import make_researcher, make_topic, make_work
from works.models import Institution
from works.words import count_words

pytestmark = pytest.mark.django_db


def suggested(client, text):
    response = client.get(reverse("pages:suggestions"), {"q": text})
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def sea(db):
    """One of each kind, and somebody who is not to be found."""
    make_researcher("Sea Lindqvist", affiliation="Harbor College")
    make_researcher("Sea Hidden", visibility="hidden")
    make_topic("Sea level", works_count=1)
    Institution.objects.create(slug="sea", name="Sea Institute", key="sea institute", city="Lindenau")
    make_work("Seas that rise", venue="Seaside Letters")
    count_words()


def test_pages_of_each_kind_are_offered_as_options_with_their_addresses(client, sea):
    html = suggested(client, "seas")
    assert 'role="group" aria-label="Works"' in html
    assert "Seas that rise" in html
    assert "Seaside Letters" in html
    html = suggested(client, "sea")
    for words in (
        "Sea Lindqvist",
        "Harbor College",
        "Sea level",
        "Sea Institute",
        "Lindenau",
        "Seaside Letters",
    ):
        assert words in html
    assert "Sea Hidden" not in html
    assert html.count('role="option"') == html.count('href="/')


def test_a_venue_is_offered_by_the_short_code_of_its_series(client):
    make_work("A paper", venue="International Conference on Language Resources and Evaluation")
    assert "Language Resources and Evaluation" in suggested(client, "lrec")


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("falling sea", False),
        ("that rise", True),
        ("seas ri", True),
        ("rise seas", True),
        ("xylophone", False),
        ("rise xylo", False),
    ],
)
def test_a_title_is_offered_by_its_words_the_last_one_begun(client, sea, text, is_found):
    assert ("Seas that rise" in suggested(client, text)) is is_found


def test_a_title_that_only_a_user_reported_is_not_offered(client, sea):
    make_work("Seas that rise higher", self_reported=True)
    html = suggested(client, "seas that rise")
    assert "Seas that rise" in html
    assert "higher" not in html


@pytest.mark.parametrize(
    "text", ["", "s", " ", "\x00", "zzxqy", "'\\", "&|!:*", "%", "a" * 500, "the", "the of"]
)
def test_where_there_is_nothing_nothing_is_offered(client, sea, text):
    assert "option" not in suggested(client, text)


def test_suggestions_are_the_same_for_everybody_and_kept_by_their_browser_alone(client, sea):
    response = client.get(reverse("pages:suggestions"), {"q": "sea"})
    assert response["Cache-Control"] == "private, max-age=30"
    assert "Cookie" not in response.get("Vary", "")


def test_who_asks_without_end_is_told_to_wait(client, monkeypatch):
    monkeypatch.setattr(search, "MOST_SUGGESTIONS", 1)
    assert client.get(reverse("pages:suggestions"), {"q": "sea"}).status_code == 200
    refused = client.get(reverse("pages:suggestions"), {"q": "sea"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")


def test_suggestions_cost_the_same_whatever_there_is(client, sea, count_queries):
    few = count_queries(lambda: suggested(client, "seas"))
    for number in range(5):
        make_researcher(f"Seas {number}")
        make_work(f"Seas {number}")
    assert count_queries(lambda: suggested(client, "seas")) <= few + 1
    assert few <= 10
