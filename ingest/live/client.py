"""The one client of all live services: it says who it is, keeps their pace, tries again, and knows when to stop."""

import random
import re
import tempfile
import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast
from urllib.parse import urljoin

import requests
from redis.exceptions import RedisError
from urllib3.exceptions import HTTPError as BrokenTransport
from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

from common.fetching.courtesy import user_agent
from ingest.live.answers import Answer, Unanswered
from ingest.live.connecting import ForbiddenAddress, may_follow, origin, session_for
from ingest.live.limits import Service
from ingest.live.pacing import LONGEST_WAIT, Pace, StillHere, TooLong, in_words, shared_pace

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
# From the first byte asked to the last one answered, however slowly they drip.
ANSWER_SECONDS = 180.0
LARGEST_ANSWER = 64 * 2**20
IN_MEMORY = 2**20
PIECE = 64 * 1024
MOST_TRIES = 5
MOST_REDIRECTS = 5
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 60.0
PASSING_STATUSES = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
UNKNOWN_STATUSES = (404, 410)
REDIRECTS = (301, 302, 303, 307, 308)
BUSY = (429, 503)
JSON = "application/json"
XML = "application/xml"
KINDS = {JSON: re.compile(r"json"), XML: re.compile(r"xml")}
# Not every cut is noticed on the way: some answers say neither their length nor where they end.
ENDS = {JSON: b"}]", XML: b">"}
CUT_OFF = "broke off in the middle of its answer"

Parameters = Mapping[str, str | int]


