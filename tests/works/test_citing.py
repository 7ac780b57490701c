"""Citation formats: what each of them needs to stay readable, whatever a title holds."""

import json
from dataclasses import replace

import pytest

from common.harmless_tex import has_balanced_braces
from works.citing import (
    FORMATS,
    Citable,
    bibtex,
    bibtex_file,
    bibtex_key,
    bibtex_name,
    csl,
    csl_file,
    csl_name,
    csl_text,
    letters,
    ris,
    ris_file,
    ris_name,
)

PAPER = Citable(
    type="journal-article",
    title="On invented results",
    tex_title="On invented results",
    authors=("Ada Lindqvist", "Bob Okafor"),
    year=2020,
    month=5,
    day=2,
    venue="Journal of Invented Results",
    doi="10.5555/abc_1",
    url="https://doi.org/10.5555/abc_1",
)


def titled(tex: str) -> str:
    """The title line of the BibTeX entry of such a work, without its frame."""
    line = bibtex(replace(PAPER, tex_title=tex)).splitlines()[1]
    return line.removeprefix("  title = {{").removesuffix("}},")


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("Plain words", "Plain words"),
        ("Bread & butter", r"Bread \& butter"),
        (r"Bread \& butter", r"Bread \& butter"),
        ("Half, 50% of it", r"Half, 50\% of it"),
        (r"Half, 50\% of it", r"Half, 50\% of it"),
        ("snake_case and #1", r"snake\_case and \#1"),
        ("Mass $m_i^2$ & spin", r"Mass $m_i^2$ \& spin"),
        ("It costs $5", r"It costs \$5"),
        ("Escaped $a \\$ b$ in mathematics", "Escaped $a \\$ b$ in mathematics"),
        (r"Very \emph{white} boxes", r"Very \emph{white} boxes"),
        ("2^n states", r"2\textasciicircum{}n states"),
        ("Ends with a backslash \\", r"Ends with a backslash \textbackslash{}"),
        ("Čech-Łukasiewicz naïveté", "Čech-Łukasiewicz naïveté"),
        ('She said "no"', 'She said "no"'),
        ("two\nlines\tand\x00 more", "two lines and more"),
        ("A <i>small</i> step where 1 < 2", r"A \emph{small} step where 1 < 2"),
        ("a <b and c> d", "a <b and c> d"),
        ("AT&amp;T and AT&T", r"AT\&T and AT\&T"),
        ("It costs $5 and $10 of gain", r"It costs \$5 and \$10 of gain"),
        (
            r"\input{/etc/passwd} \immediate\write18{id} \csname x\endcsname",
            r"/etc/passwd \textbackslash{}immediate\textbackslash{}write18id \textbackslash{}csname "
            r"x\textbackslash{}endcsname",
        ),
        (r"Of $\input{x}$", r"Of \textbackslash{}inputx"),
        ("Half, $50 % of it$", r"Half, $50 \% of it$"),
    ],
)
def test_a_bibtex_title_keeps_its_tex_and_escapes_the_rest(tex, expected):
    assert titled(tex) == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("An open { brace", "An open brace"),
        ("A closed } brace", "A closed brace"),
        ("}{", ""),
        (r"\emph{lost", r"\emph{lost}"),
        (r"\{ counts too", "counts too"),
    ],
)
def test_in_a_bibtex_title_braces_pair(tex, expected):
    assert titled(tex) == expected


