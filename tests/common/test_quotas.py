"""So many deeds within so many seconds, and not one more."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache

from common.quotas import TooMany, counter_of, spend


def granted(number: int, key: str = "a", *, most: int = 3) -> int:
    def one(_: int) -> bool:
        try:
            spend(key, most=most, within_seconds=60)
        except TooMany:
            return False
        return True

    return sum(map(one, range(number)))


def test_as_many_as_there_may_be_and_no_more():
    assert granted(10) == 3


def test_each_key_has_its_own():
    assert granted(10, "a") == 3
    assert granted(10, "b") == 3


def test_who_is_refused_learns_how_long_it_lasts():
    granted(3)
    with pytest.raises(TooMany) as refused:
        spend("a", most=3, within_seconds=60)
    assert refused.value.seconds == 60


def test_the_window_ends_though_more_is_asked_for():
    granted(10)
    assert 0 < seconds_left("a") <= 60
    cache.delete(counter_of("a"))
    assert granted(10) == 3


def test_a_window_that_ends_between_two_commands_is_followed_by_the_next(monkeypatch):
    add, calls = cache.add, []

    def add_late(*arguments):
        calls.append(arguments)
        return add(*arguments) if len(calls) > 1 else False

    monkeypatch.setattr(cache, "add", add_late)
    assert granted(1) == 1
    assert seconds_left("a") > 0


def test_no_counter_lives_forever(monkeypatch):
    client = cache._cache.get_client()
    monkeypatch.setattr(cache, "add", lambda *arguments: True)
    monkeypatch.setattr(cache, "incr", lambda name: client.incr(cache.make_key(name)))
    assert granted(1) == 1
    assert 0 < seconds_left("a") <= 60


def test_many_at_once_get_no_more_than_there_is():
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: granted(5), range(8))) == 3


def test_any_text_can_be_a_key():
    assert granted(4, "line\nbreak, é and \ud800 " * 100) == 3


def seconds_left(key: str) -> int:
    return cache._cache.get_client().ttl(cache.make_key(counter_of(key)))
