"""Leaving the site: the account goes, the record stays.

What is taken is taken in the order of everybody: the turn, the account, claims, attributions, researchers, the rows of
each in the order of their ids. Deleting an account touches all that it decided, so those rows are taken too.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Now

from accounts.models import User
from claims.disputes import dispute_letters as letters
from claims.disputes.disputing import WITHDRAWN, WORK_WITHDRAWN, close, let_go
from claims.disputes.own_changes import pages_of_changes, undo_own_changes
from claims.examination.support import supported_by
from claims.models import Claim, ClaimEvent, Dispute, ErrorReport, Evidence, EvidenceCheck, RightsRequest
from claims.steps import take_step
from claims.vouching import end_vouches_given
from common.turns import share_turn
from researchers.contesting import contested_rows
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
    disputes = list(Dispute.objects.for_deed().open().filter(opened_by=user))
    contested = hold_answers(user, disputes)
    # Works they confirmed, and their vouches, speak for others no more.
    supported, followed = supported_by([user.pk]), followed_by(user)
    pages = Researcher.objects.filter(user=user).values_list("pk", flat=True)
    disputed = [claim for claim in own if claim.is_disputed]
    changed = {page for claim in disputed for page in pages_of_changes(claim)}
    Researcher.objects.filter(pk__in={*supported, *followed, *pages, *contested, *changed}).hold()
    for dispute in disputes:
        take_back(dispute, by=user)
    for claim in own:
        end_claim(claim, by=user)
    end_vouches_given(user, NOTE_ON_VOUCH)
    forget_answers(own)
    Evidence.objects.filter(claim__user=user).update(found="", reference="")
    Researcher.objects.filter(user=user).release()
    # Nobody evades a dispute by leaving. Else what they wanted of the page stays: nobody said that it was not theirs.
    for claim in disputed:
        undo_own_changes(claim, by=user)
    user.claims.update(reason="", own_changes={})
    EvidenceCheck.objects.filter(claim__user=user).update(target="", words="")
    user.vouches.update(statement="")
    user.disputes.update(reason="")
    # What waits about a page is still decided: somebody who leaves may well want the page to go.
    user.rights_requests.exclude(state=RightsRequest.State.WAITING).update(reason="", new_name="")
    Dispute.objects.filter(claim__user=user).update(answer="")
    # What they said on the page stands there until it is given back, which it cannot be any more.
    Dispute.objects.filter(claim__user=user, is_about_work=False).update(kept={})
    ErrorReport.objects.filter(user=user).update(email="")
    Researcher.objects.filter(pk__in=supported).mark_trust_stale()
    # Follows go with the account; the counts of those followed must hear of it.
    Researcher.objects.filter(pk__in=followed).update(
        followers_count=Greatest(F("followers_count") - 1, 0), version=F("version") + 1
    )
    user.delete()


def hold_claims(user: User) -> QuerySet[Claim]:
    """Their own, those they vouch for or dispute, and those they decided on or recorded evidence for.

    Asked one by one: with OR, PostgreSQL reads the claims of all.
    """
    claims = Claim.objects
    concerned = (
        claims.filter(user=user),
        claims.vouched_by(user),
        claims.filter(disputes__in=user.disputes.open()),
        claims.filter(decided_by=user),
        claims.filter(identity_decided_by=user),
        claims.filter(evidence__recorded_by=user),
    )
    ids = {pk for rows in concerned for pk in rows.values_list("pk", flat=True)}
    return claims.filter(pk__in=ids).select_for_update(no_key=True).order_by("pk")


def hold_answers(user: User, disputes: Iterable[Dispute]) -> set[int]:
    """What they said of their works, and the works they dispute; on whose pages these works are."""
    works = [one for one in disputes if one.is_about_work]
    rows = [row for one in works for row in contested_rows(one.page, one.opened_at)]
    answers = set(Attribution.objects.filter(decided_by=user).values_list("pk", flat=True))
    held = Attribution.objects.filter(pk__in={*answers, *(row.pk for row in rows)}).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk"))
    concerned = Researcher.objects.on_works(row.authorship.work_id for row in rows)
    return {one.page.pk for one in disputes} | set(concerned.values_list("pk", flat=True))


def take_back(dispute: Dispute, *, by: User) -> None:
    """Nobody is left to stand by it."""
    let_go(dispute, state=Dispute.State.WITHDRAWN, by=by, note=NOTE, words=(WITHDRAWN, WORK_WITHDRAWN))
    letters.tell(dispute.holder, letters.withdrawn(dispute), dispute)


def followed_by(user: User) -> set[int]:
    """The pages they follow, and those that pages they follow became parts of: these count them."""
    rows = Researcher.objects.filter(follows__user=user).values_list("pk", "merged_into")
    return {pk for row in rows for pk in row if pk}


def forget_answers(claims: Iterable[Claim]) -> None:
    """That they answered stays in the log; what they said does not."""
    for claim in claims:
        claim.said = dict.fromkeys(claim.said, "")
        claim.save(update_fields=["said"])


def end_claim(claim: Claim, *, by: User) -> None:
    if claim.is_holding:
        state, among = Claim.State.REVOKED, Claim.HOLDING_STATES
        end_dispute_of(claim)
    elif claim.state in Claim.UNDECIDED_STATES:
        state, among = Claim.State.WITHDRAWN, Claim.UNDECIDED_STATES
    else:
        return
    take_step(claim, state, among=among, by=by, note=NOTE, about=ClaimEvent.About.LEAVING, decided_at=Now())


def end_dispute_of(claim: Claim) -> None:
    """What was disputed is over: the page is nobody's."""
    for dispute in Dispute.objects.for_deed().open().filter(claim=claim, is_about_work=False):
        close(dispute, state=Dispute.State.WITHDRAWN, by=None, note=NOTE)
        letters.tell(dispute.opened_by, letters.ended(dispute), dispute)
