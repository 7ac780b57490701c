"""The id under which a bibliographic export's statement of a work is found again."""

import hashlib

from common.identifiers import normalize_identifier
from common.names import fold

# Keys and numbers within a file repeat between files; these do not.
STRONG = ("doi", "arxiv", "acl", "pmid", "pmcid", "dblp", "wos", "isbn")
LONGEST = 190


def stable_id(identifiers: dict[str, str], title: str, year: str, first_author: str) -> str:
    """The DOI, else another identifier with its scheme, else a digest of what is printed."""
    for scheme in STRONG:
        value = normalize_identifier(scheme, identifiers.get(scheme, ""))
        if value and len(value) <= LONGEST:
            return value if scheme == "doi" else f"{scheme}:{value}"
    return digest(title, year, first_author)


def digest(title: str, year: str, first_author: str) -> str:
    """The same whatever the case, accents and punctuation."""
    printed = "\n".join((fold(title), year, fold(first_author)))
    return "digest:" + hashlib.blake2b(printed.encode("utf-8", "replace"), digest_size=12).hexdigest()
