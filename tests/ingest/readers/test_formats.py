"""The formats as a whole: from a path to records, whatever lies there."""

import gzip
import json
from pathlib import Path

import pytest

from ingest.readers import FORMATS, read_paths
from ingest.records import BadRecord, WorkRecord
from ingest.streams import BadSource, Meter

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "data.md"
LINE = json.dumps({"source": "example", "source_id": "1", "title": "A title", "published": "2020"}) + "\n"


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_is_documented(format_name):
    assert f"`{format_name}`" in DOCUMENTATION.read_text()


def test_records_come_from_every_path_and_what_breaks_is_said_in_its_turn(tmp_path):
    (tmp_path / "whole.jsonl").write_text(LINE + "nonsense\n")
    (tmp_path / "broken.jsonl.gz").write_bytes(gzip.compress((LINE * 90_000).encode())[:-9])
    paths = [str(tmp_path / name) for name in ("whole.jsonl", "broken.jsonl.gz", "nowhere", "whole.jsonl")]
    items = list(read_paths("credence", paths))
    assert [item.name for item in items if isinstance(item, BadSource)] == paths[1:3]
    assert (
        [type(item) for item in items[:2]] == [type(item) for item in items[-2:]] == [WorkRecord, BadRecord]
    )
    assert sum(isinstance(item, WorkRecord) for item in items) > 89_000


@pytest.mark.parametrize("format_name", FORMATS)
def test_bytes_of_no_format_are_one_or_more_bad_records_and_never_an_error(tmp_path, format_name):
    file = tmp_path / "noise"
    file.write_bytes(bytes(range(256)) * 40)
    items = list(read_paths(format_name, [str(file)]))
    assert items
    assert {type(item) for item in items} == {BadRecord}


def test_the_meter_follows_the_reading(tmp_path):
    (tmp_path / "a.jsonl").write_text(LINE)
    meter = Meter()
    list(read_paths("credence", [str(tmp_path)], meter))
    assert meter.taken == len(LINE)
