"""Whoever has a part in whose a page is decides no dispute about it."""

import pytest

from claims.disputes.disputing import dispute_page
from claims.disputes.settling import OwnDispute, dismiss, uphold
from claims.models import Claim, ClaimedRecord
from tests.builders import make_claim, make_researcher
from tests.claims.evidence.builders import make_verified, owner_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_merged", [False, True])
@pytest.mark.parametrize("is_further", [False, True])
def test_who_claims_the_disputed_page_does_not_decide_wherever_it_stands_in_the_claim(
    admin, is_merged, is_further
):
    page = make_verified("Carol Stranger-Holm")
    dispute = dispute_page(page, by=owner_of(make_verified("Vera")), reason="It is mine.")
    claimed = make_researcher("Carol Before", merged_into=page) if is_merged else page
    claim = make_claim(make_researcher("Another") if is_further else claimed, admin)
    if is_further:
        ClaimedRecord.objects.create(claim=claim, researcher=claimed)
    for deed in (uphold, dismiss):
        with pytest.raises(OwnDispute):
            deed(dispute, by=admin, reason="Because.")
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.WITHDRAWN)
    dismiss(dispute, by=admin, reason="Because.")
