"""What statements of one batch tie together, and what keeps apart all the same."""

import pytest

from ingest.joining.candidates import tied
from ingest.joining.subjects import UNKNOWN, Reason, Statement, Subject
from ingest.records import WorkRecord
from tests.ingest.records import load, make_record, work_of
from works.models import Separation, Work

TITLE = "Learning the tides of salt marshes with neural networks"
AUTHORS = ("Ada Lindqvist", "Bob Okafor")


@pytest.mark.parametrize(
    ("ties", "works"),
    [
        ([], set()),
        ([(0, ("work", 1)), (1, ("work", 2))], set()),
        ([(0, ("work", 1)), (0, ("work", 2)), (1, ("work", 3))], {1, 2}),
        ([(0, ("work", 1)), (0, ("doi", "x")), (1, ("doi", "x")), (1, ("work", 2))], {1, 2}),
        ([(1, ("title", 7)), (2, ("title", 7)), (("title", 7), ("work", 3)), (1, ("work", 4))], {3, 4}),
    ],
)  # fmt: skip
def test_works_are_tied_by_any_chain(ties: list[tuple[object, object]], works: set[int]) -> None:
    assert tied(ties) == works  # type: ignore[arg-type]


def load_two_works() -> tuple[Work, Work]:
    load(
        make_record("2001.00001", source="arxiv", title=TITLE, identifiers={"arxiv": "2001.00001"}, authors=AUTHORS),
        make_record("10.5555/b", source="crossref", title=f"{TITLE} and more", identifiers={"doi": "10.5555/b"},
                    authors=AUTHORS),
    )  # fmt: skip
    return work_of("2001.00001", "arxiv"), work_of("10.5555/b", "crossref")


def load_chain() -> None:
    """Two statements that share a DOI nobody has stated before, each with an identifier of another work."""
    load(
        make_record("d1", source="dblp", title=TITLE, type="preprint", authors=AUTHORS,
                    identifiers={"arxiv": "2001.00001", "doi": "10.5555/x"}),
        make_record("W2", source="openalex", title=TITLE, authors=AUTHORS, identifiers={"doi": "10.5555/b"},
                    versions=[{"type": "journal-article", "doi": "10.5555/x"}]),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("kept_apart_by", ["nobody", "a separation", "a correction"])
def test_a_chain_of_two_statements_ties_works_unless_people_decided_otherwise(kept_apart_by: str) -> None:
    _, other = load_two_works()
    if kept_apart_by == "a separation":
        Separation.objects.create(
            source="arxiv", source_id="2001.00001", other_source="crossref", other_source_id="10.5555/b"
        )
    elif kept_apart_by == "a correction":
        Work.objects.filter(pk=other.pk).update(locked_fields=["title"])
    load_chain()
    assert Work.objects.listed().count() == (1 if kept_apart_by == "nobody" else 2)


MARSH, BIRDS = "Tides of salt marshes and neural models", "Migration of birds on invented islands"
DOI, ARXIV = {"doi": "10.5555/1"}, {"arxiv": "2001.00001"}


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["upload", "orcid"])
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_what_only_a_person_says_ties_no_works_of_registers(source: str, together: bool, first: bool) -> None:
    both = make_record("u", source=source, title=f"{MARSH} {BIRDS}", type="preprint", authors=AUTHORS,
                       identifiers={**DOI, **ARXIV})  # fmt: skip
    article = make_record("10.5555/1", source="crossref", title=MARSH, type="journal-article",
                          authors=AUTHORS[:1], identifiers=DOI)  # fmt: skip
    preprint = make_record("2001.00001", source="arxiv", title=BIRDS, type="preprint",
                           authors=AUTHORS[1:], identifiers=ARXIV)  # fmt: skip
    said = [both, article, preprint] if first else [article, both, preprint]
    if together:
        load(*said)
    else:
        for one in said:
            load(one)
    assert work_of("10.5555/1", "crossref") != work_of("2001.00001", "arxiv")
    assert Work.objects.listed().count() == 2


@pytest.mark.django_db
def test_an_uploaded_identifier_keeps_no_register_away() -> None:
    load(
        make_record(
            "2001.00001", source="arxiv", type="preprint", title=TITLE, authors=AUTHORS, identifiers=ARXIV
        )
    )
    load(
        make_record("u", source="upload", title=TITLE, authors=AUTHORS, identifiers={**ARXIV, "pmid": "999"})
    )
    load(make_record("10.5555/1", source="crossref", type="journal-article", title=TITLE, authors=AUTHORS,
                     identifiers={**DOI, "pmid": "1000"}))  # fmt: skip
    assert Work.objects.listed().count() == 1


def test_a_person_is_silent_where_a_register_speaks() -> None:
    subject = Subject(UNKNOWN)
    subject.take(Statement.of(make_record("u", source="upload", identifiers=ARXIV)))
    assert subject.gives(("arxiv", "2001.00001"))
    subject.take(Statement.of(make_record("o", source="orcid", identifiers={"pmid": "7"})))
    assert subject.gives(("pmid", "7"))
    assert not subject.gives(("arxiv", "2001.00001"))
    subject.take(Statement.of(make_record("c", source="crossref", identifiers=DOI)))
    assert subject.gives(("doi", "10.5555/1"))
    assert not subject.gives(("pmid", "7"))


def test_an_absorbed_work_gives_its_identifiers_too() -> None:
    kept, lost = Subject(UNKNOWN), Subject(UNKNOWN)
    assert not kept.gives(("doi", "10.5555/1"))
    lost.take(Statement.of(make_record("c", source="crossref", identifiers=DOI)))
    kept.absorb(lost, Reason("person", ()))
    assert kept.gives(("doi", "10.5555/1"))


@pytest.mark.django_db
@pytest.mark.parametrize("years", [(2018, 2020, 2022, 2024), (2024, 2022, 2020, 2018)])
@pytest.mark.parametrize("together", [True, False])
def test_a_chain_of_years_is_not_one_work(years: tuple[int, ...], together: bool) -> None:
    sources = ("dblp", "openalex", "pubmed", "inspire")
    said = [
        make_record(
            "1", source=source, title=TITLE, type="journal-article", authors=AUTHORS, published=str(year)
        )
        for source, year in zip(sources, years, strict=True)
    ]
    if together:
        load(*said)
    else:
        for one in said:
            load(one)
    found = [work_of("1", source) for source in sources]
    assert (found[0], found[2]) == (found[1], found[3])
    assert found[0] != found[2]


@pytest.mark.django_db
@pytest.mark.parametrize("swapped", [True, False])
def test_an_identifier_that_goes_from_one_work_to_another_in_one_batch_ties_them_not(swapped: bool) -> None:
    def said(one: str, other: str) -> list[WorkRecord]:
        return [
            make_record(
                "a", source="dblp", title="Salt marshes one", identifiers={"doi": one}, authors=AUTHORS
            ),
            make_record(
                "b", source="inspire", title="Rivers two", identifiers={"doi": other}, authors=AUTHORS
            ),
        ]

    load(*said("10.5555/x", "10.5555/y"))
    load(*(reversed if swapped else list)(said("10.5555/z", "10.5555/x")))
    assert Work.objects.listed().count() == 2
    assert work_of("b", "inspire").identifiers.get().value == "10.5555/x"
