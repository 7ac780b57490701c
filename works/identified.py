"""Identifiers of works as visitors paste them, and what they lead to."""

import re

from django.db.models import Q

from common.identifiers import NORMALIZERS, normalize_identifier, normalize_reference, normalize_ror
from works.models import Institution, Work, WorkIdentifier

# Those that tell by their form what they are; a number alone may be a year, and is no PubMed id.
SCHEMES = ("doi", "arxiv", "acl", "openalex")
PMID = re.compile(
    r"(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)", re.I
)
PMCID = re.compile(
    r"(?:https?://)?(?:www\.ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/(PMC\d+)", re.I
)
OPENALEX = re.compile(r"(?:https?://)?(?:api\.)?openalex\.org/(?:works/)?(W\d+)", re.I)
ADDRESSES = {"pmid": PMID, "pmcid": PMCID, "openalex": OPENALEX}
# What may stand behind the identifier: where somebody came from, and to what part of a page they go.
ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/", re.I)
BEHIND = re.compile(r"/?(?:[?#].*)?$", re.DOTALL)
LABELED = re.compile(r"(pmid|pmcid|openalex)\s+(\S+)", re.I)
BARE_PMCID = re.compile(r"PMC\d+", re.I)
# arXiv registers a DOI for each of its works.
ARXIV_DOI = "10.48550/arxiv."
# OpenAlex counts in millions; "T5" and "V100" are words of titles.
SHORT_OPENALEX = re.compile(r"[a-z]\d{1,5}", re.I | re.ASCII)


def stated_identifiers(text: str) -> list[tuple[str, str]]:
    """(scheme, value) of the work identifiers that the text may be, a scheme before it or not."""
    text = without_what_is_behind(text)
    for scheme, address in ADDRESSES.items():
        if found := address.match(text):
            return [(scheme, value)] if (value := normalize_identifier(scheme, found[1])) else []
    stated = [(scheme, value) for scheme in SCHEMES if (value := normalize_identifier(scheme, text))]
    stated += [("arxiv", value) for value in map(arxiv_of_doi, dict(stated).values()) if value]
    return stated or labeled(text)


def sole_identifier(text: str) -> tuple[str, str] | None:
    """(scheme, value) of the identifier of a work, person or institution that the text is, and no words."""
    text = without_what_is_behind(text)
    for scheme in ("orcid", "ror"):
        if value := normalize_identifier(scheme, text):
            return scheme, value
    stated = stated_identifiers(text)
    return stated[0] if stated and not SHORT_OPENALEX.fullmatch(text) else None


def without_what_is_behind(text: str) -> str:
    """An address without query, fragment and the slash at its end; anything else as it is."""
    text = text.strip()
    return BEHIND.sub("", text, count=1) if ADDRESS.match(text) else text


def arxiv_of_doi(doi: str) -> str | None:
    """The arXiv id, without a version, in the DOI that arXiv gave."""
    return normalize_identifier("arxiv", doi.removeprefix(ARXIV_DOI)) if doi.startswith(ARXIV_DOI) else None


def labeled(text: str) -> list[tuple[str, str]]:
    """The identifier that the text is by what stands before the number: "PMID 123", "pmcid:PMC123", "PMC123"."""
    text = f"pmcid:{text}" if BARE_PMCID.fullmatch(text) else LABELED.sub(r"\1:\2", text)
    scheme, colon, value = (normalize_reference(text) or "").partition(":")
    return [(scheme, value)] if colon and scheme in NORMALIZERS else []


def work_identified(text: str) -> Work | None:
    """The work that has this identifier."""
    same = Q()
    for scheme, value in stated_identifiers(text):
        same |= Q(scheme=scheme, value=value)
    if not same:
        return None
    known = WorkIdentifier.objects.select_related("work").filter(same, work__withdrawn=False).first()
    return known.work if known else None


def institution_identified(text: str) -> Institution | None:
    """The institution of this ROR ID or its address."""
    ror = normalize_ror(without_what_is_behind(text))
    return Institution.objects.filter(ror=ror).first() if ror else None
