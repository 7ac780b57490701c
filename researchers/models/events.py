"""The log of what was decided about identities."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from common.names import fold
from researchers.models.researchers import Researcher
from works.models import Work


class IdentityEventQuerySet(models.QuerySet["IdentityEvent"]):
    def standing(self) -> Self:
        """Decisions that hold: neither undone nor the undoing of another."""
        return self.filter(undone_by=None).exclude(kind=IdentityEvent.Kind.UNDO)

    def about(self, researcher: Researcher) -> Self:
        return self.filter(Q(researcher=researcher) | Q(other=researcher))

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind) if kind else self

    def in_force(self, answer: str) -> Self:
        """Decisions that hold, for "yes"; those that were undone, for "no"."""
        if answer == "yes":
            return self.standing()
        return self.filter(undone_by__isnull=False) if answer == "no" else self

    def on_page(self, text: str) -> Self:
        """Those about the page of this slug, or about anybody of this name.

        Asks at once who that is: with their numbers PostgreSQL joins two indexes, with a question reads the whole log.
        """
        if not text:
            return self
        people = Researcher.objects.filter(Q(slug=text) | Q(name_key=fold(text)))
        named = list(people.values_list("pk", flat=True))
        return self.filter(Q(researcher__in=named) | Q(other__in=named))

    def latest_first(self) -> Self:
        return self.order_by("-id")


class IdentityEvent(models.Model):
    """What was decided about identities, by whom, and what undoing it needs. The database refuses changes."""

    class Kind(models.TextChoices):
        ATTRIBUTE = "attribute", "Attributed"
        MERGE = "merge", "Merged"
        SPLIT = "split", "Split"
        MOVE = "move", "Moved"
        REJECT = "reject", "Taken away"
        DISTINGUISH = "distinguish", "Told apart"
        UNDO = "undo", "Undone"

    kind = models.CharField(max_length=11, choices=Kind)
    researcher = models.ForeignKey(
        Researcher,
        on_delete=models.PROTECT,
        related_name="identity_events",
        db_index=False,
        help_text="Whose page it was; of a merge, the one that was merged away.",
    )
    other = models.ForeignKey(
        Researcher,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="identity_events_as_other",
        db_index=False,
        help_text="Who else had part in it: who took over, or whose the works became.",
    )
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    details = models.JSONField(default=dict, help_text="What undoing needs.")
    reason = models.CharField(max_length=1000, blank=True, db_default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the matcher, or a former account.",
    )
    at = models.DateTimeField(db_default=Now())
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    objects = IdentityEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["researcher", "-at"], name="identity_event_latest_first"),
            models.Index(
                fields=["other", "-at"], name="identity_event_of_other", condition=Q(other__isnull=False)
            ),
            models.Index(fields=["kind", "-id"], name="identity_event_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="undo") ^ Q(undoes=None), name="identity_event_undo_names_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.researcher_id} at {self.at}"
