import json
from pathlib import Path

import pytest

from ingest.citations import read_pair
from researchers.models import Researcher
from tests.commands import run_command
from tests.ingest.records import load, make_record, work_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("acl:P04-1001\tacl:P03-1002", ("acl", "P04-1001", "acl", "P03-1002")),
        ("doi:10.5555/A acl:P03-1002", ("doi", "10.5555/a", "acl", "P03-1002")),
        ("acl:P04-1001", None),
        ("one two", None),
        ("acl:P04-1001 acl:P03-1002 acl:P03-1003", None),
    ],
)
def test_a_pair_is_two_identifiers(text: str, expected: tuple[str, ...] | None) -> None:
    assert read_pair(text) == expected


def test_pairs_are_counted_for_works_and_authors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(
        make_record("1", identifiers={"doi": "10.5555/1"}, authors=("Ada Lindqvist",)),
        make_record("2", identifiers={"doi": "10.5555/2"}),
    )
    path = tmp_path / "pairs.tsv"
    path.write_text(
        "citing\tcited\n# a remark\ndoi:10.5555/2\tdoi:10.5555/1\ndoi:10.5555/1\tdoi:10.5555/1\n"
        "doi:10.5555/9\tdoi:10.5555/1\nnonsense\n"
    )
    for created in (1, 0):
        assert run_command("import_citations", "--json", path) == 0
        figures = json.loads(capsys.readouterr().out)
        assert (figures["read"], figures["created"], figures["rejected"]) == (4, created, 1)
    assert work_of("1").citations_count == 1
    assert Researcher.objects.get().citations_count == 1


def test_a_file_without_a_pair_ends_with_status_1(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("nothing\n")
    assert run_command("import_citations", path) == 1


def test_pairs_survive_a_new_statement_about_the_citing_work(tmp_path: Path) -> None:
    """The source never said anything about them, so it takes back only its own."""
    load(
        make_record("1", identifiers={"doi": "10.5555/1"}),
        make_record("2", identifiers={"doi": "10.5555/2"}, references=["doi:10.5555/8", "doi:10.5555/9"]),
    )
    path = tmp_path / "pairs.tsv"
    path.write_text("doi:10.5555/2\tdoi:10.5555/1\n")
    run_command("import_citations", path)
    load(make_record("2", identifiers={"doi": "10.5555/2"}, references=["doi:10.5555/9"]))
    assert set(work_of("2").references.values_list("value", flat=True)) == {"10.5555/1", "10.5555/9"}
    assert work_of("1").citations_count == 1
