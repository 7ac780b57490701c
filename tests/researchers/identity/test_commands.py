import json
import lzma

import pytest
from django.db import connection

from researchers.identity.gold import anthology_id
from researchers.models import Attribution, Block, Researcher
from researchers.tasks import resolve_names, sweep_identities
from tests.commands import run_command
from tests.ingest.records import load, make_record, work_of

pytestmark = pytest.mark.django_db

HEADER = "collection\tvolume\tpaper\tpos\tfirst\tlast\tperson_id\n"


def anthology(*papers):
    """Papers of 2021.made-1 by these authors."""
    load(
        *(
            make_record(str(number), identifiers={"acl": f"2021.made-1.{number}"}, authors=authors)
            for number, authors in enumerate(papers, start=1)
        )
    )


def table(capsys):
    assert run_command("export_attributions") == 0
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def test_resolving_tells_what_it_came_to(capsys):
    anthology(("Ada Lindqvist",), ("Ada Lindqvist", "Bob Okafor"))
    assert run_command("resolve_identities", "--all", "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert list(figures) == ["authorships", "researchers", "merged", "split", "proposed", "seconds"]
    assert figures["authorships"] == 3
    assert run_command("resolve_identities") == 0
    assert capsys.readouterr().out.startswith("0 authorships")


def test_pages_are_counted_when_the_command_ends():
    anthology(("Ada Lindqvist",))
    Researcher.objects.update(works_count=7, counters_stale_at="2020-01-01T00:00Z")
    run_command("resolve_identities", "--all")
    assert Researcher.objects.get().works_count == 1


def test_the_table_has_a_row_per_authorship_and_identifier(capsys):
    load(
        make_record("1", identifiers={"acl": "P04-1001", "doi": "10.5555/x"}, authors=("Ada Lindqvist", "Bo"))
    )
    ada, bo = (Researcher.objects.get(preferred_name=name).public_id for name in ("Ada Lindqvist", "Bo"))
    assert table(capsys) == [
        ["scheme", "identifier", "position", "researcher", "status", "basis", "confidence"],
        ["acl", "P04-1001", "0", ada, "accepted", "matched", "0.70"],
        ["doi", "10.5555/x", "0", ada, "accepted", "matched", "0.70"],
        ["acl", "P04-1001", "1", bo, "accepted", "matched", "0.20"],
        ["doi", "10.5555/x", "1", bo, "accepted", "matched", "0.20"],
    ]


@pytest.mark.parametrize(
    ("fields", "row"),
    [
        ({"status": "rejected", "basis": "curated"}, ["", "", "", ""]),
        ({"status": "proposed", "confidence": 0.456}, ["ID", "proposed", "matched", "0.46"]),
        ({"status": "disputed"}, ["ID", "disputed", "matched", "0.70"]),
    ],
)
def test_the_table_says_what_stands_and_nothing_that_was_refused(capsys, fields, row):
    anthology(("Ada Lindqvist",))
    Attribution.objects.update(**fields)
    public_id = Researcher.objects.get().public_id
    assert table(capsys)[1][3:] == [public_id if cell == "ID" else cell for cell in row]


def test_withdrawn_works_are_not_in_the_table(capsys):
    anthology(("Ada Lindqvist",))
    work = work_of("1")
    work.withdrawn = True
    work.save()
    assert len(table(capsys)) == 1


@pytest.mark.parametrize("name", ["gold.tsv", "gold.tsv.xz"])
def test_evaluating_compares_with_known_people(capsys, tmp_path, name):
    anthology(("Ada Lindqvist",), ("A. Lindqvist",), ("Ada Lindqvist",), ("Bob Okafor",))
    rows = [(1, "ada"), (2, "ada"), (3, "ada"), (4, "bob"), (99, "nobody")]
    text = HEADER + "".join(f"2021.made\t1\t{paper}\t0\tx\ty\t{person}\n" for paper, person in rows)
    gold = tmp_path / name
    gold.write_bytes(lzma.compress(text.encode()) if name.endswith("xz") else text.encode())
    assert run_command("evaluate_identities", gold, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "mentions": 4,
        "people": 2,
        "missing": 1,
        "b_cubed": {"precision": 1.0, "recall": 0.6667, "f1": 0.8},
        "pairwise": {"precision": 1.0, "recall": 0.3333, "f1": 0.5},
    }
    assert run_command("evaluate_identities", gold) == 0
    assert "B-cubed: precision 1.0000, recall 0.6667, f1 0.8000" in capsys.readouterr().out


def test_evaluating_reads_tables_of_any_identifier(capsys, tmp_path):
    load(make_record("1", identifiers={"doi": "10.5555/x"}, authors=("Ada Lindqvist",)))
    gold = tmp_path / "gold.tsv"
    gold.write_text("scheme\tidentifier\tposition\tperson\ndoi\t10.5555/x\t0\tada\n")
    assert run_command("evaluate_identities", gold, "--json") == 0
    assert json.loads(capsys.readouterr().out)["mentions"] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\tb\n1\t2\n", "has to name the columns"),
        (HEADER + "2021.made\t1\t1\tfirst\tx\ty\tada\n", "Line 2 cannot be read"),
        (HEADER + "2021.made\t1\t99\t0\tx\ty\tada\n", "None of these works is imported"),
    ],
)
def test_evaluating_says_what_is_wrong_with_a_table(capsys, tmp_path, text, words):
    gold = tmp_path / "gold.tsv"
    gold.write_text(text)
    assert run_command("evaluate_identities", gold) == 1
    assert words in capsys.readouterr().err


def test_evaluating_a_file_that_is_not_there_or_not_packed_fails(capsys, tmp_path):
    assert run_command("evaluate_identities", tmp_path / "none.tsv") == 1
    (tmp_path / "gold.tsv.xz").write_text("not packed")
    assert run_command("evaluate_identities", tmp_path / "gold.tsv.xz") == 1


@pytest.mark.parametrize(
    ("parts", "identifier"),
    [
        (("2021.acl-long", "1", "2"), "2021.acl-long-1.2"),
        (("P04", "1", "1"), "P04-1001"),
        (("W04", "01", "1"), "W04-0101"),
        (("C69", "1", "1"), "C69-0101"),
        (("D19", "1", "1"), "D19-1001"),
        (("D19", "50", "1"), "D19-5001"),
    ],
)
def test_identifiers_of_the_anthology_are_put_together(parts, identifier):
    assert anthology_id(*parts) == identifier


def test_a_sweep_resolves_what_waits_once_nothing_new_comes():
    anthology(("Ada Lindqvist",))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE researchers_block SET stale_at = clock_timestamp()")
    assert sweep_identities() == 0
    Block.objects.update(stale_at="2020-01-01T00:00Z")
    assert sweep_identities() == 1
    assert not Block.objects.filter(stale_at__isnull=False).exists()
    assert sweep_identities() == 0


def test_a_part_that_is_done_is_not_done_again():
    anthology(("Ada Lindqvist",))
    assert resolve_names(0) == 0
