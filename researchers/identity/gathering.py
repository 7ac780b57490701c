"""From the tables to what the resolver looks at: all of some blocks at once, a statement per question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.backends.utils import CursorWrapper

from researchers.identity.mentions import Commonness, Elsewhere, Mention, PrintedWork
from researchers.identity.standing import Decision, Gathered, Holder, Place, ids_of

# What only a user's upload states proves nothing, and what is withdrawn is shown nowhere: neither is looked at.
# A name that is printed no more is kept for what people said against it: it becomes nobody's. Relies on
# authorship_block.
MENTIONS = """
SELECT authorship.id, authorship.work_id, authorship.position, authorship.name, authorship.family,
       authorship.affiliations, authorship.email_domains, authorship.orcid, authorship.source_author_id,
       authorship.block
FROM works_authorship AS authorship
JOIN works_work AS work ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.self_reported
WHERE authorship.block = ANY(%(blocks)s)
  AND (authorship.position < work.authors_count OR (
      SELECT true FROM researchers_attribution AS listed
      WHERE listed.authorship_id = authorship.id AND listed.status IN ('accepted', 'disputed')
  ))
  AND (%(some)s::bigint[] IS NULL OR authorship.id = ANY(%(some)s))
"""

INSTITUTIONS = """
SELECT affiliation.authorship_id, affiliation.institution_id
FROM works_affiliation AS affiliation
WHERE affiliation.authorship_id = ANY(%(authorships)s)
ORDER BY affiliation.authorship_id, affiliation.institution_id
"""

WORKS = """
SELECT work.id, work.year, work.title, coalesce(venue.name, ''), work.categories || work.keywords
FROM works_work AS work
LEFT JOIN works_venue AS venue ON venue.id = work.venue_id
WHERE work.id = ANY(%(works)s)
"""

AUTHORS = """
SELECT work_id, array_agg(name_key ORDER BY position)
FROM works_authorship
WHERE work_id = ANY(%(works)s)
GROUP BY work_id
"""

SUBJECTS = """
SELECT about.work_id, array_agg(topic.name ORDER BY topic.name)
FROM works_worktopic AS about
JOIN works_topic AS topic ON topic.id = about.topic_id
WHERE about.work_id = ANY(%(works)s)
GROUP BY about.work_id
"""

REFERENCES = """
SELECT citing_id, array_agg(cited_id)
FROM works_citation
WHERE citing_id = ANY(%(works)s) AND cited_id IS NOT NULL
GROUP BY citing_id
"""

# What was decided before the block was last resolved is settled, unless everything is to be asked anew; and what
# stood when somebody merged two pages, or undid what the matcher had taken from one, stays together, whatever is
# asked. Of some alone, nothing is asked anew.
DECISIONS = """
SELECT attribution.id, attribution.authorship_id, attribution.researcher_id, attribution.status,
       attribution.basis, attribution.confidence, attribution.reasons,
       %(some)s::bigint[] IS NOT NULL OR attribution.decided_at <= block.resolved_at AND NOT block.anew OR EXISTS (
           SELECT FROM researchers_identityevent AS merging
           WHERE merging.other_id = attribution.researcher_id
             AND merging.kind = 'merge'
             AND merging.details -> 'matcher' IS NULL
             AND merging.at >= attribution.decided_at
             AND NOT EXISTS (SELECT FROM researchers_identityevent AS undoing WHERE undoing.undoes_id = merging.id)
       ) OR EXISTS (
           SELECT FROM researchers_identityevent AS parting
           JOIN researchers_identityevent AS undoing ON undoing.undoes_id = parting.id
           WHERE parting.researcher_id = attribution.researcher_id
             AND parting.kind IN ('split', 'move')
             AND parting.details -> 'matcher' IS NOT NULL
             AND undoing.at >= attribution.decided_at
       ) AS settled,
       attribution.decided_at
FROM works_authorship AS authorship
JOIN researchers_attribution AS attribution ON attribution.authorship_id = authorship.id
LEFT JOIN researchers_block AS block ON block.key = authorship.block
WHERE authorship.block = ANY(%(blocks)s) AND (%(some)s::bigint[] IS NULL OR authorship.id = ANY(%(some)s))
ORDER BY attribution.id
"""

HOLDERS = """
SELECT researcher.id, researcher.preferred_name,
       researcher.user_id IS NOT NULL OR researcher.visibility <> '' OR researcher.memorial_since IS NOT NULL
       OR EXISTS (
           SELECT FROM researchers_namevariant AS former
           WHERE former.researcher_id = researcher.id AND former.is_former
       )
