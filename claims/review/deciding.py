"""What may become of somebody else's claim: approved, rejected, asked about, revoked, and these turned over again.

Administrators decide, or a written rule approves. What is taken is taken in the order of everybody: the turn, where
records are made one; the account of the claimant, claims, attributions, researchers.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from claims import letters
from claims.disputes.own_changes import pages_of_changes, redo_own_changes, undo_own_changes
from claims.examination.checking import check_all, hold
from claims.examination.keeping import tell
from claims.examination.rules import Approval
from claims.models import Claim, ClaimEvent
from claims.review.reasons import required
from claims.review.uniting import unite
from claims.steps import (
    ClaimMoved,
    EmailNotConfirmed,
    HoldsAnotherPage,
    PageTaken,
    has_confirmed_email,
    refuse_own,
    take_step,
)
from claims.vouching import end_vouches_given
from common.constraints import broken_constraint
from common.turns import take_turn
from researchers.models import Researcher, ResearcherQuerySet

State = Claim.State
NOTE_ON_VOUCH = "A researcher who vouched for this page does not hold a page any more."
UNITED_BY_RULE = "A claim to both was approved by the written rule “{}”."
# What the database refuses: the page or the person has got another one, perhaps at this very moment.
TAKEN: dict[str, type[Exception]] = {
    "claim_one_approved_per_page": PageTaken,
    "claim_one_approved_per_person": HoldsAnotherPage,
    "researchers_researcher_user_id_key": HoldsAnotherPage,
}
ONE_UNDECIDED = "claim_one_open_per_person_and_page"


class AccountDeactivated(Exception):
    """Nobody can log in as the claimant."""


class ClaimedAgain(Exception):
    """The claimant has another claim to this page that is not decided."""


def approve(claim: Claim, *, by: User, note: str = "") -> None:
    """Give the page to the claimant. Raises CannotApprove where the records claimed cannot be made one page.

    What they said of works while claiming is carried out soon (claims.examination.examining). What all of this
    means for trust is computed afterwards.
    """
    refuse_own(claim, by=by)
    with giving(claim) as held:
        end(held, State.APPROVED, by=by, note=note)
        give_page(held, by=by)
        check_all(held)
        tell(held, letters.approved(held, note))


def approve_by_rule(claim: Claim, approval: Approval) -> None:
    """Give the page to the claimant because a written rule says so. Raises as `approve` does."""
    rule = approval.rule
    given: dict[str, Any] = {
        "rule": rule.key,
        "level_given": approval.level,
        "held_back": [],
        "decided_at": Now(),
        "checks_due_at": F("checks_due_at"),  # all was looked for a moment ago
        "about": ClaimEvent.About.RULE,
    }
    with giving(claim) as held:
        take_step(held, State.APPROVED, among=[State.SUBMITTED], by=None, note=rule.told, **given)
        give_page(held, by=None, because=UNITED_BY_RULE.format(rule.title))
        tell(held, letters.approved_by_rule(held, rule))


@contextmanager
def giving(claim: Claim) -> Iterator[Claim]:
    """The claim, held, in a transaction that gives its page; what the database refuses is raised in our words."""
    try:
        with transaction.atomic():
            held = hold_with_claimant(claim)
            refuse_unreachable(held)
            yield held
    except IntegrityError as error:
        refusal = TAKEN.get(broken_constraint(error))
        if refusal is None:
            raise
        raise refusal(claim) from error
    claim.state = held.state


def hold_with_claimant(claim: Claim) -> Claim:
    """The claim as it stands now, held after the turn, where there are records to unite, and the claimant's account.

    Raises ClaimMoved where the first further record came while this waited: it is too late for the turn then.
    """
    is_united = claim.further_records.exists()
    if is_united:
        take_turn()
    account = User.objects.filter(pk=claim.user_id or 0)
    list(account.select_for_update(no_key=True).values_list("pk"))
    held = hold(claim)
    if not is_united and held.further_records.exists():
        raise ClaimMoved(claim)
    return held


def give_page(claim: Claim, *, by: User | None, because: str = "") -> None:
    """All records become one page, and the claimant's; where they were merged into another, that one."""
    unite(claim, by=by, because=because)
    take_free(claim, Researcher.objects.filter(pk=claim.page.pk).unclaimed())


def take_free(claim: Claim, page: ResearcherQuerySet) -> None:
    """Let the page be the claimant's, if it is there to be taken. Raises PageTaken."""
    if not page.update(user=claim.user_id, claimed_at=Now()):
        raise PageTaken(claim)
    Researcher.objects.filter(pk=claim.page.pk).mark_trust_stale()


