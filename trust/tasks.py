"""Trust in the background. The task may run twice, at once, or be killed: the rows tell what is left."""

from celery import shared_task

from trust.sweeping import sweep

EXPIRES = 5.0  # seconds; by then beat has sent the next sweep


@shared_task
def sweep_trust() -> int:
    """Score who waits, and have the rest scored after the tasks that wait for a worker; how many this one scored."""
    swept = sweep()
    if swept.goes_on:
        sweep_trust.apply_async(expires=EXPIRES)
    return swept.scored
