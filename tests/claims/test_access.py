"""Who may see and do what: every address, every role, reading and writing."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.flow.asking import checks_of
from claims.models import Claim, Dispute, ErrorReport, RightsRequest
from claims.urls import urlpatterns
from tests.builders import make_claim, make_user, make_vouch

OF_ADMINISTRATORS = (
    "decide",
    "weigh",
    "close",
    "bulk",
    "assign",
    "answers",
    "decide_dispute",
    "decide_request",
)
SIGN_IN, NOT_THERE, WRONG_METHOD = 302, 404, 405
ROLES = ("nobody", "stranger", "claimant", "owner", "administrator")

# Per address: what a GET answers to each role, and then what an empty POST does.
# An empty form is refused with 422, so that says: may write. 302 to anonymous visitors is the way to sign in.
TABLE = {
    "index": ((302, 200, 200, 200, 200), (405, 405, 405, 405, 405)),
    "find": ((302, 200, 200, 200, 200), (302, 422, 422, 422, 422)),
    # An empty form begins a draft; who has claimed the page is led to that claim, who has a page begins none.
    "new": ((302, 200, 302, 200, 200), (302, 302, 302, 422, 302)),
    "records": ((302, 404, 200, 404, 404), (302, 404, 422, 404, 404)),
    "evidence": ((302, 404, 200, 404, 404), (302, 404, 422, 404, 404)),
    "works": ((302, 404, 200, 404, 404), (302, 404, 422, 404, 404)),
    "missing": ((302, 404, 302, 404, 404), (302, 404, 422, 404, 404)),
    # It was sent: whose it is are led to where it stands.
    "send": ((302, 404, 302, 404, 404), (302, 404, 302, 404, 404)),
    "status": ((302, 404, 200, 404, 404), (302, 404, 422, 404, 404)),
    "withdraw": ((302, 404, 200, 404, 404), (302, 404, 302, 404, 404)),
    "check": ((302, 404, 302, 404, 404), (302, 404, 302, 404, 404)),
    "review": ((302, 404, 404, 404, 200), (405, 405, 405, 405, 405)),
    "decide": ((302, 404, 404, 404, 200), (302, 404, 404, 404, 422)),
    "bulk": ((302, 404, 404, 404, 302), (302, 404, 404, 404, 422)),
    "assign": ((405, 405, 405, 405, 405), (302, 404, 404, 404, 302)),
    "answers": ((405, 405, 405, 405, 405), (302, 404, 404, 404, 302)),
    "weigh": ((302, 404, 404, 404, 302), (302, 404, 404, 404, 422)),
    "close": ((405, 405, 405, 405, 405), (302, 404, 404, 404, 302)),
    "report": ((200, 200, 200, 200, 200), (422, 422, 422, 422, 422)),
    "vouch": ((302, 200, 200, 200, 200), (302, 422, 422, 422, 422)),
    "vouches": ((302, 200, 200, 200, 200), (405, 405, 405, 405, 405)),
    "withdraw_vouch": ((302, 404, 404, 404, 404), (302, 404, 404, 404, 404)),
    "dispute_page": ((302, 200, 200, 200, 200), (302, 422, 422, 422, 422)),
    "dispute_work": ((302, 404, 404, 404, 404), (302, 404, 404, 404, 404)),
    "disputes": ((302, 200, 200, 200, 200), (405, 405, 405, 405, 405)),
    # Those with a part in it stand in test_dispute_pages.py.
    "dispute": ((302, 404, 404, 404, 404), (302, 404, 404, 404, 404)),
    "decide_dispute": ((302, 404, 404, 404, 200), (302, 404, 404, 404, 422)),
    "about": ((200, 200, 200, 200, 200), (405, 405, 405, 405, 405)),
    "vouch_by_link": ((302, 200, 200, 200, 200), (302, 422, 422, 422, 422)),
    "rights": ((302, 200, 200, 200, 200), (405, 405, 405, 405, 405)),
    "confirm_request": ((404, 404, 404, 404, 404), (404, 404, 404, 404, 404)),
    "withdraw_request": ((405, 405, 405, 405, 405), (302, 404, 404, 404, 404)),
    "decide_request": ((302, 404, 404, 404, 200), (302, 404, 404, 404, 422)),
    "request": ((200, 200, 200, 200, 200), (422, 422, 422, 422, 422)),
    # Nobody holds this page: what its holder may do stands in test_rights.py and test_delegating.py. Who posts has to
    # show who they are first.
    "visibility": ((302, 404, 404, 404, 404), (302, 302, 302, 302, 302)),
    "names": ((302, 404, 404, 404, 404), (302, 302, 302, 302, 302)),
    "delegates": ((302, 404, 404, 404, 404), (302, 404, 404, 404, 404)),
    "delegations": ((302, 200, 200, 200, 200), (302, 404, 404, 404, 404)),
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
    disputed = make_claim(state=Claim.State.DISPUTED)
    dispute = Dispute.objects.create(
        researcher=disputed.researcher, claim=disputed, opened_by=make_user(), reason="Somebody else."
    )
    request = RightsRequest.objects.create(
        researcher=page, kind=RightsRequest.Kind.HIDE, user=make_user(), reason="It is me."
    )
    return {
        "index": reverse("claims:index"),
        "find": reverse("claims:find"),
        "new": reverse("claims:new", args=[page.slug]),
        "records": reverse("claims:records", args=[claim.pk]),
        "evidence": reverse("claims:evidence", args=[claim.pk]),
        "works": reverse("claims:works", args=[claim.pk]),
        "missing": reverse("claims:missing", args=[claim.pk]),
        "send": reverse("claims:send", args=[claim.pk]),
        "status": reverse("claims:status", args=[claim.pk]),
        "withdraw": reverse("claims:withdraw", args=[claim.pk]),
        "check": reverse("claims:check", args=[claim.pk]),
        "review": reverse("claims:review"),
        "decide": reverse("claims:decide", args=[claim.pk]),
        "bulk": reverse("claims:bulk"),
        "assign": reverse("claims:assign", args=[claim.pk]),
        "answers": reverse("claims:answers", args=[claim.pk]),
        "weigh": reverse("claims:weigh", args=[claim.pk]),
        "close": reverse("claims:close", args=[report.pk]),
        "report": reverse("claims:report", args=[page.slug]),
        "vouch": reverse("claims:vouch", args=[page.slug]),
        "vouches": reverse("claims:vouches"),
        "withdraw_vouch": reverse("claims:withdraw_vouch", args=[make_vouch(make_claim(), make_user()).pk]),
        "dispute_page": reverse("claims:dispute_page", args=[page.slug]),
        "dispute_work": reverse("claims:dispute_work", args=[page.slug, 1]),
        "disputes": reverse("claims:disputes"),
        "dispute": dispute.get_absolute_url(),
        "decide_dispute": reverse("claims:decide_dispute", args=[dispute.pk]),
        "about": reverse("claims:about"),
        "vouch_by_link": reverse("claims:vouch_by_link", args=[checks_of(make_claim())["vouch"].token]),
        "rights": reverse("claims:rights"),
        "confirm_request": reverse("claims:confirm_request", args=["nothing"]),
        "withdraw_request": reverse("claims:withdraw_request", args=[request.pk]),
        "decide_request": reverse("claims:decide_request", args=[request.pk]),
        "request": reverse("claims:request", args=[page.slug]),
        "visibility": reverse("claims:visibility", args=[page.slug]),
        "names": reverse("claims:names", args=[page.slug]),
        "delegates": reverse("claims:delegates", args=[page.slug]),
        "delegations": reverse("claims:delegations"),
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
    client.force_login(people["administrator" if name in OF_ADMINISTRATORS else "claimant"])
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
        "/claims/999999/records/",
        "/claims/999999/evidence/",
        "/claims/999999/works/",
        "/claims/999999/works/missing/",
        "/claims/999999/send/",
        "/review/999999/",
        "/review/999999/evidence/",
        "/claims/new/no-such-person/",
    ],
)
def test_what_does_not_exist_is_not_there(as_user, admin, path):
    assert as_user(admin).get(path).status_code == NOT_THERE


@pytest.mark.parametrize(
    "name",
    [
        "new",
        "find",
        "records",
        "evidence",
        "works",
        "status",
        "decide",
        "report",
        "delete_account",
        "index",
        "review",
    ],
)
def test_nothing_is_kept_by_caches(as_user, people, addresses, name):
    role = "administrator" if name in ("decide", "review") else "claimant"
    response = as_user(people[role]).get(addresses[name])
    if name != "report":
        assert "no-store" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]
