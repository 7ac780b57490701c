"""Sources: whatever the user names comes out as plain members; what is unsafe or broken is said."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from collections import deque

import pytest
import zstandard

from ingest import streams
from ingest.sources import open_members, size_of
from ingest.streams import BadSource, Meter, Stream

TEXT = b"<a>some words</a>\n" * 100
PACKERS = {
    ".gz": gzip.compress,
    ".xz": lzma.compress,
    ".bz2": bz2.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


def contents(path, *suffixes, meter=None):
    members = open_members(str(path), suffixes or (".xml",), meter)
    return [(name, read_all(stream)) for name, stream in members]


def read_all(stream):
    return b"".join(iter(stream.read, b""))


def read_until_it_breaks(path):
    """What could be read before the end or the break, and the break."""
    whole = []
    try:
        for name, stream in open_members(str(path), (".xml",)):
            whole.append((name.rpartition(":")[2], read_all(stream)))
    except BadSource as problem:
        return whole, problem
    return whole, None


def read_slowly(path, meter):
    """The lengths of small pieces, as a reader of any size of file takes them."""
    for _, stream in open_members(str(path), (".xml",), meter):
        while piece := stream.read(2**16):
            yield len(piece)


def make_tar(members, **options):
    """A tar archive as bytes; a member is (name, content) or a TarInfo."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", **options) as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
                continue
            entry = tarfile.TarInfo(member[0])
            entry.size = len(member[1])
            archive.addfile(entry, io.BytesIO(member[1]))
    return file.getvalue()


