"""Signing up, logging in and connecting by ORCID, all the way through a provider that really answers."""

import re

import pytest
from allauth.socialaccount.models import SocialAccount

from accounts.models import User
from accounts.orcid import authenticated_orcid, orcid_of
from tests.mail import delivered
from tests.orcid import ADA, BOB, CALLBACK, connect_orcid

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
SIGNUP = "/accounts/connections/signup/"
CONNECTIONS = "/accounts/connections/"
FAILED = "That did not work"


def is_in(client, user):
    return client.session.get("_auth_user_id") == str(user.pk)


def signed_in_and_asked_again(client, user):
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert is_in(client, user)


# What is offered


def test_without_a_client_at_orcid_nothing_is_offered(client, as_user, carol):
    for address in ("/accounts/login/", "/accounts/signup/"):
        assert "ORCID</button>" not in client.get(address).text
    assert client.get("/accounts/orcid/login/").status_code == 404
    assert client.get(CALLBACK).status_code == 404
    assert CONNECTIONS not in as_user(carol).get("/accounts/settings/").text


def test_with_one_it_is_a_form_that_may_lead_to_orcid(client, orcid):
    response = client.get("/accounts/login/?next=/claims/")
    form = response.text[response.text.index('action="/accounts/orcid/login/?process=login"') :]
    assert '<input type="hidden" name="next" value="/claims/">' in form[: form.index("</form>")]
    assert f"form-action 'self' {orcid.base};" in response["Content-Security-Policy"] + ";"


def test_a_link_to_it_asks_before_it_leaves(client, orcid):
    response = client.get("/accounts/orcid/login/?process=connect")
    assert response.status_code == 200
    assert "Connect your ORCID iD?" in response.text


# Logging in


def test_a_known_id_opens_the_door(client, carol, orcid):
    connect_orcid(carol)
    before = authenticated_orcid(carol).at
    assert orcid.sign_in(client, next="/claims/").url == "/claims/"
    assert is_in(client, carol)
    known = authenticated_orcid(carol)
    assert (known.id, orcid_of(carol)) == (ADA, ADA)
    assert known.at > before


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_it_leads_on_within_this_site_alone(client, carol, orcid, target):
    connect_orcid(carol)
    assert orcid.sign_in(client, next=target).url == "/"


def test_the_session_is_another_one_afterwards(client, carol, orcid):
    connect_orcid(carol)
    address = orcid.start(client)
    before = client.session.session_key
    client.get(orcid.decide(address))
    assert is_in(client, carol)
    assert client.session.session_key != before


def test_a_closed_account_stays_closed(client, carol, orcid):
    connect_orcid(carol)
    User.objects.update(is_active=False)
    orcid.sign_in(client)
    assert "_auth_user_id" not in client.session


def test_who_says_no_there_is_not_in(client, carol, orcid):
    connect_orcid(carol)
    response = client.get(orcid.decide(orcid.start(client), decision="deny"), follow=True)
    assert "ORCID told us nothing" in response.text
    assert "_auth_user_id" not in client.session


# Signing up


def sign_up(client, orcid, email="ada@example.org", name="Ada Lindqvist"):
    response = orcid.sign_in(client, name="Ada Lindqvist")
    assert response.url == SIGNUP
    return client.post(SIGNUP, {"name": name, "email": email}, follow=True)


def test_a_new_id_signs_up_with_name_and_address_and_confirms_it(client, orcid):
    assert orcid.sign_in(client, name="Ada Lindqvist").url == SIGNUP
    page = client.get(SIGNUP).text
    assert ADA in page
    assert 'value="Ada Lindqvist"' in page
    assert "password" not in page[page.index(f'action="{SIGNUP}"') :].lower().split("</form>")[0]
    response = client.post(SIGNUP, {"name": "Ada L.", "email": "ada@example.org"}, follow=True)
    assert "Look into your mailbox" in response.text
    user = User.objects.get()
    assert (user.name, orcid_of(user), user.has_usable_password()) == ("Ada L.", ADA, False)
    assert "_auth_user_id" not in client.session
    client.post(re.search(r"http://testserver(/\S+)", delivered()[0].body)[1])
    assert is_in(client, user)


