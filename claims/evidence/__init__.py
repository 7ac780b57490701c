"""The kinds of evidence. A new one is a module here and a line below."""

from claims.evidence.coauthors import COAUTHOR
from claims.evidence.domains import DNS_TXT
from claims.evidence.home_pages import HOME_PAGE
from claims.evidence.institutions import INSTITUTION_EMAIL
from claims.evidence.kinds import CannotCheckNow, Explanation, Finding, Kind, Known, Missed, Request, Retired
from claims.evidence.orcid import ORCID
from claims.evidence.orcid_records import ORCID_RECORD
from claims.evidence.printed_addresses import PRINTED_ADDRESS
from claims.evidence.repositories import REPOSITORY
from claims.evidence.seen import SEEN
from claims.evidence.vouchers import VOUCH

# In the order in which they are shown.
ALL: tuple[Kind, ...] = (
    ORCID,
    PRINTED_ADDRESS,
    HOME_PAGE,
    REPOSITORY,
    DNS_TXT,
    COAUTHOR,
    SEEN,
    ORCID_RECORD,
    INSTITUTION_EMAIL,
    VOUCH,
)
# What somebody who vouches for the claim says.
WORDS: tuple[Kind, ...] = (COAUTHOR, VOUCH)
KINDS: dict[str, Kind] = {kind.key: kind for kind in ALL}


def kind_of(key: str) -> Kind:
    """The kind of a piece that was kept, also where it is not looked for any more."""
    return KINDS.get(key) or Retired(key)


__all__ = [
    "COAUTHOR",
    "DNS_TXT",
    "HOME_PAGE",
    "INSTITUTION_EMAIL",
    "KINDS",
    "ORCID",
    "ORCID_RECORD",
    "PRINTED_ADDRESS",
    "REPOSITORY",
    "SEEN",
    "VOUCH",
    "WORDS",
    "CannotCheckNow",
    "Explanation",
    "Finding",
    "Kind",
    "Known",
    "Missed",
    "Request",
    "kind_of",
]
