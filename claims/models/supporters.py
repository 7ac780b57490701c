"""Who passes on support to whom they vouch for and whom they wrote with."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from researchers.models import Researcher


class SupporterQuerySet(models.QuerySet["Supporter"]):
    def due(self) -> Self:
        """Those of whom something else is true by now than what those they support were told."""
        return self.filter(is_due=True).order_by("pk")

    def hold(self) -> None:
        """Keep these rows until the transaction ends. In one order, as those who note several take them."""
        list(self.select_for_update(no_key=True).order_by("pk").values_list("pk"))

    def passed_on(self) -> dict[int, tuple[int | None, int | None]]:
        """By account what those they support go by: the page and the distance."""
        rows = self.values_list("pk", "researcher", "distance")
        return {user: (page, distance) for user, page, distance in rows}


class Supporter(models.Model):
    """What those whom a person supports go by: their page, and how far they are from an administrator's decision.

    Written by `claims.examination.support` alone, which see.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, null=True, related_name="supporter")
    distance = models.PositiveSmallIntegerField(
        null=True, help_text="0, 1 or 2. Empty: they pass nothing on, or nobody was told yet."
    )
    is_due = models.BooleanField(default=False, db_default=False)

    objects = SupporterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user"], name="supporter_due", condition=Q(is_due=True))]
        constraints = [
            models.CheckConstraint(
                condition=Q(distance=None) | Q(distance__lte=2, researcher__isnull=False),
                name="supporter_within_two_steps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at distance {self.distance}"
