"""Writes a verdict: attributions, new and merged researchers, their names and identifiers, and the log."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import md5

from django.db.backends.utils import CursorWrapper

from common.names import fold
from researchers.addresses import ADD_RESEARCHERS, EMPTY_COUNTERS, address_of, free_addresses
from researchers.former import keep_former
from researchers.identity.noting import look_before, note
from researchers.identity.verdicts import Verdict
from researchers.staleness import mark_stale

CREATE_PUT = """
CREATE TEMPORARY TABLE IF NOT EXISTS put_attribution (
    id bigint, authorship_id bigint, researcher_id bigint, status text, basis text, confidence float,
    reasons text[]
) ON COMMIT DROP
"""
COPY_PUT = "COPY put_attribution FROM STDIN"

DROP = "DELETE FROM researchers_attribution WHERE id = ANY(%(ids)s)"

CHANGE = """
UPDATE researchers_attribution AS attribution
SET researcher_id = put.researcher_id, status = put.status, basis = put.basis, confidence = put.confidence,
    reasons = put.reasons, decided_by_id = NULL,
    decided_at = CASE
        WHEN attribution.researcher_id = put.researcher_id THEN attribution.decided_at ELSE %(at)s
    END
FROM put_attribution AS put
WHERE attribution.id = put.id
"""

ADD = """
INSERT INTO researchers_attribution (
    authorship_id, researcher_id, status, basis, confidence, reasons, decided_at
)
SELECT authorship_id, researcher_id, status, basis, confidence, reasons, %(at)s
FROM put_attribution
WHERE id IS NULL
"""

# Where a page begins, in words that do not depend on numbers of sequences.
BEGINNINGS = """
SELECT authorship.id, work.slug, authorship.position
FROM works_authorship AS authorship
JOIN works_work AS work ON work.id = authorship.work_id
WHERE authorship.id = ANY(%(authorships)s)
"""
TAKEN_IDS = "SELECT public_id FROM researchers_researcher WHERE public_id = ANY(%(ids)s)"
NUMBERS = "SELECT public_id, id FROM researchers_researcher WHERE public_id = ANY(%(ids)s)"

RENAME = """
UPDATE researchers_researcher AS researcher
SET preferred_name = named.name, name_key = named.name_key, version = version + 1
FROM unnest(%(researchers)s::bigint[], %(names)s::text[], %(keys)s::text[]) AS named (id, name, name_key)
WHERE researcher.id = named.id
"""

ADD_VARIANTS = """
INSERT INTO researchers_namevariant (researcher_id, name, name_key, works_count)
SELECT put.researcher_id, authorship.name, authorship.name_key, count(DISTINCT authorship.work_id)
FROM put_attribution AS put
JOIN works_authorship AS authorship ON authorship.id = put.authorship_id
WHERE put.status = 'accepted'
GROUP BY put.researcher_id, authorship.name, authorship.name_key
ON CONFLICT (researcher_id, name) DO NOTHING
"""
DROP_VARIANTS = """
DELETE FROM researchers_namevariant AS variant
USING researchers_researcher AS researcher
WHERE researcher.id = variant.researcher_id
  AND researcher.id = ANY(%(former)s)
  AND researcher.user_id IS NULL
  AND NOT variant.is_former
  AND (variant.name <> researcher.preferred_name OR researcher.merged_into_id IS NOT NULL)
  AND NOT EXISTS (
      SELECT FROM researchers_attribution AS attribution
      JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
      WHERE attribution.researcher_id = researcher.id
        AND attribution.status IN ('accepted', 'disputed')
        AND authorship.name = variant.name
  )
