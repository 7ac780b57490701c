"""Claims to a researcher page."""

from collections.abc import Iterable, Sequence
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from claims.models.folding import Line, folded
from claims.review.reasons import reason_of
from researchers.models import Researcher


class ClaimQuerySet(models.QuerySet["Claim"]):
    def waiting(self) -> Self:
        """Claims that want an administrator, oldest first."""
        return self.filter(state=Claim.State.SUBMITTED).order_by("submitted_at", "id")

    def asked(self) -> Self:
        """Claims that want an answer from the claimant, oldest first."""
        return self.filter(state=Claim.State.NEEDS_INFORMATION).order_by("submitted_at", "id")

    def decided(self) -> Self:
        """Claims that were sent and are at an end, latest first."""
        return (
            self.sent()
            .exclude(state__in=Claim.UNDECIDED_STATES)
            .order_by(F("decided_at").desc(nulls_last=True), "-id")
        )

    def about(self, page: Researcher) -> Self:
        """Claims to the page, and to those that were merged into it."""
        return self.filter(Q(researcher=page) | Q(researcher__merged_into=page))

    def to_any(self, pages: Iterable[int]) -> Self:
        """Claims to these pages themselves, wherever they lead by now."""
        return self.filter(researcher__in=list(pages))

    def of_owner(self, page: Researcher) -> Self:
        """Claims of the person whom the page belongs to; none where it belongs to nobody."""
        return self.filter(user=page.user_id) if page.user_id else self.none()

    def open(self) -> Self:
        """Claims not yet at an end."""
        return self.filter(state__in=Claim.OPEN_STATES)

    def undecided(self) -> Self:
        """Claims that are begun or sent, and not decided."""
        return self.filter(state__in=Claim.UNDECIDED_STATES)

    def standing(self) -> Self:
        """The claims that give somebody a page, and that nobody disputes."""
        return self.filter(state=Claim.State.APPROVED)

    def holding(self) -> Self:
        """The claims that give somebody a page, disputed or not."""
        return self.filter(state__in=Claim.HOLDING_STATES)

    def ahead_of(self, claim: "Claim") -> Self:
        """Waiting claims that are older than this one. The first condition is the one that an index knows."""
        return self.waiting().filter(
            Q(submitted_at__lte=claim.submitted_at),
            Q(submitted_at__lt=claim.submitted_at) | Q(submitted_at=claim.submitted_at, id__lt=claim.pk),
        )

    def vouched_by(self, user: models.Model) -> Self:
        """The claims for which a vouch of this user stands."""
        return self.filter(vouches__by=user, vouches__withdrawn_at=None)

    def latest_first(self) -> Self:
        return self.order_by(Coalesce("submitted_at", "created_at").desc(), "-id")

    def for_list(self) -> Self:
        """Everything a row of `claims/index.html` touches."""
        return self.select_related("researcher__merged_into").latest_first()

    def for_status(self) -> Self:
        """Everything `claims/status.html` touches."""
        return self.select_related("researcher__merged_into").prefetch_related("events__by")

    def sent(self) -> Self:
        """Those that were sent: of drafts nobody else knows."""
        return self.exclude(state=Claim.State.DRAFT).exclude(submitted_at=None)

    def held_back_by(self, code: str) -> Self:
        """Those of which a written rule said this; without a code, those that no rule was asked about yet."""
        return self.filter(held_back__contains=[code]) if code else self.filter(held_back=[])

    def taken_by(self, user: models.Model) -> Self:
        """Open ones that this administrator has taken, for as long as that holds."""
        return self.open().filter(assigned_to=user, assigned_until__gt=Now()).order_by("submitted_at", "id")

    def free_for(self, user: models.Model) -> Self:
        """Open ones that nobody else has taken."""
        is_free = Q(assigned_to=None) | Q(assigned_to=user) | Q(assigned_until__lte=Now())
        return self.open().filter(is_free | Q(assigned_until=None))

    def behind(self, claim: "Claim") -> Self:
        """Waiting claims that are younger than this one."""
        return self.waiting().filter(
            Q(submitted_at__gte=claim.submitted_at),
            Q(submitted_at__gt=claim.submitted_at) | Q(submitted_at=claim.submitted_at, id__gt=claim.pk),
        )

    def for_queue(self) -> Self:
        """Everything a row of `claims/review.html` touches."""
        return self.select_related("researcher__merged_into", "user", "decided_by", "assigned_to")

    def for_bulk(self) -> Self:
        """Everything of claims that are dealt with together, oldest first."""
        return self.for_queue().prefetch_related("events").order_by("submitted_at", "id")

    def for_decision(self) -> Self:
        """Everything of the claim itself that `claims/decide.html` touches."""
        rows = self.for_queue().select_related("researcher__merged_into__user", "identity_decided_by")
        return rows.prefetch_related("events__by")

    def rivaling(self, claim: "Claim") -> Self:
        """Other claims to one of its records that nobody has ended, also where it is one of several there.

        Records are the same where they lead to one page by now. Relies on researcher_merged_into and the indexes of
        claim(researcher) and claimedrecord(researcher).
        """
        records = claim.record_ids()
        same = Researcher.objects.filter(Q(pk__in=records) | Q(merged_into__in=records)).values("pk")
        main = Claim.objects.filter(researcher__in=same).values("pk")
        further = Claim.objects.filter(further_records__researcher__in=same).values("pk")
        return self.filter(pk__in=main.union(further), state__in=Claim.LIVE_STATES).exclude(pk=claim.pk)


