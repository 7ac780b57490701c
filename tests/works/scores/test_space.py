"""The space of texts."""

import numpy as np
import pytest

from tests.works.scores.corpora import corpus_of, text, titles
from works.scores.fitting import fit
from works.scores.space import from_state, to_state


@pytest.fixture(scope="module")
def fitted():
    corpus = corpus_of(
        *(text(number, title) for number, title in enumerate(titles(80))), text(99, "Glacier moraine")
    )
    return corpus, *fit(corpus)


def test_a_text_is_placed_where_it_was_when_the_space_was_fitted(fitted):
    _, space, vectors, _ = fitted
    stored = from_state(to_state(space))
    for place, title in enumerate(titles(80)):
        assert stored.place(title, "") == pytest.approx(vectors[place], abs=1e-5)


def test_what_is_in_the_abstract_counts_like_the_title(fitted):
    _, space, _, _ = fitted
    one = space.place("glacier moraine", "meltwater crevasse")
    assert space.place("glacier moraine meltwater crevasse", "") == pytest.approx(one)


def test_texts_of_one_subject_are_near_and_others_are_far(fitted):
    _, space, _, _ = fitted
    ice = space.place("glacier crevasse firn icefall", "")
    assert ice @ space.place("moraine meltwater glacier firn", "") > 0.4
    assert abs(ice @ space.place("sonata cadence fugue motif", "")) < 0.1


def test_vectors_have_the_length_one(fitted):
    _, _, vectors, telling = fitted
    assert np.linalg.norm(vectors[telling], axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Glacier moraine firn",
        "glacier glacier glacier glacier",
        "unheard words only here",
        "the of and or",
    ],
)
def test_a_text_that_says_too_little_has_no_place(fitted, title):
    _, space, _, _ = fitted
    assert space.place(title, "") is None


def test_a_work_that_says_too_little_has_no_vector(fitted):
    _, _, _, telling = fitted
    assert telling.tolist() == [True] * 80 + [False]


def test_the_same_corpus_gives_the_same_space(fitted):
    corpus, space, _, _ = fitted
    again, *_ = fit(corpus)
    assert list(again.words) == list(space.words)
    assert again.axes == pytest.approx(space.axes, abs=1e-4)