def make_zip(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def special(name, kind, target=""):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


def test_a_file_is_read_whatever_its_name(tmp_path):
    file = tmp_path / "some.thing"
    file.write_bytes(TEXT)
    assert contents(file) == [(str(file), TEXT)]


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("name", ["a.xml{}", "without an ending"])
def test_packed_files_are_known_by_their_first_bytes(tmp_path, ending, name):
    file = tmp_path / name.format(ending)
    file.write_bytes(PACKERS[ending](TEXT))
    assert contents(file) == [(str(file), TEXT)]


@pytest.mark.parametrize("ending", PACKERS)
def test_packed_pieces_one_after_the_other_are_all_read(tmp_path, ending):
    file = tmp_path / f"a.xml{ending}"
    file.write_bytes(PACKERS[ending](TEXT) + PACKERS[ending](b"more"))
    assert contents(file) == [(str(file), TEXT + b"more")]


@pytest.mark.parametrize("ending", PACKERS)
def test_a_packed_file_that_is_cut_short_is_not_taken_for_whole(tmp_path, ending):
    file = tmp_path / f"a.xml{ending}"
    file.write_bytes(PACKERS[ending](os.urandom(5_000))[:-9])
    with pytest.raises(BadSource, match="damaged or cut short"):
        contents(file)


@pytest.mark.parametrize("ending", PACKERS)
def test_a_packed_file_that_is_damaged_is_said_to_be(tmp_path, ending):
    packed = bytearray(PACKERS[ending](TEXT))
    packed[len(packed) // 2 :] = b"\xff" * (len(packed) - len(packed) // 2)
    file = tmp_path / f"a.xml{ending}"
    file.write_bytes(packed)
    with pytest.raises(BadSource, match="damaged or cut short"):
        contents(file)


def test_a_folder_is_walked_in_order_and_only_what_fits_is_read(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("c.xml", "a.XML", "b/z.xml", "b/notes.txt", "b/.d.xml", ".hidden/e.xml"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "b" / "y.xml.gz").write_bytes(gzip.compress(b"packed"))
    (tmp_path / "x.tar").write_bytes(make_tar([("in/x.xml", b"archived")]))
    assert [content for _, content in contents(tmp_path)] == [
        b"a.XML", b"c.xml", b"archived", b"packed", b"b/z.xml",
    ]  # fmt: skip


@pytest.mark.parametrize("pack", [bytes, *PACKERS.values()], ids=["plain", *PACKERS])
def test_the_members_of_a_tar_are_read_in_its_order(tmp_path, pack):
    file = tmp_path / "archive"
    file.write_bytes(pack(make_tar([("in/b.xml", b"second"), ("in/notes.txt", b"no"), ("in/a.xml", TEXT)])))
    assert contents(file) == [(f"{file}:in/b.xml", b"second"), (f"{file}:in/a.xml", TEXT)]


def test_the_members_of_a_zip_are_read_and_packed_ones_unpacked(tmp_path):
    file = tmp_path / "a.zip"
    members = [("b.xml", b"one"), ("in/", b""), ("in/a.xml.xz", lzma.compress(b"two")), ("notes.txt", b"no")]
    file.write_bytes(make_zip([*members, ("__MACOSX/b.xml", b"no")]))
    assert contents(file) == [(f"{file}:b.xml", b"one"), (f"{file}:in/a.xml.xz", b"two")]


def test_a_zip_within_a_packed_tar_is_read_too(tmp_path):
    file = tmp_path / "a.tar.gz"
    file.write_bytes(gzip.compress(make_tar([("in/b.zip", make_zip([("c.xml", TEXT)]))])))
    assert contents(file) == [(f"{file}:in/b.zip:c.xml", TEXT)]


@pytest.mark.parametrize(
    "data",
    [TEXT, gzip.compress(TEXT), make_tar([("a.xml", TEXT)]), make_zip([("a.xml", TEXT)])],
    ids=["plain", "gzip", "tar", "zip"],
)
def test_standard_input_is_read_like_a_file(monkeypatch, data):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    [(name, content)] = contents("-")
    assert name.startswith("standard input")
    assert content == TEXT


def test_a_member_need_not_be_read_to_its_end(tmp_path):
    file = tmp_path / "a.tar.xz"
    file.write_bytes(lzma.compress(make_tar([("a.xml", TEXT * 900), ("b.xml", b"last")])))
    firsts = [stream.read(4) for _, stream in open_members(str(file), (".xml",))]
    assert firsts == [b"<a>s", b"last"]


@pytest.mark.parametrize("name", ["/etc/a.xml", "../a.xml", "in/../../a.xml", "..\\a.xml", "C:\\a.xml"])
@pytest.mark.parametrize("make", [make_tar, make_zip])
def test_a_member_that_reaches_outside_makes_the_archive_suspect(tmp_path, make, name):
    file = tmp_path / "archive"
    file.write_bytes(make([("good.xml", TEXT), (name, TEXT), ("later.xml", TEXT)]))
    whole, problem = read_until_it_breaks(file)
    assert whole == [("good.xml", TEXT)]
    assert "reaches outside" in problem.reason


def test_links_and_devices_are_skipped(tmp_path):
    file = tmp_path / "a.tar"
    links = [
        special("a.xml", tarfile.SYMTYPE, "/etc/passwd"),
        special("b.xml", tarfile.LNKTYPE, "good.xml"),
        special("c.xml", tarfile.CHRTYPE),
        special("d.xml", tarfile.FIFOTYPE),
        special("e.xml", tarfile.DIRTYPE),
    ]
    file.write_bytes(make_tar([*links, ("good.xml", TEXT)]))
    assert contents(file) == [(f"{file}:good.xml", TEXT)]


def test_links_in_a_zip_are_skipped(tmp_path):
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("a.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert contents(file) == []


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress, bz2.compress])
def test_of_a_tar_that_is_cut_short_the_whole_members_are_kept(tmp_path, pack):
    members = [(f"{number}.xml", os.urandom(400_000)) for number in range(4)]
    file = tmp_path / "a.tar"
    file.write_bytes(pack(make_tar(members))[:1_500_000])
    whole, problem = read_until_it_breaks(file)
    # A block of bzip2 holds 900,000 bytes and is whole or lost.
    assert whole == members[: 2 if pack is bz2.compress else 3]
    assert "cut short" in problem.reason


def test_of_zstandard_every_whole_frame_is_kept(tmp_path):
    pack = PACKERS[".zst"]
    file = tmp_path / "a.tar.zst"
    tar = make_tar([("a.xml", TEXT), ("b.xml", os.urandom(4_000))])
    file.write_bytes(pack(tar[:4_096]) + pack(tar[4_096:])[:2_000])
    whole, problem = read_until_it_breaks(file)
    assert whole == [("a.xml", TEXT)]
    assert "frame is missing" in problem.reason


@pytest.mark.parametrize("length", [512 + 40_448, 512 + 40_448 + 200])
def test_a_tar_cut_between_two_members_is_not_taken_for_whole(tmp_path, length):
    noise = os.urandom(40_000)[:-1] + b"x" + b"\n" * 448
    file = tmp_path / "a.tar"
    file.write_bytes(make_tar([("a.xml", noise), ("b.xml", noise)])[:length])
    whole, problem = read_until_it_breaks(file)
    assert whole == [("a.xml", noise)]
    assert "cut short" in problem.reason


def test_a_zip_that_is_cut_short_is_said_to_be(tmp_path):
    file = tmp_path / "a.zip"
    file.write_bytes(make_zip([("a.xml", TEXT)])[:-30])
    with pytest.raises(BadSource, match="damaged or cut short"):
        contents(file)


def test_a_zip_with_a_damaged_member_keeps_the_earlier_ones(tmp_path):
    data = make_zip([("a.xml", b"first"), ("b.xml", os.urandom(500))])
    at = data.index(b"b.xml") + 100
    file = tmp_path / "a.zip"
    file.write_bytes(data[:at] + b"broken" + data[at + 6 :])
    whole, problem = read_until_it_breaks(file)
    assert whole == [("a.xml", b"first")]
    assert "damaged" in problem.reason


def test_what_expands_beyond_reason_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "EXPANSION_FREE", 2**20)
    file = tmp_path / "bomb.xml.xz"
    file.write_bytes(lzma.compress(bytes(8 * 2**20)))
    with pytest.raises(BadSource, match="expands beyond"):
        contents(file)


@pytest.mark.parametrize("ending", [*PACKERS, ".zip"])
def test_a_bomb_is_noticed_before_it_fills_the_memory(tmp_path, monkeypatch, ending):
    monkeypatch.setattr(streams, "EXPANSION_FREE", 2**20)
    monkeypatch.setattr(streams, "EXPANSION_ALLOWED", 2)
    bomb = bytes(64 * 2**20)
    file = tmp_path / f"bomb.xml{ending}"
    file.write_bytes(make_zip([("bomb.xml", bomb)]) if ending == ".zip" else PACKERS[ending](bomb))
    meter = Meter()
    with pytest.raises(BadSource, match="expands beyond"):
        deque(read_slowly(file, meter), maxlen=0)
    assert meter.expanded < 12 * 2**20


def test_a_break_that_the_reader_did_not_notice_is_said_afterwards(tmp_path):
    file = tmp_path / "a.xml.gz"
    file.write_bytes(gzip.compress(os.urandom(5_000))[:-9])
    members = open_members(str(file), (".xml",))
    _, stream = next(members)
    stream.read()
    with pytest.raises(BadSource, match="cut short"):
        next(members)


def test_there_is_a_bound_on_everything_together(tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "EXPANSION_MOST", 2_000)
    file = tmp_path / "a.tar.gz"
    file.write_bytes(gzip.compress(make_tar([(f"{number}.xml", os.urandom(500)) for number in range(9)])))
    with pytest.raises(BadSource, match="expands beyond"):
        contents(file)


def test_packing_has_a_depth(tmp_path):
    data = TEXT
    for _ in range(6):
        data = gzip.compress(data)
    file = tmp_path / "a.xml.gz"
    file.write_bytes(data)
    with pytest.raises(BadSource, match="packed more than 4 times"):
        contents(file)


def test_what_is_not_there_is_said_not_to_be(tmp_path):
    with pytest.raises(BadSource, match=r"nowhere.xml: cannot be opened \(No such file"):
        contents(tmp_path / "nowhere.xml")


def test_a_device_is_no_source():
    with pytest.raises(BadSource, match="neither a file nor a folder"):
        contents("/dev/null")


def test_an_empty_file_is_an_empty_member(tmp_path):
    file = tmp_path / "a.xml"
    file.touch()
    assert contents(file) == [(str(file), b"")]


def test_the_meter_tells_how_far_the_reading_is(tmp_path):
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_bytes(TEXT)
    meter = Meter()
    contents(tmp_path, meter=meter)
    assert meter.taken == size_of(str(tmp_path), [".xml"]) == 2 * len(TEXT)
    assert size_of("-", [".xml"]) is None
    assert size_of(str(tmp_path / "nowhere"), [".xml"]) is None


class Breaking:
    """A stream that gives the pieces and then fails."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)

    def read(self, size):
        if not self.pieces:
            raise EOFError("no more")
        return self.pieces.pop(0)


@pytest.mark.parametrize("size", [1, 4, 7, 100, -1, None])
def test_everything_before_a_break_is_handed_over_and_then_the_break(size):
    stream = Stream(Breaking(b"one", b"two", b"six"), "it")
    handed = b""
    while len(handed) < 9:
        handed += stream.read(size)
    assert handed == b"onetwosix"
    for _ in range(2):
        with pytest.raises(BadSource, match="it: is damaged or cut short"):
            stream.read(size)


def test_lines_before_a_break_are_handed_over_too():
    stream = Stream(Breaking(b"one\ntw", b"o\n\nfo", b"ur"), "it")
    assert [stream.readline(), stream.readline(), stream.readline(), stream.readline()] == [
        b"one\n", b"two\n", b"\n", b"four",
    ]  # fmt: skip
    with pytest.raises(BadSource):
        stream.readline()


def test_a_line_can_be_cut_at_a_limit():
    stream = Stream(io.BytesIO(b"123456\n78"), "it")
    assert [stream.readline(4), stream.readline(4), stream.readline(4)] == [b"1234", b"56\n", b"78"]
    assert stream.readline(4) == b""


def test_looking_ahead_uses_nothing_up():
    stream = Stream(Breaking(b"one", b"two"), "it")
    assert stream.peek(4) == b"onet"
    assert stream.peek(100) == b"onetwo"
    assert stream.read(6) == b"onetwo"
    with pytest.raises(BadSource):
        stream.peek(1)
