"""What a source takes back is marked, not deleted."""

import pytest

from ingest.records import Withdrawal
from researchers.models import Attribution, Researcher
from tests.ingest.records import load, make_record, work_of
from works.models import Authorship, Citation, SourceRecord, Work

pytestmark = pytest.mark.django_db


def test_a_work_that_its_only_source_takes_back_is_withdrawn_and_kept() -> None:
    load(make_record("1", authors=("Ada Lindqvist",)), make_record("2", authors=("Ada Lindqvist",)))
    run = load(Withdrawal("test", "1"))
    assert (run.read, run.updated, run.withdrawn) == (1, 1, 1)
    assert work_of("1").withdrawn
    assert not work_of("2").withdrawn
    assert Authorship.objects.count() == Attribution.objects.count() == 2
    assert Researcher.objects.get().works_count == 1


def test_what_another_source_states_goes_on_standing() -> None:
    doi = {"doi": "10.5555/one"}
    load(
        make_record(
            "1", source="crossref", title="From the publisher", identifiers=doi, authors=("Ada Lindqvist",)
        ),
        make_record(
            "x", source="dblp", title="From the publisher", identifiers=doi, authors=("Ada Lindqvist",)
        ),
    )
    load(make_record("1", source="crossref", title="Corrected by the publisher", identifiers=doi))
    assert Work.objects.get().title == "Corrected by the publisher"
    load(Withdrawal("crossref", "1"))
    work = Work.objects.get()
    assert (work.withdrawn, work.title) == (False, "From the publisher")
    assert Researcher.objects.get().works_count == 1


def test_what_was_taken_back_may_be_said_again() -> None:
    record = make_record("1", authors=("Ada Lindqvist",))
    load(record)
    load(Withdrawal("test", "1"))
    run = load(record)
    assert (run.updated, run.unchanged) == (1, 0)
    assert not work_of("1").withdrawn
    assert SourceRecord.objects.get().withdrawn_at is None
    assert Researcher.objects.get().works_count == 1
    assert load(record).unchanged == 1


def test_taking_back_twice_or_what_nobody_said_changes_nothing() -> None:
    load(make_record("1"))
    load(Withdrawal("test", "1"))
    version = work_of("1").version
    run = load(Withdrawal("test", "1"), Withdrawal("test", "unknown"))
    assert (run.read, run.unchanged, run.withdrawn) == (2, 2, 0)
    assert work_of("1").version == version


def test_one_batch_may_change_a_work_and_take_another_statement_of_it_back() -> None:
    doi = {"doi": "10.5555/one"}
    load(
        make_record("1", source="crossref", title="Tides in a bathtub", identifiers=doi),
        make_record("x", source="dblp", title="Tides in a bathtub", identifiers=doi, venue="Tides"),
    )
    corrected = make_record("1", source="crossref", title="Tides in two bathtubs", identifiers=doi)
    run = load(corrected, Withdrawal("dblp", "x"))
    assert (run.updated, run.withdrawn) == (2, 1)
    work = Work.objects.get()
    assert (work.title, work.venue, work.withdrawn) == ("Tides in two bathtubs", None, False)


def test_of_a_statement_and_its_withdrawal_in_one_batch_the_later_counts() -> None:
    load(make_record("1"), Withdrawal("test", "1"), Withdrawal("test", "2"), make_record("2"))
    assert not Work.objects.filter(sources__source_id="1").exists()
    assert not work_of("2").withdrawn


def test_references_go_with_the_only_statement_that_gave_them() -> None:
    doi = {"doi": "10.5555/one"}
    load(
        make_record("cited", identifiers={"doi": "10.5555/cited"}),
        make_record("both", identifiers={"doi": "10.5555/both"}),
        make_record("1", source="arxiv", identifiers=doi, references=["doi:10.5555/both"]),
        make_record(
            "x", source="crossref", identifiers=doi, references=["doi:10.5555/cited", "doi:10.5555/both"]
        ),
    )
    assert (work_of("cited").citations_count, work_of("both").citations_count) == (1, 1)
    load(Withdrawal("crossref", "x"))
    assert (work_of("cited").citations_count, work_of("both").citations_count) == (0, 1)


def test_a_withdrawn_work_cites_nobody_until_it_comes_back() -> None:
    citing = make_record("citing", identifiers={"doi": "10.5555/citing"}, references=["doi:10.5555/a"])
    load(
        make_record("a", identifiers={"doi": "10.5555/a"}, authors=("Ada Lindqvist",)),
        make_record("b", identifiers={"doi": "10.5555/b"}),
        citing,
    )
    Citation.objects.create(citing=work_of("citing"), scheme="doi", value="10.5555/b", cited=work_of("b"))
    Work.objects.filter(pk=work_of("b").pk).update(citations_count=1)
    load(Withdrawal("test", "citing"))
    assert (work_of("a").citations_count, work_of("b").citations_count) == (0, 0)
    assert Researcher.objects.get().citations_count == 0
    load(make_record("citing", identifiers={"doi": "10.5555/citing"}))
    assert (work_of("a").citations_count, work_of("b").citations_count) == (0, 1)
    load(citing)
    assert (work_of("a").citations_count, work_of("b").citations_count) == (1, 1)
