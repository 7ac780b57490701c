"""What must be taken for one work, and what must not."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.joining import sameness
from ingest.joining.sameness import (
    Answer,
    closeness,
    contradiction,
    contradiction_among,
    verdict,
    verdict_among,
)
from ingest.records import WorkRecord
from tests.ingest.records import make_record

TITLE = "Learning the tides of salt marshes with neural networks"
AUTHORS = ("Ada Lindqvist", "Bob Okafor", "Carol Ito")
PREPRINT: dict[str, Any] = {
    "source_id": "2001.00001", "source": "arxiv", "title": TITLE, "type": "preprint", "published": "2020-01-03",
    "authors": AUTHORS, "identifiers": {"arxiv": "2001.00001"},
}  # fmt: skip
ARTICLE: dict[str, Any] = {
    "source_id": "10.5555/tides", "source": "crossref", "title": TITLE, "type": "journal-article",
    "published": "2021-06", "authors": AUTHORS, "identifiers": {"doi": "10.5555/tides"}, "venue": "Journal of Tides",
}  # fmt: skip
PAPER: dict[str, Any] = {
    "source_id": "conf/tide/Lindqvist20", "source": "dblp", "title": TITLE, "type": "conference-paper",
    "published": "2020", "authors": AUTHORS, "venue": "Tide Conference",
}  # fmt: skip
NOTED: dict[str, Any] = {**PAPER, "source": "bibtex", "source_id": "digest"}


def record(base: dict[str, Any], **changes: Any) -> WorkRecord:
    return make_record(**{**base, **changes})


SAME = {
    "a preprint and its article": (PREPRINT, ARTICLE, {}),
    "a preprint and its conference paper": (PREPRINT, PAPER, {}),
    "a conference paper and its journal article": (PAPER, ARTICLE, {}),
    "the case of the title": (PREPRINT, ARTICLE, {"title": TITLE.upper()}),
    "a full stop and a hyphen": (
        PREPRINT,
        ARTICLE,
        {"title": TITLE.replace("salt marshes", "salt-marshes") + "."},
    ),
    "TeX in the title": (PREPRINT, ARTICLE, {"title": TITLE.replace("neural", r"\textbf{neural}")}),
    "a retracted label": (PREPRINT, ARTICLE, {"title": f"RETRACTED: {TITLE}"}),
    "a subtitle that one leaves out": (
        PREPRINT,
        ARTICLE,
        {"title": f"{TITLE}: a study", "published": "2020"},
    ),
    "initials": (PREPRINT, ARTICLE, {"authors": ("A. Lindqvist", "B. Okafor", "C. Ito")}),
    "family names first": (PREPRINT, ARTICLE, {"authors": ("Lindqvist, Ada", "Okafor, Bob", "Ito, Carol")}),
    "accents": (PREPRINT, ARTICLE, {"authors": ("Ada Lindqvíst", "Bob Okafor", "Carol Itō")}),
    "another order of all authors": (
        PREPRINT,
        ARTICLE,
        {"authors": ("Carol Ito", "Ada Lindqvist", "Bob Okafor")},
    ),
    "a list cut after the first author": (PREPRINT, ARTICLE, {"authors": ("Ada Lindqvist",)}),
    "an author more": (PREPRINT, ARTICLE, {"authors": (*AUTHORS, "Dmitri Antonov")}),
    "two years later": (PREPRINT, ARTICLE, {"published": "2022"}),
    "the ORCID record of the second author": (
        ARTICLE,
        ARTICLE,
        {"source": "orcid", "source_id": "7", "identifiers": {}, "authors": ("Bob Okafor",)},
    ),
    "a chapter of proceedings": (PREPRINT, PAPER, {"type": "book-chapter"}),
    "a review article": (ARTICLE, ARTICLE, {"source": "openalex", "source_id": "W1", "type": "review"}),
    "a type that is not known": (
        ARTICLE,
        ARTICLE,
        {"source": "oai-dc", "source_id": "x", "type": "other", "identifiers": {}},
    ),
    "two notes of one paper": (NOTED, NOTED, {"source_id": "another digest"}),
    "both versions in one register": (
        ARTICLE,
        ARTICLE,
        {
            "source_id": "10.5555/pre",
            "type": "preprint",
            "identifiers": {"doi": "10.5555/pre"},
            "published": "2020",
        },
    ),
    "the DOI of arXiv beside that of the journal": (
        ARTICLE,
        PREPRINT,
        {
            "source": "datacite",
            "source_id": "10.48550/arxiv.2001.00001",
            "identifiers": {"doi": "10.48550/arxiv.2001.00001"},
        },
    ),
    "two DOIs of which one is listed as a version": (
        ARTICLE,
        ARTICLE,
        {
            "source": "pubmed",
            "source_id": "1",
            "identifiers": {"doi": "10.5555/b"},
            "versions": [{"type": "journal-article", "doi": "10.5555/tides"}],
        },
    ),
    "a year and the same journal": (
        ARTICLE,
        ARTICLE,
        {"source": "pubmed", "source_id": "1", "identifiers": {}, "published": "2022", "venue": "J Tides"},
    ),
    "a formula in two spellings": (
        {**PREPRINT, "title": r"Bounds on $\alpha$ decay in tidal graphs"},
        ARTICLE,
        {"title": "Bounds on \u03b1 decay in tidal graphs"},
    ),
}

NOT_SAME = {
    "part I and part II": (
        {**PREPRINT, "title": f"{TITLE}, Part I"},
        ARTICLE,
        {"title": f"{TITLE}, Part II"},
    ),
    "part 2 and the whole": (PREPRINT, ARTICLE, {"title": f"{TITLE}: Part 2"}),
    "II at the end": ({**PREPRINT, "title": f"{TITLE} I"}, ARTICLE, {"title": f"{TITLE} II"}),
    "a corrigendum": (PREPRINT, ARTICLE, {"title": f"Corrigendum to: {TITLE}"}),
    "an erratum": (PREPRINT, ARTICLE, {"title": f"Erratum: {TITLE}"}),
    "a correction at the end": (PREPRINT, ARTICLE, {"title": f"{TITLE}: Correction"}),
    "an author correction": (PREPRINT, ARTICLE, {"title": f"Author Correction: {TITLE}"}),
    "a notice of retraction": (PREPRINT, ARTICLE, {"title": f"Retraction: {TITLE}"}),
    "an expression of concern": (PREPRINT, ARTICLE, {"title": f"Expression of Concern: {TITLE}"}),
    "a reply": (PREPRINT, ARTICLE, {"title": f"Reply to “{TITLE}”"}),
    "a comment": (PREPRINT, ARTICLE, {"title": f"Comment on “{TITLE}”"}),
    "a book review": (PREPRINT, ARTICLE, {"title": f"Book review: {TITLE}"}),
    "a review of it": (PREPRINT, ARTICLE, {"title": f"Review of {TITLE}"}),
    "an addendum": (PREPRINT, ARTICLE, {"title": f"Addendum: {TITLE}"}),
    "supplementary material": (PREPRINT, ARTICLE, {"title": f"Supplementary material for {TITLE}"}),
    "its data": (
        ARTICLE,
        ARTICLE,
        {"source": "datacite", "source_id": "d", "type": "dataset", "identifiers": {}},
    ),
    "its software": (
        ARTICLE,
        ARTICLE,
        {"source": "datacite", "source_id": "d", "type": "software", "identifiers": {}},
    ),
    "the thesis of its title": (
        ARTICLE,
        ARTICLE,
        {"source": "datacite", "source_id": "d", "type": "thesis", "identifiers": {}},
    ),
    "a book and a paper": (
        ARTICLE,
        ARTICLE,
        {"source": "oai-dc", "source_id": "b", "type": "book", "identifiers": {}},
    ),
    "two journal DOIs": (
        ARTICLE,
        ARTICLE,
        {"source": "pubmed", "source_id": "1", "identifiers": {"doi": "10.5555/b"}},
    ),
    "two arXiv ids": (
        PREPRINT,
        PREPRINT,
        {"source": "openalex", "source_id": "W1", "identifiers": {"arxiv": "2001.00002"}},
    ),
    "two ids of one source": (PREPRINT, PREPRINT, {"source_id": "2001.00002", "identifiers": {}}),
    "two ids of one kind of one register": (ARTICLE, ARTICLE, {"source_id": "10.5555/b", "identifiers": {}}),
    "five years": (PREPRINT, ARTICLE, {"published": "2025"}),
    "other authors": (PREPRINT, ARTICLE, {"authors": ("Eve Else", "Frank Furt")}),
    "one author of many": (PREPRINT, ARTICLE, {"authors": ("Eve Else", "Frank Furt", "Carol Ito")}),
    "another first author": (PREPRINT, ARTICLE, {"authors": ("Eve Else", "Bob Okafor", "Carol Ito")}),
    "a brother": ({**PREPRINT, "authors": ("Ada Lindqvist",)}, ARTICLE, {"authors": ("Bert Lindqvist",)}),
    "two ORCID iDs": (
        {**PREPRINT, "authors": ({"name": "Ada Lindqvist", "orcid": "0000-0002-1825-0097"},)},
        ARTICLE,
        {"authors": ({"name": "Ada Lindqvist", "orcid": "0000-0001-5109-3700"},)},
    ),
    "no authors": (PREPRINT, ARTICLE, {"authors": ()}),
    "an ORCID record of somebody else": (
        ARTICLE,
        ARTICLE,
        {"source": "orcid", "source_id": "7", "identifiers": {}, "authors": ("Eve Else",)},
    ),
    "a translation": ({**PREPRINT, "language": "en"}, ARTICLE, {"language": "fr"}),
    "two subtitles": (
        {**PREPRINT, "title": f"{TITLE}: the north"},
        ARTICLE,
        {"title": f"{TITLE}: the south"},
    ),
    "a subtitle and another team": (
        PREPRINT,
        ARTICLE,
        {"title": f"{TITLE}: the north", "authors": AUTHORS[:2]},
    ),
    "a subtitle with a year": (
        {**PREPRINT, "title": f"{TITLE}: campaign 2019"},
        ARTICLE,
        {"title": f"{TITLE}: campaign 2020"},
    ),
    "the overview of two years": (
        {**PAPER, "title": "Overview of the shared task on tidal parsing"},
        NOTED,
        {"title": "Overview of the shared task on tidal parsing", "published": "2021"},
    ),
    "the task of two years": (
        {**PAPER, "title": "Shared task 2019 on parsing tidal words"},
        NOTED,
        {"title": "Shared task 2020 on parsing tidal words"},
    ),
    "a short title in two years": (
        {**PAPER, "title": "Tidal language research"},
        NOTED,
        {"title": "Tidal language research", "published": "2021"},
    ),
    "two places and years": (PAPER, NOTED, {"venue": "Workshop on Marsh Water", "published": "2021"}),
    "a formula of another number": (
        {**PREPRINT, "title": r"Counting $K_3$ in tidal graphs"},
        ARTICLE,
        {"title": r"Counting $K_4$ in tidal graphs"},
    ),
    "another title": (
        PREPRINT,
        ARTICLE,
        {"title": "Learning the tides of the open sea with neural networks"},
    ),
}


@pytest.mark.parametrize(("one", "other", "changes"), SAME.values(), ids=SAME)
def test_these_are_one_work(one: dict[str, Any], other: dict[str, Any], changes: dict[str, Any]) -> None:
    given_verdict = verdict(record(one), record(other, **changes))
    assert given_verdict.answer is Answer.SAME, given_verdict.reasons
    assert given_verdict.reasons[0] == "the titles agree"


@pytest.mark.parametrize(("one", "other", "changes"), NOT_SAME.values(), ids=NOT_SAME)
def test_these_are_not_taken_for_one_work(
    one: dict[str, Any], other: dict[str, Any], changes: dict[str, Any]
) -> None:
    given_verdict = verdict(record(one), record(other, **changes))
    assert given_verdict.answer is not Answer.SAME
    assert given_verdict.reasons


EVERY = [record(base, **changes) for _, base, changes in (*SAME.values(), *NOT_SAME.values())]
EVERY += [record(base) for base, _, _ in (*SAME.values(), *NOT_SAME.values())]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(EVERY), st.sampled_from(EVERY))
def test_it_does_not_matter_which_statement_comes_first(one: WorkRecord, other: WorkRecord) -> None:
    assert verdict(one, other) == verdict(other, one)
    assert contradiction(one, other) == contradiction(other, one)
    assert closeness(one, other) == closeness(other, one)


@given(st.sampled_from(EVERY))
def test_a_statement_with_authors_is_the_same_as_itself(one: WorkRecord) -> None:
    assert verdict(one, one).is_same is bool(one.authors)
    assert contradiction(one, one) is None


def test_reasons_are_words_that_a_page_can_show() -> None:
    assert verdict(record(PREPRINT), record(ARTICLE)).reasons == (
        "the titles agree",
        "all authors agree",
        "they are of 2020 and 2021",
    )
    other = record(ARTICLE, source="pubmed", source_id="1", identifiers={"doi": "10.5555/b"})
    assert verdict(record(ARTICLE), other).reasons == (
        "they have two DOIs, 10.5555/b and 10.5555/tides, and are not versions of different kinds",
    )


def test_of_several_statements_one_must_be_the_same_and_none_may_forbid_it() -> None:
    late = record(ARTICLE, published="2023", source_id="10.5555/late", identifiers={"doi": "10.5555/late"})
    conference = record(PAPER)
    assert verdict(late, record(PREPRINT)).is_different
    assert verdict_among(conference, [record(PREPRINT), late]).is_same
    forbidding = record(PAPER, source_id="conf/tide/Other20")
    assert verdict_among(conference, [record(PREPRINT), forbidding]).is_different


BOOK = {
    **ARTICLE,
    "type": "book",
    "title": "The book of tides",
    "authors": ("Eve Else",),
    "source": "datacite",
}


@pytest.mark.parametrize(
    ("one", "other", "changes", "expected"),
    [
        (ARTICLE, BOOK, {}, "one is a book, the other stands in a book"),
        (ARTICLE, BOOK, {"type": "other"}, "neither a title nor an author is in common"),
        (ARTICLE, BOOK, {"type": "other", "authors": ()}, None),
        (ARTICLE, BOOK, {"type": "other", "authors": AUTHORS}, None),
        (ARTICLE, PREPRINT, {}, None),
        (ARTICLE, PREPRINT, {"title": "Tidal learning in salt marshes by networks", "authors": ("Eve Else",)}, None),
        (ARTICLE, PREPRINT, {"title": "盐沼潮汐的神经网络学习", "authors": ("林爱达",)}, None),
        (ARTICLE, PREPRINT, {"title": f"Correction to: {TITLE}"}, "one is a correction, the other is not"),
        (ARTICLE, PREPRINT, {"title": f"RETRACTED ARTICLE: {TITLE}"}, None),
        (PREPRINT, PREPRINT, {"source_id": "2001.2"}, "arXiv lists them under two ids, 2001.00001 and 2001.2"),
    ],
)  # fmt: skip
def test_a_shared_identifier_outweighs_much_but_not_a_mistake(
    one: dict[str, Any], other: dict[str, Any], changes: dict[str, Any], expected: str | None
) -> None:
    assert contradiction(record(one), record(other, **changes)) == expected


def test_one_familiar_statement_is_enough_where_an_identifier_is_shared() -> None:
    strange = record(BOOK, type="other", source="oai-dc", source_id="s")
    assert contradiction_among(record(ARTICLE), [strange, record(PREPRINT)]) is None
    assert contradiction_among(record(ARTICLE), [strange]) == "neither a title nor an author is in common"
    assert contradiction_among(record(ARTICLE), []) is None


def test_nearer_statements_are_closer() -> None:
    article = record(ARTICLE)
    assert closeness(article, record(PAPER, published="2021")) > closeness(article, record(PAPER))
    assert closeness(article, article) > closeness(article, record(PAPER, published="2021"))


def test_only_the_first_obstacle_is_looked_for_where_only_the_answer_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        sameness, "OBJECTIONS", (lambda *_: asked.append("first") or "no", lambda *_: asked.append("second"))
    )
    assert verdict_among(record(PREPRINT), [record(ARTICLE)]).reasons == ("no",)
    assert asked == ["first"]
