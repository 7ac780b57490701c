"""What somebody is about to add, looked at before anything is written."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from works.models import Work

READY_FOR = timedelta(days=2)
KEPT_FOR = timedelta(days=7)
MOST_ATTEMPTS = 3


class ImportPreviewQuerySet(models.QuerySet["ImportPreview"]):
    def of(self, user: models.Model) -> Self:
        return self.filter(user=user)

    def latest_first(self) -> Self:
        return self.order_by("-id")

    def undecided(self) -> Self:
        """Those that still may become an import."""
        return self.filter(state__in=ImportPreview.UNDECIDED)

    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gte=moment)

    def left_behind(self, moment: datetime) -> Self:
        """Running, they say, but not heard of since `moment`."""
        return self.filter(state=ImportPreview.State.RUNNING, heard_at__lt=moment)

    def outdated(self) -> Self:
        """Ready for so long that the record has moved on, and nobody said what to do."""
        ready = self.filter(state=ImportPreview.State.READY)
        return ready.filter(created_at__lt=timezone.now() - READY_FOR)

    def forgettable(self) -> Self:
        decided = self.exclude(state__in=ImportPreview.UNDECIDED)
        return decided.filter(created_at__lt=timezone.now() - KEPT_FOR)

    def claim(self, pk: int) -> bool:
        """Take a waiting preview. Only one worker can win."""
        waiting = self.filter(pk=pk, state=ImportPreview.State.WAITING)
        running = {"state": ImportPreview.State.RUNNING, "heard_at": Now()}
        return waiting.update(**running, attempts=models.F("attempts") + 1) == 1


class ImportPreview(models.Model):
    """An upload or a request of a user, and what importing it would do."""

    class Kind(models.TextChoices):
        UPLOAD = "upload", "Uploaded file"
        FETCH = "fetch", "Fetched from live services"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being read"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"
        IMPORTED = "imported", "Imported"
        DISCARDED = "discarded", "Discarded"

    UNDECIDED = (State.WAITING, State.RUNNING, State.READY)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_previews"
    )
    kind = models.CharField(max_length=6, choices=Kind)
    format = models.CharField(max_length=20, blank=True, help_text="Empty: known by the look of each file.")
    source = models.TextField(help_text="The file as its owner calls it, or what was asked for.")
    request = models.JSONField(default=dict, help_text="What an import run is given.")
    not_understood = models.JSONField(default=list, blank=True, help_text="What was pasted in vain.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    done_share = models.FloatField(null=True, blank=True, help_text="0 to 1; empty where the end is unknown.")
    counts = models.JSONField(default=dict, blank=True, help_text="How many records have which outcome.")
    cut = models.BooleanField(default=False, help_text="There is more than was looked at.")
    error = models.TextField(blank=True)
    run = models.OneToOneField(
        "ingest.ImportRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="preview"
    )
    created_at = models.DateTimeField(db_default=Now())
    heard_at = models.DateTimeField(db_default=Now())

    objects = ImportPreviewQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at"], name="import_preview_of_user")]

    def __str__(self) -> str:
        return f"preview {self.pk}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("ingest:preview", args=[self.pk])

    @property
    def made(self) -> bool:
        """Whether nothing more is to be waited for."""
        return self.state not in (self.State.WAITING, self.State.RUNNING)

    @property
    def undecided(self) -> bool:
        return self.state in self.UNDECIDED

    @property
    def importable(self) -> int:
        """How many records would change anything."""
        return sum(self.counts.get(outcome, 0) for outcome in PreviewRow.IMPORTABLE)

    @property
    def only_works(self) -> bool:
        others = (PreviewRow.Outcome.PERSON, PreviewRow.Outcome.TAKEN_BACK)
        return not any(self.counts.get(outcome) for outcome in others)

    @property
    def whole_file(self) -> bool:
        """Whether importing reads more than the preview did."""
        is_record = self.request.get("testimony_of") is None
        return self.cut and self.kind == self.Kind.UPLOAD and is_record

    @property
    def has_rest(self) -> bool:
        """Whether registries were asked only for the beginning, and the import asks for the rest."""
        return "rest" in self.request

    @property
    def how_much_was_asked(self) -> str:
        """Questions asked so far, of those that are known by now."""
        rest = self.request.get("rest", {})
        done = rest.get("done", 0)
        return f"{done:,} of {done + len(rest['asks']):,} questions were asked" if done else "Some was asked"

    @property
    def percent(self) -> int:
        return round(100 * (self.done_share or 0))

    @property
    def not_understood_more(self) -> int:
        return max(len(self.not_understood) - 20, 0)


class PreviewRowQuerySet(models.QuerySet["PreviewRow"]):
    def for_page(self, outcome: str = "") -> Self:
        """What `ingest/preview.html` lists, in the order of the file."""
        chosen = self.filter(outcome=outcome) if outcome else self
        return chosen.select_related("work").order_by("position")

    def of_run(self, run: models.Model) -> Self:
        return self.filter(preview__run=run).select_related("work")

    def importable(self) -> Self:
        """Those that change the record, in the order of the file."""
        return self.filter(outcome__in=PreviewRow.IMPORTABLE).order_by("position")


class PreviewRow(models.Model):
    """One record of a preview: what it is, and what would become of it."""

    class Outcome(models.TextChoices):
        NEW = "new", "new"
        JOINED = "joined", "joined to a known work"
        CHANGED = "changed", "known, says something new"
        KNOWN = "known", "known already"
        REPEATED = "repeated", "again a work of this list"
        PERSON = "person", "about a person"
        TAKEN_BACK = "taken-back", "taken back"
        UNREADABLE = "unreadable", "cannot be read"

    IMPORTABLE = (Outcome.NEW, Outcome.JOINED, Outcome.CHANGED, Outcome.PERSON, Outcome.TAKEN_BACK)

    preview = models.ForeignKey(ImportPreview, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    title = models.TextField(blank=True)
    authors = models.TextField(blank=True, help_text="The first names, and how many more there are.")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it cannot be read.")
    place = models.CharField(max_length=500, blank=True, help_text="File and line or record.")
    source = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(
        max_length=200, blank=True, help_text="With `source`: which statement it is."
    )
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PreviewRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["preview", "position"], name="preview_row_once_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.outcome}"
