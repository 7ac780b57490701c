"""What people are told of a dispute. Neither side is named to the other."""

from dataclasses import dataclass

from accounts.letters import quoted
from accounts.models import User
from accounts.notices import notify
from claims.models import Dispute
from common.tex import to_text

LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str


def tell(user: User | None, letter: Letter, dispute: Dispute) -> None:
    """In the transaction of the fact. Whoever has deleted the account is told nothing."""
    if user:
        notify(user, subject=letter.subject, text=letter.text, path=dispute.get_absolute_url())


def subject_of(dispute: Dispute) -> str:
    """What is disputed: "the page of Ada Lindqvist", "the work “…” on the page of …"."""
    page = f"the page of {dispute.page.shown_name}"
    if not dispute.is_about_work:
        return page
    title = to_text(dispute.authorship.work.title)[:LONGEST_TITLE] if dispute.authorship else ""
    return f"the work “{title}” on {page}" if title else f"a work on {page}"


def opened(dispute: Dispute) -> Letter:
    """To the holder."""
    if dispute.is_about_work:
        frozen = "Your page goes on listing it, marked as disputed; you cannot answer for it until then."
    else:
        frozen = (
            "You keep the page and its verification level until then. What you said there stays as it is: you cannot "
            "edit it, answer for works, or vouch for others, and the page says that it is disputed."
        )
    return Letter(
        f"Disputed: {subject_of(dispute)}",
        f"A verified researcher disputes that {subject_of(dispute)} is yours. This is what they wrote:\n\n"
        f"{quoted(dispute.reason)}\n\n"
        f"An administrator decides. {frozen}\n\nYou can answer, and the administrator reads both before deciding.",
    )


def answered(dispute: Dispute) -> Letter:
    """To the opener. What the holder says stands on the page of the dispute."""
    return Letter(
        f"Answered: your dispute about {subject_of(dispute)}",
        f"Whoever holds the page has answered your dispute about {subject_of(dispute)}. "
        "An administrator reads both and decides; you need not do anything.",
    )


def withdrawn(dispute: Dispute) -> Letter:
    """To the holder."""
    return Letter(
        f"No longer disputed: {subject_of(dispute)}",
        f"The dispute about {subject_of(dispute)} was taken back. Everything is again as it was before.",
    )


def ended(dispute: Dispute) -> Letter:
    """To the opener, where what they disputed is over."""
    return Letter(
        f"Closed: your dispute about {subject_of(dispute)}",
        f"Whoever held it has given up {subject_of(dispute)}. Nobody holds it now, so your dispute is closed.",
    )


def to_opener(dispute: Dispute) -> Letter:
    """How it was decided."""
    what, is_upheld = subject_of(dispute), dispute.state == Dispute.State.UPHELD
    if not is_upheld:
        outcome = "Your dispute was dismissed: everything is again as it was before you opened it."
    elif dispute.is_about_work:
        outcome = (
            "Your dispute was upheld: the page does not list the work any more, and no import brings it back."
        )
    else:
        outcome = "Your dispute was upheld: the claim was revoked, and the page belongs to nobody now."
    return Letter(
        f"{heading(dispute)}: your dispute about {what}", with_reason(dispute, f"About {what}. {outcome}")
    )


def to_holder(dispute: Dispute) -> Letter:
    """How it was decided."""
    what, is_upheld = subject_of(dispute), dispute.state == Dispute.State.UPHELD
    if not is_upheld:
        outcome = "The dispute was dismissed: everything is again as it was before. You can go on as before."
    elif dispute.is_about_work:
        outcome = "The dispute was upheld: the page does not list the work any more."
    else:
        outcome = (
            "The dispute was upheld: your claim was revoked, and the page is no longer yours. What you said there, and "
            "your word for others, is not shown any more. Should this prove wrong, it can be given back as it was."
        )
    return Letter(
        f"{heading(dispute)}: the dispute about {what}", with_reason(dispute, f"About {what}. {outcome}")
    )


def heading(dispute: Dispute) -> str:
    return "Decided otherwise" if dispute.reversed_at else "Decided"


def with_reason(dispute: Dispute, text: str) -> str:
    again = "The earlier decision was turned over. " if dispute.reversed_at else ""
    return f"{again}{text}\n\nThe reason given:\n\n{dispute.note}"
