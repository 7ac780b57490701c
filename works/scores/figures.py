"""What is computed of one work from the texts, on its way into its row."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date

from django.db.backends.utils import CursorWrapper

# Works that are not staged, though they count, came or changed while others were computed: they wait.
CREATE_STAGED = """
CREATE TEMPORARY TABLE staged_score (
    work_id bigint,
    work_version bigint,
    vector bytea,
    distance float8,
    nearest bigint[],
    similarities float8[],
    new_phrases integer,
    phrases_reuse integer,
    phrases text[],
    phrases_uses integer[],
    text_digest bigint,
    last_day date
) ON COMMIT DROP
"""
DROP_STAGED = "DROP TABLE IF EXISTS staged_score"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a work as it was in this version. Nothing where there is not enough data."""

    work_id: int
    version: int
    vector: bytes | None = None
    distance: float | None = None
    nearest: tuple[int, ...] = ()
    similarities: tuple[float, ...] = ()
    new_phrases: int | None = None
    phrases_reuse: int | None = None
    phrases: tuple[str, ...] = ()
    phrases_uses: tuple[int, ...] = ()
    text_digest: int | None = None
    last_day: date | None = None


def stage(cursor: CursorWrapper, figures: Iterable[Figures]) -> None:
    """Put them into a table of this transaction."""
    cursor.execute(DROP_STAGED)
    cursor.execute(CREATE_STAGED)
    with cursor.copy("COPY staged_score FROM STDIN") as copy:
        for one in figures:
            copy.write_row([list(value) if isinstance(value, tuple) else value for value in astuple(one)])
    cursor.execute("ANALYZE staged_score")
