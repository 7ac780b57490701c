"""Where statements about works come from, and which of them speak independently of each other.

Two sources that copy from each other are one witness. The grouping follows who makes the statement:
a publisher registers its DOIs itself and feeds indexes such as PubMed, authors deposit their own
manuscripts, and a few bibliographies are made by curators. Aggregators repeat what those say, and a
file that anybody can write proves nothing: neither ever counts as a further witness.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """A source under its own name, and the group of witnesses that it belongs to, if any."""

    title: str
    witness: str = ""


PUBLISHER = "the publisher"
DEPOSIT = "the authors' own deposit"
CURATORS = "a curated bibliography"

ORIGINS = {
    "acl": Origin("the ACL Anthology", PUBLISHER),
    "arxiv": Origin("arXiv", DEPOSIT),
    "crossref": Origin("Crossref", PUBLISHER),
    "datacite": Origin("DataCite", DEPOSIT),
    "dblp": Origin("DBLP", CURATORS),
    "inspire": Origin("INSPIRE", CURATORS),
    "openalex": Origin("OpenAlex"),
    "orcid": Origin("ORCID"),
    "pubmed": Origin("PubMed", PUBLISHER),
}

WITNESSES = {name: origin.witness for name, origin in ORIGINS.items() if origin.witness}


def source_title(name: str) -> str:
    """What pages call a source; one that is not in the table goes by its own name."""
    origin = ORIGINS.get(name)
    return origin.title if origin else name