class Claim(models.Model):
    """Somebody says: this page is me."""

    class State(models.TextChoices):
        DRAFT = "draft", "Not sent yet"
        SUBMITTED = "submitted", "Waiting for a decision"
        NEEDS_INFORMATION = "needs_information", "More information asked for"
        APPROVED = "approved", "Approved"
        DISPUTED = "disputed", "Disputed"
        REJECTED = "rejected", "Rejected"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REVOKED = "revoked", "Revoked"

    OPEN_STATES = [State.SUBMITTED, State.NEEDS_INFORMATION]
    # In these the claimant is not done with it, and an administrator has not decided.
    UNDECIDED_STATES = [State.DRAFT, *OPEN_STATES]
    # In these the claim gives its claimant a page.
    HOLDING_STATES = [State.APPROVED, State.DISPUTED]
    # In these, evidence is looked for.
    LIVE_STATES = [*UNDECIDED_STATES, *HOLDING_STATES]

    researcher = models.ForeignKey(Researcher, on_delete=models.PROTECT, related_name="claims")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="claims",
        help_text="Empty: the claimant has deleted the account.",
    )
    state = models.CharField(max_length=20, choices=State, default=State.SUBMITTED)
    reason = models.TextField(
        max_length=5000, blank=True, help_text="Why this page is theirs, in their words."
    )
    reply = models.TextField(max_length=5000, blank=True, help_text="What the administrator answered.")
    reason_code = models.CharField(
        max_length=30,
        blank=True,
        db_default="",
        help_text="Why it was rejected or revoked: see claims.review.reasons.",
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    submitted_at = models.DateTimeField(null=True, db_default=Now(), help_text="Empty: never sent.")
    checks_due_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when all evidence is to be looked for, and the rules to be asked.",
    )
    checks_leased_until = models.DateTimeField(
        null=True, blank=True, help_text="Until when somebody has its examination to themselves."
    )
    checked_at = models.DateTimeField(
        null=True, blank=True, help_text="When all evidence was last looked for, and the rules were asked."
    )
    held_back = ArrayField(
        models.CharField(max_length=30),
        default=list,
        db_default=[],
        blank=True,
        help_text="Why no rule approved it: see claims.examination.rules.",
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    assigned_until = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rule = models.CharField(
        max_length=40,
        blank=True,
        db_default="",
        help_text="The written rule that approved it. Empty: an administrator decided.",
    )
    level_given = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The verification level that the rule gave."
    )
    identity_decided_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When an administrator decided that two kinds of strong evidence show who the claimant is.",
    )
    identity_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    said = models.JSONField(
        default=dict,
        db_default=Value({}, models.JSONField()),
        help_text="The claimant's answers to questions, by the number of the line of the log that tells of each.",
    )
    own_changes = models.JSONField(
        default=dict,
        db_default=Value({}, models.JSONField()),
        help_text="How its holder hid or renamed the page at once: what ending the claim undoes.",
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["submitted_at", "id"], name="claim_waiting", condition=Q(state="submitted")),
            models.Index(
                fields=["submitted_at", "id"], name="claim_asked", condition=Q(state="needs_information")
            ),
            models.Index(
                fields=["checks_due_at", "id"],
                name="claim_checks_due",
                condition=Q(checks_due_at__isnull=False),
            ),
            models.Index(
                fields=["-decided_at", "-id"], name="claim_decided", condition=Q(decided_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "researcher"],
                name="claim_one_open_per_person_and_page",
                condition=Q(state__in=["draft", "submitted", "needs_information"]),
            ),
            models.UniqueConstraint(
                fields=["researcher"],
                name="claim_one_approved_per_page",
                condition=Q(state__in=["approved", "disputed"]),
            ),
            models.UniqueConstraint(
                fields=["user"],
                name="claim_one_approved_per_person",
                condition=Q(state__in=["approved", "disputed"]),
            ),
            # A page never belongs to nobody: whoever deletes an account ends its claims first.
            models.CheckConstraint(
                condition=Q(state__in=["rejected", "withdrawn", "revoked"]) | Q(user__isnull=False),
                name="claim_standing_has_a_claimant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="claim_waiting_was_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} claims {self.researcher_id}: {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("claims:status", args=[self.pk])

    @property
    def page(self) -> Researcher:
        """The page it is about: where the one claimed was merged into another, that one."""
        return self.researcher.merged_into or self.researcher

    def record_ids(self) -> list[int]:
        """The page first, then the further records as the pages that they are by now, each once."""
        further = self.further_records.order_by("pk").values_list("researcher", "researcher__merged_into")
        return list(dict.fromkeys([self.page.pk, *(into or record for record, into in further)]))

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_draft(self) -> bool:
        """Whether it was not sent yet."""
        return self.state == self.State.DRAFT

    @property
    def is_disputed(self) -> bool:
        return self.state == self.State.DISPUTED

    @property
    def is_undecided(self) -> bool:
        """Whether its claimant can still change what it says."""
        return self.state in self.UNDECIDED_STATES

    @property
    def is_holding(self) -> bool:
        """Whether it gives its claimant a page, disputed or not."""
        return self.state in self.HOLDING_STATES

    @property
    def is_live(self) -> bool:
        """Whether nobody has ended it."""
        return self.state in self.LIVE_STATES

    @property
    def wants_answer(self) -> bool:
        """Whether an administrator has asked the claimant for more."""
        return self.state == self.State.NEEDS_INFORMATION

    @property
    def taker(self) -> User | None:
        """The administrator who has taken it, for as long as that holds."""
        holds = self.assigned_until is not None and self.assigned_until > timezone.now()
        return self.assigned_to if holds else None

    @property
    def shown_state(self) -> str:
        """The state under its key in common/states.py, where a rejected work is something else."""
        return "claim-rejected" if self.state == self.State.REJECTED else str(self.state)

    @property
    def reason_title(self) -> str:
        """Why it was rejected or revoked, in a few words; empty where no reason was named."""
        return reason_of(self.reason_code).title

    @property
    def timeline(self) -> Sequence[Line]:
        """What happened to it, latest first, for whoever reads it."""
        return folded(list(self.events.all()))[::-1]

    @property
    def claimant_name(self) -> str:
        return str(self.user) if self.user else "A former account"
