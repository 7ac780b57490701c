"""Who follows whom, and which topics, institutions and venues."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from accounts.models import User
from researchers.models import Researcher
from works.models import Institution, Topic, Venue

Followed = Topic | Institution | Venue


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def to(self, researcher: Researcher) -> Self:
        """Follows of the page, and of those that were merged into it."""
        return self.filter(Q(researcher=researcher) | Q(researcher__merged_into=researcher))

    def by_page(self) -> QuerySet[Any, Any]:
        """For `following/index.html`: each page followed, the latest follow first; merged ones are one.

        Who is not public is followed on, unseen, and listed again with the page.
        """
        pages = self.annotate(page=Coalesce("researcher__merged_into", "researcher"))
        pages = pages.exclude(page__in=Researcher.objects.not_public().values("pk"))
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


class ShelfFollowQuerySet(models.QuerySet["ShelfFollow"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def to(self, about: Followed) -> Self:
        """Follows of the page, and of those that turned out to be the same and lead to it."""
        if isinstance(about, Topic):
            return self.filter(topic__in=Topic.objects.filter(Q(pk=about.pk) | Q(merged_into=about)))
        if isinstance(about, Institution):
            printed = Q(successor=about, ror=None)
            return self.filter(institution__in=Institution.objects.filter(Q(pk=about.pk) | printed))
        return self.filter(venue=about)

    def for_list(self) -> Self:
        """For `following/_shelves.html`: the latest follow first."""
        return self.select_related("topic__merged_into", "institution__successor", "venue").order_by("-pk")


class ShelfFollow(models.Model):
    """One person follows one topic, institution or venue."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shelf_follows", db_index=False
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, null=True, related_name="+")
    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects = ShelfFollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="follow_one_per_person_and_topic"),
            models.UniqueConstraint(
                fields=["user", "institution"], name="follow_one_per_person_and_institution"
            ),
            models.UniqueConstraint(fields=["user", "venue"], name="follow_one_per_person_and_venue"),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, institution=None, venue=None)
                | Q(topic=None, institution__isnull=False, venue=None)
                | Q(topic=None, institution=None, venue__isnull=False),
                name="follow_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.about}"

    @property
    def about(self) -> Followed:
        """The page as it is known today."""
        if self.topic:
            return self.topic.merged_into or self.topic
        if self.institution:
            house = self.institution
            return (house.is_printed_name_of_another and house.successor) or house
        assert self.venue, "the constraint follow_of_one_thing"
        return self.venue
