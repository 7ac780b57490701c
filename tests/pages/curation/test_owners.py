"""What hangs on a page that is merged: its followers, its owner, and claims to it."""

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.review import deciding
from following.following import follow, unfollow
from following.models import Follow
from following.newest import newest_works_followed_by
from following.section import follow_section
from pages.curation.deeds import undo_decision
from researchers.curation.merging import merge
from researchers.models import Researcher
from tests.builders import make_claim, make_researcher
from tests.pages.curation.looks import fresh
from trust.models import TrustSnapshot
from trust.refreshing import score_stale

pytestmark = pytest.mark.django_db


def test_who_follows_a_merged_page_follows_the_one_kept(carol, bob, admin, page, duplicate):
    follow(duplicate, by=carol)
    event = merge(duplicate, into=page, by=admin)
    kept = fresh(page)
    assert follow_section(kept, carol).is_following
    assert not follow_section(kept, bob).is_following
    assert len(newest_works_followed_by(carol.pk)) == 4
    assert not follow(kept, by=carol)
    undo_decision(event, by=admin)
    assert (fresh(page).followers_count, fresh(duplicate).followers_count) == (0, 1)
    assert len(newest_works_followed_by(carol.pk)) == 1


def test_ending_a_follow_of_the_page_kept_ends_that_of_the_merged_one(as_user, carol, admin, page, duplicate):
    for one in (page, duplicate):
        follow(one, by=carol)
    merge(duplicate, into=page, by=admin)
    assert (
        as_user(carol).get(reverse("following:index")).content.decode().count('entry-title"><a href="/res')
        == 1
    )
    assert unfollow(page, by=carol)
    assert not unfollow(page, by=carol)
    assert fresh(page).followers_count == 0
    assert not Follow.objects.exists()


def test_the_owner_goes_with_the_claim_and_comes_back(ada, ada_page, admin, page):
    Researcher.objects.filter(pk=ada_page.pk).update(bio="I watch tides.")
    event = merge(ada_page, into=page, by=admin)
    kept, away = fresh(page), fresh(ada_page)
    assert (kept.user, kept.bio, away.user, away.bio) == (ada, "I watch tides.", None, "")
    undo_decision(event, by=admin)
    kept, away = fresh(page), fresh(ada_page)
    assert (kept.user, kept.bio, away.user, away.bio) == (None, "", ada, "I watch tides.")


def test_an_open_claim_to_a_merged_page_is_one_to_the_page_kept(carol, admin, page, duplicate):
    claim = make_claim(duplicate, carol)
    event = merge(duplicate, into=page, by=admin)
    deciding.approve(Claim.objects.get(pk=claim.pk), by=admin)
    assert (fresh(page).user, fresh(duplicate).user) == (carol, None)
    undo_decision(event, by=admin)
    assert (fresh(page).user, fresh(duplicate).user) == (None, carol)


def test_an_owner_who_claimed_the_page_kept_stays_there(carol, admin, page, duplicate):
    event = merge(duplicate, into=page, by=admin)
    deciding.approve(make_claim(page, carol), by=admin)
    undo_decision(event, by=admin)
    assert (fresh(page).user, fresh(duplicate).user) == (carol, None)


def trust_of(page):
    """Scored now: the number, and whether the evidence knows the claim."""
    score_stale()
    return fresh(page).trust_score, TrustSnapshot.objects.get(researcher=page).inputs["claim"] is not None


def test_trust_in_a_claim_goes_with_its_owner_and_comes_back(carol, admin, page, duplicate):
    unclaimed, _ = trust_of(page)
    make_claim(duplicate, carol, state="approved")
    event = merge(duplicate, into=page, by=admin)
    score, is_known = trust_of(page)
    assert is_known
    assert score > unclaimed + 2  # more than the work that came
    undo_decision(event, by=admin)
    assert trust_of(page) == (unclaimed, False)
    assert trust_of(duplicate)[1]


def test_a_claim_to_a_merged_page_that_is_approved_brings_trust_to_the_page_kept(
    client, carol, admin, page, duplicate
):
    claim = make_claim(duplicate, carol)
    merge(duplicate, into=page, by=admin)
    unclaimed, _ = trust_of(page)
    deciding.approve(Claim.objects.get(pk=claim.pk), by=admin)
    score, is_known = trust_of(page)
    assert is_known
    assert score > unclaimed
    assert "Nobody has claimed this page" not in client.get(page.get_absolute_url()).content.decode()


def test_an_owner_who_claimed_a_page_that_led_to_the_merged_one_goes_back_with_it(
    carol, admin, page, duplicate
):
    lead = make_researcher("Y Liu", slug="lead")
    claim = make_claim(lead, carol)
    merge(lead, into=duplicate, by=admin)
    event = merge(duplicate, into=page, by=admin)
    deciding.approve(Claim.objects.get(pk=claim.pk), by=admin)
    undo_decision(event, by=admin)
    assert (fresh(page).user, fresh(duplicate).user) == (None, carol)
    assert Claim.objects.get(pk=claim.pk).page == fresh(duplicate)
