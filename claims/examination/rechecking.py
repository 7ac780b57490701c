"""Looking again at evidence whose time has come."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from claims.evidence import Kind, kind_of, words
from claims.evidence.kinds import page_of
from claims.examination.checking import Outcome, Question, hold, kept_going, look, look_for, questions, settle
from claims.examination.keeping import finish, next_look, tell
from claims.examination.slots import slot_of
from claims.models import Claim, Evidence

# Whoever asks over the network has a piece to themselves for so long; if they die, it is due again then.
LEASE = timedelta(minutes=5)


def recheck_due(limit: int) -> int:
    """Look at evidence whose time has come, the longest overdue first; how many pieces that were.

    A check that breaks keeps its own piece as it was and no other one waiting; it is raised at the end.
    """
    due = list(Evidence.objects.due().values_list("pk", "kind")[:limit])
    done, errors = 0, []
    for pk, key in due:
        try:
            done += recheck_remote(pk) if asks_others(kind_of(key)) else recheck(pk)
        except Exception as error:
            error.add_note(f"while looking at evidence {pk}")
            errors.append(error)
    if errors:
        raise ExceptionGroup("Evidence that could not be looked at", errors)
    return done


def asks_others(kind: Kind) -> bool:
    return kind.is_checked and kind.is_remote


@transaction.atomic
def recheck(pk: int) -> int:
    """Look at one piece that is due; 0 where somebody else is at it, or was."""
    evidence = take(pk)
    if evidence is None:
        return 0
    claim, kind = hold(evidence.claim), kind_of(evidence.kind)
    if kind.is_checked:
        look_for(claim, kind)
    elif evidence.is_over:
        finish(claim, kind, evidence)
    else:
        evidence.next_check_at = next_look(evidence, evidence.expires_at)
        evidence.save(update_fields=["next_check_at"])
        if not kind.is_retired:
            tell(claim, words.expiring(evidence, kind))
    return 1


def recheck_remote(pk: int) -> int:
    """Ask over the network for one piece that is due, holding no row meanwhile.

    0 where somebody else is at it, or as many as may look at places that people name.
    """
    kind = kind_of(Evidence.objects.values_list("kind", flat=True).get(pk=pk))
    with slot_of(kind) as has_slot:
        evidence = lease(pk) if has_slot else None
        if evidence is None:
            return 0
        [question] = questions(evidence.claim, [kind])
        keep_answer(evidence.claim, question, look(evidence.claim, question))
    return 1


def ask_over_network(claim: Claim, kind: Kind) -> list[Exception]:
    """Ask a kind for a claim, holding no row meanwhile; what went wrong."""
    errors = list[Exception]()
    with kept_going(claim, kind, errors):
        [question] = questions(claim, [kind])
        keep_answer(claim, question, look(claim, question))
    return errors


def take(pk: int) -> Evidence | None:
    """The piece, held with its claim; None where somebody else is at it."""
    rows = Evidence.objects.due().select_for_update(of=("self", "claim"), no_key=True, skip_locked=True)
    return rows.select_related("claim").filter(pk=pk).first()


@transaction.atomic
def lease(pk: int) -> Evidence | None:
    """The piece, which is due to nobody else for a while."""
    evidence = take(pk)
    if evidence:
        evidence.next_check_at = timezone.now() + LEASE
        evidence.save(update_fields=["next_check_at"])
    return evidence


@transaction.atomic
def keep_answer(claim: Claim, asked: Question, outcome: Outcome | None) -> bool:
    """Keep what was answered, if the claim lives and still asks the same about the same page; whether it was kept."""
    held = hold(claim)
    [now] = questions(held, [asked.kind])
    if not held.is_live or now.known != asked.known or page_of(held) != page_of(claim):
        return False
    settle(held, now, outcome)
    return True
