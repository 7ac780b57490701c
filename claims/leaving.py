"""Leaving the site: the account goes, the record stays.

What is taken is taken in the order of everybody: the turn, the account, claims, attributions, researchers, the rows of
each in the order of their ids. Deleting an account touches all that it decided, so those rows are taken too.
"""

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Now

from accounts.models import User
from claims.models import Claim, ErrorReport
from claims.steps import take_step
from claims.support import supported_by
from claims.vouching import end_vouches_given
from common.turns import share_turn
from researchers.models import Attribution, Researcher

NOTE = "The account was deleted."
NOTE_ON_VOUCH = "A researcher who vouched for this page deleted their account."


@transaction.atomic
def delete_account(user: User) -> None:
    """End the user's claims and vouches, free their page, forget their words, and delete the login."""
    # Nobody brings back meanwhile, by undoing, what they confirmed.
    share_turn()
    # The weaker lock lets an approval under way refer to the user, so that neither waits for the other.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    own = [claim for claim in hold_claims(user) if claim.user_id == user.pk]
    answers = Attribution.objects.filter(decided_by=user).order_by("pk")
    list(answers.select_for_update(no_key=True).values_list("pk"))
    # Works they confirmed, and their vouches, speak for others no more.
    supported, followed = supported_by([user.pk]), followed_by(user)
    pages = Researcher.objects.filter(user=user).values_list("pk", flat=True)
    Researcher.objects.filter(pk__in={*supported, *followed, *pages}).hold()
    for claim in own:
        end_claim(claim, by=user)
    end_vouches_given(user, NOTE_ON_VOUCH)
    user.claims.update(reason="")
    user.vouches.update(statement="")
    ErrorReport.objects.filter(user=user).update(email="")
    Researcher.objects.filter(user=user).release()
    Researcher.objects.filter(pk__in=supported).mark_trust_stale()
    # Follows go with the account; the counts of those followed must hear of it.
    Researcher.objects.filter(pk__in=followed).update(
        followers_count=Greatest(F("followers_count") - 1, 0), version=F("version") + 1
    )
    user.delete()


def hold_claims(user: User) -> QuerySet[Claim]:
    """Their own, those they vouch for, and those they decided on or recorded evidence for.

    Asked one by one: with OR, PostgreSQL reads the claims of all.
    """
    claims = Claim.objects
    concerned = (
        claims.filter(user=user),
        claims.vouched_by(user),
        claims.filter(decided_by=user),
        claims.filter(identity_decided_by=user),
        claims.filter(evidence__recorded_by=user),
    )
    ids = {pk for rows in concerned for pk in rows.values_list("pk", flat=True)}
    return claims.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk")


def followed_by(user: User) -> set[int]:
    """The pages they follow, and those that pages they follow became parts of: these count them."""
    rows = Researcher.objects.filter(follows__user=user).values_list("pk", "merged_into")
    return {pk for row in rows for pk in row if pk}


def end_claim(claim: Claim, *, by: User) -> None:
    if claim.is_approved:
        state, among = Claim.State.REVOKED, [Claim.State.APPROVED]
    elif claim.is_open:
        state, among = Claim.State.WITHDRAWN, Claim.OPEN_STATES
    else:
        return
    take_step(claim, state, among=among, by=by, note=NOTE, decided_at=Now())
