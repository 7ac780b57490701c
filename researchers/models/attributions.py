"""The decisions that tie printed names to researchers, or keep them apart."""

from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Now

from researchers.models.researchers import NameVariant, Researcher
from works.models import Authorship, SourceRecord


class AttributionQuerySet(models.QuerySet["Attribution"]):
    def accepted(self) -> Self:
        """Those that pages list: accepted ones, and disputed ones marked as such."""
        return self.filter(status__in=[Attribution.Status.ACCEPTED, Attribution.Status.DISPUTED])

    def contested(self) -> Self:
        """Those that a dispute keeps as they are."""
        return self.filter(contested_at__isnull=False)

    def proposed(self) -> Self:
        """Those that somebody should look at, the likeliest first."""
        return self.filter(status=Attribution.Status.PROPOSED).order_by("-confidence", "id")

    def to_public(self) -> Self:
        """Those to pages that everybody may see."""
        return self.filter(researcher__visibility=Researcher.Visibility.PUBLIC)

    def with_former_names(self) -> Self:
        """Each with whether the researcher has borne another name: then no reason that names one is shown."""
        former = NameVariant.objects.filter(researcher=OuterRef("researcher"), is_former=True)
        return self.annotate(names_former=Exists(former))

    def to_page(self, slug: str) -> Self:
        """Those to the researcher of this address; all where none is said."""
        return self.filter(researcher__slug=slug.replace("\0", "")) if slug else self

    def for_curation(self) -> Self:
        """Everything a row of `pages/curation/works.html` touches, the newest work first."""
        rows = self.select_related("authorship__work__venue").defer("authorship__work__search")
        return rows.order_by("-authorship__work__published_on", "authorship_id")

    def on_sheet_of(self, researcher: Researcher) -> Self:
        """Those that its holder answers for: what the page lists, what is offered to it, what they turned down."""
        is_turned_down = Q(status=Attribution.Status.REJECTED, basis=Attribution.Basis.CONFIRMED)
        return self.filter(
            is_turned_down | ~Q(status=Attribution.Status.REJECTED),
            researcher=researcher,
            authorship__work__withdrawn=False,
        )

    def for_sheet(self) -> Self:
        """Everything a row of `researchers/authorship.html` touches, the newest work first."""
        sources = SourceRecord.objects.defer("payload").order_by("source", "source_id")
        return self.for_curation().prefetch_related(
            listers(), Prefetch("authorship__work__sources", queryset=sources)
        )

    def for_answers(self, chosen: Collection[int]) -> Self:
        """Of these, what is named when they are answered for."""
        return self.for_curation().filter(pk__in=chosen)

    def for_proposals(self) -> Self:
        """Everything a row of `pages/curation/proposals.html` touches."""
        return self.select_related("researcher", "authorship__work").prefetch_related(listers())


def listers() -> Prefetch:
    """On whose pages the name stands, as `authorship.listed`."""
    listed = Attribution.objects.accepted().select_related("researcher")
    return Prefetch("authorship__attributions", queryset=listed, to_attr="listed")


class Attribution(models.Model):
    """Our decision that one printed name belongs to one researcher, or that it does not."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        DISPUTED = "disputed", "Disputed"
        REJECTED = "rejected", "Rejected"

    class Basis(models.TextChoices):
        SOURCE_ID = "source_id", "The source gave an identifier"
        MATCHED = "matched", "Matched by name"
        CONFIRMED = "confirmed", "Confirmed by the researcher"
        CURATED = "curated", "Decided by an administrator"

    authorship = models.ForeignKey(
        Authorship, on_delete=models.CASCADE, related_name="attributions", db_index=False
    )
    researcher = models.ForeignKey(
        Researcher, on_delete=models.CASCADE, related_name="attributions", db_index=False
    )
    status = models.CharField(max_length=10, choices=Status)
    basis = models.CharField(max_length=10, choices=Basis)
    confidence = models.FloatField(default=1)
    reasons = ArrayField(
        models.CharField(max_length=200),
        default=list,
        db_default=[],
        blank=True,
        help_text="What speaks for it, in words.",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(db_default=Now())
    contested_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when a dispute keeps it as it is."
    )

    objects = AttributionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["researcher", "status"], name="attribution_of_researcher"),
            # Few are decided by somebody; an entry for each of the others would cost every import.
            models.Index(
                fields=["decided_by"], name="attribution_decided_by", condition=Q(decided_by__isnull=False)
            ),
            models.Index(
                fields=["-confidence", "id"], name="attribution_proposed", condition=Q(status="proposed")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["authorship", "researcher"], name="attribution_one_per_pair"),
            models.UniqueConstraint(
                fields=["authorship"],
                name="attribution_one_accepted_per_authorship",
                condition=Q(status__in=["accepted", "disputed"]),
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="attribution_confidence_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"authorship {self.authorship_id} → researcher {self.researcher_id}: {self.status}"


class Distinction(models.Model):
    """Two researchers whom somebody decided to be different people: never taken for one again."""

    first = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(db_default=Now())
    reason = models.CharField(max_length=1000, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinction_one_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinction_in_one_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"
