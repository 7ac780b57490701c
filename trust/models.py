"""How sure we are, and why: the stored result of trust/scoring.py and its history."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from researchers.models import Researcher


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
    computed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__lte=100), name="trust_score_at_most_100"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="trust_level_from_1_to_4"),
        ]

    def __str__(self) -> str:
        return f"Trust {self.score} - {self.band}"


class TrustEvent(models.Model):
    """A change of somebody's trust: from what, to what, and why."""

    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="trust_events")
    score_before = models.PositiveSmallIntegerField(null=True)
    score = models.PositiveSmallIntegerField()
    level_before = models.PositiveSmallIntegerField(null=True)
    level = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list, help_text="The components that changed, in words.")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["researcher", "-at"], name="trust_event_latest_first")]

    def __str__(self) -> str:
        return f"{self.score_before} → {self.score} at {self.at}"
