"""Invented records for the tests of loading."""

from typing import Any

from ingest.loading.batches import Item
from ingest.loading.importing import import_items
from ingest.loading.runs import start_run
from ingest.models import ImportRun
from ingest.records import AuthorRecord, WorkRecord, record_from
from works.models import Work


def make_record(
    source_id: str = "1", *, source: str = "test", authors: tuple[Any, ...] = (), **fields: Any
) -> WorkRecord:
    """A record; authors are names or dictionaries."""
    statement = {
        "source": source,
        "source_id": source_id,
        "title": f"Paper {source_id}",
        "published": "2020",
        "authors": [{"name": author} if isinstance(author, str) else author for author in authors],
        **fields,
    }
    return record_from(statement)


def load(*items: Item) -> ImportRun:
    return import_items(start_run("credence", "test"), items)


def work_of(source_id: str = "1", source: str = "test") -> Work:
    return Work.objects.get(sources__source=source, sources__source_id=source_id)


__all__ = ["AuthorRecord", "load", "make_record", "work_of"]
