"""Looking for evidence: the first time, again and again, and what becomes of what is missed.

Everything about the evidence of a claim happens while the row of the claim is held, before any row of a
researcher is: whoever approves, revokes or leaves takes them in this order too.
"""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.notices import notify
from claims.evidence import COAUTHOR, KINDS, CannotCheckNow, Finding, Kind, Known, kind_of, words
from claims.evidence.coauthors import word_of
from claims.models import Claim, ClaimEvent, Evidence
from claims.steps import ClaimMoved
from researchers.models import Researcher

SOON = timedelta(hours=1)
TOMORROW = timedelta(days=1)
# So long before evidence ends by itself its claimant is told.
REMIND = timedelta(days=30)
# An administrator confirms an identity on so many kinds of strong evidence, and on fewer that does not stand.
STRONG_KINDS_NEEDED = 2
# Seconds that a claimant waits between two checks they ask for.
PAUSE = 60


class CheckedJustNow(Exception):
    """The claimant has asked for this less than a minute ago."""


def hold(claim: Claim) -> Claim:
    """The claim as it stands now, kept so until the transaction ends.

    A statement that waits for the row reads the rows joined to it as they were before it waited; hence two.
    """
    Claim.objects.select_for_update(no_key=True).values_list("pk").get(pk=claim.pk)
    return Claim.objects.select_related("user__researcher", "researcher__merged_into").get(pk=claim.pk)


@transaction.atomic
def check_evidence(claim: Claim, kind: Kind) -> Evidence | None:
    """Look for one kind of evidence and keep what comes of it; the current row, if there is one then."""
    held = hold(claim)
    if held.is_live:
        look_for(held, kind)
    return claim.evidence.current().of_kind(kind.key).first()


@transaction.atomic
def check_all(claim: Claim) -> None:
    """Look for every kind of evidence that can be looked for."""
    held = hold(claim)
    known = list(held.evidence.for_check())
    for kind in KINDS.values():
        if held.is_live:
            look(held, kind, [evidence for evidence in known if evidence.kind == kind.key])


@transaction.atomic
def end_word_of(claim: Claim, voucher: User, because: str) -> None:
    """End at once what rests on the word of somebody who has taken it back, and look for another's.

    A word taken back is no outage, so there is no time of grace. To be called when the vouch has ended.
    """
    held, kind = hold(claim), KINDS[COAUTHOR.key]
    evidence = held.evidence.current().of_kind(kind.key).referring_to(word_of(voucher.pk)).first()
    if evidence:
        close(held, kind, evidence, because)
        look_for(held, kind)


def check_again(claim: Claim) -> None:
    """Look for every kind because the claimant asks for it, once a minute."""
    if not claim.is_live:
        raise ClaimMoved(claim)
    if not cache.add(f"evidence-check:{claim.pk}", True, PAUSE):
        raise CheckedJustNow(claim)
    check_all(claim)


def look_for(claim: Claim, kind: Kind) -> None:
    look(claim, kind, list(claim.evidence.for_check().of_kind(kind.key)))


def look(claim: Claim, kind: Kind, known: list[Evidence]) -> None:
    """Check, and keep what was found or missed beside what is known of the kind. `claim` is held."""
    if kind.check is None:
        return
    evidence = next((piece for piece in known if piece.ended_at is None), None)
    set_aside = frozenset(piece.reference for piece in known if piece.is_set_aside)
    try:
        finding = kind.check(claim, Known(evidence.reference if evidence else "", set_aside))
    except CannotCheckNow:
        if evidence:
            put_off(claim, kind, evidence)
        return
    if finding is None or finding.reference in set_aside:
        if evidence:
            miss(claim, kind, evidence)
    elif evidence:
        renew(claim, kind, evidence, finding)
    else:
        keep(claim, kind, finding)


def keep(claim: Claim, kind: Kind, finding: Finding, *, by: User | None = None) -> Evidence:
    """Write down evidence that was not known."""
    now = timezone.now()
    evidence = Evidence(claim=claim, kind=kind.key, recorded_by=by)
    take_over(evidence, kind, finding, now)
    evidence.save(force_insert=True)
    log(claim, f"Found: {kind.title}. {finding.found}", by=by)
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
        log(claim, f"Found again: {kind.title}. {finding.found}", by=by)
    if is_news or days_of(evidence) != before:
        mark_stale(claim)
    if evidence.expires_at == ends and looked_at < ends - REMIND <= now:
        tell(claim, words.expiring(evidence, kind))


def days_of(evidence: Evidence) -> tuple[object, object]:
    """What trust knows of it."""
    return evidence.checked_at.date(), evidence.counts_until.date()


def take_over(evidence: Evidence, kind: Kind, finding: Finding, now: datetime) -> None:
    """Write a finding of this moment into the row."""
    evidence.is_strong = kind.is_strong
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
        log(claim, f"Not found again: {kind.title}. It counts until {until}. {evidence.found}")
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
    log(claim, f"Ended: {kind.title}. {because} {evidence.found}", by=by)
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


def strong_kinds(claim: Claim) -> set[str]:
    """The different kinds of strong evidence that count today."""
    return {piece.kind for piece in claim.evidence.current() if piece.is_strong and piece.counts}


def log(claim: Claim, note: str, *, by: User | None = None, about: str = ClaimEvent.About.EVIDENCE) -> None:
    ClaimEvent.objects.create(claim=claim, about=about, state=claim.state, by=by, note=note)


def mark_stale(claim: Claim) -> None:
    """The evidence of a claim speaks for the page that it gives; before approval it speaks for none."""
    if claim.is_approved:
        Researcher.objects.filter(user=claim.user_id).mark_trust_stale()


def tell(claim: Claim, letter: words.Letter) -> None:
    if claim.user:
        notify(claim.user, subject=letter.subject, text=letter.text, path=claim.get_absolute_url())


def recheck_due(limit: int) -> int:
    """Look at evidence whose time has come, the longest overdue first; how many pieces that were.

    A check that breaks keeps its own piece as it was and no other one waiting; it is raised at the end.
    """
    due = list(Evidence.objects.due().values_list("pk", flat=True)[:limit])
    done, errors = 0, []
    for pk in due:
        try:
            done += recheck(pk)
        except Exception as error:
            error.add_note(f"while looking at evidence {pk}")
            errors.append(error)
    if errors:
        raise ExceptionGroup("Evidence that could not be looked at", errors)
    return done


@transaction.atomic
def recheck(pk: int) -> int:
    """Look at one piece that is due; 0 where somebody else is at it, or was."""
    rows = Evidence.objects.due().select_for_update(of=("self", "claim"), no_key=True, skip_locked=True)
    evidence = rows.select_related("claim").filter(pk=pk).first()
    if evidence is None:
        return 0
    claim, kind = hold(evidence.claim), kind_of(evidence.kind)
    if kind.check:
        look_for(claim, kind)
    elif evidence.is_over:
        finish(claim, kind, evidence)
    else:
        evidence.next_check_at = next_look(evidence, evidence.expires_at)
        evidence.save(update_fields=["next_check_at"])
        if not kind.is_retired:
            tell(claim, words.expiring(evidence, kind))
    return 1
