"""Works that whoever holds a page shows first."""

from django.conf import settings
from django.db import models

from works.models import Work


class PinnedWork(models.Model):
    """A work that stands before all others on the list of somebody's page, wherever that page goes with them.

    It belongs to who holds the page: whoever holds it after them begins without, and a merge takes nothing away.
    """

    MOST = 5

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pinned", db_index=False
    )
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(help_text="From 0.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder", "work"], name="pinned_work_once_per_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} first on the page of {self.holder_id}"
