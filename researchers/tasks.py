"""Background work on researchers. Each task may run twice, or be killed, without harm."""

import logging

from celery import shared_task

from common.turns import moment_of_turn, somebody_has_turn
from researchers.counters import refresh_batch, refresh_stale
from researchers.identity.planning import leave_part, next_part, plan, planning_alone, something_waits
from researchers.identity.resolving import TooBusy, resolve_part

logger = logging.getLogger(__name__)

FEW = 200  # researchers; counting so many takes a tenth of a second
AT_ONCE = 4  # parts that are begun together, as far as there are workers; each is followed by the next one
EXPIRES = 180.0  # seconds that a part waits for a worker; then it is planned anew, see planning.ABANDONED


@shared_task
def sweep_counters() -> int:
    """Bring the stored counters of stale researchers up to date; how many there were.

    A few while somebody imports, who counts all of them at the end.
    """
    return refresh_batch(FEW) if somebody_has_turn() else sum(refresh_stale())


@shared_task
def resolve_names(part: int) -> int:
    """Resolve one planned part, and have the next one resolved; how many authorships this one had.

    0 where somebody else does it, or it has to wait.
    """
    try:
        return resolve_or_leave(part)
    finally:  # whatever is wrong with this one
        following = next_part(after=part)
        if following is not None:
            resolve_soon(following)


def resolve_or_leave(part: int) -> int:
    begun = moment_of_turn()
    try:
        return resolve_part(part).authorships
    except TooBusy as busy:
        leave_part(part, begun=begun)
        logger.warning("Part %s of the names is left for the next sweep: %s.", part, busy)
        return 0


def resolve_soon(part: int) -> None:
    """Unless no worker is free until it would be planned anew."""
    resolve_names.apply_async((part,), expires=EXPIRES)


@shared_task
def sweep_identities() -> int:
    """Have what waits resolved, once nothing new has come for a while and nobody does it; how many parts.

    What another sweep still plans is in nobody's hand yet.
    """
    with planning_alone() as is_alone:
        parts = plan() if is_alone and something_waits() else {}
    for part in sorted(parts)[:AT_ONCE]:
        resolve_soon(part)
    return len(parts)
