"""New words and phrases."""

import numpy as np
import pytest

from tests.works.scores.corpora import corpus_of, text
from works.scores import phrases
from works.scores.phrases import Several, most_telling, new_phrases

KNOWN = [text(number, "Known words of the ground", "1999") for number in range(10)]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Ten works are the known ground, and the tenth of a record is less."""
    monkeypatch.setattr(phrases, "FEWEST_WORKS", 10)


@pytest.fixture
def found(monkeypatch):
    """For each work, by its number, how many phrases are new, their uses, and those that are shown."""

    def found(*texts, authors=None):
        monkeypatch.setattr(phrases, "authors_of", lambda corpus: written_by(corpus, authors or {}))
        corpus = corpus_of(*KNOWN, *texts)
        new = new_phrases(corpus)
        return {
            work: (int(new.counts[place]), int(new.uses[place]), dict(new.shown.get(place, ())))
            for place, work in enumerate(corpus.works.tolist())
            if new.known[place]
        }

    return found


def written_by(corpus, authors):
    """Everybody has written one work, but those that are said to be of the same author."""
    names = np.array([authors.get(work, work + 1000) for work in corpus.works.tolist()])
    ones = np.ones(len(names), np.int64)
    return Several(names, np.arange(len(names)), ones)


def later(*numbers, title="Kites", year=2001):
    return [text(number, title, str(year)) for number in numbers]


def test_a_word_is_new_where_it_stands_first_and_later_works_use_it(found):
    new = found(text(20, "Kites", "2000"), *later(21, 22, 23))
    assert new == {20: (1, 3, {"kites": 3}), 21: (0, 0, {}), 22: (0, 0, {}), 23: (0, 0, {})}


def test_a_run_of_words_counts_beside_its_words_and_is_shown_for_them(found):
    new = found(text(20, "Paper kites fly", "2000"), *later(21, 22, title="On paper kites fly"))
    assert new[20] == (6, 12, {"paper kites fly": 2})


def test_no_run_goes_across_a_stop_word_or_a_comma(found):
    new = found(text(20, "Paper, kites and birds", "2000"), *later(21, 22, title="Paper, kites and birds"))
    assert new[20] == (3, 6, {"paper": 2, "kites": 2, "birds": 2})


def test_what_is_of_the_same_first_date_shares_it(found):
    new = found(*later(20, 21, year=2000), *later(22, 23))
    assert new[20] == new[21] == (1, 2, {"kites": 2})


def test_a_month_of_a_year_that_may_be_earlier_is_not_later(found):
    new = found(text(20, "Kites", "2000"), text(21, "Kites", "2000-07"), *later(22, 23))
    assert new[20] == new[21] == (1, 2, {"kites": 2})


@pytest.mark.parametrize(
    ("title", "uses"),
    [("Kites", 1), ("Known ground", 5), ("of the", 5), ("1984", 5)],
    ids=["taken up once", "known", "stop words", "a number"],
)
def test_what_is_no_new_phrase(found, title, uses):
    new = found(text(20, title, "2000"), *later(*range(21, 21 + uses), title=title))
    assert new[20] == (0, 0, {})


def test_uses_by_the_same_author_do_not_count(found):
    texts = text(20, "Kites", "2000"), *later(21, 22, 23)
    assert found(*texts, authors={20: 1, 21: 1})[20] == (1, 2, {"kites": 2})
    assert found(*texts, authors={20: 1, 21: 1, 22: 1})[20] == (0, 0, {})


def test_a_work_counts_once_however_often_it_says_so(found):
    assert found(text(20, "Kites", "2000"), *later(21, 22, title="Kites, kites, kites"))[20][1] == 2


def test_the_earliest_works_have_no_new_phrases_for_lack_of_data(found):
    assert min(found(*later(20, 21, 22))) == 20


def test_what_only_abstracts_say_is_new_after_the_earliest_abstracts(found):
    ground = [text(number, "Ground", "2000", "Abstracts say something") for number in range(20, 30)]
    taken_up = later(50, 51, title="Kites", year=2003)
    early = found(*ground, text(40, "Ground", "2000", "Kites"), *taken_up)
    late = found(*ground, text(40, "Ground", "2001", "Kites"), *taken_up)
    assert (early[40][0], late[40][0]) == (0, 1)


def test_words_that_no_title_has_are_how_abstracts_speak(found, monkeypatch):
    monkeypatch.setattr(phrases, "COMMON", 5)
    ground = [text(number, "Ground", "2000", "Abstracts say something") for number in range(20, 30)]
    users = [text(number, "Kites", "2002", "Outperforms kites") for number in range(50, 55)]
    new = found(*ground, text(40, "Ground", "2001", "Kites. Outperforms"), *users)
    assert new[40] == (1, 5, {"kites": 5})


def test_parts_find_what_the_whole_finds(found, monkeypatch):
    texts = text(20, "Paper kites fly over birds", "2000"), *later(21, 22, title="Paper kites fly, birds")
    whole = found(*texts)
    monkeypatch.setattr(phrases, "AT_ONCE", 7)
    assert found(*texts) == whole
    assert whole[20][0] == 7


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ([("neural", 50), ("neural translation", 49)], [("neural translation", 49)]),
        ([("neural", 50), ("neural translation", 5)], [("neural", 50)]),
        ([("neural translation", 50), ("neural", 50)], [("neural translation", 50)]),
        ([("kite", 9), ("kites", 9)], [("kite", 9), ("kites", 9)]),
        ([(f"word{place}", 9) for place in range(7)], [(f"word{place}", 9) for place in range(5)]),
    ],
)
def test_those_that_are_shown_do_not_hold_one_another(counted, expected):
    assert most_telling([(tuple(phrase.split()), uses) for phrase, uses in counted]) == expected
