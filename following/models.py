"""Who follows whom."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from accounts.models import User
from researchers.models import Researcher


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def to(self, researcher: Researcher) -> Self:
        """Follows of the page, and of those that were merged into it."""
        return self.filter(Q(researcher=researcher) | Q(researcher__merged_into=researcher))

    def by_page(self) -> QuerySet[Any, Any]:
        """For `following/index.html`: each page followed, the latest follow first; merged ones are one."""
        pages = self.annotate(page=Coalesce("researcher__merged_into", "researcher"))
        return pages.values("page").annotate(since=Max("created_at")).order_by("-since", "-page")


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