FROM researchers_researcher AS researcher
WHERE researcher.id = ANY(%(researchers)s) AND researcher.merged_into_id IS NULL
ORDER BY researcher.id
"""

# Everything that is listed of these people, by block, and whether people said so of any of it; what is not looked at
# counts for no block. Of what is not at hand, which of the works at hand they are on, and the ORCID iDs that are
# printed.
WHEREABOUTS = """
SELECT attribution.researcher_id,
       CASE WHEN work.withdrawn OR work.self_reported THEN NULL ELSE coalesce(block.joint, authorship.block) END,
       count(*),
       bool_or(attribution.basis IN ('confirmed', 'curated') OR attribution.status = 'disputed'),
       array_agg(work.id) FILTER (WHERE work.id = ANY(%(works)s) AND authorship.id <> ALL(%(mentions)s)),
       array_agg(authorship.orcid) FILTER (
           WHERE authorship.orcid <> '' AND authorship.id <> ALL(%(mentions)s)
             AND NOT work.withdrawn AND NOT work.self_reported
       )
FROM researchers_attribution AS attribution
JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
JOIN works_work AS work ON work.id = authorship.work_id
LEFT JOIN researchers_block AS block ON block.key = authorship.block
WHERE attribution.researcher_id = ANY(%(researchers)s) AND attribution.status IN ('accepted', 'disputed')
GROUP BY 1, 2
"""

DISTINCTIONS = """
SELECT coalesce(first.merged_into_id, first.id), coalesce(second.merged_into_id, second.id)
FROM researchers_distinction AS distinction
JOIN researchers_researcher AS first ON first.id = distinction.first_id
JOIN researchers_researcher AS second ON second.id = distinction.second_id
WHERE coalesce(first.merged_into_id, first.id) = ANY(%(researchers)s)
  AND coalesce(second.merged_into_id, second.id) = ANY(%(researchers)s)
"""

# Relies on external_id_unique.
KNOWN_IDS = """
SELECT known.scheme || ':' || known.value, coalesce(researcher.merged_into_id, researcher.id)
FROM unnest(%(schemes)s::text[], %(values)s::text[]) AS printed (scheme, value)
JOIN researchers_externalid AS known ON known.scheme = printed.scheme AND known.value = printed.value
JOIN researchers_researcher AS researcher ON researcher.id = known.researcher_id
"""

# What a claimed page says counts as printed; other pages only say what is printed.
OWN_ORCIDS = """
SELECT known.researcher_id, known.value
FROM researchers_externalid AS known
JOIN researchers_researcher AS researcher ON researcher.id = known.researcher_id
WHERE known.researcher_id = ANY(%(researchers)s) AND known.scheme = 'orcid' AND researcher.user_id IS NOT NULL
"""

FELLOWS = """
SELECT attribution.researcher_id, array_agg(authorship.work_id)
FROM works_authorship AS authorship
JOIN researchers_attribution AS attribution ON attribution.authorship_id = authorship.id
WHERE authorship.work_id = ANY(%(works)s)
  AND attribution.researcher_id = ANY(%(researchers)s)
  AND attribution.status IN ('accepted', 'disputed')
