"""The answers that an invitation page offers to either side, and what comes of each."""

from dataclasses import dataclass
from typing import Protocol

from accounts.models import User
from collaboration.blocking import block
from collaboration.inviting import accept, decline, report, withdraw
from collaboration.models import Conversation, Invitation


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to say, and which page to show next."""

    sentence: str
    page: Invitation | Conversation


class Answer(Protocol):
    def __call__(self, invitation: Invitation, *, by: User, note: str) -> Outcome: ...


def say_yes(invitation: Invitation, *, by: User, note: str) -> Outcome:
    conversation = accept(invitation, by=by, note=note)
    return Outcome(f"You accepted. This is your conversation with {invitation.sender}.", conversation)


def say_no(invitation: Invitation, *, by: User, note: str) -> Outcome:
    decline(invitation, by=by, note=note)
    return Outcome("You declined. No e-mail is sent about it.", invitation)


def take_back(invitation: Invitation, *, by: User, note: str) -> Outcome:
    withdraw(invitation, by=by)
    return Outcome("Your invitation is withdrawn.", invitation)


def bring_up(invitation: Invitation, *, by: User, note: str) -> Outcome:
    report(invitation, by=by)
    return Outcome("Thank you. An administrator will read this invitation.", invitation)


def shut_out(invitation: Invitation, *, by: User, note: str) -> Outcome:
    if other := invitation.other_person(by):
        block(other, by=by)
    return Outcome("Blocked. Neither of you can write to the other; nobody is told.", invitation)


ANSWERS: dict[str, Answer] = {
    "accept": say_yes,
    "decline": say_no,
    "withdraw": take_back,
    "report": bring_up,
    "block": shut_out,
}


def answers_for(invitation: Invitation, user: User) -> list[str]:
    """What this side may answer at all; whether it comes in time, the verbs decide."""
    return (
        ["accept", "decline", "report", "block"]
        if invitation.sent_to_id == user.pk
        else ["withdraw", "block"]
    )
