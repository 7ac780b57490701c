"""The page about the data."""

import pytest
from django.urls import reverse

from tests.builders import make_researcher, make_work, make_works

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_estimates")]


def html_of(client):
    response = client.get(reverse("pages:about_data"))
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_record_names_the_command(client):
    assert "python manage.py import_works" in html_of(client)


def test_sources_are_named_with_their_numbers(client):
    make_works(2, authors=[make_researcher()], source="test")
    make_work("On tides").sources.update(source="acl")
    html = html_of(client)
    assert '<th scope="row">test</th><td class="number">2</td>' in html
    assert '<th scope="row">ACL Anthology</th><td class="number">1</td>' in html
    assert "3 works with 2 printed author names, attributed to 1 researcher." in html


@pytest.mark.parametrize(
    "words", ["Report an error", "trust.json", "feed.atom", "csl.json", "/works/by/doi/"]
)
def test_errors_and_machine_interfaces_are_explained(client, words):
    assert words in html_of(client)
