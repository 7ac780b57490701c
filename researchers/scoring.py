"""Scores works, and has those people counted anew whose works' scores changed, in the same transaction."""

from django.db import connection, transaction

from researchers.staleness import mark_counters_stale
from works.scores.full import Tell, compute_all
from works.scores.scoring import FEW, has_changed, score_stale, scoring_alone, store


def score_some(limit: int = FEW) -> int:
    """Score some of the stale works; how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        scored = score_stale(cursor, limit)
        mark_counters_stale(cursor, scored.changed)
    return scored.count


def score_all(tell: Tell = lambda stage: None) -> int | None:
    """Score all works; how many. None: somebody else does it just now."""
    with scoring_alone() as is_alone:
        if not is_alone:
            return None
        computed = compute_all(tell)
        with transaction.atomic(), connection.cursor() as cursor:
            scored = store(cursor, computed)
            mark_counters_stale(cursor, scored.changed)
        return scored.count


def score_all_if_changed() -> int | None:
    """The same where anything changed since the last time."""
    return score_all() if has_changed() else None
