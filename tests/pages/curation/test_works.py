"""The works of a page, to choose from: filtered, in pages, and what is chosen stays chosen."""

import re

import pytest
from django.http import QueryDict
from django.urls import reverse

from pages.curation import choice, remembering
from researchers.curation.merging import merge
from researchers.models import Attribution
from tests.builders import make_authorship, make_researcher, make_user, make_work
from tests.pages.curation.looks import divide, everything, names_on
from works.models import Authorship

pytestmark = pytest.mark.django_db


@pytest.fixture
def many():
    """A page of works of two people: tides with Bob, dunes with nobody."""
    many = make_researcher("Yang Liu", slug="many", works_count=6)
    bob = make_researcher("Bob Okafor", slug="bob")
    for number in range(3):
        make_work(f"Tides {number}", year=2000 + number, authors=[many, bob], venue="Sea Letters")
        dunes = make_work(f"Dunes {number}", year=2010 + number, authors=["Somebody Else"])
        row = make_authorship(dunes, many, position=1)
        Authorship.objects.filter(pk=row.pk).update(name="Y. Liu", name_key="y liu")
        Attribution.objects.filter(authorship=row).update(confidence=0.1 * number, reasons=["the same town"])
    return many


def address(page):
    return reverse("pages:curation", args=[page.slug])


def titles(response):
    return [row.authorship.work.title for row in response.context["choice"].page]


def ticked(response):
    return {int(one) for one in re.findall(r'value="(\d+)" id="work-\d+" checked', response.content.decode())}


TIDES, DUNES = ({f"{what} {number}" for number in range(3)} for what in ("Tides", "Dunes"))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, TIDES | DUNES),
        ({"words": "tides"}, TIDES),
        ({"words": "TIDES 1"}, {"Tides 1"}),
        ({"words": "sea letters"}, TIDES),
        ({"words": "tides dunes"}, set()),
        ({"words": "%"}, set()),
        ({"year_from": "2010"}, DUNES),
        ({"year_from": "2001", "year_to": "2010"}, {"Tides 1", "Tides 2", "Dunes 0"}),
        ({"printed": "Y. Liu"}, DUNES),
        ({"coauthor": "okafor"}, TIDES),
        ({"coauthor": "Bob Ókafor"}, TIDES),
        ({"coauthor": "else"}, DUNES),
        ({"coauthor": "kafor"}, set()),
        ({"coauthor": "liu"}, set()),
        ({"year_from": "soon", "printed": "Nobody", "words": "\0", "order": "sideways"}, TIDES | DUNES),
    ],
)
def test_works_are_filtered_in_the_address(as_user, admin, many, wanted, found):
    assert set(titles(as_user(admin).get(address(many), wanted))) == found


@pytest.mark.parametrize(
    ("order", "first"), [("", "Dunes 2"), ("oldest", "Tides 0"), ("doubtful", "Dunes 0")]
)
def test_the_order_is_chosen_and_the_doubtful_come_first(as_user, admin, many, order, first):
    assert titles(as_user(admin).get(address(many), {"order": order}))[0] == first


def test_a_row_says_what_helps_to_tell_whose_it_is(as_user, admin, many):
    shown = as_user(admin).get(address(many)).content.decode()
    for words in (
        "with <bdi>Bob Okafor</bdi>",
        "confidence 0.10: the same town",
        "Sea Letters",
        "Y. Liu (3)",
    ):
        assert words in shown, words


def test_of_very_many_coauthors_some_are_named(as_user, admin, many):
    make_authorship(make_work("Crowded", authors=[f"Fellow {n}" for n in range(12)]), many, position=12)
    shown = as_user(admin).get(address(many), {"words": "crowded"}).content.decode()
    assert "<bdi>Fellow 3</bdi> and others (12 co-authors)" in shown
    assert "Fellow 4" not in shown


def test_other_works_are_shown_and_what_is_chosen_stays_chosen(as_user, admin, many):
    own, before = names_on(many), everything()
    response = as_user(admin).post(
        address(many),
        {"works": own[:2], "words": "dunes 2", "show": "filter", "deed": "split", "reason": "A sailor."},
        follow=True,
    )
    assert titles(response) == ["Dunes 2"]
    assert ticked(response) == set(own[:2])
    shown = response.content.decode()
    assert "2 chosen, 2 of them not shown" in shown
    assert "A sailor." in shown
    assert re.search(r'value="split"[^>]* checked', shown)
    assert everything() == before


def test_all_shown_all_like_this_and_none_are_chosen(as_user, admin, many, monkeypatch):
    monkeypatch.setattr(choice, "WORKS_A_PAGE", 2)
    client, own = as_user(admin), names_on(many)
    shown = client.post(address(many), {"show": "shown", "words": "tides", "works": own[1]}, follow=True)
    page = [row.authorship_id for row in shown.context["choice"].page]
    assert ticked(shown) == {*page, own[1]}
    every = client.post(address(many), {"show": "all", "words": "tides"}, follow=True)
    assert len(ticked(every)) == 3
    none = client.post(address(many), {"show": "none", "words": "tides", "works": own})
    assert none.url == f"{address(many)}?words=tides#works"
    assert ticked(client.get(none.url)) == set()
    cleared = client.post(address(many), {"show": "clear", "words": "tides", "page": "2", "works": own[1]})
    assert cleared.url == f"{address(many)}?#works"
    assert ticked(client.get(cleared.url)) | {own[1]} == {own[1]}


