"""Who stays whose when a work is printed again: settled people keep their names on it, in whatever form.

Only a new ORCID iD that cannot be theirs, or a name that contradicts their others, lets the matcher look anew at what
it settled itself; where somebody else gets the work then, the log says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from common.naming import Kind, compare, parse
from researchers.curation.changes import Change, Standing
from researchers.curation.plans import Record, only_work
from researchers.models import IdentityEvent

REASON = "The name or the ORCID iD that these works print has changed."


@dataclass(frozen=True, slots=True)
class Reprinted:
    """An authorship whose author is printed otherwise than before, and in which block of names it was."""

    authorship: int
    former_block: str
    has_new_orcid: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What is printed otherwise on works that were known, and in which blocks names are printed no more."""

    reprinted: tuple[Reprinted, ...] = ()
    left: frozenset[str] = frozenset()
    all_new: bool = False  # nothing was known of any of the works


NOTHING = Changes()
ALL_NEW = Changes(all_new=True)

PUT_FORMER_BLOCKS = """
UPDATE keyed_authorship AS keyed
SET former_block = reprinted.block, is_reprinted = true
FROM unnest(%(authorships)s::bigint[], %(blocks)s::text[]) AS reprinted (id, block)
WHERE keyed.authorship_id = reprinted.id
"""

# Names that settled people are not known by, beside those that they are known by.
NEW_NAMES = """
SELECT keyed.authorship_id, keyed.name, keyed.family, array_agg(variant.name)
FROM keyed_authorship AS keyed
JOIN researchers_attribution AS attribution
  ON attribution.authorship_id = keyed.authorship_id AND attribution.status IN ('accepted', 'disputed')
JOIN researchers_namevariant AS variant ON variant.researcher_id = attribution.researcher_id
WHERE keyed.is_reprinted
GROUP BY keyed.authorship_id, keyed.name, keyed.family
HAVING NOT keyed.name = ANY(array_agg(variant.name))
"""

# Whose these already are, where the resolver has been: as long as the page knows the printed name, or it is a form of
# one that it knows, and has no other iD.
KEEP = """
UPDATE keyed_authorship AS keyed
SET known_id = attribution.researcher_id
FROM researchers_attribution AS attribution, researchers_block AS block
WHERE attribution.authorship_id = keyed.authorship_id
  AND attribution.status IN ('accepted', 'disputed')
  AND block.key = keyed.former_block
  AND block.resolved_at IS NOT NULL
  AND (keyed.orcid = '' OR NOT EXISTS (
      SELECT FROM researchers_externalid AS other
      WHERE other.researcher_id = attribution.researcher_id AND other.scheme = 'orcid'
        AND other.value <> keyed.orcid
  ))
"""
KEEP_SETTLED = f"""{KEEP}  AND EXISTS (
      SELECT FROM researchers_namevariant AS variant
      WHERE variant.researcher_id = attribution.researcher_id AND variant.name = keyed.name
  )
"""
KEEP_OTHER_FORMS = f"{KEEP}  AND keyed.authorship_id = ANY(%(other_forms)s)"

# An iD that came since: works of theirs print another one, or it is somebody else's who could be meant.
DOUBT_NEW_ORCIDS = """
UPDATE keyed_authorship AS keyed
SET known_id = NULL
FROM researchers_attribution AS attribution
WHERE keyed.authorship_id = ANY(%(authorships)s)
  AND NOT keyed.is_repeated
  AND attribution.authorship_id = keyed.authorship_id
  AND attribution.researcher_id = keyed.known_id
  AND attribution.status = 'accepted'
  AND attribution.basis IN ('source_id', 'matched')
  AND (EXISTS (
      SELECT FROM researchers_attribution AS own
      JOIN works_authorship AS printed ON printed.id = own.authorship_id
      WHERE own.researcher_id = keyed.known_id
        AND own.status IN ('accepted', 'disputed')
        AND printed.orcid NOT IN ('', keyed.orcid)
  ) OR EXISTS (
      SELECT FROM researchers_externalid AS known
      JOIN researchers_researcher AS holder ON holder.id = known.researcher_id
      WHERE known.scheme = 'orcid'
        AND known.value = keyed.orcid
        AND coalesce(holder.merged_into_id, holder.id) <> keyed.known_id
        AND NOT EXISTS (
            SELECT FROM researchers_attribution AS said
            JOIN works_authorship AS fellow ON fellow.id = said.authorship_id
            WHERE said.researcher_id = coalesce(holder.merged_into_id, holder.id)
              AND fellow.work_id = keyed.work_id
              AND (said.status IN ('accepted', 'disputed')
                   OR said.status = 'rejected' AND fellow.id = keyed.authorship_id)
        )
  ))
"""

