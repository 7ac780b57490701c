"""Direct collaboration: invitations and the conversations they open."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from researchers.models import Researcher
from works.models import Work

LIFETIME = timedelta(days=30)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Invitations that can still be answered."""
        return self.filter(state=Invitation.State.WAITING, sent_at__gt=timezone.now() - LIFETIME)

    def overdue(self) -> Self:
        """Invitations that nobody answered in time and that are not marked so yet."""
        return self.filter(state=Invitation.State.WAITING, sent_at__lte=timezone.now() - LIFETIME)

    def expire(self) -> int:
        return self.overdue().update(state=Invitation.State.EXPIRED, answered_at=F("sent_at") + LIFETIME)

    def standing(self) -> Self:
        """Those whose two pages still belong to the people who wrote and were written to."""
        return self.filter(sender__user=F("sent_by"), recipient__user=F("sent_to"))

    def sent_since(self, moment: datetime) -> Self:
        return self.filter(sent_at__gt=moment)

    def seen_by(self, user: User) -> Self:
        """Those that this person sent or received; a page that changes hands takes none along."""
        return self.filter(Q(sent_by=user) | Q(sent_to=user))

    def received_by(self, user: User) -> Self:
        return self.filter(sent_to=user)

    def sent_by(self, user: User) -> Self:
        return self.filter(sent_by=user)

    def between(self, one: User, other: User) -> Self:
        return self.filter(Q(sent_by=one, sent_to=other) | Q(sent_by=other, sent_to=one))

    def from_page(self, sender: Researcher, *, to: Researcher) -> Self:
        return self.filter(sender=sender, recipient=to)

    def unannounced(self) -> Self:
        """Waiting invitations of which the recipient has had no notice."""
        return self.waiting().filter(notified_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-sent_at", "-id")

    def for_list(self) -> Self:
        """Everything that a row of `collaboration/invitations.html` or `answer.html` touches."""
        heavy = ("work__abstract", "work__search")
        return self.select_related("sender", "recipient", "work", "conversation").defer(*heavy).newest_first()


class Invitation(models.Model):
    """A researcher asks another for a focused conversation.

    Pages say who they are; the two users say who may read: a page can change hands, a letter cannot.
    """

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
        EXPIRED = "expired", "Expired without an answer"

    sender = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="invitations_sent")
    recipient = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="invitations_received")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="invitations_sent"
    )
    sent_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="invitations_received"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    message = models.TextField(max_length=3000)
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    note = models.TextField(max_length=1000, blank=True, help_text="What the recipient said when answering.")
    sent_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True, help_text="When the recipient was e-mailed.")
    reported_at = models.DateTimeField(null=True, blank=True, help_text="When the recipient reported it.")
    report_closed_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["sent_at"],
                name="invitation_unannounced",
                condition=Q(state="waiting", notified_at=None),
            ),
        ]
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

    def get_absolute_url(self) -> str:
        return reverse("collaboration:answer", args=[self.pk])

    def own_page(self, user: User) -> Researcher:
        """As whom this person takes part."""
        return self.sender if self.sent_by_id == user.pk else self.recipient

    def other_page(self, user: User) -> Researcher:
        return self.recipient if self.sent_by_id == user.pk else self.sender

    def other_person(self, user: User) -> User | None:
        """With whom this person has to do here; None when that account is gone."""
        return self.sent_to if self.sent_by_id == user.pk else self.sent_by

    @property
    def is_standing(self) -> bool:
        """Whether both pages still belong to the people who wrote and were written to."""
        pages = (self.sender.user_id, self.recipient.user_id)
        return None not in pages and pages == (self.sent_by_id, self.sent_to_id)

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + LIFETIME

    @property
    def is_expired(self) -> bool:
        return self.shown_state == self.State.EXPIRED

    @property
    def is_waiting(self) -> bool:
        return self.shown_state == self.State.WAITING

    @property
    def shown_state(self) -> "Invitation.State":
        """The state that holds now, whether or not an overdue invitation has been marked yet."""
        overdue = self.state == self.State.WAITING and timezone.now() >= self.expires_at
        return self.State.EXPIRED if overdue else self.State(self.state)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def seen_by(self, user: User) -> Self:
        """Conversations in which this person takes part."""
        return self.filter(Q(invitation__sent_by=user) | Q(invitation__sent_to=user))

    def between(self, one: User, other: User) -> Self:
        return self.filter(
            Q(invitation__sent_by=one, invitation__sent_to=other)
            | Q(invitation__sent_by=other, invitation__sent_to=one)
        )

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def with_people(self) -> Self:
        return self.select_related("invitation__sender", "invitation__recipient")

    def for_list(self, user: User) -> Self:
        """Everything a row of `collaboration/conversations.html` touches, latest word first."""
        unread = Message.objects.unread_by(user).filter(conversation=OuterRef("pk")).order_by()
        latest = Message.objects.newest_first().filter(conversation=OuterRef("pk"))
        counted = unread.values("conversation").annotate(number=Count("pk")).values("number")
        return (
            self.with_people()
            .annotate(unread_count=Coalesce(Subquery(counted), 0))
            .annotate(latest_at=Coalesce(Subquery(latest.values("sent_at")[:1]), F("created_at")))
            .order_by("-latest_at", "-id")
        )

    def unannounced(self) -> Self:
        """Conversations whose opening the one who invited has not been told."""
        return self.filter(notified_at=None)

    def with_unannounced_messages(self) -> Self:
        return self.filter(pk__in=Message.objects.unannounced().values("conversation"))


class Conversation(models.Model):
    """What an accepted invitation opens."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="conversation")
    created_at = models.DateTimeField(db_default=Now())
    notified_at = models.DateTimeField(null=True, blank=True, help_text="When the inviter was e-mailed.")

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"], name="conversation_unannounced", condition=Q(notified_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("collaboration:conversation", args=[self.pk])


class MessageQuerySet(models.QuerySet["Message"]):
    def unread_by(self, user: User) -> Self:
        """Messages to this person that they have not opened."""
        return self.filter(read_at=None).exclude(sent_by=user)

    def among(self, messages: Iterable["Message"]) -> Self:
        return self.filter(pk__in=[message.pk for message in messages])

    def unannounced(self) -> Self:
        return self.filter(read_at=None, notified_at=None)

    def announced(self) -> Self:
        """Those of which the reader was told. A notice of before the message was none: such were given up."""
        return self.filter(notified_at__gte=F("sent_at"))

    def newest_first(self) -> Self:
        return self.order_by("-sent_at", "-id")

    def for_conversation(self) -> Self:
        """Everything a message of `collaboration/conversation.html` touches, newest first."""
        return self.select_related("sender").newest_first()


class Message(models.Model):
    """One message of a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="+")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(max_length=5000)
    sent_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True, help_text="When the reader was e-mailed.")

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "sent_at"], name="message_in_order"),
            models.Index(
                fields=["sent_at"], name="message_unannounced", condition=Q(read_at=None, notified_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class BlockQuerySet(models.QuerySet["Block"]):
    def by(self, user: User) -> Self:
        return self.filter(user=user)

    def between(self, one: User | None, other: User | None) -> Self:
        """Blocks in either direction."""
        return self.filter(Q(user=one, blocked=other) | Q(user=other, blocked=one))

    def for_list(self) -> Self:
        """Everything a row of `collaboration/blocked.html` touches."""
        return self.select_related("blocked__researcher").order_by("-created_at", "-id")


class Block(models.Model):
    """One person does not want to hear from another: a user, so that a change of page does not help."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "blocked"], name="block_one_per_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} blocks {self.blocked_id}"
