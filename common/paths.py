"""Addresses of pages that lists lead to by the hundred."""

from functools import cache

from django.urls import reverse

PLACE = "slug-0-slug"


def page_path(view: str, slug: str) -> str:
    """What `reverse(view, args=[slug])` says, which takes 60 µs: the routes are asked once for each kind of page."""
    return pattern_of(view).replace(PLACE, slug)


@cache
def pattern_of(view: str) -> str:
    return reverse(view, args=[PLACE])
