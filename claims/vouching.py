"""What one verified person may do for another: vouch for them, and take it back.

Whoever holds a page by a claim can be vouched for from that page; whose claim is not decided, by the link that the
claimant sends to a colleague. Then it is evidence on the claim, and supports nobody's trust before approval
(claims/examination/support.py).

Everything about a claim happens while its row is held, before any row of a researcher is
(claims/examination/checking.py); before both, whoever vouches holds their own account, so that vouches given at the
same moment are counted one after the other.
"""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least, Now
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.notices import notify
from claims.evidence import WORDS
from claims.evidence.institutions import domains_of, owners_on
from claims.examination.checking import ask_for_examination, check_evidence, end_word_of, hold
from claims.examination.support import VERIFIED, verified_page
from claims.models import Claim, ClaimEvent, Vouch
from common.mail_domains import is_within
from common.mailboxes import mailbox_of
from researchers.models import Researcher

LASTS = timedelta(days=2 * 365)
MOST_STANDING = 20
MOST_GIVEN = 5
GIVEN_WITHIN = timedelta(days=30)
# Rules whose names begin so approve because somebody vouches.
RULES_ON_VOUCHES = "vouch"

# What `refuse_vouch` asks, but for the address. Relies on claim_one_approved_per_person and the index of vouch(by).
OFFERED = f"""
WITH verified AS (
    {VERIFIED} AND page.user_id = %(voucher)s
),
given AS (
    SELECT vouch.given_at, vouch.claim_id,
           vouch.withdrawn_at IS NULL AND claim.state = ANY(%(live)s)
               AND (now() AT TIME ZONE 'UTC')::date < (vouch.expires_at AT TIME ZONE 'UTC')::date AS is_current
    FROM claims_vouch AS vouch
    JOIN claims_claim AS claim ON claim.id = vouch.claim_id
    WHERE vouch.by_id = %(voucher)s
)
SELECT EXISTS (
    SELECT
    FROM verified
    JOIN claims_claim AS own ON own.id = verified.claim_id AND NOT starts_with(own.rule, %(rules)s)
    JOIN claims_claim AS claim ON claim.user_id = %(owner)s AND claim.state = 'approved'
    WHERE NOT EXISTS (SELECT FROM given WHERE given.claim_id = claim.id AND is_current)
      AND (SELECT count(*) FROM given WHERE is_current) < %(most_standing)s
      AND (SELECT count(*) FROM given WHERE given_at > now() - %(within)s) < %(most_given)s
)
"""
LIMITS: dict[str, Any] = {
    "live": [str(state) for state in Claim.LIVE_STATES],
    "rules": RULES_ON_VOUCHES,
    "most_standing": MOST_STANDING,
    "most_given": MOST_GIVEN,
    "within": GIVEN_WITHIN,
}

# The log cannot be changed, so it has nobody's own words: those stand in the vouch, and go with the account.
GIVEN = "A verified researcher vouches for this page."
TAKEN_BACK = "A researcher took back that they vouch for this page."


class CannotVouch(Exception):
    """This person cannot vouch for this page now."""


class NobodyToVouchFor(CannotVouch):
    """No claim that gives the page to somebody stands behind it, or the one named is at an end."""


class OwnPage(CannotVouch):
    """Nobody vouches for themselves."""


class NotVerified(CannotVouch):
    """Only verified people vouch."""


class VerifiedByVouches(CannotVouch):
    """Whose own claim rests on vouches passes none on."""


class NoInstitution(CannotVouch):
    """No confirmed address is at an institution on the voucher's own works."""


class AlreadyVouched(CannotVouch):
    """One vouch of a person for another stands at a time."""


class TooManyStanding(CannotVouch):
    """As many vouches stand as one person may have given."""


class TooManyGiven(CannotVouch):
    """As many vouches were given lately as one person may give."""


class AlreadyTakenBack(Exception):
    """The vouch does not stand any more."""


def vouch(page: Researcher, *, by: User, statement: str) -> Vouch:
    """Say that the page belongs to the person who holds it by a claim. Raises CannotVouch."""
    return vouch_for(claim_behind(page), by=by, statement=statement)


