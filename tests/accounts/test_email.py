"""One's e-mail addresses."""

import re

import pytest

from accounts.adapters import AccountAdapter
from tests.builders import make_user
from tests.mail import delivered

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/email/"
SECOND = "carol@university.example"


@pytest.fixture
def client(as_user, carol):
    """Carol's browser, in which she has just given her password."""
    client = as_user(carol)
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    return client


def test_addresses_are_listed_with_their_state(client, carol):
    carol.emailaddress_set.create(email=SECOND)
    text = client.get(ADDRESS).text
    assert text.index("carol@example.org") < text.index("Confirmed") < text.index(SECOND)
    assert "Not confirmed yet" in text
    assert "You log in with it" in text


def test_an_added_address_has_to_be_confirmed(client, carol):
    response = client.post(ADDRESS, {"email": SECOND, "action_add": ""}, follow=True)
    assert f"A message with a link is on its way to {SECOND}." in response.text
    assert not carol.emailaddress_set.get(email=SECOND).verified
    client.post(re.search(r"http://testserver(/\S+)", delivered()[0].body)[1])
    assert carol.emailaddress_set.get(email=SECOND).verified


def test_a_confirmed_address_can_become_the_first(client, carol):
    carol.emailaddress_set.create(email=SECOND, verified=True)
    client.post(ADDRESS, {"email": SECOND, "action_primary": ""})
    carol.refresh_from_db()
    assert carol.email == SECOND
    assert carol.emailaddress_set.get(primary=True).email == SECOND
    assert "Your e-mail address was changed" in delivered()[-1].subject


def test_an_unconfirmed_address_cannot_become_the_first(client, carol):
    carol.emailaddress_set.create(email=SECOND)
    client.post(ADDRESS, {"email": SECOND, "action_primary": ""})
    carol.refresh_from_db()
    assert carol.email == "carol@example.org"


def test_the_last_address_stays(client, carol):
    response = client.post(ADDRESS, {"email": carol.email, "action_remove": ""}, follow=True)
    assert "cannot be removed" in response.text
    assert carol.emailaddress_set.count() == 1


def test_another_address_can_go(client, carol):
    carol.emailaddress_set.create(email=SECOND)
    response = client.post(ADDRESS, {"email": SECOND, "action_remove": ""}, follow=True)
    assert f"{SECOND} was removed." in response.text
    assert carol.emailaddress_set.count() == 1


@pytest.mark.parametrize("action", ["action_primary", "action_remove", "action_send"])
def test_somebody_elses_address_is_out_of_reach(client, action):
    other = make_user("other@example.org")
    client.post(ADDRESS, {"email": other.email, action: ""})
    other.refresh_from_db()
    assert other.emailaddress_set.get().primary
    assert not delivered()


def test_a_taken_address_cannot_be_told_from_a_free_one(client):
    make_user("taken@example.org")
    answers = []
    for email in ("taken@example.org", "free@example.org"):
        response = client.post(ADDRESS, {"email": email, "action_add": ""}, follow=True)
        answers.append((response.redirect_chain, f"on its way to {email}" in response.text))
    assert answers[0] == answers[1]


def test_anonymous_visitors_sign_in_first(as_user):
    assert as_user(None).get(ADDRESS).url == f"/accounts/login/?next={ADDRESS}"


def test_asking_for_the_password_again(client):
    text = client.get("/accounts/reauthenticate/").text
    assert "Your password, please" in text
    assert 'autocomplete="current-password"' in text


@pytest.mark.parametrize("action", ["action_add", "action_primary", "action_remove"])
def test_who_finds_an_open_browser_cannot_make_the_account_theirs(as_user, carol, action):
    carol.emailaddress_set.create(email=SECOND, verified=True)
    client = as_user(carol)
    email = "thief@example.org" if action == "action_add" else SECOND
    response = client.post(ADDRESS, {"email": email, action: ""})
    assert response.url.startswith("/accounts/reauthenticate/")
    carol.refresh_from_db()
    assert carol.email == "carol@example.org"
    assert carol.emailaddress_set.count() == 2
    assert not delivered()


def test_what_was_asked_for_is_done_once_the_password_is_given(as_user, carol):
    client = as_user(carol)
    response = client.post(ADDRESS, {"email": SECOND, "action_add": ""})
    client.post(response.url, {"password": "correct horse battery"})
    assert carol.emailaddress_set.filter(email=SECOND).exists()


def test_the_word_for_e_mail_is_ours_in_what_allauth_complains_about():
    texts = [str(text).lower() for name, text in AccountAdapter.error_messages.items() if "email" in name]
    assert len(texts) > 5
    assert not [text for text in texts if "email" in text]
