"""What nobody is, whoever decides: two authors of one work, and the bearer of two ORCID iDs."""

from collections.abc import Collection, Sequence

from researchers.curation.changes import LISTED
from researchers.curation.refusals import CannotCurate
from researchers.models import Attribution, Researcher

NAMED_WORKS = 3


def in_words(titles: Sequence[str]) -> str:
    named = ", ".join(f"“{title[:100]}”" for title in titles[:NAMED_WORKS])
    return f"{named} and others" if len(titles) > NAMED_WORKS else named


def orcids_of(person: Researcher) -> list[str]:
    """Those known to be theirs, and those printed on their works."""
    known = person.external_ids.filter(scheme="orcid").values_list("value", flat=True)
    listed = Attribution.objects.accepted().filter(researcher=person).exclude(authorship__orcid="")
    return sorted({*known, *listed.values_list("authorship__orcid", flat=True)})


def refuse_second_place(chosen: Collection[Attribution], to: Researcher) -> None:
    """Nobody is two authors of one work. Raises CannotCurate."""
    works = [row.authorship.work_id for row in chosen]
    others = Attribution.objects.filter(researcher=to, authorship__work__in=works, status__in=LISTED)
    coming = [row.authorship_id for row in chosen]
    if other := others.exclude(authorship__in=coming).select_related("authorship__work").first():
        title = other.authorship.work.title[:100]
        raise CannotCurate(f"{to.preferred_name} is another author of “{title}”.")


def refuse_other_orcids(chosen: Collection[Attribution], to: Researcher | None) -> None:
    """Nobody has two ORCID iDs. Raises CannotCurate."""
    printed = {row.authorship.orcid for row in chosen} - {""}
    known = set(orcids_of(to)) if to else set()
    if len(printed) > 1 or (known and printed - known):
        raise CannotCurate(
            f"The works and the page carry different ORCID iDs ({', '.join(sorted(printed | known))})."
        )
