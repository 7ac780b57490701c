"""Examining a claim: all evidence is looked for, then the written rules are asked.

The promise stands in the row (`checks_due_at`), so that nothing is lost if a message is. Whoever examines has the
claim to themselves for a while (`checks_leased_until`), and takes the promise back at the end if it still is what they
found: where somebody asks anew meanwhile, the claim is examined anew, but not by two at once; where a worker dies, it
is when the time is over. Done twice it comes to the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.db.models.lookups import IsNull
from django.utils import timezone

from claims import letters
from claims.examination.checking import check_local, remote_kinds
from claims.examination.facts import gather
from claims.examination.keeping import tell
from claims.examination.rechecking import ask_over_network
from claims.examination.rules import Approval, HeldBack, decide, words_of
from claims.examination.slots import slot_for
from claims.examination.switching import switched_on
from claims.models import Claim
from claims.review.carrying_out import answers_left, carry_out
from claims.review.deciding import AccountDeactivated, approve_by_rule, hold_with_claimant
from claims.review.uniting import CannotApprove
from claims.steps import ClaimMoved, EmailNotConfirmed, HoldsAnotherPage, PageTaken

# Whoever examines has the claim to themselves for so long: longer than asking all kinds over the network takes.
LEASE = timedelta(minutes=2)

# What may keep a rule from approving at the last moment, by code.
REFUSALS: dict[type[Exception], str] = {
    PageTaken: "page_taken",
    HoldsAnotherPage: "holds_another_page",
    CannotApprove: "cannot_merge",
    AccountDeactivated: "account_inactive",
    EmailNotConfirmed: "address_unconfirmed",
}


@dataclass(frozen=True, slots=True)
class Lease:
    """The promise that is being kept, and until when nobody else is at it."""

    asked_at: datetime
    until: datetime


def due_examinations(limit: int) -> list[int]:
    """The claims whose examination waits: those never examined first, then the longest waiting.

    Relies on claim_checks_due.
    """
    now = timezone.now()
    rows = Claim.objects.filter(is_free(now), checks_due_at__lte=now)
    rows = rows.order_by(IsNull(F("checked_at"), False), "checks_due_at", "id")
    return list(rows.values_list("pk", flat=True)[:limit])


def is_free(now: datetime) -> Q:
    return Q(checks_leased_until=None) | Q(checks_leased_until__lte=now)


def examine(pk: int) -> bool:
    """Look for all evidence, ask the rules, do what approval promised; whether it was due and nobody's yet.

    Where no slot is free (claims.examination.slots) it stays due. A kind whose check breaks keeps no other from
    being looked for, nor the rules from being asked; what went wrong is raised at the end.
    """
    taken = lease(pk)
    if taken is None:
        return False
    claim = Claim.objects.select_related("user__researcher", "researcher__merged_into").get(pk=pk)
    with slot_for(claim) as has_slot:
        if not has_slot:
            give_back(claim, taken)
            return False
        errors = check_local(claim)
        for kind in remote_kinds():
            errors += ask_over_network(claim, kind)
    try:
        conclude(claim, taken)
    except ClaimMoved:
        give_back(claim, taken)  # a further record came at this very moment, and the claim is still due
    else:
        finish(claim, taken)
    if errors:
        raise ExceptionGroup(f"Evidence for claim {pk} that could not be looked at", errors)
    return True


def lease(pk: int) -> Lease | None:
    """The claim for a while, to nobody else; None where it is not due, or somebody is at it."""
    now = timezone.now()
    due = Claim.objects.filter(is_free(now), pk=pk, checks_due_at__lte=now)
    asked_at = due.values_list("checks_due_at", flat=True).first()
    until = now + LEASE
    won = asked_at and due.filter(checks_due_at=asked_at).update(checks_leased_until=until)
    return Lease(asked_at, until) if asked_at and won else None


def give_back(claim: Claim, taken: Lease) -> None:
    """Let others be at it again, unless they are: a lease ends by itself."""
    Claim.objects.filter(pk=claim.pk, checks_leased_until=taken.until).update(checks_leased_until=None)


@transaction.atomic
def conclude(claim: Claim, taken: Lease) -> None:
    """Ask the rules, and say that all was looked for, unless somebody has asked anew meanwhile."""
    held = hold_with_claimant(claim)
    if held.state == Claim.State.SUBMITTED:
        ask_rules(held)
    Claim.objects.filter(pk=held.pk).update(checked_at=Now())
    if not (held.is_approved and answers_left(held)):
        keep_promise(held, taken)


def ask_rules(claim: Claim) -> None:
    """Approve by the first rule that does, or keep why none does. The claim and its claimant are held."""
    verdict = decide(gather(claim), switched_on())
    if isinstance(verdict, Approval):
        verdict = approved(claim, verdict) or verdict
    if isinstance(verdict, HeldBack):
        hold_back(claim, verdict)


def approved(claim: Claim, approval: Approval) -> HeldBack | None:
    """Why it could not be approved after all, if it could not: somebody was faster, or the records are two people's."""
    try:
        approve_by_rule(claim, approval)
    except tuple(REFUSALS) as error:
        return HeldBack((REFUSALS[type(error)],))
    return None


def hold_back(claim: Claim, verdict: HeldBack) -> None:
    """Let an administrator decide: the claim is one ticket, with the reasons. The claimant is told the first time."""
    Claim.objects.filter(pk=claim.pk).update(held_back=list(verdict.codes))
    if claim.checked_at is None:
        found = [piece.found for piece in claim.evidence.current().order_by("pk") if piece.counts]
        tell(claim, letters.waiting(claim, found, [words_of(code) for code in verdict.codes]))


def finish(claim: Claim, taken: Lease) -> None:
    """Carry out what was said of works while claiming, once the page is theirs."""
    if carry_out(claim):
        keep_promise(claim, taken)
    give_back(claim, taken)


def keep_promise(claim: Claim, taken: Lease) -> None:
    Claim.objects.filter(pk=claim.pk, checks_due_at=taken.asked_at).update(checks_due_at=None)
