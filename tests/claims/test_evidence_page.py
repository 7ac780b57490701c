"""Showing that a page is one's own: every kind of evidence, what to do for it, what was found."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from claims.evidence import KINDS
from claims.examination.rules import RULES
from claims.models import Claim
from tests.builders import make_evidence


@pytest.fixture
def address(draft):
    return reverse("claims:evidence", args=[draft.pk])


@pytest.fixture
def see(as_user, carol, address):
    return lambda: as_user(carol).get(address).text


def test_every_kind_says_what_to_do_and_how_strong_it_is(see, draft):
    text = see()
    # No work links to a repository, so there is nothing to do there.
    assert 'id="repository"' not in text
    for kind in [kind for key, kind in KINDS.items() if key != "repository"]:
        assert f'id="{kind.key}"' in text
        assert kind.title in text
        assert escape(kind.how_checked) in text
    assert "Can be strong: alone enough" in text
    assert "Supports other evidence, and is not enough alone" in text


def test_the_rules_are_told(see):
    text = see()
    for rule in RULES:
        assert escape(rule.title) in text
        assert escape(rule.ties[0].states) in text


def test_a_token_is_shown_and_stays_the_same(see, draft, board):
    see()
    token = draft.checks.get(kind=board.key).token
    assert f'data-copy="{token}"' in see()


def test_looking_needs_no_new_rows_once_they_are_there(see, draft, count_queries):
    see()
    assert draft.checks.count() == len(KINDS)
    few = count_queries(see)
    assert count_queries(see) == few


def test_a_target_is_named_and_looked_at(as_user, carol, claim, board, carried_out):
    address = reverse("claims:evidence", args=[claim.pk])
    client = as_user(carol)
    with carried_out:
        response = client.post(address, {"kind": "board", "target": "board:north"})
    assert response.url == f"{address}#board"
    response = client.get(address)
    assert claim.checks.get(kind="board").target == "board:north"
    assert "Your token does not hang at board:north." in response.text
    assert 'value="board:north"' in response.text


def test_what_hangs_there_is_found(as_user, carol, claim, board, carried_out):
    address = reverse("claims:evidence", args=[claim.pk])
    client = as_user(carol)
    client.get(address)
    board.hung_up["board:north"] = claim.checks.get(kind="board").token
    with carried_out:
        client.post(address, {"kind": "board", "target": "board:north"})
    text = client.get(address).text
    assert "Your token hangs at board:north." in text
    assert claim.evidence.current().get().kind == "board"


def test_what_a_draft_names_is_looked_at_and_nothing_is_decided(
    as_user, carol, draft, board, address, carried_out
):
    client = as_user(carol)
    with carried_out:
        client.post(address, {"kind": "board", "target": "board:north"})
    assert "Your token does not hang at board:north." in client.get(address).text
    assert Claim.objects.get(pk=draft.pk).is_draft


def test_check_now_looks_at_everything_and_comes_back(as_user, carol, draft, address, carried_out):
    client = as_user(carol)
    with carried_out:
        response = client.post(reverse("claims:check", args=[draft.pk]), {"then": "evidence"})
    assert response.url == address
    local = [key for key, kind in KINDS.items() if kind.is_checked and not kind.wants_target]
    assert not draft.checks.filter(kind__in=local, looked_at=None).exists()


def test_what_cannot_be_looked_at_is_told(as_user, carol, claim, board, carried_out):
    board.is_silent = True
    address = reverse("claims:evidence", args=[claim.pk])
    client = as_user(carol)
    with carried_out:
        client.post(address, {"kind": "board", "target": "board:north"})
    text = client.get(address).text
    assert "Could not be looked at" in text
    assert "The board is being painted." in text


def test_what_is_no_target_is_kept_in_the_field_with_the_reason(as_user, carol, draft, board, address):
    response = as_user(carol).post(address, {"kind": "board", "target": "<the wall>"})
    assert response.status_code == 422
    assert "A board is called board: and a name." in response.text
    assert 'value="&lt;the wall&gt;"' in response.text
    assert draft.checks.get(kind="board").target == ""


@pytest.mark.parametrize("kind", ["", "coauthor", "nonsense", "seen"])
def test_a_kind_that_wants_nothing_named_takes_nothing(as_user, carol, draft, address, kind):
    assert as_user(carol).post(address, {"kind": kind, "target": "x"}).status_code == 422
    assert not draft.checks.exclude(target="").exists()


def test_an_unconfirmed_address_is_told(see, carol):
    carol.emailaddress_set.update(verified=False)
    assert "Your e-mail address is not confirmed yet" in see()


def test_while_it_is_looked_for_the_page_asks_for_itself(as_user, carol, draft, see, address):
    Claim.objects.filter(pk=draft.pk).update(checks_due_at=timezone.now())
    text = see()
    assert 'hx-trigger="every 1s"' in text
    assert f'hx-get="{address}"' in text
    assert "Check now" not in text
    Claim.objects.filter(pk=draft.pk).update(checks_due_at=None)
    piece = as_user(carol).get(address, headers={"HX-Request": "true"}).text
    assert "every 1s" not in piece
    assert "<html" not in piece


def test_whoever_holds_the_page_may_add_evidence(as_user, carol, claim, board):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.APPROVED)
    response = as_user(carol).get(reverse("claims:evidence", args=[claim.pk]))
    assert "Back to the claim" in response.text
    assert 'aria-current="step"' not in response.text


def test_after_the_end_nothing_is_asked_for(as_user, carol, claim):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.REVOKED)
    assert as_user(carol).get(reverse("claims:evidence", args=[claim.pk])).url == claim.get_absolute_url()


def test_much_evidence_costs_no_more_queries(see, draft, count_queries):
    make_evidence(draft, "coauthor")
    see()
    few = count_queries(see)
    for _ in range(8):
        make_evidence(draft, "seen", ended_at=timezone.now(), is_set_aside=True)
    assert count_queries(see) == few


def test_whoever_names_places_without_end_is_told_to_go_on_later(
    as_user, carol, draft, board, address, monkeypatch
):
    monkeypatch.setattr("claims.examination.checking.MOST_LOOKS", 2)
    client = as_user(carol)
    name = lambda place: client.post(address, {"kind": "board", "target": f"board:{place}"})  # noqa: E731
    assert [name(place).status_code for place in ("north", "north", "south", "east", "west")] == [
        302, 302, 302, 429, 429,
    ]  # fmt: skip
    response = name("west")
    assert "You have had us look very often within an hour." in response.text
    assert 'value="board:west"' in response.text
    assert draft.checks.get(kind="board").target == "board:south"
    assert client.post(reverse("claims:check", args=[draft.pk])).status_code == 429


def test_checking_again_within_a_minute_says_so(as_user, carol, draft):
    client, check = as_user(carol), reverse("claims:check", args=[draft.pk])
    assert client.post(check).status_code == 302
    assert client.post(check).status_code == 429
    cache.clear()
    assert client.post(check).status_code == 302


def test_what_needs_nobody_is_looked_for_as_soon_as_the_page_is_opened(see, draft):
    see()
    assert draft.checks.get(kind="printed_address").looked_at
    assert draft.checks.get(kind="orcid").looked_at
    assert draft.checks.get(kind="orcid_record").looked_at is None


def test_who_has_connected_an_id_is_not_asked_to_connect_it(as_user, carol, draft, see):
    assert "choose to connect ORCID" in see()
    SocialAccount.objects.create(user=carol, provider="orcid", uid="0000-0002-1825-0097")
    for text in (see(), as_user(carol).get(draft.get_absolute_url()).text):
        assert "connected to the ORCID iD 0000-0002-1825-0097" in text
        assert "choose to connect ORCID" not in text
        assert "Connect your ORCID iD" not in text


def test_a_kind_that_cannot_be_strong_for_the_page_is_not_called_so(see):
    enough, _, supporting = see().partition("These support another piece")
    assert 'id="home_page"' not in enough
    assert 'id="home_page"' in supporting


def test_what_is_too_long_is_told_once(as_user, carol, address):
    response = as_user(carol).post(
        address, {"kind": "home_page", "target": "https://a.example/" + "x" * 5000}
    )
    assert response.status_code == 422
    assert "at most 1,000 characters are read" in response.text
    assert "Ensure this value" not in response.text
