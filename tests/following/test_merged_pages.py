"""Who follows a page that was merged follows the one that is kept, counted at once, whoever merged them."""

import pytest

from following.following import follow, recount_followers
from researchers.curation.merging import merge
from researchers.curation.undoing import undo
from researchers.identity import units
from researchers.models import IdentityEvent, Researcher
from tests.builders import make_researcher, make_work
from tests.ingest.records import load
from tests.researchers.identity.seers import by_domain, page, printed, run

pytestmark = pytest.mark.django_db


def counts(*pages):
    now = Researcher.objects.in_bulk([page.pk for page in pages])
    return [now[page.pk].followers_count for page in pages]


def check_all_counts():
    assert recount_followers() == 0


def test_a_merge_and_its_undoing_by_a_person_are_counted_at_once(admin, bob, carol):
    away, kept = make_researcher("Yang Liu"), make_researcher("Y. Liu")
    make_work("Tides at noon", authors=[away])
    follow(away, by=bob)
    follow(away, by=carol)
    follow(kept, by=carol)
    event = merge(away, into=kept, by=admin)
    assert counts(away, kept) == [0, 2]
    check_all_counts()
    undo(event, by=admin)
    assert counts(away, kept) == [2, 1]
    check_all_counts()


def test_who_followed_a_page_that_led_to_the_merged_one_goes_along(admin, bob):
    first, away, kept = (make_researcher(name) for name in ("Yang Liu", "Y. Liu", "Yan Liu"))
    follow(first, by=bob)
    merge(first, into=away, by=admin)
    event = merge(away, into=kept, by=admin)
    assert counts(first, away, kept) == [0, 0, 1]
    undo(event, by=admin)
    assert counts(first, away, kept) == [0, 1, 0]
    check_all_counts()


def test_a_merge_of_the_matchers_and_its_undoing_are_counted_at_once(monkeypatch, admin, bob, carol):
    monkeypatch.setattr(units, "resolve_block", by_domain)
    load(*(printed(str(n), ("A. Lindqvist", "lund.example")) for n in range(2)))
    load(printed("3", ("Ada Lindqvist", "lund.example")))
    away, kept = page("Ada Lindqvist"), page("A. Lindqvist")
    follow(away, by=bob)
    follow(kept, by=carol)
    run(everything=True)
    assert Researcher.objects.get(pk=away.pk).merged_into == kept
    assert counts(away, kept) == [0, 2]
    check_all_counts()
    undo(IdentityEvent.objects.get(kind="merge"), by=admin)
    assert counts(away, kept) == [1, 1]
    check_all_counts()


def test_a_page_that_nobody_follows_changes_no_other_row(admin, bob):
    away, kept = make_researcher("Yang Liu"), make_researcher("Y. Liu")
    Researcher.objects.filter(pk=kept.pk).update(followers_count=7)
    Researcher.objects.filter(pk=away.pk).update(merged_into=kept)
    assert counts(away, kept) == [0, 7]
