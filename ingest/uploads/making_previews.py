"""The work on previews in the background: read, compare, keep; and the sweep that leaves none behind."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from ingest.checkpoints import Checkpoint
from ingest.live.client import Client
from ingest.live.fetching import fetch_items
from ingest.live.limits import service_called
from ingest.live.wanted import FetchRequest
from ingest.models import ImportRun
from ingest.previews import KEPT_FOR, MOST_ATTEMPTS, ImportPreview, PreviewRow
from ingest.streams import BadSource
from ingest.uploads.folder import UploadGone, delete_others, new_upload, size_of_upload
from ingest.uploads.previewing import preview
from ingest.uploads.submitting import stored_name
from ingest.uploads.testimony import MOST_RECORDS, Item, keeping, meter_for, uploaded_items

State = ImportPreview.State
LONGEST = 240  # seconds: less than the broker waits before it gives the task to somebody else
SAY_EVERY = 0.5  # seconds
LONGEST_SILENCE = timedelta(minutes=6)
GIVEN_UP = (
    "Reading it was broken off several times. Nothing was imported. Try again, or a smaller part of it."
)
TOO_SLOW = {
    ImportPreview.Kind.UPLOAD: (
        f"Reading it took longer than {LONGEST // 60} minutes. Nothing was imported. Try a smaller part."
    ),
    ImportPreview.Kind.FETCH: (
        f"The registries did not say everything within {LONGEST // 60} minutes. Nothing was imported. "
        "Try again later, or with fewer identifiers."
    ),
}
OUR_FAULT = (
    "Something went wrong on our side while it was read. Nothing was imported. "
    "The same will happen again until we have mended it; please tell the administrators."
)
NOTHING = "No record was found in it. Nothing was imported."


class Unreadable(Exception):
    """Something that cannot be looked at, or not in reasonable time."""


class TimeIsUp(Exception):
    """Looking has taken as long as it may."""


def make_preview(preview_id: int) -> bool:
    """Look at what is to be imported and keep what was found; false where somebody else does, or did."""
    if not ImportPreview.objects.claim(preview_id):
        return False
    waiting = ImportPreview.objects.get(pk=preview_id)
    try:
        fill(waiting)
    except (UploadGone, Unreadable) as error:
        give_up(waiting, str(error))
    except Exception:
        give_up(waiting, OUR_FAULT)
        raise
    return True


def give_up(waiting: ImportPreview, why: str) -> None:
    this_running(waiting).update(state=State.FAILED, error=why, heard_at=Now())


def fill(waiting: ImportPreview) -> None:
    """Read up to the most that is looked at, and one more to know whether there is more."""
    watch = Watch(waiting)
    seen = Seen(watched(watch))
    if waiting.kind == ImportPreview.Kind.FETCH:
        kept, out = new_upload()
        with out:
            rows = preview(keeping(seen.first_ones(), out))
        waiting.request = {**waiting.request, "kept": kept}
    else:
        rows = preview(seen.first_ones())
    if not seen.count:
        raise Unreadable(NOTHING)
    if seen.count == 1 and isinstance(seen.last, BadSource):
        raise Unreadable(f"{seen.last}. Nothing was imported.")
    if watch.cut:
        waiting.request = {**waiting.request, "rest": watch.reached}
    store(waiting, rows, cut=seen.more or watch.cut)


@dataclass(slots=True)
class Seen:
    """Hands over the items that are looked at, and knows afterwards what they were."""

    items: Iterator[Item]
    count: int = 0
    last: Item | None = None
    more: bool = False

    def first_ones(self) -> Iterator[Item]:
        for item in self.items:
            if self.count == MOST_RECORDS:
                self.more = True
                return
            self.count, self.last = self.count + 1, item
            yield item


@dataclass(slots=True)
class Watch:
    """Keeps the preview's row true to how far it is, and ends what takes too long."""

    waiting: ImportPreview
    read: int = 0
    reached: dict[str, Any] = field(default_factory=dict)
    cut: bool = False
    began: float = field(default_factory=time.monotonic)
    said: float = field(default_factory=time.monotonic)

    def say(self, share: float | None, *, at_once: bool = False) -> None:
        now = time.monotonic()
        if now - self.began > LONGEST:
            raise TimeIsUp
        if at_once or now - self.said > SAY_EVERY:
            this_running(self.waiting).update(read=self.read, done_share=share, heard_at=Now())
            self.said = now

    def rest(self, seconds: float) -> None:
        """Wait for a service that wants us to."""
        time.sleep(seconds)
        self.say(None, at_once=True)

    def connect(self, service: str) -> Client:
        return Client(service_called(service), sleep=self.rest)


