"""Fetches what is wanted from live services as items to import, in steps that can be gone on from."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from ingest.checkpoints import Checkpoint
from ingest.live import arxiv, crossref, datacite, dblp, openalex, orcid
from ingest.live.answers import Unanswered
from ingest.live.asking import Answers, Ask, Item, Named, Unknown
from ingest.live.client import Client
from ingest.live.limits import LABELS, service_called
from ingest.live.plan import asked_so_far, asks_for, first_asks, next_service
from ingest.live.wanted import FetchRequest
from ingest.records import BadRecord

ANSWERS: dict[str, Callable[[Client, Ask], Iterator[Answers]]] = {
    "arxiv": arxiv.answer,
    "crossref": crossref.answer,
    "datacite": datacite.answer,
    "dblp": dblp.answer,
    "openalex": openalex.answer,
    "orcid": orcid.answer,
}
KINDS = {"doi": "DOI", "arxiv": "arXiv id", "orcid": "ORCID iD", "key": "DBLP key", "query": "query"}
# A service that failed so often in a row is not asked again in this run.
PATIENCE = 3


def connect(service: str) -> Client:
    return Client(service_called(service))


def fetch_items(
    request: FetchRequest, checkpoint: dict[str, Any], *, connect: Callable[[str], Client] = connect
) -> Iterator[Item | Checkpoint]:
    """Everything that is wanted, with a checkpoint after each page or identifier.

    What nobody knows, or what failed, is a bad record that says so, and the rest goes on. To go on
    from a checkpoint give its state back; an empty one begins at the beginning.
    """
    return Fetching(request, checkpoint, connect).items()


class Fetching:
    """The questions that are still to be asked, and who is asked."""

    def __init__(
        self, request: FetchRequest, checkpoint: dict[str, Any], connect: Callable[[str], Client]
    ) -> None:
        self.request = request
        self.connect = connect
        self.clients: dict[str, Client] = {}
        self.failures: Counter[str] = Counter()
        self.resumed = "asks" in checkpoint
        self.done: int = checkpoint.get("done", 0)
        self.asks = deque(
            msgspec.convert(checkpoint["asks"], list[Ask]) if self.resumed else first_asks(request)
        )

    def items(self) -> Iterator[Item | Checkpoint]:
        while self.asks:
            ask = self.asks.popleft()
            further: list[Ask] = []
            for found in self.answers(ask):
                if isinstance(found, Ask):
                    further.append(found)
                elif isinstance(found, Named):
                    further += asks_for(self.request, dois=found.dois, arxiv_ids=found.arxiv_ids)
                elif isinstance(found, Unknown):
                    other = next_service(self.request, ask)
                    if other:
                        further.append(Ask(other, ask.about, (found.value,)))
                    else:
                        yield self.unknown(ask, found)
                else:
                    yield found
            self.asks.extendleft(reversed(further))
            self.done += 1
            self.resumed = False
            yield self.checkpoint()

    def checkpoint(self) -> Checkpoint:
        state = {"done": self.done, "asks": msgspec.to_builtins(list(self.asks))}
        return Checkpoint(state, share=self.done / (self.done + len(self.asks)))

    def answers(self, ask: Ask) -> Iterator[Answers]:
        """What the service says, or bad records that say why it says nothing."""
        if self.failures[ask.service] >= PATIENCE:
            reason = f"{LABELS[ask.service]} failed {PATIENCE} times in a row and was not asked again"
            yield from failed(ask, reason)
            return
        try:
            yield from ANSWERS[ask.service](self.client(ask.service), ask)
        except Unanswered as problem:
            if self.resumed and ask.cursor and problem.refused:
                # Cursors die after some minutes. What the list brings again changes nothing.
                yield msgspec.structs.replace(ask, cursor="", left=self.request.limit)
                return
            self.failures[ask.service] += not problem.unknown
            yield from failed(ask, problem.reason, problem.piece)
        else:
            self.failures[ask.service] = 0

    def unknown(self, ask: Ask, found: Unknown) -> BadRecord:
        asked = asked_so_far(self.request, ask)
        many = f"{', '.join(asked[:-1])} and {asked[-1]} do not know this DOI"
        return bad(ask.about, found.value, found.reason if len(asked) == 1 else many)

    def client(self, service: str) -> Client:
        if service not in self.clients:
            self.clients[service] = self.connect(service)
        return self.clients[service]


def failed(ask: Ask, reason: str, piece: str = "") -> Iterator[BadRecord]:
    """One bad record for each identifier; one for all where they only get more detail, or are one person's."""
    if ask.about == "more-of-doi":
        works = "1 work" if len(ask.values) == 1 else f"{len(ask.values)} works"
        yield BadRecord(reason, name=f"what {LABELS[ask.service]} knows of {works}", piece=piece)
    elif ask.about == "works-of-orcid":
        yield BadRecord(reason, name=f"works of the ORCID iD {ask.value}", piece=piece)
    else:
        for value in ask.values:
            yield bad(ask.about, value, reason, piece)


def bad(about: str, value: str, reason: str, piece: str = "") -> BadRecord:
    return BadRecord(reason, name=f"{KINDS[about]} {value}", piece=piece)
