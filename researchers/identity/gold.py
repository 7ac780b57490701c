"""Tables of who is known to be who: what a work is called, the position of the author, and the person."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

ACL_COLUMNS = {"collection", "volume", "paper", "pos", "person_id"}
OWN_COLUMNS = {"scheme", "identifier", "position", "person"}

# Relies on work_identifier(scheme, value) and authorship_one_per_position.
FOUND = """
SELECT known.number, attribution.researcher_id
FROM unnest(%(numbers)s::int[], %(schemes)s::text[], %(identifiers)s::text[], %(positions)s::int[])
    AS known (number, scheme, value, position)
JOIN works_workidentifier AS identifier USING (scheme, value)
JOIN works_authorship AS authorship
  ON authorship.work_id = identifier.work_id AND authorship.position = known.position
LEFT JOIN researchers_attribution AS attribution
  ON attribution.authorship_id = authorship.id AND attribution.status IN ('accepted', 'disputed')
"""


class NoGold(Exception):
    """The table does not say what it has to."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whose an authorship is known to be."""

    scheme: str
    identifier: str
    position: int
    person: str


def read_gold(lines: Iterator[str]) -> list[Known]:
    """The rows of a tab-separated table with a header. Raises NoGold."""
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = set(rows.fieldnames or ())
    if columns >= ACL_COLUMNS:
        read = from_anthology
    elif columns >= OWN_COLUMNS:
        read = from_own
    else:
        wanted = " or ".join(", ".join(sorted(each)) for each in (ACL_COLUMNS, OWN_COLUMNS))
        raise NoGold(f"The header has to name the columns {wanted}.")
    try:
        return [read(row) for row in rows]
    except (ValueError, TypeError) as error:
        raise NoGold(f"Line {rows.line_num} cannot be read: {error}") from error


def from_anthology(row: Mapping[str, str]) -> Known:
    identifier = anthology_id(row["collection"], row["volume"], row["paper"])
    return Known("acl", identifier, int(row["pos"]), row["person_id"])


def from_own(row: Mapping[str, str]) -> Known:
    return Known(row["scheme"], row["identifier"], int(row["position"]), row["person"])


def anthology_id(collection: str, volume: str, paper: str) -> str:
    """Since 2020 "2020.acl-main.12", before that "P04-1001", in workshops "W04-0101"."""
    if collection[:1].isdigit():
        return f"{collection}-{volume}.{paper}"
    small = collection.startswith("W") or collection == "C69" or (collection == "D19" and int(volume) >= 5)
    return (
        f"{collection}-{int(volume):02}{int(paper):02}"
        if small
        else f"{collection}-{int(volume)}{int(paper):03}"
    )


def found(known: list[Known]) -> dict[int, int | None]:
    """By its number in the list, whose each authorship is here; those that are not imported are missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            FOUND,
            {
                "numbers": list(range(len(known))),
                "schemes": [one.scheme for one in known],
                "identifiers": [one.identifier for one in known],
                "positions": [one.position for one in known],
            },
        )
        return dict(cursor.fetchall())
