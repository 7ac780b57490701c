"""What outsiders send to claims that are not theirs, what merely looking does, and what words of people do on pages."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from claims import rights
from claims.flow.asking import checks_of
from claims.models import (
    AuditEvent,
    Claim,
    ClaimEvent,
    Dispute,
    ErrorReport,
    EvidenceCheck,
    MissingWork,
    RightsRequest,
)
from researchers.models import Delegate, Researcher
from tests.builders import make_authorship, make_claim, make_researcher, make_user, make_work
from tests.claims.tied import with_orcid

pytestmark = pytest.mark.django_db

OF_CLAIMANTS = ("status", "records", "evidence", "works", "missing", "send", "withdraw", "check")
OF_REVIEW = ("decide", "assign", "answers", "weigh")
FILLED = {
    "kind": "home_page",
    "target": "https://a.example.org/",
    "answer": "mine",
    "chosen": "1",
    "deed": "remove",
    "record": "1",
    "identifiers": "10.5555/1",
    "reason": "Mine.",
    "decision": "approve",
}
EVIL = "<img src=x onerror=alert(1)>\"'"


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "rejected"])
def test_filled_forms_and_pieces_of_pages_of_anothers_claim_are_not_there(as_user, page, carol, dora, state):
    claim = make_claim(page, carol, state=state)
    client, before = as_user(dora), world()
    for name in (*OF_CLAIMANTS, *OF_REVIEW):
        address = reverse(f"claims:{name}", args=[claim.pk])
        for headers in ({}, {"HX-Request": "true"}):
            assert client.get(address, headers=headers).status_code in (404, 405), name
            assert client.post(address, FILLED, headers=headers).status_code == 404, name
    for method in (client.get, client.post):
        assert method(reverse("claims:find") + f"?for={claim.pk}&q=Carol").status_code == 404
    assert world() == before


def world():
    """Everything that somebody might change by looking."""
    return [
        list(rows)
        for rows in (
            Claim.objects.order_by("pk").values_list("pk", "state", "user", "assigned_to", "checks_due_at"),
            RightsRequest.objects.order_by("pk").values_list("pk", "state"),
            Delegate.objects.values_list("pk", "accepted_at", "ended_at"),
            Researcher.objects.order_by("pk").values_list("pk", "visibility", "user"),
            ClaimEvent.objects.values_list("pk"),
            AuditEvent.objects.values_list("pk"),
            Notice.objects.values_list("pk"),
        )
    ]


@pytest.mark.parametrize("state", ["draft", "submitted", "needs_information", "approved", "rejected"])
def test_looking_changes_nothing(as_user, admin, ada, page, carol, state):
    claim = make_claim(page, carol, state=state)
    delegate = Delegate.objects.create(researcher=page, user=ada, given_by=carol)
    asked = rights.ask(page, RightsRequest.Kind.HIDE, by=None, email="x@example.org")
    before = world()
    theirs, reviewing, adas = as_user(carol), as_user(admin), as_user(ada)
    for name in OF_CLAIMANTS:
        theirs.get(reverse(f"claims:{name}", args=[claim.pk]), FILLED)
    for name in ("visibility", "names", "delegates", "request", "vouch", "dispute_page"):
        theirs.get(reverse(f"claims:{name}", args=[page.slug]), FILLED)
    theirs.get(reverse("claims:delete_account"))
    theirs.get(reverse("claims:confirm_request", args=[rights.token_of(asked)]))
    adas.get(reverse("claims:delegations"), {"accept": delegate.pk})
    for name in OF_REVIEW:
        reviewing.get(reverse(f"claims:{name}", args=[claim.pk]), FILLED)
    reviewing.get(reverse("claims:bulk"), {"deed": "approve", "chosen": claim.pk})
    assert world() == before


def test_words_of_people_are_words_on_every_page(as_user, admin):
    user, page = make_user(name=f"Carol {EVIL}"), make_researcher(f"Carol {EVIL}", slug="carol-x")
    work = make_work(f"Work {EVIL}")
    printed = make_authorship(work, page, position=0)
    claim = make_claim(page, user, reason=EVIL, reply=EVIL)
    for check in checks_of(claim).values():
        EvidenceCheck.objects.filter(pk=check.pk).update(
            words=EVIL, target=EVIL, result="missed", looked_at=timezone.now()
        )
    MissingWork.objects.create(claim=claim, scheme="doi", value=f"10.5/{EVIL}", note=EVIL)
    ErrorReport.objects.create(researcher=page, message=EVIL, email="a@example.org")
    asked = RightsRequest.objects.create(
        researcher=page, kind="rename", user=user, reason=EVIL, new_name=EVIL, state="waiting"
    )
    dispute = Dispute.objects.create(
        researcher=page,
        authorship=printed,
        is_about_work=True,
        opened_by=user,
        reason=EVIL,
        answer=EVIL,
        opened_at=timezone.now(),
        kept={"status": "accepted"},
    )
    seen = {
        admin: [
            reverse("claims:review"),
            *(f"{reverse('claims:review')}?tab={tab}" for tab in ("disputes", "reports", "requests")),
            reverse("claims:decide", args=[claim.pk]),
            reverse("claims:decide_dispute", args=[dispute.pk]),
            reverse("claims:decide_request", args=[asked.pk]),
            reverse("admin:claims_claim_change", args=[claim.pk]),
            reverse("admin:claims_rightsrequest_change", args=[asked.pk]),
            reverse("admin:claims_dispute_change", args=[dispute.pk]),
        ],
        user: [
            *(
                reverse(f"claims:{name}", args=[claim.pk])
                for name in ("status", "evidence", "works", "records")
            ),
            reverse("claims:dispute", args=[dispute.pk]),
            reverse("claims:rights"),
            reverse("claims:index"),
        ],
    }
    for who, addresses in seen.items():
        client = as_user(who)
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200, address
            assert "<img src=x" not in response.text, address


def test_an_account_that_logs_in_by_orcid_alone_has_to_prove_itself_too(client, page, carol):
    make_claim(page, carol, state=Claim.State.APPROVED)
    Researcher.objects.filter(pk=page.pk).update(verification_level=3)
    with_orcid(carol).set_unusable_password()
    carol.save()
    client.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(reverse("claims:visibility", args=[page.slug]), {"deed": "hide"})
    assert response.status_code == 302
    assert Researcher.objects.get(pk=page.pk).is_public


def test_every_test_that_the_table_of_attacks_names_is_there():
    root = Path(__file__).parents[2]
    table = (root / "docs" / "claims.md").read_text().partition("## Attacks tried")[2].partition("\n## ")[0]
    named = re.findall(r"`([\w/]+/test_\w+\.py)(?:::(test_\w+))?`", table)
    assert len(named) > 60
    for path, name in named:
        assert f"def {name}(" in (root / "tests" / path).read_text() or not name, (path, name)
    rows = [line for line in table.splitlines() if line.startswith("| ")][2:]
    assert all("test_" in row.split(" | ")[-1] for row in rows)
