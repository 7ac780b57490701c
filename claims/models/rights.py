"""What the person described asks for: to hide or remove their page, to replace a name, to mark a page in memory."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from researchers.models import Researcher


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    def waiting(self) -> Self:
        """Those that nobody has decided, oldest first."""
        return self.filter(state=RightsRequest.State.WAITING).order_by("created_at", "id")

    def mail_due(self) -> Self:
        """Those whose applicant has no account and is to be told how it stands now, longest due first."""
        return self.filter(mail_due_at__lte=timezone.now()).order_by("mail_due_at", "id")

    def make_mail_due(self) -> int:
        return self.update(mail_due_at=Now(), mail_since=Now(), mail_failing_since=None)

    def for_queue(self) -> Self:
        """Everything a row of the review queue touches."""
        return self.select_related("researcher", "user")


class RightsRequest(models.Model):
    class Kind(models.TextChoices):
        HIDE = "hide", "Hide the page"
        SHOW = "show", "Show the page again"
        REMOVE = "remove", "Remove the page for good"
        RENAME = "rename", "Replace a former name"
        MEMORIAL = "memorial", "Mark the page as in memory"

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "Waits until the e-mail address is confirmed"
        WAITING = "waiting", "Waiting for a decision"
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    researcher = models.ForeignKey(Researcher, on_delete=models.PROTECT, related_name="rights_requests")
    kind = models.CharField(max_length=10, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="rights_requests",
    )
    email = models.EmailField("e-mail address", blank=True, help_text="Of somebody without an account.")
    reason = models.TextField(max_length=5000, blank=True)
    new_name = models.CharField(max_length=500, blank=True, db_default="")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(max_length=5000, blank=True, help_text="Why it was decided so.")

    mail_due_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When `email` is to hear how this stands; later where a try has failed. Empty: told.",
    )
    mail_since = models.DateTimeField(
        null=True, blank=True, help_text="Since when there is something to be told."
    )
    mail_failing_since = models.DateTimeField(
        null=True, blank=True, help_text="When it was put off first, and not because the mail server failed."
    )

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at", "id"], name="rights_request_waiting", condition=Q(state="waiting")
            ),
            models.Index(
                fields=["mail_due_at", "id"],
                name="rights_request_mail_due",
                condition=Q(mail_due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.researcher_id}: {self.state}"

    @property
    def page(self) -> Researcher:
        """Whom it is about now: of a page that was merged, who took over."""
        return self.researcher.merged_into or self.researcher
