"""Following and unfollowing: the count is the number of people, whatever happens at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from following.following import follow, recount_followers, unfollow
from following.models import Follow
from following.tasks import recount
from tests.builders import make_researcher, make_user


def people_and_count(researcher):
    researcher.refresh_from_db()
    return Follow.objects.to(researcher).count(), researcher.followers_count


def at_once(deeds):
    """Do all of these in threads of their own, each with its own connection."""

    start = Barrier(len(deeds))

    def run(deed):
        try:
            connection.ensure_connection()
            start.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.django_db
def test_following_twice_is_following_once(ada_page, carol):
    assert follow(ada_page, by=carol)
    assert not follow(ada_page, by=carol)
    assert people_and_count(ada_page) == (1, 1)


@pytest.mark.django_db
def test_unfollowing_twice_is_unfollowing_once(ada_page, carol, bob):
    follow(ada_page, by=bob)
    follow(ada_page, by=carol)
    assert unfollow(ada_page, by=carol)
    assert not unfollow(ada_page, by=carol)
    assert people_and_count(ada_page) == (1, 1)


@pytest.mark.django_db
def test_unfollowing_somebody_not_followed_changes_nothing(ada_page, carol, bob):
    follow(ada_page, by=bob)
    assert not unfollow(ada_page, by=carol)
    assert people_and_count(ada_page) == (1, 1)


@pytest.mark.django_db
def test_only_the_followed_researcher_is_counted(ada_page, bob_page, carol):
    follow(ada_page, by=carol)
    assert people_and_count(bob_page) == (0, 0)


@pytest.mark.django_db
def test_followers_say_nothing_about_trust_but_the_page_has_changed(ada_page, carol):
    type(ada_page).objects.filter(pk=ada_page.pk).update(trust_stale_at=None, counters_stale_at=None)
    ada_page.refresh_from_db()
    before = ada_page.version
    follow(ada_page, by=carol)
    ada_page.refresh_from_db()
    assert ada_page.trust_stale_at is None
    assert ada_page.version == before + 1
    unfollow(ada_page, by=carol)
    ada_page.refresh_from_db()
    assert ada_page.trust_stale_at is None
    assert ada_page.version == before + 2


@pytest.mark.django_db(transaction=True)
def test_many_people_at_once_are_all_counted():
    researcher = make_researcher()
    users = [make_user() for _ in range(8)]
    for _ in range(8):  # a count that is read and written back goes wrong in about every third round
        assert at_once([lambda user=user: follow(researcher, by=user) for user in users]) == [True] * 8
        assert people_and_count(researcher) == (8, 8)
        assert at_once([lambda user=user: unfollow(researcher, by=user) for user in users]) == [True] * 8
        assert people_and_count(researcher) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_one_person_in_many_windows_is_counted_once():
    researcher, user = make_researcher(), make_user()
    begun = at_once([lambda: follow(researcher, by=user)] * 8)
    assert begun.count(True) == 1
    assert people_and_count(researcher) == (1, 1)
    ended = at_once([lambda: unfollow(researcher, by=user)] * 8)
    assert ended.count(True) == 1
    assert people_and_count(researcher) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_following_and_unfollowing_at_once_leaves_count_and_rows_agreeing():
    researcher = make_researcher()
    users = [make_user() for _ in range(4)]
    deeds = [
        lambda user=user, deed=deed: deed(researcher, by=user)
        for user in users
        for deed in (follow, unfollow)
    ]
    for _ in range(5):
        at_once(deeds)
    people, count = people_and_count(researcher)
    assert people == count


@pytest.mark.django_db
def test_a_recount_mends_what_the_deletion_of_an_account_left(ada_page, bob_page, carol, bob):
    follow(ada_page, by=carol)
    follow(ada_page, by=bob)
    follow(bob_page, by=carol)
    carol.delete()
    assert people_and_count(ada_page) == (1, 2)
    assert recount_followers() == 2
    assert people_and_count(ada_page) == (1, 1)
    assert people_and_count(bob_page) == (0, 0)
    assert recount_followers() == 0


@pytest.mark.django_db
def test_the_recount_runs_as_a_task(ada_page, carol):
    follow(ada_page, by=carol)
    carol.delete()
    recount()
    assert people_and_count(ada_page) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_recount_loses_nobody_who_follows_meanwhile():
    researcher = make_researcher(followers_count=5)
    users = [make_user() for _ in range(6)]
    at_once(
        [
            recount_followers,
            *[lambda user=user: follow(researcher, by=user) for user in users],
            recount_followers,
        ]
    )
    recount_followers()
    assert people_and_count(researcher) == (6, 6)
