"""Holders who hide or rename a page that turns out not to be theirs: they evade nothing, and nothing of it stays."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from claims import rights
from claims.disputes.disputing import dispute_page, dispute_work
from claims.disputes.settling import reverse_dispute, uphold
from claims.flow import claiming
from claims.flow.leaving import delete_account
from claims.models import Claim, Dispute, RightsRequest
from claims.review import deciding
from researchers.editing import PageContested
from researchers.models import NameVariant, Researcher
from tests.builders import make_researcher, make_work
from tests.claims.evidence.builders import make_verified, owner_of

pytestmark = pytest.mark.django_db

OTTO, IMPOSTOR = "Otto Brandt", "Olga Stein"


@pytest.fixture
def page() -> Researcher:
    """Of a verified holder, with works that print another name too."""
    page = make_verified(OTTO, decided_at=timezone.now())
    Researcher.objects.filter(pk=page.pk).update(verification_level=2)
    for name in (OTTO, IMPOSTOR):
        NameVariant.objects.update_or_create(
            researcher=page, name=name, defaults={"name_key": name.lower(), "is_former": False}
        )
    make_work("On tides", authors=[page, make_researcher("Fellow")])
    return Researcher.objects.get(pk=page.pk)


@pytest.fixture
def holder(page) -> User:
    return owner_of(page)


@pytest.fixture
def claim(holder) -> Claim:
    return Claim.objects.get(user=holder)


@pytest.fixture
def vera() -> User:
    return owner_of(make_verified("Vera Winter"))


def as_it_stands(page):
    now = Researcher.objects.get(pk=page.pk)
    former = now.name_variants.filter(is_former=True).values_list("name", flat=True)
    return now.visibility, now.preferred_name, now.slug, set(former)


def hide_and_rename(page, holder):
    rights.hide_own(page, by=holder)
    rights.rename_own(Researcher.objects.get(pk=page.pk), IMPOSTOR, former=[OTTO], by=holder)


def current(claim):
    return Claim.objects.get(pk=claim.pk)


def test_whoever_holds_a_disputed_page_neither_hides_nor_renames_it(page, holder, vera):
    before = as_it_stands(page)
    dispute_page(page, by=vera, reason="It is not.")
    with pytest.raises(PageContested):
        rights.hide_own(page, by=holder)
    with pytest.raises(PageContested):
        rights.rename_own(page, IMPOSTOR, former=[OTTO], by=holder)
    assert as_it_stands(page) == before


def test_the_holder_of_a_disputed_page_is_told_why(client, page, holder, vera):
    dispute_page(page, by=vera, reason="It is not.")
    client.force_login(holder, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    text = client.get(reverse("claims:visibility", args=[page.slug])).text
    assert ("You can hide it once" in text, "Hide my page" in text) == (True, False)
    assert "You can ask somebody once" in client.get(reverse("claims:delegates", args=[page.slug])).text
    response = client.post(reverse("claims:visibility", args=[page.slug]), {"deed": "hide"})
    assert response.status_code == 422
    assert "is disputed" in response.text


def test_a_page_shown_again_while_disputed_is_shown(page, holder, vera):
    rights.hide_own(page, by=holder)
    dispute_page(Researcher.objects.get(pk=page.pk), by=vera, reason="It is not.")
    rights.show_own(page, by=holder)
    assert Researcher.objects.get(pk=page.pk).is_public


def test_the_verified_dispute_a_page_that_its_holder_has_hidden(as_user, page, holder, vera):
    rights.hide_own(page, by=holder)
    address = reverse("claims:dispute_page", args=[page.slug])
    response = as_user(vera).get(address)
    assert response.status_code == 200
    assert OTTO not in response.text
    assert "On tides" not in response.text
    opened = as_user(vera).post(address, {"reason": "I know him."}, follow=True)
    assert Dispute.objects.get().opened_by == vera
    assert OTTO not in opened.text
    assert OTTO not in as_user(vera).get(reverse("claims:disputes")).text


def test_a_hidden_page_is_gone_for_who_is_not_verified(as_user, page, holder, carol):
    rights.hide_own(page, by=holder)
    assert as_user(carol).get(reverse("claims:dispute_page", args=[page.slug])).status_code == 410


@pytest.mark.parametrize("change", [{"visibility": "removed"}, {"user": None, "visibility": "hidden"}])
def test_a_page_that_nobody_hides_from_a_dispute_is_gone(as_user, page, vera, change):
    """Removed by an administrator; or hidden, and nobody's."""
    Researcher.objects.filter(pk=page.pk).update(**change)
    assert as_user(vera).get(reverse("claims:dispute_page", args=[page.slug])).status_code == 410


def test_revoking_a_claim_undoes_what_the_holder_did_to_the_page(page, holder, claim, admin, carol):
    before = as_it_stands(page)
    hide_and_rename(page, holder)
    assert as_it_stands(page) == ("hidden", IMPOSTOR, "olga-stein", {OTTO})
    deciding.revoke(claim, by=admin, reason="An impostor.")
    assert as_it_stands(page) == before
    claiming.refuse_page(Researcher.objects.get(pk=page.pk), by=carol)