@transaction.atomic
def reject(claim: Claim, *, by: User, reason: str, code: str = "") -> None:
    """Refuse an open claim, saying why, in words and as one of claims.review.reasons."""
    refuse_own(claim, by=by)
    end(claim, State.REJECTED, by=by, note=required(reason), code=code)
    tell(claim, letters.rejected(claim, reason))


@transaction.atomic
def ask_for_more(claim: Claim, *, by: User, question: str) -> None:
    """Leave the claim open until the claimant has answered."""
    refuse_own(claim, by=by)
    note = required(question)
    take_step(claim, State.NEEDS_INFORMATION, among=[State.SUBMITTED], by=by, note=note, reply=note)
    tell(claim, letters.question(claim, note))


@transaction.atomic
def revoke(claim: Claim, *, by: User, reason: str, code: str = "") -> None:
    """Take an approved claim back; the page is free again, and the claimant's word for others ends.

    A disputed one ends by the decision on the dispute (claims.disputes.settling).
    """
    refuse_own(claim, by=by)
    if claim.user is None:
        raise ClaimMoved(claim)
    hold_all_concerned(claim, claim.user)
    end(claim, State.REVOKED, by=by, note=required(reason), code=code, among=[State.APPROVED])
    end_vouches_given(claim.user, NOTE_ON_VOUCH)
    Researcher.objects.filter(user=claim.user).release()
    undo_own_changes(claim, by=by)
    tell(claim, letters.revoked(claim, reason))


def reinstate(claim: Claim, *, by: User, note: str) -> None:
    """Turn a revocation over: the page is the claimant's again, if it still is free, by an administrator's decision."""
    refuse_own(claim, by=by)
    required(note)
    with giving(claim) as held:
        given: dict[str, Any] = {"rule": "", "level_given": None}
        end(held, State.APPROVED, by=by, note=note, among=[State.REVOKED], **given)
        unite(held, by=by)
        Researcher.objects.filter(pk__in={held.page.pk} | pages_of_changes(held)).hold()
        take_free(held, Researcher.objects.filter(pk=held.page.pk).to_give_back())
        redo_own_changes(held, by=by)
        check_all(held)
        tell(held, letters.reinstated(held, note))


def reopen(claim: Claim, *, by: User, note: str) -> None:
    """Turn a rejection over: the claim waits again, where it stood. Raises ClaimedAgain."""
    refuse_own(claim, by=by)
    required(note)
    undone: dict[str, Any] = {"decided_by": None, "decided_at": None, "reason_code": "", "reply": ""}
    try:
        with transaction.atomic():
            if claim.user is None:
                raise ClaimMoved(claim)
            among = [State.REJECTED]
            take_step(claim, State.SUBMITTED, among=among, by=by, note=note, checks_due_at=Now(), **undone)
            tell(claim, letters.reopened(claim, note))
    except IntegrityError as error:
        if broken_constraint(error) != ONE_UNDECIDED:
            raise
        raise ClaimedAgain(claim) from error


def hold_all_concerned(claim: Claim, claimant: User) -> None:
    """The account, so that it vouches no more; then its claim and those it vouches for; then their pages."""
    User.objects.select_for_update(no_key=True).get(pk=claimant.pk)
    ids = {claim.pk, *Claim.objects.vouched_by(claimant).values_list("pk", flat=True)}
    claims = list(Claim.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk"))
    users = [one.user_id for one in claims if one.is_holding]
    pages = set(Researcher.objects.filter(user__in=users).values_list("pk", flat=True))
    Researcher.objects.filter(pk__in=pages | pages_of_changes(claim)).hold()


def end(
    claim: Claim,
    state: Claim.State,
    *,
    by: User,
    note: str,
    code: str = "",
    among: Sequence[Claim.State] = Claim.OPEN_STATES,
    **fields: Any,
) -> None:
    """Decide, and keep who did and why."""
    fields |= {"reply": note, "reason_code": code, "decided_by": by, "decided_at": Now()}
    take_step(claim, state, among=among, by=by, note=note, **fields)


def refuse_unreachable(claim: Claim) -> None:
    if claim.user is None:
        raise ClaimMoved(claim)
    if not claim.user.is_active:
        raise AccountDeactivated(claim.user)
    if not has_confirmed_email(claim.user):
        raise EmailNotConfirmed(claim.user)
