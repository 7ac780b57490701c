"""Computes a trust.json again: `python -m trust.recompute < trust.json`. No database, no settings.

Prints the result. Exit status 0 when it is the result that the document gives, 1 when it is not,
2 when the document cannot be read.
"""

import sys
from datetime import date
from typing import Any

import msgspec

from trust.evidence import Inputs
from trust.scoring import MODEL_VERSION, Result, score


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What `/researchers/<slug>/trust.json` holds, as far as the computation goes."""

    model: str
    computed_on: date
    inputs: Inputs
    result: Result | None = None


class Head(msgspec.Struct, frozen=True):
    """What tells documents of different versions apart, whatever else is in them."""

    model: str


class OtherModel(Exception):
    """The document was made by another version of the model."""


def read(content: bytes) -> Document:
    """The document. Raises OtherModel before it looks at inputs, which every version has in another shape."""
    head = msgspec.json.decode(content, type=Head)
    if head.model != MODEL_VERSION:
        raise OtherModel(f"The document is of model version {head.model}, this is version {MODEL_VERSION}.")
    return msgspec.json.decode(content, type=Document)


def recompute(document: Document) -> Result:
    """The result that the model gives for the inputs of a document."""
    return score(document.inputs, document.computed_on)


def indented(value: Any) -> bytes:
    """The value as JSON for people."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def main() -> int:
    try:
        document = read(sys.stdin.buffer.read())
        result = recompute(document)
    except (msgspec.MsgspecError, OtherModel) as error:
        sys.stderr.write(f"Not a trust.json that can be computed again: {error}\n")
        return 2
    sys.stdout.buffer.write(indented(result) + b"\n")
    if document.result not in (None, result):
        sys.stderr.write("This is not the result that the document gives.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
