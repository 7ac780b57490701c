"""Imports in the background: carried out by whichever worker is free, taken up again where one died."""

from celery import shared_task

from ingest.loading.carrying import carry_out_run
from ingest.loading.runs import close_orphans, waiting_runs
from ingest.loading.writing import count_topic_works
from ingest.uploads.making_previews import make_preview, sweep_previews, sweep_uploads
from ingest.wanted_by_claims import fetch_missing_works
from works.shelf_counts import count_works_of_places


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


@shared_task
def count_places() -> int:
    """Count the works of venues and institutions anew, whatever changed them; how many counts were mended."""
    return count_works_of_places()


@shared_task
def look_at(preview_id: int) -> bool:
    """Find out what an upload or a request would bring in; false where somebody else does, or did."""
    return make_preview(preview_id)


@shared_task
def take_up_previews() -> int:
    """Have the previews made that wait or whose worker died, and delete old ones; how many wait."""
    waiting = sweep_previews()
    for preview_id in waiting:
        look_at.delay(preview_id)
    return len(waiting)


@shared_task
def delete_uploads() -> int:
    """Delete uploaded files that nobody needs any more; how many they were."""
    return sweep_uploads()


@shared_task
def fetch_works_missing_in_claims() -> int:
    """Fetch works that claimants miss; how many were settled."""
    return fetch_missing_works()
