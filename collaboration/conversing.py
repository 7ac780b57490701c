"""Talking in a conversation that an accepted invitation opened."""

from django.db.models.functions import Now

from accounts.models import User
from collaboration.models import Block, Conversation, Message


class ConversationClosed(Exception):
    """Nothing more can be written here: one has blocked the other, or a page has changed hands."""


def is_closed(conversation: Conversation) -> bool:
    """Whether nobody can write any more."""
    invitation = conversation.invitation
    if not invitation.is_standing:
        return True
    return Block.objects.between(invitation.sent_by, invitation.sent_to).exists()


def send_message(conversation: Conversation, *, by: User, text: str) -> Message:
    if is_closed(conversation):
        raise ConversationClosed
    page = conversation.invitation.own_page(by)
    return Message.objects.create(conversation=conversation, sender=page, sent_by=by, text=text)


def mark_read(messages: list[Message], *, by: User) -> int:
    """How many of these messages this person has now read for the first time."""
    return Message.objects.among(messages).unread_by(by).update(read_at=Now())
