"""Names that a page lists, after works came to it or left it."""

from collections.abc import Iterable

from django.db.models import F

from common.names import fold
from researchers.curation.plans import Renaming
from researchers.former import mark_former_forms
from researchers.models import Attribution, NameVariant, Researcher


def printed_names(authorships: Iterable[int]) -> set[str]:
    rows = Attribution.objects.filter(authorship__in=list(authorships))
    return set(rows.values_list("authorship__name", flat=True))


def refit_names(people: Iterable[int], names: Iterable[str]) -> None:
    """Of these names, give each page those printed on its works, and take those that are not."""
    wanted = set(names)
    for person in Researcher.objects.filter(pk__in=list(people)):
        listed = Attribution.objects.accepted().filter(researcher=person, authorship__name__in=wanted)
        printed = set(listed.values_list("authorship__name", flat=True))
        gone = wanted - printed - {person.preferred_name}
        person.name_variants.filter(name__in=gone, is_former=False).delete()
        add_names(person, printed)


def call_again(renamed: Iterable[Renaming]) -> None:
    """Give pages their former names back, where these are printed and nobody has called them otherwise since."""
    for one in renamed:
        printed = Attribution.objects.accepted().filter(authorship__name=one.before)
        Researcher.objects.unclaimed().filter(
            pk=one.page, preferred_name=one.after, pk__in=printed.values("researcher")
        ).update(preferred_name=one.before, name_key=fold(one.before)[:500], version=F("version") + 1)


def add_names(person: Researcher, names: Iterable[str]) -> None:
    NameVariant.objects.bulk_create(
        (NameVariant(researcher=person, name=name, name_key=fold(name)) for name in sorted(names)),
        ignore_conflicts=True,
    )
    mark_former_forms([person.pk])
