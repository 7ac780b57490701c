"""Proposals of the matcher, taken up or turned down."""

from django.db import transaction

from accounts.models import User
from researchers.answering import confirm_attribution, reject_attribution
from researchers.curation.holding import refuse_own
from researchers.curation.merging import merge
from researchers.curation.moving import move
from researchers.curation.refusals import CannotCurate
from researchers.models import Attribution, Researcher


@transaction.atomic
def accept(proposal: Attribution, *, by: User) -> None:
    """The name is this researcher's. Where another page lists the work, it goes over. Raises CannotCurate."""
    person = must_be_proposed(proposal).researcher
    lister = lister_of(proposal)
    refuse_own(by, person, lister)
    if lister is None:
        confirm_attribution(proposal, by=by)
    elif page_given_up(proposal):
        merge(lister, into=person, by=by)
    else:
        move(lister, [proposal.authorship_id], to=person, by=by, never_again=False)


def decline(proposal: Attribution, *, by: User) -> None:
    """The name is not this researcher's, whatever the matcher finds. Raises CannotCurate."""
    proposed = must_be_proposed(proposal)
    refuse_own(by, proposed.researcher)
    reject_attribution(proposed, by=by)


def must_be_proposed(proposal: Attribution) -> Attribution:
    now = Attribution.objects.proposed().filter(pk=proposal.pk).select_related("researcher").first()
    if now is None:
        raise CannotCurate("Somebody has decided on this already, or the matcher has changed its mind.")
    return now


def must_be_listed_as_seen(proposal: Attribution, seen_on: int) -> None:
    """The work is on the page on which it was looked at, or on none as then. Raises CannotCurate."""
    lister = lister_of(proposal)
    if (lister.pk if lister else 0) != seen_on:
        where = f"on the page {lister.slug}" if lister else "on no page"
        raise CannotCurate(f"The work is {where} by now, which is not what the list showed you. Look again.")


def lister_of(proposal: Attribution) -> Researcher | None:
    """On whose page the work stands so far."""
    listed = Attribution.objects.accepted().filter(authorship=proposal.authorship_id)
    return Researcher.objects.filter(attributions__in=listed).first()


def page_given_up(proposal: Attribution) -> Researcher | None:
    """The page that accepting would merge away, since it lists nothing but this work."""
    lister = lister_of(proposal)
    others = (
        Attribution.objects.accepted().filter(researcher=lister).exclude(authorship=proposal.authorship_id)
    )
    return None if others.exists() else lister
