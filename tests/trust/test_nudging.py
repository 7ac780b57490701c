"""Middleware that has computed anew what a request may have changed."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from researchers.tasks import sweep_counters
from trust.nudging import EXPIRES, NudgeSweeps
from trust.tasks import sweep_trust

pytestmark = pytest.mark.django_db
BOTH = ["trust.tasks.sweep_trust", "researchers.tasks.sweep_counters"]


@pytest.fixture
def sent(monkeypatch):
    """The names of the tasks that were sent, each to be forgotten once beat has sent the next one."""
    names = []
    for task in (sweep_trust, sweep_counters):

        def send(*, expires, name=task.name):
            assert expires == EXPIRES
            names.append(name)

        monkeypatch.setattr(task, "apply_async", send)
    return names


@pytest.fixture
def answer(django_capture_on_commit_callbacks):
    """Ask, be answered, and commit."""

    def ask(method, status=200):
        response = HttpResponse(status=status)
        with django_capture_on_commit_callbacks(execute=True):
            assert NudgeSweeps(lambda request: response)(RequestFactory().generic(method, "/")) is response

    return ask


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("status", [200, 302])
def test_a_request_that_may_change_facts_nudges_both_sweeps(sent, answer, method, status):
    answer(method, status)
    assert sent == BOTH


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_who_only_looks_nudges_nobody(sent, answer, method):
    answer(method)
    assert sent == []


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_a_refused_request_nudges_nobody(sent, answer, status):
    answer("POST", status)
    assert sent == []


def test_each_of_several_requests_nudges(sent, answer):
    """One left out could be the only one after somebody's change."""
    answer("POST")
    answer("POST")
    assert sent == BOTH * 2


def test_nobody_is_nudged_before_the_change_is_committed(
    sent, as_user, ada, ada_page, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as later:
        response = as_user(ada).post(reverse("account_logout"))
    assert response.status_code == 302
    assert sent == []
    for callback in later:
        callback()
    assert sent == BOTH
