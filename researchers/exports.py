"""A researcher's works as files for reference managers."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from researchers.former import replaced_names
from researchers.models import Attribution, Researcher
from works.citable import citables
from works.citing import Format
from works.models import Work


def etag_of(researcher: Researcher) -> str:
    """Changes whenever what the researcher's page shows does, and with the program."""
    return quote_etag(f"{settings.VERSION}-{researcher.public_id}-{researcher.version}")


def unless_unchanged(
    request: HttpRequest, researcher: Researcher, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """What `make` makes, or 304 for somebody who has it already."""
    etag = etag_of(researcher)
    response = get_conditional_response(request, etag=etag) or make()
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


def export(request: HttpRequest, researcher: Researcher, form: Format) -> HttpResponseBase:
    """All works of the researcher, newest first, streamed: no profile is too large."""

    def make() -> HttpResponseBase:
        response = StreamingHttpResponse(lines(request, researcher, form), content_type=form.content_type)
        response["Content-Disposition"] = f'attachment; filename="{researcher.slug}.{form.suffix}"'
        return response

    return unless_unchanged(request, researcher, make)


def lines(request: HttpRequest, researcher: Researcher, form: Format) -> Iterator[str]:
    def page_url(work: Work) -> str:
        return request.build_absolute_uri(work.get_absolute_url())

    return form.many(citables(work_ids_of(researcher), page_url, names=replaced_names))


def work_ids_of(researcher: Researcher, *, limit: int | None = None) -> list[int]:
    """Ids of the works that the researcher's page lists, newest first."""
    own = Attribution.objects.accepted().filter(researcher=researcher).values("authorship__work")
    return list(Work.objects.listed().filter(pk__in=own).newest_first().values_list("pk", flat=True)[:limit])


def cited(request: HttpRequest, work: Work, form: Format) -> HttpResponse:
    """One work as a file for reference managers."""

    def page_url(known: Work) -> str:
        return request.build_absolute_uri(known.get_absolute_url())

    (item,) = citables([work.pk], page_url, names=replaced_names)
    response = HttpResponse(form.one(item), content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{work.slug}.{form.suffix}"'
    return response
