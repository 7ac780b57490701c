"""The work: the merge of what its sources say."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Q

from common.paths import page_path
from works.categories import category_name, short_code
from works.models.places import Venue
from works.models.statements import CodeLink, DatePrecision, SourceRecord, Version, WorkIdentifier, WorkType
from works.models.topics import Topic


class WorkQuerySet(models.QuerySet["Work"]):
    def listed(self) -> Self:
        """Works that pages show: retracted ones stay, marked, but count nowhere."""
        return self.filter(withdrawn=False)

    def standing_for(self, slug: str) -> Self:
        """What the work of this address turned out to be."""
        return self.filter(pk__in=Work.objects.filter(slug=slug).values("joined_into"))

    def search(self, text: str) -> Self:
        """Works whose title or abstract answers a web-style query (phrases, -exclusion)."""
        plain = models.Func(
            models.Value(text), function="works_without_accents", output_field=models.TextField()
        )
        return self.filter(search=SearchQuery(plain, config="english", search_type="websearch"))

    def with_score(self) -> Self:
        """What `works/_scores.html` touches; what the figures rest on stays unread."""
        reasons = ("vector", "nearest", "similarities", "phrases", "phrases_uses")
        return self.select_related("score").defer(*(f"score__{name}" for name in reasons))

    def for_item(self) -> Self:
        """Everything `works/_item.html` touches, whatever the number of works."""
        return (
            self.with_score()
            .select_related("venue")
            .prefetch_related(
                models.Prefetch("identifiers", WorkIdentifier.objects.order_by("scheme", "value")),
                models.Prefetch("links", CodeLink.objects.order_by("kind", "url")),
                models.Prefetch("versions", Version.objects.order_by("published_on", "id")),
                models.Prefetch("sources", SourceRecord.objects.standing().for_lists()),
            )
        )

    def for_card(self) -> Self:
        """Everything `pages/_card.html` touches, whatever the number of works."""
        return (
            self.with_score()
            .select_related("venue")
            .prefetch_related(
                models.Prefetch("links", CodeLink.objects.order_by("kind", "url")),
                models.Prefetch("sources", SourceRecord.objects.standing().for_lists()),
            )
        )

    def newest_first(self) -> Self:
        return self.order_by("-published_on", "-id")

    def ranked_first(self) -> Self:
        return self.order_by("-rank", "-published_on", "-id")


class Work(models.Model):
    """One study: the merge of what its sources say."""

    Type = WorkType
    Precision = DatePrecision

    # Unique by a constraint of its own: unique=True would come with a second index for beginnings of addresses.
    slug = models.SlugField(max_length=120, db_index=False)
    type = models.CharField(max_length=20, choices=Type, default=Type.OTHER)
    title = models.TextField(help_text="Text in which mathematics and markup may stand as TeX.")
    abstract = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    published_on = models.DateField(
        help_text="First publication; missing month or day is January or the 1st."
    )
    published_precision = models.CharField(max_length=5, choices=Precision)
    year = models.GeneratedField(
        expression=models.functions.ExtractYear("published_on"),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="works", db_index=False
    )
    categories = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    keywords = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    open_access = models.BooleanField(null=True, help_text="Empty: no source says.")
    license = models.CharField(max_length=200, blank=True)
    retracted = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False, help_text="Every source has taken its statement back.")
    self_reported = models.BooleanField(
        db_default=False,
        help_text="Only a person's upload states it: shown, and nothing is concluded from it.",
    )
    joined_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The work that this one turned out to be.",
    )
    title_print = models.BigIntegerField(
        null=True, blank=True, help_text="What spellings of a title have in common, as a number."
    )
    locked_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    authors_count = models.PositiveIntegerField(default=0)
    has_code = models.BooleanField(default=False)
    cited_by_count = models.PositiveIntegerField(null=True, help_text="The count that a source gives.")
    citations_count = models.PositiveIntegerField(default=0, help_text="Citing works in this record.")
    rank = models.FloatField(default=0, help_text="See works/ranking.py.")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    topics: models.ManyToManyField = models.ManyToManyField(Topic, through="WorkTopic", related_name="works")
    # Accents folded, as in what is typed.
    search = models.GeneratedField(
        expression=models.Func("title", "abstract", function="works_search_words"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    # Hyphens and slashes taken for spaces too, as nobody remembers them of a title.
    title_words = models.GeneratedField(
        expression=models.Func("title", function="works_title_words"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WorkQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="work_search"),
            GinIndex(fields=["title_words"], name="work_title_words"),
            models.Index(fields=["venue", "id"], name="work_of_venue"),
            models.Index(fields=["-published_on", "-id"], name="work_newest_first"),
            models.Index(fields=["-rank", "-id"], name="work_best_ranked"),
            models.Index(fields=["title_print"], name="work_title_print"),
            models.Index(fields=["joined_into"], name="work_joined_into", condition=~Q(joined_into=None)),
            # All that sorting and narrowing a shelf needs (works/shelves.py): the wide rows are read for one page
            # alone.
            models.Index(
                fields=["id"],
                include=[
                    "rank",
                    "published_on",
                    "year",
                    "type",
                    "venue",
                    "has_code",
                    "open_access",
                    "cited_by_count",
                    "citations_count",
                ],
                condition=Q(withdrawn=False, self_reported=False),
                name="work_order",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on__gte="1500-01-01", published_on__lt="2200-01-01"),
                name="work_year_plausible",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="work_has_a_title"),
            models.UniqueConstraint(fields=["slug"], name="work_slug_unique"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return page_path("pages:work", self.slug)

    @property
    def category(self) -> str:
        """The primary category as a short code, such as "LG"."""
        return short_code(self.categories[0]) if self.categories else ""

    @property
    def category_name(self) -> str:
        return category_name(self.categories[0]) if self.categories else ""

    @property
    def best_citation_count(self) -> int:
        """The larger of what a source counts and what this record knows."""
        return max(self.cited_by_count or 0, self.citations_count)
