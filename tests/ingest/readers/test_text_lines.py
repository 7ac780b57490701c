"""Lines of files in whatever encoding and with whatever ends."""

import io

import pytest

from ingest.readers import text_lines
from ingest.readers.text_lines import LOST, lines


def read(content):
    return list(lines(io.BytesIO(content)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_met(end):
    assert read(f"a{end}{end}b{end}".encode()) == [(1, "a"), (2, ""), (3, "b")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_met(encoding):
    assert read("Déjà\nvu à €".encode(encoding)) == [(1, "Déjà"), (2, "vu à €")]


def test_files_pasted_together_may_differ_in_encoding():
    assert read("é\n".encode() + "é\n".encode("cp1252")) == [(1, "é"), (2, "é")]


def test_a_damaged_byte_among_good_ones_is_not_another_encoding():
    [(_, line)] = read("äöü".encode() + b"\xff" + "éàè".encode())
    assert line == f"äöü{LOST}éàè"


def test_an_endless_line_comes_in_pieces(monkeypatch):
    monkeypatch.setattr(text_lines, "LONGEST_LINE", 4)
    assert [line for _, line in read(b"abcdefghij\nk")] == ["abcd", "efgh", "ij", "k"]
