"""Leaving the site: the account goes, the record stays.

Rows are taken as by everybody who decides on claims: the account, then claims, then researchers, each in the order
of their ids.
"""

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now

from accounts.models import User
from claims.models import Claim, ErrorReport
from claims.steps import take_step
from claims.support import supported_by
from claims.vouching import end_vouches_given
from researchers.models import Researcher, ResearcherQuerySet

NOTE = "The account was deleted."
NOTE_ON_VOUCH = "A researcher who vouched for this page deleted their account."


@transaction.atomic
def delete_account(user: User) -> None:
    """End the user's claims and vouches, free their page, forget their words, and delete the login."""
    # The weaker lock lets an approval under way refer to the user, so that neither waits for the other.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    rows = Claim.objects.filter(Q(user=user) | Q(pk__in=Claim.objects.vouched_by(user).values("pk")))
    own = [claim for claim in rows.select_for_update().order_by("pk") if claim.user_id == user.pk]
    # Works they confirmed, and their vouches, speak for others no more.
    supported = Researcher.objects.filter(pk__in=supported_by([user.pk]))
    (supported | Researcher.objects.filter(user=user) | followed_by(user)).hold()
    for claim in own:
        end_claim(claim, by=user)
    end_vouches_given(user, NOTE_ON_VOUCH)
    user.claims.update(reason="")
    user.vouches.update(statement="")
    ErrorReport.objects.filter(user=user).update(email="")
    Researcher.objects.filter(user=user).release()
    supported.mark_trust_stale()
    # Follows go with the account; the counts of those followed must hear of it.
    followed_by(user).update(followers_count=Greatest(F("followers_count") - 1, 0), version=F("version") + 1)
    user.delete()


def followed_by(user: User) -> ResearcherQuerySet:
    followed = Q(follows__user=user) | Q(merged_from__follows__user=user)
    return Researcher.objects.filter(pk__in=Researcher.objects.filter(followed).values("pk"))


def end_claim(claim: Claim, *, by: User) -> None:
    if claim.is_approved:
        state, among = Claim.State.REVOKED, [Claim.State.APPROVED]
    elif claim.is_open:
        state, among = Claim.State.WITHDRAWN, Claim.OPEN_STATES
    else:
        return
    take_step(claim, state, among=among, by=by, note=NOTE, decided_at=Now())
