"""The page of one topic, its feed, and the list of all."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from common.htmx import render_page
from following.shelves import shelf_follow
from pages.shelf_feeds import feed_of_shelf
from pages.shelf_forms import TopicsFilter
from pages.shelves import render_shelf, shelf_view
from works.categories import short_code
from works.extracts import term_pattern
from works.hierarchy import place_of
from works.models import Topic
from works.shelves import ON_TOPIC, Shelf
from works.vocabulary import VOCABULARY

TOPICS_PER_PAGE = 60


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    about = get_object_or_404(Topic.objects.for_page(), slug=slug)
    if about.merged_into:  # for now: the next look for concepts may tell them apart again
        return redirect(f"{about.merged_into.get_absolute_url()}{query_of(request)}")
    variants = about.variants or VOCABULARY.get(about.name, ())
    pattern = term_pattern((about.name, *variants))
    shelf = Shelf(ON_TOPIC, about.pk)
    view = shelf_view(shelf, request.GET, about.get_absolute_url(), topic=about.pk, pattern=pattern)
    context = {
        "topic": about,
        "variants": variants,
        "codes": codes_of(about),
        "place": place_of(about),
        "follow": shelf_follow(about, request.user),
    }
    return render_shelf(request, "pages/topic.html", context, view)


@require_safe
def topic_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    about = get_object_or_404(Topic.objects.for_page(), slug=slug)
    if about.merged_into:
        return redirect("pages:topic_feed", about.merged_into.slug)
    return feed_of_shelf(request, about, Shelf(ON_TOPIC, about.pk))


def query_of(request: HttpRequest) -> str:
    """What the address says behind its path, to be put behind another one."""
    return f"?{query}" if (query := request.META.get("QUERY_STRING", "")) else ""


def codes_of(about: Topic) -> list[tuple[str, str]]:
    """The codes that stand for the topic: short as badges have them, and whole."""
    return [(short_code(code), code) for code in about.codes]


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    form = TopicsFilter(request.GET, auto_id="topics-%s")
    whole = get_object_or_404(Topic, slug=form.chosen["within"]) if "within" in form.chosen else None
    known = chosen_topics(form.chosen, whole)
    page = Paginator(known, TOPICS_PER_PAGE).get_page(form.chosen.get("page", 1))
    context = {"form": form, "page": page, "whole": whole}
    return render_page(request, "pages/topics.html", context, partial="topics")


def chosen_topics(chosen: dict[str, Any], whole: Topic | None) -> QuerySet[Topic]:
    known = Topic.objects.for_list().of_kind(chosen.get("kind", "")).matching(chosen.get("name", ""))
    known = known.beginning_with(chosen.get("letter", ""))
    if whole:
        known = known.part_of(whole)
    return known.order_by("name") if chosen.get("sort") == "name" else known.largest_first()
