"""How sure we are, and why: the stored result of trust/scoring.py and its history."""

from datetime import UTC, date
from typing import Self

import msgspec
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from researchers.models import Researcher
from trust.components import Part
from trust.evidence import Inputs
from trust.levels import LEVELS, Level
from trust.scoring import Result


class TrustSnapshotQuerySet(models.QuerySet["TrustSnapshot"]):
    def of(self, researcher: Researcher) -> "TrustSnapshot | None":
        """The snapshot of one researcher; None while the first one is being computed."""
        return self.filter(pk=researcher.pk).first()


class TrustSnapshot(models.Model):
    """The latest trust of a researcher, with what it was computed from."""

    researcher = models.OneToOneField(
        Researcher, on_delete=models.CASCADE, primary_key=True, related_name="trust_snapshot"
    )
    score = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    inputs = models.JSONField()
    components = models.JSONField()
    quick_read = models.JSONField(default=list, help_text="The sentences, in reading order.")
    model_version = models.CharField(max_length=20)
    computed_at = models.DateTimeField(
        db_default=Now(),
        help_text="When this result was reached; it stays while computing again changes nothing.",
    )
    due_on = models.DateField(
        null=True, blank=True, help_text="The day on which some of its evidence stops to count."
    )

    objects = TrustSnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__lte=100), name="trust_score_at_most_100"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="trust_level_from_1_to_4"),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="trust_due", condition=Q(due_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Trust {self.score} - {self.band}"

    @property
    def parts(self) -> tuple[Part, ...]:
        """The components as scoring made them."""
        return msgspec.convert(self.components, tuple[Part, ...])

    @property
    def result(self) -> Result:
        """The stored result as scoring made it."""
        return Result(
            self.model_version, self.score, self.band, self.level, self.parts, tuple(self.quick_read)
        )

    @property
    def computed_on(self) -> date:
        """The day for which the result was reached, as days are counted in trust: by UTC."""
        return self.computed_at.astimezone(UTC).date()

    @property
    def evidence(self) -> Inputs | None:
        """What it was computed from; None if an older version of the model kept that in another shape."""
        try:
            return msgspec.convert(self.inputs, Inputs)
        except msgspec.ValidationError:
            return None

    @property
    def verification(self) -> Level:
        return LEVELS[self.level - 1]


class TrustReplyQuerySet(models.QuerySet["TrustReply"]):
    def said_by(self, user_id: int | None, page: Researcher) -> Self:
        """What they replied here. Where the page they replied on has become a part of this one, that was here."""
        here = Q(researcher=page) | Q(researcher__merged_into=page)
        return self.filter(here, by=user_id) if user_id else self.none()

    def of(self, page: Researcher) -> "TrustReply | None":
        """The latest that whoever holds the page today replied; the words of a former holder are not theirs."""
        return self.said_by(page.user_id, page).order_by("-written_at", "-pk").first()


class TrustReply(models.Model):
    """What the person behind a page says about their trust, shown beside it. It changes no point."""

    researcher = models.OneToOneField(Researcher, on_delete=models.CASCADE, related_name="trust_reply")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=1000)
    written_at = models.DateTimeField(db_default=Now())

    objects = TrustReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "trust replies"

    def __str__(self) -> str:
        return f"reply about {self.researcher_id}"


class TrustBatch(models.Model):
    """How many researchers a worker scored at once, and how long that took; kept for a day, for check_health."""

    at = models.DateTimeField(db_default=Now())
    scored = models.PositiveIntegerField()
    seconds = models.FloatField()

    class Meta:
        verbose_name_plural = "trust batches"
        indexes = [models.Index(fields=["at"], name="trust_batch_at")]

    def __str__(self) -> str:
        return f"{self.scored} in {self.seconds} s"


class TrustRange(models.Model):
    """Ids of researchers who are all to be scored, stale or not. Whoever scores them deletes it."""

    low = models.BigIntegerField(primary_key=True)
    high = models.BigIntegerField()
    asked_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.low} to {self.high}"


class TrustEventQuerySet(models.QuerySet["TrustEvent"]):
    def of(self, researcher: Researcher) -> Self:
        """The history of one researcher, latest first."""
        return self.filter(researcher=researcher).order_by("-at", "-id")


class TrustEvent(models.Model):
    """A change of somebody's trust: from what, to what, and why."""

    researcher = models.ForeignKey(
        Researcher, on_delete=models.CASCADE, related_name="trust_events", db_index=False
    )
    score_before = models.PositiveSmallIntegerField(null=True)
    score = models.PositiveSmallIntegerField()
    level_before = models.PositiveSmallIntegerField(null=True)
    level = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list, help_text="The components that changed, in words.")
    at = models.DateTimeField(db_default=Now())

    objects = TrustEventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["researcher", "-at"], name="trust_event_latest_first")]

    def __str__(self) -> str:
        return f"{self.score_before} → {self.score} at {self.at}"
