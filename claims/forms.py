"""What claimants, administrators and anybody with a correction write."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

LONGEST = 5000
UNDECIDED = {
    "required": "Choose what to do.",
    "invalid_choice": "This is not possible: the claim has moved on in the meantime. Nothing was changed.",
}


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if it is empty."""
    return request.POST if request.method == "POST" else None


def long_text(label: str, *, help_text: str = "", rows: int = 6, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ClaimForm(forms.Form):
    reason = long_text(
        "Why is this page yours?",
        help_text=(
            "For example: where you worked when the works appeared, a page of your institution "
            "or your own that names you, your ORCID iD. Only you and the administrators read this."
        ),
    )


class AnswerForm(forms.Form):
    answer = long_text("Your answer")


class DecisionForm(forms.Form):
    """One of the deeds that `claims/decide.html` offers, and the words for the claimant."""

    APPROVE, REJECT, ASK, REVOKE = "approve", "reject", "ask", "revoke"

    decision = forms.ChoiceField(
        choices=[
            (APPROVE, "Approve: the page becomes theirs"),
            (REJECT, "Reject, with a reason"),
            (ASK, "Ask for more, with a question"),
        ],
        widget=forms.RadioSelect,
        error_messages=UNDECIDED,
    )
    note = long_text(
        "Reason or question",
        help_text="The claimant reads this. Needed unless you approve.",
        rows=4,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") not in (None, self.APPROVE) and not cleaned.get("note"):
            self.add_error("note", "Say why: the claimant reads this.")
        return cleaned


class RevocationForm(DecisionForm):
    """What is left to decide once a claim is approved."""

    decision = forms.ChoiceField(
        choices=[(DecisionForm.REVOKE, "Revoke")],
        initial=DecisionForm.REVOKE,
        widget=forms.HiddenInput,
        error_messages=UNDECIDED,
    )
    note = long_text(
        "Why is the claim revoked?", help_text="The claimant reads this.", rows=4, required=False
    )


class CheckForm(forms.Form):
    """Nothing to say: look again."""


class SeenForm(forms.Form):
    found = forms.CharField(
        label="What did you see?",
        help_text="What ties the claimant to the record. The claimant and other administrators read this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reference = forms.URLField(
        label="Where?", help_text="The address of the page.", max_length=1000, assume_scheme="https"
    )


class EndForm(forms.Form):
    """Which piece of evidence ends, and why."""

    piece = forms.IntegerField(label="Which piece?", widget=forms.Select)
    reason = forms.CharField(
        label="Why does it not count?",
        help_text="The claimant reads this.",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def offer(self, pieces: list[tuple[int, str]]) -> None:
        """The pieces to choose from; whether one may end is not the form's to say."""
        self.fields["piece"].widget.choices = pieces


class LetInForm(forms.Form):
    """Which piece of evidence may count again."""

    piece = forms.IntegerField(widget=forms.HiddenInput)


class ConfirmForm(forms.Form):
    note = forms.CharField(
        label="Why?",
        help_text="The claimant reads this.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DoubtForm(forms.Form):
    reason = forms.CharField(
        label="Why is the identity not confirmed any more?",
        help_text="The claimant reads this.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


# What may be done about the evidence of a claim, and what has to be said for it.
WEIGHING: dict[str, type[forms.Form]] = {
    "check": CheckForm,
    "seen": SeenForm,
    "end": EndForm,
    "let_in": LetInForm,
    "confirm": ConfirmForm,
    "doubt": DoubtForm,
}


class ReportForm(forms.Form):
    message = long_text("What is wrong?", help_text="For example: somebody else's work, or a misspelt name.")
    email = forms.EmailField(
        label="Your e-mail address, if you want an answer",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # People do not see this field; programs that fill in everything do.
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def filled_by_a_program(self) -> bool:
        return bool(self.cleaned_data["website"])


class QueueForm(forms.Form):
    """The address of the review queue: which tab."""

    TABS = (
        ("waiting", "Waiting"),
        ("asked", "More information asked for"),
        ("decided", "Decided"),
        ("reports", "Reports of errors"),
    )
    tab = forms.ChoiceField(choices=TABS, required=False)

    @property
    def chosen(self) -> str:
        """The tab of the address, or the first if it names none that exists."""
        self.is_valid()
        return self.cleaned_data.get("tab") or "waiting"


class VouchForm(forms.Form):
    statement = forms.CharField(
        label="How do you know this person?",
        help_text=(
            "For example: we wrote a paper together, they worked in my group, we met at a conference every year. "
            "The person and the administrators read this."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
