"""What sources say of a work: their records, its names elsewhere, its versions, its code and data."""

from typing import Self

from django.db import models
from django.db.models.functions import Now


class WorkType(models.TextChoices):
    """What kind of publication a work is."""

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


class DatePrecision(models.TextChoices):
    """How much of a date is known."""

    YEAR = "year", "Year"
    MONTH = "month", "Month"
    DAY = "day", "Day"


class SourceRecordQuerySet(models.QuerySet["SourceRecord"]):
    def standing(self) -> Self:
        """Statements that their sources have not taken back."""
        return self.filter(withdrawn_at=None)

    def for_lists(self) -> Self:
        """Who says so, in order; what they say stays unread."""
        return self.defer("payload").order_by("source", "source_id")


class SourceRecord(models.Model):
    """One source's statement of a work."""

    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="sources", db_index=False)
    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=200)
    payload = models.JSONField(help_text="The statement in our own record shape.")
    payload_hash = models.BinaryField(max_length=16)
    read_at = models.DateTimeField(
        db_default=Now(), help_text="When this statement was first read as it stands."
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="When the source took it back.")
    at_wish = models.BooleanField(
        default=False,
        db_default=False,
        help_text="It came in only because somebody named it, who may have written it: evidence for nobody.",
    )

    objects = SourceRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="source_record_unique"),
        ]
        indexes = [
            # The sources of many works from the index alone: payloads are wide.
            models.Index(fields=["work", "source"], include=["withdrawn_at"], name="source_record_of_work"),
            models.Index(
                fields=["source", "source_id"], name="source_record_at_wish", condition=models.Q(at_wish=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.source_id}"


class PersonStatement(models.Model):
    """One source's statement of a person: names, home pages, employments. It decides nothing by itself."""

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=200)
    orcid = models.CharField("ORCID iD", max_length=19, db_index=True)
    payload = models.JSONField(help_text="See ingest/persons.py.")
    payload_hash = models.BinaryField(max_length=16)
    read_at = models.DateTimeField(help_text="When this statement was first read as it stands.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="person_statement_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.source_id}"


class WorkIdentifier(models.Model):
    """A name of a work in a scheme such as DOI, arXiv or ACL."""

    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="work_identifier_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class RetractionNotice(models.Model):
    """A source's word that a work is retracted. It may come before the work, and outlives what else is said of it."""

    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=300)
    source = models.CharField(max_length=40)
    by = models.CharField(max_length=321, help_text="The notice: scheme:value.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value", "source", "by"], name="retraction_notice_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value} by {self.by}"


class Version(models.Model):
    """A later appearance of the same study: the journal article of a preprint, say."""

    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="versions", db_index=False)
    type = models.CharField(max_length=20, choices=WorkType, default=WorkType.OTHER)
    title = models.TextField(blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_precision = models.CharField(max_length=5, choices=DatePrecision, blank=True)
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

    def says_more_than(self, type: str) -> bool:
        """Whether it tells anything besides that the work, of this type, exists."""
        return self.type != type or bool(self.published_on or self.venue_name or self.title)


class CodeLink(models.Model):
    """Code or data of a work, where it is, and who said so."""

    class Kind(models.TextChoices):
        CODE = "code", "Code"
        DATASET = "dataset", "Dataset"
        OTHER = "other", "Link"

    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="links", db_index=False)
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

    @property
    def may_be_of_others(self) -> bool:
        """Whether the data set may be another's: Papers with Code names those that a work uses beside its own."""
        return self.kind == self.Kind.DATASET and self.origin == "paperswithcode"
