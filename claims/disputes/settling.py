"""What an administrator may do with other people's dispute: uphold it, dismiss it, and turn the outcome over."""

from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from claims.auditing import audit
from claims.disputes import dispute_letters as letters
from claims.disputes.disputing import DisputeMoved, close, hold_open, hold_subject, let_go, log
from claims.disputes.own_changes import undo_own_changes
from claims.disputes.reinstating import CannotReinstate, hold_for_page, page_as_it_stands, reinstate
from claims.models import Claim, ClaimEvent, Dispute
from claims.review.concerning import has_part
from claims.review.deciding import NOTE_ON_VOUCH
from claims.review.reasons import required
from claims.steps import take_step
from claims.vouching import end_vouches_given
from common.naming import compare, parse
from common.turns import take_turn
from researchers.contesting import contested_rows, take_away
from researchers.curation.carrying import printed_there
from researchers.curation.holding import hold as hold_works
from researchers.curation.refusals import CannotCurate
from researchers.curation.undoing import undo
from researchers.models import Attribution, IdentityEvent, Researcher

State = Dispute.State
UPHELD = "A dispute about this page was upheld."
WORK_UPHELD = "A dispute about a work on this page was upheld."
DISMISSED = "The dispute about this page was dismissed."
WORK_DISMISSED = "The dispute about a work on this page was dismissed."
GIVEN_BACK = "The dispute was dismissed after all: a work is on this page again."


class OwnDispute(Exception):
    """Nobody decides about what they dispute, or about what they hold."""


class CannotReverse(Exception):
    """The world has moved on; the message says how, for whoever wanted it."""


@transaction.atomic
def dismiss(dispute: Dispute, *, by: User, reason: str) -> None:
    """What was disputed stands again exactly as it stood. Raises DisputeMoved, OwnDispute, ReasonMissing."""
    current = hold_open(dispute)
    refuse_concerned(current, by=by)
    let_go(current, state=State.DISMISSED, by=by, note=required(reason), words=(DISMISSED, WORK_DISMISSED))
    tell(current, by=by, verb="dispute.dismissed")


@transaction.atomic
def uphold(dispute: Dispute, *, by: User, reason: str) -> None:
    """The page becomes nobody's; the work leaves the page. Raises DisputeMoved, OwnDispute, ReasonMissing."""
    known = hold_to_take(dispute)
    current = hold_open(known)
    refuse_concerned(current, by=by)
    note = required(reason)
    if current.is_about_work:
        rows = contested_rows(current.page, current.opened_at)
        kept = current.kept | taken_from(current, rows, status=current.kept["status"], by=by)
        close(current, state=State.UPHELD, by=by, note=note, kept=kept)
    else:
        kept = page_of(current)
        close(current, state=State.UPHELD, by=by, note=note, kept=kept)
        take_page(current, among=Claim.State.DISPUTED, by=by)
    tell(current, by=by, verb="dispute.upheld")


@transaction.atomic
def reverse_dispute(dispute: Dispute, *, by: User, reason: str) -> None:
    """Turn the outcome over, as far as the world allows. Raises CannotReverse, DisputeMoved, OwnDispute."""
    known = hold_to_take(dispute)
    current = hold_subject(known)
    refuse_concerned(current, by=by)
    note = required(reason)
    if not current.is_decided or current.state != dispute.state:
        raise DisputeMoved(dispute)
    turn = give_back if current.state == State.UPHELD else take_after_all
    kept = turn(current, by=by)
    state = State.DISMISSED if current.state == State.UPHELD else State.UPHELD
    fields = {"state": state, "note": note, "decided_by": by, "decided_at": Now(), "reversed_at": Now()}
    Dispute.objects.filter(pk=dispute.pk).update(kept=kept, **fields)
    tell(Dispute.objects.for_deed().get(pk=dispute.pk), by=by, verb="dispute.reversed")


def hold_to_take(dispute: Dispute) -> Dispute:
    """First what comes before the claim: the turn where works change, or the account of whoever loses the page."""
    known = Dispute.objects.for_deed().get(pk=dispute.pk)
    if known.is_about_work:
        take_turn()
    elif known.claim:
        hold_for_page(known.claim, known.kept.get("vouches", ()))
    return known


def refuse_concerned(dispute: Dispute, *, by: User) -> None:
    if is_concerned(by, dispute):
        raise OwnDispute(dispute)


def is_concerned(user: User, dispute: Dispute) -> bool:
    """Whether they opened it, claimed or hold the page, or want it for themselves."""
    people = {dispute.opened_by_id, dispute.page.user_id, dispute.researcher.user_id}
    people |= {dispute.claim.user_id} if dispute.claim else set()
    return user.pk in people or has_part(user, dispute.page)


