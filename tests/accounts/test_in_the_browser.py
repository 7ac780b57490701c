"""Signing up by ORCID and logging in by passkey as people do it: in a browser, with the policies it enforces."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from accounts.orcid import orcid_of
from tests.builders import make_user
from tests.mail import delivered
from tests.orcid import ADA, agree

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"
REFUSES = "() => Promise.reject(new DOMException('', 'NotAllowedError'))"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(context: BrowserContext, page: Page):
    """A telephone or computer that keeps passkeys and knows its owner's finger."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def log_in(page: Page, user: User) -> None:
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def test_somebody_signs_up_by_orcid_confirms_the_address_and_comes_back(page, live_server, orcid):
    orcid.knows(ADA, "Ada Lindqvist")
    page.goto(f"{live_server.url}/accounts/login/?next=/claims/")
    page.get_by_role("button", name="Log in with ORCID").click()
    agree(page)
    expect(page.get_by_role("heading", name="Finish signing up")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("Ada Lindqvist")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    page.goto(re.search(r"http://\S+", delivered()[0].body)[0])
    page.get_by_role("button", name="Yes, confirm it").click()
    expect(page).to_have_url(f"{live_server.url}/claims/")
    assert orcid_of(User.objects.get()) == ADA

    page.get_by_text("Ada Lindqvist").first.click()
    page.get_by_role("button", name="Log out").click()
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("button", name="Log in with ORCID").click()
    agree(page)
    expect(page.get_by_text("Ada Lindqvist").first).to_be_visible()


def test_a_passkey_is_made_and_opens_the_door_by_itself(page, live_server, device):
    carol = make_user(name="Carol Stranger")
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/settings/")
    log_in(page, carol)
    page.get_by_role("link", name="Passkeys").click()
    page.get_by_role("link", name="Make a passkey").click()
    page.get_by_label("Its name").fill("My telephone")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{live_server.url}/accounts/two-step/webauthn/")
    expect(page.get_by_text("My telephone").first).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/settings/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page).to_have_url(f"{live_server.url}/accounts/settings/")
    expect(page.get_by_text("You are logged in as Carol Stranger with")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    log_in(page, carol)
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Carol Stranger").first).to_be_visible()


def test_who_says_no_is_told_what_happened(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/")
    page.evaluate(f"() => {{ navigator.credentials.get = {REFUSES}; }}")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_text("Nothing was sent: you said no, or it took too long.")).to_be_visible()
    expect(page.get_by_role("button", name="Log in with a passkey")).to_be_enabled()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
