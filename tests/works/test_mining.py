"""Technical terms out of invented texts."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from works.concepts import WORD, concept_slug
from works.mining.acronyms import Explanations, explained
from works.mining.counting import Text, is_foreign, word_of
from works.mining.merging import key_of_name, name_of
from works.mining.mining import Mined, Surroundings, mine
from works.mining.placing import Known, without_circles

PLACES = ("Visby", "Bergen", "Turku", "Riga", "Gdynia", "Kiel", "Lund")


def corpus(phrase: str, *, abstract: str = "", authors: int = 7) -> list[Text]:
    """A work a place, by so many people."""
    return [
        Text(f"{phrase} at {place}", abstract or f"We look at {phrase} in the north.", n % authors)
        for n, place in enumerate(PLACES)
    ]


def slugs(mined: Mined) -> set[str]:
    return {one.slug for one in mined.found if not one.is_curated}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("tidal harbor soundings", {"tidal-harbor-sounding"}),
        ("Lighthouse lamps", {"lighthouse-lamp"}),
        ("experimental results", set()),
        ("novel improved methods", set()),
        ("large scale data", set()),
        ("improving lighthouses", set()),
        ("Norwegian Swedish lighthouse", set()),
    ],
)
def test_what_several_people_put_into_titles_is_a_term(phrase: str, expected: set[str]) -> None:
    assert slugs(mine(corpus(phrase), Surroundings())) == expected


def test_what_only_one_person_or_too_few_works_say_is_no_term() -> None:
    assert not slugs(mine(corpus("lighthouse lamps", authors=2), Surroundings()))
    assert not slugs(mine(corpus("lighthouse lamps")[:4], Surroundings()))


def test_a_piece_of_a_longer_term_is_none() -> None:
    assert slugs(mine(corpus("tidal harbor soundings"), Surroundings())) == {"tidal-harbor-sounding"}


def test_names_of_people_and_venues_are_no_terms() -> None:
    texts = corpus("Ottoline Quagmire")
    surroundings = Surroundings(names_among=lambda texts: {"ottoline quagmire"}.intersection(texts))
    assert slugs(mine(texts, Surroundings())) == {"ottoline-quagmire"}
    assert not slugs(mine(texts, surroundings))


def test_an_acronym_and_other_spellings_are_names_of_the_term() -> None:
    texts = corpus("tidal harbor modelling", abstract="On tidal harbor modelling (THM) we have THM.")
    texts += corpus("tidal-harbor modeling")[:5]
    (found,) = (one for one in mine(texts, Surroundings()).found if not one.is_curated)
    assert found.slug == "tidal-harbor-modelling"
    assert found.names == ["Tidal harbor modelling", "Tidal harbor modeling", "THM"]


@pytest.mark.parametrize(
    ("phrase", "acronym", "expected"),
    [
        ("Guillain-Barré syndrome", "GBS", "guillain-barre-syndrome"),
        ("naïve Bayes classifier", "NBC", "naive-bayes-classifier"),
        ("Sjögren syndrome disease", "SSD", "sjogren-syndrome-disease"),
    ],
)
def test_the_address_of_a_term_with_accents_has_none(phrase: str, acronym: str, expected: str) -> None:
    texts = corpus(phrase, abstract=f"On {phrase} ({acronym}).")
    assert slugs(mine(texts, Surroundings())) == {expected}


def test_a_term_with_and_without_accents_is_one() -> None:
    texts = corpus("naïve Bayes classifier", abstract="On naïve Bayes classifier (NBC).")
    texts += corpus("naive Bayes classifier")[:5]
    (found,) = (one for one in mine(texts, Surroundings()).found if not one.is_curated)
    assert found.slug == "naive-bayes-classifier"
    assert found.names == ["Naïve Bayes classifier", "Naive Bayes classifier", "NBC"]


def test_what_is_too_long_for_an_address_is_no_term() -> None:
    endless = " ".join(f"harbor{letter * 40}" for letter in "bdfg")
    assert not slugs(mine(corpus(endless, abstract=f"On {endless} (HHHH)."), Surroundings()))
    within = " ".join(f"harbor{letter * 20}" for letter in "bdfg")
    assert slugs(mine(corpus(within), Surroundings())) == {within.replace(" ", "-")}


def test_a_term_is_called_by_no_endless_name_either() -> None:
    endless = f"harbor{'b' * 200} modeling"
    texts = corpus(f"harbor{'b' * 60} modelling") + corpus(endless)
    assert all(len(name) <= 120 for one in mine(texts, Surroundings()).found for name in one.names)


def test_a_term_that_is_curated_already_lends_its_acronym_only() -> None:
    abstract = "On word sense disambiguation (WOSD)."
    (found,) = (
        one
        for one in mine(corpus("Word sense disambiguation", abstract=abstract), Surroundings()).found
        if "WOSD" in one.names
    )
    assert found.is_curated
    assert found.slug == "word-sense-disambiguation"


def test_a_term_is_part_of_what_its_name_ends_with_and_of_the_topic_that_has_it_for_a_keyword() -> None:
    topics = (
        Known(41, ("Tides", "Lighthouse lamps")),
        Known(42, ("Lighthouse Lamps", "Machine translation")),
    )
    mined = mine(corpus("lighthouse lamps") + corpus("arctic lighthouse lamps"), Surroundings(topics))
    place = {one.slug: n for n, one in enumerate(mined.found)}
    assert mined.broader[place["arctic-lighthouse-lamp"]] == place["lighthouse-lamp"]
    assert mined.broader[place["neural-machine-translation"]] == place["machine-translation"]
    assert mined.topics[place["lighthouse-lamp"]] == 42  # of which more is found here


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a long short-term memory (LSTM) here", [("LSTM", ("long", "short", "term", "memory"))]),
        ("We use mixture of experts (MoE).", [("MoE", ("mixture", "of", "experts"))]),
        ("hidden Markov models (HMMs)", [("HMM", ("hidden", "Markov", "models"))]),
        ("the year (2020) and others (see above)", []),
        ("This is nothing of the kind (LSTM)", []),
        ("(NLP) at the beginning", []),
        ("", []),
    ],
)
def test_acronyms_are_explained_in_brackets(text: str, expected: list) -> None:
    assert list(explained(text)) == expected


def test_an_acronym_of_several_meanings_has_none() -> None:
    explanations = Explanations()
    for n in range(6):
        explanations.note("tidal harbor model (THM)" if n % 2 else "total heat measure (THM)")
        explanations.note("sea level rise (SLR)")
    assert explanations.agreed() == {"SLR": (("sea", "level", "rise"), 6)}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Post-editing", "postediting", True),
        ("dialog systems", "Dialogue system", True),
        ("topic modelling", "Topic modeling", True),
        ("Dependency parser", "dependency parsing", True),
        ("lemmatisation", "Lemmatization", True),
        ("corpora", "corpus", True),
        ("naïve Bayes", "naive Bayes", True),
        ("Sjögren syndrome", "Sjogren syndrome", True),
        ("parser", "parsing", False),
        ("word sense", "word senses induction", False),
        ("machine translation", "machine transliteration", False),
    ],
)
def test_spellings_of_one_term_have_one_key(one: str, other: str, same: bool) -> None:
    assert (key_of_name(one) == key_of_name(other)) is same


@given(st.text(), st.text())
@example("naïve Bayes", "Naive-Bayes")
@example("Straße der Häfen", "strasse der hafen")
@example("ﬁne tuning", "Fine tuning")
def test_names_of_one_address_have_one_key(one: str, other: str) -> None:
    assert concept_slug(one) != concept_slug(other) or key_of_name(one) == key_of_name(other)


@given(st.text())
def test_an_address_is_what_addresses_may_be(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]*", concept_slug(name))


@pytest.mark.parametrize(
    ("words", "printed", "expected"),
    [
        (("cross", "lingual", "transfer"), {}, "Cross-lingual transfer"),
        (("fine", "tuning"), {}, "Fine-tuning"),
        (("amr", "parsing"), {"amr": "AMR"}, "AMR parsing"),
        (("hidden", "markov", "model"), {"markov": "Markov"}, "Hidden Markov model"),
        (("part-of-speech", "tagger"), {}, "Part-of-speech tagger"),
        (("word", "alignment"), {}, "Word alignment"),
    ],
)
def test_a_term_is_named_as_it_is_printed(words: tuple, printed: dict, expected: str) -> None:
    assert name_of(words, printed) == expected


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("Models", "model"),
        ("queries", "query"),
        ("biases", "bias"),
        ("Parts of Speech", "part-of-speech"),
        ("the", ""),
        ("outperforms", ""),
        ("significantly", ""),
        ("2020", ""),
        ("don't", ""),
        (".", ""),
    ],
)
def test_words_are_counted_in_the_singular_and_others_part_terms(piece: str, expected: str) -> None:
    assert word_of(piece) == expected


def test_texts_in_other_languages_are_left_out() -> None:
    assert is_foreign(WORD.findall("nous avons vu la mer et le port de la ville"))
    assert not is_foreign(WORD.findall("we have seen the sea and the port of La Rochelle"))


@given(st.dictionaries(st.integers(0, 8), st.integers(0, 8)))
def test_no_topic_is_part_of_itself(broader: dict[int, int]) -> None:
    kept = without_circles(broader)
    assert kept.items() <= broader.items()
    for topic in kept:
        above, steps = topic, 0
        while above in kept:
            above, steps = kept[above], steps + 1
            assert above != topic
            assert steps <= len(kept)
