"""Decisions stay with the printed name when a list of authors changes."""

import pytest

from researchers.models import Attribution, Researcher
from tests.ingest.records import load, make_record, work_of
from works.models import Authorship

pytestmark = pytest.mark.django_db

Status, Basis = Attribution.Status, Attribution.Basis


def decide(name: str, *, status: str = Status.ACCEPTED, basis: str = Basis.CONFIRMED) -> Researcher:
    """Somebody says that this printed name is, or is not, the researcher to whom it is attributed."""
    attribution = Attribution.objects.select_related("researcher").get(authorship__name=name)
    Attribution.objects.filter(pk=attribution.pk).update(status=status, basis=basis)
    return attribution.researcher


def printed() -> list[str]:
    return list(Authorship.objects.order_by("position").values_list("name", flat=True))


def decided() -> list[tuple[str, str, str]]:
    rows = Attribution.objects.filter(basis__in=(Basis.CONFIRMED, Basis.CURATED)).order_by("authorship__name")
    return list(rows.values_list("authorship__name", "researcher__preferred_name", "status"))


@pytest.mark.parametrize(
    "authors",
    [
        ("Eve Newcomer", "Ada Lindqvist", "Bo Ek"),
        ("Ada Lindqvist", "Bo Ek"),
        ("Bo Ek", "Ada Lindqvist"),
        ("Bo Ek", "Eve Newcomer", "Cy Dahl", "Ada Lindqvist"),
        ("Ada Lindqvist",),
        ("Bo Ek", "A. Lindqvist"),
    ],
)
def test_a_decision_follows_its_name(authors: tuple[str, ...]) -> None:
    load(make_record("1", authors=("Ada Lindqvist", "Bo Ek")))
    ada = decide("Ada Lindqvist")
    load(make_record("1", authors=authors))
    name = next(one for one in authors if "Lindqvist" in one)
    assert decided() == [(name, "Ada Lindqvist", Status.ACCEPTED)]
    assert printed() == list(authors)
    accepted = Attribution.objects.filter(status=Status.ACCEPTED)
    assert accepted.count() == len(authors)
    assert accepted.get(authorship__name=name).researcher == ada


def test_the_places_of_two_decided_names_may_change() -> None:
    load(make_record("1", authors=("Ada Lindqvist", "Bo Ek", "Cy Dahl")))
    decide("Ada Lindqvist")
    decide("Bo Ek", basis=Basis.CURATED)
    load(make_record("1", authors=("Bo Ek", "Ada Lindqvist", "Cy Dahl")))
    assert decided() == [
        ("Ada Lindqvist", "Ada Lindqvist", Status.ACCEPTED),
        ("Bo Ek", "Bo Ek", Status.ACCEPTED),
    ]
    assert printed() == ["Bo Ek", "Ada Lindqvist", "Cy Dahl"]


def test_a_rejected_pair_stays_rejected_where_the_name_goes() -> None:
    load(make_record("1", authors=("Ada Lindqvist", "Bo Ek")))
    ada = decide("Ada Lindqvist", status=Status.REJECTED)
    load(make_record("1", authors=("Bo Ek", "Ada Lindqvist")))
    assert decided() == [("Ada Lindqvist", "Ada Lindqvist", Status.REJECTED)]
    assert not ada.attributions.filter(status=Status.ACCEPTED).exists()


def test_a_decided_name_that_is_printed_no_more_stays_behind_the_list_and_may_come_back() -> None:
    load(make_record("1", authors=("Ada Lindqvist", "Bo Ek")))
    decide("Ada Lindqvist")
    load(make_record("1", authors=("Bo Ek", "Cy Dahl")))
    assert printed() == ["Bo Ek", "Cy Dahl", "Ada Lindqvist"]
    assert decided() == [("Ada Lindqvist", "Ada Lindqvist", Status.ACCEPTED)]
    load(make_record("1", authors=("Cy Dahl", "Bo Ek", "Ada Lindqvist")))
    assert printed() == ["Cy Dahl", "Bo Ek", "Ada Lindqvist"]
    assert decided() == [("Ada Lindqvist", "Ada Lindqvist", Status.ACCEPTED)]
    assert work_of("1").authorships.get(name="Ada Lindqvist").position == 2


def test_of_two_names_that_could_be_meant_neither_gets_the_decision() -> None:
    load(make_record("1", authors=("A. Lindqvist", "Bo Ek")))
    decide("A. Lindqvist")
    load(make_record("1", authors=("Bo Ek", "Ada Lindqvist", "Anna Lindqvist")))
    assert decided() == [("A. Lindqvist", "A. Lindqvist", Status.ACCEPTED)]
    assert printed() == ["Bo Ek", "Ada Lindqvist", "Anna Lindqvist", "A. Lindqvist"]


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.REJECTED])
def test_a_decided_name_that_is_gone_takes_no_place_of_a_similar_one_that_stays(status: Status) -> None:
    load(make_record("1", authors=("A. Lindqvist", "Ada Lindqvist", "Bo Ek")))
    decide("A. Lindqvist", status=status)
    load(make_record("1", authors=("Ada Lindqvist", "Bo Ek")))
    assert printed() == ["Ada Lindqvist", "Bo Ek", "A. Lindqvist"]
    assert decided() == [("A. Lindqvist", "A. Lindqvist", status)]
    ada = Attribution.objects.get(authorship__name="Ada Lindqvist")
    assert (ada.researcher.preferred_name, ada.status) == ("Ada Lindqvist", Status.ACCEPTED)


def test_of_two_similar_decided_names_the_one_that_stays_keeps_its_own_decision() -> None:
    load(make_record("1", authors=("A. Lindqvist", "Ada Lindqvist", "Bo Ek")))
    decide("A. Lindqvist")
    decide("Ada Lindqvist")
    load(make_record("1", authors=("Ada Lindqvist", "Bo Ek")))
    assert printed() == ["Ada Lindqvist", "Bo Ek", "A. Lindqvist"]
    assert decided() == [(name, name, Status.ACCEPTED) for name in ("A. Lindqvist", "Ada Lindqvist")]


NAMESAKES = ("Ada Lindqvist", "Ada Lindqvist")


@pytest.mark.parametrize(
    ("authors", "place"),
    [
        (("Bo Ek", *NAMESAKES), 1),
        ((*NAMESAKES, "Ada Lindqvist"), 0),
        (("Bo Ek", "A. Lindqvist"), 4),  # behind the list
        (("Bo Ek", "Ada Lindqvist"), 4),
    ],
)
def test_of_namesakes_the_decided_one_is_found_by_their_order_or_not_at_all(
    authors: tuple[str, ...], place: int
) -> None:
    load(make_record("1", authors=NAMESAKES))
    first = Attribution.objects.get(authorship__position=0)
    Attribution.objects.filter(pk=first.pk).update(basis=Basis.CONFIRMED)
    load(make_record("1", authors=authors))
    assert Attribution.objects.get(basis=Basis.CONFIRMED).authorship.position == place
