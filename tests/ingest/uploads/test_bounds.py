"""How much of one person's file is taken."""

from ingest.records import BadRecord
from ingest.uploads.bounds import MOST_AUTHORS, MOST_NAMES, bounded
from ingest.uploads.testimony import LARGEST_UNPACKED, uploaded_items
from tests.ingest.records import make_record
from tests.ingest.submissions import line, stored


def work(source_id, authors, affiliations=()):
    names = [{"name": f"Ada Lindqvist {n}", "affiliations": affiliations} for n in range(authors)]
    return make_record(source_id, authors=names)


def test_a_work_of_too_many_authors_is_set_aside_and_the_rest_taken():
    most, more, other = work("1", MOST_AUTHORS), work("2", MOST_AUTHORS + 1), work("3", 1)
    first, bad, last = bounded([most, more, other], "works.bib")
    assert (first, last) == (most, other)
    assert isinstance(bad, BadRecord)
    assert (bad.position, bad.piece) == ("works.bib", "Paper 2")
    assert bad.reason.startswith("the work has 501 authors")


def test_of_a_flood_of_names_the_beginning_is_kept_and_said():
    tides = ["University of Tides", "Institute of Waves", "Harbor College"]
    works = [work(str(n), MOST_AUTHORS, tides) for n in range(20)]
    *kept, bad = bounded(works, "works.bib")
    assert kept == works[: MOST_NAMES // (4 * MOST_AUTHORS)]
    assert "(10 works)" in bad.reason
    assert "all after it were not; split the file" in bad.reason


def test_what_is_no_work_passes():
    problem = BadRecord("no title", name="works.bib")
    assert list(bounded([problem], "works.bib")) == [problem]


def test_only_the_files_of_users_are_bounded(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    flood = line("1", authors=[{"name": f"Ada Lindqvist {n}"} for n in range(MOST_AUTHORS + 1)])
    request = {"upload": stored(flood), "file": "works.jsonl"}
    (taken,) = uploaded_items({**request, "testimony_of": None})
    (refused,) = uploaded_items({**request, "testimony_of": 7})
    assert len(taken.authors) == MOST_AUTHORS + 1
    assert isinstance(refused, BadRecord)
    assert LARGEST_UNPACKED == 64 * 2**20
