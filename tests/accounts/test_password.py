"""Forgetting and changing the password."""

import re

import pytest

from tests.mail import delivered
from tests.orcid import connect_orcid

pytestmark = pytest.mark.django_db
RESET, CHANGE = "/accounts/password/reset/", "/accounts/password/change/"
OLD, NEW = "correct horse battery", "plain paper stapler"


@pytest.fixture
def link(client, carol):
    client.post(RESET, {"email": carol.email})
    return re.search(r"http://testserver(/\S+)", delivered()[0].body)[1]


def test_known_and_unknown_addresses_look_the_same(client, carol):
    known = client.post(RESET, {"email": carol.email}, follow=True)
    unknown = client.post(RESET, {"email": "nobody@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain == [("/accounts/password/reset/done/", 302)]
    assert known.text == unknown.text
    subjects = [message.subject for message in delivered()]
    assert subjects == ["Credence: Choose a new password", "Credence: There is no account with this address"]
    assert "/accounts/signup/" in delivered()[1].body


def test_the_link_leads_to_a_new_password(client, carol, link):
    form = client.get(link, follow=True)
    assert "Choose a new password" in form.text
    assert form.text.count('autocomplete="new-password"') == 2
    action = form.redirect_chain[-1][0]
    done = client.post(action, {"password1": NEW, "password2": NEW}, follow=True)
    assert "The password is changed" in done.text
    carol.refresh_from_db()
    assert carol.check_password(NEW)
    assert delivered()[-1].subject == "Credence: Your password was changed"
    assert "somebody else may be using your account" in delivered()[-1].body


def test_the_link_is_not_in_the_address_of_the_form(client, link):
    assert client.get(link, follow=True).redirect_chain[-1][0].endswith("-set-password/")


def test_a_link_works_once(client, carol, link, as_user):
    action = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(action, {"password1": NEW, "password2": NEW})
    assert "This link does not work" in as_user(None).get(link, follow=True).text


@pytest.mark.parametrize(
    "answers", [{"password1": "123", "password2": "123"}, {"password1": NEW, "password2": OLD}]
)
def test_a_bad_new_password_is_not_taken(client, carol, link, answers):
    action = client.get(link, follow=True).redirect_chain[-1][0]
    assert "Not sent yet" in client.post(action, answers).text
    carol.refresh_from_db()
    assert carol.check_password(OLD)


def test_the_password_can_be_changed_by_who_knows_it(as_user, carol):
    client = as_user(carol)
    assert 'autocomplete="current-password"' in client.get(CHANGE).text
    wrong = client.post(CHANGE, {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert "Not sent yet" in wrong.text
    right = client.post(CHANGE, {"oldpassword": OLD, "password1": NEW, "password2": NEW}, follow=True)
    assert "Your new password is saved." in right.text
    carol.refresh_from_db()
    assert carol.check_password(NEW)
    assert [message.subject for message in delivered()] == ["Credence: Your password was changed"]


def test_who_has_no_password_sets_one(client, carol, orcid):
    connect_orcid(carol)
    carol.set_unusable_password()
    carol.save()
    orcid.sign_in(client)
    assert client.get(CHANGE).url == "/accounts/password/set/"
    assert "Choose a password" in client.get("/accounts/password/set/").text
    client.post("/accounts/password/set/", {"password1": NEW, "password2": NEW})
    carol.refresh_from_db()
    assert carol.check_password(NEW)


def test_a_new_password_ends_other_sessions(as_user, carol):
    here, elsewhere = as_user(carol), as_user(carol)
    here.post(CHANGE, {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    assert elsewhere.get("/claims/").status_code == 302
    assert here.get("/claims/").status_code == 200
