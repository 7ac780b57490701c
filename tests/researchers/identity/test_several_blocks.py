"""A page may have names of several blocks, of which each is resolved alone: what may never be holds across them."""

import pytest

from researchers.curation.moving import move
from researchers.identity import units
from researchers.models import Attribution, ExternalId, Researcher
from tests.builders import make_user
from tests.ingest.records import load, make_record, work_of
from tests.researchers.identity.seers import by_domain, page, printed, run, whose
from works.models import Authorship

pytestmark = pytest.mark.django_db

MARIA, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


def print_maria(source_id: str, *names: str, orcid: str = "", **fields: str) -> None:
    authors = tuple({"name": name, "source_author_id": "maria", "orcid": orcid} for name in names)
    load(make_record(source_id, authors=authors, **fields))


def pages_by_orcid() -> dict[str, set[int]]:
    listed = Attribution.objects.filter(status__in=("accepted", "disputed")).exclude(authorship__orcid="")
    pages: dict[str, set[int]] = {}
    for researcher, orcid in listed.values_list("researcher_id", "authorship__orcid"):
        pages.setdefault(orcid, set()).add(researcher)
    return pages


@pytest.fixture
def maria() -> Researcher:
    """Somebody whose family name has changed, which only the source's id of the person tells."""
    print_maria("1", "Maria Kowalska", orcid=MARIA)
    print_maria("2", "Maria Nowak")
    run(everything=True)
    (researcher,) = {one.researcher for one in Attribution.objects.select_related("researcher")}
    return researcher


@pytest.mark.parametrize("everything", [True, False])
def test_an_orcid_id_that_is_printed_beside_another_name_keeps_out_a_second_one(maria, everything):
    print_maria("3", "Maria Nowak", orcid=OTHER)
    run(everything=everything)
    pages = pages_by_orcid()
    assert pages[MARIA] == {maria.pk}
    assert len(pages[OTHER]) == 1
    assert pages[OTHER] != {maria.pk}


def test_the_same_orcid_id_beside_another_name_belongs_to_the_page(maria):
    print_maria("3", "Maria Nowak", orcid=MARIA)
    run(everything=True)
    assert set(Attribution.objects.values_list("researcher_id", flat=True)) == {maria.pk}


def test_the_orcid_id_of_a_claimed_page_counts_though_no_work_prints_it(maria):
    Researcher.objects.filter(pk=maria.pk).update(user=make_user())
    Attribution.objects.filter(authorship__orcid=MARIA).delete()
    print_maria("3", "Maria Nowak", orcid=OTHER)
    run(everything=True)
    assert maria.pk not in pages_by_orcid()[OTHER]


@pytest.mark.parametrize("everything", [True, False])
def test_nobody_is_on_one_work_under_two_names(maria, everything):
    print_maria("3", "Maria Kowalska", "Maria Nowak")
    run(everything=everything)
    on_it = Attribution.objects.filter(authorship__work__title="Paper 3", status="accepted")
    assert len(set(on_it.values_list("researcher_id", flat=True))) == 2


def test_an_orcid_id_that_only_an_old_work_prints_keeps_out_a_second_one():
    print_maria("1", "Maria Kowalska", orcid=MARIA)
    for number in range(2, 20):
        print_maria(str(number), "Maria Kowalska", published=str(2000 + number))
    run(everything=True)
    print_maria("20", "Maria Kowalska", orcid=OTHER)
    pages = pages_by_orcid()
    assert pages[MARIA].isdisjoint(pages[OTHER])


def test_what_follows_a_name_that_was_moved_to_a_page_takes_nothing_away_that_the_page_had(
    admin, monkeypatch
):
    monkeypatch.setattr(units, "resolve_block", by_domain)
    load(*(printed(number, ("Bo Okafor", "umea.example")) for number in "12"))
    load(*(printed(number, ("Ada Lindqvist", "lund.example")) for number in "3456"))
    ada, bo = page("Ada Lindqvist"), page("Bo Okafor")
    move(ada, [work_of("3").authorships.get().pk], to=bo, by=admin)
    run(everything=True)
    assert set(whose().values()) == {bo.pk}
    run(everything=True)
    assert set(whose().values()) == {bo.pk}


def test_what_a_page_loses_under_one_name_is_free_for_its_other_name_in_the_same_run(maria):
    """Kowalska is looked at before Nowak, while a work of both is still Maria Nowak's."""
    print_maria("3", "Maria Nowak")
    print_maria("3", "Maria Nowak", "Maria Kowalska")
    Attribution.objects.filter(authorship__name="Maria Kowalska", researcher=maria).update(basis="curated")
    Authorship.objects.filter(work__title="Paper 3", name="Maria Nowak").update(
        orcid=OTHER, source_author_id=""
    )
    assert whose()["Paper 3: Maria Nowak"] == maria.pk != whose()["Paper 3: Maria Kowalska"]
    run(everything=True)
    assert whose()["Paper 3: Maria Nowak"] != maria.pk == whose()["Paper 3: Maria Kowalska"]


def test_an_orcid_id_that_nothing_prints_any_more_does_not_become_the_second_one_of_another_page():
    print_maria("1", "Ottoline Quagmire", orcid=MARIA)
    load(make_record("2", authors=({"name": "Ottoline P. Quagmire"},)))
    stale, kept = (
        Attribution.objects.get(authorship__work=work_of(number)).researcher for number in ("2", "1")
    )
    assert stale != kept
    ExternalId.objects.create(researcher=stale, scheme="orcid", value=OTHER)
    run(everything=True)
    stale.refresh_from_db()
    assert stale.merged_into == kept
    assert [one.value for one in kept.external_ids.filter(scheme="orcid")] == [MARIA]
