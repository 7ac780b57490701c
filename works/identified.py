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
# arXiv registers a DOI for each of its works.
ARXIV_DOI = "10.48550/arxiv."


def stated_identifiers(text: str) -> list[tuple[str, str]]:
    """(scheme, value) of the work identifiers that the text may be, a scheme before it or not."""
    text = text.strip()
    for scheme, address in ADDRESSES.items():
        if found := address.match(text):
            return [(scheme, value)] if (value := normalize_identifier(scheme, found[1])) else []
    stated = [(scheme, value) for scheme in SCHEMES if (value := normalize_identifier(scheme, text))]
    stated += [("arxiv", value.removeprefix(ARXIV_DOI)) for _, value in stated if value.startswith(ARXIV_DOI)]
    scheme, colon, value = (normalize_reference(text) or "").partition(":")
    return [(scheme, value)] if colon and not stated and scheme in NORMALIZERS else stated


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
    ror = normalize_ror(text.strip())
    return Institution.objects.filter(ror=ror).first() if ror else None
