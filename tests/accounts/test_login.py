"""Logging in and out."""

import pytest

from tests.mail import delivered

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/login/"
PASSWORD = "correct horse battery"


def log_in(client, email, password=PASSWORD, **more):
    return client.post(ADDRESS, {"login": email, "password": password, **more})


def test_password_managers_find_the_fields(client, db):
    text = client.get(ADDRESS).text
    assert 'autocomplete="email"' in text
    assert 'autocomplete="current-password"' in text
    assert "Forgot your password?" in text
    assert "E-mail address" in text


def test_address_and_password_open_the_door(client, carol):
    response = log_in(client, carol.email)
    assert response.url == "/"
    assert client.session["_auth_user_id"] == str(carol.pk)


def test_the_case_of_the_address_does_not_matter(client, carol):
    log_in(client, carol.email.upper())
    assert "_auth_user_id" in client.session


def test_an_unknown_address_and_a_wrong_password_look_the_same(client, carol):
    unknown = log_in(client, "nobody@example.org")
    wrong = log_in(client, carol.email, "wrong")
    assert unknown.status_code == wrong.status_code == 200
    assert "This e-mail address and this password do not go together." in unknown.text
    strip = lambda response, email: response.text.replace(email, "")  # noqa: E731
    assert len(strip(unknown, "nobody@example.org")) == len(strip(wrong, carol.email))


def test_an_unconfirmed_address_gets_a_new_message_and_no_entry(client, carol):
    carol.emailaddress_set.update(verified=False)
    response = log_in(client, carol.email)
    assert response.url == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    assert [message.subject for message in delivered()] == ["Credence: Please confirm your e-mail address"]


def test_a_closed_account_stays_closed(client, carol):
    carol.is_active = False
    carol.save()
    log_in(client, carol.email)
    assert "_auth_user_id" not in client.session
    assert "This account is closed" in client.get("/accounts/inactive/").text


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/claims/", "/claims/"),
        ("/review/?tab=asked", "/review/?tab=asked"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_it_leads_on_within_this_site_alone(client, carol, target, expected):
    assert log_in(client, carol.email, next=target).url == expected


def test_the_way_on_is_kept_while_one_mistypes(client, carol):
    response = log_in(client, carol.email, "wrong", next="/claims/")
    assert '<input type="hidden" name="next" value="/claims/">' in response.text
    assert "?next=%2Fclaims%2F" in client.get(f"{ADDRESS}?next=/claims/").text


def test_guessing_is_slowed_down(client, carol):
    for _ in range(5):
        log_in(client, carol.email, "wrong")
    response = log_in(client, carol.email)
    assert "Too many failed login attempts" in response.text
    assert "_auth_user_id" not in client.session


def test_logging_out_takes_a_click(as_user, carol):
    client = as_user(carol)
    assert "You are logged in as Carol Stranger." in client.get("/accounts/logout/").text
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/").url == "/"
    assert "_auth_user_id" not in client.session


def test_who_is_in_is_led_on(as_user, carol):
    assert as_user(carol).get(f"{ADDRESS}?next=/claims/").url == "/claims/"