def test_the_same_address_is_not_the_same_person(client, carol, orcid):
    response = sign_up(client, orcid, email=carol.email)
    assert "Look into your mailbox" in response.text
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert "There is an account with it already" in delivered()[0].body


def test_a_taken_address_cannot_be_told_from_a_free_one(as_user, carol, orcid):
    answers = []
    for email in (carol.email, "free@example.org"):
        response = sign_up(as_user(None), orcid, email)
        text = re.sub(r'value="\w{64}"', "", response.text).replace(email, "")
        answers.append((response.redirect_chain, text))
    assert answers[0] == answers[1]


def test_what_was_typed_is_kept_and_the_id_cannot_be_typed(client, orcid):
    orcid.sign_in(client, name="Ada Lindqvist")
    response = client.post(SIGNUP, {"name": "Ada", "email": "ada", "uid": BOB})
    assert 'value="ada"' in response.text
    client.post(SIGNUP, {"name": "Ada", "email": "ada@example.org", "uid": BOB})
    assert SocialAccount.objects.get().uid == ADA


def test_nobody_signs_up_without_having_been_there(client, orcid):
    assert client.get(SIGNUP).url == "/accounts/login/"


# Connecting and disconnecting


def test_an_id_is_connected_and_told_by_mail(client, carol, orcid):
    signed_in_and_asked_again(client, carol)
    assert orcid.sign_in(client, process="connect").url == CONNECTIONS
    assert orcid_of(carol) == ADA
    assert ADA in client.get(CONNECTIONS).text
    assert "Your ORCID iD was connected" in delivered()[-1].subject


def test_without_the_password_of_just_now_it_is_asked_first(as_user, carol, orcid):
    client = as_user(carol)
    assert orcid.sign_in(client, process="connect").url.startswith("/accounts/reauthenticate/")
    assert orcid_of(carol) == ""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert orcid_of(carol) == ADA


def test_an_id_belongs_to_one_account(client, carol, bob, orcid):
    connect_orcid(bob)
    signed_in_and_asked_again(client, carol)
    response = client.get(orcid.sign_in(client, process="connect").url)
    assert "belongs to another account here" in response.text
    assert (orcid_of(carol), orcid_of(bob)) == ("", ADA)


def test_an_account_has_one_id(client, carol, orcid):
    connect_orcid(carol)
    signed_in_and_asked_again(client, carol)
    response = client.get(orcid.sign_in(client, BOB, process="connect").url)
    assert "connected to another ORCID iD already" in response.text
    assert [account.uid for account in SocialAccount.objects.all()] == [ADA]


def test_who_is_not_in_cannot_connect(client, orcid):
    assert orcid.sign_in(client, process="connect").url == CONNECTIONS
    assert not SocialAccount.objects.exists()


def test_it_is_disconnected_with_the_password_of_just_now(as_user, carol, orcid):
    account = connect_orcid(carol)
    client = as_user(carol)
    wanted = {"account": account.pk}
    assert client.post(CONNECTIONS, wanted).url.startswith("/accounts/reauthenticate/")
    assert orcid_of(carol) == ADA
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(CONNECTIONS, wanted)
    assert orcid_of(carol) == ""


def test_the_only_way_in_stays(as_user, carol, orcid):
    account = connect_orcid(carol)
    carol.set_unusable_password()
    carol.save()
    response = as_user(carol).post(CONNECTIONS, {"account": account.pk})
    assert "Choose a password first" in response.text
    assert orcid_of(carol) == ADA


TAKING_OVER = [
    ("/accounts/email/", {"email": "thief@example.org", "action_add": ""}),
    ("/accounts/password/set/", {"password1": "plain horse stapler", "password2": "plain horse stapler"}),
    ("/accounts/two-step/totp/activate/", {"code": "000000"}),
    ("/accounts/two-step/webauthn/add/", {"credential": "{}"}),
]