class Passing(Exception):
    """Trouble that may be over when it is tried again; `asked` is how long the service wants us to wait."""

    def __init__(self, reason: str, *, asked: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.asked = asked


class Client:
    """Asks one service. `sleep` and `clock` are parameters so that tests need no patience."""

    def __init__(
        self,
        service: Service,
        *,
        pace: Pace | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.service = service
        self.pace = pace or shared_pace(service)
        self.sleep = sleep
        self.clock = clock
        self.session = session_for(service.base, user_agent())
        self.largest = LARGEST_ANSWER

    def get(
        self,
        path: str,
        parameters: Parameters | None = None,
        *,
        accept: str = JSON,
        about: str = "this",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The whole answer; Unanswered says why there is none. `about` names what was asked for."""
        request = requests.Request(
            "GET", self.service.base + path, params=parameters, headers={"Accept": accept, **(headers or {})}
        )
        for attempt in range(1, MOST_TRIES + 1):
            try:
                return self._ask(self.session.prepare_request(request), accept, about)
            except Passing as trouble:
                self._rest(trouble, attempt)
        raise AssertionError("the last attempt raises")

    def _rest(self, trouble: Passing, attempt: int) -> None:
        """Wait before the next attempt; give up after the last one, or when the wait would be too long."""
        if trouble.asked is not None:
            self._postpone(trouble.asked)
            if trouble.asked > LONGEST_WAIT:
                raise self._unanswered(f"asked us to wait {in_words(trouble.asked)}") from trouble
        if attempt == MOST_TRIES:
            raise self._unanswered(f"{trouble.reason}, {MOST_TRIES} times in a row") from trouble
        if trouble.asked is None:
            # Jitter, so that those whom one outage stopped do not come back all at once.
            pause = min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)
            self.sleep(pause * random.uniform(0.5, 1.0))

    def _postpone(self, seconds: float) -> None:
        try:
            self.pace.postpone(seconds)
        except RedisError as error:
            raise self._unanswered("is not asked, because the cache does not answer") from error

    def _ask(self, prepared: requests.PreparedRequest, accept: str, about: str) -> Answer:
        try:
            with self.pace.turn() as still_here:
                return self._follow(prepared, accept, about, still_here)
        except TooLong as busy:
            raise self._unanswered(f"asked us to wait; {busy}") from busy
        except RedisError as error:
            raise self._unanswered("is not asked, because the cache that keeps our pace is away") from error

    def _follow(
        self, prepared: requests.PreparedRequest, accept: str, about: str, still_here: StillHere
    ) -> Answer:
        """Ask, and go where the answer sends us, as far as we may."""
        end = self.clock() + ANSWER_SECONDS
        for _ in range(MOST_REDIRECTS + 1):
            with self._send(prepared) as response:
                target = response.headers.get("Location", "")
                if not (response.status_code in REDIRECTS and target):
                    return self._received(response, accept, about, end, still_here)
            prepared = self._redirected(prepared, target)
        raise self._unanswered("sends us around in circles")

    def _send(self, prepared: requests.PreparedRequest) -> requests.Response:
        options = self.session.merge_environment_settings(prepared.url or "", {}, True, None, None)
        try:
            return self.session.send(
                prepared, allow_redirects=False, timeout=(CONNECT_SECONDS, READ_SECONDS), **options
            )
        except ForbiddenAddress as error:
            raise self._unanswered("sent us to an address that is not public") from error
        except requests.ConnectTimeout as error:
            raise Passing(f"could not be reached within {CONNECT_SECONDS:.0f} s") from error
        except requests.Timeout as error:
            raise Passing(f"did not answer within {READ_SECONDS:.0f} s") from error
        except (requests.exceptions.SSLError, requests.exceptions.InvalidURL) as error:
            raise self._unanswered("cannot be reached securely") from error
        except requests.RequestException as error:
            raise Passing("could not be reached, or hung up") from error

    def _redirected(self, prepared: requests.PreparedRequest, target: str) -> requests.PreparedRequest:
        """The same question at another address; what names us to the service goes to the service only."""
        here = prepared.url or ""
        there = urljoin(here, target)
        if not may_follow(here, there):
            raise self._unanswered("sent us to an address where we do not go", piece=origin(there))
        headers = {"Accept": prepared.headers["Accept"]}
        if origin(here) == origin(there):
            headers = {name: value for name, value in prepared.headers.items() if name != "Cookie"}
        return self.session.prepare_request(requests.Request("GET", there, headers=headers))

    def _received(
        self,
        response: requests.Response,
        accept: str,
        about: str,
        end: float,
        still_here: StillHere,
    ) -> Answer:
        status = response.status_code
        if status in PASSING_STATUSES:
            reason = "has too much to do" if status in BUSY else f"answered with status {status}"
            raise Passing(reason, asked=asked_wait(response))
        answer = Answer(
            self.service, response.url, status, response.headers, self._taken(response, end, still_here)
        )
        if status != 200:
            raise self._refusal(answer, about)
        kind = response.headers.get("Content-Type", "").partition(";")[0].lower()
        if kind and not KINDS[accept].search(kind):
            with answer:
                raise self._unanswered("sent a web page instead of data", piece=answer.beginning())
        if not answer.ends_with(ENDS[accept]):
            with answer:
                raise Passing(CUT_OFF)
        return answer

    def _refusal(self, answer: Answer, about: str) -> Unanswered:
        unknown = answer.status in UNKNOWN_STATUSES
        reason = f"does not know {about}" if unknown else f"refused the question with status {answer.status}"
        with answer:
            piece = answer.beginning()
        return self._unanswered(reason, unknown=unknown, refused=not unknown, piece=piece)

    def _taken(self, response: requests.Response, end: float, still_here: StillHere) -> BinaryIO:
        """The body, taken off the line piece by piece, no larger and no slower than allowed."""
        body = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
        try:
            for piece in response.iter_content(PIECE):
                still_here(READ_SECONDS)
                body.write(piece)
                if body.tell() > self.largest:
                    raise self._unanswered(f"sent more than {self.largest:,} bytes, which no answer needs")
                if self.clock() > end:
                    raise Passing(f"took more than {ANSWER_SECONDS:.0f} s to answer")
        except (requests.RequestException, BrokenTransport) as error:
            body.close()
            raise Passing(CUT_OFF) from error
        except (Passing, Unanswered):
            body.close()
            raise
        return body

    def _unanswered(self, reason: str, **details: Any) -> Unanswered:
        return Unanswered(self.service, f"{self.service.label} {reason}", **details)


def asked_wait(response: requests.Response) -> float | None:
    """The seconds of Retry-After, which are a number or a date; None where there are none."""
    text = response.headers.get("Retry-After")
    if not text:
        return None
    try:
        return Retry(retry_after_max=86_400).parse_retry_after(text)
    except (InvalidHeader, ValueError, OverflowError):
        return None
