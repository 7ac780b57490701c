"""What rules are asked about in tests: nothing speaks against it, and nothing ties anybody to it."""

from collections.abc import Collection, Sequence
from typing import Any

from claims.examination.rules import Facts, RecordFacts

ORCID, OTHER_ORCID = "0000-0001-5109-3700", "0000-0002-1694-233X"
OF_RECORD = {
    "names", "is_free", "is_public", "is_in_memory", "is_contested", "is_claimed_by_others", "is_asked_for",
    "doubtful_works", "orcids", "orcid_works", "address_works",
}  # fmt: skip


def record(**given: Any) -> RecordFacts:
    free: dict[str, Any] = {
        "names": ("Ada Lindqvist",),
        "is_free": True,
        "is_public": True,
        "is_in_memory": False,
        "is_contested": False,
        "is_claimed_by_others": False,
        "is_asked_for": False,
        "doubtful_works": 0,
        "orcids": (),
        "orcid_works": 0,
        "address_works": 0,
    }
    free |= given
    return RecordFacts(**free | {"names": tuple(free["names"]), "orcids": frozenset(free["orcids"])})


def facts(*, evidence: Collection[str] = (), records: Sequence[RecordFacts] = (), **given: Any) -> Facts:
    """A claim to one record, unless records are given; what is of a record is that one's."""
    of_record = {name: given.pop(name) for name in OF_RECORD & given.keys()}
    plain: dict[str, Any] = {
        "name": "Ada Lindqvist",
        "is_active": True,
        "is_administrator": False,
        "has_confirmed_address": True,
        "holds_page": False,
        "orcid": "",
        "was_decided_before": False,
        "was_asked_before": False,
        "was_set_aside": False,
        "has_own_address": True,
    }
    strong = frozenset(evidence) - {"institution_email"}
    return Facts(
        **{"strong": strong} | plain | given,
        evidence=frozenset(evidence),
        records=tuple(records) or (record(**of_record),),
    )
