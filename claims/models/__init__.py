"""Who says so: claims to a researcher page, evidence, vouches, support, disputes, rights, reports, and their logs."""

from claims.models.audit import AuditEvent
from claims.models.checks import EvidenceCheck
from claims.models.claims import Claim, ClaimQuerySet
from claims.models.disputes import Dispute, DisputeQuerySet
from claims.models.drafts import ClaimAnswer, ClaimedRecord, MissingWork
from claims.models.evidence import GRACE, Evidence, EvidenceQuerySet
from claims.models.log import ClaimEvent
from claims.models.reports import ErrorReport, ErrorReportQuerySet
from claims.models.rights import RightsRequest, RightsRequestQuerySet
from claims.models.rules import RuleSwitch
from claims.models.supporters import Supporter, SupporterQuerySet
from claims.models.vouches import Vouch, VouchQuerySet

__all__ = [
    "GRACE",
    "AuditEvent",
    "Claim",
    "ClaimAnswer",
    "ClaimEvent",
    "ClaimQuerySet",
    "ClaimedRecord",
    "Dispute",
    "DisputeQuerySet",
    "ErrorReport",
    "ErrorReportQuerySet",
    "Evidence",
    "EvidenceCheck",
    "EvidenceQuerySet",
    "MissingWork",
    "RightsRequest",
    "RightsRequestQuerySet",
    "RuleSwitch",
    "Supporter",
    "SupporterQuerySet",
    "Vouch",
    "VouchQuerySet",
]
