"""What one verified person may do for another: vouch for them, and take it back.

Everything about a claim happens while its row is held, before any row of a researcher is (claims/checking.py);
before both, whoever vouches holds their own account, so that vouches given at the same moment are counted one
after the other.
"""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least, Now
from django.utils import timezone

from accounts.models import User
from claims.checking import check_evidence, end_word_of, hold
from claims.evidence import COAUTHOR
from claims.evidence.institutions import owners_on
from claims.models import Claim, ClaimEvent, Vouch
from claims.support import VERIFIED, verified_page
from common.mail_domains import domain_of, is_public_mail, is_within
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
           vouch.withdrawn_at IS NULL AND claim.state = 'approved'
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
    """No approved claim stands behind the page."""


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


@transaction.atomic
def vouch(page: Researcher, *, by: User, statement: str) -> Vouch:
    """Say that the page belongs to the person who claimed it. Raises CannotVouch."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    claim = hold(claim_behind(page))
    refuse_vouch(page, by=by)
    # One that has expired stands in nobody's way.
    claim.vouches.standing().given_by(by).update(withdrawn_at=Least(F("expires_at"), Now()))
    given = Vouch.objects.create(claim=claim, by=by, statement=statement, expires_at=timezone.now() + LASTS)
    log_vouch(claim, GIVEN, by=by)
    check_evidence(claim, COAUTHOR)
    return given


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
    Researcher.objects.filter(user__in=[claim.user_id for claim in vouched if claim.is_approved]).hold()
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
    if claim.is_approved:
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
    """Raise what speaks against a vouch of `by` for this page, if anything does."""
    claim = claim_behind(page)
    if claim.user_id == by.pk:
        raise OwnPage(page)
    refuse_voucher(by)
    if by.vouches.current().filter(claim=claim).exists():
        raise AlreadyVouched(page)
    if not left_standing(by):
        raise TooManyStanding(by)
    if not left_lately(by):
        raise TooManyGiven(by)


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
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    domains = {domain for domain in map(domain_of, addresses) if domain and not is_public_mail(domain)}
    return any(is_within(domain, owner.domain) for owner in owners_on(page) for domain in domains)


def left_standing(by: User) -> int:
    """How many more may stand at a time."""
    return max(MOST_STANDING - by.vouches.current().count(), 0)


def left_lately(by: User) -> int:
    """How many more may be given now."""
    return max(MOST_GIVEN - by.vouches.given_since(timezone.now() - GIVEN_WITHIN).count(), 0)