"""

# An identifier goes with most of the authorships that print it, also away from a page for which all of these that it
# had were refused, but never away from a claimed page.
PUT_IDENTIFIERS = """
WITH printed AS (
    SELECT attribution.researcher_id, stated.id, count(*) AS number
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    CROSS JOIN LATERAL (
        VALUES (CASE WHEN %(source_ids)s THEN authorship.source_author_id ELSE '' END),
               (CASE WHEN authorship.orcid <> '' THEN 'orcid:' || authorship.orcid ELSE '' END)
    ) AS stated (id)
    WHERE attribution.researcher_id = ANY(%(concerned)s)
      AND attribution.status IN ('accepted', 'disputed')
      AND stated.id <> ''
    GROUP BY attribution.researcher_id, stated.id
),
chosen AS (
    SELECT DISTINCT ON (id) id, researcher_id FROM printed ORDER BY id, number DESC, researcher_id
)
INSERT INTO researchers_externalid AS known (researcher_id, scheme, value)
SELECT researcher_id, split_part(id, ':', 1), substr(id, strpos(id, ':') + 1)
FROM chosen
ORDER BY id
ON CONFLICT (scheme, value) DO UPDATE SET researcher_id = EXCLUDED.researcher_id
WHERE known.researcher_id <> EXCLUDED.researcher_id
  AND (known.researcher_id = ANY(%(concerned)s) OR (
      SELECT bool_and(attribution.status = 'rejected')
      FROM researchers_attribution AS attribution
      JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
      WHERE attribution.researcher_id = known.researcher_id
        AND attribution.status <> 'proposed'
        AND known.scheme || ':' || known.value IN ('orcid:' || authorship.orcid, authorship.source_author_id)
  ))
  AND NOT EXISTS (
      SELECT FROM researchers_researcher AS holder
      WHERE holder.id = known.researcher_id AND holder.user_id IS NOT NULL
  )
"""

MERGE = """
UPDATE researchers_researcher AS researcher
SET merged_into_id = merged.now, version = version + 1
FROM unnest(%(former)s::bigint[], %(now)s::bigint[]) AS merged (former, now)
WHERE researcher.id = merged.former OR researcher.merged_into_id = merged.former
"""
# An ORCID iD that no work of the page prints any more stays behind, rather than be the second one of the other page.
MERGE_IDENTIFIERS = """
UPDATE researchers_externalid AS known
SET researcher_id = merged.now
FROM unnest(%(former)s::bigint[], %(now)s::bigint[]) AS merged (former, now)
WHERE known.researcher_id = merged.former
  AND NOT (known.scheme = 'orcid' AND EXISTS (
      SELECT FROM researchers_externalid AS own
      WHERE own.researcher_id = merged.now AND own.scheme = 'orcid' AND own.value <> known.value
  ))
"""
# What the resolver does not look at, and what somebody refused, goes along; what others were offered does not.
# Where two pages have something to say of one name, one row goes: see noting.rest_of.
DROP_OFFERS = """
WITH said AS (
    SELECT attribution.id, attribution.status, attribution.authorship_id, merged.now,
           row_number() OVER (
               PARTITION BY merged.now, attribution.authorship_id
               ORDER BY attribution.status NOT IN ('accepted', 'disputed'), attribution.status, attribution.id
           ) AS number
    FROM unnest(%(former)s::bigint[], %(now)s::bigint[]) AS merged (former, now)
    JOIN researchers_attribution AS attribution ON attribution.researcher_id = merged.former
    WHERE attribution.status <> 'proposed'
)
DELETE FROM researchers_attribution AS attribution
WHERE attribution.researcher_id = ANY(%(former)s)
  AND NOT EXISTS (
      SELECT FROM said
      WHERE said.id = attribution.id AND said.number = 1 AND NOT EXISTS (
          SELECT FROM researchers_attribution AS other
          WHERE other.authorship_id = said.authorship_id AND other.researcher_id = said.now
      )
  )
