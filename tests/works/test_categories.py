"""arXiv's categories by name."""

import pytest

from works.categories import CATEGORIES, category_name, category_words, short_code


@pytest.mark.parametrize(
    ("code", "short"), [("cs.LG", "LG"), ("hep-th", "hep-th"), ("cond-mat.str-el", "str-el"), ("", "")]
)
def test_the_short_code_leaves_the_archive_out(code, short):
    assert short_code(code) == short


def test_every_category_has_a_name():
    assert category_name("cs.NE") == "Neural and Evolutionary Computing"
    assert len(CATEGORIES) > 150
    assert all(name == name.strip() != "" for name in CATEGORIES.values())


def test_an_unknown_code_stands_for_itself():
    assert category_name("cs.ZZ") == "cs.ZZ"


@pytest.mark.parametrize(
    ("code", "words"),
    [("cs.LG", "LG · Machine Learning"), ("physics.geo-ph", "geo-ph · Geophysics"), ("cs.ZZ", "ZZ")],
)
def test_a_category_is_said_by_code_and_name(code, words):
    assert category_words(code) == words
