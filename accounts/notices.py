"""E-mail that tells somebody of a fact: written in the transaction of the fact, sent afterwards."""

import logging

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from accounts.letters import send_letter
from accounts.models import Notice, User
from accounts.outgoing import Ended, send_each, try_to

AT_ONCE = 100
LONGEST_SUBJECT = 200

logger = logging.getLogger(__name__)


def notify(user: User, *, subject: str, text: str, path: str = "") -> Notice:
    """Have this sent to the user if the caller's transaction succeeds. `path` is the page that tells more."""
    line = " ".join(subject.split())[:LONGEST_SUBJECT]
    return Notice.objects.create(user=user, subject=line, text=text, path=path)


def send_due() -> int:
    """Send what is due, at most `AT_ONCE`; how many went out. Made to be called again and again.

    A row is held while its notice is sent and marked in the same transaction: two workers never send
    the same one, and one that dies leaves the row as it was. One that cannot be sent waits, and holds up
    no other; what went wrong is raised at the end.
    """
    return send_each(Notice.objects.due().values_list("pk", flat=True)[:AT_ONCE], send, what="Notices")


@transaction.atomic
def send(pk: int, errors: list[Exception]) -> int:
    """1 when the notice went out; 0 when somebody else has it, or it could not be sent."""
    rows = Notice.objects.due().select_for_update(of=("self",), skip_locked=True)
    notice = rows.select_related("user").filter(pk=pk).first()
    if notice is None:
        return 0
    if not notice.user.is_active:
        return give_up(notice)
    tried = try_to(
        lambda: send_letter(notice.subject, body_of(notice), notice.user.email, link=link_of(notice)),
        errors,
        what=f"notice {pk}",
        since=notice.created_at,
        failing_since=notice.failing_since,
    )
    if tried is Ended.GIVEN_UP:
        return give_up(notice)
    row = Notice.objects.filter(pk=pk)
    if tried is Ended.SENT:
        return row.update(sent_at=Now())
    row.update(next_try_at=tried.next_try_at, failing_since=tried.failing_since)
    return 0


def give_up(notice: Notice) -> int:
    logger.warning("Notice %s to user %s is given up.", notice.pk, notice.user_id)
    Notice.objects.filter(pk=notice.pk).update(given_up_at=Now())
    return 0


def body_of(notice: Notice) -> str:
    parts = [notice.text, link_of(notice), "You get this message because you have an account on Credence."]
    return "\n\n".join(filter(None, parts)) + "\n"


def link_of(notice: Notice) -> str:
    return f"{settings.CREDENCE_SITE_URL}{notice.path}" if notice.path else ""