"""
MERGE_ATTRIBUTIONS = """
UPDATE researchers_attribution AS attribution
SET researcher_id = merged.now
FROM unnest(%(former)s::bigint[], %(now)s::bigint[]) AS merged (former, now)
WHERE attribution.researcher_id = merged.former
"""

WORKS_OF = "SELECT id, work_id FROM works_authorship WHERE id = ANY(%(authorships)s)"


def write(
    cursor: CursorWrapper, verdict: Verdict, *, at: datetime, source_ids: bool = True, marks: bool = True
) -> None:
    """Write all of a verdict. Whoever calls holds the rows and knows that they are as they were judged."""
    numbers = add_researchers(cursor, verdict)
    put(cursor, verdict, numbers, at)
    merged = {former: numbers.get(now, now) for former, now in verdict.merged.items()}
    before = look_before(cursor, verdict, merged)
    rename(cursor, {n: name for n, name in verdict.names.items() if n > 0})
    concerned = sorted(
        {numbers.get(wanted.researcher, wanted.researcher) for _, wanted in verdict.put}
        | {before.researcher for before, _ in verdict.put if before}
        | {one.researcher for one in verdict.drop}
        | {*merged, *merged.values()}
    )
    # Before pages are merged: what others print by now does not go along to a claimed page, which would keep it.
    cursor.execute(PUT_IDENTIFIERS, {"concerned": concerned, "source_ids": source_ids})
    merge(cursor, merged)
    cursor.execute(ADD_VARIANTS)
    keep_former(cursor, "put_attribution")
    former = sorted({move.former for move in verdict.moves} | set(merged))
    cursor.execute(DROP_VARIANTS, {"former": former})
    if marks:
        mark_stale(cursor, works_of(cursor, concerning_others(verdict)).values(), concerned)
    note(cursor, verdict, numbers, before, at)


def changed_hands(verdict: Verdict) -> list[int]:
    return [wanted.authorship for _, wanted in verdict.changing_hands()]


def concerning_others(verdict: Verdict) -> list[int]:
    """Authorships of which all authors of the work hear: those that change hands, and those of offers.

    An offer that comes or goes is a doubt about whoever lists the name.
    """
    offered = (wanted.authorship for _, wanted in verdict.put if wanted.status == "proposed")
    return [*changed_hands(verdict), *offered, *(one.authorship for one in verdict.drop)]


def works_of(cursor: CursorWrapper, authorships: Iterable[int]) -> dict[int, int]:
    cursor.execute(WORKS_OF, {"authorships": list(authorships)})
    return dict(cursor.fetchall())


def put(cursor: CursorWrapper, verdict: Verdict, numbers: dict[int, int], at: datetime) -> None:
    """Let what is outdated go, change what stands, add what is new: an authorship is never two people's."""
    cursor.execute(CREATE_PUT)
    cursor.execute("TRUNCATE put_attribution")
    with cursor.copy(COPY_PUT) as copy:
        for before, one in verdict.put:
            number = numbers.get(one.researcher, one.researcher)
            row = (one.authorship, number, one.status, one.basis, one.confidence, list(one.reasons))
            copy.write_row((before.id if before else None, *row))
    cursor.execute(DROP, {"ids": [one.id for one in verdict.drop]})
    cursor.execute(CHANGE, {"at": at})
    cursor.execute(ADD, {"at": at})


def add_researchers(cursor: CursorWrapper, verdict: Verdict) -> dict[int, int]:
    """Make the new researchers; the number of each by the one it had in the verdict."""
    if not verdict.new:
        return {}
    ids = public_ids(cursor, verdict)
    names = [verdict.names[number] for number in verdict.new]
    addresses = free_addresses(cursor, [address_of("name:", name) for name in names])
    with cursor.copy(ADD_RESEARCHERS) as copy:
        for number, name, slug in zip(verdict.new, names, addresses, strict=True):
            copy.write_row((slug, ids[number], name, fold(name)[:500], None, *EMPTY_COUNTERS))
    cursor.execute(NUMBERS, {"ids": list(ids.values())})
    made = dict(cursor.fetchall())
    return {number: made[public_id] for number, public_id in ids.items()}


def public_ids(cursor: CursorWrapper, verdict: Verdict) -> dict[int, str]:
    """Public ids that nobody has, the same whenever the record is built anew in the same way."""
    cursor.execute(BEGINNINGS, {"authorships": [verdict.first[number] for number in verdict.new]})
    beginnings = {authorship: f"{slug}#{position}" for authorship, slug, position in cursor.fetchall()}
    wanted = {number: beginnings[verdict.first[number]] for number in verdict.new}
    ids: dict[int, str] = {}
    attempt = 0
    while missing := [number for number in wanted if number not in ids]:
        made = {number: digest(f"{wanted[number]}#{attempt}") for number in missing}
        cursor.execute(TAKEN_IDS, {"ids": list(made.values())})
        taken = {row[0] for row in cursor.fetchall()}
        ids |= {number: one for number, one in made.items() if one not in taken}
        attempt += 1
    return ids


def digest(text: str) -> str:
    return md5(f"person:{text}".encode(), usedforsecurity=False).hexdigest()[:16]


def rename(cursor: CursorWrapper, names: dict[int, str]) -> None:
    if names:
        keys = [fold(name)[:500] for name in names.values()]
        cursor.execute(RENAME, {"researchers": list(names), "names": list(names.values()), "keys": keys})


def merge(cursor: CursorWrapper, merged: dict[int, int]) -> None:
    """Let these pages lead to others, with all that still hangs on them."""
    if merged:
        pairs = {"former": list(merged), "now": list(merged.values())}
        for statement in (DROP_OFFERS, MERGE_ATTRIBUTIONS, MERGE_IDENTIFIERS, MERGE):
            cursor.execute(statement, pairs)
