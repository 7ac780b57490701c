"""How much one person may send around claims within an hour."""

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import AuditEvent, Claim, Dispute
from claims.urls import urlpatterns
from claims.views import quota
from researchers.models import Researcher
from tests.builders import make_claim
from tests.claims.test_access import OF_ADMINISTRATORS

pytestmark = pytest.mark.django_db

# What limits those that are not counted with the others.
NARROWER = {
    "find": "test_find.py",
    "new": "test_find.py",
    "evidence": "test_evidence_page.py",
    "works": "a wider one, below",
    "missing": "test_works_page.py",
    "check": "test_check.py",
    "dispute_page": "test_dispute_pages.py",
    "dispute_work": "test_dispute_pages.py",
    "report": "test_report.py",
    "request": "test_rights.py",
    "confirm_request": "a link confirms once",
    "delete_account": "an account is deleted once",
}
READ_ALONE = {"index", "vouches", "disputes", "rights", "about", "review"}
COUNTED = sorted({one.name for one in urlpatterns} - {*NARROWER, *READ_ALONE, *OF_ADMINISTRATORS})


def address_of(name):
    pattern = next(one for one in urlpatterns if one.name == name).pattern
    values = {"pk": 1, "slug": "somebody", "token": "nothing", "authorship": 1}
    return reverse(f"claims:{name}", kwargs={key: values[key] for key in pattern.converters})


def test_these_are_counted():
    assert COUNTED == [
        "delegates",
        "delegations",
        "dispute",
        "names",
        "records",
        "send",
        "status",
        "visibility",
        "vouch",
        "vouch_by_link",
        "withdraw",
        "withdraw_request",
        "withdraw_vouch",
    ]


@pytest.mark.parametrize("name", COUNTED)
def test_all_of_them_are_one_quota(as_user, carol, dora, monkeypatch, name):
    monkeypatch.setitem(quota.MOST, "claims-sent", 1)
    client = as_user(carol)
    assert client.post(address_of("delegations"), {"end": "1"}).status_code == 404
    assert client.post(address_of(name)).status_code == 429
    assert client.get(address_of(name)).status_code != 429
    assert as_user(dora).post(address_of(name)).status_code != 429


def test_what_was_typed_is_kept_and_can_be_sent_again(as_user, carol, ada, page, monkeypatch):
    claim = make_claim(page, carol, state=Claim.State.DISPUTED)
    dispute = Dispute.objects.create(
        researcher=page, claim=claim, opened_by=ada, reason="Another.", opened_at=timezone.now()
    )
    address = reverse("claims:dispute", args=[dispute.pk])
    monkeypatch.setitem(quota.MOST, "claims-sent", 0)
    text = "I have worked there since 2015,\nand <b>everybody</b> knows me."
    response = as_user(carol).post(address, {"answer": text, "of": "short"})
    shown = response.content.decode()
    assert response.status_code == 429
    assert "Nothing of the last was done." in shown
    assert "and &lt;b&gt;everybody&lt;/b&gt; knows me.</textarea>" in shown
    assert '<input type="hidden" name="of" value="short">' in shown
    assert shown.count("csrfmiddlewaretoken") <= 2, "that of the sign-out button and that of the form"
    dispute.refresh_from_db()
    assert dispute.answer == ""
    monkeypatch.setitem(quota.MOST, "claims-sent", 1)
    assert as_user(carol).post(address, {"answer": text}).status_code == 429, "refusals count as sent"


def test_hiding_and_showing_without_end_leaves_no_lines_without_end(client, carol, page, monkeypatch):
    make_claim(page, carol, state=Claim.State.APPROVED)
    Researcher.objects.filter(pk=page.pk).update(verification_level=3)
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    monkeypatch.setitem(quota.MOST, "claims-sent", 4)
    address = reverse("claims:visibility", args=[page.slug])
    answers = [client.post(address, {"deed": deed}).status_code for deed in ("hide", "show") * 3]
    assert answers == [302, 302, 302, 302, 429, 429]
    assert AuditEvent.objects.count() == 4


def test_answers_for_works_have_a_wider_one_of_their_own(as_user, carol, monkeypatch):
    monkeypatch.setitem(quota.MOST, "claims-answered", 1)
    client, address = as_user(carol), make_claim(user=carol).get_absolute_url() + "works/"
    assert [client.post(address).status_code for _ in range(2)] == [422, 429]
    assert client.get(address).status_code == 200
    assert client.post(address_of("delegations"), {"end": "1"}).status_code == 404