@transaction.atomic
def vouch_for(claim: Claim, *, by: User, statement: str) -> Vouch:
    """Say that the page which is claimed belongs to the person who claims it. Raises CannotVouch."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    held = hold(claim)
    refuse_vouch_for(held, by=by)
    # One that has expired stands in nobody's way.
    held.vouches.standing().given_by(by).update(withdrawn_at=Least(F("expires_at"), Now()))
    given = Vouch.objects.create(claim=held, by=by, statement=statement, expires_at=timezone.now() + LASTS)
    log_vouch(held, GIVEN, by=by)
    for kind in WORDS:
        check_evidence(held, kind)
    if held.state == Claim.State.SUBMITTED:
        ask_for_examination(held)  # a rule may approve it now
    tell_both(held, by=by)
    return given


def tell_both(claim: Claim, *, by: User) -> None:
    """The claimant learns who vouches for them, and the voucher how to take it back."""
    page = claim.page.preferred_name
    if claim.user:
        notify(
            claim.user,
            subject="Somebody vouches for your page"
            if claim.is_holding
            else "Somebody vouches for your claim",
            text=(
                f"{voucher_name(by)} says that they know you, and that the page “{page}” is yours. "
                "You find it, with what they wrote, among the evidence of your claim."
            ),
            path=claim.get_absolute_url(),
        )
    notify(
        by,
        subject="You vouch for somebody",
        text=(
            f"You have said that you know the person who claims the page “{page}”, and that it is theirs. It counts "
            f"for {LASTS.days // 365} years. If it was not you, or you have second thoughts, take it back: that can be "
            "done at any time."
        ),
        path=reverse("claims:vouches"),
    )


def voucher_name(by: User) -> str:
    page = Researcher.objects.filter(user=by).first()
    return page.preferred_name if page else str(by)


@transaction.atomic
def withdraw_vouch(given: Vouch, *, by: User) -> None:
    """Take it back. Raises AlreadyTakenBack."""
    claim = hold(given.claim)
    if not by.vouches.standing().filter(pk=given.pk).update(withdrawn_at=Now()):
        raise AlreadyTakenBack(given)
    log_end(claim, TAKEN_BACK, by=by)


def end_vouches_given(user: User, note: str) -> None:
    """End every vouch of somebody who cannot stand by them any more, whose account the caller holds.

    Where the caller takes rows of other claims or researchers too, it has held all of them in their order before.
    """
    rows = Claim.objects.vouched_by(user).select_for_update(of=("self",), no_key=True)
    vouched = list(rows.order_by("pk"))
    Researcher.objects.filter(user__in=[claim.user_id for claim in vouched if claim.is_holding]).hold()
    for claim in vouched:
        claim.vouches.standing().given_by(user).update(withdrawn_at=Now())
        log_end(claim, note, by=user)


def log_end(claim: Claim, note: str, *, by: User) -> None:
    """That a vouch has ended; what rested on it ends with it."""
    log_vouch(claim, note, by=by)
    end_word_of(claim, by, note)


def log_vouch(claim: Claim, text: str, *, by: User) -> None:
    """The line in the log, and what it means for the trust of whom it is about."""
    ClaimEvent.objects.create(claim=claim, about=ClaimEvent.About.VOUCH, state=claim.state, by=by, note=text)
    if claim.is_holding:
        Researcher.objects.filter(user=claim.user_id).mark_trust_stale()


def is_offered(page: Researcher, *, to: User) -> bool:
    """Whether to offer them to vouch, asked at once. Their address is looked at when they come."""
    if not page.is_claimed or page.user_id == to.pk:
        return False
    with connection.cursor() as cursor:
        cursor.execute(OFFERED, {"voucher": to.pk, "owner": page.user_id, **LIMITS})
        return bool(cursor.fetchone()[0])


def claim_behind(page: Researcher) -> Claim:
    """The approved claim of whoever the page belongs to. Raises NobodyToVouchFor."""
    claim = Claim.objects.of_owner(page).standing().first()
    if claim is None:
        raise NobodyToVouchFor(page)
    return claim


def refuse_vouch(page: Researcher, *, by: User) -> None:
    """Raise what speaks against a vouch of `by` for whoever holds this page, if anything does."""
    refuse_vouch_for(claim_behind(page), by=by)


def refuse_vouch_for(claim: Claim, *, by: User) -> None:
    """Raise what speaks against a vouch of `by` for this claim, if anything does."""
    if not claim.is_live:
        raise NobodyToVouchFor(claim)
    if claim.user_id == by.pk or (claim.user and mailboxes_of(claim.user) & mailboxes_of(by)):
        raise OwnPage(claim)
    refuse_voucher(by)
    if by.vouches.in_force().filter(claim=claim).exists():
        raise AlreadyVouched(claim)
    if not left_standing(by):
        raise TooManyStanding(by)
    if not left_lately(by):
        raise TooManyGiven(by)


def mailboxes_of(user: User) -> set[str]:
    """Where their mail goes, confirmed or not: what stands behind a plus makes no other mailbox."""
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {mailbox_of(address) for address in addresses}


def refuse_voucher(by: User) -> None:
    """Raise what speaks against any vouch of `by`."""
    own_page = verified_page(by.pk)
    if own_page is None:
        raise NotVerified(by)
    if by.claims.standing().filter(rule__startswith=RULES_ON_VOUCHES).exists():
        raise VerifiedByVouches(by)
    if not has_institution(by, own_page):
        raise NoInstitution(by)


def has_institution(user: User, page: int) -> bool:
    """Whether a confirmed address is at an institution that is printed beside the name on the page's works."""
    domains, owners = domains_of(user), owners_on(page, None)
    return any(is_within(domain, owner.domain) for owner in owners for domain in domains)


def left_standing(by: User) -> int:
    """How many more may stand at a time."""
    return max(MOST_STANDING - by.vouches.in_force().count(), 0)


def left_lately(by: User) -> int:
    """How many more may be given now."""
    return max(MOST_GIVEN - by.vouches.given_since(timezone.now() - GIVEN_WITHIN).count(), 0)
