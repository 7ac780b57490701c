"""Imports that are killed, and imports that meet, in real processes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from ingest.models import ImportRun
from researchers.models import Attribution, Researcher
from tests.waiting import eventually, somebody_waits_for_a_lock
from works.models import Authorship, SourceRecord, Work, WorkIdentifier

pytestmark = pytest.mark.django_db(transaction=True)
CHECKOUT = Path(__file__).resolve().parents[3]
PROGRAM = "import sys; from django.core.management import execute_from_command_line as run; run(sys.argv)"
WORKS = 120


@pytest.fixture
def works(tmp_path: Path) -> Path:
    """A file of works that share authors."""
    path = tmp_path / "works.jsonl"
    records = (
        {
            "source": "test",
            "source_id": str(number),
            "title": f"Paper {number}",
            "published": "2020",
            "identifiers": {"doi": f"10.5555/{number}"},
            "authors": [{"name": f"Person {chr(65 + number % 26)}"}, {"name": "Ada Lindqvist"}],
            "references": [f"doi:10.5555/{number - 1}"],
        }
        for number in range(WORKS)
    )
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def start_import(path: Path) -> subprocess.Popen[bytes]:
    """`manage.py import_works` on the test's own database."""
    database = connection.settings_dict
    where = (
        f"postgresql://{database['USER']}@/{database['NAME']}?host={quote(str(database['HOST']), safe='')}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "import_works", "--format", "credence", str(path)],
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": where},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def counted() -> dict[str, int]:
    models = (Work, SourceRecord, WorkIdentifier, Authorship, Attribution, Researcher)
    return {model.__name__: model.objects.count() for model in models}


COMPLETE = {
    "Work": WORKS,
    "SourceRecord": WORKS,
    "WorkIdentifier": WORKS,
    "Authorship": 2 * WORKS,
    "Attribution": 2 * WORKS,
    "Researcher": 27,
}


# One table at the beginning of a batch, one in its midst, one at its end.
@pytest.mark.parametrize("table", ["works_sourcerecord", "works_worktopic", "researchers_namevariant"])
def test_a_killed_import_leaves_nothing_half_done_and_the_next_one_completes_it(
    table: str, works: Path
) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        importer = start_import(works)
        eventually(somebody_waits_for_a_lock)
        importer.send_signal(signal.SIGKILL)
        importer.wait()
    eventually(lambda: not somebody_waits_for_a_lock())
    assert set(counted().values()) == {0}
    assert start_import(works).wait() == 0
    assert counted() == COMPLETE
    assert Researcher.objects.get(preferred_name="Ada Lindqvist").works_count == WORKS
    assert ImportRun.objects.latest("pk").state == ImportRun.State.DONE


def test_two_imports_of_one_file_at_once_write_every_work_once(works: Path) -> None:
    importers = [start_import(works) for _ in range(2)]
    assert [importer.wait() for importer in importers] == [0, 0]
    assert counted() == COMPLETE
    assert sorted(ImportRun.objects.values_list("created", "unchanged")) == [(0, WORKS), (WORKS, 0)]
    assert Work.objects.filter(citations_count=1).count() == WORKS - 1
