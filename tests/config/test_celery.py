"""Background work while the broker is away."""

import logging

import pytest
from kombu.exceptions import OperationalError

from config.celery import Nudge
from researchers.tasks import sweep_counters


def test_a_nudge_that_nobody_takes_is_noted_and_spoils_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise OperationalError("connection refused")

    assert isinstance(sweep_counters, Nudge)
    monkeypatch.setattr("celery.contrib.django.task.DjangoTask.apply_async", refuse)
    with caplog.at_level(logging.WARNING, logger="config.celery"):
        assert sweep_counters.delay() is None
    assert "researchers.tasks.sweep_counters" in caplog.text
    assert "connection refused" in caplog.text
