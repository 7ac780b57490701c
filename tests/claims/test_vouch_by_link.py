"""Vouching for a claim that is not decided: by the link that a claimant sends to a colleague."""

import pytest
from django.urls import reverse
from django.utils import timezone

from claims import vouching
from claims.examination.support import supported_by
from claims.flow.asking import asked_of, checks_of
from claims.models import Claim, EvidenceCheck, Supporter, Vouch
from claims.vouching import vouch_for, withdraw_vouch
from tests.builders import make_claim, make_researcher, make_user, make_vouch, make_work
from tests.claims.evidence.builders import make_institution, make_printed_work, make_verified, owner_of

pytestmark = pytest.mark.django_db
WORDS = {"statement": "We share an office."}


@pytest.fixture
def nils():
    """Is claimed, and nobody has decided yet."""
    return make_researcher("Nils Open")


@pytest.fixture
def claim(nils):
    return make_claim(nils, make_user("nils@mail.example", name="Nils O."))


@pytest.fixture
def vera():
    page = make_verified("Vera Voucher", user=make_user("vera@uni.example"))
    make_printed_work(page, make_institution("Uni", "uni.example"))
    Supporter.objects.create(user=page.user, researcher=page, distance=0)
    return page


def link_of(claim, kind="vouch"):
    return reverse("claims:vouch_by_link", args=[checks_of(claim)[kind].token])


def text_of(response):
    return " ".join(response.text.split())


@pytest.mark.parametrize("kind", ["vouch", "coauthor"])
def test_the_link_shows_the_claimed_page_and_asks(as_user, vera, nils, claim, kind):
    text = text_of(as_user(owner_of(vera)).get(link_of(claim, kind)))
    assert "Do you know Nils Open?" in text
    assert nils.get_absolute_url() in text
    assert "a message in their name can be from anybody." in text
    assert "nils@mail.example" not in text
    assert claim.reason == "" or claim.reason not in text
    assert not Vouch.objects.exists()


def test_the_claimant_finds_the_link_among_what_they_can_do(claim):
    codes = {one.kind.key: one.request.code for one in asked_of(claim)}
    assert codes["vouch"].endswith(link_of(claim))
    assert codes["coauthor"].endswith(link_of(claim, "coauthor"))
    assert codes["vouch"] != codes["coauthor"]


def test_a_word_for_an_undecided_claim_is_evidence_and_both_are_told(as_user, vera, claim):
    response = as_user(owner_of(vera)).post(link_of(claim), WORDS, follow=True)
    assert "You vouch for Nils Open." in response.text
    assert "Their claim is not decided" in response.text
    evidence = claim.evidence.get()
    assert (evidence.kind, evidence.is_strong) == ("vouch", False)
    assert "Vera Voucher" in claim.user.notices.get().text
    assert owner_of(vera).notices.get().path == reverse("claims:vouches")
    claim.refresh_from_db()
    assert claim.checks_due_at is not None


def test_the_word_of_a_coauthor_is_the_strong_kind(vera, nils, claim):
    make_work(authors=[nils, vera])
    vouch_for(claim, by=owner_of(vera), statement="We wrote a paper.")
    assert claim.evidence.get().kind == "coauthor"


def test_before_approval_it_supports_nobodys_trust(vera, nils, claim):
    vouch_for(claim, by=owner_of(vera), statement="We share an office.")
    assert supported_by([vera.user_id]) == set()
    nils.refresh_from_db()
    assert nils.trust_stale_at is None or Vouch.objects.current().count() == 0
    assert not Vouch.objects.current().exists()
    assert Vouch.objects.in_force().exists()


def test_a_claim_that_was_not_sent_yet_can_be_vouched_for(vera, claim):
    Claim.objects.update(state=Claim.State.DRAFT, submitted_at=None, checks_due_at=None)
    Claim.objects.filter(user=vera.user).update(state=Claim.State.APPROVED, submitted_at=timezone.now())
    vouch_for(claim, by=owner_of(vera), statement="We share an office.")
    claim.refresh_from_db()
    assert claim.evidence.get().kind == "vouch"
    assert claim.checks_due_at is None


