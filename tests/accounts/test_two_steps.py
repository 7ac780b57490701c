"""Codes of an app, recovery codes, and what browsers send as passkeys."""

import base64
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.template.loader import render_to_string

from accounts.adapters import TwoStepAdapter
from tests.mail import delivered
from tests.orcid import connect_orcid

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
ACTIVATE = "/accounts/two-step/totp/activate/"
SECOND_STEP = "/accounts/two-step/authenticate/"
LOGIN_BY_PASSKEY = "/accounts/two-step/webauthn/login/"


def log_in(client, user, **more):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, **more})


def is_in(client):
    return "_auth_user_id" in client.session


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2] + steps))


@pytest.fixture
def mine(as_user, carol):
    """Carol's browser, in which she has just given her password."""
    client = as_user(carol)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def secret(mine):
    """The key of Carol's app."""
    key = re.search(r"<code>(\w+)</code>", mine.get(ACTIVATE).text)[1]
    mine.post(ACTIVATE, {"code": code_of(key)})
    return key


@pytest.fixture
def at_second_step(client, carol, secret):
    assert log_in(client, carol, next="/claims/").url == SECOND_STEP
    assert not is_in(client)
    return client


def test_setting_up_asks_for_the_password_of_just_now(as_user, carol):
    assert as_user(carol).get(ACTIVATE).url.startswith("/accounts/reauthenticate/")


def test_an_app_is_set_up_with_a_code_of_it(mine):
    page = mine.get(ACTIVATE)
    key = re.search(r"<code>(\w+)</code>", page.text)[1]
    assert 'src="data:image/svg+xml;base64,' in page.text
    wrong = mine.post(ACTIVATE, {"code": "000000"})
    assert "This is not right" in wrong.text
    assert key in wrong.text
    assert not Authenticator.objects.exists()
    assert mine.post(ACTIVATE, {"code": code_of(key)}).url == "/accounts/two-step/recovery-codes/"
    assert "After your password you are asked for" in mine.get("/accounts/two-step/").text


def test_the_key_is_of_no_use_to_who_reads_the_database(secret, carol):
    stored = {one.type: json.dumps(one.data) for one in carol.authenticator_set.all()}
    assert secret not in stored["totp"]
    assert TwoStepAdapter().decrypt(json.loads(stored["totp"])["secret"]) == secret


def test_a_former_secret_key_still_opens_it(settings):
    locked = TwoStepAdapter().encrypt("KEY")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert TwoStepAdapter().decrypt(locked) == "KEY"


def test_a_code_lets_in_to_where_one_wanted(at_second_step, secret):
    assert at_second_step.post(SECOND_STEP, {"code": code_of(secret, steps=1)}).url == "/claims/"
    assert is_in(at_second_step)


def test_a_wrong_code_does_not(at_second_step, secret):
    response = at_second_step.post(SECOND_STEP, {"code": "000000"})
    assert "This is not right" in response.text
    assert not is_in(at_second_step)


@pytest.mark.parametrize("written", ["{}", " {} ", "{:.3}-{}"])
def test_a_code_that_was_read_over_the_shoulder_is_used_up(at_second_step, as_user, carol, secret, written):
    code = code_of(secret, steps=1)
    at_second_step.post(SECOND_STEP, {"code": code})
    assert is_in(at_second_step)
    cache.delete_many(
        [key for key in [f"allauth.mfa.totp.used?user={carol.pk}&code={code}"] if cache.get(key)]
    )
    other = as_user(None)
    log_in(other, carol)
    spelt = f"{code[:3]}-{code[3:]}" if "-" in written else written.format(code)
    assert "This is not right" in other.post(SECOND_STEP, {"code": spelt}).text
    assert not is_in(other)


@pytest.mark.parametrize("steps", [-3, 3])
def test_codes_of_other_minutes_are_wrong(at_second_step, secret, steps):
    at_second_step.post(SECOND_STEP, {"code": code_of(secret, steps=steps)})
    assert not is_in(at_second_step)


def test_guessing_codes_is_slowed_down(at_second_step, secret):
    for number in range(5):
        at_second_step.post(SECOND_STEP, {"code": f"00000{number}"})
    response = at_second_step.post(SECOND_STEP, {"code": code_of(secret, steps=1)})
    assert "Too many failed login attempts" in response.text
    assert not is_in(at_second_step)


def test_the_second_step_is_for_who_took_the_first(client, carol, secret):
    assert client.get(SECOND_STEP).url == "/accounts/login/"
    assert client.post(SECOND_STEP, {"code": code_of(secret, steps=1)}).url == "/accounts/login/"


def test_orcid_does_not_go_around_it(client, carol, secret, orcid):
    connect_orcid(carol)
    assert orcid.sign_in(client).url == SECOND_STEP
    assert not is_in(client)


def test_a_recovery_code_lets_in_once(at_second_step, as_user, carol, mine):
    codes = mine.get("/accounts/two-step/recovery-codes/download/").text.split()
    assert len(codes) == 10
    at_second_step.post(SECOND_STEP, {"code": codes[0]})
    assert is_in(at_second_step)
    other = as_user(None)
    log_in(other, carol)
    assert "This is not right" in other.post(SECOND_STEP, {"code": codes[0]}).text
    other.post(SECOND_STEP, {"code": codes[1]})
    assert is_in(other)
    assert "8 of 10 are left." in mine.get("/accounts/two-step/recovery-codes/").text


