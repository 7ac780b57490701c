"""What is computed of works from their titles, abstracts and citations. Everything here can be computed again."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from works.models.works import Work


class TextSpace(models.Model):
    """The space in which titles and abstracts are compared, as it was fitted to the works known then."""

    fitted_at = models.DateTimeField(db_default=Now())
    works_count = models.PositiveIntegerField(help_text="Works that it was fitted to.")
    dimensions = models.PositiveSmallIntegerField()
    formula = models.PositiveSmallIntegerField(help_text="Version of the written formula: works/scores/.")
    measures = models.PositiveSmallIntegerField(
        db_default=0, help_text="Version of the formula by which works were placed: works/scores/measures.py."
    )
    known_until = models.DateField(
        null=True, help_text="Last day of the works whose words count as known: no phrase is new in them."
    )
    state = models.BinaryField(help_text="Vocabulary, weights and axes: works/scores/space.py.")

    def __str__(self) -> str:
        return f"of {self.works_count} works, {self.fitted_at:%Y-%m-%d}"


class WorkScore(models.Model):
    """The figures of one work with what they were computed from. Empty is what is not known."""

    work = models.OneToOneField(Work, on_delete=models.CASCADE, primary_key=True, related_name="score")
    space = models.ForeignKey(
        TextSpace, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    vector = models.BinaryField(null=True, help_text="Unit vector in the space, little-endian float16.")
    # Of the work, kept beside its vector: to read both of all works takes a third of the time of joining them.
    last_day = models.DateField(null=True, help_text="The day it was published at the latest.")

    # Novelty: what it is made of, and the percentile.
    distance = models.FloatField(
        null=True, help_text="Mean cosine distance to the nearest earlier works, 0 to 2."
    )
    nearest = ArrayField(models.BigIntegerField(), default=list, db_default=[], help_text="Earlier works.")
    similarities = ArrayField(
        models.FloatField(), default=list, db_default=[], help_text="To the nearest ones."
    )
    phrases = ArrayField(
        models.TextField(),
        default=list,
        db_default=[],
        help_text="New here, and most taken up by later works.",
    )
    phrases_uses = ArrayField(
        models.PositiveIntegerField(), default=list, db_default=[], help_text="Later works with each of them."
    )
    new_phrases = models.PositiveIntegerField(null=True, help_text="New here and taken up by later works.")
    phrases_reuse = models.PositiveIntegerField(null=True, help_text="Uses of all of them in later works.")
    text_digest = models.BigIntegerField(
        null=True, help_text="Of the title, abstract and date that phrases were looked for in."
    )
    novelty = models.FloatField(null=True, help_text="Percentile in field and year, 0 to 100.")

    # What the AI score adds.
    field = models.CharField(
        max_length=200,
        blank=True,
        db_default="",
        help_text="Its field. Where that has too few works: all fields.",
    )
    compared_with = models.PositiveIntegerField(null=True, help_text="Works of that field and year.")
    citation_percentile = models.FloatField(null=True, help_text="In field and year, 0 to 100.")
    openness = models.FloatField(null=True, help_text="Share of code, data and open access, 0 to 100.")
    ai_score = models.FloatField(null=True, help_text="0 to 100.")

    computed_at = models.DateTimeField(null=True)
    stale_at = models.DateTimeField(
        null=True, db_default=Now(), help_text="Since when it has to be computed anew."
    )

    class Meta:
        indexes = [
            models.Index(fields=["stale_at"], name="work_score_stale", condition=Q(stale_at__isnull=False)),
            # What lists sort by and people are scored by, so that the wide rows stay unread.
            models.Index(
                fields=["work"],
                include=["novelty", "citation_percentile", "openness", "ai_score"],
                name="work_score_order",
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.work_id}: novelty {self.novelty}, AI {self.ai_score}"


class ScoreGroup(models.Model):
    """How one measure is spread over the works of a field and a year, so that one work more can be placed at once."""

    class Measure(models.TextChoices):
        DISTANCE = "distance", "Distance to the nearest earlier works"
        REUSE = "reuse", "Uses of its new phrases"
        NOVELTY = "novelty", "Novelty before it is a percentile"
        CITATIONS = "citations", "Citations, of works that a source counts"
        CITED_HERE = "cited_here", "Citations, of works that no source counts"

    measure = models.CharField(max_length=10, choices=Measure)
    field = models.CharField(max_length=200, blank=True, help_text="Empty: all fields.")
    year = models.SmallIntegerField()
    with_abstract = models.BooleanField(null=True, help_text="Empty: with and without.")
    years_around = models.PositiveSmallIntegerField(
        db_default=0,
        help_text="How many years before and after belong to it, where the year alone has too few works.",
    )
    first_year = models.SmallIntegerField(db_default=0, help_text="Of the works in it.")
    last_year = models.SmallIntegerField(db_default=0, help_text="Of the works in it.")
    share_cited = models.FloatField(
        null=True,
        help_text="Of the works of the year that no source counts citations of, the share of those cited here.",
    )
    works_count = models.PositiveIntegerField()
    quantiles = ArrayField(models.FloatField(), help_text="The 0th to the 100th percentile.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "field", "year", "with_abstract"],
                name="score_group_unique",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} in {self.field or 'all fields'} {self.year}"


class SearchWord(models.Model):
    """A word of titles, so that a mistyped one is found by it and not by reading all titles."""

    word = models.CharField(max_length=60, primary_key=True, help_text="In small letters, without accents.")
    works_count = models.PositiveIntegerField(help_text="Works with it in the title.")
    stem = models.CharField(
        max_length=60, db_default="", help_text="As the search engine cuts it; empty: it is left out there."
    )
    skips = ArrayField(
        models.CharField(max_length=60),
        default=list,
        db_default=[],
        help_text="The word, and the word without each of its letters: what one slip leaves in common.",
    )

    class Meta:
        indexes = [
            models.Index(fields=["stem"], include=["works_count"], name="search_word_stem"),
            GinIndex(fields=["skips"], name="search_word_skips"),
        ]

    def __str__(self) -> str:
        return self.word
