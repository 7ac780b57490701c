"""What those write who dispute something, who hold it, and who decide."""

from django import forms

from claims.forms.words import long_text


class DisputeForm(forms.Form):
    reason = long_text(
        "Why is this not theirs?",
        help_text=(
            "What you know, and from where. Whoever holds the page and the administrators read this. Your name is "
            "shown to the administrators alone."
        ),
    )


class DisputeAnswerForm(forms.Form):
    answer = long_text(
        "Your answer",
        help_text=(
            "Whoever disputes it and the administrators read this. You can change it until it is decided."
        ),
    )


class SettlementForm(forms.Form):
    """How a dispute ends, and why."""

    UPHOLD, DISMISS = "uphold", "dismiss"

    decision = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[(UPHOLD, "Uphold it"), (DISMISS, "Dismiss it: everything is again as it was before")],
        error_messages={"required": "Choose how it ends."},
    )
    note = long_text("Why?", help_text="Both sides read this.", rows=4)


class ReversalForm(forms.Form):
    note = long_text("Why is the outcome turned over?", help_text="Both sides read this.", rows=4)
