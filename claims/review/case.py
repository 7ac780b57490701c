"""Everything an administrator weighs when deciding a claim, on one screen."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.models import User
from accounts.orcid import AuthenticatedOrcid, authenticated_orcid
from claims.evidence import Kind
from claims.evidence.showing import EvidenceList, evidence_of
from claims.examination.rules import title_of, words_of
from claims.models import Claim, ClaimEvent, Dispute, Evidence, EvidenceCheck, MissingWork
from claims.review.assigning import taken_by_other
from claims.review.case_works import PrintedWorks, works_of
from claims.review.comparison import Comparison, closest
from claims.review.freshness import last_event
from claims.review.uniting import further_records
from claims.steps import is_concerned
from researchers.curation.merging import plan_merges
from researchers.curation.plans import Plan, family
from researchers.curation.refusals import CannotCurate
from researchers.models import Researcher

NAMES_SHOWN = 20
CLAIMS_SHOWN = 20
RECORDS_SHOWN = 5
NOTHING_FOUND: dict[str, tuple[str, str]] = {
    EvidenceCheck.Result.NOT_YET: ("unclaimed", "Not looked for yet"),
    EvidenceCheck.Result.FOUND: ("unclaimed", "Found, but it does not count"),
    EvidenceCheck.Result.MISSED: ("unclaimed", "Not found"),
    EvidenceCheck.Result.UNAVAILABLE: ("waiting", "Could not be looked at"),
}
ADMINISTRATORS_SHOWN = 5
MISSING_SHOWN = 20


@dataclass(frozen=True, slots=True)
class FurtherRecord:
    """Another record that approval merges into the page: what comes along, or what stands in the way."""

    researcher: Researcher
    plan: Plan | None
    obstacle: str


@dataclass(frozen=True, slots=True)
class Claimant:
    """What is known of whoever claims. A former account has left nothing."""

    addresses: list[EmailAddress]
    orcid: AuthenticatedOrcid | None
    holds_another_page: bool

    @property
    def has_confirmed_address(self) -> bool:
        return any(address.verified for address in self.addresses)


@dataclass(frozen=True, slots=True)
class Checked:
    """One kind of evidence: when it was looked for, where, what came of it, and what counts of it."""

    kind: Kind
    check: EvidenceCheck | None
    evidence: Evidence | None

    @property
    def is_strong(self) -> bool:
        return self.evidence.is_strong if self.evidence else self.kind.is_strong

    @property
    def state(self) -> tuple[str, str]:
        """What it comes to, by its key in common/states.py, and in words."""
        if self.evidence:
            return shown_of(self.evidence)
        result = self.check.result if self.check else EvidenceCheck.Result.NOT_YET
        return NOTHING_FOUND[result]


def shown_of(evidence: Evidence) -> tuple[str, str]:
    if evidence.is_over:
        return "expired", "Counts no more"
    return ("waiting", "Not found again") if evidence.failing_since else ("approved", "Counts")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket stands among those that wait."""

    before: Claim | None
    after: Claim | None


@dataclass(frozen=True, slots=True)
class Case:
    """What `claims/decide.html` shows beside the claim itself."""

    claimant: Claimant
    names: list[str]
    comparison: Comparison | None
    identifiers: list[str]
    evidence: EvidenceList
    checks: list[Checked]
    held_back: list[str]
    exchange: list[ClaimEvent]
    rule: str
    works: PrintedWorks
    missing_works: list[MissingWork]
    further_records: list[FurtherRecord]
    unshown_records: int
    rival_claims: list[Claim]
    own_claims: list[Claim]
    disputes: list[Dispute]
    place: Place
    is_concerned: bool
    others: list[User]  # administrators who may decide where this one may not
    taken_by: User | None
    seen: int


