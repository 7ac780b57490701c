import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.joining.merging import (
    identifiers_of,
    links_of,
    merge,
    precedence,
    provenance,
    speaking,
    versions_of,
)
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


ORCID, OTHER_ORCID = "0000-0002-1825-0097", "0000-0001-5109-3700"


def authors_of(*statements: WorkRecord) -> list[tuple[str, str | None]]:
    return [(author.name, author.orcid) for author in merge(statements).authors]


def test_the_record_of_one_person_says_who_wrote_a_work_only_where_no_registry_does() -> None:
    person = make_record("p", source="orcid", authors=({"name": "B. Okafor", "orcid": ORCID},))
    full = make_record("b", source="bibtex", authors=("Ada Lindqvist", "Bob Okafor"))
    nobody = make_record("c", source="crossref")
    assert authors_of(person, full) == [("Ada Lindqvist", None), ("Bob Okafor", None)]
    assert authors_of(person, nobody) == []
    assert authors_of(person) == [("B. Okafor", ORCID)]


REGISTRY = make_record("c", source="crossref")
OWN_RECORD = make_record("p", source="orcid")
OWN_FILE = make_record("u", source="upload")


@pytest.mark.parametrize(
    ("statements", "heard"),
    [
        ([OWN_FILE, OWN_RECORD, REGISTRY], ["crossref"]),
        ([OWN_RECORD, REGISTRY], ["crossref"]),
        ([OWN_FILE, REGISTRY], ["crossref"]),
        ([OWN_FILE, OWN_RECORD], ["orcid"]),
        ([OWN_FILE], ["upload"]),
        ([OWN_RECORD, REGISTRY, ARXIV], ["crossref", "arxiv"]),
    ],
)
def test_what_only_a_person_states_is_silent_where_a_registry_speaks(statements, heard) -> None:
    assert [record.source for record in speaking(statements)] == heard


def test_an_id_of_a_name_that_could_be_two_peoples_is_nobodys() -> None:
    person = make_record("p", source="openalex", authors=({"name": "W. Wang", "orcid": ORCID},))
    full = make_record("b", source="dblp", authors=("Wei Wang", "Wen Wang"))
    assert authors_of(person, full) == [("Wei Wang", None), ("Wen Wang", None)]


def test_two_positions_never_get_the_same_orcid_id() -> None:
    one = make_record(
        "c", source="crossref", authors=({"name": "Ada Lindqvist", "orcid": ORCID}, "Bob Okafor")
    )
    other = make_record(
        "o", source="openalex", authors=("Ada Lindqvist", {"name": "Bob Okafor", "orcid": ORCID})
    )
    assert authors_of(one, other) == [("Ada Lindqvist", None), ("Bob Okafor", None)]
    twice = [{"name": name, "orcid": ORCID} for name in ("Ada Lindqvist", "Bob Okafor")]
    carol = {"name": "Carol Ito", "orcid": OTHER_ORCID}
    assert authors_of(make_record("c", source="crossref", authors=(*twice, carol))) == [
        ("Ada Lindqvist", None), ("Bob Okafor", None), ("Carol Ito", OTHER_ORCID),
    ]  # fmt: skip


def test_what_is_beside_a_name_is_gathered_from_all_sources() -> None:
    one = make_record("c", source="crossref", authors=({"name": "Ada van der Berg", "rors": ["05dxps055"]},))
    other = make_record(
        "o",
        source="openalex",
        authors=({"name": "A. van der Berg", "family": "van der Berg", "rors": ["05dxps055", "042nb2s44"],
                  "affiliations": ["Lindenau University, ada@lindenau.example"]},),
    )  # fmt: skip
    (author,) = merge([one, other]).authors
    assert (author.name, author.family) == ("Ada van der Berg", "van der Berg")
    assert author.rors == ("05dxps055", "042nb2s44")
    assert (author.affiliations, author.email_domains) == (("Lindenau University",), ("lindenau.example",))


def test_a_family_name_that_does_not_stand_in_the_printed_name_is_left_out() -> None:
    one = make_record("c", source="crossref", authors=("Ada Lindqvist",))
    other = make_record(
        "o", source="openalex", authors=({"name": "Lindqvist, Ada", "family": "Lindqvist-Berg"},)
    )
    assert merge([one, other]).authors[0].family is None


