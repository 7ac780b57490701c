"""The way of a claim: its steps, which are done, which is now, which come next."""

from dataclasses import dataclass

from django.urls import reverse

from claims.flow.asking import is_anything_offered
from claims.models import Claim

RECORDS, EVIDENCE, WORKS, SEND = "records", "evidence", "works", "send"
TITLES = {
    RECORDS: "Your page",
    EVIDENCE: "Evidence that it is you",
    WORKS: "Which works are yours",
    SEND: "Send",
}
PLACES = list(TITLES)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way, as `claims/_way.html` shows it."""

    number: int
    title: str
    url: str
    words: str  # "done", "nothing said", "named, not found", "you are here", "next", "later"

    @property
    def is_now(self) -> bool:
        return self.words == HERE

    @property
    def is_done(self) -> bool:
        return self.words == DONE


DONE, EMPTY, HERE, NEXT, LATER = "done", "nothing said", "you are here", "next", "later"
IN_VAIN, LOOKED_FOR = "named, not found", "named, being looked for"


def way_of(claim: Claim | None, now: str) -> list[Step]:
    """All steps, seen from one of them. Before there is a claim, only the first can be gone to."""
    here = PLACES.index(now)
    said = what_was_said(claim) if claim else {}
    return [
        Step(place + 1, TITLES[name], url_of(claim, name), words_of(claim, place, here, said.get(name, DONE)))
        for place, name in enumerate(PLACES)
        if not (name == SEND and claim and not claim.is_draft)
    ]


def what_was_said(claim: Claim) -> dict[str, str]:
    """Of the steps that may be left out, how far they have come."""
    works = claim.answers.exists() or claim.missing_works.exists()
    return {EVIDENCE: evidence_so_far(claim), WORKS: DONE if works else EMPTY}


def evidence_so_far(claim: Claim) -> str:
    if claim.evidence.current().exists():
        return DONE
    if not is_anything_offered(claim):
        return EMPTY
    return LOOKED_FOR if claim.checks_due_at else IN_VAIN


def words_of(claim: Claim | None, place: int, here: int, said: str) -> str:
    if place == here:
        return HERE
    if place < here or (claim and not claim.is_draft):
        return said
    return NEXT if place == here + 1 else LATER


def url_of(claim: Claim | None, name: str) -> str:
    return reverse(f"claims:{name}", args=[claim.pk]) if claim else ""


def address_after(claim: Claim, name: str) -> str:
    """The step that follows; of a claim that was sent, its status."""
    following = PLACES[PLACES.index(name) + 1]
    if following == SEND and not claim.is_draft:
        return claim.get_absolute_url()
    return url_of(claim, following)
