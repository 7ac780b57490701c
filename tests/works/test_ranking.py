"""The rank score: what it is made of, in SQL and in the words of the page that explains it."""

from math import log

import pytest
from django.db import connection
from django.urls import reverse

from tests.builders import make_work
from works.ranking import RANK, RULES


def rank_of(**fields):
    work = make_work(**fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {RANK} FROM works_work WHERE id = %s", [work.pk])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"year": 2000}, 0),
        ({"year": 2020}, 1),
        ({"year": 1980}, -1),
        ({"year": 2000, "has_code": True}, 2),
        ({"year": 2000, "open_access": True}, 0.5),
        ({"year": 2000, "open_access": False}, 0),
        ({"year": 2000, "citations_count": 9}, log(10)),
        ({"year": 2000, "citations_count": 9, "cited_by_count": 99}, log(100)),
        ({"year": 2000, "citations_count": 99, "cited_by_count": 9}, log(100)),
        ({"year": 2010, "has_code": True, "open_access": True, "cited_by_count": 1}, 3 + log(2)),
    ],
)
def test_a_rank_is_the_sum_of_its_parts(fields, expected):
    assert rank_of(**fields) == pytest.approx(expected)


@pytest.mark.django_db
def test_the_page_that_explains_scores_says_the_same(client):
    html = client.get(reverse("pages:about_scores")).text
    for what, points in RULES:
        assert f"<td>{what}</td><td>{points}</td>" in html
