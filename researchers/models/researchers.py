"""People in the scholarly record, their names and their identifiers."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.text import get_text_list

from common.paths import page_path
from researchers.models.delegates import forget_asks
from works.categories import category_words
from works.identifiers import source_name
from works.models import Institution


class ResearcherQuerySet(models.QuerySet["Researcher"]):
    def current(self) -> Self:
        """Researchers with a page of their own: not merged into another."""
        return self.filter(merged_into=None)

    def public(self) -> Self:
        """Current pages that everybody may see: neither hidden nor removed at the person's wish."""
        return self.current().filter(visibility=Researcher.Visibility.PUBLIC)

    def not_public(self) -> Self:
        """Pages that were hidden or removed. Relies on researcher_not_public."""
        return self.exclude(visibility=Researcher.Visibility.PUBLIC)

    def unclaimed(self) -> Self:
        """Pages that belong to nobody and may be somebody's: none that was taken down or is in memory."""
        return self.public().filter(user=None, memorial_since=None)

    def to_give_back(self) -> Self:
        """Pages that belong to nobody and may be given back to whose they were, who may have hidden them."""
        free = self.current().filter(user=None, memorial_since=None)
        return free.exclude(visibility=Researcher.Visibility.REMOVED)

    def named_like(self, researcher: "Researcher") -> Self:
        """Other people whose preferred name is the same but for case and accents."""
        return self.public().filter(name_key=researcher.name_key).exclude(pk=researcher.pk)

    def called(self, name_key: str) -> Self:
        """Everybody under one of whose names works are printed, or who is called so. Former names lead to nobody.

        Two questions in one: with OR, PostgreSQL reads everybody. Relies on researcher_name_key and name_variant_key.
        """
        printed = NameVariant.objects.filter(name_key=name_key, is_former=False).values("researcher")
        called = Researcher.objects.filter(name_key=name_key).values("pk")
        return self.public().filter(pk__in=printed.union(called))

    def largest_first(self) -> Self:
        return self.order_by("-works_count", "pk")

    def on_works(self, works: Iterable[int]) -> Self:
        """Everybody to whom an authorship of these works was ever attributed, rightly or not."""
        concerned = Researcher.objects.filter(attributions__authorship__work__in=list(works))
        return self.filter(pk__in=concerned.values("pk"))

    def hold(self) -> None:
        """Keep these rows until the transaction ends. In one order, so that no two holders wait for each other."""
        list(self.select_for_update(no_key=True).order_by("pk").values_list("pk"))

    def mark_counters_stale(self) -> int:
        """Say, in the transaction that changed a fact, that the stored counters lag behind."""
        return self.update(counters_stale_at=Now(), version=F("version") + 1)

    def mark_trust_stale(self) -> int:
        """Say, in the transaction that changed a fact, that the trust snapshot lags behind."""
        return self.update(trust_stale_at=Now(), version=F("version") + 1)

    def mark_stale(self) -> int:
        """Both at once: each row is written once."""
        return self.update(counters_stale_at=Now(), trust_stale_at=Now(), version=F("version") + 1)

    @transaction.atomic
    def release(self) -> int:
        """Leave these pages with nobody behind them; what their owners said there, and whom they asked, goes too."""
        forget_asks(self)
        return self.update(
            user=None,
            claimed_at=None,
            contested_at=None,
            bio="",
            home_page="",
            collaboration="",
            trust_stale_at=Now(),
            version=F("version") + 1,
        )


