"""Who may see and do what: every address, every role, reading and writing."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Claim, ErrorReport
from claims.urls import urlpatterns
from tests.builders import make_claim, make_user, make_vouch

SIGN_IN, NOT_THERE, WRONG_METHOD = 302, 404, 405
ROLES = ("nobody", "stranger", "claimant", "owner", "administrator")

# Per address: what a GET answers to each role, and then what an empty POST does.
# An empty form is refused with 422, so that says: may write. 302 to anonymous visitors is the way to sign in.
TABLE = {
    "index": ((302, 200, 200, 200, 200), (405, 405, 405, 405, 405)),
    "new": ((302, 200, 200, 200, 200), (302, 422, 422, 422, 422)),
    "status": ((302, 404, 200, 404, 404), (302, 404, 422, 404, 404)),
    "withdraw": ((302, 404, 200, 404, 404), (302, 404, 302, 404, 404)),
    "check": ((302, 404, 302, 404, 404), (302, 404, 302, 404, 404)),
    "review": ((302, 404, 404, 404, 200), (405, 405, 405, 405, 405)),
    "decide": ((302, 404, 404, 404, 200), (302, 404, 404, 404, 422)),
    "weigh": ((302, 404, 404, 404, 302), (302, 404, 404, 404, 422)),
    "close": ((405, 405, 405, 405, 405), (302, 404, 404, 404, 302)),
    "report": ((200, 200, 200, 200, 200), (422, 422, 422, 422, 422)),
    "vouch": ((302, 200, 200, 200, 200), (302, 422, 422, 422, 422)),
    "vouches": ((302, 200, 200, 200, 200), (405, 405, 405, 405, 405)),
    "withdraw_vouch": ((302, 404, 404, 404, 404), (302, 404, 404, 404, 404)),
    "delete_account": ((302, 200, 200, 200, 200), (302, 422, 422, 422, 422)),
}
CASES = [
    (name, method, role, expected)
    for name, by_method in TABLE.items()
    for method, statuses in zip(("get", "post"), by_method, strict=True)
    for role, expected in zip(ROLES, statuses, strict=True)
]


@pytest.fixture
def people(carol, ada, dora, admin):
    return {"nobody": None, "stranger": dora, "claimant": carol, "owner": ada, "administrator": admin}


@pytest.fixture
def addresses(claim, page):
    report = ErrorReport.objects.create(researcher=page, message="Wrong")
    return {
        "index": reverse("claims:index"),
        "new": reverse("claims:new", args=[page.slug]),
        "status": reverse("claims:status", args=[claim.pk]),
        "withdraw": reverse("claims:withdraw", args=[claim.pk]),
        "check": reverse("claims:check", args=[claim.pk]),
        "review": reverse("claims:review"),
        "decide": reverse("claims:decide", args=[claim.pk]),
        "weigh": reverse("claims:weigh", args=[claim.pk]),
        "close": reverse("claims:close", args=[report.pk]),
        "report": reverse("claims:report", args=[page.slug]),
        "vouch": reverse("claims:vouch", args=[page.slug]),
        "vouches": reverse("claims:vouches"),
        "withdraw_vouch": reverse("claims:withdraw_vouch", args=[make_vouch(make_claim(), make_user()).pk]),
        "delete_account": reverse("claims:delete_account"),
    }


def test_the_table_has_every_address(addresses):
    assert {pattern.name for pattern in urlpatterns} == set(TABLE) == set(addresses)


@pytest.mark.parametrize(("name", "method", "role", "expected"), CASES)
def test_access(as_user, people, addresses, claim, name, method, role, expected):
    response = getattr(as_user(people[role]), method)(addresses[name])
    assert response.status_code == expected
    if role == "nobody" and expected == SIGN_IN:
        assert response.url == f"{reverse('account_login')}?next={addresses[name]}"
    moved = method == "post" and (name, role) == ("withdraw", "claimant")
    claim.refresh_from_db()
    assert claim.state == (Claim.State.WITHDRAWN if moved else Claim.State.SUBMITTED)


@pytest.mark.parametrize("role", ["stranger", "owner", "administrator"])
@pytest.mark.parametrize(("name", "data"), [("status", {"answer": "Let me"}), ("withdraw", {})])
def test_somebody_elses_claim_cannot_be_answered_or_withdrawn(
    as_user, people, addresses, claim, role, name, data
):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.NEEDS_INFORMATION)
    assert as_user(people[role]).post(addresses[name], data).status_code == NOT_THERE
    assert claim.events.count() == 1


@pytest.mark.parametrize("role", ["nobody", "stranger", "claimant", "owner"])
@pytest.mark.parametrize("decision", ["approve", "reject", "ask", "revoke"])
def test_only_administrators_decide(as_user, people, addresses, claim, role, decision):
    response = as_user(people[role]).post(addresses["decide"], {"decision": decision, "note": "Because"})
    assert response.status_code == (SIGN_IN if role == "nobody" else NOT_THERE)
    assert claim.events.count() == 1


def test_an_administrator_who_was_suspended_is_nobody(client, admin, addresses):
    client.force_login(admin)
    admin.is_active = False
    admin.save()
    assert client.get(addresses["review"]).status_code == SIGN_IN


@pytest.mark.parametrize("name", [name for name, (_, post) in TABLE.items() if post[0] != WRONG_METHOD])
def test_a_post_without_our_token_is_refused(people, addresses, claim, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["administrator" if name in ("decide", "weigh", "close") else "claimant"])
    answer = {"decision": "reject", "note": "x", "reason": "x", "answer": "x", "message": "x"}
    answer |= {"password": "correct horse battery"}
    assert client.post(addresses[name], answer).status_code == 403
    claim.refresh_from_db()
    assert claim.state == Claim.State.SUBMITTED
    assert ErrorReport.objects.open().count() == 1
    assert claim.user is not None


@pytest.mark.parametrize(
    "path",
    [
        "/claims/999999/",
        "/claims/999999/withdraw/",
        "/claims/999999/check/",
        "/review/999999/",
        "/review/999999/evidence/",
        "/claims/new/no-such-person/",
    ],
)
def test_what_does_not_exist_is_not_there(as_user, admin, path):
    assert as_user(admin).get(path).status_code == NOT_THERE


@pytest.mark.parametrize("name", ["new", "status", "decide", "report", "delete_account", "index", "review"])
def test_nothing_is_kept_by_caches(as_user, people, addresses, name):
    role = "administrator" if name in ("decide", "review") else "claimant"
    response = as_user(people[role]).get(addresses[name])
    if name != "report":
        assert "no-store" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]
