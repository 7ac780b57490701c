"""The arXiv API: works by id, a hundred a question, and by words, page by page."""

import re
from collections.abc import Iterator

from ingest.live.answers import Answer, Unanswered
from ingest.live.asking import Answers, Ask, Unknown
from ingest.live.client import XML, Client, Parameters
from ingest.readers import arxiv_atom
from ingest.records import WorkRecord

PAGE = 100
IDS_AT_ONCE = 100
TOTAL = re.compile(rb"<opensearch:totalResults[^>]*>\s*(\d+)\s*<")
# Words of arXiv's own query language: what is written in it goes out as it is.
FIELD = re.compile(r"\b(?:ti|au|abs|co|jr|cat|rn|id|all|submittedDate):")
ANSWERED_ABOUT = ("arxiv", "query")


def answer(client: Client, ask: Ask) -> Iterator[Answers]:
    return by_words(client, ask) if ask.about == "query" else by_ids(client, ask.values)


def by_ids(client: Client, ids: tuple[str, ...]) -> Iterator[Answers]:
    missing = dict.fromkeys(ids)
    with asked(client, {"id_list": ",".join(ids), "start": 0, "max_results": len(ids)}) as feed:
        for found in arxiv_atom.read(feed.stream("arXiv"), "arXiv, works by id"):
            if isinstance(found, WorkRecord):
                missing.pop(found.source_id, None)
            yield found
    for arxiv_id in missing:
        yield Unknown(arxiv_id, "arXiv does not know this id")


def by_words(client: Client, ask: Ask) -> Iterator[Answers]:
    start = int(ask.cursor or 0)
    parameters: Parameters = {
        "search_query": search_query(ask.value),
        "start": start,
        "max_results": min(PAGE, ask.left),
    }
    name = f"arXiv, “{ask.value}”"
    works = 0
    with asked(client, parameters) as feed:
        total = total_of(feed)
        for found in arxiv_atom.read(feed.stream(name), name):
            works += 1
            yield found
    if not works and start < total:  # it happens under load, and is no end
        raise Unanswered(client.service, f"arXiv sent an empty page where {total - start:,} works follow")
    going_on = ask.going_on(str(start + works) if start + works < total else "", works)
    if going_on:
        yield going_on


def asked(client: Client, parameters: Parameters) -> Answer:
    return client.get("/api/query", parameters, accept=XML, about="these works")


def total_of(feed: Answer) -> int:
    found = TOTAL.search(feed.content())
    if not found:
        raise Unanswered(feed.service, "arXiv sent something that is not its usual feed",
                         piece=feed.beginning())  # fmt: skip
    return int(found[1])


def search_query(words: str) -> str:
    """Every word anywhere, unless the question is in arXiv's own language."""
    if FIELD.search(words):
        return words
    plain = re.sub(r"[^\w.+-]+", " ", words).split()
    return " AND ".join(f"all:{word}" for word in plain)
