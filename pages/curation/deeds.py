"""Decisions about identities with all that other rooms have on the pages: one transaction each."""

from django.db import transaction

from accounts.models import User
from claims.models import Claim
from following.following import recount_followers_of
from researchers.curation import merging, undoing
from researchers.models import IdentityEvent, Researcher


@transaction.atomic
def merge_pages(away: Researcher, *, into: Researcher, by: User, reason: str) -> IdentityEvent:
    """Merge; who follows either page follows the one that is kept. Raises CannotCurate."""
    event = merging.merge(away, into=into, by=by, reason=reason)
    recount_followers_of([away.pk, into.pk])
    return event


@transaction.atomic
def undo_decision(event: IdentityEvent, *, by: User, reason: str) -> IdentityEvent:
    """Undo; an owner whose claim was to the page that comes back goes with it. Raises CannotCurate."""
    undoing_event = undoing.undo(event, by=by, reason=reason, with_owner=owner_goes(event))
    recount_followers_of([event.researcher_id, *([event.other_id] if event.other_id else [])])
    return undoing_event


def owner_goes(event: IdentityEvent) -> bool:
    """Whether the kept page was since given to somebody who had claimed the merged one."""
    if event.kind != IdentityEvent.Kind.MERGE or event.other is None:
        return False
    kept = Researcher.objects.get(pk=event.other.pk)
    standing = Claim.objects.standing().filter(researcher=event.researcher_id)
    return kept.user_id is not None and standing.filter(user=kept.user_id).exists()
