"""Everything an administrator weighs when deciding a claim, on one screen."""

from dataclasses import dataclass

from claims.comparison import Comparison, closest
from claims.evidence.showing import EvidenceList, evidence_of
from claims.models import Claim
from claims.steps import has_confirmed_email
from researchers.models import Attribution
from works.models import Work

WORKS_SHOWN = 8
CLAIMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Case:
    """What `claims/decide.html` shows beside the claim itself."""

    names: list[str]
    comparison: Comparison | None
    identifiers: list[str]
    works: list[Work]
    other_claims: list[Claim]
    email_confirmed: bool
    holds_another_page: bool
    evidence: EvidenceList


def load_case(claim: Claim) -> Case:
    researcher, user = claim.page, claim.user
    variants = researcher.name_variants.order_by("-works_count", "name")[:CLAIMS_SHOWN]
    names = list(dict.fromkeys([researcher.preferred_name, *(variant.name for variant in variants)]))
    page = getattr(user, "researcher", None)
    return Case(
        names=names,
        comparison=closest(claim.claimant_name, names) if user else None,
        identifiers=[str(known) for known in researcher.external_ids.order_by("scheme", "value")],
        works=latest_works(claim),
        other_claims=list(Claim.objects.for_queue().beside(claim)[:CLAIMS_SHOWN]),
        email_confirmed=bool(user and has_confirmed_email(user)),
        holds_another_page=page is not None and page != researcher,
        evidence=evidence_of(claim),
    )


def latest_works(claim: Claim) -> list[Work]:
    """The researcher's newest works, for a first look."""
    attributions = Attribution.objects.accepted().filter(researcher=claim.page)
    mine = attributions.values("authorship__work")
    return list(
        Work.objects.listed().filter(pk__in=mine).select_related("venue").newest_first()[:WORKS_SHOWN]
    )
