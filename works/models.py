"""What was published, as printed. Works know no researcher."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse

from works.categories import category_name, short_code


class Venue(models.Model):
    """Where works appear: a conference series or a journal."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=500)
    key = models.CharField(max_length=500, unique=True, help_text="The name without case and accents.")

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):
    """An organization, under the name printed on works until it is matched to a registry."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=500)
    key = models.CharField(max_length=500, unique=True, help_text="The name without case and accents.")
    ror = models.CharField("ROR ID", max_length=9, null=True, blank=True, unique=True)
    country = models.CharField(max_length=2, blank=True)

    def __str__(self) -> str:
        return self.name


class TopicQuerySet(models.QuerySet["Topic"]):
    def with_works(self) -> Self:
        return self.filter(works_count__gt=0)

    def largest_first(self) -> Self:
        return self.order_by("-works_count", "name")

    def matching(self, text: str) -> Self:
        return self.filter(name__icontains=text)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind) if kind else self


class Topic(models.Model):
    """A subject: a source's category under its name, or a concept found in titles and abstracts."""

    class Kind(models.TextChoices):
        CATEGORY = "category", "Category given by a source"
        CONCEPT = "concept", "Concept found in titles and abstracts"

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    terms = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    works_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-works_count", "name"], name="topic_largest_first"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="topic_name_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pages:topic", args=[self.slug])


class WorkQuerySet(models.QuerySet["Work"]):
    def listed(self) -> Self:
        """Works that pages show: retracted ones stay, marked, but count nowhere."""
        return self.filter(withdrawn=False)

    def search(self, text: str) -> Self:
        """Works whose title or abstract answers a web-style query (phrases, -exclusion)."""
        return self.filter(search=SearchQuery(text, config="english", search_type="websearch"))

    def for_item(self) -> Self:
        """Everything `works/_item.html` touches, whatever the number of works."""
        return self.select_related("venue").prefetch_related(
            models.Prefetch("identifiers", WorkIdentifier.objects.order_by("scheme", "value")),
            models.Prefetch("links", CodeLink.objects.order_by("kind", "url")),
            models.Prefetch("versions", Version.objects.order_by("published_on", "id")),
            models.Prefetch("sources", SourceRecord.objects.defer("payload").order_by("source", "source_id")),
        )

    def for_card(self) -> Self:
        """Everything `pages/_card.html` touches, whatever the number of works."""
        return self.select_related("venue").prefetch_related(
            models.Prefetch("links", CodeLink.objects.order_by("kind", "url")),
            models.Prefetch("sources", SourceRecord.objects.defer("payload").order_by("source", "source_id")),
        )

    def newest_first(self) -> Self:
        return self.order_by("-published_on", "-id")

    def ranked_first(self) -> Self:
        return self.order_by("-rank", "-published_on", "-id")


class Work(models.Model):
    """One study: the merge of what its sources say."""

    class Type(models.TextChoices):
        PREPRINT = "preprint", "Preprint"
        CONFERENCE = "conference-paper", "Conference paper"
        JOURNAL = "journal-article", "Journal article"
        BOOK = "book", "Book"
        CHAPTER = "book-chapter", "Book chapter"
        THESIS = "thesis", "Thesis"
        REPORT = "report", "Report"
        DATASET = "dataset", "Dataset"
        SOFTWARE = "software", "Software"
        REVIEW = "review", "Review"
        OTHER = "other", "Work"

    class Precision(models.TextChoices):
        YEAR = "year", "Year"
        MONTH = "month", "Month"
        DAY = "day", "Day"

    slug = models.SlugField(max_length=120, unique=True)
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
    venue = models.ForeignKey(Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="works")
    categories = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    keywords = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    open_access = models.BooleanField(null=True, help_text="Empty: no source says.")
    license = models.CharField(max_length=200, blank=True)
    retracted = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False, help_text="Every source has taken its statement back.")
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
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("abstract", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WorkQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="work_search"),
            models.Index(fields=["venue", "-published_on"], name="work_of_venue"),
            models.Index(fields=["-published_on", "-id"], name="work_newest_first"),
            models.Index(fields=["-rank", "-id"], name="work_best_ranked"),
            # All that sorting a long list needs, so that the wide rows are read for the page alone.
            models.Index(
                fields=["id"],
                include=["rank", "published_on", "year"],
                condition=Q(withdrawn=False),
                name="work_order",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on__gte="1500-01-01", published_on__lt="2200-01-01"),
                name="work_year_plausible",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="work_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pages:work", args=[self.slug])

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


