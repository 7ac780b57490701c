"""Files that mean harm, or are merely odd, from the command into the database: nothing falls over, nothing is lost."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ingest import streams
from ingest.models import ImportProblem
from researchers.models import Researcher
from tests.commands import run_command
from works.models import Work

pytestmark = pytest.mark.django_db

SECRET = "the salt is under the third stone"
PAPERS = """<?xml version="1.0"?>{doctype}
<collection id="2020.tides"><volume id="1" type="proceedings">
<meta><booktitle>Tides</booktitle><year>2020</year></meta>
<paper id="1"><title>{title}</title><author><first>Ada</first><last>Lindqvist</last></author></paper>
</volume></collection>"""


def statement(number: int, **fields: Any) -> str:
    record = {
        "source": "test",
        "source_id": str(number),
        "title": f"Salt marsh number {number}",
        "published": "2020",
        "authors": [{"name": "Ada Lindqvist"}],
        **fields,
    }
    return json.dumps(record) + "\n"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(*members: tuple[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def run(*paths: Path) -> int:
    return run_command("import_works", "--json", *paths)


def titles() -> set[str]:
    return set(Work.objects.values_list("title", flat=True))


def reasons() -> str:
    return "\n".join(ImportProblem.objects.values_list("reason", flat=True))


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">', '<!ENTITY b SYSTEM "{secret}">']
)
def test_entities_are_refused_and_nothing_is_fetched(tmp_path: Path, entity: str) -> None:
    secret = write(tmp_path / "secret", SECRET).as_uri()
    doctype = f"<!DOCTYPE collection [{entity.format(secret=secret)}]>"
    hostile = write(tmp_path / "hostile.xml", PAPERS.format(doctype=doctype, title="Tides &b; of salt"))
    assert run(hostile) == 1
    assert "entities" in reasons()
    good = write(tmp_path / "good.xml", PAPERS.format(doctype="", title="Tides of salt"))
    assert run(hostile, good) == 0
    assert titles() == {"Tides of salt"}


def test_a_member_outside_of_its_archive_ends_the_archive(tmp_path: Path, capsys: Any) -> None:
    path = write(tmp_path / "a.zip", zipped(("good.jsonl", statement(1)), ("../../evil.jsonl", statement(2))))
    run(path)
    assert titles() == {"Salt marsh number 1"}
    assert "reaches outside" in capsys.readouterr().err
    assert not list(tmp_path.parent.glob("**/evil.jsonl"))


def test_a_bomb_in_a_zip_is_refused_and_what_stood_before_is_kept(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "EXPANSION_FREE", 2**20)
    blank = (b" " * 1_000 + b"\n") * 20_000
    run(
        write(
            tmp_path / "bomb.zip",
            zipped(("a.jsonl", statement(1)), ("b.jsonl", statement(2).encode() + blank)),
        )
    )
    assert "Salt marsh number 1" in titles()
    assert "expands beyond" in capsys.readouterr().err


def test_controls_and_half_characters_are_taken_out(tmp_path: Path) -> None:
    odd = statement(
        1, title="Sa\x00lt\x07 \u202emarsh\u202c es", authors=[{"name": "Ada\x00 Lind\ud83dqvist"}]
    )
    assert run(write(tmp_path / "a.jsonl", odd + statement(2))) == 0
    assert titles() == {"Salt marsh es", "Salt marsh number 2"}
    assert {one.preferred_name for one in Researcher.objects.all()} == {"Ada Lindqvist"}


@pytest.mark.parametrize("date", ["0000-00-00", "2020-02-31", "20-1-1", "", "9999"])
def test_a_day_that_never_was_sets_the_record_aside(tmp_path: Path, date: str) -> None:
    path = write(tmp_path / "a.jsonl", statement(1, published=date) + statement(2))
    assert run(path) == 0
    assert titles() == {"Salt marsh number 2"}
    assert ImportProblem.objects.get().position.endswith("line 1")


def test_et_al_is_nobody(tmp_path: Path) -> None:
    authors = [{"name": name} for name in ("Ada Lindqvist", "et al.", "and others", "…")]
    assert run(write(tmp_path / "a.jsonl", statement(1, authors=authors))) == 0
    assert [one.preferred_name for one in Researcher.objects.all()] == ["Ada Lindqvist"]


def test_ten_thousand_authors_go_in_within_seconds(tmp_path: Path) -> None:
    authors = [
        {"name": f"Ada Lindqvist{number}", "affiliations": ["House of Tides"]} for number in range(10_000)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20s'")  # pairs of all authors would take a minute
    assert run(write(tmp_path / "a.jsonl", statement(1, authors=authors))) == 0
    assert Work.objects.get().authors_count == 10_000
    assert set(Researcher.objects.values_list("works_count", "coauthors_count")) == {(1, 9_999)}


def test_a_line_without_end_is_passed_over(tmp_path: Path) -> None:
    endless = statement(1, abstract="x" * 70_000_000)
    assert run(write(tmp_path / "a.jsonl", statement(0) + endless + statement(2))) == 0
    assert titles() == {"Salt marsh number 0", "Salt marsh number 2"}
    assert "longer than" in reasons()


def test_one_broken_entry_among_a_thousand_costs_only_itself(tmp_path: Path) -> None:
    entries = [
        f"@article{{key{number}, title={{Salt marsh {number}}}, author={{Lindqvist, Ada}}, year={{2019}}}}\n"
        for number in range(1_000)
    ]
    entries[500] = "@article{key500, title={Broken, author={Lindqvist, Ada, year={2019}\n"
    assert run(write(tmp_path / "a.bib", "\n".join(entries))) == 0
    assert Work.objects.count() == 999
    assert ImportProblem.objects.get().position.endswith("line 1001")


def test_a_wrong_ending_does_not_hide_what_a_file_is(tmp_path: Path) -> None:
    assert run(write(tmp_path / "works.bib", statement(1))) == 0
    assert titles() == {"Salt marsh number 1"}


@pytest.mark.parametrize("content", ["", "\n\n", "Nothing but a note.\n"])
def test_a_file_with_nothing_in_it_is_named(tmp_path: Path, capsys: Any, content: str) -> None:
    path = write(tmp_path / "note.txt", content)
    assert run(path) == 1
    assert str(path) in capsys.readouterr().err


def test_a_folder_of_all_kinds_is_read_and_its_note_set_aside(tmp_path: Path) -> None:
    write(tmp_path / "all" / "README.txt", "These are my papers.\n")
    write(tmp_path / "all" / "a.jsonl", statement(1))
    write(
        tmp_path / "all" / "b.bib", "@book{b, title={A book of tides}, author={Lindqvist, Ada}, year=2001}\n"
    )
    write(
        tmp_path / "all" / "c.ris", "TY  - JOUR\nTI  - Tides at dusk\nAU  - Okafor, Bob\nPY  - 2011\nER  - \n"
    )
    write(tmp_path / "all" / "d.xml", PAPERS.format(doctype="", title="Tides of salt"))
    write(tmp_path / "all" / "photograph.png", b"\x89PNG\r\n\x1a\n")
    assert run(tmp_path / "all") == 0
    assert titles() == {"Salt marsh number 1", "A book of tides", "Tides at dusk", "Tides of salt"}
    assert ImportProblem.objects.get().position.endswith("README.txt")
