"""How often something may be done: counted in the cache that all processes share."""

import hashlib

from django.core.cache import cache


class TooMany(Exception):
    """The quota of a key is spent; after so many seconds, at the latest, there is a new one."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def spend(key: str, *, most: int, within_seconds: int) -> None:
    """Count one deed of `key` ("reports:192.0.2.7"), or raise `TooMany` after `most` of them.

    The window begins with the first deed and does not move: what is refused does not make it longer.
    """
    name = counter_of(key)
    cache.add(name, 0, within_seconds)
    try:
        spent = cache.incr(name)
    except ValueError:  # its window ended between the two commands: this is the first deed of the next
        return spend(key, most=most, within_seconds=within_seconds)
    if spent == 1:  # it may have ended within `incr`, which then makes a counter without an end
        cache.touch(name, within_seconds)
    if spent > most:
        raise TooMany(within_seconds)


def counter_of(key: str) -> str:
    """Where the deeds of a key are counted. What visitors write may be part of the key."""
    return f"quota:{hashlib.sha256(key.encode(errors='replace')).hexdigest()}"
