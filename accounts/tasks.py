"""What accounts have done in the background. It may run at any time, any number of times."""

from celery import shared_task

from accounts import notices, posting


@shared_task
def send_notices() -> None:
    notices.send_due()


@shared_task
def send_letters() -> None:
    posting.send_due()
