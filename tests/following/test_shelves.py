"""Following topics, institutions and venues."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from following.models import ShelfFollow
from following.shelves import follow_shelf, shelf_follow, unfollow_shelf
from tests.builders import make_topic, make_user, make_venue
from works.models import Institution

HTMX = {"HTTP_HX_REQUEST": "true"}
KINDS = ("topic", "institution", "venue")


def make(kind):
    if kind == "topic":
        return make_topic("Tides", works_count=3)
    if kind == "venue":
        return make_venue("Tides")
    return Institution.objects.create(slug="tides", name="Tides", key="tides")


def url_of(about):
    return reverse(f"following:follow_{about._meta.model_name}", args=[about.slug])


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_one_click_follows_and_a_second_ends_it(as_user, carol, kind):
    about, client = make(kind), as_user(carol)
    text = client.post(url_of(about), {"wanted": "follow"}, **HTMX).content.decode()
    assert "<html" not in text
    assert 'aria-pressed="true"' in text
    assert re.search(r'class="count">1<span class="visually-hidden"> follower<', text)
    text = client.post(url_of(about), {"wanted": "unfollow"}, **HTMX).content.decode()
    assert 'aria-pressed="false"' in text
    assert not ShelfFollow.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_has_the_button_the_count_and_the_feed(client, as_user, carol, bob, kind):
    about = make(kind)
    follow_shelf(about, by=bob)
    html = as_user(carol).get(about.get_absolute_url()).content.decode()
    assert 'aria-pressed="false"' in html
    assert re.search(r'class="count">1<', html)
    html = client.get(about.get_absolute_url()).content.decode()
    assert f'href="{reverse("account_login")}?next={url_of(about)}"' in html
    assert f'href="{reverse(f"pages:{kind}_feed", args=[about.slug])}"' in html


@pytest.mark.django_db
def test_without_script_one_is_led_back_with_a_word(as_user, carol):
    about, client = make("topic"), as_user(carol)
    answer = client.post(url_of(about), {"wanted": "follow"}, follow=True)
    assert answer.redirect_chain == [(about.get_absolute_url(), 302)]
    assert "You follow Tides.</p>" in answer.content.decode()
    answer = client.post(url_of(about), {"wanted": "unfollow", "from": "index"})
    assert answer["Location"] == reverse("following:index")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_without_an_account_is_led_to_sign_in(client, method):
    about = make("venue")
    answer = getattr(client, method)(url_of(about))
    assert answer["Location"] == f"{reverse('account_login')}?next={url_of(about)}"
    assert not ShelfFollow.objects.exists()


@pytest.mark.django_db
def test_seeing_the_page_follows_nothing_and_a_strange_wish_is_refused(as_user, carol):
    about, client = make("topic"), as_user(carol)
    assert client.get(url_of(about)).status_code == 200
    assert client.post(url_of(about), {"wanted": "both"}).status_code == 400
    assert client.post(reverse("following:follow_venue", args=["nowhere"])).status_code == 404
    assert not ShelfFollow.objects.exists()


@pytest.mark.django_db
def test_a_post_without_a_token_is_refused(as_user, carol):
    client = as_user(carol)
    client.handler.enforce_csrf_checks = True
    assert client.post(url_of(make("topic"))).status_code == 403
    assert not ShelfFollow.objects.exists()


@pytest.mark.django_db
def test_nobody_ends_what_another_follows_nor_sees_it(as_user, carol, bob):
    about = make("topic")
    follow_shelf(about, by=bob)
    client = as_user(carol)
    client.post(url_of(about), {"wanted": "unfollow", "user": bob.pk})
    assert ShelfFollow.objects.of(bob).to(about).exists()
    assert client.get(reverse("following:index")).context["shelves"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_followed_is_listed_and_can_be_ended_there(as_user, carol, kind):
    about, client = make(kind), as_user(carol)
    follow_shelf(about, by=carol)
    html = client.get(reverse("following:index")).content.decode()
    assert "You follow nobody yet" not in html
    section = html.partition('id="shelves"')[2]
    assert about.get_absolute_url() in section
    assert kind.capitalize() in section
    assert url_of(about) in section


@pytest.mark.django_db
def test_the_list_comes_in_pages_and_costs_the_same_for_many(as_user, carol, count_queries):
    def add(numbers):
        for number in numbers:
            follow_shelf(make_topic(f"Topic {number}"), by=carol)

    client = as_user(carol)
    add(range(2))
    few = count_queries(lambda: client.get(reverse("following:index")))
    add(range(2, 51))
    assert count_queries(lambda: client.get(reverse("following:index"))) == few
    assert len(client.get(reverse("following:index")).context["shelves"]) == 50
    assert len(client.get(reverse("following:index") + "?shelves=2").context["shelves"]) == 1


@pytest.mark.django_db
def test_whoever_followed_a_topic_before_it_was_merged_follows_the_one_kept(as_user, carol, bob):
    kept = make("topic")
    former = make_topic("High water")
    for user in (carol, bob):
        follow_shelf(former, by=user)
    follow_shelf(kept, by=bob)
    former.merged_into = kept
    former.save()
    section = shelf_follow(kept, carol)
    assert (section.count, section.is_following) == (2, True)
    answer = as_user(carol).get(url_of(former))
    assert (answer.status_code, answer["Location"]) == (302, url_of(kept))
    assert [shelf.about for shelf in as_user(bob).get(reverse("following:index")).context["shelves"]] == [
        kept
    ]
    unfollow_shelf(kept, by=bob)
    assert shelf_follow(kept, bob).count == 1


@pytest.mark.django_db
def test_a_printed_name_of_an_institution_leads_its_followers_on(carol):
    printed = make("institution")
    follow_shelf(printed, by=carol)
    house = Institution.objects.create(slug="sea", name="Sea", key="sea", ror="05abcde12")
    Institution.objects.filter(pk=printed.pk).update(successor=house)
    assert shelf_follow(house, carol).is_following
    assert ShelfFollow.objects.of(carol).for_list().get().about == house


@pytest.mark.django_db
def test_a_follow_is_of_one_thing(carol):
    for things in ({}, {"topic": make("topic"), "venue": make("venue")}):
        with pytest.raises(IntegrityError, match="follow_of_one_thing"), transaction.atomic():
            ShelfFollow.objects.create(user=carol, **things)


@pytest.mark.django_db
def test_an_account_that_is_deleted_takes_its_follows_along(carol):
    about = make("venue")
    follow_shelf(about, by=carol)
    carol.delete()
    assert shelf_follow(about, make_user()).count == 0


@pytest.mark.django_db(transaction=True)
def test_one_person_in_many_windows_follows_once():
    about, user = make("topic"), make_user()
    start = Barrier(6)

    def follow(_):
        try:
            connection.ensure_connection()
            start.wait()
            follow_shelf(about, by=user)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(follow, range(6)))
    assert ShelfFollow.objects.to(about).count() == 1
