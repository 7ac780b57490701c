"""What approval by a rule means for trust."""

import pytest

from claims.examination.examining import examine
from claims.models import Claim, Supporter
from researchers.models import Researcher
from tests.claims.tied import tied
from trust.refreshing import score_newest

pytestmark = pytest.mark.django_db


def test_who_is_approved_by_a_rule_has_the_level_that_it_gives_and_passes_on_no_support_alone():
    claim = tied()
    examine(claim.pk)
    score_newest()
    page = Researcher.objects.get(pk=claim.researcher_id)
    assert page.verification_level == Claim.objects.get().level_given == 3
    assert not Supporter.objects.filter(user=claim.user).exclude(distance=None).exists()


def test_the_level_falls_with_the_evidence_it_was_given_for():
    claim = tied()
    examine(claim.pk)
    claim.evidence.end("It was not found any more.")
    Researcher.objects.filter(pk=claim.researcher_id).mark_trust_stale()
    score_newest()
    assert Researcher.objects.get(pk=claim.researcher_id).verification_level == 2
    assert Claim.objects.get().level_given == 3