def test_a_recovery_code_that_two_send_at_one_moment_lets_one_in(
    at_second_step, as_user, carol, mine, monkeypatch
):
    """Both have read which codes are left before the other is in."""
    (code, *_) = mine.get("/accounts/two-step/recovery-codes/download/").text.split()
    monkeypatch.setattr(RecoveryCodes, "_mark_code_used", lambda self, index: None)
    other = as_user(None)
    log_in(other, carol)
    at_second_step.post(SECOND_STEP, {"code": code})
    other.post(SECOND_STEP, {"code": code})
    assert (is_in(at_second_step), is_in(other)) == (True, False)


def test_new_recovery_codes_end_the_former_ones(at_second_step, mine):
    (former, *_) = mine.get("/accounts/two-step/recovery-codes/download/").text.split()
    assert "10 that are left will not work" in mine.get("/accounts/two-step/recovery-codes/generate/").text
    mine.post("/accounts/two-step/recovery-codes/generate/")
    assert "This is not right" in at_second_step.post(SECOND_STEP, {"code": former}).text


def test_an_app_is_taken_off_with_its_recovery_codes_and_that_is_told_by_mail(mine, secret, client, carol):
    assert "Stop using the app?" in mine.get("/accounts/two-step/totp/deactivate/").text
    mine.post("/accounts/two-step/totp/deactivate/")
    assert "Codes of an app are not asked for any more" in delivered()[-1].subject
    assert not Authenticator.objects.exists()
    log_in(client, carol)
    assert is_in(client)


@pytest.mark.parametrize(
    "address",
    [
        "recovery-codes/",
        "recovery-codes/download/",
        "recovery-codes/generate/",
        "totp/deactivate/",
        "webauthn/add/",
    ],
)
def test_a_browser_left_open_shows_and_changes_nothing(as_user, carol, secret, address):
    response = as_user(carol).get(f"/accounts/two-step/{address}")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/reauthenticate/")


def test_a_code_shows_who_one_is_where_the_password_would(as_user, carol, secret):
    client = as_user(carol)
    page = client.get("/accounts/reauthenticate/").text
    assert "Use a code of your app" in page
    client.post("/accounts/two-step/reauthenticate/", {"code": code_of(secret, steps=1)})
    assert client.get("/accounts/two-step/recovery-codes/").status_code == 200


# Passkeys: what a browser sends may be anything (the true ones are in test_passkeys.py)

JUNK = base64.urlsafe_b64encode(b"\xa0junk").decode().rstrip("=")
SENT = [
    "",
    "null",
    "[]",
    "7",
    '"text"',
    "{",
    "{}",
    '{"response": {}}',
    '{"response": []}',
    json.dumps({"id": "a", "rawId": "a", "type": "public-key", "response": {"clientDataJSON": "a"}}),
    json.dumps({"id": JUNK, "rawId": JUNK, "type": "x", "response": {"userHandle": "!", "signature": 7}}),
    json.dumps(
        {
            "id": JUNK,
            "rawId": JUNK,
            "type": "public-key",
            "response": {
                "clientDataJSON": base64.urlsafe_b64encode(b"{}").decode(),
                "attestationObject": JUNK,
                "authenticatorData": JUNK,
                "signature": JUNK,
                "userHandle": JUNK,
            },
        }
    ),
]


@pytest.mark.parametrize("sent", SENT)
def test_junk_in_place_of_a_passkey_is_a_wrong_answer(client, mine, carol, sent):
    mine.get("/accounts/two-step/webauthn/add/")
    response = mine.post("/accounts/two-step/webauthn/add/", {"credential": sent, "passwordless": "True"})
    assert response.status_code == 200
    assert not Authenticator.objects.exists()
    asked = client.get(LOGIN_BY_PASSKEY, headers={"X-Requested-With": "XMLHttpRequest"}).json()
    assert "challenge" in asked["request_options"]["publicKey"]
    assert client.post(LOGIN_BY_PASSKEY, {"credential": sent}).url == "/accounts/login/"
    assert not is_in(client)


def test_trying_passkeys_is_slowed_down(client):
    for _ in range(10):
        client.post(LOGIN_BY_PASSKEY, {"credential": "{}"})
    assert client.post(LOGIN_BY_PASSKEY, {"credential": "{}"}).status_code == 429


def test_somebody_elses_passkey_is_out_of_reach(mine, bob):
    theirs = Authenticator.objects.create(user=bob, type="webauthn", data={"name": "Bob's", "credential": {}})
    for deed in ("edit", "remove"):
        assert (
            mine.post(f"/accounts/two-step/webauthn/keys/{theirs.pk}/{deed}/", {"name": "x"}).status_code
            == 404
        )


def test_without_javascript_the_page_says_so(client, db):
    page = client.get("/accounts/login/").text
    form = page[page.index('data-passkey="get"') :]
    assert "Passkeys need JavaScript." in form
    assert re.search(r'<button class="button" type="submit" disabled>Log in with a passkey', form)


def test_nobody_is_told_of_former_codes_that_they_may_not_have_had():
    said = render_to_string("mfa/messages/recovery_codes_generated.txt")
    assert "If you had others before" in said
