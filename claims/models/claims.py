"""Claims to a researcher page, and their log."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from researchers.models import Researcher


class ClaimQuerySet(models.QuerySet["Claim"]):
    def waiting(self) -> Self:
        """Claims that want an administrator, oldest first."""
        return self.filter(state=Claim.State.SUBMITTED).order_by("submitted_at", "id")

    def asked(self) -> Self:
        """Claims that want an answer from the claimant, oldest first."""
        return self.filter(state=Claim.State.NEEDS_INFORMATION).order_by("submitted_at", "id")

    def decided(self) -> Self:
        """Claims at an end, latest first."""
        return self.exclude(state__in=Claim.OPEN_STATES).order_by(
            F("decided_at").desc(nulls_last=True), "-id"
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

    def standing(self) -> Self:
        """The claims that give somebody a page."""
        return self.filter(state=Claim.State.APPROVED)

    def ahead_of(self, claim: "Claim") -> Self:
        """Waiting claims that are older than this one."""
        return self.waiting().filter(
            Q(submitted_at__lt=claim.submitted_at) | Q(submitted_at=claim.submitted_at, id__lt=claim.pk)
        )

    def vouched_by(self, user: models.Model) -> Self:
        """The claims for which a vouch of this user stands."""
        return self.filter(vouches__by=user, vouches__withdrawn_at=None)

    def latest_first(self) -> Self:
        return self.order_by("-submitted_at", "-id")

    def for_list(self) -> Self:
        """Everything a row of `claims/index.html` touches."""
        return self.select_related("researcher__merged_into").latest_first()

    def for_status(self) -> Self:
        """Everything `claims/status.html` touches."""
        return self.select_related("researcher__merged_into").prefetch_related("events__by")

    def for_queue(self) -> Self:
        """Everything a row of `claims/review.html` touches."""
        return self.select_related("researcher__merged_into", "user", "decided_by")

    def for_decision(self) -> Self:
        """Everything of the claim itself that `claims/decide.html` touches."""
        rows = self.for_queue().select_related("researcher__merged_into__user", "identity_decided_by")
        return rows.prefetch_related("events__by")

    def beside(self, claim: "Claim") -> Self:
        """Other claims to the same page, or by the same person."""
        same = Q(researcher=claim.page) | Q(researcher__merged_into=claim.page)
        if claim.user_id:
            same |= Q(user=claim.user_id)
        return self.filter(same).exclude(pk=claim.pk).latest_first()


class Claim(models.Model):
    """Somebody says: this page is me."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "Waiting for a decision"
        NEEDS_INFORMATION = "needs_information", "More information asked for"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REVOKED = "revoked", "Revoked"

    OPEN_STATES = [State.SUBMITTED, State.NEEDS_INFORMATION]
    # In these, evidence is looked for.
    LIVE_STATES = [*OPEN_STATES, State.APPROVED]

    researcher = models.ForeignKey(Researcher, on_delete=models.PROTECT, related_name="claims")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="claims",
        help_text="Empty: the claimant has deleted the account.",
    )
    state = models.CharField(max_length=20, choices=State, default=State.SUBMITTED)
    reason = models.TextField(max_length=5000, help_text="Why this page is theirs, in their words.")
    reply = models.TextField(max_length=5000, blank=True, help_text="What the administrator answered.")
    submitted_at = models.DateTimeField(db_default=Now())
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
    identity_decided_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When an administrator decided that two kinds of strong evidence show who the claimant is.",
    )
    identity_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["submitted_at", "id"], name="claim_waiting", condition=Q(state="submitted")),
            models.Index(
                fields=["submitted_at", "id"], name="claim_asked", condition=Q(state="needs_information")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "researcher"],
                name="claim_one_open_per_person_and_page",
                condition=Q(state__in=["submitted", "needs_information"]),
            ),
            models.UniqueConstraint(
                fields=["researcher"],
                name="claim_one_approved_per_page",
                condition=Q(state="approved"),
            ),
            models.UniqueConstraint(
                fields=["user"],
                name="claim_one_approved_per_person",
                condition=Q(state="approved"),
            ),
            # A page never belongs to nobody: whoever deletes an account ends its claims first.
            models.CheckConstraint(
                condition=Q(state__in=["rejected", "withdrawn", "revoked"]) | Q(user__isnull=False),
                name="claim_standing_has_a_claimant",
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

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_live(self) -> bool:
        """Whether it is open or gives a page."""
        return self.state in self.LIVE_STATES

    @property
    def wants_answer(self) -> bool:
        """Whether an administrator has asked the claimant for more."""
        return self.state == self.State.NEEDS_INFORMATION

    @property
    def shown_state(self) -> str:
        """The state under its key in common/states.py, where a rejected work is something else."""
        return "claim-rejected" if self.state == self.State.REJECTED else str(self.state)

    @property
    def claimant_name(self) -> str:
        return str(self.user) if self.user else "A former account"


class ClaimEvent(models.Model):
    """What happened to a claim: who, when, why. The database refuses changes (see the migrations)."""

    class About(models.TextChoices):
        STEP = "step", "A step of the claim"
        EVIDENCE = "evidence", "Evidence found, missed or ended"
        VOUCH = "vouch", "A vouch given or taken back"
        IDENTITY = "identity", "A decision on the identity"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="events")
    about = models.CharField(max_length=10, choices=About, default=About.STEP, db_default=About.STEP)
    state = models.CharField(max_length=20, choices=Claim.State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["claim", "at"], name="claim_event_in_order")]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.state} at {self.at}"

    @property
    def is_told_whole(self) -> bool:
        """Whether the note tells what happened, and is not only somebody's words about it."""
        return self.about != self.About.STEP

    @property
    def words(self) -> str:
        """The step as a log tells it. A claim that is submitted with a note was answered."""
        if self.about != self.About.STEP:
            return str(self.About(self.about).label)
        return "Answered" if self.state == Claim.State.SUBMITTED and self.note else STEPS[self.state]


STEPS: dict[str, str] = {
    Claim.State.SUBMITTED: "Claim sent",
    Claim.State.NEEDS_INFORMATION: "More information asked for",
    Claim.State.APPROVED: "Approved",
    Claim.State.REJECTED: "Rejected",
    Claim.State.WITHDRAWN: "Withdrawn",
    Claim.State.REVOKED: "Revoked",
}
