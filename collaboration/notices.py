"""E-mail that says that something waits, and where. Never what: no name, no text of anybody's is sent."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from collaboration.models import Conversation, Invitation, Message

AT_ONCE = 100
GIVE_UP_AFTER = timedelta(days=2)

SUBJECTS = {
    "invitation": "An invitation on Credence is waiting for you",
    "conversation": "Your invitation on Credence was accepted",
    "message": "A message on Credence is waiting for you",
}

logger = logging.getLogger(__name__)


def send_notices() -> int:
    """Send what is due, at most `AT_ONCE` of a kind; how many went out. Made to be called again and again.

    A row is held while its notice is sent and marked in the same transaction: two workers never send
    the same one, and one that dies leaves the row as it was.
    """
    since = timezone.now() - GIVE_UP_AFTER
    invitations = Invitation.objects.unannounced(since=since)
    conversations = Conversation.objects.unannounced(since=since)
    talks = Conversation.objects.with_unannounced_messages(since=since)
    return (
        sum(announce_invitation(invitations, pk) for pk in first_keys(invitations))
        + sum(announce_conversation(conversations, pk) for pk in first_keys(conversations))
        + sum(announce_messages(pk, since=since) for pk in first_keys(talks))
    )


def first_keys(rows: QuerySet) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def announce_invitation(due: QuerySet[Invitation], pk: int) -> int:
    """Tell the recipient that they are invited."""
    with transaction.atomic():
        invitation = due.select_for_update(skip_locked=True).filter(pk=pk).first()
        if invitation is None:
            return 0
        sent = send_notice("invitation", invitation.sent_to, invitation.get_absolute_url())
        Invitation.objects.filter(pk=pk).update(notified_at=Now())
        return sent


def announce_conversation(due: QuerySet[Conversation], pk: int) -> int:
    """Tell the one who invited that the answer was yes."""
    with transaction.atomic():
        conversation = due.select_for_update(skip_locked=True).filter(pk=pk).first()
        if conversation is None:
            return 0
        sent = send_notice("conversation", conversation.invitation.sent_by, conversation.get_absolute_url())
        Conversation.objects.filter(pk=pk).update(notified_at=Now())
        return sent


def announce_messages(conversation_pk: int, *, since: datetime) -> int:
    """Tell either reader of new messages, once until they come and read."""
    with transaction.atomic():
        held = Conversation.objects.select_for_update(skip_locked=True).filter(pk=conversation_pk).first()
        if held is None:
            return 0
        people = (held.invitation.sent_by, held.invitation.sent_to)
        return sum(announce_messages_to(reader, held, since=since) for reader in people if reader)


def announce_messages_to(reader: User, conversation: Conversation, *, since: datetime) -> int:
    unread = Message.objects.unread_by(reader).filter(conversation=conversation)
    was_told = unread.announced().exists()
    is_new = unread.unannounced(since=since).update(notified_at=Now())
    if was_told or not is_new:
        return 0
    return send_notice("message", reader, conversation.get_absolute_url())


def send_notice(kind: str, user: User | None, path: str) -> int:
    """1 when a notice went out; 0 when there is nobody to tell, or their server refuses them for good."""
    if user is None or not user.is_active:
        return 0
    text = render_to_string("collaboration/notice.txt", {"kind": kind, "url": absolute_url(path)})
    try:
        return send_mail(SUBJECTS[kind], text, None, [user.email])
    except SMTPRecipientsRefused:
        logger.warning("The address of user %s was refused; no notice of %s.", user.pk, path)
        return 0


def absolute_url(path: str) -> str:
    return f"{settings.CREDENCE_SITE_URL}{path}"
