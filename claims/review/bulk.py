"""One deed for several claims: each is a deed of its own, and what was refused is told one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import OperationalError

from accounts.models import User
from claims.examination.keeping import strong_kinds
from claims.examination.rules import fits
from claims.models import Claim
from claims.review import deciding
from claims.review.assigning import TakenByOther, release, take, taken_by_other
from claims.review.case import names_of
from claims.review.freshness import do_as_seen
from claims.review.refusals import REFUSALS, busy_words, taken_words, words_for

MOST_AT_ONCE = 50


class NotPlain(Exception):
    """Whether this claim is true has to be looked at by itself."""


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a deed: the words for the claimants, and the code of the reason."""

    note: str = ""
    code: str = ""

    def about(self, claim: Claim) -> "Said":
        """As it goes to this claimant."""
        return Said(self.note.replace("{page}", str(claim.page)), self.code)


@dataclass(frozen=True, slots=True)
class BulkDeed:
    """What can be done with several claims, and how one hears of it."""

    label: str
    done: str
    carry_out: Callable[[Claim, User, Said], object]
    needs_words: bool = False
    is_decision: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a deed for several claims."""

    deed: BulkDeed
    done: Sequence[Claim]
    refused: Sequence[Refusal]
    missing: int  # of those chosen, how many are not there


def approve_plain(claim: Claim, by: User, said: Said) -> None:
    """Approve where nothing has to be weighed."""
    refuse_unless_plain(claim)
    deciding.approve(claim, by=by, note=said.note)


def refuse_unless_plain(claim: Claim) -> None:
    """Raises NotPlain, which says why a claim has to be looked at by itself."""
    if not strong_kinds(claim):
        raise NotPlain("No strong evidence counts. Open the ticket and look at it by itself.")
    if not fits(claim.claimant_name, names_of(claim.page)):
        raise NotPlain("The name does not fit the record. Open the ticket and look at it by itself.")
    if claim.further_records.exists():
        raise NotPlain("It is about several records. Open the ticket and look at them.")


DEEDS: dict[str, BulkDeed] = {
    "take": BulkDeed(
        "Take them",
        "assigned to you for half an hour",
        lambda claim, by, said: take(claim, by=by),
        is_decision=False,
    ),
    "release": BulkDeed(
        "Leave them to others",
        "left to others",
        lambda claim, by, said: release(claim, by=by),
        is_decision=False,
    ),
    "ask": BulkDeed(
        "Ask them a question",
        "asked",
        lambda claim, by, said: deciding.ask_for_more(claim, by=by, question=said.note),
        needs_words=True,
    ),
    "reject": BulkDeed(
        "Reject them",
        "rejected",
        lambda claim, by, said: deciding.reject(claim, by=by, reason=said.note, code=said.code),
        needs_words=True,
    ),
    "approve": BulkDeed("Approve them", "approved", approve_plain),
}


def do_for_all(deed: str, tickets: Mapping[int, int], *, by: User, said: Said) -> Outcome:
    """Do it for each of these claims, as it was seen (by key: the last line of its log); each is kept by itself."""
    done: list[Claim] = []
    refused: list[Refusal] = []
    found = Claim.objects.sent().for_bulk().filter(pk__in=tickets)
    for claim in found:
        reason = attempt(DEEDS[deed], claim, tickets[claim.pk], by=by, said=said)
        if reason:
            refused.append(Refusal(claim, reason))
        else:
            done.append(claim)
    return Outcome(DEEDS[deed], done, refused, len(tickets) - len(done) - len(refused))


def attempt(deed: BulkDeed, claim: Claim, seen: int, *, by: User, said: Said) -> str:
    """Why it was refused, in words; nothing where it was done."""
    try:
        if deed.is_decision:
            refuse_taken(claim, by=by)
            do_as_seen(claim, seen, lambda: deed.carry_out(claim, by, said.about(claim)))
        else:
            deed.carry_out(claim, by, said)
    except TakenByOther as error:
        return taken_words(error.args[0])
    except NotPlain as error:
        return str(error)
    except tuple(REFUSALS) as error:
        return words_for(error)
    except OperationalError as error:
        return busy_words(error)
    return ""


def refuse_taken(claim: Claim, *, by: User) -> None:
    """Raises TakenByOther where another administrator is at it."""
    if taken_by_other(claim, by):
        raise TakenByOther(claim)
