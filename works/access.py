"""The one way to a work: by slug or identifier."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from common.identifiers import normalize_identifier
from works.models import Work, WorkIdentifier


class WorkJoined(Http404):
    """The work turned out to be another one, which has the page now."""

    def __init__(self, into: Work) -> None:
        super().__init__("This work is part of another one.")
        self.into = into


def get_work(slug: str) -> Work:
    """The work with a page under this slug, with its venue. Raises Http404, and WorkJoined where another has it."""
    listed = Work.objects.listed().select_related("venue").defer("search", "title_words")
    work = listed.filter(slug=slug).first()
    if work is None:
        raise WorkJoined(get_object_or_404(Work.objects.listed().standing_for(slug)))
    return work


def get_work_by(scheme: str, value: str) -> Work:
    """The work with this identifier. Raises Http404."""
    identifier = normalize_identifier(scheme, value)
    known = WorkIdentifier.objects.select_related("work").filter(scheme=scheme, value=identifier).first()
    if identifier is None or known is None or known.work.withdrawn:
        raise Http404("No work has this identifier.")
    return known.work
