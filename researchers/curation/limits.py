"""What nobody is, whoever decides: two authors of one work, and the bearer of two ORCID iDs; and what is contested."""

from collections.abc import Collection, Iterable, Sequence

from researchers.curation.changes import LISTED, Change
from researchers.curation.refusals import CannotCurate, Contested
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


def refuse_contested(changes: Iterable[Change]) -> None:
    """A work that is disputed stays as it is until the dispute is decided. Raises Contested."""
    changes = list(changes)
    rows = Attribution.objects.contested().filter(authorship__in={change.authorship for change in changes})
    refuse_contested_among(rows.select_related("authorship__work", "researcher").order_by("pk"), changes)


def refuse_contested_among(contested: Iterable[Attribution], changes: Iterable[Change]) -> None:
    """The same, of rows that were read already."""
    pairs = {(change.authorship, change.researcher) for change in changes}
    for row in contested:
        if (row.authorship_id, row.researcher_id) in pairs:
            raise Contested(
                f"A dispute about “{row.authorship.work.title[:100]}” on the page of "
                f"{row.researcher.preferred_name} is open. It has to be decided first."
            )


def refuse_contested_pages(*people: Researcher) -> None:
    """Neither does a page become a part of another, or come apart, while it is open whose it is. Raises Contested."""
    if page := next((person for person in people if person.contested_at), None):
        raise Contested(
            f"A dispute about whose the page of {page.preferred_name} ({page.slug}) is, is open. "
            "It has to be decided first."
        )


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
