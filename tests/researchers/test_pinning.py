"""Pinned works: who may, what may be pinned, how many, in what order, and what becomes of them."""

import re
from itertools import permutations, product

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from researchers.delegating import accept, ask_delegate
from researchers.editing import NotTheirPage, PageContested
from researchers.models import Attribution, PinnedWork, Researcher
from researchers.pinning import DEEDS, NotOnTheList, TooManyPinned, arrange, earlier, later, pinned, unpinned
from tests.builders import make_researcher, make_user, make_work, make_works
from tests.claims.test_races import at_once
from works.models import Work

MOST = PinnedWork.MOST


def pins_of(user):
    return list(PinnedWork.objects.filter(holder=user).order_by("place").values_list("work", flat=True))


def pin_url(page, query=""):
    return reverse("researchers:pinned", args=[page.slug]) + query


def list_url(page, query=""):
    return reverse("researchers:works", args=[page.slug]) + query


def titles_of(html):
    return re.findall(r'class="work-title"><a[^>]*><bdi>(.*?)</bdi></a>', html)


def order_of(page, client, query=""):
    return titles_of(client.get(list_url(page, query)).text)


@pytest.fixture
def works(ada_page):
    """Seven works on Ada's page, the newest first on its list."""
    return [
        make_work(f"Of {year}", year=year, authors=[ada_page], rank=year) for year in range(2020, 2013, -1)
    ]


def pin(page, works, by):
    for work in works:
        arrange(page, work.pk, deed="pin", by=by)


# The order, as a calculation


@pytest.mark.parametrize(
    ("deed", "before", "work", "after"),
    [
        (pinned, [], 1, [1]),
        (pinned, [2, 3], 1, [2, 3, 1]),
        (pinned, [2, 1], 1, [2, 1]),
        (unpinned, [2, 1, 3], 1, [2, 3]),
        (unpinned, [2], 1, [2]),
        (earlier, [2, 1, 3], 1, [1, 2, 3]),
        (earlier, [1, 2], 1, [1, 2]),
        (earlier, [2, 3], 1, [2, 3]),
        (earlier, [], 1, []),
        (later, [1, 2, 3], 1, [2, 1, 3]),
        (later, [2, 1], 1, [2, 1]),
        (later, [2, 3], 1, [2, 3]),
        (later, [], 1, []),
    ],
)
def test_a_deed_changes_the_order(deed, before, work, after):
    assert deed(before, work) == after


def test_whatever_is_done_no_work_is_pinned_twice_and_only_that_one_comes_or_goes():
    for length, deed, work in product(range(4), DEEDS, range(5)):
        for before in permutations(range(4), length):
            after = DEEDS[deed](before, work)
            assert len(after) == len(set(after))
            assert set(after) - set(before) <= ({work} if deed == "pin" else set())
            assert set(before) - set(after) <= ({work} if deed == "unpin" else set())


# What is shown


def test_what_is_pinned_comes_first_and_says_who_pinned_it(client, ada, ada_page, works):
    pin(ada_page, [works[5], works[3]], ada)
    html = client.get(list_url(ada_page)).text
    assert titles_of(html)[:3] == ["Of 2015", "Of 2017", "Of 2020"]
    assert html.count("Pinned by <bdi>Ada Lindqvist</bdi>") == 2
    assert len(titles_of(html)) == 7


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("?sort=newest", "Of 2020"),
        ("?sort=oldest", "Of 2014"),
        ("?year_from=2015", "Of 2020"),
        ("?sort=rank", "Of 2014"),
    ],
)
def test_another_order_or_a_filter_puts_nothing_first_but_marks_it(
    client, ada, ada_page, works, query, first
):
    pin(ada_page, [works[6]], ada)
    html = client.get(list_url(ada_page, query)).text
    assert titles_of(html)[0] == first
    assert html.count("Pinned by") == ("Of 2014" in titles_of(html))


