import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from researchers import counters, tasks
from researchers.models import Attribution, Researcher
from researchers.tasks import sweep_counters
from tests.builders import make_researcher
from tests.ingest.records import load, make_record
from works.models import Affiliation, Institution, PersonStatement, Work


def of(name: str) -> Researcher:
    return Researcher.objects.get(preferred_name=name)


@pytest.mark.django_db
def test_the_counters_say_what_the_works_say() -> None:
    load(
        make_record("1", published="2015", authors=("Ada Lindqvist", "Bob Okafor"), categories=["cs.LG"],
                    identifiers={"doi": "10.5555/1"}, venue="Old Journal"),
        make_record("2", published="2018-05", categories=["cs.NE"], venue="New Journal",
                    authors=({"name": "Ada Lindqvist", "affiliations": ["Lindenau University"]}, "Eve Else"),
                    references=["doi:10.5555/1"]),
        make_record("3", published="2017", authors=("Ada Lindqvist",), categories=["cs.NE", "cs.LG"],
                    references=["doi:10.5555/1"]),
    )  # fmt: skip
    ada = of("Ada Lindqvist")
    assert (ada.works_count, ada.coauthors_count, ada.topics_count) == (3, 2, 2)
    assert (ada.citations_count, ada.h_index) == (2, 1)
    assert (ada.first_year, ada.last_year, ada.latest_venue) == (2015, 2018, "New Journal")
    assert (ada.affiliation, ada.affiliation_year, ada.category) == ("Lindenau University", 2018, "cs.NE")
    assert ada.counters_stale_at is None
    assert ada.name_variants.get().works_count == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("citations", "expected"), [([], 0), ([0], 0), ([1], 1), ([5, 5], 2), ([1, 1, 1], 1), ([9, 7, 3, 1], 3)]
)
def test_the_h_index_is_the_number_of_works_cited_at_least_that_often(
    citations: list[int], expected: int
) -> None:
    load(
        *(
            make_record(str(n), authors=("Ada Lindqvist",), cited_by_count=times)
            for n, times in enumerate(citations)
        )
    )
    assert not citations or of("Ada Lindqvist").h_index == expected


@pytest.mark.django_db
def test_disputed_works_count_and_rejected_and_withdrawn_ones_do_not() -> None:
    load(*(make_record(str(n), authors=("Ada Lindqvist",)) for n in range(4)))
    by_title = {attribution.authorship.work.title: attribution for attribution in Attribution.objects.all()}
    Attribution.objects.filter(pk=by_title["Paper 0"].pk).update(status="disputed")
    Attribution.objects.filter(pk=by_title["Paper 1"].pk).update(status="rejected")
    Work.objects.filter(title="Paper 2").update(withdrawn=True)
    Researcher.objects.all().mark_counters_stale()
    sweep_counters()
    assert of("Ada Lindqvist").works_count == 2


@pytest.mark.django_db
def test_a_new_co_author_makes_all_authors_of_the_work_stale_and_counted() -> None:
    load(make_record("1", authors=("Ada Lindqvist",)))
    load(make_record("1", authors=("Ada Lindqvist", "Bob Okafor")))
    assert of("Ada Lindqvist").coauthors_count == 1


@pytest.mark.django_db
def test_a_citation_from_a_later_import_reaches_the_cited_author() -> None:
    load(make_record("1", authors=("Ada Lindqvist",), identifiers={"doi": "10.5555/1"}))
    load(make_record("2", authors=("Bob Okafor",), references=["doi:10.5555/1"]))
    assert (of("Ada Lindqvist").citations_count, of("Ada Lindqvist").h_index) == (1, 1)


@pytest.mark.django_db
def test_sweeping_twice_does_nothing_the_second_time() -> None:
    make_researcher("Ada Lindqvist")
    assert sweep_counters() == 1
    version = of("Ada Lindqvist").version
    assert sweep_counters() == 0
    assert of("Ada Lindqvist").version == version


