"""Who plays in the demo record and what they do: the contents of `people.json`, checked when read."""

from pathlib import Path
from typing import Literal

import msgspec

FOLDER = Path(__file__).parent
REAL_WORKS = FOLDER / "works.jsonl"
FICTIONAL_WORKS = FOLDER / "community.jsonl"
PEOPLE = FOLDER / "people.json"

SOURCE = "demo"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of the cast; a misspelt key in the file is an error."""


class Login(Part, frozen=True):
    """Somebody who can sign in; the printed ones are shown to whoever starts the demo."""

    key: str
    email: str
    name: str
    administrator: bool = False
    printed: bool = False
    orcid: str = ""  # with which they have signed in; none that ORCID could ever give to anybody


class DemoClaim(Part, frozen=True):
    """A claim, how it ended, and what the page says since."""

    login: str
    researcher: str
    reason: str
    outcome: Literal["approved", "approved_by_rule", "rejected", "needs_information", "waiting", "draft"]
    further: tuple[str, ...] = ()  # records of the same person, by the name printed
    reply: str = ""
    bio: str = ""
    collaboration: Literal["", "open", "selective", "closed"] = ""


class DemoDispute(Part, frozen=True):
    """Somebody verified says that a work on a page is not theirs; it waits for a decision."""

    login: str
    researcher: str
    work: str
    reason: str


class DemoFollow(Part, frozen=True):
    """One login follows one researcher."""

    login: str
    researcher: str


class DemoAnswer(Part, frozen=True):
    """What the holder of a page says about their authorship of one work."""

    login: str
    work: str
    answer: Literal["confirmed", "disputed", "rejected"]


class DemoDomain(Part, frozen=True):
    """The mail domain of an institution of the community."""

    institution: str
    domain: str


class DemoSeen(Part, frozen=True):
    """What the administrator saw that ties somebody to their page."""

    login: str
    found: str
    reference: str


class DemoVouch(Part, frozen=True):
    """One verified person vouches for whoever holds a page."""

    login: str
    researcher: str
    statement: str


class DemoReply(Part, frozen=True):
    """What the holder of a page replies to their trust."""

    login: str
    text: str


class DemoMessage(Part, frozen=True):
    """One message of a conversation."""

    login: str
    text: str


class DemoInvitation(Part, frozen=True):
    """An invitation, its answer, and the conversation that followed."""

    sender: str
    recipient: str
    purpose: str
    message: str
    answer: Literal["waiting", "accepted", "declined"]
    work: str = ""
    note: str = ""
    messages: tuple[DemoMessage, ...] = ()


class Cast(Part, frozen=True):
    """Everybody and everything; researchers go by the source's person id, works by the source's id."""

    logins: tuple[Login, ...]
    claims: tuple[DemoClaim, ...]
    disputes: tuple[DemoDispute, ...]
    follows: tuple[DemoFollow, ...]
    answers: tuple[DemoAnswer, ...]
    domains: tuple[DemoDomain, ...]
    seen: tuple[DemoSeen, ...]
    vouches: tuple[DemoVouch, ...]
    confirmed_identities: tuple[str, ...]
    replies: tuple[DemoReply, ...]
    invitations: tuple[DemoInvitation, ...]


def read_cast() -> Cast:
    return msgspec.json.decode(PEOPLE.read_bytes(), type=Cast)
