"""Names that somebody bears no more: known for matching, and said nowhere."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from common.names import fold
from common.naming import compare, parse
from researchers.models import NameVariant, Researcher

# Who among those on whom something was decided just now has borne another name. Relies on name_variant_former: there
# are few of them, whatever the number of names.
RENAMED = """
SELECT DISTINCT former.researcher_id
FROM researchers_namevariant AS former
JOIN researchers_attribution AS attribution ON attribution.researcher_id = former.researcher_id
JOIN {table} AS concerned ON concerned.authorship_id = attribution.authorship_id
WHERE former.is_former
"""
# Relies on the unique index of attribution(authorship_id) among accepted ones, and on name_variant_unique.
REPLACED = """
SELECT authorship.id, person.preferred_name
FROM works_authorship AS authorship
JOIN researchers_attribution AS attribution
  ON attribution.authorship_id = authorship.id AND attribution.status IN ('accepted', 'disputed')
JOIN researchers_namevariant AS former
  ON former.researcher_id = attribution.researcher_id AND former.name = authorship.name AND former.is_former
JOIN researchers_researcher AS person ON person.id = former.researcher_id
WHERE authorship.work_id = ANY(%(works)s)
"""


def keep_former(cursor: CursorWrapper, table: str) -> None:
    """What an import prints of a former name, in whatever form, does not bring it back to the page."""
    cursor.execute(RENAMED.format(table=table))
    mark_former_forms([row[0] for row in cursor.fetchall()])


def mark_former_forms(people: Sequence[int]) -> None:
    """Call former what is another form of a former name of theirs, and none of their present one."""
    if not people:
        return
    known = NameVariant.objects.filter(Q(researcher__in=people) | Q(researcher__merged_into__in=people))
    former = [
        (one.researcher.merged_into_id or one.researcher_id, one.name)
        for one in known.filter(is_former=True).select_related("researcher")
    ]
    if not former:
        return
    called = dict(Researcher.objects.filter(pk__in=people).values_list("pk", "preferred_name"))
    others = NameVariant.objects.filter(researcher__in=people, is_former=False)
    found = [
        one.pk
        for one in others
        if any(
            pk == one.researcher_id and is_form_of(one.name, name, instead=called[pk]) for pk, name in former
        )
    ]
    NameVariant.objects.filter(pk__in=found).update(is_former=True)


def is_form_of(printed: str, former: str, *, instead: str) -> bool:
    """Whether a printed name says the former one, and not the one that is borne instead.

    "B. Okafor" of Bisi Okafor, who is Bola Okafor now, says nothing.
    """
    if fold(printed) == fold(instead):
        return False
    if fold(printed) == fold(former):
        return True
    name = parse(printed)
    return compare(name, parse(former)).compatible and not compare(name, parse(instead)).compatible


def replaced_names(works: Iterable[int]) -> dict[int, str]:
    """By authorship: the name that stands where the printed one is borne no more."""
    with connection.cursor() as cursor:
        cursor.execute(REPLACED, {"works": list(works)})
        return dict(cursor.fetchall())
