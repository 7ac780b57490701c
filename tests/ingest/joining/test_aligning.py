import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.joining import aligning
from ingest.joining.aligning import agree, aligned, clues_of_name, names_agree
from ingest.records import AuthorRecord

ORCID = "0000-0002-1825-0097"
OTHER_ORCID = "0000-0001-5109-3700"


def authors(*names: str) -> list[AuthorRecord]:
    return [AuthorRecord(name=name) for name in names]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Robin Ryder", "R. Ryder", True),
        ("Robin Ryder", "Ryder, Robin", True),
        ("Robin Ryder", "Robin RYDER", True),
        ("Ryder Robin", "Robin Ryder", True),
        ("R. K. Ryder", "Robin Ryder", True),
        ("Robin K. Ryder", "Robin Ryder", True),
        ("K. Robin Ryder", "Robin Ryder", True),
        ("Alex Ryder", "Alexander Ryder", True),
        ("Zoë Müller", "Zoe Mueller", True),
        ("Jørgen Ångström", "Jorgen Angstrom", True),
        ("Joost van der Putten", "J. Putten", True),
        ("Ana García Márquez", "Ana García", True),
        ("Robin Ryder Jr.", "Robin Ryder", True),
        ("Wang Li", "L. Wang", True),
        ("Jean-Luc Picard", "J.-L. Picard", True),
        ("R. K. Ryder", "J. Ryder", False),
        ("R. K. Ryder", "R. J. Ryder", False),
        ("Robin Ryder", "Robert Ryder", False),
        ("Robin Ryder", "Robin Rider", False),
        ("Ryder", "Robin Ryder", False),
        ("Robin", "Ryder", False),
        ("Wei Wang", "Wei Zhang", False),
    ],
)
def test_names_agree_where_they_could_be_one_persons(one: str, other: str, expected: bool) -> None:
    assert names_agree(one, other) is expected
    assert names_agree(other, one) is expected


def test_lists_in_another_order_are_laid_beside_each_other() -> None:
    found = aligned(authors("Ada Lindqvist", "Bob Okafor"), authors("B. Okafor", "A. Lindqvist"))
    assert {position: author.name for position, author in found.items()} == {
        0: "A. Lindqvist",
        1: "B. Okafor",
    }


def test_a_name_that_could_be_two_peoples_is_left_out() -> None:
    found = aligned(authors("Wei Wang", "Wen Wang", "Ada Lindqvist"), authors("W. Wang", "Ada Lindqvist"))
    assert list(found) == [2]


def test_names_in_the_same_places_are_the_same_even_if_they_repeat() -> None:
    assert list(aligned(authors("Wei Wang", "Wei Wang"), authors("W. Wang", "W. Wang"))) == [0, 1]


def test_two_orcid_ids_are_two_people_whatever_their_names() -> None:
    one, other = (AuthorRecord(name="Ada Lindqvist", orcid=orcid) for orcid in (ORCID, OTHER_ORCID))
    assert aligned([one], [other, AuthorRecord(name="Bob Okafor")]) == {}
    assert aligned([one], [AuthorRecord(name="A. L.", orcid=ORCID)])


def test_lists_of_thousands_are_compared_by_spelling_alone() -> None:
    many = authors(*(f"Author Number{n}" for n in range(3_000)))
    assert len(aligned(many, list(reversed(many)))) == 3_000


NAMES = st.sampled_from(
    ["Ada Lindqvist", "A. Lindqvist", "Lindqvist, Ada", "Bob Okafor", "B. Okafor", "Wei Wang", "王伟"]
)


@settings(deadline=None)
@given(st.lists(NAMES, max_size=5), st.lists(NAMES, max_size=5))
def test_it_does_not_matter_which_list_leads(one: list[str], other: list[str]) -> None:
    assert len(aligned(authors(*one), authors(*other))) == len(aligned(authors(*other), authors(*one)))


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_names_are_compared_the_same_way_round(one: str, other: str) -> None:
    assert names_agree(one, other) is names_agree(other, one)


WORDS = st.lists(
    st.sampled_from(["a", "b", "ada", "li", "wei", "berg", "van", "berg-li", "jr", "ä"]), max_size=4
)


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_names_that_agree_have_a_clue_in_common(one: str, other: str) -> None:
    assert not names_agree(one, other) or clues_of_name(one) & clues_of_name(other)


def test_long_lists_of_other_spelling_ask_hardly_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[AuthorRecord] = []
    monkeypatch.setattr(aligning, "agree", lambda one, other: asked.append(one) or agree(one, other))
    found = aligned(
        [AuthorRecord(name=f"Ada Family{n}") for n in range(200)],
        [AuthorRecord(name=f"A. Family{n}") for n in reversed(range(200))],
    )
    assert len(found) == 200
    assert len(asked) < 1_000
