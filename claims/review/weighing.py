"""What administrators say about evidence and identity. Nobody does for a claim of their own."""

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from claims.evidence import SEEN, Finding, kind_of, words
from claims.examination.checking import ask_for_examination, check_all, hold, look_for
from claims.examination.keeping import (
    STRONG_KINDS_NEEDED,
    close,
    doubt_identity,
    keep,
    log,
    mark_stale,
    renew,
    strong_kinds,
)
from claims.models import Claim, ClaimEvent, Evidence
from claims.review.reasons import required
from claims.steps import ClaimMoved, refuse_own

LONGEST_REASON = 200


class NotAnAdministrator(Exception):
    """Only administrators say this."""


class AlreadyEnded(Exception):
    """This piece of evidence does not count any more as it is."""


class NotSetAside(Exception):
    """No administrator has ended this piece of evidence, or it was let in again."""


class NotEnoughEvidence(Exception):
    """Fewer kinds of strong evidence count than an identity needs."""


class OwnWord(NotEnoughEvidence):
    """There are enough kinds of strong evidence, but one of them is what this administrator saw themselves."""


class AlreadyConfirmed(Exception):
    """The identity of this claimant has been confirmed."""


class NotConfirmed(Exception):
    """The identity of this claimant has not been confirmed, or not any more."""


@transaction.atomic
def look_again(claim: Claim, *, by: User) -> None:
    """Look for every kind of evidence; for what others have to be asked over the network, soon."""
    held = hold_for_judging(claim, by=by)
    check_all(held)
    ask_for_examination(held)


@transaction.atomic
def record_seen(claim: Claim, *, by: User, found: str, reference: str) -> Evidence:
    """Keep what an administrator saw, and where; what was seen before is replaced."""
    held = hold_for_judging(claim, by=by)
    finding = Finding(found=required(found), reference=required(reference))
    evidence = held.evidence.current().of_kind(SEEN.key).first()
    if evidence is None:
        return keep(held, SEEN, finding, by=by)
    renew(held, SEEN, evidence, finding, by=by)
    return evidence


@transaction.atomic
def end_evidence(evidence: Evidence, *, by: User, reason: str) -> None:
    """A piece does not count any more. The same finding is not taken again; another of its kind is, at once."""
    claim = hold_for_judging(evidence.claim, by=by)
    current = claim.evidence.current().filter(pk=evidence.pk).first()
    if current is None:
        raise AlreadyEnded(evidence)
    kind = kind_of(current.kind)
    current.is_set_aside = not kind.is_seen_by_people
    close(claim, kind, current, required(reason)[:LONGEST_REASON], by=by)
    look_for(claim, kind)


@transaction.atomic
def let_in_again(evidence: Evidence, *, by: User) -> None:
    """Take back that a piece was ended: it is looked for again at once."""
    claim = hold_for_judging(evidence.claim, by=by)
    kind = kind_of(evidence.kind)
    pieces = claim.evidence.set_aside(kind.key).referring_to(evidence.reference)
    if not pieces.update(is_set_aside=False):
        raise NotSetAside(evidence)
    log(claim, f"May count again: {kind.title}.", by=by)
    look_for(claim, kind)


@transaction.atomic
def confirm_identity(claim: Claim, *, by: User, note: str = "") -> None:
    """Decide that the evidence shows who the claimant is. What one saw oneself, another administrator weighs."""
    held = hold_for_judging(claim, by=by)
    if not held.is_approved:
        raise ClaimMoved(claim)
    if held.identity_decided_at:
        raise AlreadyConfirmed(claim)
    if len(strong_kinds(held)) < STRONG_KINDS_NEEDED:
        raise NotEnoughEvidence(claim)
    if len(strong_kinds(held, unless_by=by)) < STRONG_KINDS_NEEDED:
        raise OwnWord(claim)
    Claim.objects.filter(pk=claim.pk).update(identity_decided_at=Now(), identity_decided_by=by)
    log(held, f"The identity was confirmed. {note}".strip(), by=by, about=ClaimEvent.About.IDENTITY)
    mark_stale(held)


@transaction.atomic
def withdraw_identity(claim: Claim, *, by: User, reason: str) -> None:
    """Take that decision back."""
    held = hold_for_judging(claim, by=by)
    if not held.identity_decided_at:
        raise NotConfirmed(claim)
    because = required(reason)
    doubt_identity(held, because, words.doubted(because), by=by)


def hold_for_judging(claim: Claim, *, by: User) -> Claim:
    """The claim, held, if this administrator may say something about its evidence."""
    if not by.is_administrator:
        raise NotAnAdministrator(by)
    held = hold(claim)
    refuse_own(held, by=by)
    if not held.is_live:
        raise ClaimMoved(claim)
    return held
