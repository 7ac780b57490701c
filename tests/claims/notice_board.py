"""A kind of evidence as pages see any that wants something named: a token on a board of this machine's memory."""

from datetime import timedelta

from claims.evidence import CannotCheckNow, Finding, Kind, Known, Missed, Request
from claims.models import Claim


class NoticeBoard(Kind):
    """Boards are called "board:…"; what hangs there is what tests put up."""

    key = "board"
    title = "Token on a board"
    is_strong = True
    is_remote = True
    wants_target = True
    lifetime = timedelta(days=100)
    said_by = "a check of the board"
    how_checked = "We look at the board."
    why_it_counts = "Few have the key to it."
    advice = "Hang the token up."

    def __init__(self) -> None:
        self.hung_up: dict[str, str] = {}
        self.is_silent = False

    def ask(self, claim: Claim, known: Known) -> Request:
        return Request(
            steps=("Hang the code up.", "Say where."),
            target_label="Which board?",
            target_help="Such as board:north.",
            code=known.token,
        )

    def clean_target(self, claim: Claim, text: str) -> str:
        if not text.startswith("board:"):
            raise ValueError("A board is called board: and a name.")
        return text.strip()

    def check(self, claim: Claim, known: Known) -> Finding | None:
        if self.is_silent:
            raise CannotCheckNow("The board is being painted.")
        if self.hung_up.get(known.target) != known.token:
            raise Missed(f"Your token does not hang at {known.target}.")
        return Finding(f"Your token hangs at {known.target}.", known.target)