@pytest.mark.django_db
def test_during_an_import_a_sweep_counts_a_few(monkeypatch) -> None:
    for number in range(3):
        make_researcher(f"Person {number}")
    monkeypatch.setattr(tasks, "somebody_has_turn", lambda: True)
    monkeypatch.setattr(tasks, "FEW", 2)
    assert sweep_counters() == 2
    assert Researcher.objects.exclude(counters_stale_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_stale_rows_without_waiting_for_each_other() -> None:
    for number in range(4):
        make_researcher(f"Person {number}")
    taken: list[int] = []

    def other_worker() -> None:
        taken.append(counters.refresh_batch(10))
        connection.close()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(counters.TAKE_STALE, {"limit": 3})
        thread = threading.Thread(target=other_worker)
        thread.start()
        thread.join(timeout=20)
    assert taken == [1]
    assert counters.refresh_batch(10) == 3
    assert counters.count_stale() == 0


@pytest.mark.django_db
def test_a_retracted_work_counts_no_more_here_than_for_trust() -> None:
    load(make_record("1", authors=("Ada Lindqvist", "Bob Okafor"), cited_by_count=9, retracted=True))
    ada = of("Ada Lindqvist")
    assert (ada.works_count, ada.coauthors_count, ada.citations_count, ada.h_index) == (0, 0, 0, 0)


@pytest.mark.django_db
def test_absurd_citation_counts_stop_nobody_from_being_counted() -> None:
    """Together they do not fit the column; one such person would hold up everybody's counters for good."""
    load(*(make_record(str(n), authors=("Ada Lindqvist",), cited_by_count=2_000_000_000) for n in range(2)))
    assert of("Ada Lindqvist").citations_count == 2_147_483_647


@pytest.mark.django_db
def test_a_work_that_prints_somebody_twice_counts_once() -> None:
    load(make_record("1", authors=("Ada Lindqvist", "A. Lindqvist"), cited_by_count=5))
    ada = of("Ada Lindqvist")
    Attribution.objects.update(researcher=ada)
    Researcher.objects.all().mark_counters_stale()
    sweep_counters()
    ada.refresh_from_db()
    assert (ada.works_count, ada.citations_count, ada.h_index) == (1, 5, 1)


@pytest.mark.django_db
def test_a_spelling_that_nothing_prints_any_more_is_counted_down() -> None:
    load(make_record("1", authors=("José García",)), make_record("2", authors=("Jose Garcia",)))
    load(make_record("2", authors=("José García",)))
    assert dict(Researcher.objects.get().name_variants.values_list("name", "works_count")) == {
        "José García": 2,
        "Jose Garcia": 0,
    }


@pytest.mark.django_db(transaction=True)
def test_many_stale_researchers_are_counted_over_two_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        make_researcher(f"Person {number}")
    monkeypatch.setattr(counters, "BATCH", 2)
    monkeypatch.setattr(counters.refresh_batch, "__defaults__", (2,))
    assert counters.refresh_all_stale() == 9
    assert counters.count_stale() == 0


def state_employments(*employments: dict[str, str]) -> None:
    """What Ada's ORCID record says."""
    payload = {"source": "orcid", "orcid": ADA, "name": "Ada Lindqvist", "employments": list(employments)}
    PersonStatement.objects.create(
        source="orcid", source_id=ADA, orcid=ADA, payload=payload, payload_hash=b"", read_at=timezone.now()
    )


ADA = "0000-0002-1825-0097"


def ada_with(**author) -> Researcher:
    load(make_record("1", published="2018", authors=({"name": "Ada Lindqvist", "orcid": ADA, **author},)))
    return of("Ada Lindqvist")


@pytest.mark.django_db
def test_where_no_work_prints_an_affiliation_the_present_employment_counts() -> None:
    harbor = Institution.objects.create(slug="harbor", name="Harbor", key="harbor", ror="01aaaaa11")
    state_employments(
        {"organization": "Old College", "start": "2001", "end": "2009-05"},
        {"organization": "Harbor Institute", "start": "2010", "ror": "01aaaaa11"},
        {"organization": "Older College", "start": "1990", "end": "2000"},
    )
    ada = ada_with()
    assert (ada.affiliation, ada.affiliation_basis, ada.affiliation_year) == (
        "Harbor Institute",
        "orcid",
        None,
    )
    assert ada.institution == harbor


@pytest.mark.django_db
def test_a_former_employment_counts_where_none_goes_on() -> None:
    state_employments(
        {"organization": "Old College", "end": "2009-05"}, {"organization": "Older College", "end": "2000"}
    )
    assert (ada_with().affiliation, of("Ada Lindqvist").affiliation_year) == ("Old College", 2009)


@pytest.mark.django_db
def test_a_printed_affiliation_comes_before_an_employment() -> None:
    state_employments({"organization": "Harbor Institute"})
    ada = ada_with(affiliations=["Lindenau University"])
    assert (ada.affiliation, ada.affiliation_basis) == ("Lindenau University", "printed")


@pytest.mark.django_db
def test_an_affiliation_nobody_states_stays_unknown() -> None:
    state_employments()
    ada = ada_with()
    assert (ada.affiliation, ada.affiliation_basis, ada.institution) == ("", "", None)


@pytest.mark.django_db
def test_the_surest_reading_of_the_latest_work_is_the_affiliation() -> None:
    ada = ada_with(affiliations=["Dept. of Tides, Harbor Univ."])
    authorship = ada.attributions.get().authorship
    Affiliation.objects.filter(authorship=authorship).delete()
    for name, confidence, basis in (("Tides", 0.8, "acronym"), ("Harbor University", 0.96, "name")):
        institution = Institution.objects.create(slug=name, name=name, key=name, ror=f"0{len(name)}")
        Affiliation.objects.create(
            authorship=authorship, institution=institution, confidence=confidence, basis=basis
        )
    Researcher.objects.all().mark_counters_stale()
    sweep_counters()
    ada.refresh_from_db()
    assert (ada.affiliation, ada.affiliation_basis) == ("Harbor University", "name")
    assert str(ada.institution) == "Harbor University"
