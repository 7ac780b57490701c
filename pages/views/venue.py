"""The page of one venue, its feed, and the list of all."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from common.htmx import render_page
from following.shelves import shelf_follow
from pages.shelf_feeds import feed_of_shelf
from pages.shelf_forms import VenuesFilter
from pages.shelves import PLACES_PER_PAGE, chosen_places, render_shelf, shelf_view
from works.models import Venue
from works.shelves import OF_VENUE, Shelf


@require_safe
def venue(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Venue, slug=slug)
    view = shelf_view(Shelf(OF_VENUE, place.pk), request.GET, place.get_absolute_url())
    context = {"venue": place, "follow": shelf_follow(place, request.user)}
    return render_shelf(request, "pages/venue.html", context, view)


@require_safe
def venue_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    place = get_object_or_404(Venue, slug=slug)
    return feed_of_shelf(request, place, Shelf(OF_VENUE, place.pk))


@require_safe
def venues(request: HttpRequest) -> HttpResponse:
    form = VenuesFilter(request.GET, auto_id="venues-%s")
    known = chosen_places(Venue.objects.all(), form.chosen)
    page = Paginator(known, PLACES_PER_PAGE).get_page(form.chosen.get("page", 1))
    return render_page(request, "pages/venues.html", {"form": form, "page": page}, partial="listed")
