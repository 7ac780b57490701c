"""`load_demo`: a newcomer's first look, all of it or nothing, once."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.urls import reverse

from accounts.models import User
from claims.models import Claim
from collaboration.models import Invitation, Message
from following.models import Follow
from ingest.models import ImportRun
from pages.demo import loading
from pages.demo.cast import read_cast
from pages.demo.loading import KNOWN_PASSWORD
from researchers.models import IdentityEvent, Researcher
from tests.builders import make_work
from works.models import Work

COMMUNITY = (User, Work, Researcher, Claim, Follow, IdentityEvent, Invitation, Message, ImportRun)
PRINTED = ["visitor@demo.example", "researcher@demo.example", "claimant@demo.example", "admin@demo.example"]


@pytest.fixture(autouse=True)
def database(db):
    """Every test has one."""


@pytest.fixture
def loaded(db):
    return run()


def run(*options):
    """What the command says."""
    output = StringIO()
    call_command("load_demo", *options, stdout=output, stderr=StringIO())
    return output.getvalue()


def counts():
    return [model.objects.count() for model in COMMUNITY]


def make_other_work(**fields):
    work = make_work("Not of the demo", **fields)
    work.sources.update(source="elsewhere")
    return work


def test_it_says_what_it_loaded_and_who_can_sign_in(settings):
    settings.DEBUG = True
    said = run()
    assert said.startswith("The demo record is loaded: 150 works and 401 researchers in ")
    assert f"Sign in with the password {KNOWN_PASSWORD} as\n" in said
    assert [line.split()[0] for line in said.splitlines() if line.startswith("  ")] == PRINTED
    assert said.endswith("Alva Administrator\n")


def test_the_same_as_one_json_object():
    figures = json.loads(run("--json"))
    assert list(figures) == ["works", "researchers", "logins", "seconds"]
    assert (figures["works"], figures["researchers"]) == (Work.objects.count(), Researcher.objects.count())
    assert [login["email"] for login in figures["logins"]] == PRINTED
    assert [login["administrator"] for login in figures["logins"]] == [False, False, False, True]
    assert 0 < figures["seconds"] < 60


@pytest.mark.parametrize("debug", [True, False])
def test_the_printed_logins_work(settings, client, debug):
    settings.DEBUG = debug
    for login in json.loads(run("--json"))["logins"]:
        form = {"login": login["email"], "password": login["password"]}
        response = client.post(reverse("account_login"), form)
        assert response.status_code == 302
        assert client.session["_auth_user_id"] == str(User.objects.get(email=login["email"]).pk)
        client.logout()


def test_the_known_password_is_for_development_only(settings):
    settings.DEBUG = False
    first = json.loads(run("--json"))["logins"][0]["password"]
    assert len(first) >= 16
    assert first != KNOWN_PASSWORD
    assert first != loading.new_password()
    for user in User.objects.all():
        assert not user.check_password(KNOWN_PASSWORD)


@pytest.mark.parametrize("options", [[], ["--force"]])
def test_a_second_time_changes_nothing(settings, loaded, options):
    settings.DEBUG = True
    before = counts()
    hashes = set(User.objects.values_list("password", flat=True))
    said = run(*options)
    assert said.startswith("The demo record is already loaded; nothing was changed.\n")
    assert KNOWN_PASSWORD in said
    assert counts() == before
    assert set(User.objects.values_list("password", flat=True)) == hashes


def test_a_random_password_is_printed_once(settings, loaded):
    settings.DEBUG = False
    assert run() == "The demo record is already loaded; nothing was changed.\n"
    assert json.loads(run("--json")) == {"works": 0, "researchers": 0, "logins": [], "seconds": 0}


def test_a_demo_login_alone_is_enough_not_to_load():
    User.objects.create_user("visitor@demo.example", "their own password")
    assert "already loaded" in run()
    assert not Work.objects.exists()
    assert User.objects.get().check_password("their own password")


def test_a_record_in_use_stays_as_it_is():
    make_other_work()
    with pytest.raises(CommandError, match="other works") as refusal:
        run()
    assert "--force" in str(refusal.value)
    assert refusal.value.returncode == 1
    assert Work.objects.count() == 1
    assert not User.objects.exists()


def test_a_record_in_use_takes_the_demo_by_force():
    namesake = Researcher.objects.create(
        slug="aldis", public_id="r0", preferred_name="Aldis Ambrosekar", identity_key="name:aldis ambrosekar"
    )
    work = make_other_work(authors=[namesake])
    figures = json.loads(run("--force", "--json"))
    assert (figures["works"], figures["researchers"]) == (150, 400)
    assert Work.objects.count() == 151
    assert Work.objects.filter(pk=work.pk).exists()
    assert namesake.attributions.count() == 2
    assert not namesake.external_ids.exists(), "who has a real work is not said to be fictional"


@pytest.mark.parametrize("verb", ["import_items", "follow", "send_message"])
def test_a_load_that_breaks_leaves_nothing_and_the_next_one_all(monkeypatch, verb):
    calls = []
    real = getattr(loading, verb)

    def dies_the_second_time(*args, **options):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(loading, verb, dies_the_second_time)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert calls
    assert counts() == [0] * len(COMMUNITY)
    run()
    assert Claim.objects.count() == len(read_cast().claims)
    assert Message.objects.count() == 3


def test_a_database_that_does_not_answer_is_said(monkeypatch):
    def gone(**options):
        raise OperationalError("connection refused")

    monkeypatch.setattr("pages.management.commands.load_demo.load", gone)
    with pytest.raises(CommandError, match="connection refused"):
        run()
