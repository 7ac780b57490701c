import threading

import pytest
from django.db import connection, transaction

from researchers.counters import refresh_batch
from researchers.models import Attribution, ExternalId, Researcher
from researchers.resolution import resolve
from tests.builders import make_researcher, make_user, make_work
from tests.ingest.records import load, make_record, work_of
from tests.waiting import eventually, somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db

HAO = {"name": "Hao Fei", "source_author_id": "hao-fei"}


def names() -> dict[str, str]:
    """Printed name and work → address of the researcher it is attributed to."""
    rows = Attribution.objects.filter(status="accepted").values_list(
        "authorship__work__title", "authorship__name", "researcher__slug"
    )
    return {f"{title}: {name}": slug for title, name, slug in rows}


def test_spellings_that_differ_in_accents_and_case_are_one_person() -> None:
    load(make_record("1", authors=("José García",)), make_record("2", authors=("JOSE GARCIA",)))
    researcher = Researcher.objects.get()
    assert set(researcher.name_variants.values_list("name", flat=True)) == {"José García", "JOSE GARCIA"}


@pytest.mark.parametrize("other", ["J. García", "José Garcia Lopez", "Garcia José", "Josefa García"])
def test_other_names_are_other_people(other: str) -> None:
    load(make_record("1", authors=("José García",)), make_record("2", authors=(other,)))
    assert Researcher.objects.count() == 2


def test_the_sources_own_person_ids_keep_homonyms_apart() -> None:
    load(
        make_record("1", authors=({"name": "Yang Liu", "source_author_id": "yang-liu-icsi"},)),
        make_record("2", authors=({"name": "Yang Liu", "source_author_id": "yang-liu-edinburgh"},)),
        make_record("3", authors=("Yang Liu",)),
    )
    assert names() == {
        "Paper 1: Yang Liu": "yang-liu-icsi",
        "Paper 2: Yang Liu": "yang-liu-edinburgh",
        "Paper 3: Yang Liu": "yang-liu",
    }
    assert set(ExternalId.objects.values_list("scheme", "value")) == {
        ("test", "yang-liu-icsi"),
        ("test", "yang-liu-edinburgh"),
    }


def test_one_person_id_under_two_names_is_one_person() -> None:
    load(make_record("1", authors=(HAO,)), make_record("2", authors=({**HAO, "name": "H. Fei"},)))
    assert Researcher.objects.count() == 1


def test_a_printed_orcid_tells_people_apart_where_the_source_has_no_id() -> None:
    load(
        make_record("1", authors=({"name": "Wei Wang", "orcid": "0000-0002-1825-0097"},)),
        make_record("2", authors=({"name": "W. Wang", "orcid": "0000-0002-1825-0097"},)),
        make_record("3", authors=("Wei Wang",)),
    )
    assert Researcher.objects.count() == 2
    assert ExternalId.objects.get().scheme == "orcid"


def test_a_name_printed_twice_on_one_work_is_two_people() -> None:
    load(make_record("1", authors=("Wei Wang", "Wei Wang")))
    assert Researcher.objects.count() == 2
    assert set(Researcher.objects.values_list("slug", flat=True)) == {"wei-wang", "wei-wang-2"}


def test_names_without_latin_letters_have_addresses_of_their_own() -> None:
    load(make_record("1", authors=("王伟", "محمد علي", "李娜")))
    slugs = set(Researcher.objects.values_list("slug", flat=True))
    assert len(slugs) == 3
    assert all(slug.strip("-") for slug in slugs)


def test_addresses_that_collide_are_numbered_across_imports() -> None:
    load(make_record("1", authors=("Anna-Maria Berg",)))
    load(
        make_record("2", authors=("Annamaria-Berg",), title="x"),
        make_record("3", authors=("Anna Maria Berg",)),
    )
    slugs = list(Researcher.objects.values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs))


