"""What ties a claimant to the record, how it was checked, and until when it counts."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from claims.models.claims import Claim

# How long evidence still counts after a check has missed it for the first time.
GRACE = timedelta(days=14)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def current(self) -> Self:
        """What has not ended. It may have expired since; `counts_on` says."""
        return self.filter(ended_at=None)

    def due(self) -> Self:
        """What is to be looked at again, the longest overdue first."""
        return self.current().filter(next_check_at__lte=timezone.now()).order_by("next_check_at", "id")

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def set_aside(self, kind: str) -> Self:
        """Findings that an administrator has ended, and that no check may bring back."""
        return self.filter(kind=kind, is_set_aside=True)

    def for_check(self) -> Self:
        """What a check has to know: what has not ended, and what it may not bring back."""
        return self.filter(Q(ended_at=None) | Q(is_set_aside=True))

    def referring_to(self, reference: str) -> Self:
        return self.filter(reference=reference)

    def end(self, because: str) -> int:
        """End what has not ended yet."""
        return self.current().update(ended_at=Now(), ended_because=because)

    def for_list(self) -> Self:
        """Everything a row of `claims/_checked.html` touches, what counts first."""
        return self.select_related("recorded_by").order_by(
            F("ended_at").desc(nulls_first=True), "-checked_at", "id"
        )


class Evidence(models.Model):
    """One tie between the claimant and the record. `kind` is a key of claims.evidence.KINDS."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    kind = models.CharField(max_length=30)
    is_strong = models.BooleanField(help_text="Whether it alone ties the claimant to the record.")
    found = models.CharField(max_length=1000, help_text="What was found, in words.")
    reference = models.CharField(
        max_length=1000, blank=True, db_default="", help_text="What the check asks again."
    )
    checked_at = models.DateTimeField(help_text="When it was last found.")
    expires_at = models.DateTimeField(help_text="Until when it counts, unless it is found again.")
    next_check_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When it is looked at again. Empty: it cannot be looked at by itself.",
    )
    failing_since = models.DateTimeField(null=True, blank=True, help_text="When a check missed it first.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True, db_default="")
    is_set_aside = models.BooleanField(
        default=False, db_default=False, help_text="An administrator ended it: checks do not find it anew."
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The administrator who saw it, where no check of ours can.",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        indexes = [
            models.Index(fields=["claim"], name="evidence_of_claim"),
            models.Index(fields=["next_check_at", "id"], name="evidence_due", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "kind"], name="evidence_one_current_of_a_kind", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("checked_at")), name="evidence_expires_after_its_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for claim {self.claim_id}"

    @property
    def counts_until(self) -> datetime:
        """When it stops to count if nothing is found again."""
        if self.failing_since is None:
            return self.expires_at
        return min(self.expires_at, self.failing_since + GRACE)

    @property
    def counts(self) -> bool:
        """Whether it counts today. Days are those of UTC, as everywhere in trust."""
        return self.ended_at is None and timezone.now().date() < self.counts_until.date()

    @property
    def is_over(self) -> bool:
        """Whether its time is up, though nothing has ended it yet."""
        return self.ended_at is None and not self.counts
