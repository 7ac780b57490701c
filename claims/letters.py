"""What a claimant is told by e-mail when something becomes of their claim. Each letter says all by itself."""

from collections.abc import Sequence

from claims.evidence.addressed import addressed
from claims.evidence.words import Letter
from claims.examination.rules import Rule
from claims.models import Claim

LOG = "The page of your claim shows every step, and what was looked for."
YOURS = (
    "What you can do now: describe yourself in a line, say which works are yours, pin some of them, and choose "
    "whether you are open to collaboration."
)


def waiting(claim: Claim, found: Sequence[str], reasons: Sequence[str]) -> Letter:
    """It was sent and examined, and an administrator decides."""
    return Letter(
        f"Your claim to {claim.page} waits for an administrator",
        f"You say that the page of {claim.page} is yours. We have looked for evidence.\n\n"
        f"{listed('What was found:', [addressed(one) for one in found]) or 'Nothing was found so far.'}\n\n"
        f"{listed('Why no rule approves it at once, and a person decides:', [addressed(one) for one in reasons])}\n\n"
        "You need not do anything; but whatever you add on the page of your claim is looked at at once.",
    )


def approved(claim: Claim, note: str) -> Letter:
    """An administrator gave them the page."""
    said = f"They wrote:\n\n{note}\n\n" if note else ""
    return Letter(
        f"The page of {claim.page} is yours",
        f"An administrator has approved your claim to the page of {claim.page}. {said}{YOURS}\n\n"
        "What you answered for works while claiming is carried out now. The page may show another verification level "
        "in a moment.",
    )


def approved_by_rule(claim: Claim, rule: Rule) -> Letter:
    """A written rule gave them the page."""
    ties = listed("All of this holds:", [tie.states for tie in rule.ties])
    return Letter(
        f"The page of {claim.page} is yours",
        f"Your claim to the page of {claim.page} was approved by a written rule: “{rule.title}”.\n\n{ties}\n\n"
        "Nothing speaks against it, as every rule asks. The evidence is looked at again from time to time; as long as "
        f"it counts, the page has verification level {rule.level}.\n\n{YOURS}",
    )


def question(claim: Claim, asked: str) -> Letter:
    """An administrator wants to know more."""
    return Letter(
        f"A question about your claim to {claim.page}",
        f"An administrator looks at your claim to the page of {claim.page}, and asks:\n\n{asked}\n\n"
        "Please answer on the page of your claim. It keeps its place in the queue.",
    )


def rejected(claim: Claim, reason: str) -> Letter:
    return Letter(
        f"Your claim to {claim.page} was rejected",
        f"An administrator has rejected your claim to the page of {claim.page}.\n\n{reason}\n\n"
        f"Nothing on the page was changed. {LOG}",
    )


def revoked(claim: Claim, reason: str) -> Letter:
    """The page is not theirs any more."""
    return Letter(
        f"The page of {claim.page} is not yours any more",
        f"An administrator has revoked your claim to the page of {claim.page}.\n\n{reason}\n\n"
        "What you had said about yourself there is gone, and your vouches for others have ended. What you answered "
        f"for works is kept. This can be undone if it was a mistake. {LOG}",
    )


def reinstated(claim: Claim, note: str) -> Letter:
    return Letter(
        f"The page of {claim.page} is yours again",
        f"Your claim to the page of {claim.page} had been revoked. An administrator has undone that.\n\n{note}\n\n"
        "All evidence is looked for anew. What you had said about yourself there, and vouches you had given, did not "
        "come back: please write and give them again.",
    )


def reopened(claim: Claim, note: str) -> Letter:
    return Letter(
        f"Your claim to {claim.page} waits again",
        f"Your claim to the page of {claim.page} had been rejected. An administrator has undone that.\n\n{note}\n\n"
        "It has the place in the queue that it had, and is looked at anew.",
    )


def listed(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *(f"- {line}" for line in lines)]) if lines else ""
