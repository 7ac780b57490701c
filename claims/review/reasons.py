"""Why a claim is rejected or taken back, and what administrators ask for: codes, titles, and texts to begin with.

A text is what the claimant reads, unless the administrator writes another; `{page}` is the name of the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class ReasonMissing(Exception):
    """Whoever is refused, asked or deprived of something must be told why."""


def required(text: str) -> str:
    """The words of whoever decides. Raises ReasonMissing where there are none."""
    if not text.strip():
        raise ReasonMissing
    return text


@dataclass(frozen=True, slots=True)
class Reason:
    """A text that is there to be sent, changed or added to. One that needs a note cannot be sent as it is."""

    code: str
    title: str
    text: str
    needs_note: bool = False

    def text_about(self, page: object) -> str:
        """The text for the claimant of this page."""
        return self.text.replace("{page}", str(page))


def by_code(reasons: Iterable[Reason]) -> Mapping[str, Reason]:
    return {reason.code: reason for reason in reasons}


AGAIN = "You can claim the page again when something new ties you to it."

REJECTING = by_code(
    [
        Reason(
            "too_little",
            "Too little ties them to the record",
            "We found too little that ties you to the works on the page of {page}. What was looked for, and what was "
            f"found, stands on the page of your claim. {AGAIN}",
        ),
        Reason(
            "other_person",
            "The works are somebody else's",
            "The works on the page of {page} are by another person of a similar name. If some of them are yours, claim "
            "the page that lists them; if they stand on the wrong page, report it as an error and name them.",
        ),
        Reason(
            "name_differs",
            "The name does not fit the record",
            "The name of your account is not one under which the works of {page} appeared, and nothing explains the "
            f"difference. If you published under another name, tell us where that can be seen. {AGAIN}",
        ),
        Reason(
            "no_answer",
            "Our question was not answered",
            f"We asked for more about your claim to the page of {{page}}, and no answer came. {AGAIN}",
        ),
        Reason(
            "claimed_by_other",
            "Somebody else has shown that the page is theirs",
            "Another person has shown that the page of {page} is theirs. If you think that this is wrong, answer by "
            "reporting an error on the page: an administrator looks at both sides.",
        ),
        Reason(
            "not_a_person",
            "The claim is made for a group or for somebody else",
            "A page belongs to the person described, and only they can claim it. Whoever works for them can be made a "
            "delegate afterwards, by the person themselves.",
        ),
        Reason(
            "mixed_record",
            "The record has works of several people",
            "The page of {page} lists works of more than one person. We have to take it apart first; claim the page "
            "that has your works when that is done.",
        ),
        Reason(
            "untrue",
            "What was said, or shown, is not true",
            "What was said for the claim to the page of {page} is not so: …",
            needs_note=True,
        ),
        Reason("other", "Another reason", "", needs_note=True),
    ]
)

REVOKING = by_code(
    [
        Reason(
            "wrong_person",
            "The page is another person's",
            "The page of {page} turned out to be another person's. It is free again, and so are you to claim another.",
        ),
        Reason(
            "dispute_upheld",
            "A dispute was upheld",
            "Somebody disputed your claim to the page of {page}. Both sides were heard, and the claim does not stand.",
        ),
        Reason(
            "evidence_gone",
            "What it was approved on does not hold",
            "The evidence on which your claim to the page of {page} was approved does not hold any more: …",
            needs_note=True,
        ),
        Reason(
            "by_mistake",
            "It was approved by mistake",
            "Your claim to the page of {page} was approved by mistake, which was ours. You can claim the page again; "
            "what has to be shown stands on the page of your claim.",
        ),
        Reason(
            "asked_for",
            "They asked for it",
            "You asked that the page of {page} is not yours any more. It is free again.",
        ),
        Reason(
            "untrue",
            "What was said, or shown, is not true",
            "What was said for the claim to the page of {page} is not so: …",
            needs_note=True,
        ),
        Reason("other", "Another reason", "", needs_note=True),
    ]
)

ASKING = by_code(
    [
        Reason(
            "which_works",
            "Which works are theirs?",
            "Which of the works on the page of {page} are yours? Please answer for each of them on the sheet of your "
            "claim, and say which ones are missing.",
        ),
        Reason(
            "where_then",
            "Where did they work?",
            "Where did you work or study when the works on the page of {page} appeared? A page of that institution, or "
            "of a conference, that names you would help.",
        ),
        Reason(
            "orcid",
            "Sign in with ORCID",
            "Do you have an ORCID iD? If it is printed on your works, or your ORCID record lists them, sign in with it "
            "once: that is checked at once.",
        ),
        Reason(
            "institution_address",
            "An address at the institution",
            "Do you have an e-mail address at an institution that the works on the page of {page} name? Add it to your "
            "account and confirm it.",
        ),
        Reason(
            "home_page",
            "A home page, or a file in the code",
            "Do you have a home page, a domain or a code repository that your works name? The page of your claim says "
            "what has to stand there.",
        ),
        Reason(
            "former_name",
            "Another name",
            "The works on the page of {page} appeared under another name than that of your account. Did you publish "
            "under that name? You need not say why it is different; where both can be seen is enough.",
        ),
        Reason("other", "Another question", "", needs_note=True),
    ]
)

UNNAMED = Reason("", "", "")


def reason_of(code: str) -> Reason:
    """What a code kept with a claim stands for; also one that is not offered any more, or none."""
    return REJECTING.get(code) or REVOKING.get(code) or UNNAMED


def is_complete(reason: Reason, text: str, page: object) -> bool:
    """Whether these words can be sent: there are some, and more than the text where that is not enough."""
    said = text.strip()
    return bool(said) and not (reason.needs_note and said == reason.text_about(page).strip())