def test_pinned_works_push_others_to_the_next_page_and_none_off_it(client, ada, ada_page, works):
    many = make_works(20, authors=[ada_page])
    pin(ada_page, [many[0]], ada)
    pages = [order_of(ada_page, client, f"?page={number}") for number in (1, 2)]
    assert pages[0][0] == many[0].title
    assert sorted(pages[0] + pages[1]) == sorted([work.title for work in many + works])


def test_nobody_behind_the_page_pins_nothing(client, ada, ada_page, works):
    pin(ada_page, [works[6]], ada)
    Researcher.objects.filter(pk=ada_page.pk).release()
    html = client.get(list_url(ada_page)).text
    assert titles_of(html)[0] == "Of 2020"
    assert "Pinned by" not in html


def test_who_holds_the_page_next_begins_without(client, ada, carol, ada_page, works):
    pin(ada_page, [works[6]], ada)
    Researcher.objects.filter(pk=ada_page.pk).release()
    Researcher.objects.filter(pk=ada_page.pk).update(user=carol, claimed_at=timezone.now())
    assert "Pinned by" not in client.get(list_url(ada_page)).text
    pin(ada_page, [works[6]], carol)
    assert order_of(ada_page, client)[0] == "Of 2014"
    assert pins_of(ada) == pins_of(carol) == [works[6].pk]


def test_a_page_that_goes_with_its_holder_takes_them_along(client, ada, ada_page, works):
    pin(ada_page, [works[6]], ada)
    larger = make_researcher("Ada M. Lindqvist")
    Attribution.objects.update(researcher=larger)
    Researcher.objects.filter(pk=ada_page.pk).update(user=None, merged_into=larger)
    Researcher.objects.filter(pk=larger.pk).update(user=ada, claimed_at=timezone.now())
    assert order_of(larger, client)[0] == "Of 2014"


def test_a_work_that_became_another_is_pinned_as_that(client, ada, ada_page, works):
    pin(ada_page, [works[6], works[5]], ada)
    Work.objects.filter(pk=works[6].pk).update(withdrawn=True, joined_into=works[2])
    assert order_of(ada_page, client)[:3] == ["Of 2018", "Of 2015", "Of 2020"]
    arrange(ada_page, works[6].pk, deed="later", by=ada)
    assert pins_of(ada) == [works[5].pk, works[2].pk]


def test_two_pinned_works_that_became_one_are_pinned_once(client, ada, ada_page, works):
    pin(ada_page, [works[6], works[5]], ada)
    Work.objects.filter(pk=works[6].pk).update(withdrawn=True, joined_into=works[5])
    assert order_of(ada_page, client)[:2] == ["Of 2015", "Of 2020"]
    assert not arrange(ada_page, works[5].pk, deed="pin", by=ada)


@pytest.mark.parametrize("gone", ["rejected", "withdrawn"])
def test_what_the_page_lists_no_more_is_not_shown_and_takes_no_place(client, ada, ada_page, works, gone):
    pin(ada_page, works[:MOST], ada)
    if gone == "rejected":
        Attribution.objects.filter(authorship__work=works[1]).update(status="rejected")
    else:
        Work.objects.filter(pk=works[1].pk).update(withdrawn=True)
    assert "Of 2019" not in order_of(ada_page, client)
    pin(ada_page, [works[6]], ada)
    assert pins_of(ada) == [works[place].pk for place in (0, 2, 3, 4, 6)]


def test_a_deleted_account_leaves_nothing_pinned(ada, ada_page, works):
    pin(ada_page, [works[0]], ada)
    Researcher.objects.filter(pk=ada_page.pk).release()
    ada.delete()
    assert not PinnedWork.objects.exists()


# What is refused


