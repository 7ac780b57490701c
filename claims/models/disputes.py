"""Somebody verified says: this page, or this work on it, is not theirs."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, Q, Value
from django.db.models.functions import Now
from django.urls import reverse

from accounts.models import User
from claims.models.claims import Claim
from researchers.models import Researcher
from works.models import Authorship


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def open(self) -> Self:
        """Those that nobody has decided, oldest first."""
        return self.filter(state=Dispute.State.OPEN).order_by("opened_at", "id")

    def opened_since(self, moment: datetime) -> Self:
        """Also those that were taken back: taking back makes no room for more."""
        return self.filter(opened_at__gt=moment)

    def concerning(self, user: User) -> Self:
        """Those that they opened, and those about a page that they hold, or held when it was disputed."""
        theirs = Q(opened_by=user) | Q(claim__user=user) | Q(researcher__user=user)
        return self.filter(theirs | Q(researcher__merged_into__user=user))

    def for_deed(self) -> Self:
        """Everything that deciding it touches, and `claims/dispute.html`."""
        return self.select_related(
            "opened_by",
            "claim__user",
            "researcher__user",
            "researcher__merged_into__user",
            "authorship__work",
        ).defer("authorship__work__search")

    def for_list(self) -> Self:
        """Everything a row of `claims/disputes.html` touches, the open ones first, then the latest."""
        is_open = ExpressionWrapper(Q(state=Dispute.State.OPEN), output_field=models.BooleanField())
        return self.for_deed().order_by(is_open.desc(), "-opened_at", "-id")

    def for_queue(self) -> Self:
        """Everything a row of the review queue touches."""
        return self.select_related("researcher", "claim", "authorship__work", "opened_by").defer(
            "authorship__work__search"
        )


class Dispute(models.Model):
    """Of a claim to a page (no authorship), or of one work on the page of `researcher`."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        UPHELD = "upheld", "Upheld"
        DISMISSED = "dismissed", "Dismissed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    researcher = models.ForeignKey(Researcher, on_delete=models.PROTECT, related_name="disputes")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="disputes")
    authorship = models.ForeignKey(
        Authorship, on_delete=models.SET_NULL, null=True, blank=True, related_name="disputes"
    )
    is_about_work = models.BooleanField(default=False, db_default=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="disputes",
        help_text="Empty: the account was deleted.",
    )
    reason = models.TextField(max_length=5000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(db_default=Now())
    answer = models.TextField(max_length=5000, blank=True, help_text="What the holder of the page says.")
    answered_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(max_length=5000, blank=True, help_text="Why it was decided so.")
    reversed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the outcome was last turned over."
    )
    kept = models.JSONField(
        default=dict, db_default=Value({}, models.JSONField()), help_text="What reversing the outcome needs."
    )

    objects = DisputeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["opened_at", "id"], name="dispute_open", condition=Q(state="open")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                name="dispute_one_open_per_claim",
                condition=Q(state="open", is_about_work=False),
            ),
            models.UniqueConstraint(
                fields=["authorship", "researcher"],
                name="dispute_one_open_per_attribution",
                condition=Q(state="open", is_about_work=True),
            ),
            models.CheckConstraint(
                condition=Q(is_about_work=True) | Q(claim__isnull=False),
                name="dispute_of_a_page_is_of_its_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"dispute about {self.researcher_id}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("claims:dispute", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_decided(self) -> bool:
        """Whether an administrator has decided it, so that the outcome can be turned over."""
        return self.state in (self.State.UPHELD, self.State.DISMISSED)

    @property
    def page(self) -> Researcher:
        """The page it is about: where that was merged into another, that one."""
        return self.researcher.merged_into or self.researcher

    @property
    def holder(self) -> User | None:
        """Whom it is brought against: whoever claimed the page, else whoever holds it now."""
        return (self.claim.user if self.claim else None) or self.page.user

    @property
    def subject(self) -> str:
        """What the audit log calls it."""
        return f"dispute:{self.pk}"

    @property
    def shown_state(self) -> str:
        """The state under its key in common/states.py."""
        return "dispute-open" if self.is_open else str(self.state)
