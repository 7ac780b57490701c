from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.names import fold
from ingest.institutions import readings
from ingest.joining import candidates, moving
from ingest.loading import people, staging, taking_back
from ingest.models import ImportRun
from ingest.records import BadRecord
from researchers.models import Attribution, Researcher
from tests.ingest.records import load, make_record, work_of
from works.models import Authorship, Citation, Institution, Topic, Venue, Work, WorkIdentifier

pytestmark = pytest.mark.django_db


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return (run.created, run.updated, run.unchanged, run.rejected)


def everything() -> dict[str, list]:
    """Every row of the record, as it stands."""
    tables = [Work, Authorship, WorkIdentifier, Citation, Researcher, Attribution, Topic, Venue, Institution]
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in tables}


FULL = {
    "type": "preprint",
    "title": r"Learning $x^2$ by \emph{backpropagation}",
    "abstract": "We train neural networks.",
    "published": "2021-03-04",
    "venue": "Journal of Invented Results",
    "categories": ["cs.LG", "stat.ML", "cs.NE"],
    "identifiers": {"doi": "10.5555/One", "arxiv": "2103.00001"},
    "authors": (
        {"name": "Ada Lindqvist", "affiliations": ["Lindenau University"], "orcid": "0000-0002-1825-0097"},
        "Bob Okafor",
    ),
    "versions": [{"type": "journal-article", "date": "2022-01", "doi": "10.5555/two"}],
    "links": [{"kind": "code", "url": "https://example.org/code", "origin": "paper"}],
    "open_access": True,
}


def test_everything_that_a_record_says_is_stored() -> None:
    load(make_record(**FULL))
    work = work_of()
    assert work.title == FULL["title"]
    assert (work.published_on, work.published_precision, work.year) == (date(2021, 3, 4), "day", 2021)
    assert work.venue.name == "Journal of Invented Results"
    assert (work.category, work.open_access, work.has_code, work.authors_count) == ("LG", True, True, 2)
    assert {str(identifier) for identifier in work.identifiers.all()} == {
        "doi:10.5555/one",
        "doi:10.5555/two",
        "arxiv:2103.00001",
    }
    assert [author.name for author in work.authorships.order_by("position")] == [
        "Ada Lindqvist",
        "Bob Okafor",
    ]
    assert work.authorships.get(position=0).institutions.get().name == "Lindenau University"
    assert work.versions.get().published_on == date(2022, 1, 1)
    assert work.links.get().url == "https://example.org/code"
    topics = dict(work.work_topics.values_list("topic__name", "origin"))
    assert topics == {
        "Machine Learning": "source",
        "Neural and Evolutionary Computing": "source",
        "Backpropagation": "text",
        "Neural network": "text",
    }


def test_the_same_record_again_writes_nothing() -> None:
    load(make_record(**FULL))
    before = everything()
    run = load(make_record(**FULL))
    assert counts(run) == (0, 0, 1, 0)
    assert everything() == before


def test_a_changed_record_changes_its_work_and_keeps_its_address() -> None:
    load(make_record(**FULL))
    old = work_of()
    run = load(make_record(**{**FULL, "title": "Another title", "links": [], "categories": ["math.CO"]}))
    work = work_of()
    assert counts(run) == (0, 1, 0, 0)
    assert (work.pk, work.slug, work.title) == (old.pk, old.slug, "Another title")
    assert work.version > old.version
    assert not work.has_code
    assert not work.links.exists()
    assert set(work.topics.values_list("name", flat=True)) == {"Combinatorics", "Neural network"}


def test_a_corrected_field_stays_when_the_source_speaks_again() -> None:
    load(make_record(**FULL))
    Work.objects.update(title="Corrected by hand", locked_fields=["title"])
    load(make_record(**{**FULL, "title": "Wrong again", "type": "review"}))
    assert (work_of().title, work_of().type) == ("Corrected by hand", "review")


