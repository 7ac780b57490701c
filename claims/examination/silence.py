"""Asking again who did not answer while a claim waits: few at a time, and the silent alone."""

from datetime import timedelta

from django.utils import timezone

from claims.evidence import KINDS
from claims.examination.checking import ask_for_examination, check_evidence, kept_going
from claims.examination.rechecking import ask_over_network
from claims.examination.slots import slot_of
from claims.models import Claim, EvidenceCheck

# Who does not answer is left in peace for so long.
SILENCE = timedelta(minutes=55)

Result = EvidenceCheck.Result


def ask_again(limit: int) -> int:
    """Ask for those that were silent the longest; how many they were. What went wrong is raised at the end.

    Relies on evidence_check_silent.
    """
    since = timezone.now() - SILENCE
    silent = EvidenceCheck.objects.filter(result=Result.UNAVAILABLE, looked_at__lte=since)
    checked = [key for key, kind in KINDS.items() if kind.is_checked]
    waiting = silent.filter(kind__in=checked, claim__state=Claim.State.SUBMITTED, claim__checks_due_at=None)
    done, errors = 0, list[Exception]()
    for check in waiting.select_related("claim").order_by("looked_at", "id")[:limit]:
        with slot_of(KINDS[check.kind]) as has_slot:
            if has_slot and is_ours(check):
                errors += ask(check)
                done += 1
    if errors:
        raise ExceptionGroup("Evidence that could not be looked at", errors)
    return done


def is_ours(check: EvidenceCheck) -> bool:
    """Whether nobody else has asked meanwhile; it is left in peace again then, also if we die."""
    same = EvidenceCheck.objects.filter(pk=check.pk, result=Result.UNAVAILABLE, looked_at=check.looked_at)
    return bool(same.update(looked_at=timezone.now()))


def ask(check: EvidenceCheck) -> list[Exception]:
    """Look for one kind; where something is found, the rules are asked soon. What went wrong."""
    claim, kind, errors = check.claim, KINDS[check.kind], list[Exception]()
    if kind.is_remote:
        errors += ask_over_network(claim, kind)
    else:
        with kept_going(claim, kind, errors):
            check_evidence(claim, kind)
    if EvidenceCheck.objects.filter(pk=check.pk, result=Result.FOUND).exists():
        ask_for_examination(claim)
    return errors
