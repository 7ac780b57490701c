"""The vocabulary of titles: what words there are, how rare each is, and what a mistyped one was meant to be."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from rapidfuzz.distance import OSA

LONGEST_WORD = 60
# Of three letters nearly every word is near another one; of eight, two slips leave it to be known.
SHORTEST_MENDED, SHORTEST_OF_TWO_SLIPS = 4, 8
# A word of at most so many titles may itself be a slip, where one so many times as common is near.
RARE, COMMONER = 2, 20
# What is so many times as rare as the commonest word near is the same slip, made by others.
AS_RARE_AS_SLIPS = 100
MOST_MEANT = 3

# Skips of a word: without each of its letters, and whole. Two words that one slip tells apart (a letter left
# out, too many, wrong, or two swapped) have one in common, so that equality finds what trigrams do not.
SKIPS = """
    ARRAY(
        SELECT DISTINCT left({word}, place - 1) || substr({word}, place + 1)
        FROM generate_series(1, length({word}) + 1) AS place
    )
"""
ROW = f"word, works, coalesce((ts_lexize('english_stem', word))[1], ''), {SKIPS.format(word='word')}"

# What only a user reported teaches no words: others would be corrected to them. New words can be found at once; how
# often each occurs is counted by COUNT. In one order, so that two who learn the same words do not wait for each other
# in a circle.
LEARN = f"""
WITH printed AS (
    SELECT DISTINCT lexeme AS word, 1 AS works
    FROM works_work AS work
    CROSS JOIN unnest(to_tsvector('simple', works_plain_words(work.title)))
    WHERE work.id = ANY(%(works)s) AND NOT work.withdrawn AND NOT work.self_reported
),
unknown AS (
    SELECT * FROM printed AS new
    WHERE length(word) <= {LONGEST_WORD}
      AND NOT EXISTS (SELECT FROM works_searchword AS known WHERE known.word = new.word)
)
INSERT INTO works_searchword (word, works_count, stem, skips)
SELECT {ROW} FROM unknown ORDER BY word
ON CONFLICT (word) DO NOTHING
"""
# The vocabulary of the whole record anew: 5 seconds for 100,000 works. Rows that are right stay unwritten, and
# what is learned meanwhile stays.
COUNT = f"""
WITH printed AS MATERIALIZED (
    SELECT word, ndoc AS works
    FROM ts_stat(
        'SELECT to_tsvector(''simple'', works_plain_words(title)) FROM works_work
         WHERE NOT withdrawn AND NOT self_reported'
    )
    WHERE length(word) <= {LONGEST_WORD}
),
gone AS (
    DELETE FROM works_searchword AS known
    WHERE NOT EXISTS (SELECT FROM printed WHERE printed.word = known.word)
    RETURNING known.word
),
written AS (
    INSERT INTO works_searchword AS known (word, works_count, stem, skips)
    SELECT {ROW} FROM printed ORDER BY word
    ON CONFLICT (word) DO UPDATE SET works_count = EXCLUDED.works_count
    WHERE known.works_count <> EXCLUDED.works_count
    RETURNING known.word
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
"""
TAKE_TURN = "SELECT pg_advisory_xact_lock(hashtext('credence: words of titles'))"

# Relies on search_word_stem. How many works there are is what PostgreSQL last thought: it is only weighed with.
READ = """
WITH typed AS (
    SELECT word, min(place) AS place, coalesce((ts_lexize('english_stem', word))[1], '') AS stem
    FROM unnest(string_to_array(works_plain_words(%(text)s), ' ')) WITH ORDINALITY AS typed (word, place)
    WHERE word <> ''
    GROUP BY word
)
SELECT word,
       stem,
       (
           SELECT coalesce(sum(known.works_count), 0)::int
           FROM works_searchword AS known
           WHERE known.stem = typed.stem AND typed.stem <> ''
       ),
       (SELECT greatest(reltuples, 1)::int FROM pg_class WHERE oid = 'works_work'::regclass)
FROM typed
ORDER BY place
"""
# Relies on search_word_skips.
NEAR = f"""
SELECT typed.word, near.word, near.stem, near.works_count
FROM unnest(%(words)s::text[]) AS typed (word)
JOIN works_searchword AS near ON near.skips && {SKIPS.format(word="typed.word")}::varchar[]
WHERE near.word <> typed.word AND near.stem <> ''
"""
# Relies on work_search and work_title_words. The words are none of the vocabulary, so few works have them.
IN_TEXTS = """
SELECT typed.stem,
       (
           SELECT count(*) FROM works_work
           WHERE search @@ quote_literal(typed.stem)::tsquery OR title_words @@ quote_literal(typed.stem)::tsquery
       )
FROM unnest(%(stems)s::text[]) AS typed (stem)
"""


@dataclass(frozen=True, slots=True)
class Meant:
    """A word of the vocabulary that another one was perhaps meant to be."""

    word: str
    stem: str
    works: int


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word as typed, how many titles (or, if none, texts) have it, and what may have been meant."""

    word: str
    stem: str
    works: int
    meant: tuple[Meant, ...] = ()
    known_works: int = 1

    @property
    def is_unknown(self) -> bool:
        return not self.works

    @property
    def rarity(self) -> float:
        """The weight of a word: the logarithm of one in how many works has it."""
        works = self.works or max((one.works for one in self.meant), default=1)
        return math.log(1 + max(self.known_works, works) / works)


def learn_words(cursor: CursorWrapper, works: Iterable[int]) -> None:
    """Add what is new in the titles of these works."""
    cursor.execute(LEARN, {"works": sorted(works)})


def count_words() -> int:
    """Count all words of all titles anew; how many rows changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE_TURN)
        cursor.execute(COUNT)
        return cursor.fetchone()[0]


def read_typed(text: str) -> list[TypedWord]:
    """The words that count among those typed, in their order, each once."""
    with connection.cursor() as cursor:
        cursor.execute(READ, {"text": text})
        rows = [row for row in cursor.fetchall() if row[1]]
        known_works = max((max(works, known) for _, _, works, known in rows), default=1)
        typed = [TypedWord(word, stem, works, known_works=known_works) for word, stem, works, _ in rows]
        doubtful = [one for one in typed if one.works <= RARE]
        return mended(cursor, typed, doubtful) if doubtful else typed


def mended(cursor: CursorWrapper, typed: list[TypedWord], doubtful: list[TypedWord]) -> list[TypedWord]:
    """With what the doubtful ones may have been meant to be."""
    cursor.execute(IN_TEXTS, {"stems": [one.stem for one in doubtful if not one.works]})
    texts = dict(cursor.fetchall())
    cursor.execute(NEAR, {"words": [one.word for one in doubtful if can_be_mended(one.word)]})
    near = defaultdict(list)
    for word, *row in cursor.fetchall():
        near[word].append(Meant(*row))
    return [with_meant(one, texts, near[one.word]) if one in doubtful else one for one in typed]


def with_meant(one: TypedWord, texts: dict[str, int], near: list[Meant]) -> TypedWord:
    works = one.works or texts.get(one.stem, 0)
    likely = most_likely(one.word, [meant for meant in near if meant.works >= works * COMMONER])
    return TypedWord(one.word, one.stem, works, likely, one.known_works)


def can_be_mended(word: str) -> bool:
    return len(word) >= SHORTEST_MENDED and not word.isdecimal()


def most_likely(word: str, near: Iterable[Meant]) -> tuple[Meant, ...]:
    """The nearest ones, the commonest first; each stem once."""
    most = 2 if len(word) >= SHORTEST_OF_TWO_SLIPS else 1
    distances = {one: OSA.distance(word, one.word) for one in near}
    likely = [one for one, distance in distances.items() if distance <= most]
    rarest = max((one.works for one in likely), default=0) / AS_RARE_AS_SLIPS
    ordered = sorted(
        (one for one in likely if one.works > rarest),
        key=lambda one: (distances[one], -one.works, one.word),
    )
    by_stem = {one.stem: one for one in reversed(ordered)}
    return tuple(one for one in ordered if by_stem[one.stem] is one)[:MOST_MEANT]
