"""What goes wrong with an embedded server."""

from pathlib import Path

LOG_TAIL = 2000


class ServerFailed(Exception):
    """An embedded server cannot be had; the message says why and what to do."""


def tail(log: Path) -> str:
    """The end of a log, to be shown with a failure."""
    try:
        return log.read_text(errors="replace")[-LOG_TAIL:]
    except OSError:
        return ""
