"""Invitations and conversations between invented people."""

from datetime import timedelta
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from collaboration.models import Conversation, Invitation, Message
from researchers.models import Researcher
from tests.builders import make_researcher, make_user


def make_member(name: str = "Dora Member", **fields: Any) -> Researcher:
    """A researcher with a claimed page, who may invite others."""
    given = {"claimed_at": timezone.now(), "verification_level": 2, **fields}
    return make_researcher(name, user=given.pop("user", None) or make_user(name=name), **given)


def make_invitation(sender: Researcher, recipient: Researcher, **fields: Any) -> Invitation:
    given = {"purpose": Invitation.Purpose.REVIEW, "message": "Would you read a draft?", **fields}
    return Invitation.objects.create(
        sender=sender, recipient=recipient, sent_by=sender.user, sent_to=recipient.user, **given
    )


def make_conversation(sender: Researcher, recipient: Researcher, **fields: Any) -> Conversation:
    state = Invitation.State.ACCEPTED
    invitation = make_invitation(sender, recipient, state=state, answered_at=Now(), **fields)
    return Conversation.objects.create(invitation=invitation)


def make_message(
    conversation: Conversation, sender: Researcher, text: str = "Hello", **fields: Any
) -> Message:
    return Message.objects.create(
        conversation=conversation, sender=sender, sent_by=sender.user, text=text, **fields
    )


def days_ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)
