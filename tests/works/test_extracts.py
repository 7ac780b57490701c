"""Extracts: which words are marked, and which piece of a text is shown."""

import re

import pytest

from works.extracts import LENGTH, extract, stem_pattern, term_pattern


def marks_of(html):
    return re.findall(r"<mark>(.*?)</mark>", html)


@pytest.mark.parametrize(
    ("terms", "text", "expected"),
    [
        (["Backpropagation"], "We use backpropagation here.", ["backpropagation"]),
        (
            ["back propagation"],
            "Back-propagation, back  propagation.",
            ["Back-propagation", "back  propagation"],
        ),
        (["neural net"], "Neural nets learn.", ["Neural nets"]),
        (["SNNs"], "Two SNNs spike.", ["SNNs"]),
        (["LSTM"], "LSTMs and an LSTM", ["LSTMs", "LSTM"]),
        (["GAN"], "It began with a gan.", []),
        (["parsing"], "sparsing and reparsing", []),
        (["Parsing"], "", []),
        (["C++ (x"], "c x and C++", ["c x"]),
        ([""], "anything", []),
    ],
)
def test_terms_are_marked_as_people_write_them(terms, text, expected):
    assert marks_of(extract(text, term_pattern(terms))) == expected


@pytest.mark.parametrize(
    ("stems", "text", "expected"),
    [
        (
            ["translat"],
            "Translation, translated, a translator; late.",
            ["Translation", "translated", "translator"],
        ),
        (["studi"], "a study of studies, no student", ["study", "studies"]),
        (["go"], "go gone", ["go"]),
        (["a.b"], "axb a.b", ["a.b"]),
        ([], "nothing", []),
    ],
)
def test_the_words_of_a_stem_are_marked(stems, text, expected):
    assert marks_of(extract(text, stem_pattern(stems))) == expected


def test_a_text_without_a_match_is_shown_from_its_beginning():
    assert extract("A tide rises. It falls.", term_pattern(["moon"])) == "A tide rises. It falls."


def test_what_looks_like_markup_stays_text():
    html = extract("<script>tide</script> & <b>", term_pattern(["tide"]))
    assert html == "&lt;script&gt;<mark>tide</mark>&lt;/script&gt; &amp; &lt;b&gt;"


def test_the_extract_starts_with_the_sentence_of_the_first_match():
    text = "Nothing is said here. " * 30 + "Then the tide rises slowly. Nobody waits."
    assert extract(text, term_pattern(["tide"])) == "… Then the <mark>tide</mark> rises slowly. Nobody waits."


def test_a_long_text_is_cut_at_a_sentence():
    html = extract("The tide rises. " + "Nothing more is said of it. " * 40, term_pattern(["tide"]))
    assert html.endswith("said of it. …")
    assert len(html) < LENGTH + 40


@pytest.mark.parametrize("text", ["tide " * 500, "x" * 3000 + " tide", "tide" + "x" * 3000, "y" * 5000])
def test_a_text_without_sentences_is_cut_all_the_same(text):
    html = extract(text, term_pattern(["tide"]))
    assert len(re.sub("<[^>]+>", "", html)) <= LENGTH + 4
