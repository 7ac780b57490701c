"""What hangs on a page that is about to be merged."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from following.following import follow
from pages.curation.touching import touched_by_merge
from tests.builders import make_researcher, make_user

pytestmark = pytest.mark.django_db


def test_followers_are_people_and_counted_once(page, duplicate):
    former = make_researcher("Y Liu", merged_into=duplicate)
    both, one, other = make_user(), make_user(), make_user()
    for user, followed in ((both, duplicate), (both, page), (one, former), (one, duplicate), (other, page)):
        follow(followed, by=user)
    touched = touched_by_merge(duplicate, page)
    assert (touched.followers, touched.followers_of_both) == (2, 1)


def test_followers_stay_in_the_database(page, duplicate):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            touched_by_merge(duplicate, page)
        return sum(len(query["sql"]) for query in queries)

    few = asked()
    for _ in range(10):
        follow(duplicate, by=make_user())
    assert asked() == few
