"""Pages while the cache is away: slower, and there."""

import pytest
from django.urls import reverse

from tests.builders import make_topic, make_work
from works import shelves

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_cache(settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}


def test_pages_are_there_without_the_cache(client, no_cache, monkeypatch):
    monkeypatch.setattr(shelves, "LARGE", 0)
    topic = make_topic("Tides", works_count=1)
    work = make_work("On tides", topics=[topic], venue="Journal of Tides")
    for address in (
        "/",
        reverse("pages:search") + "?q=tides",
        work.get_absolute_url(),
        topic.get_absolute_url(),
        work.venue.get_absolute_url(),
        reverse("pages:about_scores"),
        reverse("pages:about_data"),
    ):
        assert client.get(address).status_code == 200, address


def test_without_the_cache_nothing_is_suggested(client, no_cache):
    make_topic("Tides", works_count=1)
    response = client.get(reverse("pages:suggestions"), {"q": "tides"})
    assert response.status_code == 200
    assert response.content.decode().strip() == ""