def test_no_more_than_five(ada, ada_page, works):
    pin(ada_page, works[:MOST], ada)
    with pytest.raises(TooManyPinned):
        arrange(ada_page, works[MOST].pk, deed="pin", by=ada)
    assert not arrange(ada_page, works[0].pk, deed="pin", by=ada)
    assert len(pins_of(ada)) == MOST


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_only_what_the_page_lists(ada, ada_page, bob_page, works, status):
    Attribution.objects.filter(authorship__work=works[0]).update(status=status)
    taken_back = make_work("Taken back", authors=[ada_page], withdrawn=True)
    for work in (works[0].pk, taken_back.pk, make_work("By Bob", authors=[bob_page]).pk, 2**40):
        with pytest.raises(NotOnTheList):
            arrange(ada_page, work, deed="pin", by=ada)
    assert pins_of(ada) == []


def test_a_delegate_who_has_accepted_may_and_pins_for_the_holder(ada, carol, ada_page, works):
    asked = ask_delegate(ada_page, carol, by=ada)
    with pytest.raises(NotTheirPage):
        arrange(ada_page, works[0].pk, deed="pin", by=carol)
    accept(asked, by=carol)
    arrange(ada_page, works[0].pk, deed="pin", by=carol)
    assert pins_of(ada) == [works[0].pk]


@pytest.mark.parametrize("who", ["carol", "bob", "admin"])
def test_nobody_else_may(request, ada_page, works, who):
    with pytest.raises(NotTheirPage):
        arrange(ada_page, works[0].pk, deed="pin", by=request.getfixturevalue(who))


def test_a_claim_revoked_or_a_page_merged_meanwhile_wins(ada, ada_page, works):
    Researcher.objects.filter(pk=ada_page.pk).update(merged_into=make_researcher("Larger"))
    with pytest.raises(NotTheirPage):
        arrange(ada_page, works[0].pk, deed="pin", by=ada)
    Researcher.objects.filter(pk=ada_page.pk).update(merged_into=None, user=None)
    with pytest.raises(NotTheirPage):
        arrange(ada_page, works[0].pk, deed="pin", by=ada)


def test_a_disputed_page_stays_as_it_is(as_user, ada, ada_page, works):
    pin(ada_page, [works[6]], ada)
    Researcher.objects.filter(pk=ada_page.pk).update(contested_at=timezone.now())
    for deed in DEEDS:
        with pytest.raises(PageContested):
            arrange(ada_page, works[6].pk, deed=deed, by=ada)
    html = as_user(ada).get(list_url(ada_page)).text
    assert titles_of(html)[0] == "Of 2014"
    assert 'name="deed"' not in html
    refused = as_user(ada).post(pin_url(ada_page), {"deed": "unpin", "work": works[6].pk})
    assert refused.status_code == 422
    assert "is disputed. What is pinned stays as it is" in refused.text


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_for_the_last_place_one_gets_it():
    user = make_user()
    page = make_researcher("Ada", user=user, claimed_at=timezone.now())
    works = make_works(6, authors=[page])
    pin(page, works[:4], user)
    outcome = at_once(*[lambda work=work: arrange(page, work.pk, deed="pin", by=user) for work in works[4:]])
    assert sorted(outcome) == ["TooManyPinned", "done"]
    assert len(pins_of(user)) == MOST


# The forms


def press(client, page, work, deed, query="", **headers):
    return client.post(pin_url(page, query), {"deed": deed, "work": work.pk}, headers=headers)


def test_buttons_are_forms_that_lead_back_to_the_list(as_user, ada, ada_page, works):
    client = as_user(ada)
    response = press(client, ada_page, works[6], "pin", "?sort=newest&type=preprint&page=1&junk=1")
    assert (response.status_code, response["Location"]) == (
        302,
        list_url(ada_page, "?sort=newest&type=preprint#works"),
    )
    press(client, ada_page, works[5], "pin")
    press(client, ada_page, works[5], "earlier")
    assert pins_of(ada) == [works[5].pk, works[6].pk]
    press(client, ada_page, works[5], "later")
    press(client, ada_page, works[6], "unpin")
    assert pins_of(ada) == [works[5].pk]


