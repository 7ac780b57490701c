"""What notices in PubMed say of other articles."""

import pytest

from ingest.records import BadRecord, InvalidRecord, Retraction, WorkRecord
from tests.ingest.readers.test_pubmed import least, read


def note(kind: str = "RetractionOf", source: str = "", pmid: str = "") -> str:
    number = f"<PMID Version='1'>{pmid}</PMID>" if pmid else ""
    return (
        f"<CommentsCorrections RefType='{kind}'><RefSource>{source}</RefSource>{number}</CommentsCorrections>"
    )


def article(*notes: str, pmid: str = "9") -> str:
    return least(pmid=pmid, notes=f"<CommentsCorrectionsList>{''.join(notes)}</CommentsCorrectionsList>")


@pytest.mark.parametrize(
    ("notes", "about"),
    [
        ([note(pmid="7")], ["pmid:7"]),
        ([note(pmid="7", source="J Exa. 2009;1. doi: 10.1234/old")], ["pmid:7"]),
        ([note(source="J Exa. 2009 Mar 5;12(1):1. doi: 10.1234/OLD.")], ["doi:10.1234/old"]),
        ([note(pmid="7"), note(pmid="8")], ["pmid:7", "pmid:8"]),
        ([note(source="J Exa. 2009 Mar 5;12(1):1")], []),
        ([note(pmid="none")], []),
        ([note("RetractionIn", pmid="7")], []),
        ([note("PartialRetractionOf", pmid="7")], []),
        ([note("ErratumFor", pmid="7")], []),
        ([note("CommentOn", pmid="7")], []),
        ([], []),
    ],
)
def test_a_notice_says_which_articles_are_retracted(notes: list[str], about: list[str]) -> None:
    *said, work = read(article(*notes))
    assert isinstance(work, WorkRecord)
    assert said == [Retraction("pubmed", one, "pmid:9") for one in about]


def test_a_notice_without_a_number_of_its_own_is_a_bad_record_only() -> None:
    (problem,) = read(article(note(pmid="7"), pmid=""))
    assert isinstance(problem, BadRecord)


@pytest.mark.parametrize("name", ["", "10.1234/old", "doi:", "doi:old", "pmid:x", "\ud800:1"])
def test_what_names_no_work_is_no_notice(name: str) -> None:
    good = "doi:10.1234/good"
    with pytest.raises(InvalidRecord):
        Retraction("crossref", name, good)
    with pytest.raises(InvalidRecord):
        Retraction("crossref", good, name)
