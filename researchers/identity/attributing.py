"""A few new works at once: each name on them is compared with those who are settled, who stay as they are."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from common.names import fold
from common.naming import PersonalName, compare, parse
from researchers.identity.deciding import write
from researchers.identity.evidence import words_of
from researchers.identity.gathering import Asked, commonness, gather
from researchers.identity.mentions import Mention, ends_of
from researchers.identity.units import resolve_units
from researchers.identity.verdicts import judge

# Names of the blocks that the new ones belong to. Relies on authorship_block and block_joint.
NAMES = """
SELECT DISTINCT block.key, block.joint, authorship.name, authorship.family
FROM researchers_block AS own
JOIN researchers_block AS block ON block.joint = own.joint
JOIN works_authorship AS authorship ON authorship.block = block.key
WHERE own.key = ANY(%(blocks)s)
"""

# Of everybody who could be meant the latest works: enough to know them by, however many they have. Relies on
# authorship_name_key.
LATEST = """
SELECT id
FROM (
    SELECT authorship.id,
           row_number() OVER (PARTITION BY attribution.researcher_id ORDER BY work.year DESC, work.id DESC) AS place
    FROM works_authorship AS authorship
    JOIN works_work AS work ON work.id = authorship.work_id
    JOIN researchers_attribution AS attribution
      ON attribution.authorship_id = authorship.id AND attribution.status IN ('accepted', 'disputed')
    WHERE authorship.name_key = ANY(%(keys)s)
      AND authorship.name = ANY(%(names)s)
      AND authorship.block = ANY(%(blocks)s)
) AS listed
WHERE place <= %(number)s
"""
KNOWN_BY = 12

# Whoever is on these works already is not on them a second time.
FELLOWS = """
SELECT fellow.id
FROM works_authorship AS printed
JOIN works_authorship AS fellow ON fellow.work_id = printed.work_id
WHERE printed.id = ANY(%(new)s) AND fellow.block = ANY(%(blocks)s)
"""


def attribute(cursor: CursorWrapper, new: Sequence[tuple[int, str, str, str]]) -> None:
    """Say whose these authorships (id, printed name, its family name, block) are. Marks nobody as stale."""
    blocks, names = who_could_be_meant(cursor, new)
    keys = sorted({fold(name) for name in names})
    cursor.execute(LATEST, {"blocks": list(blocks), "keys": keys, "names": names, "number": KNOWN_BY})
    latest = {row[0] for row in cursor.fetchall()}
    cursor.execute(FELLOWS, {"blocks": list(blocks), "new": [number for number, *_ in new]})
    fellows = {row[0] for row in cursor.fetchall()}
    gathered = gather(cursor, blocks, some=sorted(latest | fellows))
    mentions = list(gathered.mentions())
    people = resolve_units(gathered, commonness(cursor, asked_of(mentions)), gathered.fixed())
    verdict = judge(gathered, people)
    verdict.names = {number: name for number, name in verdict.names.items() if number < 0}
    write(cursor, verdict, at=timezone.now(), marks=False)


def who_could_be_meant(
    cursor: CursorWrapper, new: Sequence[tuple[int, str, str, str]]
) -> tuple[dict[str, str], list[str]]:
    """The blocks of these names with their joint keys, and the names in them that could be the same people's."""
    cursor.execute(NAMES, {"blocks": sorted({block for _, _, _, block in new})})
    rows = cursor.fetchall()
    joints = {key: joint for key, joint, _, _ in rows}
    wanted: defaultdict[str, list[PersonalName]] = defaultdict(list)
    for _, name, family, block in new:
        wanted[joints[block]].append(parse(name, family))
    names = {name for _, joint, name, family in rows if could_be(parse(name, family), wanted[joint])}
    return joints, sorted(names)


def could_be(name: PersonalName, wanted: Sequence[PersonalName]) -> bool:
    return any(compare(name, one).compatible for one in wanted)


def asked_of(mentions: Sequence[Mention]) -> Asked:
    """The names and words whose commonness comparing asks for."""
    works = {mention.work.id: mention.work for mention in mentions}.values()
    names = {name for work in works for name in work.authors}
    # Family names may be several words, each of which may be how another name ends.
    ends = {end for name in names for end in (*ends_of(name), *name.split(" "))}
    words = {word for work in works for word in words_of(work.title)}
    return Asked(sorted(names), sorted(ends), sorted(words))
