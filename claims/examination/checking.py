"""Looking for evidence, and writing down what came of it.

Everything about the evidence of a claim happens while the row of the claim is held, before any row of a
researcher is: whoever approves, revokes or leaves takes them in this order too. Only a question over the network
(`Kind.is_remote`) is asked while nobody's row is held; its answer is kept if the claim is still what it was asked for.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from claims.evidence import KINDS, WORDS, CannotCheckNow, Finding, Kind, Known, Missed
from claims.evidence.coauthors import word_of
from claims.examination.keeping import close, keep, miss, put_off, renew
from claims.flow.asking import known_of, new_token
from claims.models import Claim, Evidence, EvidenceCheck
from claims.steps import ClaimMoved
from common.quotas import spend

Result = EvidenceCheck.Result
# Seconds that a claimant waits between two checks they ask for.
PAUSE = 60
# So often within an hour one person has us look: names a place, or asks for all of a claim.
MOST_LOOKS, HOUR = 60, 3600
LONGEST_WORDS = 1000
NOT_FOUND = "Nothing was found."
BROKEN = "Our check broke. We were told, and look again when it is mended."
NO_ANSWER = "Whom we have to ask for it did not answer."


class CheckedJustNow(Exception):
    """The claimant has asked for this less than a minute ago."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a look: in words, and the finding if there is one."""

    result: EvidenceCheck.Result
    words: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a kind is asked: what is known of it, and where the claimant said to look."""

    kind: Kind
    known: Known
    evidence: Evidence | None

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to look at: the claimant has named nothing, and nothing was found before."""
        return self.kind.wants_target and not self.known.target and self.evidence is None


def hold(claim: Claim) -> Claim:
    """The claim as it stands now, kept so until the transaction ends.

    A statement that waits for the row reads the rows joined to it as they were before it waited; hence two.
    """
    Claim.objects.select_for_update(no_key=True).values_list("pk").get(pk=claim.pk)
    return Claim.objects.select_related("user__researcher", "researcher__merged_into").get(pk=claim.pk)


@transaction.atomic
def check_evidence(claim: Claim, kind: Kind) -> Evidence | None:
    """Look for one kind of evidence and keep what comes of it; the current row, if there is one then."""
    held = hold(claim)
    if held.is_live:
        look_for(held, kind)
    return claim.evidence.current().of_kind(kind.key).first()


@transaction.atomic
def check_all(claim: Claim) -> None:
    """Look for every kind of evidence for which nobody has to be asked over the network."""
    held = hold(claim)
    if held.is_live:
        for question in questions(held, local_kinds()):
            settle(held, question, look(held, question))


@transaction.atomic
def end_word_of(claim: Claim, voucher: User, because: str) -> None:
    """End at once what rests on the word of somebody who has taken it back, and look for another's.

    A word taken back is no outage, so there is no time of grace. To be called when the vouch has ended.
    """
    held = hold(claim)
    for kind in WORDS:
        evidence = held.evidence.current().of_kind(kind.key).referring_to(word_of(voucher.pk)).first()
        if evidence:
            close(held, kind, evidence, because)
            look_for(held, kind)


def check_again(claim: Claim) -> None:
    """Have every kind looked for because the claimant asks for it, once a minute. Whoever calls sees to it at once.

    Raises TooMany after many within an hour.
    """
    if not claim.is_live:
        raise ClaimMoved(claim)
    if not cache.add(f"evidence-check:{claim.pk}", True, PAUSE):
        raise CheckedJustNow(claim)
    spend_look(claim)
    ask_for_examination(claim)


def spend_look(claim: Claim) -> None:
    """Count that the claimant has us look. Raises TooMany."""
    spend(f"evidence-looks:{claim.user_id}", most=MOST_LOOKS, within_seconds=HOUR)


def ask_for_examination(claim: Claim) -> None:
    """Promise, in the caller's transaction, that all evidence is looked for and the rules are asked."""
    Claim.objects.filter(pk=claim.pk).update(checks_due_at=Now())


def local_kinds() -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.is_checked and not kind.is_remote]


def remote_kinds() -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.is_checked and kind.is_remote]


@transaction.atomic
def check_local(claim: Claim) -> list[Exception]:
    """Look for what nobody has to be asked for over the network; what went wrong, which keeps nothing else."""
    held, errors = hold(claim), list[Exception]()
    for question in questions(held, local_kinds()) if held.is_live else []:
        with kept_going(held, question.kind, errors), transaction.atomic():
            settle(held, question, look(held, question))
    return errors


@contextmanager
def kept_going(claim: Claim, kind: Kind, errors: list[Exception]) -> Iterator[None]:
    """Let a check that breaks count as one that could not be made; what broke is collected, to be raised."""
    try:
        yield
    except Exception as error:
        error.add_note(f"while looking for {kind.key} for claim {claim.pk}")
        errors.append(error)
        write_down(claim, kind, Outcome(Result.UNAVAILABLE, BROKEN))


def look_for(claim: Claim, kind: Kind) -> None:
    """Look for one kind now. `claim` is held; what would have to be asked over the network becomes a promise."""
    if kind.is_remote:
        ask_for_examination(claim)
    elif kind.is_checked:
        for question in questions(claim, [kind]):
            settle(claim, question, look(claim, question))


def questions(claim: Claim, kinds: Iterable[Kind]) -> list[Question]:
    """What these kinds are to be asked, as it stands now."""
    wanted = {kind.key: kind for kind in kinds}
    pieces = list(claim.evidence.for_check().filter(kind__in=wanted))
    named = {row.kind: row for row in claim.checks.filter(kind__in=wanted)}
    return [question(kind, pieces, named.get(key)) for key, kind in wanted.items()]


def question(kind: Kind, pieces: Iterable[Evidence], named: EvidenceCheck | None) -> Question:
    own = [piece for piece in pieces if piece.kind == kind.key]
    evidence = next((piece for piece in own if piece.ended_at is None), None)
    return Question(kind, known_of(named, own), evidence)


def look(claim: Claim, question: Question) -> Outcome | None:
    """Ask; None where there is nothing to look at. Writes nothing."""
    if question.is_idle:
        return None
    try:
        finding = question.kind.check(claim, question.known)
    except CannotCheckNow as error:
        return Outcome(Result.UNAVAILABLE, str(error) or NO_ANSWER)
    except Missed as error:
        return Outcome(Result.MISSED, str(error) or NOT_FOUND)
    if finding is None or finding.reference in question.known.set_aside:
        return Outcome(Result.MISSED, NOT_FOUND)
    return Outcome(Result.FOUND, finding.found, finding)


def settle(claim: Claim, question: Question, outcome: Outcome | None) -> None:
    """Keep what was found or missed beside what is known of the kind. `claim` is held."""
    if outcome is None:
        return
    kind, evidence = question.kind, question.evidence
    write_down(claim, kind, outcome)
    if outcome.finding and evidence:
        renew(claim, kind, evidence, outcome.finding)
    elif outcome.finding:
        keep(claim, kind, outcome.finding)
    elif evidence and outcome.result == Result.UNAVAILABLE:
        put_off(claim, kind, evidence)
    elif evidence:
        miss(claim, kind, evidence)


def write_down(claim: Claim, kind: Kind, outcome: Outcome) -> None:
    """Let the claimant read what came of the latest look."""
    told = {"looked_at": timezone.now(), "result": outcome.result, "words": outcome.words[:LONGEST_WORDS]}
    if not claim.checks.filter(kind=kind.key).update(**told):
        EvidenceCheck.objects.create(claim=claim, kind=kind.key, token=new_token(), **told)
