"""What statements of one batch tie together, and what keeps apart all the same."""

import pytest

from ingest.joining.candidates import tied
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
