"""Background work on researchers. Each task may run twice, or be killed, without harm."""

import logging

from celery import shared_task

from researchers.counters import refresh_stale
from researchers.identity.planning import plan, something_waits
from researchers.identity.resolving import TooBusy, resolve_part

logger = logging.getLogger(__name__)


@shared_task
def sweep_counters() -> int:
    """Bring the stored counters of stale researchers up to date; how many there were."""
    return sum(refresh_stale())


@shared_task
def resolve_names(part: int) -> int:
    """Resolve one planned part; how many authorships it had, 0 where somebody else does it, or it has to wait."""
    try:
        return resolve_part(part).authorships
    except TooBusy as busy:
        logger.warning("Part %s of the names is left for the next sweep: %s.", part, busy)
        return 0


@shared_task
def sweep_identities() -> int:
    """Have what waits resolved, a task a part, once nothing new has come for a while; how many parts."""
    parts = plan() if something_waits() else {}
    for part in parts:
        resolve_names.delay(part)
    return len(parts)
