import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.merging import merge
from ingest.records import WorkRecord
from tests.ingest.records import make_record

ARXIV = make_record(
    "2101.00001", source="arxiv", type="preprint", title="A title", abstract="Preprint abstract",
    published="2021-01-05",
    authors=("A. Lindqvist", "Bob Okafor"), categories=["cs.LG"], open_access=True, cited_by_count=3,
)  # fmt: skip
CROSSREF = make_record(
    "10.5555/x", source="crossref", type="journal-article", title="A Title", published="2022-03", venue="Journal",
    identifiers={"doi": "10.5555/x"}, cited_by_count=9,
    authors=({"name": "Ada Lindqvist", "orcid": "0000-0002-1825-0097"}, "Bob Okafor"),
)  # fmt: skip


def test_a_single_statement_is_the_work() -> None:
    assert merge([ARXIV]) is ARXIV


def test_each_field_comes_from_the_most_trusted_source_that_has_it() -> None:
    merged = merge([ARXIV, CROSSREF])
    assert (merged.title, merged.venue, merged.abstract) == ("A Title", "Journal", "Preprint abstract")
    assert merged.open_access is True
    assert merged.cited_by_count == 9
    assert merged.categories == ("cs.LG",)


def test_the_first_publication_gives_date_and_type_and_the_later_one_is_a_version() -> None:
    merged = merge([CROSSREF, ARXIV])
    assert (merged.published, merged.type) == ("2021-01-05", "preprint")
    assert [(version.type, version.date, version.doi) for version in merged.versions] == [
        ("journal-article", "2022-03", "10.5555/x")
    ]


def test_a_version_that_a_source_lists_already_is_not_listed_twice() -> None:
    listing = make_record(
        "2101.00001", source="arxiv", type="preprint", published="2021-01-05",
        versions=[{"type": "journal-article", "doi": "10.5555/X"}],
    )  # fmt: skip
    assert len(merge([listing, CROSSREF]).versions) == 1


def test_identifiers_of_an_author_are_taken_over_only_under_the_same_family_name() -> None:
    other = make_record(
        "b",
        source="datacite",
        authors=("Ada Lindqvist", {"name": "Eve Else", "orcid": "0000-0002-1825-0097"}),
    )
    merged = merge([make_record("a", source="acl", authors=("Ada Lindqvist", "Bob Okafor")), other])
    assert [author.orcid for author in merged.authors] == [None, None]


def test_author_lists_of_different_length_are_laid_beside_each_other_by_name() -> None:
    longer = make_record(
        "b", source="openalex", authors=({"name": "Ada Lindqvist", "affiliations": ["X"]}, "Bob", "Eve")
    )
    merged = merge([make_record("a", source="acl", authors=("Ada Lindqvist", "Bob Okafor")), longer])
    assert [author.name for author in merged.authors] == ["Ada Lindqvist", "Bob Okafor"]
    assert [author.affiliations for author in merged.authors] == [("X",), ()]


def test_person_ids_stay_with_the_source_that_gave_them() -> None:
    authors = ({"name": "Ada Lindqvist", "source_author_id": "ada"},)
    merged = merge([make_record("c", source="crossref"), make_record("a", source="arxiv", authors=authors)])
    assert (merged.source, merged.authors[0].source_author_id) == ("arxiv", "ada")


@pytest.mark.parametrize("retracted", [True, False])
def test_a_retraction_that_any_source_knows_counts(retracted: bool) -> None:
    assert merge([ARXIV, make_record("z", source="crossref", retracted=retracted)]).retracted is retracted


@given(
    st.permutations(
        [ARXIV, CROSSREF, make_record("w1", source="openalex", title="Something", published="2020")]
    )
)
def test_the_order_of_the_statements_does_not_matter(statements: list[WorkRecord]) -> None:
    assert merge(statements) == merge(sorted(statements, key=lambda record: record.source))
