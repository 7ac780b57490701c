"""Signing up, and confirming the address."""

import re

import pytest

from accounts.models import User
from tests.builders import make_user
from tests.mail import delivered

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/signup/"
ANSWERS = {"name": "Nora Newcomer", "email": "Nora@Example.org", "password1": "plain horse stapler"}


def link_in(message) -> str:
    return re.search(r"http://testserver(/\S+)", message.body)[1]


def test_it_asks_for_name_address_and_password_in_this_order(client):
    text = client.get(ADDRESS).text
    fields = re.findall(r'name="(name|email|password\d|username)".*?autocomplete="([a-z-]+)"', text)
    assert fields == [("name", "name"), ("email", "email"), ("password1", "new-password")]
    form = text[text.index('action="/accounts/signup/"') :]
    assert "placeholder" not in form
    assert 'type="email"' in form


def test_nobody_is_in_before_the_address_is_confirmed(client):
    response = client.post(ADDRESS, ANSWERS, follow=True)
    user = User.objects.get()
    assert (user.name, user.email) == ("Nora Newcomer", "nora@example.org")
    assert "Look into your mailbox" in response.text
    assert "_auth_user_id" not in client.session
    assert not user.emailaddress_set.get().verified


def test_the_message_is_plain_and_says_what_it_is(client):
    client.post(ADDRESS, ANSWERS)
    (message,) = delivered()
    assert message.subject == "Credence: Please confirm your e-mail address"
    assert message.to == ["nora@example.org"]
    ((page, kind),) = message.alternatives
    assert kind == "text/html"
    assert f'href="http://testserver{link_in(message)}"' in page
    assert "Nora" not in message.body
    assert "example.com" not in message.body
    assert "&" not in message.body


def test_only_a_click_confirms(client):
    client.post(ADDRESS, ANSWERS)
    link = link_in(delivered()[0])
    assert "Is this address yours?" in client.get(link).text
    assert not User.objects.get().emailaddress_set.get().verified
    client.post(link)
    assert User.objects.get().emailaddress_set.get().verified


def test_confirming_in_the_same_browser_goes_on_to_where_one_wanted(client):
    client.post(ADDRESS, ANSWERS | {"next": "/claims/"})
    response = client.post(link_in(delivered()[0]))
    assert response.url == "/claims/"
    assert "_auth_user_id" in client.session


def test_confirming_elsewhere_signs_nobody_in(client, as_user):
    client.post(ADDRESS, ANSWERS)
    elsewhere = as_user(None)
    elsewhere.post(link_in(delivered()[0]))
    assert "_auth_user_id" not in elsewhere.session
    assert User.objects.get().emailaddress_set.get().verified


def test_a_broken_link_says_so(client, db):
    response = client.get("/accounts/confirm-email/no-such-key/")
    assert "This link does not work" in response.text
    assert "Nothing was changed." in response.text


def test_a_taken_address_looks_the_same_from_outside(client):
    make_user("nora@example.org")
    taken = client.post(ADDRESS, ANSWERS, follow=True)
    (to_owner,) = delivered()
    free = client.post(ADDRESS, ANSWERS | {"email": "free@example.org"}, follow=True)
    assert taken.redirect_chain == free.redirect_chain
    assert "Look into your mailbox" in taken.text
    assert User.objects.filter(email__startswith="nora").count() == 1
    assert to_owner.subject == "Credence: You have an account already"
    assert "/accounts/password/reset/" in to_owner.body


def test_the_same_address_in_other_letters_is_taken(client):
    make_user("nora@example.org")
    client.post(ADDRESS, ANSWERS | {"email": "NORA@EXAMPLE.ORG"})
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "nora"),
        ("email", ""),
        ("password1", ""),
        ("password1", "12345678"),
        ("password1", "password"),
        ("password1", "short"),
        ("password1", "nora@example.org"),
    ],
)
def test_what_is_not_good_enough_is_said_and_kept(client, db, field, value):
    response = client.post(ADDRESS, ANSWERS | {field: value})
    assert "What you wrote is kept below." in response.text
    assert not User.objects.exists()
    assert not delivered()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_it_leads_nowhere_else(client, db, target):
    client.post(ADDRESS, ANSWERS | {"next": target})
    assert client.post(link_in(delivered()[0])).url == "/"


def test_sign_ups_from_one_place_are_limited(client, db):
    statuses = [client.post(ADDRESS, {"name": ""}).status_code for _ in range(22)]
    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_a_name_is_text_and_nothing_else(client):
    client.post(ADDRESS, ANSWERS | {"name": "<script>alert(1)</script>"})
    client.post(link_in(delivered()[0]))
    text = client.get("/claims/").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_the_way_to_a_new_message_is_the_way_of_signing_up(client):
    """Who signed up by ORCID has no password."""
    page = client.get("/accounts/confirm-email/").text
    assert "the way you signed up" in page
    assert "with your password" not in page
