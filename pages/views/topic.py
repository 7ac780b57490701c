"""The page of one topic, and the list of all."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from common.htmx import render_page
from pages.forms import TopicsFilter
from pages.shelves import render_shelf, shelf_view
from works.categories import short_code
from works.extracts import term_pattern
from works.models import Topic
from works.shelves import ON_TOPIC, Shelf
from works.vocabulary import VOCABULARY

TOPICS_PER_PAGE = 60


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    about = get_object_or_404(Topic, slug=slug)
    terms = (about.name, *VOCABULARY.get(about.name, ()))
    shelf = Shelf(ON_TOPIC, about.pk)
    view = shelf_view(
        shelf, request.GET, about.get_absolute_url(), topic=about.pk, pattern=term_pattern(terms)
    )
    context = {"topic": about, "terms": terms[1:], "codes": codes_of(about)}
    return render_shelf(request, "pages/topic.html", context, view)


def codes_of(about: Topic) -> list[tuple[str, str]]:
    """The codes that stand for the topic: short as badges have them, and whole."""
    return [(short_code(code), code) for code in about.codes]


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    form = TopicsFilter(request.GET, auto_id="topics-%s")
    known = chosen_topics(form.chosen)
    page = Paginator(known, TOPICS_PER_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "pages/topics.html", {"form": form, "page": page}, partial="topics")


def chosen_topics(chosen: dict[str, Any]) -> QuerySet[Topic]:
    known = Topic.objects.with_works().of_kind(chosen.get("kind", "")).matching(chosen.get("name", ""))
    return known.order_by("name") if chosen.get("sort") == "name" else known.largest_first()
