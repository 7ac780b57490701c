"""The page of one institution, its feed, and the list of all."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from common.htmx import render_page
from following.shelves import shelf_follow
from pages.shelf_feeds import feed_of_shelf
from pages.shelf_forms import InstitutionsFilter
from pages.shelves import PLACES_PER_PAGE, chosen_places, render_shelf, shelf_view
from works.institutions import facts_of
from works.models import Institution
from works.shelves import OF_INSTITUTION, Shelf


@require_safe
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    house = get_object_or_404(Institution.objects.for_page(), slug=slug)
    if house.successor and house.is_printed_name_of_another:
        return redirect(house.successor, permanent=True)
    view = shelf_view(Shelf(OF_INSTITUTION, house.pk), request.GET, house.get_absolute_url())
    context = {"institution": house, "facts": facts_of(house), "follow": shelf_follow(house, request.user)}
    return render_shelf(request, "pages/institution.html", context, view)


@require_safe
def institution_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    house = get_object_or_404(Institution.objects.for_page(), slug=slug)
    if house.successor and house.is_printed_name_of_another:
        return redirect("pages:institution_feed", house.successor.slug, permanent=True)
    return feed_of_shelf(request, house, Shelf(OF_INSTITUTION, house.pk))


@require_safe
def institutions(request: HttpRequest) -> HttpResponse:
    form = InstitutionsFilter(request.GET, auto_id="institutions-%s")
    form.offer_countries(Institution.objects.countries())
    known = chosen_places(Institution.objects.of_country(form.chosen.get("country", "")), form.chosen)
    page = Paginator(known, PLACES_PER_PAGE).get_page(form.chosen.get("page", 1))
    return render_page(request, "pages/institutions.html", {"form": form, "page": page}, partial="listed")
