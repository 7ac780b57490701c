"""Decisions about identities with all that other rooms have on the pages: one transaction each."""

from django.db import transaction

from accounts.models import User
from claims.models import Claim
from common.turns import take_turn
from pages.curation.touching import touched_by_merge
from researchers.curation import accepting, undoing
from researchers.curation.holding import refuse_own
from researchers.curation.plans import Record
from researchers.models import Attribution, IdentityEvent, Researcher


class LookFirst(Exception):
    """A page would be merged away with which people have to do: that is looked at before it is done."""

    def __init__(self, away: Researcher, into: Researcher) -> None:
        super().__init__(away.slug)
        self.away, self.into = away, into


@transaction.atomic
def undo_decision(
    event: IdentityEvent, *, by: User, reason: str = "", seen: str | None = None
) -> IdentityEvent:
    """Undo; an owner whose claim was to the page that comes back goes with it. Raises CannotCurate."""
    return undoing.undo(event, by=by, reason=reason, with_owner=owner_goes(event), seen=seen)


def owner_goes(event: IdentityEvent) -> bool:
    """Whether the kept page was since given to somebody who had claimed the merged one, or one that led to it."""
    if event.kind != IdentityEvent.Kind.MERGE or event.other is None:
        return False
    came = {event.researcher_id, *Record.read(event.details).leading}
    kept = Researcher.objects.get(pk=event.other.pk)
    return Claim.objects.standing().to_any(came).of_owner(kept).exists()


@transaction.atomic
def accept_proposal(proposal: Attribution, *, by: User, seen_on: int) -> None:
    """The name is theirs; a page that lists nothing else becomes a part of theirs. Raises CannotCurate, LookFirst.

    `seen_on` is the page on which the work was listed when somebody looked; 0 where it was on none.
    """
    take_turn()
    person = accepting.must_be_proposed(proposal).researcher
    refuse_own(by, person, accepting.lister_of(proposal))
    accepting.must_be_listed_as_seen(proposal, seen_on)
    away = accepting.page_given_up(proposal)
    if away is not None and touched_by_merge(away, person).is_somebodys:
        raise LookFirst(away, person)
    accepting.accept(proposal, by=by)
