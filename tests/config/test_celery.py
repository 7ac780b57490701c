"""Background work: what beat calls, and what becomes of it while the broker is away."""

import logging

import pytest
from django.conf import settings
from kombu.exceptions import OperationalError

from config.celery import Nudge, app
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


def test_whatever_beat_calls_exists() -> None:
    app.loader.import_default_modules()
    called = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"claims.tasks.recheck_evidence", "accounts.tasks.send_notices"} <= called
    assert called <= set(app.tasks)
