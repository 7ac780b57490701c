"""The newest works of a researcher as an Atom feed."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from researchers.exports import work_ids_of
from researchers.former import replaced_names
from researchers.models import Researcher
from works.citable import citable, for_citing
from works.citing import Citable, one_line
from works.models import Work

NEWEST = 50
MOST_AUTHORS = 10  # that an entry names: some works have thousands


def feed_of(request: HttpRequest, researcher: Researcher) -> HttpResponse:
    feed = empty_feed(request, researcher)
    ids = work_ids_of(researcher, limit=NEWEST)
    add_works(feed, ids, request, replaced_names(ids))
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def empty_feed(request: HttpRequest, researcher: Researcher) -> Atom1Feed:
    name = one_line(researcher.preferred_name)
    return Atom1Feed(
        title=f"Works of {name}",
        link=request.build_absolute_uri(researcher.get_absolute_url()),
        description=f"The newest works on the page of {name}",
        feed_url=request.build_absolute_uri(reverse("researchers:feed", args=[researcher.slug])),
    )


def add_works(feed: Atom1Feed, ids: Sequence[int], request: HttpRequest, replaced: dict[int, str]) -> None:
    """The works of these ids that are still there."""
    works = for_citing(most_authors=MOST_AUTHORS + 1).in_bulk(ids)
    for pk in ids:
        if pk in works:
            add_work(feed, works[pk], request, replaced)


def add_work(feed: Atom1Feed, work: Work, request: HttpRequest, replaced: dict[int, str]) -> None:
    address = request.build_absolute_uri(work.get_absolute_url())
    cited = citable(work, lambda known: address, replaced)
    feed.add_item(
        title=one_line(cited.title),
        link=address,
        description=one_line(cited.abstract),
        unique_id=address,
        author_name=authors_of(cited),
        pubdate=datetime.combine(work.published_on, time(), UTC),
        updateddate=work.updated_at,
        categories=list(map(one_line, cited.keywords)),
    )


def authors_of(cited: Citable) -> str:
    """The first authors, for readers of the feed."""
    names = [one_line(author) for author in cited.authors[:MOST_AUTHORS]]
    return ", ".join(names) + (" et al." if len(cited.authors) > len(names) else "")
