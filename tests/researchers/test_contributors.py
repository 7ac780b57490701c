"""Who wrote most of a number of works."""

import pytest

from researchers.contributors import contributors_to
from researchers.models import Attribution
from tests.builders import make_attribution, make_authorship, make_researcher, make_work, make_works

pytestmark = pytest.mark.django_db


def test_those_with_most_of_the_works_come_first():
    ada, bob = make_researcher("Ada Lindqvist"), make_researcher("Bob Okafor")
    works = [make_work("One", authors=[ada, bob]), make_work("Two", authors=[bob])]
    make_work("Not asked about", authors=[ada, ada])
    found = contributors_to([work.pk for work in works])
    assert [(person.name, person.works) for person in found] == [("Bob Okafor", 2), ("Ada Lindqvist", 1)]


def test_the_list_has_its_limit_even_among_equals():
    works = [
        work for number in range(4) for work in make_works(1, authors=[make_researcher(f"Person {number}")])
    ]
    assert len(contributors_to([work.pk for work in works], limit=2)) == 2


def test_a_rejected_or_proposed_attribution_does_not_count():
    work = make_work("One")
    for position, status in enumerate([Attribution.Status.REJECTED, Attribution.Status.PROPOSED]):
        authorship = make_authorship(work, "Ada Lindqvist", position=position)
        make_attribution(authorship, make_researcher("Ada Lindqvist"), status=status)
    assert contributors_to([work.pk]) == []
