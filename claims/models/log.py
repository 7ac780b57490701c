"""What happened to claims: a log that is only ever added to."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.models.claims import Claim

WORDS: dict[str, str] = {
    Claim.State.DRAFT: "Claim begun",
    Claim.State.SUBMITTED: "Claim sent",
    Claim.State.NEEDS_INFORMATION: "More information asked for",
    Claim.State.APPROVED: "Approved",
    Claim.State.DISPUTED: "Disputed",
    Claim.State.REJECTED: "Rejected",
    Claim.State.WITHDRAWN: "Withdrawn",
    Claim.State.REVOKED: "Revoked",
}


class ClaimEvent(models.Model):
    """What happened to a claim: who, when, why. The database refuses changes (see the migrations)."""

    class About(models.TextChoices):
        STEP = "step", "A step of the claim"
        EVIDENCE = "evidence", "Evidence found, missed or ended"
        VOUCH = "vouch", "A vouch given or taken back"
        IDENTITY = "identity", "A decision on the identity"
        DISPUTE = "dispute", "A dispute"
        RULE = "rule", "A step that a written rule took"
        LEAVING = "leaving", "A step that came with the end of the account"

    # A step is a step whoever took it; an account that is gone leaves no name, so its kind is kept.
    STEPS = [About.STEP, About.RULE, About.LEAVING]

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
        return self.about not in self.STEPS

    def is_same_as(self, other: "ClaimEvent | None") -> bool:
        """Whether both say the same. Each step is a step of its own."""
        if other is None or self.about != self.About.EVIDENCE:
            return False
        return (self.about, self.by_id, self.note) == (other.about, other.by_id, other.note)

    @property
    def is_answer(self) -> bool:
        """Whether the claimant answered a question with it. The answer stands in the claim, and can be forgotten."""
        return str(self.pk) in self.claim.said

    @property
    def quoted(self) -> str:
        """What somebody said with this step."""
        return str(self.claim.said[str(self.pk)]) if self.is_answer else self.note

    @property
    def words(self) -> str:
        """The step as a log tells it. A claim submitted with an administrator's note was rejected before."""
        if self.is_told_whole:
            return str(self.About(self.about).label)
        if self.state == Claim.State.SUBMITTED and self.note:
            return "Waits for a decision again"
        return "Answered" if self.is_answer else WORDS[self.state]
