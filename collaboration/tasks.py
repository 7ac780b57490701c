"""What collaboration has done in the background. Both may run at any time, any number of times."""

from celery import shared_task

from collaboration import notices
from collaboration.models import Invitation


@shared_task
def send_notices() -> None:
    notices.send_notices()


@shared_task
def expire_invitations() -> None:
    Invitation.objects.overdue().expire()
