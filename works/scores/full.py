"""Scores all works anew: fits the space, compares every work with those before it, and finds new phrases.

Computing takes minutes and holds nothing; storing is one transaction, before which everything is as it was.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from works.scores.corpus import SCORED, Corpus, all_texts, encode
from works.scores.figures import DROP_STAGED, Figures, stage
from works.scores.fitting import fit
from works.scores.measures import FORMULA as MEASURES
from works.scores.nearest import Earlier, Nearest, Neighbors, nearest_to
from works.scores.phrases import NewPhrases, new_phrases
from works.scores.placing import place_all
from works.scores.space import FEWEST_WORKS, FORMULA, STORED, Space, Vectors, to_bytes, to_state

STAGES = ("Reading", "Fitting the space", "Seeking the nearest", "Seeking new phrases", "Storing")
LARGEST_NUMBER = 2_147_483_647  # what a column holds

ADD_MISSING = """
INSERT INTO works_workscore (work_id)
SELECT id FROM works_work ORDER BY id
ON CONFLICT (work_id) DO NOTHING
"""
# Nobody takes or marks a row until all are stored; pages read on. Row by row it would write every page of the table.
HOLD_ALL = "LOCK TABLE works_workscore IN SHARE ROW EXCLUSIVE MODE"
ADD_SPACE = """
INSERT INTO works_textspace (works_count, dimensions, formula, measures, known_until, state)
VALUES (%(works_count)s, %(dimensions)s, %(formula)s, %(measures)s, %(known_until)s, %(state)s)
RETURNING id
"""
DROP_OTHER_SPACES = "DELETE FROM works_textspace WHERE id IS DISTINCT FROM %(space)s"

# What changed since it was read is stored as it was, and waits; what counts nowhere has no figures.
STORE = f"""
UPDATE works_workscore AS score
SET space_id = %(space)s,
    vector = staged.vector,
    last_day = staged.last_day,
    distance = staged.distance,
    nearest = coalesce(staged.nearest, '{{}}'),
    similarities = coalesce(staged.similarities, '{{}}'),
    new_phrases = staged.new_phrases,
    phrases_reuse = staged.phrases_reuse,
    phrases = coalesce(staged.phrases, '{{}}'),
    phrases_uses = coalesce(staged.phrases_uses, '{{}}'),
    text_digest = staged.text_digest,
    computed_at = now(),
    stale_at = CASE
        WHEN staged.work_version IS DISTINCT FROM work.version AND {SCORED} THEN coalesce(score.stale_at, now())
    END
FROM works_work AS work
LEFT JOIN staged_score AS staged ON staged.work_id = work.id AND {SCORED}
WHERE work.id = score.work_id
"""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Texts:
    """What follows from the texts where there are enough of them."""

    space: Space
    vectors: Vectors
    telling: NDArray[np.bool_]
    nearest: Nearest  # of the telling ones
    phrases: NewPhrases


@dataclass(frozen=True, slots=True)
class Computed:
    """Everything that is to be stored. Without texts the record is too small to compare any."""

    corpus: Corpus
    texts: Texts | None


def compute_all(tell: Tell) -> Computed:
    """Read and compute; each stage is told as it begins."""
    tell(STAGES[0])
    corpus = encode(all_texts())
    return Computed(corpus, compare(corpus, tell) if len(corpus) >= FEWEST_WORKS else None)


def compare(corpus: Corpus, tell: Tell) -> Texts:
    tell(STAGES[1])
    space, vectors, telling = fit(corpus)
    vectors = vectors.astype(STORED).astype(np.float32)[telling]
    tell(STAGES[2])
    earlier = Earlier.in_order(corpus.works[telling], corpus.last_days[telling], vectors)
    nearest = nearest_to(vectors, corpus.first_days[telling], earlier)
    tell(STAGES[3])
    return Texts(space, vectors, telling, nearest, new_phrases(corpus))


def store_all(cursor: CursorWrapper, computed: Computed) -> list[int]:
    """Within a transaction: replace all figures, place all works; those whose scores changed."""
    cursor.execute(HOLD_ALL)
    cursor.execute(ADD_MISSING)
    stage(cursor, rows(computed))
    space = add_space(cursor, computed)
    cursor.execute(STORE, {"space": space})
    cursor.execute(DROP_OTHER_SPACES, {"space": space})
    cursor.execute(DROP_STAGED)
    return place_all(cursor)


def add_space(cursor: CursorWrapper, computed: Computed) -> int | None:
    if computed.texts is None:
        return None
    space = computed.texts.space
    known_until = date.fromordinal(computed.texts.phrases.known_until)
    described: dict[str, Any] = {
        "works_count": len(computed.corpus),
        "dimensions": space.dimensions,
        "known_until": known_until,
    }
    versions = {"formula": FORMULA, "measures": MEASURES}
    cursor.execute(ADD_SPACE, {**described, **versions, "state": to_state(space)})
    added: int = cursor.fetchone()[0]
    return added


def rows(computed: Computed) -> Iterator[Figures]:
    if computed.texts is None:
        for work, version in zip(
            computed.corpus.works.tolist(), computed.corpus.versions.tolist(), strict=True
        ):
            yield Figures(work, version)
    else:
        yield from rows_of(computed.corpus, computed.texts)


def rows_of(corpus: Corpus, texts: Texts) -> Iterator[Figures]:
    """In the order of the corpus."""
    compared = zip(to_bytes(texts.vectors), texts.nearest.each(), strict=True)
    phrases = texts.phrases
    of_corpus = (corpus.works, corpus.versions, corpus.digests, corpus.last_days, texts.telling)
    columns = (*of_corpus, phrases.known, phrases.counts, phrases.uses)
    each = zip(*(column.tolist() for column in columns), strict=True)
    for place, (work, version, digest, day, is_telling, has_phrases, count, uses) in enumerate(each):
        vector, neighbors = next(compared) if is_telling else (None, Neighbors())
        yield Figures(
            work,
            version,
            vector,
            neighbors.distance,
            neighbors.works,
            neighbors.similarities,
            new_phrases=count if has_phrases else None,
            phrases_reuse=min(uses, LARGEST_NUMBER) if has_phrases else None,
            phrases=tuple(phrase for phrase, _ in phrases.shown.get(place, ())),
            phrases_uses=tuple(number for _, number in phrases.shown.get(place, ())),
            text_digest=digest,
            last_day=date.fromordinal(day),
        )
