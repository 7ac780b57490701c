"""Mail about accounts, with links that let in: kept sealed until it is sent, which no page waits for, and no longer."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Letter
from accounts.outgoing import Ended, send_each, try_to
from accounts.sealing import seal, unseal

AT_ONCE = 100
WHAT = "letter"
LASTS = timedelta(days=3)  # as long as the links that a letter has
TAKE = "SELECT pg_try_advisory_lock(hashtext('credence: letters'))"
GIVE_BACK = "SELECT pg_advisory_unlock(hashtext('credence: letters'))"

logger = logging.getLogger(__name__)


def post(message: EmailMultiAlternatives) -> None:
    """Have it sent, to each by itself, if the caller's transaction succeeds."""
    pages = [alternative[0] for alternative in message.alternatives]
    sealed = seal(json.dumps([message.body, *pages]), WHAT)
    for address in message.to:
        Letter.objects.create(address=address, subject=str(message.subject), sealed=sealed)


def send_due() -> int:
    """Send what is due, at most `AT_ONCE`; how many went out. Made to be called again and again.

    One worker at a time: where the mail server hangs, the others have something else to do.
    """
    with turn() as is_mine:
        if is_mine:
            give_up_outdated()
        due = Letter.objects.due().values_list("pk", flat=True)[:AT_ONCE] if is_mine else []
        return send_each(due, send, what="Letters")


def give_up_outdated() -> None:
    """Where the mail server was away for days: a link that leads nowhere helps nobody."""
    outdated = Letter.objects.filter(created_at__lt=timezone.now() - LASTS)
    for pk in outdated.values_list("pk", flat=True)[:AT_ONCE]:
        Letter.objects.filter(pk=pk).delete()
        logger.warning("Letter %s is given up.", pk)


@contextmanager
def turn() -> Iterator[bool]:
    is_mine = said(TAKE)
    try:
        yield is_mine
    finally:
        if is_mine:
            said(GIVE_BACK)


def said(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return bool(cursor.fetchone()[0])


@transaction.atomic
def send(pk: int, errors: list[Exception]) -> int:
    """1 when it went out; 0 when somebody else has it, or it could not be sent. What is over is forgotten."""
    letter = Letter.objects.due().select_for_update(skip_locked=True).filter(pk=pk).first()
    if letter is None:
        return 0
    tried = try_to(
        lambda: opened(letter).send(),
        errors,
        what=f"letter {pk}",
        since=letter.created_at,
        failing_since=letter.failing_since,
    )
    row = Letter.objects.filter(pk=pk)
    if not isinstance(tried, Ended):
        row.update(next_try_at=tried.next_try_at, failing_since=tried.failing_since)
        return 0
    row.delete()
    if tried is Ended.GIVEN_UP:
        logger.warning("Letter %s is given up.", pk)
    return int(tried is Ended.SENT)


def opened(letter: Letter) -> EmailMultiAlternatives:
    text, *pages = json.loads(unseal(letter.sealed, WHAT))
    message = EmailMultiAlternatives(letter.subject, text, None, [letter.address])
    for page in pages:
        message.attach_alternative(page, "text/html")
    return message
