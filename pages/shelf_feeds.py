"""The newest works of a topic, a venue or an institution as an Atom feed."""

from collections.abc import Sequence
from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag

from researchers.feeds import NEWEST, add_works
from researchers.former import replaced_names
from works.citing import one_line
from works.models import Institution, Topic, Venue, Work
from works.shelves import Shelf, newest_works


def feed_of_shelf(request: HttpRequest, about: Topic | Venue | Institution, shelf: Shelf) -> HttpResponseBase:
    """The feed, or 304 for a reader who has it already."""
    ids = newest_works(shelf, limit=NEWEST)
    replaced = replaced_names(ids)
    etag = etag_of(about, ids, replaced)
    response = get_conditional_response(request, etag=etag) or written(request, about, ids, replaced)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


def etag_of(about: Topic | Venue | Institution, ids: Sequence[int], replaced: dict[int, str]) -> str:
    """Changes with the name, the works and what is said of them, and with the program."""
    versions = dict(Work.objects.filter(pk__in=ids).values_list("pk", "updated_at"))
    said = (settings.VERSION, about.name, [(pk, versions.get(pk)) for pk in ids], sorted(replaced.items()))
    return quote_etag(blake2b(repr(said).encode(errors="replace"), digest_size=16).hexdigest())


def written(
    request: HttpRequest, about: Topic | Venue | Institution, ids: Sequence[int], replaced: dict[int, str]
) -> HttpResponse:
    name = one_line(about.name)
    feed = Atom1Feed(
        title=f"New works: {name}",
        link=request.build_absolute_uri(about.get_absolute_url()),
        description=f"The newest works on the page of {name}",
        feed_url=request.build_absolute_uri(),
    )
    add_works(feed, ids, request, replaced)
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
