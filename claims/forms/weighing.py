"""What administrators say about evidence."""

from django import forms


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