class SourceRecord(models.Model):
    """One source's statement of a work."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="sources")
    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=200)
    payload = models.JSONField(help_text="The statement in our own record shape.")
    payload_hash = models.BinaryField(max_length=16)
    read_at = models.DateTimeField(help_text="When this statement was first read as it stands.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="source_record_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.source_id}"


class WorkIdentifier(models.Model):
    """A name of a work in a scheme such as DOI, arXiv or ACL."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="work_identifier_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Version(models.Model):
    """A later appearance of the same study: the journal article of a preprint, say."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="versions")
    type = models.CharField(max_length=20, choices=Work.Type, default=Work.Type.OTHER)
    title = models.TextField(blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_precision = models.CharField(max_length=5, choices=Work.Precision, blank=True)
    venue_name = models.CharField(max_length=500, blank=True)
    doi = models.CharField("DOI", max_length=300, blank=True)
    source = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work", "source", "type", "published_on", "doi", "venue_name"],
                name="version_unique_per_source",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.published_on or ''}".strip()


class AuthorshipQuerySet(models.QuerySet["Authorship"]):
    def in_order(self) -> Self:
        return self.order_by("work_id", "position")


class Authorship(models.Model):
    """One printed name at one position of one work."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="authorships")
    position = models.PositiveIntegerField(help_text="From 0.")
    name = models.CharField(max_length=500, help_text="As printed.")
    name_key = models.CharField(max_length=500, help_text="The name without case and accents.")
    affiliations = ArrayField(models.TextField(), default=list, blank=True, help_text="As printed.")
    orcid = models.CharField("ORCID iD as printed", max_length=19, blank=True)
    source_author_id = models.CharField(
        max_length=200, blank=True, help_text="With its scheme: acl:yang-liu-icsi."
    )
    institutions: models.ManyToManyField = models.ManyToManyField(
        Institution, through="Affiliation", related_name="authorships"
    )

    objects = AuthorshipQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["name_key"], name="authorship_name_key"),
            models.Index(fields=["orcid"], name="authorship_orcid", condition=~Q(orcid="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["work", "position"], name="authorship_one_per_position"),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A printed affiliation, read as an institution."""

    authorship = models.ForeignKey(Authorship, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authorship", "institution"], name="affiliation_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.authorship_id} at {self.institution_id}"


class WorkTopic(models.Model):
    """That a work is about a topic, how sure that is, and who says so."""

    class Origin(models.TextChoices):
        SOURCE = "source", "Given by a source"
        TEXT = "text", "Found in title or abstract"

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="work_topics")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="work_topics")
    origin = models.CharField(max_length=6, choices=Origin)
    confidence = models.FloatField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "topic"], name="work_topic_unique"),
            models.CheckConstraint(
                condition=Q(confidence__gt=0, confidence__lte=1), name="work_topic_confidence_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} about {self.topic_id}"


class Citation(models.Model):
    """A reference of one work, tied to the cited work once that is known here."""

    citing = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="references")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=300)
    cited = models.ForeignKey(
        Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="citations"
    )

    class Meta:
        indexes = [
            models.Index(fields=["scheme", "value"], name="citation_still_open", condition=Q(cited=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["citing", "scheme", "value"], name="citation_unique"),
            models.CheckConstraint(
                condition=Q(cited=None) | ~Q(cited=F("citing")), name="citation_not_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citing_id} cites {self.scheme}:{self.value}"


class CodeLink(models.Model):
    """Code or data of a work, where it is, and who said so."""

    class Kind(models.TextChoices):
        CODE = "code", "Code"
        DATASET = "dataset", "Dataset"
        OTHER = "other", "Link"

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=10, choices=Kind)
    url = models.URLField("URL", max_length=2000)
    origin = models.CharField(max_length=40, blank=True, help_text="Who says so: paper, paperswithcode…")
    source = models.CharField(max_length=40)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "kind", "url"], name="code_link_unique_per_work"),
        ]

    def __str__(self) -> str:
        return self.url
