"""Trust in the background. Both tasks may run twice, at once, or be killed: the rows tell what is left."""

from celery import shared_task

from trust.refreshing import score_all_stale, score_range


@shared_task
def sweep_trust() -> int:
    """Score everybody who is stale; several workers share the batches."""
    return sum(score_all_stale())


@shared_task
def score_trust_range(low: int, high: int) -> int:
    """Score everybody within a range of ids, stale or not."""
    return score_range(low, high)
