"""What becomes of what was found or missed: kept, renewed, in grace, ended. The caller holds the claim."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.notices import notify
from claims.evidence import Finding, Kind, words
from claims.models import Claim, ClaimEvent, Evidence
from researchers.models import Researcher

SOON = timedelta(hours=1)
TOMORROW = timedelta(days=1)
# So long before evidence ends by itself its claimant is told.
REMIND = timedelta(days=30)
# An administrator confirms an identity on so many kinds of strong evidence, and on fewer that does not stand.
STRONG_KINDS_NEEDED = 2


def keep(claim: Claim, kind: Kind, finding: Finding, *, by: User | None = None) -> Evidence:
    """Write down evidence that was not known."""
    now = timezone.now()
    evidence = Evidence(claim=claim, kind=kind.key, recorded_by=by)
    take_over(evidence, kind, finding, now)
    evidence.save(force_insert=True)
    log(claim, f"Found: {kind.title}.", by=by)
    mark_stale(claim)
    return evidence


def renew(claim: Claim, kind: Kind, evidence: Evidence, finding: Finding, *, by: User | None = None) -> None:
    """Evidence that was found again counts anew. Only what is different is worth a line in the log."""
    if evidence.is_over:
        doubt_unfounded_identity(claim)
    now = timezone.now()
    is_news = by is not None or evidence.failing_since is not None or evidence.reference != finding.reference
    before, looked_at, ends = days_of(evidence), evidence.checked_at, evidence.expires_at
    take_over(evidence, kind, finding, now)
    evidence.recorded_by = by
    evidence.save()
    if is_news:
        log(claim, f"Found again: {kind.title}.", by=by)
    if is_news or days_of(evidence) != before:
        mark_stale(claim)
    if evidence.expires_at == ends and looked_at < ends - REMIND <= now:
        tell(claim, words.expiring(evidence, kind))


def days_of(evidence: Evidence) -> tuple[object, object]:
    """What trust knows of it."""
    return evidence.checked_at.date(), evidence.counts_until.date()


def take_over(evidence: Evidence, kind: Kind, finding: Finding, now: datetime) -> None:
    """Write a finding of this moment into the row."""
    evidence.is_strong = kind.is_strong if finding.is_strong is None else finding.is_strong
    evidence.found, evidence.reference = finding.found, finding.reference
    evidence.checked_at, evidence.failing_since = now, None
    evidence.expires_at = kind.expires_at(now, finding)
    remind_at = max(evidence.expires_at - REMIND, now)
    evidence.next_check_at = next_look(
        evidence, now + kind.recheck_every if kind.recheck_every else remind_at
    )


def next_look(evidence: Evidence, at: datetime) -> datetime:
    """`at`, but never later than the day on which it stops to count."""
    over = evidence.counts_until.replace(hour=0, minute=0, second=0, microsecond=0)
    return min(at, over)


def miss(claim: Claim, kind: Kind, evidence: Evidence) -> None:
    """Evidence that was not found: a time of grace, and when that is over, its end."""
    now = timezone.now()
    if evidence.is_over:
        finish(claim, kind, evidence)
        return
    is_news = evidence.failing_since is None
    if is_news:
        evidence.failing_since = now
    evidence.next_check_at = next_look(evidence, now + TOMORROW)
    evidence.save(update_fields=["failing_since", "next_check_at"])
    if is_news:
        until = words.day(evidence.counts_until)
        log(claim, f"Not found again: {kind.title}. It counts until {until}.")
        mark_stale(claim)
        tell(claim, words.missed(evidence, kind))


def put_off(claim: Claim, kind: Kind, evidence: Evidence) -> None:
    """Whom we ask does not answer: later. But nobody's silence makes evidence outlive its time."""
    if evidence.is_over:
        finish(claim, kind, evidence)
        return
    evidence.next_check_at = timezone.now() + SOON
    evidence.save(update_fields=["next_check_at"])


def finish(claim: Claim, kind: Kind, evidence: Evidence) -> None:
    """End what has had its time."""
    expired = evidence.failing_since is None or evidence.expires_at <= evidence.counts_until
    close(claim, kind, evidence, "It has expired." if expired else "It was not found any more.")


def close(claim: Claim, kind: Kind, evidence: Evidence, because: str, *, by: User | None = None) -> None:
    """End a piece, say so in the log, and tell the claimant."""
    evidence.ended_at, evidence.ended_because = timezone.now(), because
    evidence.save(update_fields=["ended_at", "ended_because", "is_set_aside"])
    log(claim, f"Ended: {kind.title}. {because}", by=by)
    mark_stale(claim)
    tell(claim, words.ended(evidence, kind, because))
    doubt_unfounded_identity(claim, by=by)


def doubt_unfounded_identity(claim: Claim, *, by: User | None = None) -> None:
    """The decision on an identity ends with the evidence it was about: what is found later, nobody has weighed."""
    if claim.identity_decided_at and len(strong_kinds(claim)) < STRONG_KINDS_NEEDED:
        doubt_identity(claim, "Too little strong evidence counts now.", words.unfounded(), by=by)


def doubt_identity(claim: Claim, because: str, letter: words.Letter, *, by: User | None = None) -> None:
    """Take back that the identity was confirmed."""
    claim.identity_decided_at = claim.identity_decided_by = None
    claim.save(update_fields=["identity_decided_at", "identity_decided_by"])
    log(claim, f"The identity is not confirmed any more. {because}", by=by, about=ClaimEvent.About.IDENTITY)
    mark_stale(claim)
    tell(claim, letter)


def strong_kinds(claim: Claim, *, unless_by: User | None = None) -> set[str]:
    """The different kinds of strong evidence that count today, without what somebody has recorded."""
    pieces = [piece for piece in claim.evidence.current() if piece.is_strong and piece.counts]
    return {piece.kind for piece in pieces if unless_by is None or piece.recorded_by_id != unless_by.pk}


def log(claim: Claim, note: str, *, by: User | None = None, about: str = ClaimEvent.About.EVIDENCE) -> None:
    """A line that nobody can change: it tells the kind of evidence, and what was found stands in the evidence alone."""
    ClaimEvent.objects.create(claim=claim, about=about, state=claim.state, by=by, note=note)


def mark_stale(claim: Claim) -> None:
    """The evidence of a claim speaks for the page that it gives; before approval it speaks for none."""
    if claim.is_holding:
        Researcher.objects.filter(user=claim.user_id).mark_trust_stale()


def tell(claim: Claim, letter: words.Letter) -> None:
    if claim.user:
        notify(claim.user, subject=letter.subject, text=letter.text, path=claim.get_absolute_url())
