"""The page of a name: its people, and the works that are nobody's."""

import pytest
from django.db import connection
from django.urls import reverse

from researchers.curation.unassigned import unassigned_works
from researchers.models import NameVariant, Researcher
from tests.builders import make_attribution, make_many_researchers, make_researcher, make_work
from works.models import Authorship

pytestmark = pytest.mark.django_db


def address(name="yang-liu"):
    return reverse("pages:name", args=[name])


def test_people_of_the_name_are_listed_those_with_most_works_first(client):
    make_researcher("Yang Liu", slug="second", works_count=1)
    first = make_researcher("Yáng Liù", slug="first", works_count=5)
    variant = make_researcher("Y. Liu", slug="variant")
    NameVariant.objects.create(researcher=variant, name="Yang Liu", name_key="yang liu")
    make_researcher("Yang Lin", slug="other")
    make_researcher("Yang Liu", slug="merged", merged_into=first)
    for name in ("yang-liu", "Yang Liu", "YANG-LIÙ"):
        response = client.get(address(name))
        people = response.context["people"]
        assert "Who is “<bdi>Yáng Liù</bdi>”?" in response.content.decode()
        assert [person.slug for person in people] == ["first", "second", "variant"]


def test_works_of_the_name_that_are_nobodys_are_listed_with_proposals(client):
    page = make_researcher("Yang Liu")
    make_work("On a page", authors=[page])
    make_work("Taken back", authors=["Yang Liu"], withdrawn=True)
    make_work("Of another", authors=["Yang Lin"])
    lone = make_work("Nobody's", authors=["Yang Liu"])
    make_attribution(lone.authorships.get(), page, status="proposed")
    response = client.get(address())
    assert [one.work for one in response.context["works"]] == [lone]
    assert "proposed" in response.content.decode()


@pytest.fixture
def many_people():
    """Enough of everything for the planner to prefer an index, and to know it."""
    numbers = range(3_000)
    work = make_work("Everybody's")
    Authorship.objects.bulk_create(
        Authorship(work=work, position=number, name=f"Name {number}", name_key=f"name {number}")
        for number in numbers
    )
    people = make_many_researchers(len(numbers))
    NameVariant.objects.bulk_create(
        NameVariant(researcher=person, name=person.preferred_name, name_key=person.name_key)
        for person in people
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE works_work, works_authorship, researchers_researcher, researchers_namevariant"
        )


@pytest.mark.usefixtures("many_people")
def test_works_and_people_of_a_name_are_found_without_reading_all_others():
    assert "authorship_name_key" in unassigned_works("name 7").explain()
    plan = Researcher.objects.called("name 7").explain()
    assert "researcher_name_key" in plan
    assert "name_variant_key" in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("name", ["nobody-at-all", "..", "a/b", "\0", "-", "刘洋"])
def test_a_name_that_nobody_has_is_not_there(client, name):
    assert client.get("/names/" + name.replace("\0", "%00") + "/").status_code == 404


def test_a_name_without_letters_has_a_page_too(client):
    make_researcher("!/?", slug="strange")
    assert client.get(address("!/?")).status_code == 200


def test_as_many_questions_for_many_as_for_few(client, count_queries):
    def fill(number):
        for _ in range(number):
            page = make_researcher("Yang Liu")
            lone = make_work("Nobody's", authors=["Yang Liu"])
            make_attribution(lone.authorships.get(), page, status="proposed")

    fill(2)
    few = count_queries(lambda: client.get(address()))
    fill(20)
    assert count_queries(lambda: client.get(address())) == few


def test_the_researcher_page_leads_to_it(client):
    make_researcher("Yang Liu", slug="one")
    assert address() not in client.get("/researchers/one/").content.decode()
    make_researcher("Yang Liu", slug="two")
    assert address() in client.get("/researchers/one/").content.decode()