def test_an_author_list_that_shrinks_loses_its_end() -> None:
    load(make_record(authors=("Ada Lindqvist", "Bob Okafor", "Eve Extra")))
    load(make_record(authors=("Ada Lindqvist", "Bob Okafor")))
    assert list(work_of().authorships.order_by("position").values_list("name", flat=True)) == [
        "Ada Lindqvist",
        "Bob Okafor",
    ]
    assert Researcher.objects.get(preferred_name="Eve Extra").works_count == 0


def test_an_authorship_that_its_person_confirmed_outlives_the_source() -> None:
    load(make_record(authors=("Ada Lindqvist", "Bob Okafor")))
    Attribution.objects.filter(authorship__position=1).update(basis=Attribution.Basis.CONFIRMED)
    load(make_record(authors=("Ada Lindqvist",)))
    assert work_of().authorships.filter(name="Bob Okafor").exists()


def test_two_sources_that_share_an_identifier_speak_of_one_work() -> None:
    load(
        make_record(
            "a", source="arxiv", type="preprint", published="2019-05-01", identifiers={"doi": "10.5555/x"}
        )
    )
    run = load(
        make_record(
            "c",
            source="crossref",
            type="journal-article",
            published="2020-02",
            identifiers={"doi": "10.5555/X"},
        )
    )
    assert counts(run) == (0, 1, 0, 0)
    work = Work.objects.get()
    assert work.sources.count() == 2
    assert work.year == 2019


def test_two_records_of_one_batch_that_share_an_identifier_are_one_work() -> None:
    run = load(
        make_record("a", source="arxiv", identifiers={"doi": "10.5555/x"}),
        make_record("c", source="crossref", identifiers={"doi": "10.5555/x"}),
    )
    assert (run.created, Work.objects.count()) == (1, 1)


def test_two_ids_of_one_source_are_two_works_even_if_they_share_an_identifier() -> None:
    load(
        make_record("a", identifiers={"doi": "10.5555/x"}), make_record("b", identifiers={"doi": "10.5555/x"})
    )
    load(make_record("c", identifiers={"doi": "10.5555/x"}))
    assert Work.objects.count() == 3


def test_a_record_given_twice_in_one_batch_counts_once_and_the_later_word_stands() -> None:
    run = load(make_record(title="First word"), make_record(title="Last word"))
    assert (run.read, run.created, run.unchanged) == (2, 1, 1)
    assert work_of().title == "Last word"


def test_references_are_tied_whichever_work_comes_first() -> None:
    load(make_record("1", references=["doi:10.5555/two", "doi:10.5555/unknown"]))
    load(make_record("2", identifiers={"doi": "10.5555/two"}))
    load(make_record("3", references=["doi:10.5555/two"]))
    cited = work_of("2")
    assert cited.citations_count == 2
    assert {citation.citing_id for citation in cited.citations.all()} == {work_of("1").pk, work_of("3").pk}
    assert Citation.objects.filter(cited=None).count() == 1


def test_a_work_does_not_cite_itself() -> None:
    load(make_record(identifiers={"doi": "10.5555/self"}, references=["doi:10.5555/self"]))
    assert work_of().citations_count == 0


def test_a_reference_taken_back_no_longer_counts() -> None:
    load(
        make_record("2", identifiers={"doi": "10.5555/two"}), make_record("1", references=["doi:10.5555/two"])
    )
    assert work_of("2").citations_count == 1
    load(make_record("1"))
    assert work_of("2").citations_count == 0


def test_works_with_code_rank_before_their_equals() -> None:
    load(
        make_record("1", title="Without"),
        make_record("2", title="With", links=[{"kind": "code", "url": "https://example.org/c"}]),
    )
    assert [work.title for work in Work.objects.ranked_first()] == ["With", "Without"]


def test_equal_titles_get_addresses_of_their_own() -> None:
    load(
        make_record("a.1", title="Preface"),
        make_record("a-1", title="Preface"),
        make_record("b", title="Preface"),
    )
    assert len(set(Work.objects.values_list("slug", flat=True))) == 3