def load_case(claim: Claim, *, by: User, works_page: str | None = None) -> Case:
    researcher = claim.page
    names = names_of(researcher)
    records = further_records(claim)
    evidence, concerned = evidence_of(claim), is_concerned(by, claim)
    return Case(
        claimant=claimant_of(claim),
        names=names,
        comparison=closest(claim.claimant_name, names) if claim.user else None,
        identifiers=[str(known) for known in researcher.external_ids.order_by("scheme", "value")],
        evidence=evidence,
        checks=[Checked(piece.kind, piece.check, piece.evidence) for piece in evidence.pieces],
        held_back=[words_of(code) for code in claim.held_back],
        exchange=exchange_of(claim),
        rule=title_of(claim.rule),
        works=works_of(claim, records, works_page),
        missing_works=list(claim.missing_works.select_related("work").order_by("pk")[:MISSING_SHOWN]),
        further_records=previews(records[:RECORDS_SHOWN], researcher),
        unshown_records=max(0, len(records) - RECORDS_SHOWN),
        rival_claims=rival_claims(claim),
        own_claims=own_claims(claim),
        disputes=list(researcher.disputes.for_queue().order_by("-opened_at", "-id")[:CLAIMS_SHOWN]),
        place=place_of(claim),
        is_concerned=concerned,
        others=unconcerned(claim, by) if concerned else [],
        taken_by=taken_by_other(claim, by),
        seen=last_event(claim),
    )


def exchange_of(claim: Claim) -> list[ClaimEvent]:
    """What administrators asked, and what the claimant answered."""
    states = (Claim.State.NEEDS_INFORMATION, Claim.State.SUBMITTED)
    return [event for event in claim.events.all() if event.state in states and is_said(event)]


def is_said(event: ClaimEvent) -> bool:
    return not event.is_told_whole and bool(event.quoted)


def names_of(researcher: Researcher) -> list[str]:
    variants = researcher.name_variants.order_by("-works_count", "name")[:NAMES_SHOWN]
    return list(dict.fromkeys([researcher.preferred_name, *(variant.name for variant in variants)]))


def rival_claims(claim: Claim) -> list[Claim]:
    """What others have claimed or claim: the page, or one that was merged into it; the latest first.

    The pages are looked up first: a condition on joined rows would be asked of every claim.
    """
    rows = Claim.objects.sent().for_queue().to_any(family(claim.page)).exclude(pk=claim.pk)
    by_others = rows.exclude(user=claim.user_id) if claim.user_id else rows
    return list(by_others.latest_first()[:CLAIMS_SHOWN])


def own_claims(claim: Claim) -> list[Claim]:
    """What the claimant has claimed besides, the latest first."""
    if claim.user is None:
        return []
    rows = claim.user.claims.sent().for_queue().exclude(pk=claim.pk)
    return list(rows.latest_first()[:CLAIMS_SHOWN])


def claimant_of(claim: Claim) -> Claimant:
    user = claim.user
    if user is None:
        return Claimant([], None, holds_another_page=False)
    page = getattr(user, "researcher", None)
    addresses = EmailAddress.objects.filter(user=user).order_by("-primary", "-verified", "email")
    return Claimant(
        list(addresses), authenticated_orcid(user), holds_another_page=page is not None and page != claim.page
    )


def previews(records: list[Researcher], page: Researcher) -> list[FurtherRecord]:
    """What merging each of them into the page would touch, as things stand."""
    if not records:
        return []
    return [preview(record, plan) for record, plan in zip(records, plan_merges(records, page), strict=True)]


def preview(record: Researcher, plan: Plan | CannotCurate) -> FurtherRecord:
    if record.user_id:
        return FurtherRecord(record, None, "It belongs to somebody.")
    if isinstance(plan, CannotCurate):
        return FurtherRecord(record, None, str(plan))
    return FurtherRecord(record, plan, "")


def place_of(claim: Claim) -> Place:
    """The neighbors in the queue of those that wait for a decision."""
    before = Claim.objects.ahead_of(claim).reverse().first()
    return Place(before, Claim.objects.behind(claim).first())


def unconcerned(claim: Claim, by: User) -> list[User]:
    """Administrators who may decide on it, some of them."""
    holders = Claim.objects.rivaling(claim).values("user")
    rows = User.objects.filter(is_staff=True, is_active=True).exclude(pk__in=[by.pk, claim.user_id or by.pk])
    vouchers = claim.vouches.standing().values("by")
    free = rows.exclude(pk__in=holders).exclude(pk__in=vouchers).exclude(researcher__in=claim.record_ids())
    return list(free.order_by("name", "email")[:ADMINISTRATORS_SHOWN])
