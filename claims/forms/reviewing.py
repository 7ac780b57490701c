"""What administrators choose and write when they decide, and the address of their queue."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from claims.forms.words import long_text
from claims.review.queue import TABS
from claims.review.reasons import ASKING, REJECTING, REVOKING, Reason, is_complete

UNDECIDED = {
    "required": "Choose what to do.",
    "invalid_choice": "This is not possible: the claim has moved on in the meantime. Nothing was changed.",
}
NO_REASON = "Choose a reason: it is kept with the claim."
NO_WORDS = "Say why: the claimant reads this."
READ_BY_CLAIMANT = "The claimant reads this."
NOTHING = ("", "Choose …")


class TextSelect(forms.Select):
    """A choice of reasons. Each option carries the text that belongs to it, for the script that fills it in."""

    texts: Mapping[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if text := self.texts.get(str(value)):
            option["attrs"]["data-text"] = text
        return option


def choices_of(prefix: str, reasons: Iterable[Reason]) -> list[tuple[str, str]]:
    """What a reason is for is a part of its value: the same code may stand in two lists."""
    return [(f"{prefix}:{reason.code}", reason.title) for reason in reasons]


class WordsForm(forms.Form):
    """A reason from a list, and the words for the claimant, which it can fill in."""

    reason = forms.ChoiceField(
        label="Reason or question",
        help_text="Needed to reject, and kept with the claim.",
        required=False,
        widget=TextSelect,
        error_messages={"required": NO_REASON},
    )
    note = long_text(
        "Words for the claimant",
        help_text=(
            "The claimant reads this. Left empty, the text of the reason chosen is sent as it is; "
            "“Show the text” puts it here to be changed."
        ),
        rows=5,
        required=False,
    )

    LISTS: Mapping[str, Mapping[str, Reason]] = {"reject": REJECTING, "ask": ASKING}
    GROUPS: Mapping[str, str] = {"reject": "To reject", "ask": "To ask"}
    # Whether there is nothing to choose but what needs a reason.
    ALWAYS_FOR_A_REASON = False
    page: object = ""

    def __init__(self, *args: Any, page: object = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        if self.LISTS:
            self.offer_reasons()
        else:
            del self.fields["reason"]
            self.fields["note"].help_text = READ_BY_CLAIMANT

    def offer_reasons(self) -> None:
        """The reasons by what they are for, each with its text."""
        reasons, select = self.fields["reason"], TextSelect()
        assert isinstance(reasons, forms.ChoiceField)
        select.texts = {
            f"{deed}:{code}": reason.text_about(self.page)
            for deed, offered in self.LISTS.items()
            for code, reason in offered.items()
        }
        reasons.widget = select
        if self.ALWAYS_FOR_A_REASON:
            reasons.required, reasons.label, reasons.help_text = True, "Reason", "It is kept with the claim."
        elif "reject" not in self.LISTS:
            reasons.label, reasons.help_text = "Question", "A beginning for the words below."
        groups = [(self.GROUPS[deed], choices_of(deed, known.values())) for deed, known in self.LISTS.items()]
        reasons.choices = [NOTHING, *(groups[0][1] if len(groups) == 1 else groups)]

    @property
    def chosen(self) -> tuple[str, Reason | None]:
        """What the reason chosen is for, and the reason."""
        deed, _, code = str(self.data.get("reason", "")).partition(":")
        return deed, self.LISTS.get(deed, {}).get(code)

    def clean_words(self, deed: str, *, needs_reason: bool) -> None:
        """The reason fits what is done, and there are words."""
        meant, reason = self.chosen
        if reason and meant != deed:
            self.add_error("reason", f"This belongs to another decision: {self.GROUPS[meant].lower()}.")
        elif needs_reason and reason is None and "reason" not in self.errors:
            self.add_error("reason", NO_REASON)
        words = self.cleaned_data.get("note") or (reason.text_about(self.page) if reason else "")
        if reason and reason.needs_note and not is_complete(reason, words, self.page):
            self.add_error("note", "Say it in your own words: this reason alone does not tell them enough.")
        elif not words.strip() and not {"reason", "note"} & set(self.errors):
            self.add_error("note", NO_WORDS)
        self.cleaned_data["note"] = words
        self.cleaned_data["code"] = reason.code if reason else ""

    def with_text(self) -> dict[str, Any]:
        """What was sent, with the text of the reason chosen added to the words: to begin anew with."""
        reason = self.chosen[1]
        words = [self.data.get("note", "").strip(), reason.text_about(self.page) if reason else ""]
        return {**dict(self.data.items()), "note": "\n\n".join(filter(None, words))}


class DecisionForm(WordsForm):
    """One of the deeds that `claims/decide.html` offers, and the words for the claimant."""

    APPROVE, REJECT, ASK, REVOKE = "approve", "reject", "ask", "revoke"
    REOPEN, REINSTATE = "reopen", "reinstate"
    field_order = ("decision", "reason", "note", "even_so", "seen")

    decision = forms.ChoiceField(
        choices=[
            (APPROVE, "Approve: the page becomes theirs"),
            (REJECT, "Reject, with a reason"),
            (ASK, "Ask for more, with a question"),
        ],
        widget=forms.RadioSelect,
        error_messages=UNDECIDED,
    )
    even_so = forms.BooleanField(label="Decide although somebody else is at it", required=False)
    # The last line of the log that whoever decides has seen.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decision = cleaned.get("decision")
        if decision and decision != self.APPROVE:
            self.clean_words(decision, needs_reason=decision in (self.REJECT, self.REVOKE))
        return cleaned

    @property
    def seen_so_far(self) -> int:
        """The line of the log up to which whoever sent this has seen."""
        return getattr(self, "cleaned_data", {}).get("seen") or 0

    def now_seen(self, event: int) -> None:
        """What is sent next is decided on everything up to this line of the log."""
        if self.is_bound:
            self.data = {**dict(self.data.items()), "seen": str(event)}
        self.initial.setdefault("seen", event)


class RevocationForm(DecisionForm):
    """What is left to decide once a claim is approved."""

    LISTS: Mapping[str, Mapping[str, Reason]] = {"revoke": REVOKING}
    GROUPS: Mapping[str, str] = {"revoke": "To revoke"}
    ALWAYS_FOR_A_REASON = True

    decision = forms.ChoiceField(
        choices=[(DecisionForm.REVOKE, "Revoke")],
        initial=DecisionForm.REVOKE,
        widget=forms.HiddenInput,
        error_messages=UNDECIDED,
    )


class ExplainedForm(DecisionForm):
    """A decision that has no list of reasons: one's own words are needed."""

    LISTS: Mapping[str, Mapping[str, Reason]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].error_messages["required"] = NO_WORDS


class ReopeningForm(ExplainedForm):
    """What is left to decide once a claim is rejected."""

    decision = forms.ChoiceField(
        choices=[(DecisionForm.REOPEN, "Let it wait again")],
        initial=DecisionForm.REOPEN,
        widget=forms.HiddenInput,
        error_messages=UNDECIDED,
    )


class ReinstatingForm(ExplainedForm):
    """What is left to decide once a claim is revoked."""

    decision = forms.ChoiceField(
        choices=[(DecisionForm.REINSTATE, "Give the page back")],
        initial=DecisionForm.REINSTATE,
        widget=forms.HiddenInput,
        error_messages=UNDECIDED,
    )


class QueueForm(forms.Form):
    """The address of the review queue: which tab, and why no rule approved."""

    tab = forms.ChoiceField(choices=[(key, label) for key, (label, _) in TABS.items()], required=False)
    reason = forms.CharField(required=False, max_length=30)

    @property
    def chosen(self) -> str:
        """The tab of the address, or the first if it names none that exists."""
        self.is_valid()
        return self.cleaned_data.get("tab") or "waiting"

    @property
    def chosen_reason(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("reason") or ""
