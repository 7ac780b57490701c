"""The cache as something that may be away."""

import logging

import pytest
from django.core.cache import cache

from common.remembering import recall, remember


@pytest.fixture
def no_cache(settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}


def test_what_is_remembered_is_recalled():
    remember("tides", [1, 2], 60)
    assert recall("tides") == [1, 2]
    assert recall("moons") is None


def test_a_cache_that_is_away_is_empty_and_that_is_logged(no_cache, caplog):
    with caplog.at_level(logging.WARNING):
        remember("tides", [1, 2], 60)
        assert recall("tides") is None
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]


def test_what_else_goes_wrong_is_not_hidden(monkeypatch):
    monkeypatch.setattr(cache, "get", lambda key: {}["no such answer"])
    with pytest.raises(KeyError):
        recall("tides")