def page_of(dispute: Dispute) -> dict[str, Any]:
    assert dispute.claim
    return page_as_it_stands(dispute.claim)


def take_page(dispute: Dispute, *, among: Claim.State, by: User) -> None:
    """The claim ends, and with it the page and the claimant's word for others, as when an administrator revokes it."""
    claim = dispute.claim
    assert claim
    assert claim.user
    take_step(
        claim,
        Claim.State.REVOKED,
        among=[among],
        by=by,
        note=UPHELD,
        about=ClaimEvent.About.DISPUTE,
        decided_by=by,
        decided_at=Now(),
    )
    end_vouches_given(claim.user, NOTE_ON_VOUCH)
    Researcher.objects.filter(user=claim.user).release()
    undo_own_changes(claim, by=by)


def taken_from(dispute: Dispute, rows: list[Attribution], *, status: str, by: User) -> dict[str, Any]:
    """Take the work from the page; what undoing it needs. Nothing, where the record does not have the name any more."""
    if not rows:
        return {"event": None}
    event = take_away(
        dispute.page,
        rows,
        status=status,
        by=by,
        reason=f"Dispute {dispute.pk} was upheld.",
        offer_to=opener_page(dispute),
    )
    log(dispute, WORK_UPHELD, by=by)
    return {"event": event.pk}


def opener_page(dispute: Dispute) -> Researcher | None:
    """The page of whoever disputes it, if the printed name could be theirs."""
    page = getattr(dispute.opened_by, "researcher", None)
    if page is None or dispute.authorship is None or page == dispute.page:
        return None
    printed = parse(dispute.authorship.name)
    names = {page.preferred_name, *page.name_variants.values_list("name", flat=True)}
    return page if any(compare(printed, parse(name)).compatible for name in names) else None


def give_back(dispute: Dispute, *, by: User) -> dict[str, Any]:
    """What was taken, as it stood before. Raises CannotReverse."""
    if dispute.is_about_work:
        bring_work_back(dispute, by=by)
        return {"status": dispute.kept["status"]}
    assert dispute.claim
    try:
        reinstate(dispute.claim, dispute.kept, by=by)
    except CannotReinstate as error:
        raise CannotReverse(str(error)) from error
    return {}


def bring_work_back(dispute: Dispute, *, by: User) -> None:
    event = IdentityEvent.objects.filter(pk=dispute.kept.get("event")).first()
    if event is None:
        raise CannotReverse(
            "The record does not have the work with this name any more, so nothing can come back."
        )
    try:
        undo(event, by=by, reason=f"Dispute {dispute.pk} was dismissed after all.")
    except CannotCurate as error:
        raise CannotReverse(str(error)) from error
    if not listed_rows(dispute):
        raise CannotReverse(
            "Whose the work is was decided otherwise since: to give it back here would take it from somebody."
        )
    log(dispute, GIVEN_BACK, by=by)


def take_after_all(dispute: Dispute, *, by: User) -> dict[str, Any]:
    """What was left, taken. Raises CannotReverse."""
    if dispute.is_about_work:
        rows = listed_rows(dispute)
        hold_works([row.authorship_id for row in rows], dispute.page)
        rows = listed_rows(dispute)
        if not rows:
            raise CannotReverse(
                "The page does not list the work any more, so there is nothing to take from it."
            )
        if any(row.contested_at for row in rows):
            raise CannotReverse("Another dispute about this work is open. That one decides now.")
        status = rows[0].status
        return {"status": status} | taken_from(dispute, rows, status=status, by=by)
    claim = dispute.claim
    assert claim
    if claim.is_disputed:
        raise CannotReverse("Another dispute about this page is open. That one decides now.")
    if not claim.is_approved:
        raise CannotReverse("The claim has come to its end otherwise, so there is nothing to take from it.")
    kept = page_of(dispute)
    take_page(dispute, among=Claim.State.APPROVED, by=by)
    return kept


def listed_rows(dispute: Dispute) -> list[Attribution]:
    """The work on the page now; where it became a part of another work, that one."""
    if dispute.authorship_id is None:
        return []
    names = {dispute.authorship_id} | printed_there([dispute.authorship_id])
    rows = Attribution.objects.accepted().filter(researcher=dispute.page, authorship__in=names)
    return list(rows.select_related("authorship__work").order_by("pk"))


def tell(dispute: Dispute, *, by: User, verb: str) -> None:
    audit(verb, dispute.subject, by=by, researcher=dispute.researcher)
    letters.tell(dispute.opened_by, letters.to_opener(dispute), dispute)
    letters.tell(dispute.holder, letters.to_holder(dispute), dispute)
