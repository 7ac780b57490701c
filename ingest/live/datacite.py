"""DataCite's REST API: works whose DOI Crossref did not register."""

from collections.abc import Iterator
from urllib.parse import quote

from ingest.live.answers import Unanswered
from ingest.live.asking import Answers, Ask, Unknown
from ingest.live.client import Client
from ingest.readers import datacite

ANSWERED_ABOUT = ("doi",)


def answer(client: Client, ask: Ask) -> Iterator[Answers]:
    doi = ask.value
    try:
        found = client.get(f"/dois/{quote(doi, safe='')}", about="this DOI")
    except Unanswered as problem:
        if not problem.unknown:
            raise
        yield Unknown(doi, problem.reason)
        return
    with found:
        found.json("data")
        yield from datacite.read(found.stream(f"DataCite, {doi}"), f"DataCite, {doi}")
