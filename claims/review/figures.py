"""How long claims wait for a decision, and how many decisions were turned over later.

All is taken from the log, which nobody can change: a decision is a step to approved, rejected or revoked from
somewhere else, also by a dispute that was upheld; one that was dismissed is none, and leaves the one before it as it
was. What ends with an account nobody has decided. Figures are those of the last 90 days.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection

WINDOW = timedelta(days=90)
# Fewer decisions than these tell nobody how long theirs will take.
FEWEST = 5
# Seconds for which figures may be old: they are about months.
KEPT = 300
KEY = "claims:figures"

# Relies on claim_decided for the claims, and on claim_event_in_order for their steps: the first decision of a claim
# is never later than the last, so none of this window is missed.
DECISIONS = """
WITH lately AS (
    SELECT claim.id, claim.submitted_at
    FROM claims_claim AS claim
    WHERE claim.decided_at >= now() - %(window)s
),
step AS (
    SELECT event.claim_id,
           event.state,
           event.about = 'rule' AS is_by_rule,
           event.at,
           lag(event.state) OVER steps AS before,
           row_number() OVER steps AS place
    FROM claims_claimevent AS event
    JOIN lately ON lately.id = event.claim_id
    WHERE event.about IN ('step', 'rule', 'dispute') AND event.state IN ('approved', 'rejected', 'revoked')
    WINDOW steps AS (PARTITION BY event.claim_id ORDER BY event.id)
),
decision AS (
    SELECT step.claim_id,
           step.at,
           step.place,
           step.is_by_rule,
           lead(step.state) OVER (PARTITION BY step.claim_id ORDER BY step.place) IS NOT NULL AS is_reversed
    FROM step
    WHERE step.before IS DISTINCT FROM step.state
)
SELECT decision.is_by_rule,
       count(*) FILTER (WHERE decision.place = 1) AS first_ones,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY decision.at - lately.submitted_at)
           FILTER (WHERE decision.place = 1) AS median,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY decision.at - lately.submitted_at)
           FILTER (WHERE decision.place = 1) AS ninth_decile,
       count(*) AS decisions,
       count(*) FILTER (WHERE decision.is_reversed) AS reversed
FROM decision
JOIN lately ON lately.id = decision.claim_id
WHERE decision.at >= now() - %(window)s AND lately.submitted_at IS NOT NULL
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """How long those waited who were decided by rules, or by administrators, and how well that held."""

    waited: int = 0  # how many claims were decided for the first time
    median: timedelta | None = None
    ninth_decile: timedelta | None = None
    decisions: int = 0
    reversed: int = 0

    @property
    def share_reversed(self) -> float | None:
        """Between 0 and 1; None where nothing was decided."""
        return self.reversed / self.decisions if self.decisions else None

    @property
    def percent_reversed(self) -> str:
        return f"{self.share_reversed or 0:.1%}"

    @property
    def median_words(self) -> str:
        return in_words(self.median)

    @property
    def ninth_decile_words(self) -> str:
        return in_words(self.ninth_decile)


def in_words(time: timedelta | None) -> str:
    """In the largest unit of which there are two: "119 seconds", "2 minutes"."""
    if time is None:
        return "nothing decided"
    seconds = round(time.total_seconds())
    for unit, length in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length:,} {unit}"
    return "1 second" if seconds == 1 else f"{seconds} seconds"


@dataclass(frozen=True, slots=True)
class Figures:
    by_rules: Speed
    by_people: Speed

    @property
    def rows(self) -> list[tuple[str, Speed]]:
        """Who decides, in words, and how fast."""
        return [("Written rules", self.by_rules), ("Administrators", self.by_people)]


def count_figures() -> Figures:
    """The figures as of now."""
    with connection.cursor() as cursor:
        parameters: dict[str, Any] = {"window": WINDOW}
        cursor.execute(DECISIONS, parameters)
        rows: dict[bool, tuple[Any, ...]] = {row[0]: row[1:] for row in cursor.fetchall()}
    return Figures(Speed(*rows.get(True, ())), Speed(*rows.get(False, ())))


def figures() -> Figures:
    """The figures of the last minutes."""
    kept: Figures | None = cache.get(KEY)
    if kept is None:
        kept = count_figures()
        cache.set(KEY, kept, KEPT)
    return kept


def expected_wait() -> timedelta | None:
    """The time from sending a claim to an administrator's decision for half of those decided of late.

    None where too few were.
    """
    speed = figures().by_people
    return speed.median if speed.waited >= FEWEST else None