def shared_items(waiting: ImportPreview, watch: Watch) -> Iterator[tuple[float | None, Item | Checkpoint]]:
    """What is to be looked at, each with the share of the whole that is read."""
    if waiting.kind == ImportPreview.Kind.FETCH:
        wanted = FetchRequest.of(waiting.request)
        for found in fetch_items(wanted, {}, connect=watch.connect):
            yield found.share if isinstance(found, Checkpoint) else None, found
        return
    meter, size = meter_for(waiting.request), size_of_upload(waiting.request["upload"])
    for item in uploaded_items(waiting.request, waiting.format, meter, most=None):
        yield min(meter.taken / max(size, 1), 1.0), item


def watched(watch: Watch) -> Iterator[Item]:
    """The items, while the preview's row says how far they are.

    What registries said until the time is up is kept: the import goes on where this ended. A file that takes too
    long is Unreadable.
    """
    waiting = watch.waiting
    try:
        for share, item in shared_items(waiting, watch):
            if isinstance(item, Checkpoint):
                watch.reached = item.state
            watch.say(share, at_once=isinstance(item, Checkpoint))
            if not isinstance(item, Checkpoint):
                watch.read += 1
                yield item
    except TimeIsUp as up:
        if waiting.kind != ImportPreview.Kind.FETCH or not watch.read:
            raise Unreadable(TOO_SLOW[ImportPreview.Kind(waiting.kind)]) from up
        watch.cut = True


def this_running(waiting: ImportPreview) -> QuerySet[ImportPreview]:
    """The row, unless its owner discarded it in the meantime."""
    return ImportPreview.objects.filter(pk=waiting.pk, state=State.RUNNING)


@transaction.atomic
def store(waiting: ImportPreview, rows: list[PreviewRow], *, cut: bool) -> None:
    made = this_running(waiting).update(
        state=State.READY,
        request=waiting.request,
        read=len(rows),
        counts=Counter(row.outcome for row in rows),
        cut=cut,
        done_share=1.0,
        heard_at=Now(),
    )
    if made:
        for row in rows:
            row.preview_id = waiting.pk
        PreviewRow.objects.bulk_create(rows, batch_size=1000)


def sweep_previews() -> list[int]:
    """Give back what dead workers held, forget what is old; the previews that wait for a worker."""
    silent = ImportPreview.objects.left_behind(timezone.now() - LONGEST_SILENCE)
    silent.filter(attempts__gte=MOST_ATTEMPTS).update(state=State.FAILED, error=GIVEN_UP)
    silent.update(state=State.WAITING)
    outdated = list(ImportPreview.objects.outdated().values_list("pk", flat=True))
    PreviewRow.objects.filter(preview__in=outdated).delete()
    ImportPreview.objects.filter(pk__in=outdated, state=State.READY).update(state=State.DISCARDED)
    ImportPreview.objects.forgettable().delete()
    waiting = ImportPreview.objects.filter(state=State.WAITING).order_by("pk")
    return list(waiting.values_list("pk", flat=True))


def sweep_uploads() -> int:
    """Delete the files that no preview waits with and no run needs; those of ended runs stay a week."""
    needed = Q(finished_at=None) | Q(finished_at__gt=timezone.now() - KEPT_FOR)
    runs = ImportRun.objects.filter(needed).exclude(kind=ImportRun.Kind.FILES)
    requests = [
        *ImportPreview.objects.undecided().values_list("request", flat=True),
        *runs.values_list("request", flat=True),
    ]
    return delete_others({stored_name(request) for request in requests})