def test_a_rejected_pair_stays_rejected_whatever_the_next_import_says() -> None:
    load(make_record("1", authors=("Ada Lindqvist",)))
    Attribution.objects.update(status=Attribution.Status.REJECTED, basis=Attribution.Basis.CONFIRMED)
    load(make_record("1", authors=("Ada Lindqvist", "Bob Okafor"), title="Changed"))
    attributions = Attribution.objects.filter(authorship__name="Ada Lindqvist")
    assert [attribution.status for attribution in attributions] == ["rejected"]


@pytest.mark.parametrize("basis", [Attribution.Basis.CONFIRMED, Attribution.Basis.CURATED])
def test_what_a_person_decided_outlives_a_change_of_the_printed_name(basis: str) -> None:
    load(make_record("1", authors=("Ada Lindqvist",)))
    Attribution.objects.update(basis=basis, decided_by=make_user())
    load(make_record("1", authors=("A. Lindqvist-Berg",)))
    attribution = Attribution.objects.get(authorship=work_of().authorships.get())
    assert (attribution.researcher.preferred_name, attribution.basis) == ("Ada Lindqvist", basis)


def test_a_machine_match_follows_the_printed_name() -> None:
    load(make_record("1", authors=("Ada Lindqvist",)))
    load(make_record("1", authors=("Ada Lindquist",)))
    assert Attribution.objects.get().researcher.preferred_name == "Ada Lindquist"
    former = Researcher.objects.get(preferred_name="Ada Lindqvist")
    assert former.works_count == 0


def test_a_merged_researcher_receives_nothing_any_more() -> None:
    load(make_record("1", authors=("Ada Lindqvist",)), make_record("2", authors=("A. Lindqvist",)))
    target, duplicate = (
        Researcher.objects.get(preferred_name=name) for name in ("Ada Lindqvist", "A. Lindqvist")
    )
    duplicate.merged_into = target
    duplicate.save()
    load(make_record("3", authors=("A. Lindqvist",)))
    assert Attribution.objects.get(authorship__work=work_of("3")).researcher == target


@pytest.mark.parametrize(
    ("name", "least", "most"), [("Ada Lindqvist", 0.5, 0.9), ("A Lindqvist", 0.1, 0.4), ("Ada", 0.1, 0.3)]
)
def test_the_barer_the_name_the_lower_the_confidence(name: str, least: float, most: float) -> None:
    load(make_record("1", authors=(name,)))
    assert least <= Attribution.objects.get().confidence <= most


def test_the_basis_tells_an_identifier_from_a_name() -> None:
    load(make_record("1", authors=(HAO, "Bob Okafor")))
    bases = dict(Attribution.objects.values_list("authorship__name", "basis"))
    assert bases == {"Hao Fei": "source_id", "Bob Okafor": "matched"}


def test_public_ids_are_the_same_when_the_record_is_built_anew() -> None:
    load(make_record("1", authors=("Ada Lindqvist",)))
    before = Researcher.objects.get().public_id
    Researcher.objects.get().attributions.all().delete()
    Researcher.objects.all().delete()
    load(make_record("1", authors=("Ada Lindqvist",), title="Changed"))
    assert Researcher.objects.get().public_id == before


@pytest.mark.django_db(transaction=True)
def test_a_mark_is_not_lost_to_a_sweep_that_has_read_the_facts_of_before() -> None:
    """The sweep holds the stale row, counts without the new work and is about to call the row fresh."""
    make_researcher("Ada Lindqvist", identity_key="name:ada lindqvist")
    thread = threading.Thread(target=load_elsewhere)
    with transaction.atomic():
        assert refresh_batch() == 1
        thread.start()
        eventually(lambda: somebody_waits_for_a_lock() or not thread.is_alive())
    thread.join()
    assert Researcher.objects.get().works_count == 0
    assert Researcher.objects.filter(counters_stale_at__isnull=False).exists()


def load_elsewhere() -> None:
    work = make_work(authors=["Ada Lindqvist"])
    with transaction.atomic():
        resolve([work.pk])
    connection.close()
