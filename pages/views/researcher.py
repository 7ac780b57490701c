"""The researcher page: seven parts, brought by the rooms they belong to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.section import claim_section
from collaboration.section import collaboration_section
from following.section import follow_section
from pages.structured import profile_page
from researchers.access import get_researcher
from researchers.editing import may_edit
from researchers.pinning import may_pin
from researchers.profile import profile_of
from researchers.published import published_work
from trust.section import trust_section


@require_safe
def researcher(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_researcher(slug, seen_by=request.user)
    profile = profile_of(person)
    address = request.build_absolute_uri(person.get_absolute_url())
    context = {
        "researcher": person,
        "profile": profile,
        "address": address,
        "structured": profile_page(profile, address),
        "may_edit": may_edit(person, request.user),
        "may_pin": may_pin(person, request.user),
        "trust": trust_section(person),
        "follow": follow_section(person, request.user),
        "claim": claim_section(person, request.user),
        "collaboration": collaboration_section(person, request.user),
        "published": published_work(person, request.GET),
    }
    return render(request, "pages/researcher.html", context)
