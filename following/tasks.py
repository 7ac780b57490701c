"""What following has done in the background."""

from celery import shared_task

from following.following import recount_followers


@shared_task
def recount() -> None:
    recount_followers()
