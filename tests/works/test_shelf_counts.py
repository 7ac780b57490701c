"""Works of venues and institutions are counted as their pages list them."""

import pytest

from tests.builders import make_authorship, make_venue, make_work
from works.models import Affiliation, Institution, Venue
from works.shelf_counts import count_works_of_places

pytestmark = pytest.mark.django_db


def test_works_are_counted_once_and_those_taken_back_or_reported_by_a_person_are_not():
    house = Institution.objects.create(slug="sea", name="Sea Institute", key="sea institute", works_count=9)
    for options in ({}, {"withdrawn": True}, {"self_reported": True}):
        work = make_work("On tides", venue="Tides", **options)
        for position in (0, 1):
            authorship = make_authorship(work, "Ada Lindqvist", position=position)
            Affiliation.objects.create(authorship=authorship, institution=house)
    assert count_works_of_places() == 2
    house.refresh_from_db()
    assert (house.works_count, make_venue("Tides").works_count) == (1, 1)
    assert count_works_of_places() == 0


def test_what_has_no_works_any_more_is_counted_too():
    Venue.objects.filter(pk=make_venue("Tides").pk).update(works_count=5)
    assert count_works_of_places() == 1
    assert make_venue("Tides").works_count == 0
