"""What administrators say about evidence in the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.evidence import KINDS
from claims.models import Claim, Evidence, EvidenceCheck
from tests.builders import make_claim, make_evidence, make_user
from tests.claims.evidence.builders import make_institution, make_printed_work

FOUND = "The staff list shows her with two of the works."
PAGE = "https://institute.example/people/carol"
SEEN = {"deed": "seen", "seen-found": FOUND, "seen-reference": PAGE}


@pytest.fixture
def claim(page, carol):
    return make_claim(page, carol, state=Claim.State.APPROVED)


@pytest.fixture
def proven(claim):
    make_evidence(claim, "seen")
    make_evidence(claim, "coauthor")
    return claim


@pytest.fixture
def client(as_user, admin):
    return as_user(admin)


@pytest.fixture
def screen(claim):
    return reverse("claims:decide", args=[claim.pk])


@pytest.fixture
def address(claim):
    return reverse("claims:weigh", args=[claim.pk])


def ago(days):
    return timezone.now() - timedelta(days=days)


def test_every_kind_is_shown_found_or_not(client, screen, claim):
    make_evidence(claim, "institution_email", is_strong=False, found="The address is at lindenau.example.")
    EvidenceCheck.objects.create(
        claim=claim, kind="coauthor", token="t", result="missed", words="Nobody does."
    )
    EvidenceCheck.objects.create(claim=claim, kind="orcid", token="u", result="unavailable")
    text = client.get(screen).text
    for piece in (
        "Confirmation by a verified co-author",
        "Seen by an administrator",
        "Address at an institution on the works",
        "The address is at lindenau.example.",
        "Strong evidence",
        "Supports other evidence",
        "Counts until",
        "Nobody does.",
    ):
        assert piece in text
    assert text.count("Not found") == text.count("Could not be looked at") == 1
    assert text.count("Not looked for yet") == len(KINDS) - 3
    assert "What you can do" not in text


def test_where_something_was_seen_is_a_link_and_by_whom_is_said(client, screen, claim, admin):
    make_evidence(claim, "seen", reference=PAGE, recorded_by=admin)
    text = client.get(screen).text
    assert f'<a href="{PAGE}" rel="noreferrer nofollow">' in text
    assert f"Seen by {admin}." in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Counts until"),
        ({"failing_since": ago(3)}, "Not found again"),
        ({"checked_at": ago(400), "expires_at": ago(1)}, "Counts no more"),
        ({"ended_at": ago(1), "ended_because": "It has expired."}, "It has expired."),
    ],
)
def test_how_it_stands_is_said_in_words(client, screen, claim, fields, words):
    assert words not in client.get(screen).text
    make_evidence(claim, "coauthor", **fields)
    assert words in client.get(screen).text


def test_looking_again_shows_what_is_found(client, address, claim, page):
    claim.user.emailaddress_set.update(email="carol@lindenau.example")
    make_printed_work(page, make_institution("University of Lindenau", "lindenau.example"))
    response = client.post(address, {"deed": "check"}, follow=True)
    assert response.redirect_chain == [(f"/review/{claim.pk}/#evidence", 302)]
    assert "University of Lindenau, which is printed beside their name" in response.text


def test_what_was_seen_is_recorded(client, address, claim, admin):
    response = client.post(address, SEEN, follow=True)
    assert "Written down." in response.text
    evidence = claim.evidence.get()
    assert (evidence.found, evidence.reference, evidence.recorded_by) == (FOUND, PAGE, admin)


@pytest.mark.parametrize(
    "change",
    [
        {"seen-found": " "},
        {"seen-found": "x" * 1001},
        {"seen-reference": ""},
        {"seen-reference": "javascript:alert(1)"},
        {"seen-reference": "https://" + "x" * 1000 + ".example"},
        {"deed": "delete"},
        {"deed": ""},
    ],
)
def test_what_cannot_be_recorded_is_said_and_kept(client, address, claim, change):
    response = client.post(address, SEEN | change)
    assert response.status_code == 422
    assert "Not sent yet" in response.text
    assert not claim.evidence.exists()
    if change.get("seen-reference"):
        assert FOUND in response.text
        assert '<details class="fold" open>' in response.text


def test_a_piece_is_ended_with_a_reason_and_may_be_let_in_again(client, address, proven):
    piece = proven.evidence.get(kind="coauthor")
    refused = client.post(address, {"deed": "end", "end-piece": piece.pk, "end-reason": ""})
    assert refused.status_code == 422
    end = {"deed": "end", "end-piece": piece.pk, "end-reason": "It names a namesake."}
    text = client.post(address, end, follow=True).text
    assert "What does not count any more" in text
    assert "It names a namesake." in text
    again = client.post(address, end)
    assert again.status_code == 422
    assert "This piece has ended in the meantime" in again.text
    let_in = {"deed": "let_in", "let_in-piece": piece.pk}
    assert "Let it count again" in text
    assert "Let it count again" not in client.post(address, let_in, follow=True).text
    assert client.post(address, let_in).status_code == 422


@pytest.mark.parametrize("deed", ["end", "let_in"])
def test_evidence_of_another_claim_is_not_there(client, address, deed):
    other = make_evidence(make_claim(), is_set_aside=deed == "let_in")
    said = {"deed": deed, f"{deed}-piece": other.pk, f"{deed}-reason": "A namesake."}
    assert client.post(address, said).status_code == 404
    other.refresh_from_db()
    assert other.ended_at is None
    assert other.is_set_aside == (deed == "let_in")


def test_an_identity_is_confirmed_where_two_strong_kinds_count(client, address, screen, proven, admin):
    text = client.get(screen).text
    assert "Two kinds of strong evidence count: Confirmation by a verified co-author; Seen by an" in text
    text = client.post(address, {"deed": "confirm", "confirm-note": "Both fit."}, follow=True).text
    assert "Identity confirmed" in text
    assert "The identity was confirmed. Both fit." in text
    again = client.post(address, {"deed": "confirm"})
    assert again.status_code == 422
    assert "Somebody else has confirmed the identity already." in again.text
    doubt = {"deed": "doubt", "doubt-reason": "The thesis is by a namesake."}
    assert "The identity is not confirmed any more." in client.post(address, doubt, follow=True).text
    assert client.post(address, doubt).status_code == 422


def test_what_is_missing_for_an_identity_is_said(client, address, screen, claim):
    assert "None counts." in client.get(screen).text
    make_evidence(claim, "coauthor")
    text = client.get(screen).text
    assert "One counts: Confirmation by a verified co-author. Another is missing." in text
    assert "Confirm the identity" not in text
    refused = client.post(address, {"deed": "confirm"})
    assert refused.status_code == 422
    assert "Fewer than two kinds of strong evidence count by now." in refused.text


def test_before_approval_there_is_no_identity_to_confirm(client, screen, claim):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.SUBMITTED)
    text = client.get(screen).text
    assert "Record what you saw" in text
    assert "An identity is confirmed on" not in text


def test_an_own_claim_can_be_read_but_nothing_said_about_it(as_user, admin):
    claim = make_claim(user=admin, state=Claim.State.APPROVED)
    make_evidence(claim)
    piece = claim.evidence.get()
    client, address = as_user(admin), reverse("claims:weigh", args=[claim.pk])
    text = client.get(reverse("claims:decide", args=[claim.pk])).text
    assert "Seen by an administrator" in text
    assert "Record what you saw" not in text
    for said in (
        SEEN,
        {"deed": "check"},
        {"deed": "end", "end-piece": piece.pk, "end-reason": "Because"},
        {"deed": "let_in", "let_in-piece": piece.pk},
        {"deed": "confirm"},
        {"deed": "doubt", "doubt-reason": "Because"},
    ):
        response = client.post(address, said)
        assert response.status_code == 422
        assert "This is your own claim, or one to a page that you hold or claim yourself." in response.text
    assert claim.events.count() == 1


@pytest.mark.parametrize("role", ["nobody", "stranger", "claimant"])
@pytest.mark.parametrize("deed", ["check", "seen", "end", "let_in", "confirm", "doubt"])
def test_only_administrators_say_anything(as_user, address, proven, role, deed, carol):
    user = {"nobody": None, "stranger": make_user(), "claimant": carol}[role]
    piece = proven.evidence.first().pk
    said = SEEN | {
        "deed": deed,
        "end-piece": piece,
        "end-reason": "x",
        "doubt-reason": "x",
        "let_in-piece": piece,
    }
    assert as_user(user).post(address, said).status_code == (302 if role == "nobody" else 404)
    assert proven.events.count() == 1


def test_a_claim_at_its_end_shows_what_it_rested_on_and_offers_nothing(client, address, screen, claim):
    make_evidence(claim, ended_at=ago(1), ended_because="The claim was revoked.", found=FOUND)
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.REVOKED)
    text = client.get(screen).text
    assert FOUND in text
    assert "Record what you saw" not in text
    assert client.post(address, SEEN).status_code == 422


def test_what_was_found_is_text_and_nothing_else(client, address, screen, claim):
    evil = "<script>alert(1)</script>"
    client.post(address, SEEN | {"seen-found": evil})
    text = client.get(screen).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_many_pieces_cost_no_more_queries(client, screen, proven, count_queries):
    make_evidence(proven, ended_at=ago(1), ended_because="It has expired.", recorded_by=make_user())
    client.get(screen)
    few = count_queries(lambda: client.get(screen))
    Evidence.objects.bulk_create(
        Evidence(
            claim=proven,
            kind="seen",
            is_strong=True,
            found=FOUND,
            checked_at=ago(9),
            expires_at=ago(1),
            ended_at=ago(1),
        )
        for _ in range(50)
    )
    assert count_queries(lambda: client.get(screen)) == few
    assert client.get(screen).text.count(FOUND) <= 20
