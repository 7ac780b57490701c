"""The newest works of a topic, a venue or an institution as an Atom feed."""

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from researchers.feeds import NEWEST, add_work
from researchers.former import replaced_names
from works.citable import for_citing
from works.citing import one_line
from works.models import Institution, Topic, Venue
from works.shelves import Shelf, newest_works


def feed_of_shelf(request: HttpRequest, about: Topic | Venue | Institution, shelf: Shelf) -> HttpResponse:
    name = one_line(about.name)
    feed = Atom1Feed(
        title=f"New works: {name}",
        link=request.build_absolute_uri(about.get_absolute_url()),
        description=f"The newest works on the page of {name}",
        feed_url=request.build_absolute_uri(),
    )
    ids = newest_works(shelf, limit=NEWEST)
    works = for_citing().in_bulk(ids)
    replaced = replaced_names(ids)
    for pk in ids:
        add_work(feed, works[pk], request, replaced)
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
