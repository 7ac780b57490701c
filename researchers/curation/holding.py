"""What everybody who decides about identities does first and last: hold the rows, and say what is stale."""

from collections.abc import Iterable

from accounts.models import User
from common.turns import take_turn
from researchers.curation.refusals import CannotCurate
from researchers.models import Attribution, Researcher, ResearcherQuerySet
from works.models import Authorship


def works_of(authorships: Iterable[int]) -> set[int]:
    return set(Authorship.objects.filter(pk__in=list(authorships)).values_list("work_id", flat=True))


def hold(authorships: Iterable[int], *people: Researcher) -> None:
    """Keep until commit: first the attributions, then everybody on the works, each in the order of ids.

    That is the order of those who answer for a work and of the matcher, so that nobody waits in a circle.
    """
    authorships = list(authorships)
    rows = Attribution.objects.filter(authorship__in=authorships)
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    concerned_by(authorships, *(person.pk for person in people)).hold()


def begin(*people: Researcher, by: User | None) -> list[Researcher]:
    """Take turns with imports and other curation, and read the people as they are now. Raises CannotCurate."""
    take_turn()
    now = Researcher.objects.in_bulk([person.pk for person in people])
    current = [must_be_current(now[person.pk]) for person in people]
    refuse_own(by, *current)
    return current


def refuse_own(by: User | None, *people: Researcher | None) -> None:
    """Nobody decides who they are themselves, as nobody decides on their own claim. Raises CannotCurate."""
    if by and any(person and person.user_id == by.pk for person in people):
        raise CannotCurate(
            "This is about your own page: another administrator has to decide it. "
            "Which works are yours, you say on your page."
        )


def must_be_current(person: Researcher) -> Researcher:
    if person.merged_into_id:
        raise CannotCurate(
            f"The page of {person.preferred_name} ({person.slug}) was merged into another in the meantime."
        )
    return person


def authorships_of(person: Researcher) -> list[int]:
    """Every authorship that anything stands about for this person."""
    return list(person.attributions.values_list("authorship_id", flat=True))


def mark_stale(authorships: Iterable[int], *people: int) -> None:
    """Everybody on the works is counted anew, and scored anew: who stands by a work speaks for all of its authors."""
    concerned_by(authorships, *people).mark_stale()


def concerned_by(authorships: Iterable[int], *people: int) -> ResearcherQuerySet:
    """These people, and everybody on the works. Asked one after the other: with OR, PostgreSQL reads everybody."""
    on_works = Researcher.objects.on_works(works_of(authorships)).values_list("pk", flat=True)
    return Researcher.objects.filter(pk__in={*people, *on_works})
