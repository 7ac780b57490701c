"""Which printed names are compared with each other, and what the matcher knows of names and words in general."""

from django.db import models
from django.db.models import Q


class Block(models.Model):
    """Authorships whose names could be one person's, resolved together; its rows tell what is left to do."""

    key = models.CharField(max_length=200, primary_key=True, help_text="See Authorship.block.")
    joint = models.CharField(
        max_length=200,
        help_text="Blocks of names that are printed in two ways are resolved as one, under this key.",
    )
    part = models.IntegerField(
        null=True, blank=True, help_text="What one worker does at a time; planned anew by every run."
    )
    planned_at = models.DateTimeField(
        null=True, blank=True, help_text="When its part was planned last, or ended since."
    )
    source_ids = models.BooleanField(
        db_default=True,
        help_text="Whether the sources' own ids of people are looked at; not where it is measured.",
    )
    anew = models.BooleanField(db_default=False, help_text="What is settled is to be asked again, too.")
    stale_at = models.DateTimeField(null=True, blank=True, help_text="Since when something in it waits.")
    resolved_at = models.DateTimeField(null=True, blank=True, help_text="What was decided before is settled.")

    class Meta:
        indexes = [
            models.Index(fields=["joint"], name="block_joint"),
            models.Index(fields=["key"], name="block_stale", condition=Q(stale_at__isnull=False)),
            models.Index(fields=["part"], name="block_part", condition=Q(part__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.key


class Commonness(models.Model):
    """How often a name or a word occurs in the whole record; what is missing was met once or never."""

    class Kind(models.TextChoices):
        NAME = "name", "Full name: authorships"
        FAMILY = "family", "Family name: different full names"
        GIVEN = "given", "Given name: different full names"
        WORD = "word", "Word of a title: works"
        ALL = "all", "All that was counted, and the newest authorship of it"

    kind = models.CharField(max_length=6, choices=Kind)
    key = models.CharField(max_length=500)
    number = models.PositiveBigIntegerField()

    class Meta:
        verbose_name_plural = "commonness"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="commonness_unique")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.number}"