class Researcher(models.Model):
    """A person in the scholarly record, whether or not they ever sign in."""

    class Collaboration(models.TextChoices):
        OPEN = "open", "Open to collaborate"
        SELECTIVE = "selective", "Selective about collaboration"
        CLOSED = "closed", "Not open to collaboration"

    class Visibility(models.TextChoices):
        PUBLIC = "", "Public"
        HIDDEN = "hidden", "Hidden at the person's wish"
        REMOVED = "removed", "Removed at the person's wish"

    slug = models.SlugField(max_length=120, unique=True)
    public_id = models.CharField(max_length=16, help_text="Never changes, never reused.")
    preferred_name = models.CharField(max_length=500)
    name_key = models.CharField(max_length=500, help_text="The preferred name without case and accents.")
    identity_key = models.CharField(  # noqa: DJ001
        max_length=550,
        null=True,
        blank=True,
        help_text=(
            "What brought the page about during an import: a source's id (acl:…), orcid:…, name:…, or unsorted:… where "
            "several have the name. New names of this key come here where nothing surer is known; it says "
            "nothing of whose the works are. Empty: made by resolving, or by people."
        ),
    )
    bio = models.CharField(max_length=500, blank=True, help_text="One line, in the person's own words.")
    home_page = models.URLField(max_length=500, blank=True)
    collaboration = models.CharField(
        max_length=10, choices=Collaboration, blank=True, help_text="Empty: the person has not said."
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="researcher"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    visibility = models.CharField(
        max_length=10,
        choices=Visibility,
        blank=True,
        default=Visibility.PUBLIC,
        db_default="",
        help_text="A page that is not public answers 410 to everybody but its holder.",
    )
    memorial_since = models.DateTimeField(
        null=True, blank=True, help_text="Since when the page is in memory of the person."
    )
    contested_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when a dispute keeps what the holder says as it is."
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        db_index=False,
    )

    # Stored for the first paint; the facts are in the tables that these are counted from.
    works_count = models.PositiveIntegerField(default=0)
    coauthors_count = models.PositiveIntegerField(default=0)
    topics_count = models.PositiveIntegerField(default=0)
    followers_count = models.PositiveIntegerField(default=0)
    citations_count = models.PositiveIntegerField(default=0)
    h_index = models.PositiveIntegerField(default=0)
    novelty = models.FloatField(null=True, blank=True, help_text="Mean of the works, 0 to 100.")
    ai_score = models.FloatField(null=True, blank=True, help_text="0 to 100.")
    score_parts = models.JSONField(
        default=dict,
        db_default={},
        blank=True,
        help_text="What the AI score is made of: researchers/scores.py.",
    )
    first_year = models.SmallIntegerField(null=True, blank=True)
    last_year = models.SmallIntegerField(null=True, blank=True)
    latest_venue = models.CharField(max_length=500, blank=True)
    affiliation = models.CharField(max_length=500, blank=True, help_text="The latest printed one.")
    affiliation_year = models.SmallIntegerField(null=True, blank=True)
    affiliation_basis = models.CharField(
        max_length=8, blank=True, db_default="", help_text="How it was read: see Affiliation; or orcid."
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="What the affiliation was read as.",
    )
    category = models.CharField(max_length=40, blank=True, help_text="The most frequent primary category.")
    trust_score = models.PositiveSmallIntegerField(null=True, blank=True)
    trust_band = models.CharField(max_length=20, blank=True)
    verification_level = models.PositiveSmallIntegerField(default=1)

    counters_stale_at = models.DateTimeField(null=True, blank=True, db_default=Now())
    trust_stale_at = models.DateTimeField(null=True, blank=True, db_default=Now())
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ResearcherQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["name_key"], name="researcher_name_key"),
            models.Index(
                fields=["id"], name="researcher_counters_stale", condition=Q(counters_stale_at__isnull=False)
            ),
            models.Index(
                fields=["trust_stale_at", "id"],
                name="researcher_trust_stale",
                condition=Q(trust_stale_at__isnull=False),
            ),
            models.Index(fields=["id"], name="researcher_not_public", condition=~Q(visibility="")),
            models.Index(
                fields=["merged_into"], name="researcher_merged_into", condition=Q(merged_into__isnull=False)
            ),
        ]
        # Not unique=True, which adds a second index for LIKE: each index costs on every sweep of the counters.
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="researcher_public_id_unique"),
            models.UniqueConstraint(fields=["identity_key"], name="researcher_identity_key_unique"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="researcher_not_merged_into_self",
            ),
            models.CheckConstraint(
                condition=Q(verification_level__gte=1, verification_level__lte=4),
                name="researcher_level_from_1_to_4",
            ),
        ]

    def __str__(self) -> str:
        return self.preferred_name

    def get_absolute_url(self) -> str:
        return page_path("pages:researcher", self.slug)

    @property
    def category_words(self) -> str:
        return category_words(self.category)

    @property
    def is_claimed(self) -> bool:
        """Whether somebody stands behind the page; `claimed_at` only tells since when."""
        return self.user_id is not None

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC

    @property
    def shown_name(self) -> str:
        """What others read who have had to do with the person, in letters between them, say."""
        return self.preferred_name if self.is_public else "A researcher whose page is not public"

    @property
    def is_in_memory(self) -> bool:
        return self.memorial_since is not None

    @property
    def collaboration_status(self) -> str:
        """What the page shows: the person's choice, or the site's default while they have not said."""
        return self.collaboration or settings.CREDENCE_UNCLAIMED_COLLABORATION

    @property
    def collaboration_label(self) -> str:
        return str(self.Collaboration(self.collaboration_status).label)

    @property
    def citations_basis(self) -> str:
        """Whose counts the citations and the h-index are made of, in the words of a counter."""
        names = [source_name(source) for source in self.score_parts.get("counted_by", [])]
        return f"as {get_text_list(names, 'and')} counted" if names else "from citations known in this record"

    @property
    def close_collaborators_count(self) -> int:
        """How many co-authors the snapshot names: at most four."""
        return min(self.coauthors_count, 4)


class NameVariant(models.Model):
    """A name under which a researcher's works are printed."""

    researcher = models.ForeignKey(
        Researcher, on_delete=models.CASCADE, related_name="name_variants", db_index=False
    )
    name = models.CharField(max_length=500)
    name_key = models.CharField(max_length=500)
    works_count = models.PositiveIntegerField(default=0)
    is_former = models.BooleanField(
        default=False,
        db_default=False,
        help_text="The person bears it no more: where we say whose name it is, the preferred name stands instead.",
    )

    class Meta:
        indexes = [
            models.Index(fields=["name_key"], name="name_variant_key"),
            models.Index(fields=["researcher"], name="name_variant_former", condition=Q(is_former=True)),
            GinIndex(OpClass("name_key", name="gin_trgm_ops"), name="name_variant_trigrams"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["researcher", "name"], name="name_variant_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerAddress(models.Model):
    """Where a page was before its holder bore another name. It leads nowhere, and nobody else ever gets it."""

    slug = models.SlugField(max_length=120, primary_key=True)
    researcher = models.ForeignKey(Researcher, on_delete=models.PROTECT, related_name="former_addresses")

    def __str__(self) -> str:
        return self.slug


class ExternalId(models.Model):
    """A person's identifier in a scheme such as ORCID or a source's own."""

    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="external_ids")
    scheme = models.CharField(max_length=40, help_text="A source may be one.")
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="external_id_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
