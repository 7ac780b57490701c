"""What was looked for, at which place, and what came of it, also where nothing was found."""

from django.db import models
from django.db.models.functions import Now

from claims.models.claims import Claim


class EvidenceCheck(models.Model):
    """The latest look for one kind of evidence, and what the claimant named to be looked at."""

    class Result(models.TextChoices):
        NOT_YET = "not_yet", "Not looked for yet"
        FOUND = "found", "Found"
        MISSED = "missed", "Not found"
        UNAVAILABLE = "unavailable", "Could not be looked at"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="checks", db_index=False)
    kind = models.CharField(max_length=30)
    target = models.CharField(
        max_length=1000, blank=True, db_default="", help_text="What the claimant named."
    )
    token = models.CharField(
        max_length=60, help_text="What has to stand there: for this claim and kind alone."
    )
    named_at = models.DateTimeField(db_default=Now(), help_text="When the target was named last.")
    looked_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=12, choices=Result, default=Result.NOT_YET)
    words = models.CharField(max_length=1000, blank=True, db_default="", help_text="What came of it.")

    class Meta:
        indexes = [
            models.Index(
                fields=["looked_at", "id"],
                name="evidence_check_silent",
                condition=models.Q(result="unavailable"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim", "kind"], name="evidence_check_once_per_kind"),
            models.UniqueConstraint(fields=["token"], name="evidence_check_token_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for claim {self.claim_id}: {self.result}"
