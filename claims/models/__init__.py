"""Who says so: claims to a researcher page and their log, evidence, vouches, support, and reports of errors."""

from claims.models.claims import Claim, ClaimEvent, ClaimQuerySet
from claims.models.evidence import GRACE, Evidence, EvidenceQuerySet
from claims.models.reports import ErrorReport, ErrorReportQuerySet
from claims.models.supporters import Supporter, SupporterQuerySet
from claims.models.vouches import Vouch, VouchQuerySet

__all__ = [
    "GRACE",
    "Claim",
    "ClaimEvent",
    "ClaimQuerySet",
    "ErrorReport",
    "ErrorReportQuerySet",
    "Evidence",
    "EvidenceQuerySet",
    "Supporter",
    "SupporterQuerySet",
    "Vouch",
    "VouchQuerySet",
]
