"""Works that left a page: its top says so, in one notice, whatever was decided since."""

import pytest
from django.db import connection

from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.rejecting import reject
from researchers.curation.telling import departures_from
from researchers.curation.undoing import undo
from tests.builders import make_researcher, make_work
from tests.pages.curation.looks import names_on

pytestmark = pytest.mark.django_db

TITLE = "Not all works of this name are here"


@pytest.fixture
def top_of(client):
    """What stands above the rows of the page's head."""

    def top(page):
        shown = client.get(page.get_absolute_url(), follow=True).content.decode()
        return shown.partition('<dl class="rows">')[0]

    return top


def test_ten_later_decisions_do_not_push_it_out(top_of, admin, page):
    event = split(page, names_on(page)[:1], by=admin)
    for number in range(11):
        distinguish(make_researcher(f"Namesake {number}"), page, by=admin)
    assert TITLE in top_of(page)
    assert event.other.get_absolute_url() in top_of(page)


def test_many_departures_are_one_notice_with_a_list(top_of, admin, page):
    for number in range(12):
        make_work(f"Wave number {number}", authors=[page])
    pages = [split(page, [name], by=admin).other for name in names_on(page)[:12]]
    top = top_of(page)
    assert top.count(TITLE) == 1
    assert [one.get_absolute_url() in top for one in pages] == [False, False] + [True] * 10
    assert "And more by earlier decisions." in top


def test_the_page_that_another_became_a_part_of_says_what_went_from_that_one(top_of, admin, page, duplicate):
    event = split(page, names_on(page)[:1], by=admin)
    merging = merge(page, into=duplicate, by=admin)
    assert TITLE in top_of(duplicate)
    assert event.other.get_absolute_url() in top_of(duplicate)
    undo(merging, by=admin)
    assert TITLE not in top_of(duplicate)
    assert TITLE in top_of(page)


def test_works_that_came_back_with_a_merge_are_here(top_of, admin, page, duplicate):
    move(page, names_on(page)[:1], to=duplicate, by=admin, never_again=False)
    assert TITLE in top_of(page)
    merging = merge(duplicate, into=page, by=admin)
    assert TITLE not in top_of(page)
    undo(merging, by=admin)
    assert TITLE in top_of(page)


def test_works_taken_away_are_told_too(top_of, admin, page):
    event = reject(page, names_on(page)[:2], by=admin, reason="Wrong continent.")
    assert "2 works were taken from the page as not this person" in top_of(page)
    assert "Wrong continent" not in top_of(page)
    undo(event, by=admin)
    assert TITLE not in top_of(page)


def test_where_works_went_to_nothing_is_missing(top_of, admin, page, duplicate):
    move(page, names_on(page)[:1], to=duplicate, by=admin)
    assert TITLE not in top_of(duplicate)
    distinguish(page, duplicate, by=admin)
    assert TITLE not in top_of(duplicate)


def test_it_costs_one_query_however_much_went(client, admin, page, count_queries):
    for number in range(12):
        make_work(f"Wave number {number}", authors=[page])
    split(page, names_on(page)[:1], by=admin)
    few = count_queries(lambda: client.get(page.get_absolute_url()))
    for name in names_on(page)[:10]:
        split(page, [name], by=admin)
    assert count_queries(lambda: client.get(page.get_absolute_url())) == few


def test_what_left_is_found_without_reading_the_whole_log(page):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = departures_from(page).explain()
    assert "Index Cond: (researcher_id = " in plan
    assert "Seq Scan" not in plan
