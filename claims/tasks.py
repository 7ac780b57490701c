"""Claims in the background. The tasks may run twice, at once, or be killed: the rows tell what is left."""

from celery import shared_task

from claims import rights_mail
from claims.examination.examining import due_examinations, examine
from claims.examination.rechecking import recheck_due
from claims.examination.silence import ask_again

AT_ONCE = 200
SILENT_AT_ONCE = 5  # a minute: some seconds each, where nobody answers again
EXPIRES = 2  # seconds; by then beat has sent the next sweep


@shared_task
def recheck_evidence() -> int:
    """Look at evidence whose time has come; a full run is followed by another."""
    done = recheck_due(AT_ONCE)
    if done == AT_ONCE:
        recheck_evidence.delay()
    return done


@shared_task
def ask_silent_again() -> int:
    """Ask again who did not answer while a claim waits; how many were asked."""
    return ask_again(SILENT_AT_ONCE)


@shared_task
def mail_about_rights() -> int:
    """Write to people without an account who asked for something about a page; how many letters."""
    return rights_mail.send_due()


@shared_task
def examine_claim(pk: int) -> bool:
    """Look for the evidence of a claim, and ask the rules; whether it was due."""
    return examine(pk)


@shared_task
def sweep_examinations() -> int:
    """Have those examined that still wait, each by a task of its own; how many they are."""
    due = due_examinations(AT_ONCE)
    for pk in due:
        examine_claim.apply_async([pk], expires=EXPIRES)
    return len(due)
