"""The page of one venue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from pages.shelves import render_shelf, shelf_view
from works.models import Venue
from works.shelves import OF_VENUE, Shelf


@require_safe
def venue(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Venue, slug=slug)
    view = shelf_view(Shelf(OF_VENUE, place.pk), request.GET, reverse("pages:venue", args=[slug]))
    return render_shelf(request, "pages/venue.html", {"venue": place}, view)
