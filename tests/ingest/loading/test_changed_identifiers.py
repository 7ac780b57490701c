"""Identifiers that come, change or contradict each other when works are printed again, or are new."""

import pytest

from researchers import resolution
from researchers.models import Attribution, ExternalId, IdentityEvent, Researcher
from tests.ingest.records import load, make_record, work_of
from tests.researchers.identity.seers import page, printed, run

pytestmark = pytest.mark.django_db

LUND, UMEA = "lund.example", "umea.example"
ADA_ID, BO_ID, OTHER_ID = "0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"


@pytest.fixture(params=["few", "many"], autouse=True)
def _size(request, monkeypatch):
    """As a few works, which are compared at once, and as a part of a large import."""
    if request.param == "many":
        monkeypatch.setattr(resolution, "FEW", 0)


def reprint(*authors):
    load(make_record("1", authors=authors, title="Paper 1, corrected"))


def orcids_of(researcher: Researcher) -> set[str]:
    """Those that are known of somebody, and those that their works print."""
    shown = Attribution.objects.accepted().filter(researcher=researcher).exclude(authorship__orcid="")
    known = ExternalId.objects.filter(researcher=researcher, scheme="orcid")
    return {*shown.values_list("authorship__orcid", flat=True), *known.values_list("value", flat=True)}


def nobody_has_two_orcids() -> bool:
    return all(len(orcids_of(one)) <= 1 for one in Researcher.objects.all())


def with_orcid(name: str, orcid: str, **fields: object) -> dict:
    return {"name": name, "orcid": orcid, **fields}


@pytest.mark.parametrize("resolved", [True, False], ids=["resolved", "not resolved"])
def test_a_work_that_gains_another_orcid_id_than_its_author_has_goes_to_somebody_else(resolved):
    load(
        make_record("1", authors=({"name": "Ada Lindqvist", "email_domains": [LUND]},)),
        make_record("2", authors=(with_orcid("Ada Lindqvist", ADA_ID, email_domains=[LUND]),)),
    )
    if resolved:
        run(everything=True)
    reprint(with_orcid("Ada Lindqvist", OTHER_ID))
    assert nobody_has_two_orcids()
    one, other = (Attribution.objects.accepted().get(authorship__work=work_of(n)) for n in "12")
    assert one.researcher != other.researcher
    assert orcids_of(one.researcher) == {OTHER_ID}
    assert IdentityEvent.objects.filter(kind="move").count() == resolved


def test_what_a_person_decided_outlives_another_orcid_id_and_gives_nobody_two(admin):
    load(make_record("1", authors=("Ada Lindqvist",)))
    load(make_record("2", authors=(with_orcid("A. Lindqvist", ADA_ID),)))
    run(everything=True)
    ada = Attribution.objects.get(authorship__work=work_of("2")).researcher
    Attribution.objects.filter(authorship__work=work_of("1")).update(researcher=ada, basis="curated")
    reprint(with_orcid("Ada Lindqvist", OTHER_ID))
    assert Attribution.objects.accepted().get(authorship__work=work_of("1")).researcher == ada
    assert set(ada.external_ids.values_list("scheme", "value")) == {("orcid", ADA_ID)}


def test_an_orcid_id_that_comes_later_and_is_somebody_elses_brings_the_work_to_them():
    load(
        printed("1", ("Ada Lindqvist", LUND)),
        make_record("2", authors=(with_orcid("Åke Berg", ADA_ID, email_domains=[UMEA]),)),
    )
    run(everything=True)
    reprint(with_orcid("Ada Lindqvist", ADA_ID))
    now = Attribution.objects.accepted().get(authorship__work=work_of("1"))
    assert now.researcher == page("Åke Berg")
    assert orcids_of(page("Ada Lindqvist")) == set()


@pytest.mark.parametrize("resolved", [True, False], ids=["resolved", "not resolved"])
def test_a_sources_id_beside_two_orcid_ids_means_two_people(resolved):
    one = {"name": "Ada Lindqvist", "source_author_id": "ada"}
    load(make_record("1", authors=({**one, "orcid": ADA_ID},)), make_record("2", authors=(one,)))
    if resolved:
        run(everything=True)
    load(make_record("3", authors=({**one, "orcid": OTHER_ID},)))
    load(make_record("4", authors=({**one, "orcid": OTHER_ID, "name": "A. Lindqvist"},)))
    assert nobody_has_two_orcids()
    owners = {n: Attribution.objects.get(authorship__work=work_of(n)).researcher for n in "1234"}
    assert owners["3"] == owners["4"] != owners["1"]
    assert orcids_of(owners["1"]) == {ADA_ID}


def test_two_orcid_ids_that_come_together_with_one_id_of_a_source_are_two_people():
    one = {"name": "Ada Lindqvist", "source_author_id": "ada"}
    load(
        *(
            make_record(str(n), authors=({**one, "orcid": orcid},))
            for n, orcid in enumerate((ADA_ID, OTHER_ID, ADA_ID))
        )
    )
    assert nobody_has_two_orcids()
    assert Researcher.objects.count() == 2


