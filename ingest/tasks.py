"""Imports in the background: carried out by whichever worker is free, taken up again where one died."""

from celery import shared_task

from ingest.carrying import carry_out_run
from ingest.runs import close_orphans, waiting_runs
from ingest.writing import count_topic_works


@shared_task
def carry_out(run_id: int) -> bool:
    """Carry out or go on with one run; whether there was something to do. Harmless when called twice."""
    return carry_out_run(run_id)


@shared_task
def take_up_runs() -> int:
    """Sort out runs whose process died, and have the waiting ones carried out; how many those are."""
    if close_orphans():
        count_topic_works()
    waiting = waiting_runs()
    for run_id in waiting:
        carry_out.delay(run_id)
    return len(waiting)
