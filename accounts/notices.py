"""E-mail that tells somebody of a fact: written in the transaction of the fact, sent afterwards."""

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import Notice, User

AT_ONCE = 100
# A server that says "not now" is asked again for so long.
GIVE_UP_AFTER = timedelta(days=2)
LONGEST_SUBJECT = 200
FOR_GOOD = 500

logger = logging.getLogger(__name__)


def notify(user: User, *, subject: str, text: str, path: str = "") -> Notice:
    """Have this sent to the user if the caller's transaction succeeds. `path` is the page that tells more."""
    line = " ".join(subject.split())[:LONGEST_SUBJECT]
    return Notice.objects.create(user=user, subject=line, text=text, path=path)


def send_due() -> int:
    """Send what is due, at most `AT_ONCE`; how many went out. Made to be called again and again.

    A row is held while its notice is sent and marked in the same transaction: two workers never send
    the same one, and one that dies leaves the row as it was.
    """
    return sum(send(pk) for pk in Notice.objects.due().values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def send(pk: int) -> int:
    """1 when the notice went out; 0 when somebody else has it, or the address takes nothing."""
    rows = Notice.objects.due().select_for_update(of=("self",), skip_locked=True)
    notice = rows.select_related("user").filter(pk=pk).first()
    if notice is None:
        return 0
    if not notice.user.is_active:
        return give_up(notice)
    try:
        send_mail(notice.subject, body_of(notice), None, [notice.user.email])
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        return refused(notice, error)
    Notice.objects.filter(pk=pk).update(sent_at=Now())
    return 1


def refused(notice: Notice, error: SMTPRecipientsRefused | SMTPDataError) -> int:
    """Give up where the answer is final; where it says "later", leave the notice for the next run."""
    if is_final(error) or notice.created_at < timezone.now() - GIVE_UP_AFTER:
        logger.warning(
            "The address of user %s was refused; notice %s is given up.", notice.user_id, notice.pk
        )
        return give_up(notice)
    return 0


def is_final(error: SMTPRecipientsRefused | SMTPDataError) -> bool:
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= FOR_GOOD
    return all(code >= FOR_GOOD for code, _ in error.recipients.values())


def give_up(notice: Notice) -> int:
    Notice.objects.filter(pk=notice.pk).update(given_up_at=Now())
    return 0


def body_of(notice: Notice) -> str:
    url = f"{settings.CREDENCE_SITE_URL}{notice.path}\n\n" if notice.path else ""
    return f"{notice.text}\n\n{url}You get this message because you have an account on Credence.\n"
