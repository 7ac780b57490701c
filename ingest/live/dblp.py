"""DBLP: a search gives keys, and each key its record; DBLP has no way to ask for many at once."""

from collections.abc import Iterator
from urllib.parse import quote

from ingest.live.asking import Answers, Ask, in_batches
from ingest.live.client import XML, Client, Parameters
from ingest.readers import dblp
from ingest.readers.json_values import mappings, text, whole_number, within

PAGE = 100
ANSWERED_ABOUT = ("query", "key")


def answer(client: Client, ask: Ask) -> Iterator[Answers]:
    return search(client, ask) if ask.about == "query" else by_key(client, ask.value)


def search(client: Client, ask: Ask) -> Iterator[Answers]:
    """One page of hits: a question for each, and one for the next page."""
    first = int(ask.cursor or 0)
    parameters: Parameters = {"q": ask.value, "format": "json", "h": min(PAGE, ask.left), "f": first, "c": 0}
    with client.get("/search/publ/api", parameters, about=f"“{ask.value}”") as page:
        hits = page.json("result.hits")
    found = list(mappings(hits.get("hit")))
    keys = [text(within(hit, "info", "key")) for hit in found]
    yield from in_batches("dblp", "key", tuple(filter(None, keys)), 1)
    reached = first + len(found)
    total = whole_number(hits.get("@total")) or 0
    going_on = ask.going_on(str(reached) if reached < total else "", len(found))
    if going_on:
        yield going_on


def by_key(client: Client, key: str) -> Iterator[Answers]:
    with client.get(f"/rec/{quote(key)}.xml", accept=XML, about="this record") as found:
        yield from dblp.read(found.stream(f"DBLP, {key}"), f"DBLP, {key}")
