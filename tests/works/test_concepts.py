import pytest
from hypothesis import given
from hypothesis import strategies as st

from works.concepts import NAMES, Concept, Vocabulary, concepts_in, forms_of, mentions, singular, term_of
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
        ("Tasks of GPT-4 and LLMs", ["large-language-model", "large-language-model"]),
        ("Ontologies and parallel corpora", ["ontology", "parallel-corpus"]),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tidal harbor soundings of the north", ["tidal-harbor-sounding"]),
        ("TIDAL-HARBOR SOUNDING", ["tidal-harbor-sounding"]),
        ("tidal harbor", ["harbor"]),
        ("tidal harbor sounding harbors", ["tidal-harbor-sounding", "harbor"]),
        (
            "two THSs and one THS, THS 2 by THS 3",
            ["tidal-harbor-sounding"] * 2 + ["second"] + ["tidal-harbor-sounding"],
        ),
        ("ths", []),
        ("harbor, tidal", ["harbor"]),
        ("", []),
    ],
)
def test_of_several_terms_at_one_place_the_longest_wins(text: str, expected: list[str]) -> None:
    vocabulary = Vocabulary(
        (
            Concept("harbor", ("harbor",), 0.6),
            Concept("tidal-harbor-sounding", ("Tidal harbor sounding", "THS"), 0.8),
            Concept("second", ("THS 2",)),
        )
    )
    assert list(vocabulary.mentions(text)) == expected


def test_confidence_is_lower_for_what_is_less_surely_a_term() -> None:
    vocabulary = Vocabulary((Concept("port", ("port",), 0.5), Concept("harbor", ("harbor",), 1.0)))
    found = dict(vocabulary.concepts_in("Ports and harbors", ""))
    assert found == {"harbor": 0.9, "port": 0.675}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("models", "model"),
        ("queries", "query"),
        ("classes", "class"),
        ("boxes", "box"),
        ("corpora", "corpus"),
        ("analysis", "analysis"),
        ("semantics", "semantics"),
        ("bias", "bias"),
        ("gas", "gas"),
        ("corpus", "corpus"),
        ("ties", "tie"),
    ],
)
def test_a_plural_is_read_as_the_singular(word: str, expected: str) -> None:
    assert singular(word) == expected
    assert word in forms_of(expected)


@given(st.text("abcdeisy", min_size=1))
def test_all_forms_of_a_word_are_read_as_one(word: str) -> None:
    assert {singular(form) for form in forms_of(singular(word))} <= {singular(word), singular(singular(word))}
