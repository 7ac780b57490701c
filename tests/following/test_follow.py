"""The follow button and its own page."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from following.models import Follow
from following.section import follow_section
from tests.builders import make_researcher

HTMX = {"HTTP_HX_REQUEST": "true"}


def follow_url(researcher):
    return reverse("following:follow", args=[researcher.slug])


def test_one_click_follows_and_answers_with_the_button_alone(as_user, ada_page, carol):
    answer = as_user(carol).post(follow_url(ada_page), {"wanted": "follow"}, **HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in text
    assert text.strip().startswith("<form")
    assert 'aria-pressed="true"' in text
    assert re.search(r'class="count">1<span class="visually-hidden"> follower<', text)
    assert 'name="wanted" value="unfollow"' in text


def test_a_second_click_ends_it(as_user, ada_page, carol):
    client = as_user(carol)
    client.post(follow_url(ada_page), {"wanted": "follow"}, **HTMX)
    text = client.post(follow_url(ada_page), {"wanted": "unfollow"}, **HTMX).content.decode()
    assert 'aria-pressed="false"' in text
    assert re.search(r'class="count">0<span class="visually-hidden"> followers<', text)
    assert not Follow.objects.exists()


def test_the_button_keeps_its_id_and_its_name_so_that_focus_and_meaning_stay(as_user, ada_page, carol):
    client = as_user(carol)
    before = client.get(follow_url(ada_page)).content.decode()
    after = client.post(follow_url(ada_page), **HTMX).content.decode()
    identity = f'id="follow-button-{ada_page.pk}"'
    assert before.count(identity) == after.count(identity) == 1
    assert "Follow researcher" in before
    assert "Follow researcher" in after


def test_sending_the_same_form_twice_changes_nothing_more(as_user, ada_page, carol):
    client = as_user(carol)
    for _ in range(2):
        text = client.post(follow_url(ada_page), {"wanted": "follow"}, **HTMX).content.decode()
    assert 'aria-pressed="true"' in text
    assert Follow.objects.count() == 1


def test_without_script_the_visitor_is_led_back_to_the_researcher(as_user, ada_page, carol):
    answer = as_user(carol).post(follow_url(ada_page), {"wanted": "follow"})
    assert answer.status_code == 302
    assert answer["Location"] == ada_page.get_absolute_url()
    assert Follow.objects.of(carol).to(ada_page).exists()


@pytest.mark.parametrize(
    ("wanted", "words"),
    [("follow", "You follow Ada Lindqvist."), ("unfollow", "You do not follow Ada Lindqvist any more.")],
)
def test_without_script_the_researcher_page_says_what_was_done(as_user, ada_page, carol, wanted, words):
    client = as_user(carol)
    said = f"{words}</p>"
    assert said in client.post(follow_url(ada_page), {"wanted": wanted}, follow=True).content.decode()
    client.post(follow_url(ada_page), {"wanted": wanted}, **HTMX)
    assert said not in client.get(ada_page.get_absolute_url()).content.decode()


def test_the_button_on_its_own_page_leads_on_and_stays_put_elsewhere(as_user, ada_page, carol):
    client = as_user(carol)
    form = re.compile(rf'<form[^>]* id="follow-{ada_page.pk}"[^>]*>')
    assert " hx-" not in form.search(client.get(follow_url(ada_page)).content.decode())[0]
    assert " hx-post=" in form.search(client.post(follow_url(ada_page), **HTMX).content.decode())[0]
    assert " hx-post=" in form.search(client.get(ada_page.get_absolute_url()).content.decode())[0]


def test_from_the_list_of_people_the_visitor_is_led_back_to_the_list(as_user, ada_page, carol):
    answer = as_user(carol).post(follow_url(ada_page), {"wanted": "unfollow", "from": "index"})
    assert answer["Location"] == reverse("following:index")


def test_nobody_is_led_to_another_site(as_user, ada_page, carol):
    answer = as_user(carol).post(follow_url(ada_page), {"from": "https://elsewhere.example/"})
    assert answer["Location"] == ada_page.get_absolute_url()


def test_a_wish_that_does_not_exist_is_refused(as_user, ada_page, carol):
    assert as_user(carol).post(follow_url(ada_page), {"wanted": "both"}).status_code == 400
    assert not Follow.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_without_an_account_is_led_to_sign_in_and_back(client, ada_page, method):
    answer = getattr(client, method)(follow_url(ada_page))
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={follow_url(ada_page)}"
    assert not Follow.objects.exists()


def test_htmx_is_told_to_leave_for_the_sign_in_page(client, ada_page):
    answer = client.post(follow_url(ada_page), **HTMX)
    assert answer["HX-Redirect"] == f"{reverse('account_login')}?next={follow_url(ada_page)}"


def test_after_sign_in_one_click_confirms(client, ada_page, carol):
    where = client.get(follow_url(ada_page))["Location"]
    answer = client.post(where, {"login": carol.email, "password": "correct horse battery"})
    assert answer["Location"] == follow_url(ada_page)
    text = client.get(answer["Location"]).content.decode()
    assert ada_page.preferred_name in text
    assert 'aria-pressed="false"' in text
    client.post(follow_url(ada_page), {"wanted": "follow"})
    assert Follow.objects.of(carol).to(ada_page).exists()


def test_seeing_the_page_follows_nobody(as_user, ada_page, carol):
    as_user(carol).get(follow_url(ada_page))
    assert not Follow.objects.exists()


def test_an_unknown_researcher_is_not_found(as_user, carol):
    assert as_user(carol).post(reverse("following:follow", args=["nobody"])).status_code == 404


def test_a_merged_researcher_leads_on_and_the_target_is_followed(as_user, ada_page, carol):
    merged = make_researcher("Ada L.", merged_into=ada_page)
    client = as_user(carol)
    seen = client.get(follow_url(merged))
    assert (seen.status_code, seen["Location"]) == (301, follow_url(ada_page))
    client.post(follow_url(merged), follow=True)
    assert Follow.objects.of(carol).to(ada_page).exists()
    assert not Follow.objects.to(merged).exists()


def test_a_post_without_a_token_is_refused(ada_page, carol, as_user):
    client = as_user(carol)
    client.handler.enforce_csrf_checks = True
    assert client.post(follow_url(ada_page)).status_code == 403
    assert not Follow.objects.exists()


def test_a_name_is_text_wherever_the_button_shows_it(as_user, carol):
    name = '"><script>alert(1)</script>'
    researcher = make_researcher(name, slug="odd-name")
    text = as_user(carol).post(follow_url(researcher), **HTMX).content.decode()
    assert "<script>" not in text
    assert escape(name) in text


def test_the_signed_out_button_is_a_link_to_sign_in_and_costs_nothing(ada_page, count_queries):
    ada_page.followers_count = 1234

    def render():
        return render_to_string(
            "following/_section.html", {"follow": follow_section(ada_page, AnonymousUser())}
        )

    assert f'href="{reverse("account_login")}?next={follow_url(ada_page)}"' in render()
    assert ">1,234<" in render()
    assert "<form" not in render()
    assert count_queries(render) == 0
