"""What collaboration has done in the background. Both may run at any time, any number of times."""

from celery import shared_task

from accounts.notices import send_due
from collaboration import notices
from collaboration.models import Invitation


@shared_task
def announce() -> None:
    """Write the notices that are due, and send what waits."""
    notices.announce()
    send_due()


@shared_task
def expire_invitations() -> None:
    Invitation.objects.overdue().expire()
