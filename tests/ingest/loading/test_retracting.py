"""What a notice of retraction says of another work holds, whenever that work comes."""

import json
from pathlib import Path

import pytest

from ingest.loading.importing import import_items
from ingest.loading.loader import Loader
from ingest.loading.runs import start_run
from ingest.models import ImportRun
from ingest.readers import read_paths
from ingest.records import Retraction, Withdrawal
from ingest.uploads.previewing import preview
from researchers.models import Researcher
from tests.ingest.records import load, make_record, work_of
from works.models import RetractionNotice, Work

pytestmark = pytest.mark.django_db

DOI = "10.5555/tides"
TIDES = make_record("1", identifiers={"doi": DOI}, authors=("Ada Lindqvist",))
OTHER = make_record("2", identifiers={"doi": "10.5555/other"}, authors=("Ada Lindqvist",))
NOTICE = Retraction("crossref", f"doi:{DOI}", "doi:10.5555/notice")


def counted() -> int:
    return Researcher.objects.get(preferred_name="Ada Lindqvist").works_count


@pytest.mark.parametrize(
    "loads",
    [[(TIDES, OTHER), (NOTICE,)], [(NOTICE,), (TIDES, OTHER)], [(NOTICE, TIDES, OTHER)]],
    ids=["the work first", "the notice first", "at once"],
)
def test_the_work_that_a_notice_names_is_retracted_and_counts_no_more(loads: list[tuple]) -> None:
    for items in loads:
        load(*items)
    assert work_of("1").retracted
    assert not work_of("2").retracted
    assert counted() == 1


def test_what_the_source_of_the_work_says_later_does_not_undo_it() -> None:
    load(TIDES, NOTICE)
    for title in ("Paper 1", "A new title", "Another one"):
        load(make_record("1", title=title, identifiers={"doi": DOI}, authors=("Ada Lindqvist",)))
        assert (work_of("1").retracted, work_of("1").title) == (True, title)
    load(make_record("x", source="dblp", title="Another one", identifiers={"doi": DOI}))
    assert Work.objects.get().retracted
    load(Withdrawal("dblp", "x"))
    assert Work.objects.get().retracted


def test_a_notice_reaches_a_work_by_the_name_that_another_source_gives_it() -> None:
    load(TIDES, Retraction("pubmed", "pmid:77", "pmid:78"))
    assert not work_of("1").retracted
    load(make_record("77", source="pubmed", title="Paper 1", identifiers={"doi": DOI, "pmid": "77"}))
    assert Work.objects.get().retracted


def test_what_a_person_decided_stays() -> None:
    load(TIDES, OTHER)
    Work.objects.update(locked_fields=["retracted"])
    load(NOTICE)
    assert not work_of("1").retracted
    load(make_record("1", title="A new title", identifiers={"doi": DOI}, authors=("Ada Lindqvist",)))
    assert not work_of("1").retracted
    assert counted() == 2


def test_the_same_notice_again_writes_nothing() -> None:
    load(TIDES, NOTICE, NOTICE)
    before = list(Work.objects.values()), list(RetractionNotice.objects.values())
    load(NOTICE)
    assert (list(Work.objects.values()), list(RetractionNotice.objects.values())) == before
    assert str(RetractionNotice.objects.get()) == f"doi:{DOI} by doi:10.5555/notice"


def test_everybody_on_the_work_is_counted_anew_when_the_notice_comes() -> None:
    load(TIDES, OTHER)
    assert counted() == 2
    load(NOTICE)
    assert counted() == 1
    assert Researcher.objects.get().trust_stale_at is not None


def test_a_notice_is_one_record_read_however_many_works_it_names() -> None:
    more = [Retraction("crossref", f"doi:10.5555/{number}", "doi:10.5555/notice") for number in range(3)]
    run = load(NOTICE, *more, TIDES)
    assert (run.read, run.created, run.updated, run.unchanged) == (1, 1, 0, 0)


def test_an_import_that_was_broken_off_behind_a_notice_goes_on_with_the_next_record() -> None:
    run = start_run("credence", "test")
    next(Loader(run).load([NOTICE, TIDES, OTHER], batch=2))
    run.refresh_from_db()
    assert run.checkpoint == {"items": 2}
    import_items(run, [NOTICE, TIDES, OTHER])
    run.refresh_from_db()
    assert (run.state, run.read, run.created) == (ImportRun.State.DONE, 2, 2)


def test_an_old_retraction_in_a_file_of_crossref_is_known_by_its_notice(tmp_path: Path) -> None:
    common = {"member": "1", "type": "journal-article", "issued": {"date-parts": [[2009]]}}
    author = [{"given": "Ada", "family": "Lindqvist"}]
    notice = {
        **common,
        "DOI": "10.5555/notice",
        "title": ["Retraction: Tides"],
        "update-to": [{"DOI": DOI.upper(), "type": "retraction"}],
    }
    tides = {**common, "DOI": DOI, "title": ["Tides"], "author": author}
    path = tmp_path / "works.jsonl"
    path.write_text("\n".join(map(json.dumps, (notice, tides))))
    run = import_items(start_run("crossref", str(path)), read_paths("crossref", [str(path)]))
    assert (run.read, run.created) == (2, 2)
    assert dict(Work.objects.values_list("title", "retracted")) == {"Tides": True, "Retraction: Tides": False}


def test_a_preview_shows_the_notice_and_not_what_it_says_of_others() -> None:
    rows = preview([NOTICE, TIDES])
    assert [row.title for row in rows] == ["Paper 1"]
