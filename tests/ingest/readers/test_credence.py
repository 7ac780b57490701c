"""JSON lines of our own shape: good lines come through, bad ones are reported and passed."""

import io
import json
import re

import pytest

from ingest.readers import credence, json_documents
from ingest.records import BadRecord, WorkRecord

GOOD = {"source": "example", "source_id": "1", "title": "A title", "published": "2020"}


def read(*lines):
    return list(credence.read(io.BytesIO(b"\n".join(lines)), "a.jsonl"))


def line(**fields):
    return json.dumps({**GOOD, **fields}).encode()


def test_each_line_is_a_record():
    assert [record.title for record in read(line(), line(title="Another"), b"")] == ["A title", "Another"]


def test_empty_lines_and_a_byte_order_mark_do_no_harm():
    assert len(read(b"\xef\xbb\xbf" + line(), b"", b"  \r", line())) == 2


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"source": "example", ', "this is not JSON: Input data was truncated"),
        (b"source,title", "this is not JSON: JSON is malformed"),
        (b'{"title": "caf\xe9"}', "this is not UTF-8$"),
        (b"[1, 2]", "Expected `object`, got `array`"),
        (line(title=None), "missing required field `title`"),
        (line(title=" "), "the title is empty"),
        (line(title="x" * 10_000_000), "the title has 10,000,000 characters; at most 2,000 are allowed"),
        (line(published="soon"), "published is not a date"),
        (b"[" * 100_000, "nested too deeply|not JSON"),
        (line().replace(b'"A title"', b'"\\ud800"'), "not JSON|the title is empty"),
        (line().replace(b'"2020"', b"1e999"), r"not JSON|Expected `str`"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_read(bad, reason):
    before, problem, after = read(line(), bad, line())
    assert isinstance(before, WorkRecord)
    assert isinstance(after, WorkRecord)
    assert isinstance(problem, BadRecord)
    assert problem.position == "a.jsonl, line 2"
    assert re.search(reason, problem.reason)
    assert problem.piece == bad[: len(problem.piece)].decode("utf-8", "replace").strip()
    assert len(problem.piece) <= 500


@pytest.mark.parametrize("ending", [b"\n", b""])
def test_an_overlong_line_is_passed_without_being_held(monkeypatch, ending):
    monkeypatch.setattr(json_documents, "LONGEST_LINE", 200)
    items = read(line(), b"x" * 999, line()) if ending else read(line(), b"x" * 999)
    assert items[1].reason == "the line is longer than 200 bytes"
    assert items[1].line == 2
    assert [type(item) for item in items[2:]] == ([WorkRecord] if ending else [])


def test_a_line_of_just_the_allowed_length_is_read(monkeypatch):
    monkeypatch.setattr(json_documents, "LONGEST_LINE", len(line()) + 1)
    assert [type(item) for item in read(line(), line())] == [WorkRecord, WorkRecord]
