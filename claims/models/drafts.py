"""What a claimant says besides: further records, answers for works, works that are missing."""

from django.db import models
from django.db.models.functions import Now

from claims.models.claims import Claim
from researchers.models import Researcher
from works.models import Authorship, Work


class ClaimedRecord(models.Model):
    """A further record of the same person, claimed together with the page: approval merges it into the page."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="further_records", db_index=False)
    researcher = models.ForeignKey(Researcher, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "researcher"], name="claimed_record_once_per_claim"),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} also claims {self.researcher_id}"


class ClaimAnswer(models.Model):
    """Whether a printed name on a work is the claimant, in their words; it counts once the claim is approved."""

    class Answer(models.TextChoices):
        MINE = "mine", "Mine"
        NOT_MINE = "not_mine", "Not mine"
        NOT_SURE = "not_sure", "Not sure"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="answers", db_index=False)
    authorship = models.ForeignKey(Authorship, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer)
    answered_at = models.DateTimeField(db_default=Now())
    refused = models.CharField(
        max_length=300, blank=True, db_default="", help_text="Why it could not be carried out."
    )
    carried_out_at = models.DateTimeField(
        null=True, blank=True, help_text="When the page was told, or refused. Empty: not yet."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "authorship"], name="claim_answer_once_per_authorship"),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id}: {self.authorship_id} is {self.answer}"


class MissingWork(models.Model):
    """An identifier of a work that the claimant misses. Known works are tied at once; others are asked for."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being looked for"
        FOUND = "found", "In the record"
        UNKNOWN = "unknown", "Not found"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="missing_works", db_index=False)
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(
        max_length=300, blank=True, db_default="", help_text="Why it was not found, in words."
    )
    asked_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(
        db_default=0, default=0, help_text="How often asking the services for it began."
    )
    due_at = models.DateTimeField(
        db_default=Now(), help_text="Not asked for before; put off when asking for it begins."
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="missing_work_waiting", condition=models.Q(state="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim", "scheme", "value"], name="missing_work_once_per_claim"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value} for claim {self.claim_id}"
