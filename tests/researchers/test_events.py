"""The log of decisions about identities: the lines asked for, without reading all others."""

import pytest
from django.db import connection

from researchers.curation.telling import told_in_full
from researchers.models import IdentityEvent
from tests.builders import make_many_researchers, make_researcher

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_log():
    """Enough lines and people for the planner to prefer an index, and to know it."""
    numbers = range(3_000)
    people = make_many_researchers(len(numbers))
    IdentityEvent.objects.bulk_create(
        IdentityEvent(kind="merge", researcher=people[number], other=people[number - turn])
        for turn in range(1, 6)
        for number in numbers
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE researchers_researcher, researchers_identityevent")


def plan_of(events):
    return told_in_full(events)[:30].explain()


@pytest.mark.usefixtures("long_log")
def test_lines_about_people_are_found_without_reading_the_whole_log():
    make_researcher("Name 7", slug="another")
    for text in ("name-7", "Náme 7"):
        found = IdentityEvent.objects.on_page(text)
        assert found.count() == 10, text
        for plan in (plan_of(found), plan_of(found.standing()), plan_of(found.of_kind("merge"))):
            assert "identity_event_latest_first" in plan, text
            assert "identity_event_of_other" in plan, text
            assert "Seq Scan on researchers_" not in plan, text
    assert not IdentityEvent.objects.on_page("nobody").exists()
