"""The kinds of evidence. A new one is a module here and a line below."""

from claims.evidence.coauthors import COAUTHOR
from claims.evidence.institutions import INSTITUTION_EMAIL
from claims.evidence.kinds import CannotCheckNow, Finding, Kind, Known, retired
from claims.evidence.seen import SEEN

KINDS: dict[str, Kind] = {kind.key: kind for kind in (COAUTHOR, SEEN, INSTITUTION_EMAIL)}


def kind_of(key: str) -> Kind:
    """The kind of a piece that was kept, also where it is not looked for any more."""
    return KINDS.get(key) or retired(key)


__all__ = [
    "COAUTHOR",
    "INSTITUTION_EMAIL",
    "KINDS",
    "SEEN",
    "CannotCheckNow",
    "Finding",
    "Kind",
    "Known",
    "kind_of",
]
