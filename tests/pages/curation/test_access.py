"""Who may curate: administrators, from the pages where it is offered, and with the token of the form."""

import pytest
from django.test import Client
from django.urls import reverse

from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.undoing import undo
from tests.builders import make_attribution, make_researcher, make_work
from tests.pages.curation.looks import everything, names_on

pytestmark = pytest.mark.django_db


def addresses(page, other, event):
    """(method, address, what is sent) of everything that administrators may open or do."""
    chosen = {"deed": "split", "works": names_on(page)[:1], "confirmed": 1}
    lone = make_work("Whose is this?", authors=["Yang Liu"]).authorships.get()
    proposal = make_attribution(lone, page, status="proposed")
    return [
        ("get", reverse("pages:curation", args=[page.slug]), {}),
        ("post", reverse("pages:curation_divide", args=[page.slug]), chosen),
        ("get", reverse("pages:curation_merge", args=[page.slug]) + f"?other={other.slug}", {}),
        ("post", reverse("pages:curation_merge", args=[page.slug]) + f"?other={other.slug}", {}),
        ("get", reverse("pages:curation_tell_apart", args=[page.slug]) + f"?other={other.slug}", {}),
        ("post", reverse("pages:curation_tell_apart", args=[page.slug]) + f"?other={other.slug}", {}),
        ("get", reverse("pages:curation_log"), {}),
        ("get", reverse("pages:curation_decision", args=[event.pk]), {}),
        ("post", reverse("pages:curation_decision", args=[event.pk]), {}),
        ("get", reverse("pages:curation_proposals"), {}),
        ("post", reverse("pages:curation_proposals"), {"proposal": proposal.pk, "answer": "accept"}),
        ("post", reverse("pages:curation", args=[page.slug]), {"show": "all"}),
        ("get", reverse("pages:curation_divide", args=[page.slug]), {}),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(13))
@pytest.mark.parametrize("who", [None, "carol", "ada"])
def test_everybody_else_is_kept_out_of_every_page_and_deed(
    request, as_user, page, duplicate, admin, who, number
):
    event = distinguish(page, make_researcher("Somebody Else"), by=admin)
    method, address, sent = addresses(page, duplicate, event)[number]
    client = as_user(request.getfixturevalue(who) if who else None)
    before = everything()
    response = getattr(client, method)(address, sent)
    if who:
        assert response.status_code == 404
    else:
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
    assert everything() == before


def test_the_owner_of_a_page_does_not_curate_it(as_user, ada, ada_page):
    make_work(authors=[ada_page])
    assert as_user(ada).get(reverse("pages:curation", args=[ada_page.slug])).status_code == 404
    assert "Curate this page" not in as_user(ada).get(ada_page.get_absolute_url()).content.decode()


def test_administrators_find_the_way(as_user, admin, page):
    shown = as_user(admin).get(page.get_absolute_url()).content.decode()
    assert reverse("pages:curation", args=[page.slug]) in shown
    assert reverse("pages:curation_log") in shown


@pytest.mark.parametrize("number", [1, 3, 5, 8, 10, 11])
def test_no_deed_without_the_token_of_the_form(admin, page, duplicate, number):
    event = distinguish(page, make_researcher("Somebody Else"), by=admin)
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    method, address, sent = addresses(page, duplicate, event)[number]
    before = everything()
    assert getattr(client, method)(address, sent).status_code == 403
    assert everything() == before


@pytest.mark.parametrize(
    ("path", "status"),
    [("curation/", 200), ("curation/?words=noon", 200), ("curation/merge/?other=nobody", 422)],
)
def test_curation_of_a_merged_page_leads_on_and_no_browser_remembers_that(
    as_user, admin, page, duplicate, path, status
):
    event = merge(duplicate, into=page, by=admin)
    curator = as_user(admin)
    response = curator.get(f"/researchers/y-liu/{path}")
    assert (response.status_code, response.url) == (302, f"/researchers/yang-liu/{path}")
    assert "no-store" in response["Cache-Control"]
    undo(event, by=admin)
    assert curator.get(f"/researchers/y-liu/{path}").status_code == status


def test_that_a_page_was_merged_is_no_way_round_who_may_curate(as_user, carol, admin, page, duplicate):
    merge(duplicate, into=page, by=admin)
    assert as_user(carol).get("/researchers/y-liu/curation/").status_code == 404
