"""How much of one person's file is taken: a few kilobytes can name a million authors."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from ingest.records import BadRecord, WorkRecord

MOST_AUTHORS = 500  # of one work
MOST_NAMES = 20_000  # authors and affiliations of one file

Item = TypeVar("Item")


def bounded(items: Iterable[Item], file: str) -> Iterator[Item | BadRecord]:
    """The items of a person's file without works of too many authors, up to the most names in all."""
    names = kept = 0
    for item in items:
        if not isinstance(item, WorkRecord):
            yield item
        elif len(item.authors) > MOST_AUTHORS:
            yield BadRecord(too_many_authors(item), name=file, piece=item.title)
        else:
            names += names_in(item)
            if names > MOST_NAMES:
                yield BadRecord(too_many_names(kept), name=file, piece=item.title)
                return
            kept += 1
            yield item


def names_in(record: WorkRecord) -> int:
    return len(record.authors) + sum(len(author.affiliations) for author in record.authors)


def too_many_authors(record: WorkRecord) -> str:
    return (
        f"the work has {len(record.authors):,} authors, and of a file works of up to {MOST_AUTHORS} are taken: "
        "nothing of it was kept; paste its DOI or arXiv id instead"
    )


def too_many_names(kept: int) -> str:
    return (
        f"the file names more than {MOST_NAMES:,} authors and affiliations: what comes before this work was "
        f"kept ({kept:,} works), this one and all after it were not; split the file"
    )
