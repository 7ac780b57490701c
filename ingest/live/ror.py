"""ROR's API: organizations by id, and by name, page by page."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings

from ingest.live.answers import Answer, Unanswered
from ingest.live.client import Client, Parameters
from ingest.readers import ror
from ingest.readers.json_values import whole_number
from ingest.readers.ror import OrganizationRecord
from ingest.records import BadRecord

PAGE = 20  # ROR decides
MOST = 10_000  # ROR shows no later page
# After so many failures in a row the service is not asked again.
PATIENCE = 3

Item = OrganizationRecord | BadRecord


def wanted(client: Client, ror_ids: Iterable[str], queries: Iterable[str], *, limit: int) -> Iterator[Item]:
    """All that is wanted; what ROR does not know or fails to say is a bad record, and the rest goes on."""
    asks = [(f"ROR ID {one}", organization(client, one)) for one in ror_ids]
    asks += [
        (f"query {words}", islice(organizations(client, words, limit=limit), limit)) for words in queries
    ]
    failures = 0
    for name, answers in asks:
        if failures == PATIENCE:
            yield BadRecord(f"ROR failed {PATIENCE} times in a row and was not asked again", name=name)
            continue
        try:
            yield from answers
        except Unanswered as problem:
            failures += not problem.unknown
            yield BadRecord(problem.reason, name=name, piece=problem.piece)
        else:
            failures = 0


def organization(client: Client, ror_id: str) -> Iterator[Item]:
    """The one organization with this ROR ID; Unanswered when ROR does not know it."""
    with asked(client, f"/v2/organizations/{ror_id}", {}) as found:
        found.json()
        yield from ror.read(found.stream("ROR"), f"ROR, {ror_id}")


def organizations(client: Client, words: str, *, first_page: int = 1, limit: int = PAGE) -> Iterator[Item]:
    """Organizations whose names fit, the best first; to go on later begin with another page."""
    for number in range(first_page, first_page + -(-limit // PAGE)):
        with asked(client, "/v2/organizations", {"query": words, "page": number}) as page:
            total = whole_number(page.json().get("number_of_results")) or 0
            yield from ror.read(page.stream("ROR"), f"ROR, “{words}”, page {number}")
        if number * PAGE >= total:
            return


def asked(client: Client, path: str, parameters: Parameters) -> Answer:
    key = settings.CREDENCE_LIVE_KEYS["ror"]
    return client.get(path, parameters, about="this organization", headers={"Client-Id": key} if key else {})
