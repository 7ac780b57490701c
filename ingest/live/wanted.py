"""What somebody wants to be fetched, and finding it in pasted text."""

import re
from collections.abc import Callable
from typing import Any, Self

import msgspec
from msgspec.structs import force_setattr

from common.identifiers import normalize_arxiv, normalize_doi, normalize_orcid
from ingest.live.limits import LABELS

MOST_WORKS = 10_000
USUAL_LIMIT = 200
LONGEST_QUERY = 500
ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")

# Who can be asked about what, the most knowing first.
WHO_KNOWS = {
    "orcid": ("orcid", "openalex"),
    "doi": ("crossref", "datacite", "openalex"),
    "arxiv": ("arxiv", "openalex"),
    "query": ("openalex", "arxiv", "crossref", "dblp"),
}
ONE = {"orcid": "an ORCID iD", "doi": "a DOI", "arxiv": "an arXiv id", "query": "words"}
SERVICES = ("arxiv", "crossref", "datacite", "dblp", "openalex", "orcid")


class InvalidRequest(ValueError):
    """What is wanted cannot be fetched; the message says why."""


class FetchRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Persons, works and lists to fetch. Without services each is asked for where it is known best.

    `limit` is how many works each query may bring.
    """

    orcids: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    arxiv_ids: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    limit: int = USUAL_LIMIT

    def __post_init__(self) -> None:
        force_setattr(self, "orcids", normal(self.orcids, normalize_orcid, "ORCID iD"))
        force_setattr(self, "arxiv_ids", normal(self.arxiv_ids, normalize_arxiv, "arXiv id"))
        force_setattr(self, "dois", normal(self.dois, normalize_doi, "DOI"))
        dois, arxiv_ids = apart(self.dois)
        force_setattr(self, "dois", dois)
        force_setattr(self, "arxiv_ids", tuple(dict.fromkeys((*self.arxiv_ids, *arxiv_ids))))
        queries = dict.fromkeys(" ".join(query.split()) for query in self.queries)
        force_setattr(self, "queries", tuple(filter(None, queries)))
        self._check()

    def _check(self) -> None:
        if not self:
            raise InvalidRequest("there is nothing to fetch")
        if not 1 <= self.limit <= MOST_WORKS:
            raise InvalidRequest(f"the limit must be a number from 1 to {MOST_WORKS:,}")
        if any(len(query) > LONGEST_QUERY for query in self.queries):
            raise InvalidRequest(f"a query may have {LONGEST_QUERY} characters")
        if len(self.dois) + len(self.arxiv_ids) + len(self.orcids) > MOST_WORKS:
            raise InvalidRequest(f"at most {MOST_WORKS:,} identifiers can be fetched at once")
        for about, values in self.parts().items():
            if values and not self.asked_about(about):
                labels = " and ".join(LABELS[name] for name in self.services)
                raise InvalidRequest(f"{labels} cannot be asked for {ONE[about]}")

    def __bool__(self) -> bool:
        return any(self.parts().values())

    @classmethod
    def of(cls, request: dict[str, Any]) -> Self:
        """The request that a run keeps as JSON."""
        return msgspec.convert(request, cls)

    def as_json(self) -> dict[str, Any]:
        return msgspec.to_builtins(self)

    def parts(self) -> dict[str, tuple[str, ...]]:
        return {"orcid": self.orcids, "doi": self.dois, "arxiv": self.arxiv_ids, "query": self.queries}

    def asked_about(self, about: str) -> tuple[str, ...]:
        """The chosen services that can be asked about this, the most knowing first."""
        known = WHO_KNOWS[about]
        return tuple(name for name in known if name in self.services) if self.services else known

    def __str__(self) -> str:
        """What is wanted, in words that fit on a line."""
        names = {"orcid": "ORCID iD", "doi": "DOI", "arxiv": "arXiv id", "query": "query"}
        return "; ".join(in_words(names[about], values) for about, values in self.parts().items() if values)


def apart(dois: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The DOIs that are not arXiv's own, and the ids of those that are: arXiv knows its works by id."""
    found = {doi: ARXIV_DOI.fullmatch(doi) for doi in dois}
    ids = (normalize_arxiv(one[1]) for one in found.values() if one)
    return tuple(doi for doi, one in found.items() if not one), tuple(dict.fromkeys(filter(None, ids)))


def in_words(name: str, values: tuple[str, ...]) -> str:
    shown = ", ".join(values[:3]) + ", …" * (len(values) > 3)
    plural = "queries" if name == "query" else f"{name}s"
    return f"{name} {shown}" if len(values) == 1 else f"{len(values):,} {plural}: {shown}"


def normal(values: tuple[str, ...], normalize: Callable[[str], str | None], kind: str) -> tuple[str, ...]:
    """Every value once, in comparable spelling."""
    found = {value: normalize(value.strip()) for value in values}
    wrong = [value for value, spelling in found.items() if not spelling]
    if wrong:
        raise InvalidRequest(f"this is no {kind}: {wrong[0][:100]}")
    return tuple(dict.fromkeys(filter(None, found.values())))
