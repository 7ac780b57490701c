"""Where works appear and where their authors are."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from common.countries import country_name
from common.names import fold
from common.paths import page_path


class PlaceQuerySet(models.QuerySet[Any]):
    """Venues or institutions, as lists of all of them are made."""

    def with_works(self) -> Self:
        return self.filter(works_count__gt=0)

    def largest_first(self) -> Self:
        return self.order_by("-works_count", "name", "pk")

    def matching(self, text: str) -> Self:
        """Those whose name has all these words, or words that have them in them."""
        return self.filter(*(Q(key__contains=word) | Q(name__icontains=word) for word in fold(text).split()))

    def beginning_with(self, letter: str) -> Self:
        return self.filter(key__startswith=letter) if letter else self


class Venue(models.Model):
    """Where works appear: a conference series or a journal."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=500)
    key = models.CharField(max_length=500, unique=True, help_text="The name without case and accents.")
    works_count = models.PositiveIntegerField(db_default=0, help_text="See works/shelf_counts.py.")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(OpClass("key", name="gin_trgm_ops"), name="venue_trigrams"),
            models.Index(
                fields=["-works_count", "name", "id"],
                name="venue_largest_first",
                condition=Q(works_count__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_path("pages:venue", self.slug)


class InstitutionQuerySet(PlaceQuerySet):
    def of_country(self, code: str) -> Self:
        return self.filter(country=code) if code else self

    def countries(self) -> list[str]:
        """Codes of those where works come from."""
        known = self.with_works().exclude(country="").order_by("country")
        return list(known.values_list("country", flat=True).distinct())

    def for_page(self) -> Self:
        """Everything `pages/_institution_facts.html` touches."""
        return self.select_related("successor")


class Institution(models.Model):
    """An organization: one of the ROR registry, or one that is known by a printed name alone."""

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        INACTIVE = "inactive", "No longer active"
        WITHDRAWN = "withdrawn", "Taken out of the registry"

    class Kind(models.TextChoices):
        EDUCATION = "education", "Education"
        HEALTHCARE = "healthcare", "Health care"
        COMPANY = "company", "Company"
        ARCHIVE = "archive", "Archive"
        NONPROFIT = "nonprofit", "Nonprofit"
        GOVERNMENT = "government", "Government"
        FACILITY = "facility", "Research facility"
        FUNDER = "funder", "Funder"
        OTHER = "other", "Organization"

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=500)
    key = models.CharField(
        max_length=500, help_text="What spellings of the name share; alone among unregistered ones."
    )
    ror = models.CharField("ROR ID", max_length=9, null=True, blank=True, unique=True)
    country = models.CharField(max_length=2, blank=True, db_default="", help_text="ISO 3166 code.")
    city = models.CharField(max_length=200, blank=True, db_default="")
    city_key = models.CharField(
        max_length=200, blank=True, db_default="", help_text="As affiliations are compared."
    )
    kinds = ArrayField(models.CharField(max_length=20), default=list, db_default=[], blank=True)
    home_page = models.URLField(max_length=2000, blank=True, db_default="")
    domains = ArrayField(
        models.CharField(max_length=253), default=list, db_default=[], blank=True, help_text="Registered."
    )
    parents = ArrayField(
        models.CharField(max_length=9), default=list, db_default=[], blank=True, help_text="Their ROR IDs."
    )
    has_parts = models.BooleanField(db_default=False)
    is_branch = models.BooleanField(db_default=False, help_text="Of a company that has its seat elsewhere.")
    state = models.CharField(max_length=9, choices=State, db_default=State.ACTIVE)
    successor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text="What came after it; of a printed name, the organization that it turned out to be.",
    )
    statement_hash = models.BinaryField(
        max_length=16, null=True, blank=True, help_text="Changes when the registry says something else."
    )
    works_count = models.PositiveIntegerField(db_default=0, help_text="See works/shelf_counts.py.")

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="institution_key"),
            GinIndex(OpClass("key", name="gin_trgm_ops"), name="institution_trigrams"),
            models.Index(
                fields=["-works_count", "name", "id"],
                name="institution_largest_first",
                condition=Q(works_count__gt=0),
            ),
            models.Index(
                fields=["city_key", "country"],
                name="institution_city",
                condition=~Q(ror=None) & ~Q(city_key=""),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="institution_one_per_printed_name", condition=Q(ror=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_path("pages:institution", self.slug)

    @property
    def is_printed_name_of_another(self) -> bool:
        """Whether it was known by a printed name until the registry told whose name that is."""
        return self.ror is None and self.successor_id is not None

    @property
    def country_name(self) -> str:
        return country_name(self.country)

    @property
    def place(self) -> str:
        """ "Lindenau, Sweden"."""
        return ", ".join(filter(None, (self.city, self.country_name)))

    @property
    def kind_words(self) -> list[str]:
        return [str(self.Kind(kind).label) for kind in self.kinds if kind in self.Kind]


class InstitutionName(models.Model):
    """A name, or a domain, by which an organization of the registry can be told."""

    class Kind(models.TextChoices):
        NAME = "name", "Name"
        LABEL = "label", "Name in another language"
        ALIAS = "alias", "Other name"
        ACRONYM = "acronym", "Acronym"
        DOMAIN = "domain", "Domain"
        WEBSITE = "website", "Domain of the home page"

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=7, choices=Kind)
    name = models.CharField(max_length=500)
    key = models.CharField(max_length=500, help_text="What spellings of the name share.")

    class Meta:
        indexes = [GinIndex(OpClass("key", name="gin_trgm_ops"), name="institution_name_trigrams")]
        constraints = [
            # In this order, so that the index finds the institutions of a key.
            models.UniqueConstraint(fields=["key", "institution"], name="institution_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


# What a text is known by: with the domains printed beside it, since they have a say in what it means.
PRINT = "md5({text} || E'\\n' || array_to_string({domains}, ' '))::uuid"


class AffiliationText(models.Model):
    """An affiliation as printed, with the e-mail domains printed beside it: read once, wherever it stands."""

    print = models.UUIDField(unique=True, help_text="A digest of the text and the domains.")
    text = models.TextField()
    domains = ArrayField(models.CharField(max_length=253), default=list, blank=True)
    keys = ArrayField(
        models.CharField(max_length=500),
        default=list,
        help_text="Names that it may hold: what it was read by.",
    )

    def __str__(self) -> str:
        return self.text
