"""What people say who want something done with the page that is about them, and who decides on it."""

from collections.abc import Iterable

from django import forms

from claims.forms.words import long_text
from claims.models import RightsRequest

Kind = RightsRequest.Kind
NEW_NAME = "Which name shall stand on the page?"
NAME_MISSING = "Say which name shall stand on the page."
LONGEST_NAME = 500


class RequestForm(forms.Form):
    """A request about a page; with an address where nobody is signed in."""

    kind = forms.ChoiceField(label="What do you ask for?", choices=Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label="The name that shall stand on the page",
        max_length=LONGEST_NAME,
        required=False,
        help_text="Only if a former name is to be replaced.",
    )
    former = forms.CharField(
        label="The name that it replaces",
        max_length=LONGEST_NAME,
        required=False,
        help_text="Only if a former name is to be replaced: as the page or the works print it.",
    )
    reason = long_text(
        "Who are you, and why do you ask?",
        help_text=(
            "Say how we can know that the page is about you. For a page in memory: what tells of the death, "
            "such as an obituary. Only administrators read this."
        ),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="We send a link there. Nothing happens before you have opened it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # People do not see this field; programs that fill in everything do.
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data: object, *, is_known: bool) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        if is_known:
            del self.fields["email"]

    def clean(self) -> None:
        said = super().clean() or {}
        if said.get("kind") == Kind.RENAME and not said.get("name", "").strip():
            self.add_error("name", NAME_MISSING)


class VisibilityForm(forms.Form):
    """What the holder wants: to hide, to show, or to ask for removal with a reason."""

    deed = forms.ChoiceField(choices=[("hide", "Hide"), ("show", "Show"), ("remove", "Remove")])
    reason = long_text("Is there anything that the administrators should know?")

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["reason"].required = False


class NamesForm(forms.Form):
    """The name to be called by, out of those printed or another one; and those that are borne no more."""

    name = forms.ChoiceField(label=NEW_NAME, widget=forms.RadioSelect)
    other = forms.CharField(
        label="The other name",
        max_length=LONGEST_NAME,
        required=False,
        help_text="A name that none of your works prints is looked at by an administrator first.",
    )
    former = forms.MultipleChoiceField(
        label="Which names do you not bear any more?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The name above stands in their place wherever this site says who wrote a work.",
    )

    def __init__(self, data: object, *, names: Iterable[str], called: str) -> None:
        super().__init__(data, initial={"name": called})  # type: ignore[arg-type]
        printed = [(name, name) for name in names]
        self.fields["name"].choices = [*printed, ("", "Another name")]  # type: ignore[attr-defined]
        self.fields["name"].required = False
        self.fields["former"].choices = printed  # type: ignore[attr-defined]

    def clean(self) -> None:
        said = super().clean() or {}
        wanted = said.get("name") or said.get("other", "").strip()
        if not wanted and "name" in said:
            self.add_error("other", NAME_MISSING)
        if wanted and wanted in said.get("former", []):
            self.add_error("former", "A name cannot stand on the page and be a former one.")


class RightsDecisionForm(forms.Form):
    """An administrator's decision, with what a granted one needs."""

    deed = forms.ChoiceField(choices=[("grant", "Grant"), ("refuse", "Refuse"), ("bring_back", "Bring back")])
    note = long_text("What shall the applicant be told?", help_text="Needed to refuse. It is sent to them.")
    name = forms.CharField(
        label="The name on the page from now on",
        max_length=LONGEST_NAME,
        required=False,
        help_text="Needed to grant it.",
    )
    former = forms.MultipleChoiceField(
        label="Names that are borne no more", required=False, widget=forms.CheckboxSelectMultiple
    )
    keeps_delegates = forms.BooleanField(label="Those who look after the page go on doing so", required=False)

    def __init__(self, data: object, *, request: RightsRequest) -> None:
        super().__init__(data, initial={"name": request.new_name})  # type: ignore[arg-type]
        self.fields["note"].required = False
        if request.kind != Kind.MEMORIAL:
            del self.fields["keeps_delegates"]
        if request.kind == Kind.RENAME:
            names = request.page.name_variants.order_by("-works_count", "name").values_list("name", flat=True)
            self.fields["former"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
            # The holder's own form lists them line by line.
            self.initial["former"] = [name for name in names if name in request.reason.splitlines()]
        else:
            del self.fields["name"], self.fields["former"]

    def clean(self) -> None:
        said = super().clean() or {}
        if said.get("deed") == "refuse" and not said.get("note", "").strip():
            self.add_error("note", "Say why, so that the applicant knows.")
        if said.get("deed") == "grant" and "name" in self.fields and not said.get("name", "").strip():
            self.add_error("name", NAME_MISSING)


class DelegateForm(forms.Form):
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="They need an account here with this address, and accept by logging in.",
    )
