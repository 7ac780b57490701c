"""What was looked at is what is done, whatever others decide, claim or import between the look and the deed."""

import pytest
from django.urls import reverse

from claims.models import Claim
from claims.review import deciding
from researchers.curation.merging import merge
from researchers.models import IdentityEvent, Researcher
from tests.builders import make_claim, make_researcher, make_work
from tests.pages.curation.looks import decide, divide, everything, fresh, mark_in, merging_of, names_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def third():
    third = make_researcher("Somebody Else", slug="third")
    make_work("A grammar of waves", authors=[third])
    return third


def apart_of(page, other):
    return reverse("pages:curation_tell_apart", args=[page.slug]) + f"?other={other.slug}"


@pytest.mark.parametrize("address_of", [merging_of, apart_of])
def test_nothing_is_decided_about_a_page_that_was_not_looked_at(
    as_user, admin, page, duplicate, third, address_of
):
    client, address = as_user(admin), address_of(page, duplicate)
    seen = mark_in(client.get(address))
    merge(duplicate, into=third, by=admin)
    before = everything()
    response = client.post(address, {"seen": seen, "reason": "The same hand."})
    assert response.status_code == 422
    assert everything() == before
    shown = response.content.decode()
    for words in ("Look again", "third", "The same hand."):
        assert words in shown
    response = client.post(address, {"seen": mark_in(response), "reason": "The same hand."})
    assert IdentityEvent.objects.latest("pk").other == third
    assert response.status_code == 302


@pytest.mark.parametrize("deed", ["split", "move"])
def test_works_do_not_go_to_a_page_that_was_not_looked_at(as_user, admin, page, duplicate, third, deed):
    client, chosen = as_user(admin), names_on(page)[:1]
    sent = {"works": chosen, "deed": deed, "to": "y-liu", "reason": "The same hand."}
    address = reverse("pages:curation_divide", args=[page.slug])
    seen = mark_in(client.post(address, sent))
    merge(duplicate, into=third, by=admin)
    before = everything()
    response = client.post(address, {**sent, "confirmed": seen})
    assert response.status_code == 422
    assert everything() == before
    shown = response.content.decode()
    for words in ("Look again", "(third)", "The same hand."):
        assert words in shown
    client.post(address, {**sent, "confirmed": mark_in(response)})
    assert chosen[0] in names_on(third)


def test_a_merge_that_would_change_another_owner_is_looked_at_again(as_user, carol, admin, page, duplicate):
    client, address = as_user(admin), merging_of(page, duplicate)
    first = client.get(address)
    assert "neither page is claimed" in first.content.decode()
    deciding.approve(make_claim(page, carol), by=admin)
    make_work("Came since", authors=[page])
    second = client.post(address, {"seen": mark_in(first)})
    assert second.status_code == 422
    assert fresh(page).merged_into is None
    for words in ("Look again", "its owner becomes the owner of the one kept", "4 works go over"):
        assert words in second.content.decode()
    assert client.post(address, {"seen": mark_in(second)}).status_code == 302
    assert fresh(duplicate).user == carol


def test_an_undoing_that_would_change_another_owner_is_looked_at_again(
    as_user, carol, admin, page, duplicate
):
    claim = make_claim(duplicate, carol)
    event = merge(duplicate, into=page, by=admin)
    client, address = as_user(admin), reverse("pages:curation_decision", args=[event.pk])
    first = client.get(address)
    deciding.approve(Claim.objects.get(pk=claim.pk), by=admin)
    second = client.post(address, {"seen": mark_in(first), "reason": "Two hands."})
    assert second.status_code == 422
    assert fresh(duplicate).merged_into == page
    for words in ("Look again", "Two hands."):
        assert words in second.content.decode()
    assert client.post(address, {"seen": mark_in(second)}).status_code == 302
    assert fresh(duplicate).user == carol


@pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "0" * 32}])
def test_nothing_is_done_that_nobody_has_looked_at(as_user, admin, page, duplicate, sent):
    event = merge(make_researcher("Yang Liu"), into=page, by=admin)
    client, before = as_user(admin), everything()
    undoing = reverse("pages:curation_decision", args=[event.pk])
    for address in (merging_of(page, duplicate), apart_of(page, duplicate), undoing):
        assert client.post(address, sent).status_code == 422
    works = {"works": names_on(page)[:1], "deed": "reject", "confirmed": "1"}
    assert client.post(reverse("pages:curation_divide", args=[page.slug]), works).status_code == 422
    assert everything() == before


def test_the_page_to_which_an_address_leads_is_named_before_anything_is_done(
    as_user, admin, page, duplicate, third
):
    merge(duplicate, into=third, by=admin)
    assert "(third, where y-liu leads)" in as_user(admin).get(merging_of(page, duplicate)).content.decode()


def test_an_administrator_is_told_to_leave_their_own_page_to_another(as_user, admin, page, duplicate):
    event = merge(make_researcher("Yang Liu"), into=page, by=admin)
    Researcher.objects.filter(pk=page.pk).update(user=admin)
    client, before = as_user(admin), everything()
    undoing = reverse("pages:curation_decision", args=[event.pk])
    addresses = [merging_of(page, duplicate), merging_of(duplicate, page), apart_of(duplicate, page), undoing]
    for address in addresses:
        assert "another administrator has to decide it" in client.get(address).content.decode()
        assert decide(client, address).status_code == 422
    for deed in ("split", "reject"):
        response = divide(client, page, names_on(page)[:1], deed=deed)
        assert response.status_code == 422
        assert "another administrator has to decide it" in response.content.decode()
    assert everything() == before
