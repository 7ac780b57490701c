import pytest
from hypothesis import given
from hypothesis import strategies as st

from works.concepts import NAMES, concepts_in, mentions, term_of
from works.vocabulary import VOCABULARY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Local backpropagation in time", ["backpropagation"]),
        ("Back-propagation revisited", ["backpropagation"]),
        ("Training LSTMs with an LSTM teacher", ["long-short-term-memory", "long-short-term-memory"]),
        ("Word embeddings", ["word-embedding"]),
        ("Backpropagation through time", ["backpropagation-through-time"]),
        ("A new LED", ["light-emitting-diode"]),
        ("Statistical machine translation", ["statistical-machine-translation"]),
        ("The parser of a treebank", ["parsing", "treebank"]),
        ("COVID-19 in text", ["epidemiology"]),
    ],
)
def test_a_concept_is_found_under_its_names(text: str, expected: list[str]) -> None:
    assert list(mentions(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "She led a group",
        "A rag rug",
        "Propagation of errors in back rooms",
        "Error propagation in a pipeline",
        "Word and embedding stand apart",
        "transformation",
        "Gansu dialect",
        "",
        "$$$ — …",
    ],
)
def test_other_words_are_not_taken_for_concepts(text: str) -> None:
    assert list(mentions(text)) == []


def test_confidence_is_higher_where_the_concept_stands_more_prominently() -> None:
    in_title = dict(concepts_in("Machine translation", ""))["machine-translation"]
    often = dict(concepts_in("A study", "Machine translation. Machine translation!"))["machine-translation"]
    once = dict(concepts_in("A study", "We use machine translation."))["machine-translation"]
    assert 0 < once < often < in_title <= 1


def test_every_term_of_the_vocabulary_finds_a_concept() -> None:
    for name, variants in VOCABULARY.items():
        for text in (name, *variants):
            assert list(mentions(text)), text


def test_no_two_concepts_share_a_term_or_an_address() -> None:
    terms = [term_of(text) for name, variants in VOCABULARY.items() for text in {name, *variants}]
    assert len(NAMES) == len(VOCABULARY)
    assert sorted(terms) == sorted(set(terms))


@given(st.text(), st.text())
def test_any_text_gives_known_concepts_with_a_confidence(title: str, abstract: str) -> None:
    found = concepts_in(title, abstract)
    assert all(slug in NAMES and 0 < confidence <= 1 for slug, confidence in found)
    assert len({slug for slug, _ in found}) == len(found)
