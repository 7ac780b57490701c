import pytest

from ingest.joining.decisions import Decided, Decision, may_join, place_of
from tests.ingest.records import make_record

MERGED = make_record(authors=("Ada Lindqvist", "Bob Okafor", "Wei Wang", "Wen Wang"))


def decision(number: int, position: int, name: str, researcher: int, status: str = "accepted") -> Decision:
    return Decision(number, position, name, researcher, status)


ADA = decision(1, 0, "A. Lindqvist", 7)


@pytest.mark.parametrize(
    ("position", "name", "expected"),
    [
        (0, "Ada Lindqvist", 0),
        (5, "B. Okafor", 1),
        (3, "W. Wang", 3),
        (0, "W. Wang", None),
        (0, "Eve Else", None),
    ],
)
def test_a_decided_name_is_found_where_only_one_agrees(
    position: int, name: str, expected: int | None
) -> None:
    assert place_of(decision(1, position, name, 7), MERGED.authors) == expected


@pytest.mark.parametrize(
    ("kept", "lost", "expected"),
    [
        ([], [], True),
        ([ADA], [], True),
        ([], [ADA], True),
        ([ADA], [decision(2, 0, "Ada Lindqvist", 7)], True),
        ([ADA], [decision(2, 0, "Bob Okafor", 8)], True),
        ([decision(1, 0, "Ada Lindqvist", 7, "rejected")], [decision(2, 0, "Ada Lindqvist", 8)], True),
        ([ADA], [decision(2, 0, "Ada Lindqvist", 8)], False),
        ([ADA], [decision(2, 0, "Ada Lindqvist", 8, "disputed")], False),
        ([ADA], [decision(2, 0, "Ada Lindqvist", 7, "rejected")], False),
        ([], [decision(2, 0, "Eve Else", 8)], False),
        ([decision(1, 1, "Ada Lindqvist", 7)], [], False),
    ],
)
def test_works_are_joined_only_where_everything_decided_can_stand(
    kept: list[Decision], lost: list[Decision], expected: bool
) -> None:
    assert may_join(Decided(tuple(kept)), Decided(tuple(lost)), MERGED) is expected


def test_a_corrected_field_of_the_work_that_would_go_keeps_them_apart() -> None:
    assert not may_join(Decided(), Decided(locked=frozenset(["title"])), MERGED)
    assert may_join(Decided(locked=frozenset(["title"])), Decided(), MERGED)
