import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from ingest.models import ImportRun
from researchers.models import Researcher
from tests.commands import run_command
from works.models import Work

pytestmark = pytest.mark.django_db

GOOD = {
    "source": "test",
    "source_id": "1",
    "title": "A good record",
    "published": "2020",
    "authors": [{"name": "Ada"}],
}
PAPERS = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2020.test"><volume id="1" type="proceedings">
<meta><booktitle>Proceedings</booktitle><year>2020</year><venue>test</venue></meta>
<paper id="1"><title>First</title><author><first>Ada</first><last>Lindqvist</last></author></paper>
<paper id="2"><title>Second</title><author><first>Bob</first><last>Okafor</last></author></paper>
</volume></collection>"""
BOMB = """<?xml version="1.0"?>
<!DOCTYPE collection [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<collection id="2020.bomb"><volume id="1" type="proceedings"><meta><booktitle>P</booktitle><year>2020</year></meta>
<paper id="1"><title>&b;</title></paper></volume></collection>"""


def run(*words: object) -> int:
    """The exit status of `import_works` with these words."""
    return run_command("import_works", *words)


def lines(path: Path, *statements: dict[str, Any] | str | bytes) -> Path:
    written = (json.dumps(one) if isinstance(one, dict) else one for one in statements)
    path.write_bytes(b"\n".join(one if isinstance(one, bytes) else one.encode() for one in written) + b"\n")
    return path


def archive(path: Path, **members: str) -> Path:
    with tarfile.open(path, "w:xz") as tar:
        for name, text in members.items():
            entry = tarfile.TarInfo(f"xml/{name}.xml")
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return path


def test_a_good_file_goes_in_and_the_figures_come_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--format", "credence", "--json", lines(tmp_path / "good.jsonl", GOOD)) == 0
    figures = json.loads(capsys.readouterr().out)
    assert {key: figures[key] for key in ("read", "created", "updated", "unchanged", "rejected")} == {
        "read": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
    }
    assert figures["seconds"] >= 0
    researcher = Researcher.objects.get()
    assert (researcher.works_count, researcher.trust_score) == (1, 11)


def test_the_same_file_again_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = lines(tmp_path / "good.jsonl", GOOD)
    run("--format", "credence", path)
    before = list(Work.objects.values()) + list(Researcher.objects.values())
    capsys.readouterr()
    assert run("--format", "credence", "--json", path) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 1
    assert list(Work.objects.values()) + list(Researcher.objects.values()) == before


def test_an_archive_is_read_as_it_is(tmp_path: Path) -> None:
    assert run("--format", "acl", archive(tmp_path / "acl.tar.xz", one=PAPERS)) == 0
    assert set(Work.objects.values_list("title", flat=True)) == {"First", "Second"}


def test_a_truncated_archive_keeps_what_was_whole_and_says_what_broke(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filler = {f"n{number}": PAPERS.replace("2020.test", f"20{number:02}.x") for number in range(60)}
    path = archive(tmp_path / "acl.tar.xz", **filler)
    path.write_bytes(path.read_bytes()[:-60])
    assert run("--format", "acl", path) == 1
    assert Work.objects.count() > 0
    assert ImportRun.objects.get().state == ImportRun.State.FAILED
    assert "What was read before that is kept" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({key: value for key, value in GOOD.items() if key != "title"}, "title"),
        ({**GOOD, "source_id": "2", "title": "x" * 10_000_000}, "title"),
        ({**GOOD, "source_id": "2", "published": "0000-00-00"}, "published"),
        (b'{"source": "test", "source_id": "2", "title": "\xff\xfe", "published": "2020"}', "UTF-8"),
        ('{"source": "test", "source_id": ', "JSON"),
    ],
    ids=["missing field", "ten megabytes of title", "no such date", "wrong encoding", "cut line"],
)
def test_a_bad_record_is_set_aside_with_its_line_and_the_good_one_kept(
    bad: Any, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lines(tmp_path / "mixed.jsonl", bad, GOOD)
    problems = tmp_path / "problems.jsonl"
    assert run("--format", "credence", "--problems", problems, path) == 0
    said = capsys.readouterr().err
    assert "line 1" in said
    assert reason.lower() in said.lower()
    assert len(said) < 2_000
    assert Work.objects.get().title == "A good record"
    assert reason.lower() in json.loads(problems.read_text())["reason"].lower()


def test_an_xml_bomb_is_refused_and_the_files_beside_it_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--format", "acl", archive(tmp_path / "acl.tar.xz", a_bomb=BOMB, b_good=PAPERS)) == 0
    assert Work.objects.count() == 2
    assert "set aside" in capsys.readouterr().err


def test_a_file_with_nothing_good_in_it_ends_with_status_1(tmp_path: Path) -> None:
    assert run("--format", "credence", lines(tmp_path / "bad.jsonl", "{}")) == 1


@pytest.mark.parametrize("words", [["--format", "papyrus", "x"], [], ["--format", "acl"]])
def test_wrong_use_ends_with_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 2
    assert "usage:" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--format", "acl", tmp_path / "nowhere.xml") == 1
    assert "nowhere.xml" in capsys.readouterr().err
