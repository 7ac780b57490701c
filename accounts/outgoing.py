"""What may become of a letter whose row waits to be sent: it goes out, is tried again after a pause, or is given up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.utils import timezone

# What fails is tried again, after pauses as long as it has waited already. What the server does not take is given up so
# long after it failed first; what fails with the server itself never is.
GIVE_UP_AFTER = timedelta(days=2)
SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
# So many errors in one run are the mail server's: the rest is left to the next run.
MOST_ERRORS = 10
FOR_GOOD = 500


class Ended(Enum):
    SENT = "sent"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Later:
    """It is to be tried again, and has failed for so long."""

    next_try_at: datetime
    failing_since: datetime | None


def send_each(rows: Iterable[int], send: Callable[[int, list[Exception]], int], *, what: str) -> int:
    """Send these, one transaction each; how many went out. One that cannot be sent holds up no other.

    What went wrong is raised at the end.
    """
    sent, errors = 0, list[Exception]()
    for pk in rows:
        if len(errors) < MOST_ERRORS:
            sent += send(pk, errors)
    if errors:
        raise ExceptionGroup(f"{what} that could not be sent", errors)
    return sent


def try_to(
    send: Callable[[], object],
    errors: list[Exception],
    *,
    what: str,
    since: datetime,
    failing_since: datetime | None,
) -> Ended | Later:
    """Send a letter that waits `since` then. `errors` gets what is nobody's refusal."""
    try:
        send()
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        return Ended.GIVEN_UP if is_final(error) else fail(since, failing_since)
    except Exception as error:
        error.add_note(f"while sending {what}")
        errors.append(error)
        # Errors of the network and of SMTP (OSError) are the server's, and come to no more.
        return put_off(since, failing_since) if isinstance(error, OSError) else fail(since, failing_since)
    return Ended.SENT


def fail(since: datetime, failing_since: datetime | None) -> Ended | Later:
    """Try again after a pause, or give up what has failed for days."""
    now = timezone.now()
    first = failing_since or now
    return Ended.GIVEN_UP if now - first > GIVE_UP_AFTER else put_off(since, first)


def put_off(since: datetime, failing_since: datetime | None) -> Later:
    now = timezone.now()
    return Later(now + min(max(now - since, SHORTEST_PAUSE), LONGEST_PAUSE), failing_since)


def is_final(error: SMTPRecipientsRefused | SMTPDataError) -> bool:
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= FOR_GOOD
    return all(code >= FOR_GOOD for code, _ in error.recipients.values())
