"""What a claimant may do: claim a page, answer, withdraw."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.models import User
from claims.models import Claim, ClaimEvent
from claims.steps import EmailNotConfirmed, HoldsAnotherPage, PageTaken, has_confirmed_email, take_step
from researchers.models import Researcher

MOST_OPEN_CLAIMS = 3


class AlreadyClaiming(Exception):
    """This person's claim to this page is begun or sent, and not decided."""


class TooManyClaims(Exception):
    """This person has as many undecided claims as one may have at a time."""


def submit_claim(researcher: Researcher, *, by: User, reason: str) -> Claim:
    """Say in one go that this page is `by`'s, and why."""
    refuse_claim(researcher, by=by)
    return new_claim(
        researcher, by=by, state=Claim.State.SUBMITTED, reason=reason, submitted_at=Now(), checks_due_at=Now()
    )


def new_claim(researcher: Researcher, *, by: User, state: Claim.State, **fields: object) -> Claim:
    """A claim and the first line of its log, if `by` may have another one."""
    try:
        with transaction.atomic():
            # Held until commit, so that claims made at the same moment are counted one after the other.
            User.objects.select_for_update(no_key=True).get(pk=by.pk)
            if by.claims.undecided().count() >= MOST_OPEN_CLAIMS:
                raise TooManyClaims(by)
            claim = Claim.objects.create(researcher=researcher, user=by, state=state, **fields)
            ClaimEvent.objects.create(claim=claim, state=claim.state, by=by)
    except IntegrityError as error:
        raise AlreadyClaiming(researcher) from error
    return claim


def refuse_claim(researcher: Researcher, *, by: User) -> None:
    """Raise what speaks against a claim of `by` to this page that is sent now, if anything does."""
    refuse_page(researcher, by=by)
    if by.claims.undecided().about(researcher).exists():
        raise AlreadyClaiming(researcher)
    if not has_confirmed_email(by):
        raise EmailNotConfirmed(by)


def refuse_page(researcher: Researcher, *, by: User) -> None:
    """Raise what keeps this page from becoming `by`'s, if anything does."""
    if researcher.user_id or researcher.merged_into_id or researcher.is_in_memory or not researcher.is_public:
        raise PageTaken(researcher)
    if Researcher.objects.filter(user=by).exists():
        raise HoldsAnotherPage(by)


@transaction.atomic
def answer_question(claim: Claim, *, by: User, answer: str) -> None:
    """Give what an administrator asked for; the claim keeps its place in the queue, and is looked at anew."""
    among = [Claim.State.NEEDS_INFORMATION]
    line = take_step(claim, Claim.State.SUBMITTED, among=among, by=by, checks_due_at=Now())
    # The log cannot be changed, so the answer does not stand there: it is forgotten with the account.
    said = Claim.objects.values_list("said", flat=True).get(pk=claim.pk)
    claim.said = said | {str(line.pk): answer}
    claim.save(update_fields=["said"])


@transaction.atomic
def withdraw_claim(claim: Claim, *, by: User) -> None:
    """Take back a claim that is not decided, sent or not."""
    take_step(
        claim,
        Claim.State.WITHDRAWN,
        among=Claim.UNDECIDED_STATES,
        by=by,
        decided_at=Now(),
        checks_due_at=None,
    )
