"""What the checks of a test answer, and what tests ask of what came of it."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Notice
from claims.evidence import Finding, Known
from claims.models import Claim, ClaimEvent, Evidence
from researchers.models import Researcher


class Oracle:
    """Answers a finding, nothing, or an error."""

    def __init__(self) -> None:
        self.answer: Finding | Exception | None = Finding("A page names them.", "https://one.example")
        self.asked = 0
        self.known = Known()

    def __call__(self, claim: Claim, known: Known) -> Finding | None:
        self.asked += 1
        self.known = known
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def is_stale(claim: Claim) -> bool:
    return Researcher.objects.get(pk=claim.researcher_id).trust_stale_at is not None


def refresh(claim: Claim) -> None:
    Researcher.objects.filter(pk=claim.researcher_id).update(trust_stale_at=None)


def notes(claim: Claim) -> list[str]:
    return [event.note for event in claim.events.filter(about=ClaimEvent.About.EVIDENCE)]


def subjects() -> list[str]:
    return list(Notice.objects.order_by("id").values_list("subject", flat=True))


def due(evidence: Evidence, **fields: object) -> None:
    """As it would be now, had it been written a while ago."""
    given = {"next_check_at": timezone.now() - timedelta(minutes=1), **fields}
    Evidence.objects.filter(pk=evidence.pk).update(**given)


def ago(**time: float) -> datetime:
    return timezone.now() - timedelta(**time)
