"""The Celery application. The database is the truth; the broker carries nudges."""

import logging
import os
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Nudge(DjangoTask):
    """A task whose call may get lost: what it is to do is marked in the database, and the sweep finds it.

    So a broker that is away spoils no page whose facts are stored, and no import that is done.
    """

    def apply_async(self, *args: Any, **options: Any) -> Any:
        try:
            return super().apply_async(*args, **options)
        except OperationalError as error:
            logger.warning("The broker did not take %s, which the sweep will do: %s", self.name, error)


app = Celery("credence", task_cls=Nudge)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
