"""Background work on researchers. Each task may run twice, or be killed, without harm."""

from celery import shared_task

from researchers.counters import refresh_stale


@shared_task
def sweep_counters() -> int:
    """Bring the stored counters of stale researchers up to date; how many there were."""
    return sum(refresh_stale())
