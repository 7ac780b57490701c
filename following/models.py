"""Who follows whom."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.models import User
from researchers.models import Researcher


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def to(self, researcher: Researcher) -> Self:
        return self.filter(researcher=researcher)

    def for_index(self) -> Self:
        """Everything a row of the people in `following/index.html` touches, latest follow first."""
        return self.select_related("researcher").order_by("-created_at", "-id")


class Follow(models.Model):
    """One person follows one researcher."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(db_default=Now())

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "researcher"], name="follow_one_per_person_and_researcher"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.researcher_id}"
