"""What is known of names and words keeps up with the record."""

import pytest
from django.db import connection

from researchers.identity import forms, planning
from researchers.identity.attributing import asked_of
from researchers.identity.clusters import SURE
from researchers.identity.evidence import words_of
from researchers.identity.forms import ENOUGH_NAMES, form_of
from researchers.identity.learning import AT_ONCE, count_words, learn_commonness
from researchers.identity.mentions import Commonness
from researchers.identity.planning import plan
from researchers.identity.resolving import known_commonness
from researchers.models import Block
from researchers.models import Commonness as Counted
from tests.ingest.records import load, make_record
from tests.researchers.identity.mentioning import Press
from tests.researchers.identity.seers import run, whose

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def name(number: int) -> str:
    """Another name for each number."""
    return f"Xan{LETTERS[number % 26]} Quagm{LETTERS[number // 26 % 26]}{LETTERS[number // 676]}"


def works(*names: str, start: int = 0):
    """Works of one author each, which have nothing in common."""
    return [
        make_record(
            f"{start}-{place}",
            title=LETTERS[start] * 3 + LETTERS[place % 26] * 3 + LETTERS[place // 26] * 3,
            authors=(one,),
            published=str(1950 + place),
        )
        for place, one in enumerate(names)
    ]


def rows() -> set[int]:
    return set(Counted.objects.values_list("pk", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(("more", "counted"), [(0, False), (4, False), (5, True), (50, True)])
def test_names_are_counted_again_once_there_are_a_fifth_more(more, counted):
    load(*works(*map(name, range(20))))
    plan()
    before = rows()
    load(*works(*(name(100 + number) for number in range(more)), start=1))
    plan()
    assert (rows() != before) is counted
    assert Counted.objects.get(kind="all", key="names").number == (20 + more if counted else 20)
    assert (rows() & before == set()) is counted


@pytest.mark.django_db
def test_running_again_after_nothing_new_counts_nothing_and_changes_nothing():
    load(*works(*map(name, range(20))))
    run()
    before = rows(), whose()
    assert run() is None
    assert (rows(), whose()) == before


@pytest.mark.django_db
def test_whoever_knew_what_is_common_learns_what_was_counted_since():
    load(*works("Ada Lindqvist", "Ada Lindqvist"))
    plan()
    with connection.cursor() as cursor:
        assert known_commonness(cursor).names == {"ada lindqvist": 2}
        load(*works("Ada Lindqvist", "Bo Berg", start=1))
        plan()
        assert known_commonness(cursor).names == {"ada lindqvist": 3}
        assert known_commonness(cursor).different_names == 2


@pytest.mark.django_db
def test_people_of_a_common_name_are_not_one_because_the_first_works_did_not_know_it():
    load(*works("Ada Lindqvist"))
    run()
    load(*works(*["Wei Wang"] * 30, start=1), *works(*map(name, range(30)), start=2))
    run()
    owners = {owner for printed, owner in whose().items() if "Wei Wang" in printed}
    assert len(owners) > 15


@pytest.mark.django_db
def test_a_telling_name_is_one_person_in_a_small_record_too():
    load(*works("Ada Lindqvist", "Ada Lindqvist"))
    run()
    assert len(set(whose().values())) == 1


@pytest.mark.parametrize(
    "printed", ["Ottoline Quagmire", "O. Quagmire", "Ada Maria Lindqvist", "Wei Wang", "Plato"]
)
@pytest.mark.parametrize("known", [0, 1, 70, ENOUGH_NAMES - 1])
def test_no_name_alone_is_sure_while_few_names_are_known(printed, known):
    assert form_of(printed, "", Commonness(different_names=known)).alike < SURE


def test_a_rare_name_alone_is_sure_once_enough_names_are_known():
    assert form_of("Ottoline Quagmire", "", Commonness(different_names=ENOUGH_NAMES)).alike > SURE


@pytest.mark.parametrize(
    ("likelier", "than"), [("Ada Lindqvist", "Wei Wang"), ("Ada Lindqvist", "A. Lindqvist")]
)
def test_while_few_names_are_known_some_are_expected_to_be_common(likelier, than):
    few = Commonness(different_names=70)
    assert form_of(likelier, "", few).alike > form_of(than, "", few).alike


@pytest.mark.django_db
def test_what_was_settled_while_few_names_were_known_is_asked_again_once(monkeypatch):
    for module in (planning, forms):
        monkeypatch.setattr(module, "ENOUGH_NAMES", 40)
    load(*works(*map(name, range(20))))
    run()
    load(*works(*(name(100 + number) for number in range(30)), start=1))
    plan()
    settled = Block.objects.filter(resolved_at__isnull=False)
    assert settled.exists()
    assert not settled.filter(anew=False).exists()
    run()
    load(*works(*(name(200 + number) for number in range(60)), start=2))
    plan()
    assert not settled.filter(anew=True).exists()


@pytest.mark.django_db
def test_blocks_are_joined_again_where_new_names_say_that_people_are_printed_both_ways():
    load(*works("William Quagmire"))
    run()
    load(*works("Bill Quagmire", start=1))
    run()
    assert len(set(Block.objects.values_list("joint", flat=True))) == 1


@pytest.mark.django_db
def test_a_block_stays_in_reach_of_the_one_that_its_names_were_in_until_it_is_resolved():
    load(*works("Ada Lindqvist"))
    new = Block.objects.filter(resolved_at=None)
    new.update(joint="where they were")
    plan(everything=True)
    assert new.get().joint == "where they were"
    new.update(resolved_at="2020-01-01T00:00Z")
    plan(everything=True)
    assert Block.objects.get().joint == Block.objects.get().key


@pytest.mark.django_db
def test_words_are_counted_by_works_however_many_there_are(monkeypatch):
    monkeypatch.setattr("researchers.identity.learning.AT_ONCE", 2)
    assert AT_ONCE > 2
    titles = ("Ponds and lakes", "Ponds", "Deep ponds, deep lakes", "The seas", "Withdrawn ponds")
    load(*(make_record(str(place), title=title) for place, title in enumerate(titles)))
    with connection.cursor() as cursor:
        first, again = count_words(cursor), count_words(cursor)
        learn_commonness(cursor, first)
    assert first == again
    assert dict(Counted.objects.filter(kind="word").values_list("key", "number")) == {"ponds": 4, "lakes": 2}
    assert words_of("The seas") == {"seas"}


@pytest.mark.parametrize(
    ("printed", "family"),
    [
        ("Ana Garcia Lopez", "Garcia Lopez"),
        ("Garcia Lopez, Ana", ""),
        ("Wei Wang", ""),
        ("王伟", ""),
        ("Ana de la Cruz", ""),
    ],
)
def test_one_name_is_as_rare_by_what_is_asked_for_it_as_by_all_that_is_known(printed, family):
    mention = Press().first(printed, "Abe Able", family=family)
    known = dict.fromkeys(("garcia", "lopez", "wang", "王", "cruz", "ana", "wei", "伟"), 900)
    asked = {end: known[end] for end in asked_of([mention]).ends if end in known}
    whole, part = (
        Commonness(families=counted, given_names=counted, works=20_000, different_names=20_000)
        for counted in (known, asked)
    )
    assert form_of(printed, family, part) == form_of(printed, family, whole)
