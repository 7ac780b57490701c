"""The one way to a claim: a claimant's own, or an administrator's."""

from django.http import Http404

from accounts.models import User
from claims.models import Claim, ErrorReport, Evidence


def get_own_claim(user: User, pk: int) -> Claim:
    """A claim of this user. Somebody else's is not there."""
    claim = user.claims.for_status().filter(pk=pk).first()
    if claim is None:
        raise Http404("You have no such claim.")
    return claim


def get_claim(pk: int) -> Claim:
    """Any claim, with what its decision needs."""
    claim = Claim.objects.for_decision().filter(pk=pk).first()
    if claim is None:
        raise Http404("There is no such claim.")
    return claim


def get_evidence(claim: Claim, pk: int) -> Evidence:
    """A piece of evidence of this claim. Another claim's is not there."""
    evidence = claim.evidence.filter(pk=pk).first()
    if evidence is None:
        raise Http404("This claim has no such evidence.")
    return evidence


def get_report(pk: int) -> ErrorReport:
    report = ErrorReport.objects.for_queue().filter(pk=pk).first()
    if report is None:
        raise Http404("There is no such report.")
    return report
