"""What people paste and upload."""

from typing import Any

from django import forms
from django.http import Http404
from django.template.defaultfilters import filesizeformat

from accounts.models import User
from ingest.models import ImportRun, PreviewRow
from ingest.readers import FORMATS
from works.access import get_work, get_work_by
from works.models import Work

MEGABYTE = 2**20
LARGEST_OF_USERS = 20 * MEGABYTE
LARGEST_OF_ADMINISTRATORS = 2_048 * MEGABYTE
LONGEST_TEXT = 20_000
LONGEST_FILE_NAME = 200
NAMES = {
    "acl": "ACL Anthology XML",
    "arxiv-atom": "arXiv Atom",
    "arxiv-json": "arXiv JSON lines",
    "arxiv-oai": "arXiv OAI-PMH",
    "bibtex": "BibTeX",
    "credence": "Credence JSON lines",
    "crossref": "Crossref JSON",
    "csl-json": "CSL-JSON (Zotero, Mendeley)",
    "datacite": "DataCite JSON",
    "dblp": "DBLP XML",
    "inspire": "INSPIRE JSON",
    "oai-dc": "Dublin Core (OAI-PMH)",
    "openalex": "OpenAlex JSON",
    "orcid": "ORCID record",
    "pubmed": "PubMed XML",
    "ris": "RIS, nbib, EndNote",
}


def largest_for(user: User) -> int:
    """Bytes that this user may upload at once."""
    return LARGEST_OF_ADMINISTRATORS if user.is_administrator else LARGEST_OF_USERS


def format_name(key: str) -> str:
    return NAMES.get(key, key)


class PasteForm(forms.Form):
    text = forms.CharField(
        label="DOIs, arXiv ids or an ORCID iD",
        help_text="One on each line, or in the middle of a text, such as a list of references.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": "Paste at least one DOI, arXiv id or ORCID iD."},
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label="File",
        max_length=LONGEST_FILE_NAME,
        error_messages={
            "required": "Choose a file.",
            "empty": "This file is empty. Choose another one.",
            "max_length": "The name of the file is longer than %(max)d characters. Rename it and try again.",
        },
    )
    format = forms.ChoiceField(label="Format", required=False)

    def __init__(self, *args: Any, largest: int, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(((key, format_name(key)) for key in FORMATS), key=lambda choice: choice[1].lower())
        self.fields["format"].choices = [("", "Tell by its look"), *known]  # type: ignore[attr-defined]
        size = filesizeformat(largest).replace(".0", "")
        self.fields[
            "file"
        ].help_text = f"At most {size}, also packed (.gz, .xz, .zst, .bz2) or as an archive (.zip, .tar)."
        if too_large:
            self.fields["file"].error_messages["required"] = (
                f"This file is larger than {size}. Nothing of it was kept. Split it, or pack it."
            )


class RowsForm(forms.Form):
    """Which rows of a preview are listed."""

    show = forms.ChoiceField(choices=[("", "All"), *PreviewRow.Outcome.choices], required=False)

    @property
    def outcome(self) -> str:
        return self.cleaned_data["show"] if self.is_valid() else ""


class HistoryForm(forms.Form):
    """Which imports an administrator looks at."""

    show = forms.ChoiceField(label="State", choices=[("", "All"), *ImportRun.State.choices], required=False)

    @property
    def state(self) -> str:
        return self.cleaned_data["show"] if self.is_valid() else ""


class JoinForm(forms.Form):
    """Which other work is the same as this one."""

    other = forms.CharField(
        label="The other work",
        help_text="The address of its page, or an identifier such as doi:10.1234/abc or arxiv:2205.07141.",
        max_length=500,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": "Say which work is the same as this one."},
    )

    def clean_other(self) -> Work:
        text = self.cleaned_data["other"].strip()
        scheme, colon, value = text.partition(":")
        try:
            if colon and not value.startswith("//"):
                return get_work_by(scheme.lower(), value)
            return get_work(text.rstrip("/").rpartition("/")[2])
        except Http404 as error:
            raise forms.ValidationError("There is no such work here.") from error
