"""An identifier that one work loses goes to the work that states it too."""

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ingest.records import Withdrawal, WorkRecord
from tests.ingest.records import load, make_record, work_of
from works.models import Citation, Work, WorkIdentifier

pytestmark = pytest.mark.django_db

FAN = make_record("fan", references=["doi:10.5555/x"])


def mistaken(doi: str) -> WorkRecord:
    return make_record(
        "a",
        source="dblp",
        title="Rivers under invented suns",
        authors=("Zed Zorn",),
        identifiers={"doi": doi},
    )


def rightful(source: str = "crossref") -> WorkRecord:
    return make_record(
        "b",
        source=source,
        title="Salt marshes at night",
        authors=("Ada Lindqvist",),
        identifiers={"doi": "10.5555/x", "pmid": "77"},
    )


def holders() -> Sequence[Work]:
    return [one.work for one in WorkIdentifier.objects.filter(value="10.5555/x").select_related("work")]


@pytest.fixture
def contested(db: None) -> Work:
    """A work that says rightly what another one holds by mistake."""
    load(FAN, mistaken("10.5555/x"))
    load(rightful())
    work = work_of("b", "crossref")
    assert holders() == [work_of("a", "dblp")] != [work]
    return work


def test_what_one_work_gives_up_goes_to_the_other_that_states_it(contested: Work) -> None:
    load(mistaken("10.5555/y"))
    assert holders() == [contested]
    assert Citation.objects.get().cited == contested
    before = contested.version
    contested.refresh_from_db()
    assert (contested.citations_count, work_of("a", "dblp").citations_count) == (1, 0)
    assert contested.version > before


def test_a_statement_that_was_taken_back_claims_nothing(contested: Work) -> None:
    load(Withdrawal("crossref", "b"))
    load(mistaken("10.5555/y"))
    assert holders() == []
    assert Citation.objects.get().cited is None


def test_the_batch_itself_comes_first(contested: Work) -> None:
    third = make_record("c", source="inspire", title="Birds counted twice", identifiers={"doi": "10.5555/z"})
    load(third)
    load(mistaken("10.5555/y"), rightful("pubmed"))
    assert holders() == [work_of("b", "pubmed")]


def test_nothing_is_looked_for_where_nothing_is_free(contested: Work) -> None:
    with CaptureQueriesContext(connection) as asked:
        load(make_record("fan", title="Another title", references=["doi:10.5555/x"]))
    assert not [one for one in asked if "jsonb_each_text" in one["sql"]]
    with CaptureQueriesContext(connection) as asked:
        load(mistaken("10.5555/y"))
    assert len([one for one in asked if "jsonb_each_text" in one["sql"]]) == 1
