"""Background work on researchers. Each task may run twice, or be killed, without harm."""

import logging
import time

from celery import shared_task
from django.db import connection, transaction

from common.turns import moment_of_turn, somebody_has_turn
from researchers.concepts import SomebodyElse, alone, is_worth_mining, mine_concepts, tag_works
from researchers.counters import refresh_batch, refresh_stale
from researchers.identity.planning import leave_part, next_part, plan, planning_alone, something_waits
from researchers.identity.resolving import TooBusy, resolve_part
from researchers.scores import mark_aged
from researchers.scoring import score_all, score_all_if_changed, score_some
from works.scores.scoring import is_full_scoring_due

logger = logging.getLogger(__name__)

FEW = 200  # researchers; counting so many takes a tenth of a second
AT_ONCE = 4  # parts that are begun together, as far as there are workers; each is followed by the next one
SOON = 5.0  # seconds; by then beat has sent the next sweep
SOME_TIME = 2.0  # seconds; then other tasks have their turn
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


@shared_task
def sweep_scores() -> int:
    """Score works that wait, or have all of them scored where that is due; how many this one scored."""
    if is_full_scoring_due():
        score_all_works_if_due.apply_async(expires=SOON)
        return 0
    began, total = time.monotonic(), 0
    while scored := score_some():
        total += scored
        if time.monotonic() - began > SOME_TIME:
            break
    return total


@shared_task
def age_scores() -> int:
    """In a new year everybody's work is a year older, and a formula may be new; how many are to be computed anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        return mark_aged(cursor)


@shared_task
def score_all_works_if_due() -> int:
    """0 where somebody else has done it meanwhile, or does it."""
    return (score_all() or 0) if is_full_scoring_due() else 0


@shared_task
def score_all_works() -> int:
    """So that new works count among those of their year, and later uses of phrases; 0 where nothing has changed."""
    return score_all_if_changed() or 0


@shared_task
def sweep_concepts() -> int:
    """Mine concepts anew where enough works came, and search works that were not yet; how many were searched.

    Not while somebody imports: more is about to come.
    """
    if somebody_has_turn():
        return 0
    try:
        with alone():
            if is_worth_mining():
                mine_concepts()
            return sum(tag_works())
    except SomebodyElse:
        return 0