def test_an_upload_speaks_only_where_nobody_else_does() -> None:
    upload = make_record(
        "u", source="upload", title="My great title", abstract="Mine", retracted=True,
        identifiers={"doi": "10.5555/mine"}, authors=({"name": "A. Lindqvist", "orcid": ORCID},),
    )  # fmt: skip
    assert merge([upload]) == upload
    merged = merge([ARXIV, upload])
    assert merged == merge([ARXIV])
    assert list(identifiers_of([ARXIV, upload])) == list(identifiers_of([ARXIV]))


def test_preprint_proceedings_and_journal_are_versions_each_with_its_source() -> None:
    paper = make_record(
        "W1-1001", source="acl", type="conference-paper", published="2021-08", venue="Tide Conference"
    )
    found = [
        (source, one.type, one.date, one.venue, one.doi)
        for source, one in versions_of([CROSSREF, paper, ARXIV])
    ]
    assert found == [
        ("crossref", "journal-article", "2022-03", "Journal", "10.5555/x"),
        ("arxiv", "preprint", "2021-01-05", None, None),
    ]
    assert (merge([CROSSREF, paper, ARXIV]).type, merge([CROSSREF, paper, ARXIV]).published) == (
        "conference-paper",
        "2021-08",
    )


def test_two_statements_of_one_version_are_one_version() -> None:
    medline = make_record(
        "1", source="pubmed", type="journal-article", published="2022", identifiers={"doi": "10.5555/x"}
    )
    assert [source for source, _ in versions_of([ARXIV, CROSSREF, medline])] == ["crossref"]


def test_identifiers_are_those_of_all_statements_and_of_their_versions() -> None:
    preprint = make_record(
        "10.48550/a", source="datacite", type="preprint", identifiers={"doi": "10.48550/a"},
        versions=[{"type": "conference-paper", "doi": "10.5555/conference"}],
    )  # fmt: skip
    assert set(identifiers_of([CROSSREF, preprint])) == {
        ("doi", "10.5555/x"), ("doi", "10.48550/a"), ("doi", "10.5555/conference"),
    }  # fmt: skip
    assert merge([CROSSREF, preprint]).identifiers["doi"] == "10.5555/x"


def test_a_link_is_named_once_by_the_most_trusted_source_that_names_it() -> None:
    link = {"kind": "code", "url": "https://example.org/code"}
    one = make_record("a", source="acl", links=[link])
    other = make_record("o", source="openalex", links=[link, {**link, "url": "https://example.org/more"}])
    assert [(source, found.url) for source, found in links_of([other, one])] == [
        ("acl", "https://example.org/code"),
        ("openalex", "https://example.org/more"),
    ]


def test_topics_are_united_with_the_word_of_the_most_trusted() -> None:
    one = make_record("c", source="crossref", topics=[{"id": "x:1", "name": "Tides", "confidence": 0.4}])
    other = make_record(
        "o", source="openalex",
        topics=[{"id": "x:2", "name": "Marshes"}, {"id": "x:1", "name": "Tides", "confidence": 0.9}],
    )  # fmt: skip
    assert [(topic.id, topic.confidence) for topic in merge([other, one]).topics] == [
        ("x:1", 0.4),
        ("x:2", 1.0),
    ]


def test_the_date_is_as_exact_as_any_source_of_that_version_knows() -> None:
    vague = make_record("c", source="crossref", type="journal-article", published="2021")
    exact = make_record("o", source="openalex", type="journal-article", published="2021-03-04")
    assert merge([vague, exact]).published == "2021-03-04"
    assert (
        merge([vague, make_record("x", source="arxiv", type="preprint", published="2021-01-02")]).published
        == "2021"
    )


def test_a_count_of_nought_is_known() -> None:
    assert merge([make_record("a", cited_by_count=0), make_record("b", source="acl")]).cited_by_count == 0


def test_provenance_names_whose_word_each_field_is() -> None:
    said = provenance([ARXIV, CROSSREF])
    assert said["title"] == said["authors"] == said["venue"] == ("crossref",)
    assert said["abstract"] == said["type"] == said["published"] == said["categories"] == ("arxiv",)
    assert "license" not in said
    assert said == provenance([CROSSREF, ARXIV])


@given(st.permutations(["upload", "unknown", "bibtex", "openalex", "acl", "credence"]))
def test_precedence_goes_from_registers_to_notes_and_ends_with_uploads(sources: list[str]) -> None:
    ranked = sorted((make_record("1", source=source) for source in sources), key=precedence)
    assert [record.source for record in ranked] == [
        "credence",
        "acl",
        "openalex",
        "bibtex",
        "unknown",
        "upload",
    ]