GROUP BY attribution.researcher_id
"""
PRINTED_ORCIDS = """
WITH printed AS (
    SELECT attribution.researcher_id, authorship.orcid
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id AND authorship.orcid <> ''
    JOIN works_work AS work ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.self_reported
    WHERE attribution.researcher_id = ANY(%(researchers)s) AND attribution.status IN ('accepted', 'disputed')
    UNION
    SELECT known.researcher_id, known.value
    FROM researchers_externalid AS known
    JOIN researchers_researcher AS researcher ON researcher.id = known.researcher_id
    WHERE known.researcher_id = ANY(%(researchers)s) AND known.scheme = 'orcid' AND researcher.user_id IS NOT NULL
)
SELECT researcher_id, array_agg(orcid) FROM printed GROUP BY researcher_id
"""

COMMON = "SELECT kind, key, number FROM researchers_commonness"
# Kind by kind, so that each key is looked up where it can stand.
COMMON_OF = """
SELECT kind, key, number FROM researchers_commonness WHERE kind = 'name' AND key = ANY(%(names)s)
UNION ALL
SELECT kind, key, number FROM researchers_commonness WHERE kind IN ('family', 'given') AND key = ANY(%(ends)s)
UNION ALL
SELECT kind, key, number FROM researchers_commonness WHERE kind = 'word' AND key = ANY(%(words)s)
UNION ALL
SELECT kind, key, number FROM researchers_commonness WHERE kind = 'all'
"""


def gather(
    cursor: CursorWrapper,
    joints: Mapping[str, str],
    *,
    some: list[int] | None = None,
    without_source_ids: bool = False,
) -> Gathered:
    """Everything about the blocks with these keys, each with the key under which it is resolved.

    Where some authorships are given only these: all that is listed is settled, and what is gathered about people is
    what may speak against their having the others.
    """
    blocks = list(joints)
    units: defaultdict[str, list[Mention]] = defaultdict(list)
    for block, mention in mentions_of(cursor, blocks, some, without_source_ids=without_source_ids):
        units[joints[block]].append(mention)
    decisions = decisions_of(cursor, blocks, some)
    concerned = sorted({one.researcher for one in decisions})
    cursor.execute(DISTINCTIONS, {"researchers": concerned})
    distinct = frozenset((first, second) for first, second in cursor.fetchall())
    mentions = [one for unit in units.values() for one in unit]
    if some is not None:
        listed = {one.authorship for one in decisions if one.is_listed}
        mentions = [one for one in mentions if one.id not in listed]
    known = known_ids(cursor, mentions)
    researchers = sorted({*concerned, *known.values()})
    if some is None:
        places, elsewhere = whereabouts(cursor, researchers, mentions)
    else:
        places, elsewhere = {}, near(cursor, researchers, mentions)
    return Gathered(
        units=dict(units),
        decisions=decisions,
        holders=holders_of(cursor, concerned, places),
        distinct=distinct,
        known_ids=known,
        elsewhere=elsewhere,
    )


def mentions_of(
    cursor: CursorWrapper,
    blocks: list[str],
    some: list[int] | None = None,
    *,
    without_source_ids: bool = False,
) -> list[tuple[str, Mention]]:
    """Every authorship of these blocks with the key of its block."""
    cursor.execute(MENTIONS, {"blocks": blocks, "some": some})
    rows = cursor.fetchall()
    works = works_of(cursor, {row[1] for row in rows})
    placed = [row[0] for row in rows if row[5]]
    cursor.execute(INSTITUTIONS, {"authorships": placed})
    institutions: defaultdict[int, list[int]] = defaultdict(list)
    for authorship, institution in cursor.fetchall():
        institutions[authorship].append(institution)
    return [
        (
            block,
            Mention(
                id=number,
                work=works[work],
                position=position,
                name=name,
                family=family,
                affiliations=tuple(affiliations),
                institutions=tuple(institutions.get(number, ())),
                domains=tuple(domains),
                orcid=orcid,
                source_id="" if without_source_ids else source_id,
            ),
        )
        for number, work, position, name, family, affiliations, domains, orcid, source_id, block in rows
    ]


def works_of(cursor: CursorWrapper, ids: Iterable[int]) -> dict[int, PrintedWork]:
    works = {"works": sorted(ids)}
    authors, subjects, references = (
        asked(cursor, question, works) for question in (AUTHORS, SUBJECTS, REFERENCES)
    )
    cursor.execute(WORKS, works)
    return {
        number: PrintedWork(
            id=number,
            year=year,
            title=title,
            venue=venue,
            authors=tuple(authors.get(number, ())),
            subjects=(*keywords, *subjects.get(number, ())),
            references=frozenset(references.get(number, ())),
        )
        for number, year, title, venue, keywords in cursor.fetchall()
    }


def asked(cursor: CursorWrapper, question: str, parameters: dict[str, list[int]]) -> dict[int, list]:
    """The answers by the number they are about."""
    cursor.execute(question, parameters)
    return dict(cursor.fetchall())


def decisions_of(
    cursor: CursorWrapper, blocks: list[str], some: list[int] | None = None
) -> tuple[Decision, ...]:
    cursor.execute(DECISIONS, {"blocks": blocks, "some": some})
    return tuple(
        Decision(number, authorship, researcher, status, basis, sure, tuple(reasons), bool(settled), at)
        for number, authorship, researcher, status, basis, sure, reasons, settled, at in cursor.fetchall()
    )


def holders_of(
    cursor: CursorWrapper, researchers: list[int], places: Mapping[int, Mapping[str, Place]]
) -> dict[int, Holder]:
    """These people, but for those who were merged into others."""
    cursor.execute(HOLDERS, {"researchers": researchers})
    return {
        number: Holder(number, name, is_claimed, places.get(number, {}))
        for number, name, is_claimed in cursor.fetchall()
    }


def whereabouts(
    cursor: CursorWrapper, researchers: list[int], mentions: Sequence[Mention]
) -> tuple[dict[int, dict[str, Place]], dict[int, Elsewhere]]:
    """What of theirs stands in which joint block, and what else they have that forbids anything here."""
    places: defaultdict[int, dict[str, Place]] = defaultdict(dict)
    works: defaultdict[int, set[int]] = defaultdict(set)
    orcids: defaultdict[int, set[str]] = defaultdict(set)
    at_hand = {"works": sorted({one.work.id for one in mentions}), "mentions": [one.id for one in mentions]}
    cursor.execute(WHEREABOUTS, {"researchers": researchers, **at_hand})
    for researcher, joint, names, is_decided, their_works, their_orcids in cursor.fetchall():
        if joint is not None:
            places[researcher][joint] = Place(names, is_decided)
        works[researcher].update(their_works or ())
        orcids[researcher].update(their_orcids or ())
    cursor.execute(OWN_ORCIDS, {"researchers": researchers})
    for researcher, orcid in cursor.fetchall():
        orcids[researcher].add(orcid)
    elsewhere = {
        one: Elsewhere(frozenset(works[one]), frozenset(orcids[one]))
        for one in researchers
        if works[one] or orcids[one]
    }
    return places, elsewhere


def near(cursor: CursorWrapper, researchers: list[int], new: Sequence[Mention]) -> dict[int, Elsewhere]:
    """What these people have on the works of the new mentions, and their ORCID iDs if a new one is printed."""
    found: defaultdict[int, Elsewhere] = defaultdict(Elsewhere)
    cursor.execute(FELLOWS, {"researchers": researchers, "works": sorted({one.work.id for one in new})})
    for researcher, works in cursor.fetchall():
        found[researcher] = Elsewhere(works=frozenset(works))
    if any(one.orcid for one in new):
        cursor.execute(PRINTED_ORCIDS, {"researchers": researchers})
        for researcher, orcids in cursor.fetchall():
            found[researcher] = replace(found[researcher], orcids=frozenset(orcids))
    return dict(found)


def known_ids(cursor: CursorWrapper, mentions: Iterable[Mention]) -> dict[str, int]:
    """Whose the printed identifiers are, as far as that is known."""
    printed = {one for mention in mentions for one in ids_of(mention)}
    if not printed:
        return {}
    schemes, values = zip(*(one.split(":", 1) for one in sorted(printed)), strict=True)
    cursor.execute(KNOWN_IDS, {"schemes": list(schemes), "values": list(values)})
    return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Asked:
    """Names, their first and last words, and words of titles."""

    names: list[str]
    ends: list[str]
    words: list[str]


def commonness(cursor: CursorWrapper, asked: Asked | None = None) -> Commonness:
    """What is known of names and words in general: of all, or of these."""
    if asked is None:
        cursor.execute(COMMON)
    else:
        cursor.execute(COMMON_OF, {"names": asked.names, "ends": asked.ends, "words": asked.words})
    kinds: dict[str, dict[str, int]] = {"name": {}, "family": {}, "given": {}, "word": {}, "all": {}}
    for kind, key, number in cursor.fetchall():
        kinds[kind][key] = number
    return Commonness(
        names=kinds["name"],
        families=kinds["family"],
        given_names=kinds["given"],
        words=kinds["word"],
        works=kinds["all"].get("works", 1),
        different_names=kinds["all"].get("names", 0),
    )
