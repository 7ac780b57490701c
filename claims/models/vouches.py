"""One verified researcher's word for another."""

from datetime import UTC, datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from claims.models.claims import Claim
from researchers.models import Researcher


class VouchQuerySet(models.QuerySet["Vouch"]):
    def standing(self) -> Self:
        """Those not taken back. They may have expired since."""
        return self.filter(withdrawn_at=None)

    def in_force(self) -> Self:
        """Those that are not over, for a claim that nobody has ended. Days are those of UTC, as everywhere in trust."""
        tomorrow = timezone.now().astimezone(UTC).date() + timedelta(days=1)
        begins = datetime.combine(tomorrow, time(), UTC)
        return self.standing().filter(expires_at__gte=begins, claim__state__in=Claim.LIVE_STATES)

    def current(self) -> Self:
        """Those that count today: for a claim that gives a page."""
        return self.in_force().filter(claim__state__in=Claim.HOLDING_STATES)

    def given_by(self, user: User) -> Self:
        return self.filter(by=user)

    def given_since(self, moment: datetime) -> Self:
        """Also those that were taken back: taking back makes no room for more."""
        return self.filter(given_at__gt=moment)

    def for_list(self) -> Self:
        """Everything a row of `claims/vouches.html` touches, the latest first."""
        rows = self.select_related("claim__user__researcher", "claim__researcher__merged_into")
        return rows.order_by("-given_at", "-id")

    def for_evidence(self) -> Self:
        """Everything that `claims/_evidence_past.html` touches of those that stand, the latest first."""
        return self.standing().select_related("by__researcher").order_by("-given_at", "-id")


class Vouch(models.Model):
    """`by` says: I know the person behind this claim, and the page is theirs."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="vouches", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="vouches",
        help_text="Empty: the voucher has deleted the account, and the vouch has ended.",
    )
    statement = models.TextField(max_length=1000, help_text="How they know the person, in their words.")
    given_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = VouchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "vouches"
        indexes = [
            models.Index(fields=["claim"], name="vouch_standing", condition=Q(withdrawn_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "by"], name="vouch_one_standing_per_pair", condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(by__isnull=False),
                name="vouch_standing_has_a_voucher",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} vouches for claim {self.claim_id}"

    @property
    def is_in_force(self) -> bool:
        """Whether it is not over, for a claim that nobody has ended."""
        is_over = timezone.now().date() >= self.expires_at.date()
        return self.withdrawn_at is None and not is_over and self.claim.is_live

    @property
    def counts(self) -> bool:
        """Whether it counts today: the claim gives a page."""
        return self.is_in_force and self.claim.is_holding

    @property
    def page(self) -> Researcher | None:
        """The page it is for; None where nobody claims it any more."""
        if self.claim.is_live and not self.claim.is_holding:
            return self.claim.page
        return getattr(self.claim.user, "researcher", None)
