"""Deleting one's account in the browser."""

import pytest

from accounts.models import User
from tests.orcid import connect_orcid

ADDRESS = "/accounts/delete/"


def test_the_page_says_what_is_kept(as_user, carol):
    text = as_user(carol).get(ADDRESS).text
    assert "What goes" in text
    assert "What is kept" in text
    assert 'autocomplete="current-password"' in text


def test_the_password_is_asked_for(as_user, carol):
    response = as_user(carol).post(ADDRESS, {"password": "something else"})
    assert response.status_code == 422
    assert "This is not your password." in response.text
    assert User.objects.filter(pk=carol.pk).exists()


def test_with_the_password_the_account_goes(as_user, carol):
    client = as_user(carol)
    response = client.post(ADDRESS, {"password": "correct horse battery"}, follow=True)
    assert "Your account has been deleted." in response.text
    assert not User.objects.filter(pk=carol.pk).exists()
    assert "_auth_user_id" not in client.session
    assert client.get("/claims/").status_code == 302


def test_passwords_are_not_guessed_here(as_user, carol):
    client = as_user(carol)
    for _ in range(6):
        response = client.post(ADDRESS, {"password": "guess"})
    assert "Too many failed login attempts" in response.text
    client.post(ADDRESS, {"password": "correct horse battery"})
    assert User.objects.filter(pk=carol.pk).exists()


@pytest.mark.parametrize("path", ["/accounts/delete/?next=//evil.example/", ADDRESS])
def test_it_leads_home_and_nowhere_else(as_user, dora, path):
    assert as_user(dora).post(path, {"password": "correct horse battery"}).url == "/"


# Accounts that were made at ORCID have no password


@pytest.fixture
def without_password(carol, orcid):
    connect_orcid(carol)
    carol.set_unusable_password()
    carol.save()
    return carol


def test_who_has_no_password_shows_at_orcid_who_they_are(as_user, without_password, orcid):
    client = as_user(without_password)
    page = client.get(ADDRESS).text
    assert "Show it at ORCID" in page
    assert "Delete my account</button>" not in page
    refused = client.post(ADDRESS)
    assert (refused.status_code, User.objects.filter(pk=without_password.pk).exists()) == (422, True)
    assert "Show once more who you are" in refused.text
    assert orcid.sign_in(client, next=ADDRESS).url == ADDRESS
    page = client.get(ADDRESS).text
    assert "Delete my account</button>" in page
    assert 'type="password"' not in page
    client.post(ADDRESS)
    assert not User.objects.filter(pk=without_password.pk).exists()
    assert "_auth_user_id" not in client.session


def test_what_was_shown_long_ago_does_not_count(as_user, without_password, orcid, settings):
    client = as_user(without_password)
    orcid.sign_in(client)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert client.post(ADDRESS).status_code == 422
    assert User.objects.filter(pk=without_password.pk).exists()


def test_who_has_neither_is_led_to_a_password(as_user, carol):
    carol.set_unusable_password()
    carol.save()
    assert "Choose a password by e-mail" in as_user(carol).get(ADDRESS).text
    assert as_user(carol).post(ADDRESS, {"password": ""}).status_code == 422
    assert User.objects.filter(pk=carol.pk).exists()


def test_having_just_logged_in_does_not_stand_for_the_password(client, carol):
    client.post("/accounts/login/", {"login": carol.email, "password": "correct horse battery"})
    assert client.post(ADDRESS).status_code == 422
    assert User.objects.filter(pk=carol.pk).exists()
