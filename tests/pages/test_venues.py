"""The list of all venues."""

import re

import pytest
from django.urls import reverse

from tests.builders import make_venue
from works.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def venues():
    for name, works in (("Tides", 2), ("Café Letters", 7), ("Workshop on Tides", 1), ("Of nobody", 0)):
        Venue.objects.filter(pk=make_venue(name).pk).update(works_count=works)


def names_listed(client, query=""):
    response = client.get(reverse("pages:venues") + query)
    assert response.status_code == 200
    return re.findall(r"<bdi>(.*?)</bdi></a>", response.content.decode())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Café Letters", "Tides", "Workshop on Tides"]),
        ("?sort=name", ["Café Letters", "Tides", "Workshop on Tides"]),
        ("?name=tide", ["Tides", "Workshop on Tides"]),
        ("?name=cafe", ["Café Letters"]),
        ("?name=tides+work", ["Workshop on Tides"]),
        ("?letter=t", ["Tides"]),
        ("?name=_", []),
        ("?letter=%C3%A9&page=-1", ["Café Letters", "Tides", "Workshop on Tides"]),
    ],
)
def test_venues_are_listed_by_size_or_name_and_filtered(client, venues, query, expected):
    assert names_listed(client, query) == expected


def test_a_record_without_venues_says_so(client):
    assert "No venues yet" in client.get(reverse("pages:venues")).content.decode()


def test_the_list_costs_the_same_for_two_and_for_many(client, venues, count_queries):
    few = count_queries(lambda: names_listed(client))
    for number in range(60):
        make_venue(f"Venue {number}")
    Venue.objects.update(works_count=1)
    assert count_queries(lambda: names_listed(client)) == few <= 3