def test_upholding_a_dispute_undoes_what_the_holder_did_and_turning_it_over_does_it_again(
    page, holder, vera, admin
):
    before = as_it_stands(page)
    hide_and_rename(page, holder)
    changed = as_it_stands(page)
    dispute = dispute_page(Researcher.objects.get(pk=page.pk), by=vera, reason="It is not.")
    uphold(dispute, by=admin, reason="Right.")
    assert as_it_stands(page) == before
    reverse_dispute(Dispute.objects.get(), by=admin, reason="Wrong.")
    assert as_it_stands(page) == changed
    assert Researcher.objects.get(pk=page.pk).user == holder


def test_several_choices_are_undone_to_what_was_before_the_first(page, holder, claim, admin):
    before = as_it_stands(page)
    hide_and_rename(page, holder)
    NameVariant.objects.create(researcher=page, name="Olga Berg", name_key="olga berg")
    rights.rename_own(Researcher.objects.get(pk=page.pk), "Olga Berg", former=[IMPOSTOR], by=holder)
    deciding.revoke(claim, by=admin, reason="An impostor.")
    assert as_it_stands(page) == before


def test_an_address_that_is_somebody_elses_by_now_is_not_taken_from_them(page, holder, claim, admin):
    hide_and_rename(page, holder)
    make_researcher("Another", slug=page.slug)
    deciding.revoke(claim, by=admin, reason="An impostor.")
    assert as_it_stands(page) == ("", OTTO, f"{page.slug}-2", set())


def test_what_an_administrator_has_granted_since_stays(page, holder, claim, admin, carol):
    rights.hide_own(page, by=holder)
    for kind in ("show", "hide"):
        request = RightsRequest.objects.create(researcher=page, kind=kind, user=carol, state="waiting")
        rights.grant(request, by=admin)
    deciding.revoke(claim, by=admin, reason="An impostor.")
    assert Researcher.objects.get(pk=page.pk).visibility == "hidden"


def test_hiding_that_the_person_described_asked_for_stays_when_the_holder_who_hid_it_loses_the_page(
    page, holder, vera, carol, admin
):
    rights.hide_own(page, by=holder)
    dispute = dispute_page(Researcher.objects.get(pk=page.pk), by=vera, reason="It is not.")
    request = RightsRequest.objects.create(researcher=page, kind="hide", user=carol, state="waiting")
    rights.grant(request, by=admin)
    uphold(dispute, by=admin, reason="Right.")
    now = Researcher.objects.get(pk=page.pk)
    assert (now.user, now.visibility) == (None, "hidden")


@pytest.mark.parametrize(
    ("who", "words"), [("holder", "Decide the dispute first"), ("carol", "is undone if")]
)
def test_whoever_decides_a_request_sees_that_the_page_is_hidden_and_disputed(
    as_user, page, holder, vera, carol, admin, who, words
):
    rights.hide_own(page, by=holder)
    dispute = dispute_page(Researcher.objects.get(pk=page.pk), by=vera, reason="It is not.")
    asking = holder if who == "holder" else carol
    request = RightsRequest.objects.create(researcher=page, kind="remove", user=asking, state="waiting")
    text = as_user(admin).get(reverse("claims:decide_request", args=[request.pk])).text
    assert words in text
    assert reverse("claims:decide_dispute", args=[dispute.pk]) in text
    assert "Disputed" in as_user(admin).get(reverse("claims:review"), {"tab": "rights"}).text


def test_who_had_hidden_their_page_gets_it_back_hidden_when_a_revocation_is_turned_over(
    page, holder, claim, admin
):
    hide_and_rename(page, holder)
    changed = as_it_stands(page)
    deciding.revoke(claim, by=admin, reason="A mistake.")
    deciding.reinstate(current(claim), by=admin, note="Sorry.")
    assert as_it_stands(page) == changed
    assert Researcher.objects.get(pk=page.pk).user == holder


def test_who_had_their_page_hidden_by_an_administrator_gets_it_back_too(page, holder, claim, admin):
    request = RightsRequest.objects.create(researcher=page, kind="hide", user=holder, state="waiting")
    rights.grant(request, by=admin)
    deciding.revoke(claim, by=admin, reason="A mistake.")
    deciding.reinstate(current(claim), by=admin, note="Sorry.")
    now = Researcher.objects.get(pk=page.pk)
    assert (now.user, now.visibility) == (holder, "hidden")


def test_who_leaves_has_the_page_stay_as_they_wanted_it(page, holder, claim):
    hide_and_rename(page, holder)
    changed = as_it_stands(page)
    delete_account(holder)
    assert as_it_stands(page) == changed
    assert current(claim).own_changes == {}


def test_who_leaves_while_the_page_is_disputed_evades_nothing(page, holder, claim, vera, carol):
    before = as_it_stands(page)
    hide_and_rename(page, holder)
    dispute_page(Researcher.objects.get(pk=page.pk), by=vera, reason="It is not.")
    delete_account(holder)
    assert as_it_stands(page) == before
    assert current(claim).own_changes == {}
    claiming.refuse_page(Researcher.objects.get(pk=page.pk), by=carol)


def test_a_dispute_about_a_work_lets_the_page_of_who_leaves_be_as_they_wanted_it(page, holder, vera):
    hide_and_rename(page, holder)
    changed = as_it_stands(page)
    [row] = page.attributions.all()
    dispute_work(Researcher.objects.get(pk=page.pk), row.authorship_id, by=vera, reason="It is not.")
    delete_account(holder)
    assert as_it_stands(page) == changed
