"""Why works and researchers have the scores that they have, and how scores are computed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pages.spread import about_context
from researchers.access import get_researcher
from researchers.profile import is_fictional
from researchers.scores import ACTIVITY_HALF, HALF_LIFE, LEAST_WORKS
from researchers.standing import standing_json, standing_of
from works.access import get_work
from works.models import Work
from works.scores.documents import scores_json
from works.scores.reasons import reasons_of

MOST_ROWS = 50


@require_safe
def work_scores(request: HttpRequest, slug: str) -> HttpResponse:
    work = get_work(slug)
    context = {"work": work, "reasons": reasons_of(work)}
    return render(request, "pages/work_scores.html", context)


@require_safe
def work_scores_json(request: HttpRequest, slug: str) -> HttpResponse:
    """What the figures of a work were computed from, and the result."""
    work = get_work(slug)

    def address_of(one: Work) -> str:
        return request.build_absolute_uri(one.get_absolute_url())

    content = scores_json(reasons_of(work), rules=rules_of(request), address_of=address_of)
    return HttpResponse(content, content_type="application/json")


@require_safe
def researcher_scores(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_researcher(slug, seen_by=request.user)
    standing = standing_of(person)
    context = {
        "researcher": person,
        "standing": standing,
        "rows": standing.weighed[:MOST_ROWS] if standing.is_computed else [],
        "most_rows": MOST_ROWS,
        "half_life": HALF_LIFE,
        "activity_half": ACTIVITY_HALF,
        "least_works": LEAST_WORKS,
        "is_fictional": is_fictional([person.pk]),
    }
    return render(request, "pages/researcher_scores.html", context)


@require_safe
def researcher_scores_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of every listed work, and what comes of them."""
    person = get_researcher(slug)
    page = request.build_absolute_uri(person.get_absolute_url())
    content = standing_json(standing_of(person), page=page, rules=rules_of(request))
    return HttpResponse(content, content_type="application/json")


def rules_of(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("pages:about_scores"))


@require_safe
def about_scores(request: HttpRequest) -> HttpResponse:
    """The formulas, written from what the scores are computed with."""
    return render(request, "pages/about_scores.html", about_context())
