"""As many works are chosen as are decided about at once, and none is lost by choosing more."""

import pytest
from django.urls import reverse

from pages.curation import choice
from tests.builders import make_researcher, make_work
from tests.pages.curation.looks import divide, names_on
from tests.pages.curation.test_works import address, ticked

pytestmark = pytest.mark.django_db

MOST, SHOWN = 6, 3


@pytest.fixture
def many(monkeypatch):
    """Five works of tides and five of dunes, the newest first, of which six are decided about at once."""
    monkeypatch.setattr(choice, "MOST_WORKS", MOST)
    monkeypatch.setattr(choice, "WORKS_A_PAGE", SHOWN)
    many = make_researcher("Yang Liu", slug="many", works_count=10)
    for number in range(5):
        make_work(f"Tides {number}", year=2010 + number, authors=[many])
        make_work(f"Dunes {number}", year=2000 + number, authors=[many])
    return many


def shown_boxes(response):
    return response.content.decode().count('type="checkbox"')


def test_no_more_are_chosen_together_and_what_was_chosen_stays(as_user, admin, many):
    client = as_user(admin)
    first = client.post(address(many), {"words": "tides", "show": "all"}, follow=True)
    tides = ticked(first)
    assert len(tides) == 5
    for show in ("all", "shown"):
        sent = {"words": "dunes", "show": show, "works": sorted(tides)}
        second = client.post(address(many), sent, follow=True)
        assert "more than 6 works would be chosen" in second.content.decode()
        assert ticked(second) == tides
        assert 'value="shown"' in second.content.decode()


def test_works_ticked_beyond_are_kept_and_have_to_be_taken_back_first(as_user, admin, many):
    client, own = as_user(admin), names_on(many)
    full = client.post(address(many), {"show": "filter", "works": own[:MOST]}, follow=True)
    assert "6 chosen, " in full.content.decode()
    assert "No more are decided about at once." in full.content.decode()
    for word in ('value="shown"', 'value="all"'):
        assert word not in full.content.decode()
    assert full.content.decode().count(" disabled>") == shown_boxes(full) - MOST
    more = client.post(address(many), {"show": "page 2", "works": own[: MOST + 2]}, follow=True)
    assert ticked(more) == set(own[: MOST + 2])
    assert "take 2 back first" in more.content.decode()
    refused = divide(client, many, own[: MOST + 2], deed="split")
    assert refused.status_code == 422
    assert "8 works are chosen, and no more than 6 are decided about at once" in refused.content.decode()
    assert ticked(refused) == set(own[: MOST + 2])
    assert divide(client, many, own[:MOST], deed="split").status_code == 200


def test_what_is_chosen_is_never_more_than_can_be_sent(as_user, admin, many):
    """However often works are ticked and pages turned: chosen ones and those of one page, with all other fields."""
    client, chosen = as_user(admin), set()
    for number in (1, 2, 3, 4, 1):
        looked = client.get(address(many), {"page": number})
        page = looked.context["choice"]
        free = set() if page.is_full else set(page.shown)
        sent = sorted(ticked(looked) | free)
        assert len(sent) <= MOST - 1 + SHOWN
        turned = client.post(address(many), {"show": f"page {number}", "works": sent}, follow=True)
        assert ticked(turned) == set(sent)
        assert chosen <= set(sent)
        chosen = set(sent)
    assert len(chosen) >= MOST


def test_nine_hundred_and_a_page_are_sent_with_all_fields(as_user, admin, page):
    fields = {"show": "filter", "words": "", "year_from": "", "year_to": "", "printed": "", "coauthor": ""}
    fields |= {"order": "", "page": "1", "deed": "split", "to": "", "name": "", "reason": "", "csrf": ""}
    works = [*names_on(page), *range(10**9, 10**9 + choice.MOST_WORKS - 1 + choice.WORKS_A_PAGE - 3)]
    response = as_user(admin).post(address(page), {**fields, "works": works}, follow=True)
    assert response.status_code == 200
    assert ticked(response) == set(names_on(page))


def test_the_limit_is_said_where_works_are_decided_about_by_hand(as_user, admin, page):
    sent = {"works": range(1, choice.MOST_WORKS + 2), "deed": "split"}
    response = as_user(admin).post(reverse("pages:curation_divide", args=[page.slug]), sent)
    assert response.status_code == 422
    assert "901 works are chosen" in response.content.decode()


@pytest.mark.parametrize(
    "typed", [{"deed": "move", "to": "y-liu"}, {"deed": "split", "name": "Yang Liu (dunes)"}]
)
def test_enter_in_a_field_of_the_decision_looks_at_it_and_one_in_the_filter_filters(
    as_user, admin, page, duplicate, typed
):
    client, chosen = as_user(admin), names_on(page)[:1]
    sent = {"works": chosen, "words": "tides", "show": "filter", **typed}
    looked = client.post(address(page), {**sent, "asked": "words=tides"}, follow=True)
    assert looked.redirect_chain == [(reverse("pages:curation_divide", args=[page.slug]), 307)]
    assert "Nothing has changed yet." in looked.content.decode()
    filtered = client.post(address(page), {**sent, "asked": ""}, follow=True)
    assert ticked(filtered) == set(chosen)
    assert 'name="asked" value="words=tides"' in filtered.content.decode()
    assert typed[next(name for name in typed if name != "deed")] in filtered.content.decode()
