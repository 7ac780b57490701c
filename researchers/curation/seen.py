"""What somebody saw before deciding: the decision is made only while it is still that."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from researchers.curation.changes import Change, Standing
from researchers.curation.plans import Plan
from researchers.curation.refusals import CannotCurate
from researchers.models import IdentityEvent, Researcher


class ChangedSince(CannotCurate):
    """What would be changed now is not what was looked at."""

    def __init__(self) -> None:
        super().__init__(
            "What this changes is no longer what you looked at: somebody decided, claimed or imported something "
            "in the meantime. Nothing was changed. Below is what it would change now."
        )


def mark_of(plan: Plan) -> str:
    """Two plans have one mark if they change the same for the same pages and owners."""
    return digest(
        str(plan.kind),
        people_in(plan.researcher, plan.other),
        changes_in(plan.changes),
        [known.pk for known in plan.identifiers],
        plan.names,
        [page.pk for page in plan.leading],
        plan.new_name,
    )


def mark_of_undoing(event: IdentityEvent, changes: Iterable[Change]) -> str:
    return digest(event.pk, people_in(event.researcher, event.other), changes_in(changes))


def refuse_unseen(mark: str, seen: str | None) -> None:
    """Raises ChangedSince where something else was looked at; whoever looked at nothing is not asked."""
    if seen is not None and seen != mark:
        raise ChangedSince


def people_in(*people: Researcher | None) -> list[tuple[int, int | None]]:
    return [(person.pk, person.user_id) for person in people if person]


def changes_in(changes: Iterable[Change]) -> list[tuple]:
    """How sure the matcher is, and the moment of looking, make no difference."""
    return sorted(
        (one.authorship, one.researcher, words_of(one.before), words_of(one.after)) for one in changes
    )


def words_of(standing: Standing | None) -> str:
    return f"{standing.status}, {standing.basis}" if standing else ""


def digest(*said: Any) -> str:
    return sha256(repr(said).encode()).hexdigest()[:32]
