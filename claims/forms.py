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
