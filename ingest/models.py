"""Imports: how far they are and what they set aside."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from ingest.previews import ImportPreview, ImportPreviewQuerySet, PreviewRow


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def latest_first(self) -> Self:
        return self.order_by("-started_at", "-id")

    def in_state(self, state: str) -> Self:
        return self.filter(state=state) if state else self

    def silent(self, *, since: datetime) -> Self:
        """Running, they say, but not heard of for longer than any batch takes."""
        return self.filter(state=ImportRun.State.RUNNING, heard_at__lt=since)


class ImportRun(models.Model):
    """One import: its source, progress and outcome."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELED = "canceled", "Canceled"

    class Kind(models.TextChoices):
        FILES = "files", "Files named on the command line"
        UPLOAD = "upload", "Uploaded file"
        FETCH = "fetch", "Fetched from live services"

    kind = models.CharField(max_length=6, choices=Kind, default=Kind.FILES)
    format = models.CharField(max_length=20, blank=True, help_text="Empty: known by the look of each file.")
    source = models.TextField(help_text="The files as the user named them, or what was asked for.")
    request = models.JSONField(default=dict, blank=True, help_text="What to fetch, or which upload to read.")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0, help_text="New statements that came to a known work.")
    withdrawn = models.PositiveIntegerField(default=0)
    checkpoint = models.JSONField(
        default=dict, blank=True, help_text="How far the stored batches reach: what to go on from."
    )
    done_share = models.FloatField(null=True, blank=True, help_text="0 to 1; empty where the end is unknown.")
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="How often it was begun since its checkpoint moved on."
    )
    cancel_asked = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(db_default=Now())
    heard_at = models.DateTimeField(db_default=Now(), help_text="When the run last said that it is alive.")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="import_run_latest_first")]

    def __str__(self) -> str:
        return f"import {self.pk} ({self.format}): {self.state}"

    @property
    def finished(self) -> bool:
        return self.state not in (self.State.WAITING, self.State.RUNNING)


class ImportProblem(models.Model):
    """A record that was set aside, and why."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems", db_index=False)
    position = models.CharField(max_length=500, help_text="File and line or record.")
    reason = models.TextField()
    piece = models.TextField(blank=True, help_text="The offending piece, cut to 500 characters.")

    class Meta:
        indexes = [models.Index(fields=["run", "id"], name="import_problem_in_order")]

    def __str__(self) -> str:
        return f"{self.position}: {self.reason}"


__all__ = ["ImportPreview", "ImportPreviewQuerySet", "ImportProblem", "ImportRun", "PreviewRow"]
