"""What an administrator may do with somebody else's claim: approve, reject, ask for more, revoke."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.models import User
from claims.checking import check_all
from claims.models import Claim
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
from researchers.models import Researcher

NOTE_ON_VOUCH = "A researcher who vouched for this page does not hold a page any more."
# The page or the person has got another one, perhaps at this very moment.
TAKEN: dict[str, type[Exception]] = {
    "claim_one_approved_per_page": PageTaken,
    "claim_one_approved_per_person": HoldsAnotherPage,
    "researchers_researcher_user_id_key": HoldsAnotherPage,
}


class AccountDeactivated(Exception):
    """Nobody can log in as the claimant."""


class ReasonMissing(Exception):
    """The claimant must be told why."""


def approve(claim: Claim, *, by: User, note: str = "") -> None:
    """Give the page to the claimant, and look for evidence. What that means for trust is computed afterwards."""
    refuse_own(claim, by=by)
    if claim.user:
        refuse_unreachable(claim.user)
    try:
        with transaction.atomic():
            end(claim, Claim.State.APPROVED, by=by, note=note)
            give_page(claim)
            check_all(claim)
    except IntegrityError as error:
        refusal = TAKEN.get(broken_constraint(error))
        if refusal is None:
            raise
        raise refusal(claim) from error


def give_page(claim: Claim) -> None:
    """Where the page was merged into another, that one. A merge of this moment wins."""
    claim.researcher.refresh_from_db(fields=["merged_into"])
    page = Researcher.objects.filter(pk=claim.page.pk)
    if not page.unclaimed().update(user=claim.user_id, claimed_at=Now()):
        raise PageTaken(claim)
    page.mark_trust_stale()


@transaction.atomic
def reject(claim: Claim, *, by: User, reason: str) -> None:
    """Refuse an open claim, saying why."""
    refuse_own(claim, by=by)
    end(claim, Claim.State.REJECTED, by=by, note=required(reason))


@transaction.atomic
def ask_for_more(claim: Claim, *, by: User, question: str) -> None:
    """Leave the claim open until the claimant has answered."""
    refuse_own(claim, by=by)
    note = required(question)
    take_step(
        claim, Claim.State.NEEDS_INFORMATION, among=[Claim.State.SUBMITTED], by=by, note=note, reply=note
    )


@transaction.atomic
def revoke(claim: Claim, *, by: User, reason: str) -> None:
    """Take an approved claim back; the page is free again, and the claimant's word for others ends."""
    refuse_own(claim, by=by)
    if claim.user is None:
        raise ClaimMoved(claim)
    hold_all_concerned(claim, claim.user)
    end(claim, Claim.State.REVOKED, by=by, note=required(reason), among=[Claim.State.APPROVED])
    end_vouches_given(claim.user, NOTE_ON_VOUCH)
    Researcher.objects.filter(user=claim.user).release()


def hold_all_concerned(claim: Claim, claimant: User) -> None:
    """The account, so that it vouches no more; then its claim and those it vouches for; then their pages."""
    User.objects.select_for_update(no_key=True).get(pk=claimant.pk)
    ids = {claim.pk, *Claim.objects.vouched_by(claimant).values_list("pk", flat=True)}
    claims = list(Claim.objects.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk"))
    Researcher.objects.filter(user__in=[one.user_id for one in claims if one.is_approved]).hold()


def end(
    claim: Claim, state: Claim.State, *, by: User, note: str, among: list[Claim.State] = Claim.OPEN_STATES
) -> None:
    take_step(claim, state, among=among, by=by, note=note, reply=note, decided_by=by, decided_at=Now())


def refuse_unreachable(claimant: User) -> None:
    if not claimant.is_active:
        raise AccountDeactivated(claimant)
    if not has_confirmed_email(claimant):
        raise EmailNotConfirmed(claimant)


def required(text: str) -> str:
    if not text.strip():
        raise ReasonMissing
    return text
