"""Leaving the site: the account goes, the record stays."""

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now

from accounts.models import User
from claims.models import Claim, ErrorReport
from claims.steps import take_step
from researchers.models import Researcher

NOTE = "The account was deleted."


@transaction.atomic
def delete_account(user: User) -> None:
    """End the user's claims, free their page, forget their words, and delete the login."""
    # The weaker lock lets an approval under way refer to the user, so that neither waits for the other.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    for claim in user.claims.select_for_update().order_by("pk"):
        end_claim(claim, by=user)
    user.claims.update(reason="")
    ErrorReport.objects.filter(user=user).update(email="")
    Researcher.objects.filter(user=user).release()
    # Follows go with the account; the counts of those followed must hear of it.
    followed = Q(follows__user=user) | Q(merged_from__follows__user=user)
    Researcher.objects.filter(pk__in=Researcher.objects.filter(followed).values("pk")).update(
        followers_count=Greatest(F("followers_count") - 1, 0), version=F("version") + 1
    )
    user.delete()


def end_claim(claim: Claim, *, by: User) -> None:
    if claim.is_approved:
        state, among = Claim.State.REVOKED, [Claim.State.APPROVED]
    elif claim.is_open:
        state, among = Claim.State.WITHDRAWN, Claim.OPEN_STATES
    else:
        return
    take_step(claim, state, among=among, by=by, note=NOTE, decided_at=Now())
