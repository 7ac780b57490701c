"""Many statements of one title or one identifier: matching them stays cheap."""

from collections import Counter
from typing import Any

import pytest

from ingest.joining import matching
from ingest.joining.subjects import MOST_NOTES, UNKNOWN, Statement, Subject
from ingest.joining.tables import MOST_OF_ONE_TITLE
from ingest.records import WorkRecord
from tests.ingest.records import load, make_record
from works.models import Work

TITLE = "Comparative study of invented marsh protocols"


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many pairs of statements were compared."""
    number: Counter[str] = Counter()

    def counted(name: str) -> Any:
        asked = getattr(matching, name)

        def ask(one: WorkRecord, others: list[WorkRecord]) -> Any:
            number[name] += len(others)
            return asked(one, others)

        return ask

    for name in ("verdict_among", "contradiction_among"):
        monkeypatch.setattr(matching, name, counted(name))
    return number


def by_strangers(number: int, **fields: Any) -> list[WorkRecord]:
    return [
        make_record(str(n), authors=(f"Person{n} Family{n}",), title=TITLE, **fields) for n in range(number)
    ]


@pytest.mark.django_db
def test_a_title_that_many_works_of_a_batch_share_is_compared_with_few(compared: Counter[str]) -> None:
    load(*by_strangers(60))
    assert Work.objects.count() == 60
    assert compared["verdict_among"] < MOST_OF_ONE_TITLE**2


@pytest.mark.django_db
@pytest.mark.parametrize(("strangers", "works"), [(MOST_OF_ONE_TITLE - 1, 12), (MOST_OF_ONE_TITLE, 14)])
def test_a_title_that_too_many_works_share_joins_nothing(strangers: int, works: int) -> None:
    ada = ("Ada Lindqvist",)
    load(
        make_record("first", title=TITLE, authors=ada),
        *by_strangers(strangers),
        make_record("last", source="other", title=TITLE, authors=ada),
    )
    assert Work.objects.count() == works


@pytest.mark.django_db
def test_many_notes_of_one_identifier_are_one_work_and_compared_with_few(compared: Counter[str]) -> None:
    load(*by_strangers(60, source="orcid", identifiers={"doi": "10.5555/q"}))
    assert Work.objects.count() == 1
    assert compared["contradiction_among"] <= 60 * MOST_NOTES


@pytest.mark.django_db
def test_an_identifier_printed_on_everything_is_compared_with_few(compared: Counter[str]) -> None:
    words = ["tides", "birds", "stones", "rivers", "clouds", "ferns"]
    papers = [
        make_record(
            f"{n}",
            source="dblp",
            title=f"{words[n % 6]} {n}",
            authors=(f"Person{n} Family{n}",),
            identifiers={"doi": "10.5555/q"},
        )
        for n in range(60)
    ]
    load(*papers)
    assert Work.objects.count() == 60
    assert compared["contradiction_among"] <= 60 * (MOST_OF_ONE_TITLE + 1)


def test_all_registers_and_the_first_notes_lead() -> None:
    subject = Subject(UNKNOWN)
    said = [("crossref", "1"), ("arxiv", "2"), *(("orcid", str(n)) for n in range(9)), ("dblp", "3")]
    assert not subject.leading()
    for source, source_id in said:
        subject.take(Statement.of(make_record(source_id, source=source)))
    assert list(subject.leading()) == [*said[: 2 + MOST_NOTES], ("dblp", "3")]


def test_what_leads_is_what_is_said_now() -> None:
    subject = Subject(UNKNOWN)
    subject.take(Statement.of(make_record("1", source="orcid", title="Before")))
    assert [one.title for one in subject.leading().values()] == ["Before"]
    subject.take(Statement.of(make_record("1", source="orcid", title="Now")))
    assert [one.title for one in subject.leading().values()] == ["Now"]
