"""The mailbox of everybody, after the worker has been around."""

from django.core import mail
from django.core.mail import EmailMessage

from accounts import posting


def delivered() -> list[EmailMessage]:
    """All that was sent until now, with the letters about accounts that wait."""
    posting.send_due()
    return mail.outbox
