"""What a service answers, and the one exception for all that it does not."""

import io
from collections.abc import Mapping
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

import msgspec

from ingest.cleaning import clean_text
from ingest.live.limits import Service
from ingest.streams import Stream

LONGEST_PIECE = 300


class Unanswered(Exception):
    """A service did not answer; `reason` is for people, `piece` is the beginning of what it said instead.

    `unknown`: it does not know what was asked for. `refused`: it does not like the question.
    """

    def __init__(
        self,
        service: Service,
        reason: str,
        *,
        unknown: bool = False,
        refused: bool = False,
        piece: str = "",
    ) -> None:
        super().__init__(reason)
        self.service = service
        self.reason = reason
        self.unknown = unknown
        self.refused = refused
        self.piece = clean_text(piece)[:LONGEST_PIECE]


class Answer:
    """A whole answer, kept in memory while it is small and in a temporary file when it is not."""

    def __init__(
        self, service: Service, url: str, status: int, headers: Mapping[str, str], body: BinaryIO
    ) -> None:
        self.service = service
        self.url = url
        self.status = status
        self.headers = headers
        self.body = body

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.body.close()

    def stream(self, name: str) -> BinaryIO:
        """The answer from its beginning, as readers take it."""
        self.body.seek(0)
        return cast(BinaryIO, Stream(self.body, name))

    def content(self) -> bytes:
        self.body.seek(0)
        return self.body.read()

    def json(self, path: str = "") -> dict[str, Any]:
        """The JSON object of the answer, or the one at `path` in it, such as `message` or `result.hits`."""
        try:
            found = msgspec.json.decode(self.content())
            for key in path.split(".") if path else ():
                found = found[key]
        except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Unanswered(
                self.service, f"{self.service.label} sent something that is not its usual JSON",
                piece=self.beginning(),
            )  # fmt: skip
        return found

    def ends_with(self, marks: bytes) -> bool:
        """Whether the last character that is no space is one of these."""
        end = self.body.seek(0, io.SEEK_END)
        self.body.seek(max(0, end - LONGEST_PIECE))
        return self.body.read().rstrip()[-1:] in [bytes([mark]) for mark in marks]

    def beginning(self) -> str:
        self.body.seek(0)
        return self.body.read(4 * LONGEST_PIECE).decode("utf-8", "replace")
