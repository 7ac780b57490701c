"""Claims in the background. The task may run twice, at once, or be killed: the rows tell what is left."""

from celery import shared_task

from claims.checking import recheck_due

AT_ONCE = 200


@shared_task
def recheck_evidence() -> int:
    """Look at evidence whose time has come; a full run is followed by another."""
    done = recheck_due(AT_ONCE)
    if done == AT_ONCE:
        recheck_evidence.delay()
    return done
