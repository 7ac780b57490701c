"""The page of one institution."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from pages.shelves import render_shelf, shelf_view
from works.institutions import facts_of
from works.models import Institution
from works.shelves import OF_INSTITUTION, Shelf


@require_safe
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    house = get_object_or_404(Institution.objects.for_page(), slug=slug)
    if house.successor and house.is_printed_name_of_another:
        return redirect(house.successor, permanent=True)
    view = shelf_view(Shelf(OF_INSTITUTION, house.pk), request.GET, reverse("pages:institution", args=[slug]))
    context = {"institution": house, "facts": facts_of(house)}
    return render_shelf(request, "pages/institution.html", context, view)
