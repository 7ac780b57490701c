"""Keeps to the pace that a service asks for, together with every other process of this site."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Protocol, cast

import redis
from django.conf import settings
from redis.exceptions import LockError
from redis.lock import Lock

from ingest.live.limits import Service

LONGEST_WAIT = 120.0
# Longer than a service may be silent while it answers; a killed process holds up the others so long at most.
LEASE = 45.0
POLL = 0.1

# Times are milliseconds of the server's clock, which all processes share. A turn is taken only if it
# comes soon enough; the answer is how long it is until then.
TAKE_TURN = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local turn = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
if turn - now <= tonumber(ARGV[2]) then
    local next_turn = turn + tonumber(ARGV[1])
    redis.call('SET', KEYS[1], string.format('%.0f', next_turn), 'PX', string.format('%.0f', next_turn - now + 1000))
end
return turn - now
"""
POSTPONE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local turn = math.max(now + tonumber(ARGV[1]), tonumber(redis.call('GET', KEYS[1]) or 0))
redis.call('SET', KEYS[1], string.format('%.0f', turn), 'PX', string.format('%.0f', turn - now + 1000))
return turn - now
"""

StillHere = Callable[[float], None]


def in_words(seconds: float) -> str:
    if seconds < 600:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.0f} hours"


class TooLong(Exception):
    """The next turn comes later than anybody should wait for; `seconds` from now."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the next turn comes in {in_words(seconds)}")
        self.seconds = seconds


class Pace(Protocol):
    """Whatever says when the next question may be asked."""

    def turn(self) -> AbstractContextManager[StillHere]: ...

    def postpone(self, seconds: float) -> None: ...


class SharedPace:
    """Turns that all processes with the same cache take one after another.

    Within `turn` call what it gives from time to time, with the seconds of silence to come: it keeps
    the only connection that some services want.
    """

    def __init__(
        self, service: Service, store: "redis.Redis", sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.service = service
        self.store = store
        self.sleep = sleep
        self.key = f"live:{service.name}:turn"

    @contextmanager
    def turn(self) -> Iterator[StillHere]:
        with self._connection() as still_here:
            self._wait(still_here)
            yield still_here

    def postpone(self, seconds: float) -> None:
        """Nobody asks before so many seconds are over."""
        self.store.eval(POSTPONE, 1, self.key, round(seconds * 1000))

    def _wait(self, still_here: StillHere) -> None:
        spacing, longest = round(self.service.spacing * 1000), round(LONGEST_WAIT * 1000)
        answer = cast(int, self.store.eval(TAKE_TURN, 1, self.key, spacing, longest))
        seconds = answer / 1000
        if seconds > LONGEST_WAIT:
            raise TooLong(seconds)
        if seconds > 0:
            still_here(seconds)
            self.sleep(seconds)

    @contextmanager
    def _connection(self) -> Iterator[StillHere]:
        """The only connection, where the service wants no more than one."""
        if not self.service.alone:
            yield lambda seconds: None
            return
        lock = self.store.lock(f"live:{self.service.name}:connection", timeout=LEASE)
        self._acquire(lock)
        try:
            yield lambda seconds: extend(lock, seconds)
        finally:
            with suppress(LockError):  # it ran out, and is somebody else's by now
                lock.release()

    def _acquire(self, lock: Lock) -> None:
        waited = 0.0
        while not lock.acquire(blocking=False):
            if waited >= LONGEST_WAIT:
                raise TooLong(waited)
            self.sleep(POLL)
            waited += POLL


def extend(lock: Lock, seconds: float) -> None:
    with suppress(LockError):
        lock.extend(LEASE + seconds, replace_ttl=True)


def shared_pace(service: Service) -> SharedPace:
    return SharedPace(service, redis.Redis.from_url(settings.CACHES["default"]["LOCATION"]))
