"""Answers of the holder for many works at once: each is a deed of its own, and what was refused is told."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import OperationalError
from psycopg.errors import DeadlockDetected, LockNotAvailable

from accounts.models import User
from common.tex import to_text
from researchers.answering import (
    AttributedElsewhere,
    NotTheirsToSay,
    confirm_attribution,
    reject_attribution,
)
from researchers.curation.refusals import CannotCurate
from researchers.models import Attribution, Researcher

ELSEWHERE = (
    "The page of another researcher lists it. Report that error, and an administrator decides whose it is."
)
LATER = "Somebody else is changing it just now; try again."
BUSY = (DeadlockDetected, LockNotAvailable)
LONGEST_TITLE = 100


def leave(attribution: Attribution, *, by: User) -> bool:
    """Who is not sure says nothing: it stays as it was."""
    return False


Deed = Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said of a work, and how one hears of it: for one work, and for several."""

    deed: Deed
    done: tuple[str, str]
    same: tuple[str, str]


ANSWERS = {
    "mine": Answer(
        confirm_attribution,
        ("{title} is marked as yours.", "{number} works are marked as yours."),
        ("{title} was marked as yours already.", "{number} works were marked as yours already."),
    ),
    "not_mine": Answer(
        reject_attribution,
        (
            "{title} is marked as not yours. Your page does not list it.",
            "{number} works are marked as not yours. Your page does not list them.",
        ),
        ("{title} was marked as not yours already.", "{number} works were marked as not yours already."),
    ),
    "not_sure": Answer(
        leave,
        ("", ""),
        ("{title} stays as it is.", "{number} works stay as they are."),
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    attribution: Attribution
    reason: str

    @property
    def words(self) -> str:
        return f"{title_of(self.attribution)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer for some works."""

    answer: str
    changed: Sequence[Attribution]
    same: Sequence[Attribution]
    refused: Sequence[Refusal]
    missing: int  # of those asked for, how many are not on the sheet

    @property
    def is_in_vain(self) -> bool:
        return not self.changed and not self.same

    @property
    def settled(self) -> set[int]:
        return {row.pk for row in (*self.changed, *self.same)}

    @property
    def done(self) -> str:
        """What holds now, in words."""
        answer = ANSWERS[self.answer]
        return " ".join(filter(None, [in_words(self.changed, answer.done), in_words(self.same, answer.same)]))

    @property
    def reasons(self) -> dict[int, str]:
        """By attribution: why it was refused."""
        return {one.attribution.pk: one.reason for one in self.refused}

    @property
    def lost(self) -> str:
        if not self.missing:
            return ""
        return f"{self.missing} of the works chosen {'is' if self.missing == 1 else 'are'} not on your sheet any more."

    @property
    def complaints(self) -> list[str]:
        """What was not done, work by work."""
        return [*(one.words for one in self.refused), *filter(None, [self.lost])]


def answer_for(researcher: Researcher, chosen: Collection[int], *, answer: str, by: User) -> Answered:
    """Say it of each of these attributions that is on the sheet; each is kept, whatever becomes of the next."""
    changed: list[Attribution] = []
    same: list[Attribution] = []
    refused: list[Refusal] = []
    for row in Attribution.objects.on_sheet_of(researcher).for_answers(chosen):
        try:
            (changed if ANSWERS[answer].deed(row, by=by) else same).append(row)
        except AttributedElsewhere:
            refused.append(Refusal(row, ELSEWHERE))
        except CannotCurate as error:
            refused.append(Refusal(row, str(error)))
        except OperationalError as error:
            if not isinstance(error.__cause__, BUSY):
                raise
            refused.append(Refusal(row, LATER))
        except (NotTheirsToSay, Attribution.DoesNotExist):
            continue  # gone to another page, or taken back by the matcher, a moment ago: it is missing now
    missing = len(set(chosen)) - len(changed) - len(same) - len(refused)
    return Answered(answer, changed, same, refused, missing)


def in_words(rows: Sequence[Attribution], words: tuple[str, str]) -> str:
    if not rows:
        return ""
    one, many = words
    return one.format(title=title_of(rows[0])) if len(rows) == 1 else many.format(number=len(rows))


def title_of(attribution: Attribution) -> str:
    title = to_text(attribution.authorship.work.title)
    return f"“{title[:LONGEST_TITLE]}…”" if len(title) > LONGEST_TITLE else f"“{title}”"