@pytest.mark.parametrize(
    ("printed", "in_bibtex", "in_ris", "in_csl"),
    [
        ("Ada Lindqvist", "Lindqvist, Ada", "Lindqvist, Ada", {"family": "Lindqvist", "given": "Ada"}),
        (
            "Joost van der Putten",
            "van der Putten, Joost",
            "van der Putten, Joost",
            {"family": "van der Putten", "given": "Joost"},
        ),
        ("Okafor, Bob", "Okafor, Bob", "Okafor, Bob", {"family": "Okafor", "given": "Bob"}),
        ("Bob Okafor, Jr.", "Okafor Jr., Bob", "Okafor Jr., Bob", {"family": "Okafor Jr.", "given": "Bob"}),
        ("Sokrates", "{Sokrates}", "Sokrates", {"literal": "Sokrates"}),
        (
            "The Lighthouse Collaboration",
            "{The Lighthouse Collaboration}",
            "The Lighthouse Collaboration",
            {"literal": "The Lighthouse Collaboration"},
        ),
        (
            "Office of Ships and Tides",
            "{Office of Ships and Tides}",
            "Office of Ships and Tides",
            {"literal": "Office of Ships and Tides"},
        ),
        (
            "Centers for Disease Control and Prevention, Atlanta",
            "{Centers for Disease Control and Prevention, Atlanta}",
            "Centers for Disease Control and Prevention, Atlanta",
            {"literal": "Centers for Disease Control and Prevention, Atlanta"},
        ),
        ("Nghia The Pham", "Pham, Nghia The", "Pham, Nghia The", {"family": "Pham", "given": "Nghia The"}),
        ("The Ngo", "Ngo, The", "Ngo, The", {"family": "Ngo", "given": "The"}),
        ("Board, Anna", "Board, Anna", "Board, Anna", {"family": "Board", "given": "Anna"}),
        ("The Salt Team", "{The Salt Team}", "The Salt Team", {"literal": "The Salt Team"}),
        ("and Ada Salt", "Salt, {and Ada}", "Salt, and Ada", {"family": "Salt", "given": "and Ada"}),
        (
            "Tran, Nguyen AND",
            "Tran, {Nguyen AND}",
            "Tran, Nguyen AND",
            {"family": "Tran", "given": "Nguyen AND"},
        ),
        ("Sandy Land", "Land, Sandy", "Land, Sandy", {"family": "Land", "given": "Sandy"}),
        ("Salt & Sons", r"{Salt \& Sons}", "Salt & Sons", {"literal": "Salt & Sons"}),
        ("A. {Brace}", "Brace, A.", "{Brace}, A.", {"family": "{Brace}", "given": "A."}),
        ("ليلى الحداد", "الحداد, ليلى", "الحداد, ليلى", {"family": "الحداد", "given": "ليلى"}),
        ("Ada\nLindqvist", "Lindqvist, Ada", "Lindqvist, Ada", {"family": "Lindqvist", "given": "Ada"}),
    ],
)
def test_names_are_written_as_each_format_wants_them(printed, in_bibtex, in_ris, in_csl):
    assert bibtex_name(printed) == in_bibtex
    assert ris_name(printed) == in_ris
    assert csl_name(printed) == in_csl


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "lindqvist2020invented"),
        ({"title": "The 3 of them", "authors": ("Ольга Ким",)}, "work2020them"),
        ({"authors": ()}, "work2020invented"),
        ({"title": "42"}, "lindqvist2020"),
        ({"authors": ("Zoë Çelik-Ärm",)}, "celikarm2020invented"),
    ],
)
def test_a_key_is_made_of_letters_that_every_tool_accepts(fields, expected):
    assert bibtex_key(replace(PAPER, **fields)) == expected


def test_a_bibtex_entry_says_everything_known_and_nothing_else():
    assert bibtex(PAPER) == (
        "@article{lindqvist2020invented,\n"
        "  title = {{On invented results}},\n"
        "  author = {Lindqvist, Ada and Okafor, Bob},\n"
        "  journal = {Journal of Invented Results},\n"
        "  year = {2020},\n"
        "  month = may,\n"
        "  doi = {10.5555/abc_1},\n"
        "  url = {https://doi.org/10.5555/abc_1},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("fields", "kind", "line"),
    [
        ({"type": "conference-paper"}, "@inproceedings{", "  booktitle = {Journal of Invented Results},"),
        ({"type": "book-chapter"}, "@incollection{", "  booktitle = {Journal of Invented Results},"),
        ({"type": "journal-article", "venue": ""}, "@misc{", "  year = {2020},"),
        ({"type": "preprint", "arxiv": "2001.00001"}, "@misc{", "  archiveprefix = {arXiv},"),
        ({"type": "thesis"}, "@misc{", "  howpublished = {Journal of Invented Results},"),
        ({"month": None, "day": None}, "@article{", "  year = {2020},"),
        ({"doi": "10.5555/a{b}"}, "@article{", "  doi = {10.5555/a%7Bb%7D},"),
    ],
)
def test_a_bibtex_entry_suits_the_type_of_the_work(fields, kind, line):
    entry = bibtex(replace(PAPER, **fields))
    assert entry.startswith(kind)
    assert line in entry.splitlines()


