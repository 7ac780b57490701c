"""Which service is asked for what, and in which order."""

from ingest.live.arxiv import IDS_AT_ONCE
from ingest.live.asking import Ask, in_batches
from ingest.live.limits import LABELS
from ingest.live.openalex import ARXIV_DOI, DOIS_AT_ONCE
from ingest.live.wanted import MOST_WORKS, WHO_KNOWS, FetchRequest, apart


def first_asks(request: FetchRequest) -> list[Ask]:
    """Persons first: what their records name is asked for before what was named besides."""
    asks = [
        Ask(service, "orcid", (orcid,), left=MOST_WORKS)
        for orcid in request.orcids
        for service in request.asked_about("orcid")[: None if request.services else 1]
    ]
    asks += asks_for(request, dois=request.dois, arxiv_ids=request.arxiv_ids)
    services = request.asked_about("query")[: None if request.services else 1]
    return asks + [
        Ask(service, "query", (query,), left=request.limit)
        for query in request.queries
        for service in services
    ]


def asks_for(request: FetchRequest, *, dois: tuple[str, ...], arxiv_ids: tuple[str, ...]) -> list[Ask]:
    """Questions about works, fifty by fifty: their authority first, then OpenAlex for topics and institutions."""
    dois, more_ids = apart(dois)
    arxiv_ids = tuple(dict.fromkeys((*arxiv_ids, *more_ids)))
    asks: list[Ask] = []
    for batch in in_batches("openalex", "more-of-doi", dois, DOIS_AT_ONCE):
        asks += about_dois(request, batch)
    for batch in in_batches("arxiv", "arxiv", arxiv_ids, IDS_AT_ONCE):
        asks += about_arxiv_ids(request, batch)
    return asks


def about_dois(request: FetchRequest, more: Ask) -> list[Ask]:
    services = request.asked_about("doi")
    if services == ("openalex",):
        return [Ask("openalex", "doi", more.values)]
    asks = [Ask(services[0], "doi", (doi,)) for doi in more.values] if services else []
    return [*asks, more] if "openalex" in services else asks


def about_arxiv_ids(request: FetchRequest, first: Ask) -> list[Ask]:
    services = request.asked_about("arxiv")
    about = "more-of-doi" if "arxiv" in services else "doi"
    dois = tuple(f"{ARXIV_DOI}{arxiv_id}" for arxiv_id in first.values)
    more = in_batches("openalex", about, dois, DOIS_AT_ONCE) if "openalex" in services else []
    return [first, *more] if "arxiv" in services else more


def asked_so_far(request: FetchRequest, ask: Ask) -> list[str]:
    """The services that were asked for this DOI one after the other, as people call them."""
    services = request.asked_about("doi") if ask.about == "doi" and len(ask.values) == 1 else ()
    asked = services[: services.index(ask.service) + 1] if ask.service in services else (ask.service,)
    return [LABELS[name] for name in asked]


def next_service(request: FetchRequest, ask: Ask) -> str | None:
    """Who else may know what this service does not."""
    if ask.about != "doi" or ask.value.startswith(ARXIV_DOI):
        return None
    later = WHO_KNOWS["doi"][WHO_KNOWS["doi"].index(ask.service) + 1 :]
    return next((name for name in later if name in request.asked_about("doi")), None)
