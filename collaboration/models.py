"""Direct collaboration: invitations and the conversations they open."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from researchers.models import Researcher
from works.models import Work

LIFETIME = timedelta(days=30)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Invitations that can still be answered, newest first."""
        return self.filter(state=Invitation.State.WAITING, sent_at__gt=timezone.now() - LIFETIME)

    def for_list(self) -> Self:
        """Everything a row of `collaboration/invitations.html` touches."""
        return self.select_related("sender", "recipient", "work").order_by("-sent_at", "-id")


class Invitation(models.Model):
    """A researcher asks another for a focused conversation."""

    class Purpose(models.TextChoices):
        COAUTHOR = "coauthor", "Write a work together"
        REVIEW = "review", "Review or comment on a work"
        DATA = "data", "Share data or code"
        TALK = "talk", "Give a talk"
        MENTORING = "mentoring", "Mentoring"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    sender = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="invitations_sent")
    recipient = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="invitations_received")
    purpose = models.CharField(max_length=10, choices=Purpose)
    message = models.TextField(max_length=3000)
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    note = models.TextField(max_length=1000, blank=True, help_text="What the recipient said when answering.")
    sent_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "recipient"],
                name="invitation_one_waiting_per_pair",
                condition=Q(state="waiting"),
            ),
            models.CheckConstraint(condition=~Q(sender=F("recipient")), name="invitation_not_to_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.sender_id} invites {self.recipient_id}: {self.state}"

    @property
    def expires_at(self) -> "timezone.datetime":
        return self.sent_at + LIFETIME

    @property
    def is_expired(self) -> bool:
        return self.state == self.State.WAITING and timezone.now() >= self.expires_at


class Conversation(models.Model):
    """What an accepted invitation opens."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="conversation")
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("collaboration:conversation", args=[self.pk])


class Message(models.Model):
    """One message of a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=5000)
    sent_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["conversation", "sent_at"], name="message_in_order")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Block(models.Model):
    """One person does not want to hear from another: a user, so that a change of page does not help."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "blocked"], name="block_one_per_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} blocks {self.blocked_id}"
