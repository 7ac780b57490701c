"""Crossref's REST API: works by DOI, one a question, and by words, page by page."""

from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings

from ingest.live.answers import Unanswered
from ingest.live.asking import Answers, Ask, Unknown
from ingest.live.client import Client, Parameters
from ingest.readers import crossref
from ingest.readers.json_values import mappings, text
from ingest.records import BadRecord

PAGE = 100
ANSWERED_ABOUT = ("doi", "query")


def answer(client: Client, ask: Ask) -> Iterator[Answers]:
    return by_words(client, ask) if ask.about == "query" else by_doi(client, ask.value)


def by_doi(client: Client, doi: str) -> Iterator[Answers]:
    try:
        found = client.get(f"/works/{quote(doi, safe='')}", polite(), about="this DOI")
    except Unanswered as problem:
        if not problem.unknown:
            raise
        yield Unknown(doi, problem.reason)
        return
    with found:
        found.json("message")
        works = list(crossref.read(found.stream(f"Crossref, {doi}"), f"Crossref, {doi}"))
    yield from works or (
        BadRecord("under this DOI Crossref has something that is no work", name=f"DOI {doi}"),
    )


def by_words(client: Client, ask: Ask) -> Iterator[Answers]:
    """One page. Cursors die after five minutes; then the list is begun anew, which stores nothing twice."""
    parameters: Parameters = {
        "query": ask.value,
        "rows": min(PAGE, ask.left),
        "cursor": ask.cursor or "*",
        **polite(),
    }
    name = f"Crossref, “{ask.value}”"
    with client.get("/works", parameters, about=name) as page:
        message = page.json("message")
        yield from crossref.read(page.stream(name), name)
    taken = len(list(mappings(message.get("items"))))
    going_on = ask.going_on(text(message.get("next-cursor")), taken)
    if going_on:
        yield going_on


def polite() -> dict[str, str]:
    contact = settings.CREDENCE_CONTACT_EMAIL
    return {"mailto": contact} if contact else {}