def test_each_work_offers_what_can_be_done(as_user, ada, ada_page, works):
    pin(ada_page, works[4:], ada)
    html = as_user(ada).get(ada_page.get_absolute_url()).text
    offered = [
        re.findall(r'value="(\w+)" id="pin-', form)
        for form in re.findall(r"(?s)<form class=\"cluster pin-form\".*?</form>", html)
    ]
    assert offered[:4] == [["unpin", "later"], ["unpin", "earlier", "later"], ["unpin", "earlier"], ["pin"]]
    sorted_otherwise = as_user(ada).get(list_url(ada_page, "?sort=oldest")).text
    assert 'value="earlier"' not in sorted_otherwise
    assert sorted_otherwise.count('value="unpin"') == 3


@pytest.mark.parametrize("who", [None, "carol", "bob", "admin"])
def test_nobody_else_is_offered_it_or_may_press_it(as_user, request, ada_page, works, who):
    client = as_user(request.getfixturevalue(who) if who else None)
    for address in (ada_page.get_absolute_url(), list_url(ada_page)):
        assert 'name="deed"' not in client.get(address).text
    assert press(client, ada_page, works[0], "pin").status_code == (404 if who else 302)
    assert not PinnedWork.objects.exists()


def test_a_work_of_another_page_cannot_be_pinned_here_nor_is_told_of(as_user, ada, ada_page, bob_page, works):
    others = make_work("Secret plans", authors=[bob_page])
    answers = [
        as_user(ada).post(pin_url(ada_page), {"deed": "pin", "work": work}) for work in (others.pk, 2**40)
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("does not list the work any more" in answer.text for answer in answers)
    assert "Secret plans" not in answers[0].text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"deed": "pin"},
        {"deed": "destroy", "work": "1"},
        {"deed": "pin", "work": "one"},
        {"deed": "pin", "work": "-1"},
        {"deed": "pin", "work": "9" * 30},
        {"deed": "pin", "work": "\0"},
    ],
)
def test_what_makes_no_sense_changes_nothing(as_user, ada, ada_page, works, sent):
    response = as_user(ada).post(pin_url(ada_page), sent)
    assert response.status_code == 422
    assert "Choose a work of the list." in response.text
    assert pins_of(ada) == []


def test_one_too_many_is_told_in_the_piece_that_htmx_swaps(as_user, ada, ada_page, works):
    pin(ada_page, works[:MOST], ada)
    response = press(as_user(ada), ada_page, works[5], "pin", **{"HX-Request": "true"})
    assert response.status_code == 422
    assert response.text.strip().startswith('<section class="section" id="works"')
    assert "5 works are pinned already. Unpin one of them first" in response.text
    assert response["HX-Push-Url"] == "false"


def test_without_the_token_of_the_page_it_is_refused(ada, ada_page, works):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    assert press(strict, ada_page, works[0], "pin").status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', strict.get(list_url(ada_page)).text)[1]
    sent = {"deed": "pin", "work": works[0].pk, "csrfmiddlewaretoken": token}
    assert strict.post(pin_url(ada_page), sent).status_code == 302


def test_asked_for_it_leads_to_the_list(as_user, ada, ada_page):
    assert as_user(ada).get(pin_url(ada_page))["Location"] == list_url(ada_page)


def test_a_merged_page_leads_on_with_what_was_pressed(as_user, ada, ada_page, works):
    former = make_researcher("A. Lindqvist", merged_into=ada_page)
    response = press(as_user(ada), former, works[0], "pin")
    assert (response.status_code, response["Location"]) == (308, pin_url(ada_page))


def test_five_pinned_works_cost_no_more_queries_than_none(client, ada, ada_page, works, count_queries):
    few = count_queries(lambda: client.get(list_url(ada_page)))
    pin(ada_page, works[:MOST], ada)
    assert count_queries(lambda: client.get(list_url(ada_page))) == few
