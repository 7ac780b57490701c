"""Background work on works. Each task may run twice, or be killed, without harm."""

from celery import shared_task

from works.words import count_words


@shared_task
def count_words_of_titles() -> int:
    """Count the words of all titles anew, however they changed; how many counts were wrong."""
    return count_words()
