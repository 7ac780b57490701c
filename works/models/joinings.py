"""That statements of several sources were taken for one work, why, and what a person said to that."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from works.identifiers import source_name
from works.models.works import Work


class JoiningQuerySet(models.QuerySet["Joining"]):
    def standing(self) -> Self:
        return self.filter(undone_at=None)

    def of_work(self, work: Work) -> Self:
        """Everything that a list of the joinings of one work shows, the latest first."""
        return self.filter(work=work).select_related("former", "made_by", "undone_by").latest_first()

    def latest_first(self) -> Self:
        return self.order_by("-made_at", "-id")


class Joining(models.Model):
    """Statements that came to a work from another one or from outside. It can be undone."""

    class Basis(models.TextChoices):
        IDENTIFIER = "identifier", "They share an identifier"
        TITLE = "title", "Title, first author and year agree"
        PERSON = "person", "A person decided it"

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="joinings")
    former = models.ForeignKey(
        Work,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The work that was joined; empty where a new statement came to a known work.",
    )
    statements = ArrayField(
        ArrayField(models.CharField(max_length=200), size=2),
        help_text="Source and source id of every statement that moved.",
    )
    basis = models.CharField(max_length=10, choices=Basis)
    reasons = ArrayField(models.TextField(), default=list, blank=True, help_text="In words.")
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = JoiningQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="joining_latest_first")]

    def __str__(self) -> str:
        return f"{self.statements} joined to {self.work_id}: {self.basis}"

    @property
    def what(self) -> str:
        """The statements that came, as readers know their sources."""
        return ", ".join(f"{source_name(source)} {source_id}" for source, source_id in self.statements)

    @property
    def why(self) -> str:
        """The reasons as one sentence."""
        text = ", ".join(self.reasons) or self.get_basis_display()
        return f"{text[:1].upper()}{text[1:]}."


class Separation(models.Model):
    """Two statements that a person told apart: never joined again, whatever an import says."""

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=200)
    other_source = models.CharField(max_length=40)
    other_source_id = models.CharField(max_length=200)
    decided_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id", "other_source", "other_source_id"], name="separation_unique"
            ),
        ]
        indexes = [models.Index(fields=["other_source", "other_source_id"], name="separation_other_way")]

    def __str__(self) -> str:
        return f"{self.source}:{self.source_id} is not {self.other_source}:{self.other_source_id}"