def test_every_bibtex_entry_closes_every_brace_it_opens():
    hostile = replace(
        PAPER,
        title="}{\\",
        tex_title="}{\\",
        authors=("} Ada {",),
        venue="{ venue",
        abstract="} abstract \\",
        url="https://example.org/{",
    )
    assert has_balanced_braces(bibtex(hostile))


def test_an_address_holds_no_backslash_in_whatever_spelling():
    entry = bibtex(replace(PAPER, doi="10.5555/^^5cinput", url="https://example.org/\\input^"))
    assert "  doi = {10.5555/%5E%5E5cinput}," in entry
    assert "  url = {https://example.org/%5Cinput%5E}," in entry


def test_entries_of_one_file_have_keys_of_their_own():
    keys = [line for line in "".join(bibtex_file([PAPER] * 3)).splitlines() if line.startswith("@")]
    assert keys == [
        "@article{lindqvist2020invented,",
        "@article{lindqvist2020invented-a,",
        "@article{lindqvist2020invented-b,",
    ]


@pytest.mark.parametrize(("number", "expected"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (703, "aaa")])
def test_letters_count_on_after_z(number, expected):
    assert letters(number) == expected


def test_a_ris_record_has_one_line_a_field_and_ends():
    record = ris(replace(PAPER, abstract="First line\r\nER  - not the end", keywords=("tides", "salt")))
    assert record.split("\r\n") == [
        "TY  - JOUR",
        "TI  - On invented results",
        "AU  - Lindqvist, Ada",
        "AU  - Okafor, Bob",
        "PY  - 2020",
        "DA  - 2020/05/02/",
        "T2  - Journal of Invented Results",
        "DO  - 10.5555/abc_1",
        "UR  - https://doi.org/10.5555/abc_1",
        "AB  - First line ER - not the end",
        "KW  - tides",
        "KW  - salt",
        "ER  - ",
        "",
    ]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"month": None, "day": None}, "DA  - 2020///"),
        ({"day": None}, "DA  - 2020/05//"),
        ({"type": "preprint"}, "TY  - UNPB"),
        ({"type": "other"}, "TY  - GEN"),
    ],
)
def test_a_ris_record_leaves_open_what_is_not_known(fields, line):
    assert line in ris(replace(PAPER, **fields)).split("\r\n")


def test_csl_says_everything_known_and_nothing_else():
    assert csl(PAPER) == {
        "id": "lindqvist2020invented",
        "type": "article-journal",
        "title": "On invented results",
        "author": [{"family": "Lindqvist", "given": "Ada"}, {"family": "Okafor", "given": "Bob"}],
        "issued": {"date-parts": [[2020, 5, 2]]},
        "container-title": "Journal of Invented Results",
        "DOI": "10.5555/abc_1",
        "URL": "https://doi.org/10.5555/abc_1",
    }


def test_a_review_article_is_no_review_of_itself():
    assert csl(replace(PAPER, type="review"))["type"] == "article-journal"


@pytest.mark.parametrize(
    ("fields", "date"),
    [({"month": None, "day": None}, [2020]), ({"day": None}, [2020, 5]), ({}, [2020, 5, 2])],
)
def test_csl_dates_are_as_exact_as_they_are_known(fields, date):
    assert csl(replace(PAPER, **fields))["issued"] == {"date-parts": [date]}


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_csl_file_is_one_json_document_however_many_works(number):
    assert len(json.loads("".join(csl_file([PAPER] * number)))) == number


def test_csl_survives_quotes_and_line_breaks():
    (item,) = json.loads(csl_text(replace(PAPER, title='"A\n\\B"')))
    assert item["title"] == '"A \\B"'


def test_a_ris_file_holds_every_record():
    assert "".join(ris_file([PAPER] * 2)).count("TY  - ") == 2


@pytest.mark.parametrize("key", FORMATS)
def test_a_file_of_nothing_is_a_valid_one(key):
    assert "".join(FORMATS[key].many([])) in ("", "[]\n")
