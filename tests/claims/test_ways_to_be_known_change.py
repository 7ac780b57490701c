"""Evidence by ORCID is looked for again when the account and the iD part, and when they meet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Evidence
from tests.builders import make_claim, make_evidence
from tests.orcid import BOB, connect_orcid

pytestmark = pytest.mark.django_db


@pytest.fixture
def evidence(carol):
    return make_evidence(make_claim(user=carol, state="approved"), "orcid")


def is_due(evidence):
    return Evidence.objects.due().filter(pk=evidence.pk).exists()


def settled(evidence):
    Evidence.objects.update(next_check_at=timezone.now() + timedelta(days=7))
    assert not is_due(evidence)


def test_connecting_and_disconnecting_make_it_due(carol, evidence):
    account = connect_orcid(carol)
    assert is_due(evidence)
    settled(evidence)
    account.delete()
    assert is_due(evidence)


def test_signing_in_again_changes_nothing(carol, evidence):
    account = connect_orcid(carol)
    settled(evidence)
    account.extra_data = {"id_token": {"auth_time": 1}}
    account.save()
    assert not is_due(evidence)


@pytest.mark.parametrize("change", ["uid", "user"])
def test_an_id_that_becomes_another_or_anothers_makes_it_due(carol, admin, evidence, change):
    account = connect_orcid(carol)
    settled(evidence)
    setattr(account, change, {"uid": BOB, "user": admin}[change])
    account.save()
    assert is_due(evidence)


def test_other_evidence_and_that_of_others_is_left_alone(carol, admin, evidence):
    other_kind = make_evidence(evidence.claim, "seen")
    other_claim = make_evidence(make_claim(user=admin), "orcid")
    ended = make_evidence(
        make_claim(user=carol), "orcid", ended_at=timezone.now(), ended_because="A namesake."
    )
    connect_orcid(carol)
    assert is_due(evidence)
    assert not any(map(is_due, [other_kind, other_claim, ended]))


def connect(user):
    connect_orcid(user)


def confirm_another_address(user):
    user.emailaddress_set.create(email="carol@labs.example", verified=True)


@pytest.mark.parametrize("deed", [connect, confirm_another_address])
@pytest.mark.parametrize(
    ("state", "is_examined"),
    [
        ("submitted", True),
        ("needs_information", True),
        ("draft", False),
        ("approved", False),
        ("rejected", False),
    ],
)
def test_a_claim_that_waits_is_examined_anew(carol, deed, state, is_examined):
    claim = make_claim(user=carol, state=state)
    deed(carol)
    claim.refresh_from_db()
    assert (claim.checks_due_at is not None) == is_examined
