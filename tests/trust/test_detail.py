"""The account of one researcher's trust, `/researchers/<slug>/trust/`."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import GRACE
from researchers.models import Attribution, ExternalId, Researcher
from tests.builders import (
    make_attribution,
    make_claim,
    make_evidence,
    make_researcher,
    make_user,
    make_works,
)
from trust.account import MOST_EVENTS, OPEN_EVENTS
from trust.components import COMPONENTS
from trust.explaining import MOST
from trust.models import TrustEvent, TrustSnapshot
from trust.refreshing import score_stale
from works.models import Authorship

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    ada = make_researcher()
    make_works(3, authors=[ada])
    score_stale()
    return ada


def page_of(client, researcher, **headers):
    return client.get(reverse("trust:detail", args=[researcher.slug]), headers=headers)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_it_shows_result_components_evidence_and_history(client, ada):
    text = text_of(page_of(client, ada))
    assert "Trust 15 - Unverified" in text
    assert "Verification L1" in text
    assert "2 points for each listed work, up to six works." in text
    assert '<strong>6</strong> <span class="note">of 12</span>' in text
    assert "Where the idea is from: Measured" in text
    assert "Computed for the first time." in text
    assert "3 listed works" in text
    assert reverse("trust:json", args=[ada.slug]) in text


def test_a_fictional_person_is_called_so_here_too(client, ada):
    assert "Fictional record" not in text_of(page_of(client, ada))
    ExternalId.objects.create(researcher=ada, scheme="demo", value="person-1")
    assert "Fictional record" in text_of(page_of(client, ada))
    assert "Fictional record" not in text_of(page_of(client, ada, **{"HX-Request": "true"}))


@pytest.mark.parametrize("role", ["nobody", "stranger", "owner", "administrator"])
def test_it_is_open_to_everybody(as_user, ada, carol, admin, role):
    owner = make_user()
    Researcher.objects.update(user=owner)
    client = as_user({"nobody": None, "stranger": carol, "owner": owner, "administrator": admin}[role])
    assert page_of(client, ada).status_code == 200


def test_every_kind_of_evidence_has_its_row(client, ada):
    user = make_user()
    claim = make_claim(ada, user, state="approved", decided_at=timezone.now())
    make_evidence(claim, "seen")
    make_evidence(claim, "institution_email", is_strong=False)
    first, second, third = Attribution.objects.all()
    Attribution.objects.filter(pk=first.pk).update(basis="confirmed", decided_by=user)
    make_attribution(third.authorship, make_researcher("A. Lindqvist"), status="proposed")
    Attribution.objects.filter(pk=second.pk).update(status="disputed")
    Authorship.objects.filter(pk=first.authorship_id).update(orcid="0000-0002-1825-0097")
    Researcher.objects.mark_trust_stale()
    score_stale()
    text = text_of(page_of(client, ada))
    assert (
        '<a href="https://orcid.org/0000-0002-1825-0097">ORCID iD 0000-0002-1825-0097 on 1 work</a>' in text
    )
    assert "Approved claim to this page" in text
    assert "Confirmed e-mail address" in text
    assert "Confirmation of 1 listed work" in text
    assert "Dispute about 1 listed work" in text
    assert "1 listed work may be another researcher&#x27;s of a like name" in text
    assert "Seen by an administrator" in text
    assert "Strong evidence" in text
    assert "Address at an institution on the works" in text
    assert "Supporting evidence" in text
    assert "counts until <time" in text
    assert "Verification level 1 became 3." in text
    assert "Trust 15 became 41." in text
    assert "Claim this page" not in text


def test_an_unclaimed_page_leads_to_the_claim(client, ada):
    assert reverse("claims:new", args=[ada.slug]) in text_of(page_of(client, ada))


def test_a_sum_below_zero_is_explained(client):
    ada = make_researcher()
    make_works(3, authors=[ada])
    Attribution.objects.update(status="disputed")
    for attribution, orcid in zip(
        Attribution.objects.all(),
        ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-9079-593X"],
        strict=True,
    ):
        Authorship.objects.filter(pk=attribution.authorship_id).update(orcid=orcid)
    score_stale()
    assert "The sum is \N{MINUS SIGN}7; trust stays within 0 and 100." in text_of(page_of(client, ada))


def test_a_record_without_works_has_no_evidence_yet(client):
    ada = make_researcher()
    score_stale()
    text = text_of(page_of(client, ada))
    assert "Trust 0 - Unverified" in text
    assert "no evidence yet" in text


def test_a_snapshot_of_a_former_model_is_shown_as_it_is(client, ada):
    TrustSnapshot.objects.update(inputs={"gone": 1}, components=[{"name": "beard", "count": 1, "points": 15}])
    response = page_of(client, ada)
    assert response.status_code == 200
    assert "beard" in text_of(response)


def test_before_the_first_snapshot_the_account_asks_again(client):
    ada = make_researcher()
    text = text_of(page_of(client, ada))
    assert "Trust is being computed" in text
    assert '<div id="account" hx-get=' in text


@pytest.mark.parametrize(
    ("target", "begins"), [("trust", '<section class="section" id="trust"'), ("account", '<div id="account"')]
)
def test_each_waiting_piece_gets_itself_back(client, ada, target, begins):
    response = page_of(client, ada, **{"HX-Request": "true", "HX-Target": target})
    assert text_of(response).startswith(begins)
    assert "<html" not in text_of(response)
    assert {"HX-Request", "HX-Target"} <= set(response.headers["Vary"].replace(" ", "").split(","))


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_or_restored_history_gets_the_page(client, ada, header):
    response = page_of(client, ada, **{"HX-Request": "true", header: "true"})
    assert "<html" in text_of(response)


@pytest.mark.parametrize(
    ("waits", "follows"), [("5", "waits=4"), ("0", ""), ("-1", "waits=19"), ("all", "waits=19")]
)
def test_the_number_of_waits_comes_from_the_address_and_nonsense_does_not_hurt(client, waits, follows):
    ada = make_researcher()
    response = client.get(
        reverse("trust:detail", args=[ada.slug]), {"waits": waits}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    assert (follows in text_of(response)) if follows else ("hx-get" not in text_of(response))


def test_nobody_is_not_found(client):
    assert client.get(reverse("trust:detail", args=["nobody"])).status_code == 404
    assert client.get(reverse("trust:json", args=["nobody"])).status_code == 404


@pytest.mark.parametrize("name", ["trust:detail", "trust:json"])
def test_a_merged_researcher_leads_on(client, ada, name):
    other = make_researcher("A. Lindqvist", merged_into=ada)
    response = client.get(reverse(name, args=[other.slug]))
    assert response.status_code == 301
    assert response.url == reverse(name, args=[ada.slug])


def test_it_only_answers_to_reading(client, ada):
    assert client.post(reverse("trust:detail", args=[ada.slug])).status_code == 405


def test_a_long_history_costs_no_more(client, ada, count_queries):
    few = count_queries(lambda: page_of(client, ada))
    TrustEvent.objects.bulk_create(
        TrustEvent(researcher=ada, score_before=1, score=2, level_before=1, level=1, reasons=["Why."])
        for _ in range(MOST_EVENTS + 5)
    )
    response = []
    assert count_queries(lambda: response.append(page_of(client, ada))) == few
    text = text_of(response[0])
    assert text.count("Why.") == MOST_EVENTS
    assert f"Only the latest {MOST_EVENTS} changes are shown" in text
    assert f"{MOST_EVENTS - OPEN_EVENTS} earlier changes" in text


def test_a_short_history_is_not_folded(client, ada):
    text = text_of(page_of(client, ada))
    assert "earlier change" not in text
    assert "Only the latest" not in text


@pytest.mark.parametrize(("status", "has_side"), [("accepted", False), ("disputed", True)])
def test_only_deductions_take_room_left_of_zero(client, ada, status, has_side):
    Attribution.objects.update(status=status)
    Researcher.objects.mark_trust_stale()
    score_stale()
    plot = page_of(client, ada).context["plot"]
    assert (plot["left"] < plot["zero"]) is has_side
    assert plot["left"] + plot["width"] == plot["zero"] + MOST


def test_why_each_size_is_folded_and_names_its_component(client, ada):
    text = text_of(page_of(client, ada))
    assert text.count('<details class="why">') == len(COMPONENTS)
    assert '<summary>Why this size<span class="visually-hidden">: Listed works</span></summary>' in text


def test_the_snapshot_piece_does_not_gather_the_account(client, ada, count_queries):
    whole = {"HX-Request": "true", "HX-Target": "account"}
    piece = {"HX-Request": "true", "HX-Target": "trust"}
    assert count_queries(lambda: page_of(client, ada, **piece)) < count_queries(
        lambda: page_of(client, ada, **whole)
    )


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_next_level_is_named(client, ada, level):
    TrustSnapshot.objects.update(level=level)
    assert f"The next verification level, L{level + 1}" in text_of(page_of(client, ada))


def test_above_the_last_level_there_is_none(client, ada):
    TrustSnapshot.objects.update(level=4)
    assert "The next verification level" not in text_of(page_of(client, ada))


def with_support(snapshot, number):
    """A snapshot with so many supporters and pieces of evidence."""
    today = snapshot.computed_on.isoformat()
    snapshot.inputs |= {
        "support": [
            {"way": "vouch", "by": make_researcher().public_id, "distance": 0, "given_on": today}
            for _ in range(number)
        ],
        "evidence": [
            {"kind": f"kind-{one}", "strong": True, "checked_on": today, "counts_until": "9999-01-01"}
            for one in range(number)
        ],
    }
    snapshot.save()


def test_many_supporters_and_pieces_of_evidence_cost_no_more(client, ada, count_queries):
    snapshot = TrustSnapshot.objects.get()
    with_support(snapshot, 1)
    few = count_queries(lambda: page_of(client, ada))
    with_support(snapshot, 50)
    assert count_queries(lambda: page_of(client, ada)) == few
    text = text_of(page_of(client, ada))
    assert text.count("vouches for the person behind the page") == 50
    assert "kind-49" in text


def test_a_supporter_is_named_as_text_in_a_direction_of_its_own(client, ada):
    snapshot = TrustSnapshot.objects.get()
    with_support(snapshot, 1)
    Researcher.objects.filter(public_id=snapshot.inputs["support"][0]["by"]).update(
        preferred_name="\u202e<b>Eve</b>"
    )
    text = text_of(page_of(client, ada))
    assert "&lt;b&gt;Eve&lt;/b&gt;</a></bdi>" in text
    assert "<b>Eve" not in text


def test_evidence_that_a_check_missed_says_so_with_its_days(client, ada):
    claim = make_claim(ada, make_user(), state="approved")
    missed = timezone.now() - timedelta(days=3)
    make_evidence(claim, "seen", failing_since=missed)
    Researcher.objects.mark_trust_stale()
    score_stale()
    text = text_of(page_of(client, ada))
    assert f'Missed on <time datetime="{missed:%Y-%m-%d}">' in text
    assert f'counts until <time datetime="{missed + GRACE:%Y-%m-%d}">' in text
    assert "unless it is found again." in text
