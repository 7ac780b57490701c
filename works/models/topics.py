"""What works are about."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Upper

from common.paths import page_path
from works.categories import category_name, short_code


class TopicQuerySet(models.QuerySet["Topic"]):
    def with_works(self) -> Self:
        """With pages of their own: those of another name are found under the one they lead to."""
        return self.filter(works_count__gt=0, merged_into=None)

    def largest_first(self) -> Self:
        return self.order_by("-works_count", "name")

    def matching(self, text: str) -> Self:
        return self.filter(name__icontains=text)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind) if kind else self

    def beginning_with(self, letter: str) -> Self:
        return self.filter(name__istartswith=letter) if letter else self

    def part_of(self, whole: "Topic") -> Self:
        return self.filter(broader=whole)

    def for_page(self) -> Self:
        """Everything the head of `pages/topic.html` touches."""
        return self.select_related("merged_into")

    def for_list(self) -> Self:
        """Everything a row of `pages/topics.html` touches."""
        return self.with_works().select_related("broader")


class Topic(models.Model):
    """A subject: a source's category under its name, or a concept found in titles and abstracts."""

    class Kind(models.TextChoices):
        CATEGORY = "category", "Category given by a source"
        CONCEPT = "concept", "Concept found in titles and abstracts"

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    openalex = models.CharField(
        "OpenAlex id", max_length=12, null=True, blank=True, unique=True, help_text="Such as T10028."
    )
    description = models.TextField(blank=True, db_default="")
    keywords = ArrayField(models.CharField(max_length=200), default=list, db_default=[], blank=True)
    variants = ArrayField(
        models.CharField(max_length=200),
        default=list,
        db_default=[],
        blank=True,
        help_text="Other ways to say it, as text is searched for it.",
    )
    termhood = models.FloatField(null=True, blank=True, help_text="How sure it is a technical term, 0 to 1.")
    broader = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="narrower",
        help_text="The topic that it is part of.",
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The concept that this one turned out to be another name of.",
    )
    subfield = models.CharField(max_length=200, blank=True, db_default="")
    field = models.CharField(max_length=200, blank=True, db_default="")
    domain = models.CharField(max_length=200, blank=True, db_default="")
    works_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-works_count", "name"], name="topic_largest_first"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="topic_name_trigrams"),
            models.Index(fields=["merged_into"], name="topic_merged_into", condition=~Q(merged_into=None)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_path("pages:topic", self.slug)

    @property
    def is_sought(self) -> bool:
        """Whether titles and abstracts are searched for it."""
        return self.termhood is not None

    @property
    def badges(self) -> list[tuple[str, str]]:
        """Its codes as badges have them, each with its name."""
        return [(short_code(code), category_name(code)) for code in self.codes]

    @property
    def lineage(self) -> list[str]:
        """Where the vocabulary puts it: domain, field, subfield; none of them twice."""
        return list(dict.fromkeys(filter(None, (self.domain, self.field, self.subfield))))


class WorkTopic(models.Model):
    """That a work is about a topic, how sure that is, and who says so."""

    class Origin(models.TextChoices):
        SOURCE = "source", "Given by a source"
        TEXT = "text", "Found in title or abstract"

    work = models.ForeignKey(
        "works.Work", on_delete=models.CASCADE, related_name="work_topics", db_index=False
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="work_topics", db_index=False)
    origin = models.CharField(max_length=6, choices=Origin)
    confidence = models.FloatField(default=1)

    class Meta:
        # The works of a topic from the index alone: some have tens of thousands.
        indexes = [models.Index(fields=["topic", "work"], name="work_topic_of_topic")]
        constraints = [
            models.UniqueConstraint(fields=["work", "topic"], name="work_topic_unique"),
            models.CheckConstraint(
                condition=Q(confidence__gt=0, confidence__lte=1), name="work_topic_confidence_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} about {self.topic_id}"


class ConceptVocabulary(models.Model):
    """Which vocabulary titles and abstracts are searched for: one row, once concepts were mined."""

    version = models.UUIDField(help_text="Another one whenever a concept or a name of one changes.")
    mined_at = models.DateTimeField(db_default=Now())
    works_count = models.PositiveIntegerField(
        help_text="Works in the record then, also where only a part of them was read."
    )
    tagged_to = models.BigIntegerField(
        null=True, help_text="Works up to this id have been searched for it; empty: all have."
    )

    def __str__(self) -> str:
        return f"of {self.works_count} works, {self.mined_at:%Y-%m-%d}"
