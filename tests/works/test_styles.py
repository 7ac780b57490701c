"""Formatted references: what each style says, that nothing gets through unescaped, and that a crowd costs nothing."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from works.citing import CSL_TYPES, Citable
from works.styles import MOST_AUTHORS, STYLES, reference

PAPER = Citable(
    type="conference-paper",
    title="Tides & salt",
    tex_title="",
    authors=("Ada B. Lindqvist", "Jean-Pierre van der Berg"),
    year=2020,
    month=5,
    day=2,
    venue="Proceedings of Tides",
    doi="10.1234/x",
    url="https://example.org/x",
)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "apa",
            "Lindqvist, A. B., & van der Berg, J.-P. (2020, May 2). Tides & salt. <i>Proceedings of Tides</i>. "
            "https://doi.org/10.1234/x",
        ),
        (
            "chicago",
            "Lindqvist, A. B., and J.-P. van der Berg. 2020. “Tides & Salt.” <i>Proceedings of Tides</i>, May 2. "
            "https://doi.org/10.1234/x.",
        ),
        (
            "mla",
            "Lindqvist, A. B., and J.-P. van der Berg. “Tides & Salt.” <i>Proceedings of Tides</i>, 2020, "
            "https://doi.org/10.1234/x.",
        ),
        (
            "harvard",
            "Lindqvist, A.B. and van der Berg, J.-P. (2020) “Tides & salt”, <i>Proceedings of Tides</i>. "
            "Available at: https://doi.org/10.1234/x.",
        ),
        (
            "ieee",
            "A. B. Lindqvist and J.-P. van der Berg, “Tides & salt,” in <i>Proceedings of Tides</i>, May 2020. "
            "doi: 10.1234/x.",
        ),
        (
            "vancouver",
            "Lindqvist AB, van der Berg JP. Tides & salt. In: Proceedings of Tides [Internet]. 2020. "
            "Available from: https://example.org/x doi:10.1234/x",
        ),
        (
            "acl",
            "Ada B. Lindqvist and Jean-Pierre van der Berg. 2020. Tides & salt. In <i>Proceedings of Tides</i>.",
        ),
        (
            "nature",
            "Lindqvist, A. B. & van der Berg, J.-P. Tides & salt. in <i>Proceedings of Tides</i> (2020). "
            "doi:10.1234/x.",
        ),
    ],
)
def test_each_style_says_it_in_its_way(style, expected):
    assert str(reference(PAPER, style).html).replace("&amp;", "&") == expected


def test_every_style_offered_is_tested_above():
    (table,) = (mark.args[1] for mark in test_each_style_says_it_in_its_way.pytestmark)
    assert [style for style, _ in table] == list(STYLES)


def test_the_text_is_the_reference_without_its_markup():
    assert reference(PAPER, "acl").text.endswith("In Proceedings of Tides.")


@pytest.mark.parametrize("kind", [*CSL_TYPES, "other", "unheard-of"])
@pytest.mark.parametrize("style", STYLES)
def test_every_kind_of_work_has_a_reference(kind, style):
    sparse = Citable(type=kind, title="Tides", tex_title="", authors=("Plato",), year=1999)
    for citable in (replace(PAPER, type=kind), sparse):
        text = reference(citable, style).text
        assert "tides" in text.lower()
        assert str(citable.year) in text
        assert "None" not in text


KINDS = sorted({*CSL_TYPES, "other"})
UNTRUE = re.compile(r"ahead of print|Preprint|Review of|Edition|Released\.|\b[Ii]n(?: \(|\.|$)")


@pytest.mark.parametrize("day", [None, 2])
@pytest.mark.parametrize("venue", ["", "Salt Press"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", STYLES)
def test_no_style_says_what_nobody_told_it(style, kind, venue, day):
    month = day and 5
    text = reference(replace(PAPER, type=kind, venue=venue, month=month, day=day), style).text
    assert bool(UNTRUE.search(text)) is (kind == "preprint" and "Preprint" in text)
    assert "tides & salt" in text.lower()


@pytest.mark.parametrize(
    ("style", "kind", "title", "words"),
    [
        (
            "harvard",
            "journal-article",
            "Tides [Preprint]",
            "“Tides [Preprint]”, <i>Proceedings of Tides</i>.",
        ),
        ("harvard", "preprint", "Tides", "<i>Proceedings of Tides</i> [Preprint]."),
        ("chicago", "journal-article", "Tides", "<i>Proceedings of Tides</i>, May 2."),
        ("chicago", "software", "Works Released.", "“Works Released.” In"),
        ("nature", "software", "Works Released", "Works Released. <i>"),
        ("apa", "review", "Tides", "(2020). Tides. <i>Proceedings of Tides</i>."),
    ],
)
def test_only_what_the_style_adds_by_itself_is_taken_back(style, kind, title, words):
    assert words in reference(replace(PAPER, type=kind, title=title), style).html


@pytest.mark.parametrize("style", STYLES)
def test_where_no_author_is_known_the_title_is_said_once(style):
    assert reference(replace(PAPER, authors=()), style).text.lower().count("tides & salt") == 1


@pytest.mark.parametrize(
    ("style", "title", "words"),
    [
        ("apa", "Do tides turn?", "(2020, May 2). Do tides turn? Proceedings of Tides."),
        ("ieee", "Do tides turn?", "“Do tides turn?” in Proceedings"),
        ("chicago", "Tides.", "“Tides.” Proceedings"),
        ("vancouver", "Tides!", "Tides! In: Proceedings"),
        ("nature", "1. Tides", "1. Tides. in Proceedings"),
    ],
)
def test_a_title_that_ends_with_a_mark_gets_no_second_one(style, title, words):
    assert words in reference(replace(PAPER, title=title), style).text


@pytest.mark.parametrize("style", STYLES)
def test_a_doi_that_is_registered_nowhere_leads_nowhere(style):
    text = reference(replace(PAPER, doi="10.5555/x", url=""), style).text
    assert "10.5555" not in text
    assert "doi" not in text


def test_dates_of_journals_do_not_run_together():
    assert "2020 May 2." in reference(replace(PAPER, type="journal-article"), "vancouver").text


def test_a_preprint_says_where_it_is():
    preprint = replace(PAPER, type="preprint", venue="", doi="", arxiv="2001.00001")
    assert "arXiv:2001.00001" in reference(preprint, "mla").text
    assert "arXiv" in reference(preprint, "apa").text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李 明", "李 明"),
        ("ATLAS Collaboration", "ATLAS Collaboration"),
        ("Plato", "Plato"),
        ("Martin Brown, Jr.", "Brown Jr., M."),
    ],
)
def test_names_that_have_no_initials_are_shown_as_printed(name, shown):
    assert reference(replace(PAPER, authors=(name,)), "apa").text.startswith(shown)


@pytest.mark.parametrize("style", STYLES)
def test_of_a_crowd_as_many_are_named_as_the_style_wants(style):
    crowd = replace(PAPER, authors=tuple(f"Ann Author{number}" for number in range(3_000)))
    fits = replace(PAPER, authors=(*crowd.authors[: MOST_AUTHORS - 1], crowd.authors[-1]))
    text = reference(crowd, style).text
    assert text == reference(fits, style).text
    assert "et al." in text or "… Author2999" in text
    assert f"Author{MOST_AUTHORS - 2}" not in text


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</i><b onclick=x>",
    "\ue000\ue001\ue001",
    "&lt;script&gt;",
    "{{ 7*7 }} %(x)s {0}",
    "\x00\u2028\u202e",
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("style", STYLES)
def test_nothing_gets_through_unescaped(hostile, style):
    citable = replace(
        PAPER,
        title=f"T {hostile}",
        authors=(f"Eve {hostile}",),
        venue=f"V {hostile}",
        url=f"https://e.org/{hostile}",
    )
    assert_harmless(str(reference(citable, style).html))


def assert_harmless(html):
    assert set(re.findall(r"<[^>]*>", html)) <= {"<i>", "</i>"}
    assert html.count("<i>") == html.count("</i>")
    assert not re.search("[\ue000\ue001\x00]", html)


@settings(max_examples=40, deadline=None)
@given(
    title=st.text(min_size=1, max_size=30), name=st.text(max_size=20), style=st.sampled_from(sorted(STYLES))
)
def test_whatever_a_title_or_name_holds_there_is_a_harmless_reference(title, name, style):
    assert_harmless(str(reference(replace(PAPER, title=title, authors=(name,) if name else ()), style).html))
