"""What a run is about, whatever its kind, as items to import."""

from collections.abc import Iterator

from ingest.checkpoints import Checkpoint
from ingest.live.fetching import fetch_items
from ingest.live.wanted import FetchRequest
from ingest.loading.batches import Item
from ingest.loading.importing import import_items
from ingest.loading.runs import take
from ingest.models import ImportRun
from ingest.readers import read_paths
from ingest.streams import BadSource
from ingest.uploads.folder import is_there, size_of_upload
from ingest.uploads.testimony import kept_items, meter_for, uploaded_items, with_shares
from trust.tasks import sweep_trust


def carry_out_run(run_id: int) -> bool:
    """Carry out or go on with this run, unless it is in other hands or done."""
    waiting = ImportRun.objects.filter(pk=run_id).first()
    run = take(waiting, anew=False) if waiting else None
    if run is None:
        return False
    import_items(run, items_of(run))
    sweep_trust.delay()
    return True


def items_of(run: ImportRun) -> Iterator[Item | BadSource]:
    """What the run is to bring in, from its checkpoint where the source can begin there.

    Nothing is opened before the first item is asked for, so that the run can tell of all that goes wrong.
    """
    if run.kind == ImportRun.Kind.UPLOAD:
        yield from items_of_upload(run)
    elif run.kind == ImportRun.Kind.FETCH:
        yield from items_of_fetch(run)
    else:
        yield from read_paths(run.format, run.request["paths"])


def items_of_upload(run: ImportRun) -> Iterator[Item | BadSource]:
    """What the file says, and now and then how much of it is read."""
    name, meter = run.request["upload"], meter_for(run.request)
    items = uploaded_items(run.request, run.format, meter)
    size = size_of_upload(name) if is_there(name) else 0
    return with_shares(items, meter, size, stored=run.checkpoint.get("items", 0))


def items_of_fetch(run: ImportRun) -> Iterator[Item | BadSource]:
    """What the services answered when the preview was made, and answer now to what was not asked then."""
    kept, reached = run.request.get("kept", ""), run.checkpoint
    if is_there(kept) and not reached:
        yield from kept_items(kept)
        if "rest" not in run.request:
            return
        reached = run.request["rest"]
        yield Checkpoint(reached)
    yield from fetch_items(FetchRequest.of(run.request), reached)
