"""The list of all institutions."""

import re

import pytest
from django.urls import reverse

from works.models import Institution

pytestmark = pytest.mark.django_db


def make(name, works, **fields):
    key = " ".join(word for word in name.lower().split() if word != "of")
    slug = name.lower().replace(" ", "-")
    Institution.objects.create(name=name, slug=slug, key=key, works_count=works, **fields)


@pytest.fixture
def houses():
    make("University of Lindenau", 5, country="SE", ror="05abcde12")
    make("Harbor College", 9)
    make("Arctic University", 2, country="NO", ror="06abcde12")
    make("Of nobody", 0, country="FI")


def names_listed(client, query=""):
    response = client.get(reverse("pages:institutions") + query)
    assert response.status_code == 200
    return re.findall(r"<bdi>(.*?)</bdi></a>", response.content.decode())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Harbor College", "University of Lindenau", "Arctic University"]),
        ("?sort=name", ["Arctic University", "Harbor College", "University of Lindenau"]),
        ("?name=university", ["University of Lindenau", "Arctic University"]),
        ("?name=lind+univ", ["University of Lindenau"]),
        ("?name=University+of+Lindenau", ["University of Lindenau"]),
        ("?name=%25", []),
        ("?country=NO", ["Arctic University"]),
        ("?country=no", ["Arctic University"]),
        ("?country=XX", []),
        ("?country=1%27", ["Harbor College", "University of Lindenau", "Arctic University"]),
        ("?letter=a", ["Arctic University"]),
        ("?page=99&sort=nonsense", ["Harbor College", "University of Lindenau", "Arctic University"]),
    ],
)
def test_institutions_are_listed_by_size_or_name_and_filtered(client, houses, query, expected):
    assert names_listed(client, query) == expected


def test_countries_are_offered_by_name_where_works_come_from(client, houses):
    html = client.get(reverse("pages:institutions")).content.decode()
    assert re.findall(r'<option value="([A-Z]{2})">(.*?)</option>', html) == [
        ("NO", "Norway"),
        ("SE", "Sweden"),
    ]


def test_a_record_without_institutions_says_so(client):
    assert "No institutions yet" in client.get(reverse("pages:institutions")).content.decode()


def test_a_name_that_none_has_offers_the_way_back(client, houses):
    html = client.get(reverse("pages:institutions") + "?name=zzz").content.decode()
    assert "No institution matches" in html
    assert "Clear filters" in html


def test_htmx_gets_the_list_alone(client, houses):
    html = client.get(reverse("pages:institutions"), headers={"HX-Request": "true"}).content.decode()
    assert html.strip().startswith('<section id="listed"')


def test_the_list_costs_the_same_for_two_and_for_many(client, count_queries):
    def add(numbers):
        for number in numbers:
            make(f"House {number}", 1)

    add(range(2))
    few = count_queries(lambda: names_listed(client))
    add(range(2, 70))
    assert count_queries(lambda: names_listed(client)) == few <= 4
    assert len(names_listed(client)) == 60
    assert len(names_listed(client, "?page=2")) == 10
