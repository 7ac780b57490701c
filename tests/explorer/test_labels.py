"""Names in a picture."""

import pytest

from explorer.labels import ELLIPSIS, legible, lines_of, shortened, width_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lindqvist", "Ada Lindqvist"),
        ("  Ada \n\t Lindqvist ", "Ada Lindqvist"),
        ("Ada\x08\x01Lindqvist", "Ada Lindqvist"),
        ("\u202eevil\u202c", "evil"),
        ("\ud800broken\uffff", "broken"),
        ("تمر المجوري", "تمر المجوري"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("<b>&", "<b>&"),
        ("\x01 \u2066", "(no name)"),
        ("", "(no name)"),
    ],
)
def test_what_a_document_may_not_hold_is_taken_out(text, expected):
    assert legible(text) == expected


@pytest.mark.parametrize(
    ("shorter", "longer"), [("iii", "www"), ("abc", "ABC"), ("abc", "漢字仮"), ("e", "ee"), ("", "a")]
)
def test_wide_letters_are_wider(shorter, longer):
    assert width_of(shorter, 10) < width_of(longer, 10)


def test_accents_on_their_own_take_no_room():
    assert width_of("e\u0301", 10) == width_of("e", 10)


@pytest.mark.parametrize("text", ["Ada", "A very long name that goes on and on", "漢" * 40, "e\u0301" * 60])
def test_what_is_shortened_fits_and_ends_in_an_ellipsis_only_when_it_was(text):
    short = shortened(text, size=10, width=80)
    assert width_of(short, 10) <= 80
    assert (short == text) != short.endswith(ELLIPSIS)


def test_no_accent_is_torn_from_its_letter():
    for width in range(10, 60):
        short = shortened("e\u0301" * 20, size=10, width=width).removesuffix(ELLIPSIS)
        assert len(short) % 2 == 0


def test_no_emoji_is_left_half_joined():
    for width in range(5, 80):
        short = shortened("👩\u200d🔬" * 10, size=10, width=width).removesuffix(ELLIPSIS)
        assert not short.endswith("\u200d")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada", ("Ada",)),
        ("Ada Lindqvist", ("Ada Lindqvist",)),
        ("Sorting in parallel with threads", ("Sorting in", "parallel with thr…")),
        ("Donaudampfschifffahrtsgesellschaft", ("Donaudampfsc…",)),
        ("Donaudampfschifffahrtsgesellschaft Wien", ("Donaudampfsc…", "Wien")),
    ],
)
def test_a_name_breaks_between_words_into_at_most_two_lines(text, expected):
    assert lines_of(text, size=10, width=75, lines=2) == expected
