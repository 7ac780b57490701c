"""Comparing names, and what must not be taken for the same."""

import pytest

from claims.review.comparison import closest, compare

SAME, REORDERED, SUFFIXED, SHORTENED, INITIALS, FAMILY, PART, NOTHING = (
    "The same name, but for case",
    "The same parts in another order",
    "The same name, but for a Jr.",
    "The same family and first given name",
    "The same family name; the initials fit",
    "The same family name, but",
    "Only one part",
    "Different",
)


@pytest.mark.parametrize(
    ("claimed", "printed", "words"),
    [
        ("Ada Lindqvist", "ADA LINDQVIST", SAME),
        ("Zoë Özdemir", "Zoe Ozdemir", SAME),
        ("Lindqvist, Ada", "Ada Lindqvist", SAME),
        ("王小明", "王小明", SAME),
        ("Wei Chen", "Chen Wei", REORDERED),
        ("Robin Ryder Jr.", "Robin Ryder", SUFFIXED),
        ("Robin Ryder III", "Robin Ryder II", SUFFIXED),
        ("Robin K. Ryder Jr.", "Robin Ryder", SHORTENED),
        ("Robin Sr", "Robin Ryder", PART),
        ("Robin Ryder", "Robin K. Ryder", SHORTENED),
        ("Robin Karl Ryder", "Robin K Ryder", SHORTENED),
        ("Anna Maria Lindqvist", "Anna Lindqvist", SHORTENED),
        ("R. Ryder", "Robin Ryder", INITIALS),
        ("R. K. Ryder", "Robin Karl Ryder", INITIALS),
        ("Robin Ryder", "Jane Ryder", FAMILY),
        ("R. Ryder", "Jane Ryder", FAMILY),
        ("R. K. Ryder", "R. J. Ryder", FAMILY),
        ("Robin K. Ryder", "Robin J. Ryder", FAMILY),
        ("Rob Ryder", "Robin Ryder", FAMILY),
        ("Ryder", "Robin Ryder", FAMILY),
        ("Ada Lindqvist", "Ada Okafor", PART),
        ("Ada Lindqvist", "Bob Okafor", NOTHING),
        ("A. Lindqvist", "A. Okafor", NOTHING),
        ("", "Ada Lindqvist", "Cannot be compared"),
        ("Ada Lindqvist", "", "Cannot be compared"),
    ],
)
def test_names_are_compared_in_words(claimed, printed, words):
    assert compare(claimed, printed).words.startswith(words)
    assert compare(printed, claimed).words.startswith(words)


def test_the_closest_of_several_names_is_found():
    found = closest("Ada Lindqvist", ["A. Lindqvist", "Ada M. Lindqvist", "Lindqvist, B."])
    assert found.printed == "Ada M. Lindqvist"


def test_no_names_give_no_comparison():
    assert closest("Ada Lindqvist", []) is None
