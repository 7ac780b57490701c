"""An invitation from its writing to the conversation, as two people see it."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from collaboration.models import Message
from tests.collaboration.builders import make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tab_of(browser, live_server, client):
    """A tab in which this person is signed in, with JavaScript or without."""
    contexts = []

    def open_tab(user, **options):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        session = client.cookies.pop(settings.SESSION_COOKIE_NAME).value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        return context.new_page()

    yield open_tab
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_page_of_a_researcher_to_a_conversation(tab_of, axe, scripts):
    ada, bob = make_member("Ada Lindqvist"), make_member("Bob Okafor")
    hers = tab_of(ada.user, java_script_enabled=scripts)
    his = tab_of(bob.user, java_script_enabled=scripts, viewport={"width": 390, "height": 800})

    def check(page):
        if scripts:
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    hers.goto(bob.get_absolute_url())
    hers.get_by_role("link", name="Invite to collaborate").click()
    check(hers)
    hers.get_by_label("Purpose").select_option(label="Review or comment on a work")
    hers.get_by_label("Message").fill("Would you read a draft?")
    hers.get_by_role("button", name="Send the invitation").click()
    expect(hers.get_by_text("Your invitation to Bob Okafor is on its way.")).to_be_visible()
    check(hers)

    his.goto(reverse("collaboration:invitations"))
    check(his)
    his.get_by_role("link", name="From Ada Lindqvist").click()
    expect(his.get_by_text("Would you read a draft?")).to_be_visible()
    check(his)
    his.get_by_label("Note").fill("Gladly")
    his.get_by_role("button", name="Accept").click()
    his.get_by_label("Your message").fill("Please send it.")
    his.get_by_role("button", name="Send").click()
    expect(his.get_by_text("Please send it.")).to_be_visible()
    check(his)

    hers.goto(reverse("collaboration:conversations"))
    expect(hers.get_by_text("1 new message")).to_be_visible()
    check(hers)
    hers.get_by_role("link", name="Bob Okafor").click()
    expect(hers.get_by_text("Please send it.")).to_be_visible()
    assert Message.objects.get().read_at is not None
