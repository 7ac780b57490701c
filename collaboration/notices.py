"""Notices that say that something waits, and where. Never what: no name, no text of anybody's is in them."""

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts.models import User
from accounts.notices import notify
from collaboration.models import Conversation, Invitation, Message

AT_ONCE = 100

SUBJECTS = {
    "invitation": "An invitation on Credence is waiting for you",
    "conversation": "Your invitation on Credence was accepted",
    "message": "A message on Credence is waiting for you",
}
TEXTS = {
    "invitation": "A researcher with a verified page has invited you to a conversation on Credence. "
    "Read it and answer here:",
    "conversation": "An invitation that you sent on Credence was accepted, and a conversation is open. It is here:",
    "message": "Somebody has written to you in a conversation on Credence. Read it here:",
}


def announce() -> int:
    """Write the notices that are due, at most `AT_ONCE` of a kind; how many. Made to be called again and again.

    A row is held while its notice is written and marked in the same transaction: two workers never write
    the same one, and one that dies leaves the row as it was. Sending them is the affair of accounts/notices.py.
    """
    invitations = Invitation.objects.unannounced()
    conversations = Conversation.objects.unannounced()
    talks = Conversation.objects.with_unannounced_messages()
    return (
        sum(announce_invitation(invitations, pk) for pk in first_keys(invitations))
        + sum(announce_conversation(conversations, pk) for pk in first_keys(conversations))
        + sum(announce_messages(pk) for pk in first_keys(talks))
    )


def first_keys(rows: QuerySet) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def announce_invitation(due: QuerySet[Invitation], pk: int) -> int:
    """Tell the recipient that they are invited."""
    with transaction.atomic():
        invitation = due.select_for_update(skip_locked=True).filter(pk=pk).first()
        if invitation is None:
            return 0
        written = write_notice("invitation", invitation.sent_to, invitation.get_absolute_url())
        Invitation.objects.filter(pk=pk).update(notified_at=Now())
        return written


def announce_conversation(due: QuerySet[Conversation], pk: int) -> int:
    """Tell the one who invited that the answer was yes."""
    with transaction.atomic():
        conversation = due.select_for_update(skip_locked=True).filter(pk=pk).first()
        if conversation is None:
            return 0
        written = write_notice(
            "conversation", conversation.invitation.sent_by, conversation.get_absolute_url()
        )
        Conversation.objects.filter(pk=pk).update(notified_at=Now())
        return written


def announce_messages(conversation_pk: int) -> int:
    """Tell either reader of new messages, once until they come and read."""
    with transaction.atomic():
        held = Conversation.objects.select_for_update(skip_locked=True).filter(pk=conversation_pk).first()
        if held is None:
            return 0
        people = (held.invitation.sent_by, held.invitation.sent_to)
        return sum(announce_messages_to(reader, held) for reader in people if reader)


def announce_messages_to(reader: User, conversation: Conversation) -> int:
    unread = Message.objects.unread_by(reader).filter(conversation=conversation)
    was_told = unread.announced().exists()
    is_new = unread.unannounced().update(notified_at=Now())
    if was_told or not is_new:
        return 0
    return write_notice("message", reader, conversation.get_absolute_url())


def write_notice(kind: str, user: User | None, path: str) -> int:
    """1 when it was written; 0 when that account is gone."""
    if user is None:
        return 0
    notify(user, subject=SUBJECTS[kind], text=TEXTS[kind], path=path)
    return 1
