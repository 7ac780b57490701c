"""Following with a mouse, with the keyboard, and without JavaScript."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from following.following import follow
from following.models import Follow
from tests.builders import make_researcher, make_user, make_work

pytestmark = pytest.mark.django_db(transaction=True)
BUTTON = re.compile("Follow researcher")


@pytest.fixture
def carol():
    return make_user("carol@example.org", name="Carol Stranger")


def sign_in(context, live_server, client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


def test_one_press_follows_counts_everywhere_and_keeps_the_focus(context, page, live_server, client, carol):
    researcher = make_researcher("Ada Lindqvist")
    sign_in(context, live_server, client, carol)
    page.goto(live_server.url + researcher.get_absolute_url())
    button = page.get_by_role("button", name=BUTTON)
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("1")
    expect(button).to_be_focused()
    expect(page.locator("#followers-counter")).to_have_text(re.compile(r"follower\s+1"))
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#followers-counter")).to_have_text(re.compile(r"followers\s+0"))
    assert not Follow.objects.exists()


def test_after_signing_in_a_press_leads_to_the_researcher(context, page, live_server, client, carol):
    researcher, said = make_researcher("Ada Lindqvist"), []
    page.on("console", lambda message: said.append(message.text))
    sign_in(context, live_server, client, carol)
    page.goto(live_server.url + reverse("following:follow", args=[researcher.slug]))
    page.get_by_role("button", name=BUTTON).click()
    expect(page).to_have_url(live_server.url + researcher.get_absolute_url())
    expect(page.locator("#notices")).to_contain_text("You follow Ada Lindqvist.")
    assert said == []


def test_without_script_and_without_being_signed_in_it_takes_a_sign_in_and_a_press(
    page_without_javascript, live_server, carol
):
    researcher, page = make_researcher("Ada Lindqvist"), page_without_javascript
    page.goto(live_server.url + researcher.get_absolute_url())
    page.get_by_role("link", name=BUTTON).click()
    page.locator("#id_login").fill(carol.email)
    page.locator("#id_password").fill("correct horse battery")
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page).to_have_url(live_server.url + reverse("following:follow", args=[researcher.slug]))
    page.get_by_role("button", name=BUTTON).click()
    expect(page).to_have_url(live_server.url + researcher.get_absolute_url())
    expect(page.get_by_role("button", name=BUTTON)).to_have_attribute("aria-pressed", "true")
    assert Follow.objects.of(carol).to(researcher).exists()


def test_the_list_of_followed_people_is_accessible_and_pages_in_place(
    context, page, live_server, client, carol, axe
):
    researcher = make_researcher("Ada Lindqvist")
    for number in range(21):
        make_work(f"Paper {number}", year=1990 + number, authors=[researcher])
    follow(researcher, by=carol)
    sign_in(context, live_server, client, carol)
    page.goto(f"{live_server.url}{reverse('following:index')}")
    assert axe(page) == []
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Paper 0")).to_be_visible()
    expect(page.get_by_role("heading", name="Researchers you follow")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/following/\?page=2"))
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("button", name=BUTTON)).to_have_attribute("aria-pressed", "false")
    assert axe(page) == []


def test_the_button_stays_legible_while_its_answer_is_awaited(context, page, live_server, client, carol, axe):
    sign_in(context, live_server, client, carol)
    page.goto(live_server.url + make_researcher("Ada Lindqvist").get_absolute_url())
    form = page.locator("form", has=page.get_by_role("button", name=BUTTON))
    form.evaluate("form => form.classList.add('htmx-request')")
    assert axe(page) == []
