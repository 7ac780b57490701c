"""Following a researcher, a topic, an institution or a venue, and what the people one follows publish."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.requests import SignedInRequest
from common.htmx import render_page, wants_piece
from following import following
from following.models import Follow, ShelfFollow
from following.newest import newest_works_followed_by, shown_works
from following.section import follow_section, followed_sections
from following.shelves import KINDS, follow_shelf, followed_shelves, shelf_follow, unfollow_shelf
from researchers.access import get_researcher

WORKS_A_PAGE = 20
PEOPLE_A_PAGE = 50
SHELVES_A_PAGE = 50
DEEDS = {"follow": following.follow, "unfollow": following.unfollow}
SHELF_DEEDS = {"follow": follow_shelf, "unfollow": unfollow_shelf}
DONE = {"follow": "You follow {name}.", "unfollow": "You do not follow {name} any more."}


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Without a word about what is wanted, POST follows: that is what the address says."""
    researcher = get_researcher(slug)
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if request.method == "POST":
        wanted = request.POST.get("wanted", "follow")
        deed = DEEDS.get(wanted)
        if deed is None:
            return HttpResponseBadRequest("Either follow or unfollow can be wanted here.")
        deed(researcher, by=request.user)
        researcher.refresh_from_db(fields=["followers_count"])
        if not wants_piece(request):
            messages.success(request, DONE[wanted].format(name=researcher.preferred_name))
            return redirect("following:index" if request.POST.get("from") == "index" else researcher)
    context = {
        "follow": follow_section(researcher, request.user),
        "swaps_counter": request.method == "POST" and request.POST.get("from") != "index",
    }
    return render_page(request, "following/follow.html", context, partial="follow")


@require_http_methods(["GET", "HEAD", "POST"])
def shelf(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The same for a topic, an institution or a venue."""
    about = get_object_or_404(KINDS[kind], slug=slug)
    known = ShelfFollow(**{kind: about}).about
    if known != about:
        return redirect(f"following:follow_{kind}", known.slug)
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if request.method == "POST":
        wanted = request.POST.get("wanted", "follow")
        deed = SHELF_DEEDS.get(wanted)
        if deed is None:
            return HttpResponseBadRequest("Either follow or unfollow can be wanted here.")
        deed(about, by=request.user)
        if not wants_piece(request):
            messages.success(request, DONE[wanted].format(name=about.name))
            return redirect("following:index" if request.POST.get("from") == "index" else about)
    context = {"follow": shelf_follow(about, request.user)}
    return render_page(request, "following/follow_shelf.html", context, partial="follow")


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back here; htmx would put that page inside the button."""
    response = redirect_to_login(request.path)
    return HttpResponseClientRedirect(response.url) if wants_piece(request) else response


@require_safe
@login_required
def index(request: SignedInRequest) -> HttpResponse:
    follows = Paginator(Follow.objects.of(request.user).by_page(), PEOPLE_A_PAGE)
    works = Paginator(newest_works_followed_by(request.user.pk), WORKS_A_PAGE)
    page = works.get_page(request.GET.get("page"))
    people = follows.get_page(request.GET.get("people"))
    shelves = Paginator(ShelfFollow.objects.of(request.user).for_list(), SHELVES_A_PAGE)
    shelves_page = shelves.get_page(request.GET.get("shelves"))
    context = {
        "people": people,
        "buttons": followed_sections(row["page"] for row in people),
        "page": page,
        "works": shown_works(page.object_list),
        "shelves_page": shelves_page,
        "shelves": followed_shelves(shelves_page),
    }
    return render_page(request, "following/index.html", context, partial="listed")
