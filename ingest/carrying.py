"""What a run is about, whatever its kind, as items to import."""

from collections.abc import Iterator

from ingest.batches import Item
from ingest.importing import import_items
from ingest.models import ImportRun
from ingest.readers import read_paths
from ingest.runs import take
from ingest.streams import BadSource
from ingest.upload_folder import is_there
from ingest.uploads import kept_items, uploaded_items
from trust.tasks import sweep_trust


def carry_out_run(run_id: int) -> bool:
    """Carry out or go on with this run, unless it is in other hands or done."""
    waiting = ImportRun.objects.filter(pk=run_id).first()
    run = take(waiting) if waiting else None
    if run is None:
        return False
    import_items(run, items_of(run))
    sweep_trust.delay()
    return True


def items_of(run: ImportRun) -> Iterator[Item | BadSource]:
    """What the run is to bring in, from its checkpoint where the source can begin there."""
    if run.kind == ImportRun.Kind.UPLOAD:
        return uploaded_items(run.request, run.format)
    if "kept" in run.request and is_there(run.request["kept"]):
        return kept_items(run.request["kept"])
    return read_paths(run.format, run.request["paths"])