def test_what_was_written_is_kept_where_it_cannot_be_sent(as_user, vera, claim):
    client = as_user(owner_of(vera))
    response = client.post(link_of(claim), {"statement": ""})
    assert response.status_code == 422
    vouch_for(claim, by=owner_of(vera), statement="First.")
    response = client.post(link_of(claim), {"statement": "And once more."})
    assert response.status_code == 422
    assert "And once more." in response.text
    assert "You vouch for this person already." in response.text
    assert Vouch.objects.count() == 1


def test_only_verified_people_vouch(as_user, carol, claim):
    response = as_user(carol).post(link_of(claim), WORDS)
    assert response.status_code == 422
    assert "Only verified researchers can vouch" in response.text
    assert not Vouch.objects.exists()


def test_nobody_vouches_for_their_own_claim(as_user, claim):
    response = as_user(claim.user).post(link_of(claim), WORDS)
    assert response.status_code == 422
    assert "Nobody vouches for themselves." in response.text
    assert not Vouch.objects.exists()


def test_whoever_is_not_logged_in_is_asked_to_and_comes_back(client, claim):
    response = client.get(link_of(claim))
    assert response.status_code == 302
    assert response.headers["Location"].endswith(f"?next={link_of(claim)}")


@pytest.mark.parametrize("state", [Claim.State.REJECTED, Claim.State.WITHDRAWN, Claim.State.REVOKED])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_claim_at_an_end_has_no_link(as_user, vera, claim, state, method):
    address = link_of(claim)
    Claim.objects.filter(pk=claim.pk).update(state=state)
    assert getattr(as_user(owner_of(vera)), method)(address, WORDS).status_code == 404
    with pytest.raises(vouching.NobodyToVouchFor):
        vouch_for(claim, by=owner_of(vera), statement="Still.")
    assert not Vouch.objects.exists()


def test_a_guessed_token_or_that_of_another_kind_leads_nowhere(as_user, vera, claim):
    client = as_user(owner_of(vera))
    tokens = EvidenceCheck.objects.exclude(kind__in=["vouch", "coauthor"]).values_list("token", flat=True)
    checks_of(claim)
    assert len(tokens.all()) > 2
    for token in ["x" * 32, str(claim.pk), *tokens.all()]:
        assert client.get(reverse("claims:vouch_by_link", args=[token])).status_code == 404


def test_words_for_undecided_claims_count_for_the_limits(vera, claim):
    for _ in range(vouching.MOST_STANDING):
        given = make_vouch(make_claim(), owner_of(vera))
        Vouch.objects.filter(pk=given.pk).update(given_at=timezone.now() - vouching.GIVEN_WITHIN)
    with pytest.raises(vouching.TooManyStanding):
        vouch_for(claim, by=owner_of(vera), statement="One too many.")
    Claim.objects.filter(pk=given.claim_id).update(state=Claim.State.REJECTED)
    assert vouch_for(claim, by=owner_of(vera), statement="Now there is room.")


def test_five_words_a_month_for_undecided_claims_too(vera, claim):
    for _ in range(vouching.MOST_GIVEN):
        vouch_for(make_claim(), by=owner_of(vera), statement="We met.")
    with pytest.raises(vouching.TooManyGiven):
        vouch_for(claim, by=owner_of(vera), statement="We met.")


def test_a_word_can_be_taken_back_before_the_decision(as_user, vera, claim):
    given = vouch_for(claim, by=owner_of(vera), statement="We share an office.")
    text = as_user(owner_of(vera)).get(reverse("claims:vouches")).text
    assert "Nils Open" in text
    withdraw_vouch(given, by=owner_of(vera))
    assert not claim.evidence.current().exists()
    subjects = list(claim.user.notices.order_by("pk").values_list("subject", flat=True))
    assert subjects[0] == "Somebody vouches for your claim"
    assert subjects[1].startswith("Evidence for the page you claim does not count any more")


def test_the_page_costs_the_same_however_many_vouch(as_user, vera, claim, count_queries):
    client, address = as_user(owner_of(vera)), link_of(claim)
    few = count_queries(lambda: client.get(address))
    for _ in range(3):
        make_vouch(claim, make_user())
    assert count_queries(lambda: client.get(address)) == few