def test_venues_and_institutions_that_differ_in_case_only_are_one() -> None:
    load(
        make_record(
            "1",
            venue="Journal of Results",
            authors=({"name": "Ada", "affiliations": ["Ångström Institute"]},),
        ),
        make_record(
            "2", venue="JOURNAL OF RESULTS", authors=({"name": "Bo", "affiliations": ["Angstrom institute"]},)
        ),
    )
    assert Venue.objects.count() == 1
    assert Institution.objects.count() == 1


def test_venues_whose_addresses_would_be_equal_stay_apart() -> None:
    load(make_record("1", venue="C++"), make_record("2", venue="C"), make_record("3", venue="Ω — Journal"))
    assert Venue.objects.count() == len(set(Venue.objects.values_list("slug", flat=True))) >= 2


def test_bad_records_are_kept_with_their_reason_and_the_rest_goes_in() -> None:
    bad = BadRecord("the title is empty", name="file.jsonl", line=3, piece='{"title": ""}')
    run = load(make_record("1"), bad, make_record("2"))
    assert counts(run) == (2, 0, 0, 1)
    problem = run.problems.get()
    assert (problem.position, problem.reason) == ("file.jsonl, line 3", "the title is empty")


def test_a_work_with_two_thousand_authors_is_one_like_others() -> None:
    load(make_record(authors=tuple(f"Author Number{number:04}" for number in range(2000))))
    assert work_of().authorships.count() == 2000
    assert Researcher.objects.count() == 2000


def test_the_number_of_queries_does_not_grow_with_the_number_of_records() -> None:
    load(make_record("warm"))

    def cost(first: int, number: int) -> int:
        records = [make_record(f"{first + n}", authors=(f"Person{first + n} Name",)) for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            load(*records)
        return len(queries)

    assert cost(0, 2) >= cost(1000, 200)


def test_names_are_folded_the_same_way_in_authorships_and_researchers() -> None:
    load(make_record(authors=("Zoë Müller-Ångström",)))
    assert (
        Authorship.objects.get().name_key == Researcher.objects.get().name_key == fold("Zoë Müller-Ångström")
    )


def test_topics_of_a_vocabulary_are_tied_by_id_and_made_where_they_are_new() -> None:
    Topic.objects.create(
        slug="parsing", name="Parsing", kind=Topic.Kind.CATEGORY, openalex="T10028", codes=[]
    )
    stated = [
        {"id": "openalex:T10028", "name": "Natural Language Parsing", "confidence": 0.8},
        {"id": "openalex:T99999", "name": "Speaking of Examples", "confidence": 0.4},
    ]
    load(make_record("1", topics=stated), make_record("2", topics=stated[:1]))
    assert list(
        work_of("1").work_topics.order_by("topic__slug").values_list("topic__slug", "confidence")
    ) == [
        ("parsing", pytest.approx(0.8)),
        ("speaking-of-examples", pytest.approx(0.4)),
    ]
    assert Topic.objects.get(openalex="T99999").works_count == 1


MODULES = (candidates, moving, people, readings, staging, taking_back)


def test_nothing_is_asked_of_a_connection_that_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would answer only after the COPY, which waits for the answer: for ever."""
    copying: list[str] = []
    plain = staging.copy_rows

    def watched(cursor: Any, table: str, rows: Any) -> None:
        copying.append(table)
        plain(cursor, table, rows)
        copying.clear()

    def ask(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        assert not copying, f"asked while {copying[0]} was copied: {sql}"
        return execute(sql, params, many, context)

    for module in MODULES:
        monkeypatch.setattr(module, "copy_rows", watched)
    everything: dict[str, Any] = {
        "authors": [{"name": "Ada Lindqvist", "affiliations": ["University of Nowhere"]}],
        "venue": "Tides",
        "categories": ["cs.CL"],
        "topics": [{"id": "openalex:T1", "name": "Salt"}],
        "references": ["doi:10.5555/far"],
        "links": [{"kind": "code", "url": "https://example.org/x"}],
        "versions": [{"type": "journal-article", "doi": "10.5555/v"}],
        "identifiers": {"doi": "10.5555/x"},
    }
    with connection.execute_wrapper(ask):
        load(make_record("1", **everything))
        load(
            make_record("1", **everything, abstract="More."),
            make_record("2", source="crossref", **everything),
        )
