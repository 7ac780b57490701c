"""The page that leads to everything about an account, and where one is logged in."""

import re

import pytest
from django.urls import reverse

from tests.builders import make_user
from tests.orcid import ADA, connect_orcid

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/settings/"
SESSIONS = "/accounts/sessions/"
PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def log_in(client, user, browser=FIREFOX):
    client.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD}, headers={"User-Agent": browser}
    )
    return client


def test_it_leads_to_every_part(as_user, carol, orcid):
    client = as_user(carol)
    page = client.get(ADDRESS).text
    parts = re.findall(r'entry-title">\s*<a href="(/accounts/[\w/-]+)"', page)
    assert len(parts) == 7
    # Their password is asked where it is to be; every page is there.
    assert {client.get(part, follow=True).status_code for part in parts} == {200}
    assert f'href="{ADDRESS}">Account settings</a>' in client.get("/").text


@pytest.mark.parametrize("name", ["claims:rights", "claims:delegations"])
def test_a_page_is_called_the_same_wherever_one_is_led_to_it(as_user, carol, name):
    client = as_user(carol)
    page = client.get(reverse(name)).text
    [heading] = re.findall(r"<h1[^>]*>(.+?)</h1>", page)
    assert f"<title>{heading} · Credence</title>" in page
    links = re.findall(rf'href="{reverse(name)}"[^>]*>([^<]+)</a>', client.get(ADDRESS).text)
    assert len(links) == 3
    # The menu of the account speaks in the first person.
    assert {link.replace(" I ", " you ").replace(" me", " you") for link in links} == {heading}


def test_it_says_how_things_are(as_user, carol, orcid):
    connect_orcid(carol)
    carol.authenticator_set.create(type="webauthn", data={"name": "Telephone", "credential": {}})
    page = as_user(carol).get(ADDRESS).text
    assert ADA in page
    assert "1 passkey" in page
    assert "1 address<" in page


def test_visitors_log_in_first(client, db):
    for address in (ADDRESS, SESSIONS, "/accounts/two-step/", "/accounts/connections/"):
        assert client.get(address).url == f"/accounts/login/?next={address}"


def test_the_number_of_things_costs_no_queries(as_user, carol, count_queries):
    client = as_user(carol)
    client.get(ADDRESS)
    few = count_queries(lambda: client.get(ADDRESS))
    for number in range(5):
        carol.emailaddress_set.create(email=f"carol{number}@example.org")
        carol.authenticator_set.create(type="webauthn", data={"name": "x", "credential": {}})
    assert count_queries(lambda: client.get(ADDRESS)) == few


# Sessions


def test_sessions_are_listed_by_what_one_knows_of_them(as_user, carol):
    here = log_in(as_user(None), carol)
    log_in(as_user(None), carol, "Mozilla/5.0 (iPhone) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1")
    log_in(as_user(None), make_user(), "Somebody else's")
    page = here.get(SESSIONS).text
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert page.count("This one") == 1
    assert "Somebody else" not in page
    assert here.session.session_key not in page


def test_the_others_are_ended_and_this_one_stays(as_user, carol):
    here, there = log_in(as_user(None), carol), log_in(as_user(None), carol)
    stranger = log_in(as_user(None), make_user())
    assert "All other sessions were ended." in here.post(SESSIONS, follow=True).text
    assert there.get(ADDRESS).status_code == 302
    assert here.get(ADDRESS).status_code == stranger.get(ADDRESS).status_code == 200


def test_a_new_password_ends_the_others_too(as_user, carol):
    here, there = log_in(as_user(None), carol), log_in(as_user(None), carol)
    new = {"oldpassword": PASSWORD, "password1": "plain paper stapler", "password2": "plain paper stapler"}
    here.post("/accounts/password/change/", new)
    assert there.get(ADDRESS).status_code == 302


def test_logging_in_begins_another_session(client, carol):
    client.get("/accounts/login/?next=/claims/")
    session = client.session
    session["planted"] = "by somebody who knows its key"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    log_in(client, carol)
    assert client.session["_auth_user_id"] == str(carol.pk)
    assert client.session.session_key != planted


@pytest.mark.parametrize(
    ("says", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605.1", "Safari on Mac"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("", "A program without a name"),
        ("x" * 200, "x" * 60),
    ],
)
def test_what_a_browser_calls_itself(as_user, carol, says, name):
    page = log_in(as_user(None), carol, says).get(SESSIONS).text
    assert f'entry-title">{name}</p>' in page


def test_who_has_just_signed_in_is_asked_for_the_password_only_after_five_minutes(client, carol):
    address = "/accounts/two-step/totp/activate/"
    log_in(client, carol)
    assert client.get(address).status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    assert client.get(address).url.startswith("/accounts/reauthenticate/")


def test_sessions_are_dated_as_everything_else(client, carol):
    page = log_in(client, carol).get(SESSIONS).text
    assert re.search(r"Since [A-Z][a-z]+ \d{1,2}, \d{4}, \d\d:\d\d UTC", page)
