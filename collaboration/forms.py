"""What is asked when inviting, answering and writing."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from collaboration.inviting import works_to_mention
from collaboration.models import Invitation
from common.tex import to_text
from researchers.models import Researcher


class InvitationForm(forms.Form):
    purpose = forms.ChoiceField(choices=[("", "Choose one"), *Invitation.Purpose.choices])
    message = forms.CharField(
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="What you would like to do together, and why with them. Up to 3,000 characters.",
    )
    work = forms.TypedChoiceField(
        required=False,
        label="About which of their works?",
        empty_value=None,
    )

    def __init__(self, *args: Any, recipient: Researcher, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        works = {str(work.pk): work for work in works_to_mention(recipient)}
        titles = [(pk, f"{to_text(work.title)[:120]} ({work.year})") for pk, work in works.items()]
        field = cast(forms.TypedChoiceField, self.fields["work"])
        field.choices = [("", "No particular work"), *titles]
        field.coerce = works.__getitem__


class AnswerForm(forms.Form):
    """One of several buttons, with a note that two of them send along."""

    answer = forms.ChoiceField()
    note = forms.CharField(
        max_length=1000,
        required=False,
        label="Note",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The other person can read it. Up to 1,000 characters.",
    )

    def __init__(self, *args: Any, answers: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["answer"])
        field.choices = [(answer, answer) for answer in answers]


class BoxForm(forms.Form):
    """Which invitations to list."""

    box = forms.ChoiceField(choices=[("received", "Received"), ("sent", "Sent")])


class MessageForm(forms.Form):
    text = forms.CharField(max_length=5000, label="Your message", widget=forms.Textarea(attrs={"rows": 4}))


class UnblockForm(forms.Form):
    block = forms.IntegerField(min_value=1)