def test_two_orcid_ids_that_come_together_under_the_name_of_a_known_person_are_not_both_theirs():
    load(printed("1", ("Ada Lindqvist", LUND)), printed("2", ("A. Lindqvist", LUND)))
    run(everything=True)
    load(
        make_record("3", authors=(with_orcid("Ada Lindqvist", ADA_ID),)),
        make_record("4", authors=(with_orcid("A. Lindqvist", OTHER_ID),)),
    )
    assert nobody_has_two_orcids()
    assert ExternalId.objects.filter(scheme="orcid").count() == 2


def test_an_orcid_id_known_of_somebody_in_another_block_is_followed_by_a_new_work():
    load(make_record("1", authors=(with_orcid("Åke Berg", ADA_ID),)), printed("2", ("Ada Lindqvist", LUND)))
    run(everything=True)
    load(make_record("3", authors=(with_orcid("Åke Holm", ADA_ID), "Ada Lindqvist")))
    now = Attribution.objects.get(authorship__work=work_of("3"), authorship__orcid=ADA_ID)
    assert now.researcher == page("Åke Berg")
    assert nobody_has_two_orcids()


def test_namesakes_are_told_by_their_orcid_ids_when_their_order_changes():
    both = with_orcid("Wei Wang", ADA_ID), with_orcid("Wei Wang", OTHER_ID)
    load(make_record("1", authors=both))
    run(everything=True)
    before = dict(work_of("1").authorships.values_list("pk", "orcid"))
    reprint(*reversed(both))
    assert dict(work_of("1").authorships.values_list("pk", "orcid")) == before
    assert [one.orcid for one in work_of("1").authorships.in_order()] == [OTHER_ID, ADA_ID]
    assert not IdentityEvent.objects.exists()


def test_an_orcid_id_that_was_beside_the_wrong_name_moves_and_the_names_stay():
    load(make_record("1", authors=(with_orcid("Ada Lindqvist", BO_ID), "Bo Ek")))
    before = dict(work_of("1").authorships.values_list("name", "pk"))
    reprint("Ada Lindqvist", with_orcid("Bo Ek", BO_ID))
    assert dict(work_of("1").authorships.values_list("name", "pk")) == before


def test_a_new_family_name_beside_the_same_orcid_id_is_the_same_author():
    load(make_record("1", authors=("Bo Ek", with_orcid("Ada Lindqvist", ADA_ID))))
    run(everything=True)
    ada = page("Ada Lindqvist")
    authorship = ada.attributions.get().authorship_id
    reprint(with_orcid("Ada Berg", ADA_ID), "Bo Ek")
    now = Attribution.objects.get(authorship__name="Ada Berg")
    assert (now.researcher, now.authorship_id) == (ada, authorship)


def test_new_works_disturb_nobody_who_is_settled():
    load(
        make_record("1", authors=(with_orcid("Ada Lindqvist", ADA_ID, email_domains=[LUND]), "Yang Liu")),
        printed("2", ("A. Lindqvist", LUND), ("Yang Liu", UMEA)),
        printed("3", ("Ada Lindqvist", UMEA), ("Bo Ek", LUND)),
    )
    run(everything=True)
    before = list(Attribution.objects.order_by("pk").values())
    load(
        make_record("4", authors=(with_orcid("Ada Lindqvist", OTHER_ID, email_domains=[LUND]), "Bo Ek")),
        make_record("5", authors=(with_orcid("Yang Liu", BO_ID), with_orcid("Anna Lindqvist", ADA_ID))),
        printed("6", ("A. Lindqvist", LUND), ("Y. Liu", UMEA)),
    )
    kept = Attribution.objects.filter(pk__in=[row["id"] for row in before])
    assert list(kept.order_by("pk").values()) == before
    assert nobody_has_two_orcids()
    holders = Attribution.objects.accepted().filter(authorship__orcid=ADA_ID)
    assert holders.values("researcher").distinct().count() == 1
    listed = list(Attribution.objects.accepted().values_list("authorship__work", "researcher"))
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    "identifier", [{"orcid": ADA_ID}, {"source_author_id": "eva-1"}], ids=["orcid", "source"]
)
def test_an_identifier_counts_more_than_an_empty_page_of_the_printed_name(identifier):
    load(
        make_record("1", authors=("Ada Lindqvist", "Bo Ek")),
        make_record("2", authors=({"name": "Eva Holm", **identifier},)),
    )
    run(everything=True)
    eva = page("Eva Holm")
    reprint("Bo Ek")
    load(make_record("3", authors=({"name": "Ada Lindqvist", **identifier},)))
    assert Attribution.objects.accepted().get(authorship__work=work_of("3")).researcher == eva
