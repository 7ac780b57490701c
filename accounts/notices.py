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
# What fails is tried again, after pauses as long as it has waited already. What the server does not take is given up so
# long after it failed first; what fails with the server itself never is.
GIVE_UP_AFTER = timedelta(days=2)
SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
# So many errors in one run are the mail server's: the rest is left to the next run.
MOST_ERRORS = 10
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
    the same one, and one that dies leaves the row as it was. One that cannot be sent waits, and holds up
    no other; what went wrong is raised at the end.
    """
    sent, errors = 0, list[Exception]()
    for pk in Notice.objects.due().values_list("pk", flat=True)[:AT_ONCE]:
        if len(errors) < MOST_ERRORS:
            sent += send(pk, errors)
    if errors:
        raise ExceptionGroup("Notices that could not be sent", errors)
    return sent


@transaction.atomic
def send(pk: int, errors: list[Exception]) -> int:
    """1 when the notice went out; 0 when somebody else has it, or it could not be sent."""
    rows = Notice.objects.due().select_for_update(of=("self",), skip_locked=True)
    notice = rows.select_related("user").filter(pk=pk).first()
    if notice is None:
        return 0
    if not notice.user.is_active:
        return give_up(notice)
    try:
        send_mail(notice.subject, body_of(notice), None, [notice.user.email])
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        return give_up(notice) if is_final(error) else fail(notice)
    except Exception as error:
        error.add_note(f"while sending notice {pk}")
        errors.append(error)
        return put_off(notice) if isinstance(error, OSError) else fail(notice)
    Notice.objects.filter(pk=pk).update(sent_at=Now())
    return 1


def fail(notice: Notice) -> int:
    """Try again after a pause, or give up what has failed for days."""
    notice.failing_since = notice.failing_since or timezone.now()
    if timezone.now() - notice.failing_since > GIVE_UP_AFTER:
        return give_up(notice)
    return put_off(notice)


def put_off(notice: Notice) -> int:
    """Try again after a pause. Errors of the network and of SMTP (OSError) are the server's, and come to no more."""
    now = timezone.now()
    pause = min(max(now - notice.created_at, SHORTEST_PAUSE), LONGEST_PAUSE)
    waiting = Notice.objects.filter(pk=notice.pk)
    waiting.update(next_try_at=now + pause, failing_since=notice.failing_since)
    return 0


def is_final(error: SMTPRecipientsRefused | SMTPDataError) -> bool:
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= FOR_GOOD
    return all(code >= FOR_GOOD for code, _ in error.recipients.values())


def give_up(notice: Notice) -> int:
    logger.warning("Notice %s to user %s is given up.", notice.pk, notice.user_id)
    Notice.objects.filter(pk=notice.pk).update(given_up_at=Now())
    return 0


def body_of(notice: Notice) -> str:
    url = f"{settings.CREDENCE_SITE_URL}{notice.path}\n\n" if notice.path else ""
    return f"{notice.text}\n\n{url}You get this message because you have an account on Credence.\n"
