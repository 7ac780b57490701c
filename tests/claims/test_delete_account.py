"""Deleting one's account in the browser."""

import pytest

from accounts.models import User

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
