"""Who is printed on works, and where they say they are."""

from collections.abc import Collection
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from works.models.places import AffiliationText, Institution
from works.models.works import Work


class AuthorshipQuerySet(models.QuerySet["Authorship"]):
    def in_order(self) -> Self:
        return self.order_by("work_id", "position")

    def among(self, pks: Collection[int]) -> Self:
        return self.filter(pk__in=list(pks))

    def for_decision(self) -> Self:
        """Everything a row of `pages/curation/_authorships.html` touches, the newest work first."""
        return self.select_related("work").order_by("-work__published_on", "pk")


class Authorship(models.Model):
    """One printed name at one position of one work."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="authorships", db_index=False)
    position = models.PositiveIntegerField(help_text="From 0.")
    name = models.CharField(max_length=500, help_text="As printed.")
    name_key = models.CharField(max_length=500, help_text="The name without case and accents.")
    family = models.CharField(
        max_length=500,
        blank=True,
        db_default="",
        help_text="The family name within the name, where a source tells it.",
    )
    affiliations = ArrayField(models.TextField(), default=list, blank=True, help_text="As printed.")
    orcid = models.CharField("ORCID iD as printed", max_length=19, blank=True)
    rors = ArrayField(
        models.CharField(max_length=9),
        default=list,
        db_default=[],
        blank=True,
        help_text="Stated by the source.",
    )
    address_digests = ArrayField(
        models.CharField(max_length=64),
        default=list,
        db_default=[],
        blank=True,
        help_text="Keyed hashes of the e-mail addresses printed beside the name; the addresses are not kept.",
    )
    email_domains = ArrayField(
        models.CharField(max_length=253),
        default=list,
        db_default=[],
        blank=True,
        help_text="Of printed e-mail addresses.",
    )
    source_author_id = models.CharField(
        max_length=200, blank=True, help_text="With its scheme: acl:yang-liu-icsi."
    )
    block = models.CharField(
        max_length=200,
        blank=True,
        db_default="",
        help_text="Family name and first initial: what names that could be one person's have in common.",
    )
    institutions: models.ManyToManyField = models.ManyToManyField(
        Institution, through="Affiliation", related_name="authorships"
    )

    objects = AuthorshipQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["name_key"], name="authorship_name_key"),
            models.Index(fields=["block"], name="authorship_block"),
            models.Index(fields=["orcid"], name="authorship_orcid", condition=~Q(orcid="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["work", "position"], name="authorship_one_per_position"),
        ]

    def __str__(self) -> str:
        return self.name


class Basis(models.TextChoices):
    """How a printed affiliation was read as an institution."""

    STATED = "stated", "Named by id in the source"
    NAME = "name", "By its name"
    ALIAS = "alias", "By another name of it"
    ACRONYM = "acronym", "By its acronym"
    DOMAIN = "domain", "By the domain of an e-mail address"
    PRINTED = "printed", "As printed, in no registry"


class AffiliationReading(models.Model):
    """The institution that a printed text names: how that was seen, and how sure it is."""

    text = models.ForeignKey(
        AffiliationText, on_delete=models.CASCADE, related_name="readings", db_index=False
    )
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="readings")
    basis = models.CharField(max_length=8, choices=Basis)
    confidence = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "institution"], name="affiliation_reading_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.text_id} read as {self.institution_id}"


class Affiliation(models.Model):
    """That an author of a work is printed at an institution: how that was seen, and how sure it is."""

    Basis = Basis

    authorship = models.ForeignKey(Authorship, on_delete=models.CASCADE, related_name="+", db_index=False)
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    basis = models.CharField(max_length=8, choices=Basis, db_default=Basis.PRINTED)
    confidence = models.FloatField(db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authorship", "institution"], name="affiliation_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.authorship_id} at {self.institution_id}"