def test_pages_are_turned_without_losing_what_is_chosen(as_user, admin, many, monkeypatch):
    monkeypatch.setattr(choice, "WORKS_A_PAGE", 2)
    client, own = as_user(admin), names_on(many)
    second = client.post(address(many), {"show": "page 2", "works": own[:1]}, follow=True)
    assert second.context["choice"].page.number == 2
    assert ticked(second) == {own[0]}
    assert client.post(address(many), {"show": "page 3"}).url == f"{address(many)}?page=3#works"
    assert client.get(address(many), {"page": "3"}).context["choice"].page.number == 3
    stayed = client.post(address(many), {"show": "shown", "page": "2"}, follow=True)
    assert stayed.context["choice"].page.number == 2
    assert (
        client.post(address(many), {"show": "filter", "page": "2", "works": own[:1]}, follow=True)
        .context["choice"]
        .page.number
        == 1
    )


def test_works_of_others_are_never_chosen(as_user, admin, many, duplicate):
    foreign = names_on(duplicate)
    client, sent = as_user(admin), {"show": "filter", "works": [*foreign, "x", "9" * 30]}
    assert ticked(client.post(address(many), sent, follow=True)) == set()
    assert ticked(client.get(address(duplicate))) == set()


def test_what_was_chosen_on_several_pages_is_split_off_together(as_user, admin, many, monkeypatch):
    monkeypatch.setattr(choice, "WORKS_A_PAGE", 2)
    client, own = as_user(admin), names_on(many)
    chosen = client.post(address(many), {"show": "all", "words": "dunes"}, follow=True)
    works = sorted(ticked(chosen))
    assert "3 works of 6" in divide(client, many, works, deed="split").content.decode()
    divide(client, many, works, deed="split", confirmed=True)
    assert len(names_on(many)) == 3
    assert set(names_on(many)) < set(own)


def test_what_is_chosen_is_there_again_after_going_back_or_away_until_it_is_done(as_user, admin, many):
    client, own = as_user(admin), names_on(many)
    left = client.post(address(many), {"works": own[:2], "reason": "A sailor.", "leaving": "yes"})
    assert left.status_code == 204
    assert ticked(client.get(address(many))) == set(own[:2])
    said = {"deed": "split", "reason": "A miller."}
    divide(client, many, own[1:4], **said)
    again = client.get(address(many))
    assert ticked(again) == set(own[1:4])
    assert "A miller." in again.content.decode()
    divide(client, many, own[1:4], confirmed=True, **said)
    done = client.get(address(many))
    assert ticked(done) == set()
    assert "A miller." not in re.sub("(?s)<section.*id=.decisions.*", "", done.content.decode())


def test_whoever_leaves_a_page_that_was_merged_meanwhile_is_not_told_so_elsewhere(
    as_user, admin, page, duplicate
):
    client = as_user(admin)
    merge(duplicate, into=page, by=admin)
    left = client.post(address(duplicate), {"works": [], "deed": "split", "leaving": "yes"})
    assert left.status_code == 204
    told = "was merged into this one meanwhile"
    assert told not in client.get(address(page)).content.decode()
    sent = client.post(address(duplicate), {"works": [], "deed": "split", "show": "filter"}, follow=True)
    assert told in sent.content.decode()


def test_which_works_are_chosen_is_worked_out_once_for_all_rows(many):
    one = choice.Choice(many, QueryDict(), names_on(many)[:2])
    assert one.theirs == set(names_on(many)[:2])
    assert one.theirs is one.theirs


def test_what_is_chosen_is_ones_own_and_remembered_for_a_few_pages(as_user, admin, many):
    client = as_user(admin)
    client.post(address(many), {"works": names_on(many)})
    assert ticked(as_user(make_user(is_staff=True, is_superuser=True)).get(address(many))) == set()
    pages = [make_researcher(f"Page {number}") for number in range(remembering.MOST_PAGES)]
    for page in pages:
        make_work("A work", authors=[page])
        client.post(address(page), {"works": names_on(page)})
    assert [ticked(client.get(address(page))) for page in pages] == [set(names_on(page)) for page in pages]
    assert ticked(client.get(address(many))) == set()


def test_a_refusal_keeps_the_filter_and_what_is_chosen(as_user, admin, many):
    own = names_on(many)
    response = as_user(admin).post(
        reverse("pages:curation_divide", args=[many.slug]), {"works": own[:1], "words": "dunes", "page": "1"}
    )
    assert response.status_code == 422
    assert set(titles(response)) == DUNES
    assert ticked(response) == {own[0]}


def test_no_more_than_can_be_sent_is_offered_at_once(as_user, admin, many, monkeypatch):
    monkeypatch.setattr(choice, "WORKS_A_PAGE", 2)
    assert "Choose all 6" in as_user(admin).get(address(many)).content.decode()
    monkeypatch.setattr(choice, "MOST_WORKS", 5)
    assert "Choose all 6" not in as_user(admin).get(address(many)).content.decode()


def test_the_page_of_curation_asks_as_much_for_300_works_as_for_few(as_user, admin, page, count_queries):
    client = as_user(admin)

    def look():
        client.get(address(page), {"order": "doubtful", "coauthor": "bob"})
        client.post(address(page), {"show": "page 2", "works": names_on(page)[:3]})

    def fill(number):
        for index in range(number):
            make_work(f"Further {index}", authors=[page, bob], venue="Journal of Invented Results")

    bob = make_researcher("Bob Okafor")
    fill(55)
    look()  # from now on something is chosen
    few = count_queries(look)
    fill(245)
    for _ in range(20):
        make_researcher("Yang Liu")
    assert count_queries(look) == few
