"""One question to one service, as it is kept in a checkpoint, and what the answers to it are."""

import msgspec

from ingest.persons import PersonRecord
from ingest.records import BadRecord, Retraction, Withdrawal, WorkRecord

Item = WorkRecord | PersonRecord | Withdrawal | Retraction | BadRecord


class Ask(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a service is asked next.

    `about` is the kind of `values`; `cursor` is where a list goes on, in the service's own words;
    `left` is how many works a list may still bring.
    """

    service: str
    about: str
    values: tuple[str, ...]
    cursor: str = ""
    left: int = 0

    @property
    def value(self) -> str:
        return self.values[0]

    def going_on(self, cursor: str, taken: int) -> "Ask | None":
        """The question for the next page, or None where no more is wanted or there is no more."""
        left = self.left - taken
        if not cursor or left <= 0 or not taken:
            return None
        return msgspec.structs.replace(self, cursor=cursor, left=left)


class Unknown(msgspec.Struct, frozen=True):
    """The service does not know this one; another may."""

    value: str
    reason: str


class Named(msgspec.Struct, frozen=True):
    """Works that a service names, and others know better."""

    dois: tuple[str, ...]
    arxiv_ids: tuple[str, ...]


Answers = Item | Ask | Unknown | Named


def in_batches(service: str, about: str, values: tuple[str, ...], size: int) -> list[Ask]:
    return [Ask(service, about, values[first : first + size]) for first in range(0, len(values), size)]
