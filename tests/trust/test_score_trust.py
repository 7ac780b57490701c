"""The command `score_trust`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from tests.builders import make_researcher
from trust import running
from trust.management.commands import score_trust
from trust.models import TrustRange, TrustSnapshot
from trust.refreshing import score_stale


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
def test_it_scores_of_whom_something_stops_to_count_today():
    make_researcher()
    run()
    TrustSnapshot.objects.update(due_on=timezone.now().date())
    assert run()[0].startswith("Scored 1 in ")


@pytest.mark.django_db
def test_all_scores_everybody_again():
    make_researcher()
    run()
    assert run("--all")[0].startswith("Scored 1 in ")


@pytest.mark.django_db
def test_what_an_interrupted_run_left_is_done_without_asking_for_it_again(monkeypatch):
    make_researcher()
    run()

    def interrupted(processes):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(score_trust, "score_all_waiting", interrupted)
        with pytest.raises(CommandError, match="It was interrupted") as refusal:
            run("--all")
    assert refusal.value.returncode == 1
    assert TrustRange.objects.exists()
    assert run()[0].startswith("Scored 1 in ")


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
    score_stale()
    error = Terminal()
    call_command("score_trust", "--all", stdout=StringIO(), stderr=error)
    assert "1/1" in error.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("processes", "many", "shared"), [("2", 1, True), ("2", 2, False), ("1", 1, False)])
def test_other_processes_share_the_work_only_where_it_is_much(monkeypatch, processes, many, shared):
    monkeypatch.setattr(running, "MANY", many)
    others = []
    monkeypatch.setattr(running, "over_processes", lambda number: others.append(number) or iter([1]))
    make_researcher()
    assert run("--processes", processes)[0].startswith("Scored 1 in ")
    assert others == ([1] if shared else [])


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5"])
def test_a_wrong_number_of_processes_is_wrong_use(number):
    with pytest.raises(CommandError, match=r"no number of processes|expected one argument"):
        run("--processes", number)


def test_an_unreachable_database_is_said_in_one_line(monkeypatch):
    def fail(today):
        raise OperationalError("no such server")

    monkeypatch.setattr(score_trust, "mark_due", fail)
    with pytest.raises(CommandError, match=r"The database does not answer: no such server") as refusal:
        run()
    assert refusal.value.returncode == 1


def test_an_unknown_option_is_wrong_use():
    with pytest.raises(CommandError, match="unrecognized"):
        run("--everybody")