UNSETTLED = """
SELECT keyed.authorship_id, keyed.name, attribution.researcher_id, attribution.status, attribution.basis,
       attribution.confidence, attribution.reasons, attribution.decided_by_id, attribution.decided_at
FROM keyed_authorship AS keyed
JOIN researchers_attribution AS attribution USING (authorship_id)
JOIN researchers_block AS block ON block.key = keyed.former_block AND block.resolved_at IS NOT NULL
WHERE keyed.is_reprinted
  AND keyed.known_id IS NULL
  AND attribution.status = 'accepted'
  AND attribution.basis IN ('source_id', 'matched')
ORDER BY keyed.authorship_id
"""
LISTED_NOW = """
SELECT attribution.authorship_id, authorship.name, attribution.researcher_id, attribution.status, attribution.basis,
       attribution.confidence, attribution.reasons, attribution.decided_by_id, attribution.decided_at
FROM researchers_attribution AS attribution
JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
WHERE attribution.authorship_id = ANY(%(authorships)s) AND attribution.status IN ('accepted', 'disputed')
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Whose an authorship is, and how that stands."""

    authorship: int
    name: str
    researcher: int
    standing: Standing


def keep_settled(cursor: CursorWrapper, changes: Changes) -> list[Listed]:
    """Note whose the keyed authorships stay; what was settled and is asked anew."""
    if changes.all_new:
        return []
    if not changes.reprinted:
        cursor.execute(KEEP_SETTLED)
        return []
    cursor.execute(
        PUT_FORMER_BLOCKS,
        {
            "authorships": [one.authorship for one in changes.reprinted],
            "blocks": [one.former_block for one in changes.reprinted],
        },
    )
    cursor.execute(KEEP_SETTLED)
    if forms := other_forms(cursor):
        cursor.execute(KEEP_OTHER_FORMS, {"other_forms": forms})
    if with_orcid := [one.authorship for one in changes.reprinted if one.has_new_orcid]:
        cursor.execute(DOUBT_NEW_ORCIDS, {"authorships": with_orcid})
    cursor.execute(UNSETTLED)
    return listed(cursor)


def other_forms(cursor: CursorWrapper) -> list[int]:
    """Authorships that print a name which their researchers were not known by, but which contradicts none of theirs."""
    cursor.execute(NEW_NAMES)
    return [
        authorship
        for authorship, name, family, variants in cursor.fetchall()
        if not any(contradicts(name, family, variant) for variant in variants)
    ]


def contradicts(name: str, family: str, variant: str) -> bool:
    """Whether given names differ; family names do where people change them."""
    kind = compare(parse(name, family), parse(variant)).kind
    return kind in (Kind.FIRST_CONTRADICTS, Kind.MIDDLE_CONTRADICTS, Kind.GENERATION_CONTRADICTS)


def listed(cursor: CursorWrapper) -> list[Listed]:
    return [
        Listed(
            authorship, name, researcher, Standing(status, basis, confidence, tuple(reasons), by, decided_at)
        )
        for authorship, name, researcher, status, basis, confidence, reasons, by, decided_at in cursor
    ]


def note_moves(cursor: CursorWrapper, former: Sequence[Listed]) -> None:
    """Write a line of the log for every two people of whom one got what was settled as the other's."""
    if not former:
        return
    cursor.execute(LISTED_NOW, {"authorships": [one.authorship for one in former]})
    now = {one.authorship: one for one in listed(cursor)}
    went: defaultdict[tuple[int, int], list[tuple[Listed, Listed]]] = defaultdict(list)
    for one in former:
        after = now.get(one.authorship)
        if after and after.researcher != one.researcher:
            went[one.researcher, after.researcher].append((one, after))
    at = timezone.now()
    IdentityEvent.objects.bulk_create(
        event_of(*people, pairs, at=at) for people, pairs in sorted(went.items(), key=lambda item: item[0])
    )


def event_of(former: int, now: int, pairs: Iterable[tuple[Listed, Listed]], *, at: datetime) -> IdentityEvent:
    pairs = list(pairs)
    changes = [
        change
        for before, after in pairs
        for change in (
            Change(before.authorship, former, before=before.standing, after=None),
            Change(after.authorship, now, before=None, after=after.standing),
        )
    ]
    record = Record(
        changes=tuple(changes),
        names=tuple(sorted({after.name for _, after in pairs})),
        matcher=True,
        more={"works": len(pairs)},
    )
    return IdentityEvent(
        kind=IdentityEvent.Kind.MOVE,
        researcher_id=former,
        other_id=now,
        work_id=only_work(change.authorship for change in changes),
        details=record.stored(),
        reason=REASON,
        at=at,
    )
