"""What a claimant puts together before a claim is decided: records, evidence, reasons; and sending it.

A draft is a claim that was not sent: it can be left and taken up again. Everything but its page can be changed until
an administrator or a rule has decided; what is changed after it was sent has the evidence looked at anew.
"""

import logging
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.models import User
from claims.evidence import Kind
from claims.examination.checking import ask_for_examination, check_local, hold, spend_look
from claims.examination.keeping import log
from claims.flow.asking import checks_of, is_anything_offered
from claims.flow.claiming import AlreadyClaiming, new_claim, refuse_page
from claims.models import Claim, ClaimedRecord, EvidenceCheck
from claims.review.deciding import ONE_UNDECIDED
from claims.steps import ClaimMoved, EmailNotConfirmed, has_confirmed_email, take_step
from common.constraints import broken_constraint
from researchers.models import Researcher

logger = logging.getLogger(__name__)
MOST_FURTHER_RECORDS = 10
ANOTHER_PAGE = "It was found about another page."
# Lines of the log: numbers and kinds alone, as the log keeps what it has.
RECORD_ADDED = "Further record {} was added to the claim."
RECORD_REMOVED = "Further record {} was taken out of the claim."
TARGET_NAMED = "Where to look was changed: {}."


class TooManyRecords(Exception):
    """A claim has as many further records as one may have."""


class ReasonNeeded(Exception):
    """Without any evidence, the claimant has to say why the page is theirs."""


@transaction.atomic
def begin_claim(researcher: Researcher, *, by: User, further: Sequence[Researcher] = ()) -> Claim:
    """A draft that says: this page, and these further records, are `by`'s."""
    refuse_page(researcher, by=by)
    if by.claims.undecided().about(researcher).exists():
        raise AlreadyClaiming(researcher)
    claim = new_claim(researcher, by=by, state=Claim.State.DRAFT, submitted_at=None)
    checks_of(claim)
    add_records(claim, further, by=by)
    return claim


@transaction.atomic
def add_records(claim: Claim, records: Sequence[Researcher], *, by: User) -> None:
    """Say that all of these are the same person, or none."""
    for record in records:
        add_record(claim, record, by=by)


@transaction.atomic
def add_record(claim: Claim, record: Researcher, *, by: User) -> None:
    """Say that a further record is the same person."""
    held = hold_undecided(claim)
    refuse_page(record, by=by)
    if record.pk == held.page.pk or held.further_records.filter(researcher=record).exists():
        return
    if held.further_records.count() >= MOST_FURTHER_RECORDS:
        raise TooManyRecords(claim)
    ClaimedRecord.objects.create(claim=held, researcher=record)
    look_anew(held, RECORD_ADDED.format(record.pk), by=by)


@transaction.atomic
def remove_record(claim: Claim, record: int) -> None:
    """Say nothing of a further record any more."""
    held = hold_undecided(claim)
    gone, _ = held.further_records.filter(researcher=record).delete()
    if gone:
        look_anew(held, RECORD_REMOVED.format(record), by=held.user)


@transaction.atomic
def make_main(claim: Claim, record: int) -> None:
    """Let one of the further records be the page, and the page one of them. Only before the claim is sent.

    What was found was found about the other page: it ends at once, and what is there for this one is found anew.
    """
    held = hold_undecided(claim)
    row = held.further_records.select_related("researcher").filter(researcher=record).first()
    if not held.is_draft or row is None:
        raise ClaimMoved(claim)
    if held.user and held.user.claims.undecided().exclude(pk=held.pk).about(row.researcher).exists():
        raise AlreadyClaiming(row.researcher)
    try:
        with transaction.atomic():
            Claim.objects.filter(pk=held.pk).update(researcher=row.researcher)
    except IntegrityError as error:
        if broken_constraint(error) != ONE_UNDECIDED:
            raise
        raise AlreadyClaiming(row.researcher) from error  # begun at this very moment
    row.researcher = held.researcher
    row.save(update_fields=["researcher"])
    held.evidence.end(ANOTHER_PAGE)
    held.checks.update(looked_at=None, result=EvidenceCheck.Result.NOT_YET, words="")
    ask_for_examination(held)


@transaction.atomic
def name_target(claim: Claim, kind: Kind, text: str) -> None:
    """Name what is to be looked at for a kind of evidence. Raises ValueError with what is wrong, in words.

    Raises TooMany after many within an hour.
    """
    held = hold(claim)
    if not held.is_live:
        raise ClaimMoved(claim)
    target = kind.clean_target(held, text) if text.strip() else ""
    check = checks_of(held)[kind.key]
    if target == check.target:
        return
    spend_look(held)
    EvidenceCheck.objects.filter(pk=check.pk).update(
        target=target, named_at=Now(), looked_at=None, result=EvidenceCheck.Result.NOT_YET, words=""
    )
    ask_for_examination(held)
    tell_change(held, TARGET_NAMED.format(kind.title), by=held.user)


def look_around(claim: Claim) -> None:
    """Look for what the claimant need not name and nobody has to be asked for, so that a draft says what it has.

    A check that breaks says so on the page; it is raised by the examination, which follows when the claim is sent.
    """
    if claim.is_draft and claim.checks_due_at is None:
        for error in check_local(claim):
            logger.error("A check broke for a draft.", exc_info=error)


@transaction.atomic
def send_claim(claim: Claim, *, by: User, reason: str) -> None:
    """Have the claim decided: its evidence is looked at first, and the rules are asked."""
    held = hold_undecided(claim)
    for page in pages_of(held):
        refuse_page(page, by=by)
    if not has_confirmed_email(by):
        raise EmailNotConfirmed(by)
    if not reason.strip() and not is_anything_offered(held):
        raise ReasonNeeded(claim)
    take_step(
        claim,
        Claim.State.SUBMITTED,
        among=[Claim.State.DRAFT],
        by=by,
        reason=reason,
        submitted_at=Now(),
        checks_due_at=Now(),
        checked_at=None,
    )


def hold_undecided(claim: Claim) -> Claim:
    """The claim as it stands, held until the transaction ends. Raises ClaimMoved where it is decided."""
    held = hold(claim)
    if not held.is_undecided:
        raise ClaimMoved(claim)
    return held


def look_anew(claim: Claim, change: str, *, by: User | None) -> None:
    """Have all evidence looked for again, if the claim was sent. The caller tells a worker when all is kept."""
    if claim.is_live and not claim.is_draft:
        Claim.objects.filter(pk=claim.pk).update(checks_due_at=Now())
        tell_change(claim, change, by=by)


def tell_change(claim: Claim, change: str, *, by: User | None) -> None:
    """A line in the log of a claim that was sent: who saw it as it was decides nothing (claims.review.freshness)."""
    if not claim.is_draft:
        log(claim, change, by=by)


def pages_of(claim: Claim) -> list[Researcher]:
    """The page claimed and the further records, each as the page that it is by now, once."""
    further = claim.further_records.select_related("researcher__merged_into").order_by("pk")
    pages = [claim.page, *(row.researcher.merged_into or row.researcher for row in further)]
    return list({page.pk: page for page in pages}.values())
