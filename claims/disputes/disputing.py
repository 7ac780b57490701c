"""Saying that a page, or one work on it, is not whose it is said to be; answering that, and taking it back.

Rows are taken in the order of everybody: accounts, claims, attributions, researchers. The dispute itself comes last:
whoever holds what it is about is alone with it.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from claims.auditing import audit
from claims.disputes import dispute_letters as letters
from claims.examination.support import verified_page
from claims.models import Claim, ClaimEvent, Dispute
from claims.steps import take_step
from researchers.contesting import contest, contested_rows, let_stand
from researchers.curation.holding import hold as hold_works
from researchers.models import Attribution, Researcher

State = Dispute.State
MOST_OPEN = 3
MOST_OPENED = 5
OPENED_WITHIN = timedelta(days=30)

# The logs cannot be changed, so they have nobody's own words: those stand in the dispute, and go with the account.
OPENED = "A verified researcher disputes that this page is theirs."
WORK_OPENED = "A verified researcher disputes that a work on this page is theirs."
WITHDRAWN = "The dispute about this page was taken back."
WORK_WITHDRAWN = "The dispute about a work on this page was taken back."


class CannotDispute(Exception):
    """This person cannot dispute this now."""


class NotVerified(CannotDispute):
    """Only verified people dispute."""


class OwnPage(CannotDispute):
    """What is on their own page, they say there."""


class NothingToDispute(CannotDispute):
    """Nobody holds the page by an approved claim; or the page does not list the work."""


class AlreadyDisputed(CannotDispute):
    """One dispute about a subject is open at a time."""


class TooManyOpen(CannotDispute):
    """As many disputes are open as one person may have."""


class TooManyOpened(CannotDispute):
    """As many disputes were opened lately as one person may open."""


class DisputeMoved(Exception):
    """The dispute is not open any more."""


class NotTheirDispute(Exception):
    """Somebody else opened it, or somebody else holds the page."""


@transaction.atomic
def dispute_page(page: Researcher, *, by: User, reason: str) -> Dispute:
    """Say that somebody else holds the page than whose it is. Raises CannotDispute."""
    hold_accounts(by, page)
    claim = hold_claim_behind(page)
    Researcher.objects.filter(pk=page.pk).hold()
    refuse_dispute(page, by=by)
    since = timezone.now()
    dispute = Dispute.objects.create(
        researcher=page, claim=claim, opened_by=by, reason=reason, opened_at=since
    )
    assert claim  # refuse_dispute has asked
    take_step(
        claim,
        Claim.State.DISPUTED,
        among=[Claim.State.APPROVED],
        by=by,
        note=OPENED,
        about=ClaimEvent.About.DISPUTE,
    )
    contested = Researcher.objects.filter(pk=page.pk)
    contested.update(contested_at=since)
    contested.mark_trust_stale()
    tell_opened(dispute)
    return dispute


@transaction.atomic
def dispute_work(page: Researcher, authorship: int, *, by: User, reason: str) -> Dispute:
    """Say that a work on the page is not theirs. Raises CannotDispute."""
    hold_accounts(by, page)
    claim = hold_claim_behind(page)
    hold_works([authorship], page)
    row = refuse_dispute_of_work(page, authorship, by=by)
    since = timezone.now()
    dispute = Dispute.objects.create(
        researcher=page,
        claim=claim,
        authorship_id=authorship,
        is_about_work=True,
        opened_by=by,
        reason=reason,
        opened_at=since,
        kept={"status": contest(row, since=since)},
    )
    log(dispute, WORK_OPENED, by=by)
    tell_opened(dispute)
    return dispute


@transaction.atomic
def answer_dispute(dispute: Dispute, *, by: User, answer: str) -> None:
    """What whoever holds the page says to it; they may say it otherwise until it is decided."""
    current = hold_open(dispute)
    if current.holder != by:
        raise NotTheirDispute(dispute)
    is_first = current.answered_at is None
    claim = current.claim or Claim.objects.of_owner(current.page).holding().first()
    Dispute.objects.filter(pk=dispute.pk).update(answer=answer, answered_at=Now(), claim=claim)
    audit("dispute.answered", current.subject, by=by, researcher=current.researcher)
    if is_first:
        letters.tell(current.opened_by, letters.answered(current), current)


@transaction.atomic
def withdraw_dispute(dispute: Dispute, *, by: User) -> None:
    """Take it back; what it was about stands as it stood before."""
    if dispute.opened_by_id != by.pk:
        raise NotTheirDispute(dispute)
    current = hold_open(dispute)
    let_go(current, state=State.WITHDRAWN, by=by, note="", words=(WITHDRAWN, WORK_WITHDRAWN))
    audit("dispute.withdrawn", current.subject, by=by, researcher=current.researcher)
    letters.tell(current.holder, letters.withdrawn(current), current)


def let_go(dispute: Dispute, *, state: str, by: User | None, note: str, words: tuple[str, str]) -> None:
    """Close a dispute that `hold_open` has given, and have what it was about stand as it did before."""
    close(dispute, state=state, by=by, note=note)
    if dispute.is_about_work:
        rows = contested_rows(dispute.page, dispute.opened_at)
        let_stand(rows, status=dispute.kept["status"])
        log(dispute, words[1], by=by)
        return
    claim = dispute.claim
    assert claim
    take_step(
        claim,
        Claim.State.APPROVED,
        among=[Claim.State.DISPUTED],
        by=by,
        note=words[0],
        about=ClaimEvent.About.DISPUTE,
    )
    page = Researcher.objects.filter(user=claim.user_id)
    page.update(contested_at=None)
    page.mark_trust_stale()


def close(dispute: Dispute, *, state: str, by: User | None, note: str, **fields: object) -> None:
    """One of two who end it at once wins, and the other hears of it."""
    open_now = Dispute.objects.open().filter(pk=dispute.pk)
    if not open_now.update(state=state, note=note, decided_by=by, decided_at=Now(), **fields):
        raise DisputeMoved(dispute)
    dispute.state, dispute.note = state, note


def hold_open(dispute: Dispute) -> Dispute:
    """The open dispute as it stands now, with all that it is about held until commit. Raises DisputeMoved."""
    held = hold_subject(dispute)
    if not held.is_open:
        raise DisputeMoved(dispute)
    return held


def hold_subject(dispute: Dispute) -> Dispute:
    """The dispute as it stands now, with its claim, and the page or the work, held until commit."""
    claim = Claim.objects.filter(pk=dispute.claim_id or 0)
    list(claim.select_for_update(no_key=True).values_list("pk"))
    if dispute.is_about_work:
        rows = contested_rows(dispute.page, dispute.opened_at)
        hold_works([row.authorship_id for row in rows], dispute.page)
    else:
        # Not joined: the account would be held too, and that comes before the claim.
        Researcher.objects.filter(user__in=list(claim.values_list("user", flat=True))).hold()
    return Dispute.objects.for_deed().get(pk=dispute.pk)


def hold_accounts(by: User, page: Researcher) -> None:
    """Disputes opened at the same moment are counted one after the other, and the holder vouches no more meanwhile."""
    accounts = User.objects.filter(pk__in=[pk for pk in (by.pk, page.user_id) if pk])
    list(accounts.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def hold_claim_behind(page: Researcher) -> Claim | None:
    """The claim that gives somebody the page, held; none where nobody has it."""
    claim = claim_behind(page)
    if claim is not None:
        Claim.objects.select_for_update(no_key=True).values_list("pk").get(pk=claim.pk)
    return claim


def claim_behind(page: Researcher) -> Claim | None:
    return Claim.objects.of_owner(page).holding().select_related("user", "researcher__merged_into").first()


def refuse_dispute(page: Researcher, *, by: User) -> None:
    """Raise what speaks against a dispute of `by` about whose the page is."""
    now = Researcher.objects.get(pk=page.pk)
    refuse_opener(now, by=by)
    claim = claim_behind(now)
    if claim is None or now.merged_into_id:
        raise NothingToDispute(page)
    if claim.is_disputed:
        raise AlreadyDisputed(page)
    refuse_many(by)


def refuse_dispute_of_work(page: Researcher, authorship: int, *, by: User) -> Attribution:
    """The attribution; raises what speaks against a dispute of `by` about it."""
    refuse_opener(Researcher.objects.get(pk=page.pk), by=by)
    listed = Attribution.objects.accepted().filter(researcher=page, authorship=authorship)
    row = listed.select_related("authorship__work").first()
    if row is None:
        raise NothingToDispute(page)
    if row.contested_at:
        raise AlreadyDisputed(page)
    refuse_many(by)
    return row


def refuse_opener(page: Researcher, *, by: User) -> None:
    if page.user_id == by.pk:
        raise OwnPage(page)
    if verified_page(by.pk) is None:
        raise NotVerified(by)


def refuse_many(by: User) -> None:
    if not left_open(by):
        raise TooManyOpen(by)
    if not left_lately(by):
        raise TooManyOpened(by)


def left_open(by: User) -> int:
    """How many more may be open at a time."""
    return max(MOST_OPEN - by.disputes.open().count(), 0)


def left_lately(by: User) -> int:
    """How many more may be opened now. Taking one back makes no room for another."""
    return max(MOST_OPENED - by.disputes.opened_since(timezone.now() - OPENED_WITHIN).count(), 0)


def log(dispute: Dispute, note: str, *, by: User | None) -> None:
    """A line in the log of whoever holds the page, where somebody does."""
    if dispute.claim:
        about = ClaimEvent.About.DISPUTE
        ClaimEvent.objects.create(
            claim=dispute.claim, about=about, state=dispute.claim.state, by=by, note=note
        )


def tell_opened(dispute: Dispute) -> None:
    audit("dispute.opened", dispute.subject, by=dispute.opened_by, researcher=dispute.researcher)
    letters.tell(dispute.holder, letters.opened(dispute), dispute)