@pytest.mark.parametrize(("address", "wanted"), TAKING_OVER)
def test_who_has_orcid_alone_shows_there_who_they_are(as_user, carol, orcid, address, wanted):
    """allauth would take the open browser for its owner."""
    connect_orcid(carol)
    carol.set_unusable_password()
    carol.save()
    client = as_user(carol)
    response = client.post(address, wanted)
    assert response.url == f"/accounts/prove/?next={address.replace('/', '%2F')}"
    page = client.get(response.url).text
    assert "Show it at ORCID" in page
    assert f'<input type="hidden" name="next" value="{address}">' in page
    assert orcid.sign_in(client, next=address).url == address
    assert client.get(address).status_code == 200


def test_somebody_elses_id_is_out_of_reach(client, carol, bob, orcid):
    account = connect_orcid(bob)
    signed_in_and_asked_again(client, carol)
    client.post(CONNECTIONS, {"account": account.pk})
    assert orcid_of(bob) == ADA


# Attacks


def test_an_answer_counts_once(client, carol, orcid):
    connect_orcid(carol)
    back = orcid.decide(orcid.start(client))
    client.get(back)
    client.post("/accounts/logout/")
    assert FAILED in client.get(back).text
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("state", ["", "x" * 16])
def test_an_answer_to_nobodys_question_is_refused(client, carol, orcid, state):
    connect_orcid(carol)
    back = orcid.decide(orcid.start(client))
    response = client.get(re.sub(r"state=\w+", f"state={state}", back))
    assert (response.status_code, FAILED in response.text) == (401, True)
    assert "_auth_user_id" not in client.session


def test_an_answer_to_somebody_elses_question_is_refused(as_user, carol, orcid):
    """Who is led to an attacker's answer would be in the attacker's account."""
    connect_orcid(carol)
    victim, attacker = as_user(None), as_user(None)
    back = orcid.decide(orcid.start(attacker))
    assert FAILED in victim.get(back).text
    assert "_auth_user_id" not in victim.session


def test_a_stolen_code_is_of_no_use_with_a_question_of_ones_own(as_user, carol, orcid):
    """The code was given for another challenge."""
    connect_orcid(carol)
    victim, attacker = as_user(None), as_user(None)
    code = re.search(r"code=([\w-]+)", orcid.decide(orcid.start(victim)))[1]
    own = orcid.decide(orcid.start(attacker), BOB)
    response = attacker.get(re.sub(r"code=[\w-]+", f"code={code}", own))
    assert FAILED in response.text
    assert "_auth_user_id" not in attacker.session


def test_a_link_cannot_ask_orcid_for_something_else(client, orcid):
    extra = "login&scope=/person/update&auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example%26prompt%3Dnone"
    address = orcid.start(client, process=extra)
    assert "scope=openid&" in f"{address}&"
    assert "evil" not in address
    assert "prompt" not in address
    assert "code_challenge_method=S256" in address


@pytest.mark.parametrize("uid", ["https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0098", "carol"])
def test_what_is_no_id_is_refused(client, orcid, monkeypatch, uid):
    monkeypatch.setattr("config.servers.orcid_records.Person.claims", lambda person: {"sub": uid})
    assert FAILED in orcid.sign_in(client).text


def test_a_provider_that_knows_us_no_more_is_told_of_calmly(client, orcid, monkeypatch):
    back = orcid.decide(orcid.start(client))
    monkeypatch.setattr(orcid.stand_in, "client_id", "another")
    response = client.get(back)
    assert (response.status_code, FAILED in response.text) == (401, True)


def test_coming_and_going_is_slowed_down(client, orcid):
    for _ in range(20):
        assert client.get("/accounts/orcid/login/").status_code == 200
    assert client.get("/accounts/orcid/login/").status_code == 429


def test_where_orcids_pages_are_is_asked_once(client, orcid, monkeypatch):
    asked = []
    configuration = type(orcid.stand_in).configuration
    monkeypatch.setattr(
        type(orcid.stand_in), "configuration", lambda self: asked.append(1) or configuration(self)
    )
    for _ in range(3):
        orcid.sign_in(client, name="Ada")
    assert asked == [1]
