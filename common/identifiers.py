"""Identifiers of works and people, brought to the one spelling that can be compared."""

import re
from collections.abc import Callable
from urllib.parse import unquote

# In characters and, because indexes measure those, in bytes.
LONGEST = 300

DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
DOI_PREFIX = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi(?:\s*:\s*|\s+)", re.IGNORECASE)
ARXIV_PREFIX = re.compile(
    r"(?:https?://)?(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/|(?:arxiv(?:\s*:\s*|\s+))+", re.IGNORECASE
)
ARXIV = re.compile(
    r"(?:(?P<new>\d{4}\.\d{4,5})|(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?/(?P<number>\d{7}))"
    r"(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?",
    re.IGNORECASE | re.ASCII,
)
ACL_PREFIX = re.compile(
    r"(?:https?://)?(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/|acl(?:\s*:\s*|\s+)", re.IGNORECASE
)
ACL = re.compile(
    r"(?:(?P<old>[a-z]\d{2}-\d{4})|(?P<new>\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+))(?:v\d+)?(?:\.pdf)?/?",
    re.IGNORECASE | re.ASCII,
)
ORCID_PREFIX = re.compile(
    r"(?:https?://)?(?:www\.|sandbox\.)?orcid\.org/|orcid(?:\s+id)?(?:\s*:\s*|\s+)", re.IGNORECASE
)
ORCID = re.compile(r"(\d{4})[- ]?(\d{4})[- ]?(\d{4})[- ]?(\d{3}[\dX])", re.ASCII)
PMID = re.compile(
    r"(?:(?:https?://)?pubmed\.ncbi\.nlm\.nih\.gov/|pmid:?\s*)?0*([1-9]\d{0,9})/?", re.IGNORECASE | re.ASCII
)
PMCID = re.compile(r"(?:pmcid:?\s*)?(?:pmc)?(\d{1,10})", re.IGNORECASE | re.ASCII)
OPENALEX = re.compile(r"(?:https?://openalex\.org/)?([WAIVST]\d{1,12})", re.IGNORECASE | re.ASCII)
# Crockford's base 32 and two check digits: https://ror.readme.io/docs/identifier
ROR = re.compile(
    r"(?:(?:https?://)?ror\.org/|ror(?:\s*:\s*|\s+))?(0[a-hj-km-np-tv-z0-9]{6}\d{2})/?",
    re.IGNORECASE | re.ASCII,
)
SCHEME = re.compile(r"[a-z][a-z0-9_-]{0,19}", re.ASCII)
# No identifier holds them, and a database refuses the first.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def without_prefix(prefix: re.Pattern[str], value: str) -> str:
    """`value` with a leading resolver address or label taken away."""
    found = prefix.match(value)
    return value[found.end() :] if found else value


def normalize_doi(value: str) -> str | None:
    name = without_prefix(DOI_PREFIX, value)
    if name != value and "%" in name:
        name = unquote(name)
    name = name.rstrip(".,; ").lower()
    return name if DOI.fullmatch(name) else None


def normalize_arxiv(value: str) -> str | None:
    """The id without version; a subject class (math.GT/0309136) is no part of it."""
    found = ARXIV.fullmatch(without_prefix(ARXIV_PREFIX, value))
    if not found:
        return None
    return found["new"] or f"{found['archive'].lower()}/{found['number']}"


def normalize_acl(value: str) -> str | None:
    found = ACL.fullmatch(without_prefix(ACL_PREFIX, value))
    if not found:
        return None
    return found["old"].upper() if found["old"] else found["new"].lower()


def orcid_check_digit(digits: str) -> str:
    """ISO 7064 mod 11-2 over the first fifteen digits."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def normalize_orcid(value: str) -> str | None:
    found = ORCID.fullmatch(without_prefix(ORCID_PREFIX, value).rstrip("/").upper())
    if not found:
        return None
    compact = "".join(found.groups())
    return "-".join(found.groups()) if orcid_check_digit(compact[:15]) == compact[15] else None


def normalize_pmid(value: str) -> str | None:
    found = PMID.fullmatch(value)
    return found[1] if found else None


def normalize_pmcid(value: str) -> str | None:
    found = PMCID.fullmatch(value)
    return f"PMC{found[1]}" if found else None


def normalize_openalex(value: str) -> str | None:
    found = OPENALEX.fullmatch(value)
    return found[1].upper() if found else None


def normalize_ror(value: str) -> str | None:
    found = ROR.fullmatch(value)
    return found[1].lower() if found else None


NORMALIZERS: dict[str, Callable[[str], str | None]] = {
    "acl": normalize_acl,
    "arxiv": normalize_arxiv,
    "doi": normalize_doi,
    "openalex": normalize_openalex,
    "orcid": normalize_orcid,
    "pmcid": normalize_pmcid,
    "pmid": normalize_pmid,
    "ror": normalize_ror,
}


def normalize_identifier(scheme: str, value: str) -> str | None:
    """The comparable spelling, or None where `value` cannot be an identifier of this scheme."""
    value = value.strip()
    if not value or len(value) > LONGEST or not SCHEME.fullmatch(scheme):
        return None
    normalize = NORMALIZERS.get(scheme)
    # Small letters may be longer than capitals.
    normal = normalize(value) if normalize else " ".join(value.split())
    if not normal or CONTROL.search(normal):
        return None
    return normal if len(normal.encode(errors="replace")) <= LONGEST else None


def normalize_reference(reference: str) -> str | None:
    """`scheme:value` in comparable spelling, or None."""
    scheme, colon, value = reference.partition(":")
    scheme = scheme.strip().lower()
    identifier = normalize_identifier(scheme, value) if colon else None
    return f"{scheme}:{identifier}" if identifier else None
