"""The command `score_trust`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from tests.builders import make_researcher
from trust.management.commands import score_trust
from trust.models import TrustSnapshot


def run(*arguments):
    out, error = StringIO(), StringIO()
    call_command("score_trust", *arguments, stdout=out, stderr=error)
    return out.getvalue(), error.getvalue()


@pytest.mark.django_db
def test_it_scores_who_is_stale_and_says_how_many():
    make_researcher()
    make_researcher()
    out, error = run()
    assert out.startswith("Scored 2 in ")
    assert error == ""
    assert TrustSnapshot.objects.count() == 2
    assert run()[0].startswith("Scored 0 in ")


@pytest.mark.django_db
def test_all_scores_everybody_again():
    make_researcher()
    run()
    assert run("--all")[0].startswith("Scored 1 in ")


@pytest.mark.django_db
def test_json_is_one_object_on_standard_output():
    make_researcher()
    answer = json.loads(run("--json")[0])
    assert set(answer) == {"scored", "seconds"}
    assert answer["scored"] == 1


@pytest.mark.django_db
def test_a_terminal_sees_a_progress_bar():
    class Terminal(StringIO):
        def isatty(self):
            return True

    make_researcher()
    error = Terminal()
    call_command("score_trust", stdout=StringIO(), stderr=error)
    assert "1/1" in error.getvalue()


def test_an_unreachable_database_is_said_in_one_line(monkeypatch):
    def fail():
        raise OperationalError("no such server")

    monkeypatch.setattr(score_trust, "stale_researchers", fail)
    with pytest.raises(CommandError, match=r"The database does not answer: no such server") as refusal:
        run()
    assert refusal.value.returncode == 1


def test_an_unknown_option_is_wrong_use():
    with pytest.raises(CommandError, match="unrecognized"):
        run("--everybody")
