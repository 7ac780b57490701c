"""OpenAlex's API: works by DOI, fifty a question; by the ORCID iD of an author; by words."""

from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings

from ingest.live.answers import Answer, Unanswered
from ingest.live.asking import Answers, Ask, Unknown
from ingest.live.client import Client, Parameters
from ingest.readers import openalex
from ingest.readers.json_values import mappings, text
from ingest.records import WorkRecord

PAGE = 100
DOIS_AT_ONCE = 50
LONGEST_FILTER = 2_000
# They part the values of a filter; a DOI that has one is asked for alone.
SEPARATORS = frozenset(",|")
ARXIV_DOI = "10.48550/arxiv."
ANSWERED_ABOUT = ("doi", "more-of-doi", "orcid", "query")


def answer(client: Client, ask: Ask) -> Iterator[Answers]:
    if ask.about in ("orcid", "query"):
        return one_page(client, ask)
    return by_doi(client, ask)


def by_doi(client: Client, ask: Ask) -> Iterator[Answers]:
    """All of these; about `more-of-doi` it is no matter if OpenAlex does not know one."""
    missing = dict.fromkeys(ask.values)
    for found in known_dois(client, ask.values):
        if isinstance(found, WorkRecord):
            missing.pop(found.identifiers.get("doi", ""), None)
            missing.pop(f"{ARXIV_DOI}{found.identifiers.get('arxiv', '')}", None)
        yield found
    if ask.about == "doi":
        for doi in missing:
            yield Unknown(doi, "OpenAlex does not know this DOI")


def known_dois(client: Client, dois: tuple[str, ...]) -> Iterator[Answers]:
    plain = [doi for doi in dois if SEPARATORS.isdisjoint(doi)]
    for some in short_enough(plain):
        with asked(client, "/works", {"filter": f"doi:{'|'.join(some)}", "per_page": PAGE}) as page:
            page.json("meta")
            yield from openalex.read(page.stream("OpenAlex"), "OpenAlex, works by DOI")
    for doi in dois:
        if doi not in plain:
            yield from single(client, doi)


def short_enough(dois: list[str]) -> Iterator[list[str]]:
    """Lists that fit into an address."""
    some: list[str] = []
    for doi in dois:
        if some and sum(map(len, some)) + len(doi) > LONGEST_FILTER:
            yield some
            some = []
        some.append(doi)
    if some:
        yield some


def single(client: Client, doi: str) -> Iterator[Answers]:
    try:
        found = asked(client, f"/works/doi:{quote(doi, safe='')}", {})
    except Unanswered as problem:
        if not problem.unknown:
            raise
        return
    with found:
        yield from openalex.read(found.stream("OpenAlex"), f"OpenAlex, {doi}")


def one_page(client: Client, ask: Ask) -> Iterator[Answers]:
    wanted = {"filter": f"author.orcid:{ask.value}"} if ask.about == "orcid" else {"search": ask.value}
    parameters: Parameters = {**wanted, "per_page": min(PAGE, ask.left), "cursor": ask.cursor or "*"}
    name = f"OpenAlex, {ask.value}"
    with asked(client, "/works", parameters) as page:
        envelope = page.json()
        meta = page.json("meta")
        yield from openalex.read(page.stream(name), name)
    taken = len(list(mappings(envelope.get("results"))))
    going_on = ask.going_on(text(meta.get("next_cursor")), taken)
    if going_on:
        yield going_on


def asked(client: Client, path: str, parameters: Parameters) -> Answer:
    key, contact = settings.CREDENCE_LIVE_KEYS["openalex"], settings.CREDENCE_CONTACT_EMAIL
    known_by = {"api_key": key, "mailto": contact}
    known_by = {name: value for name, value in known_by.items() if value}
    return client.get(path, {**parameters, **known_by}, about="this work")
