"""BibTeX of many hands; everything here is invented."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import bibtex, bibtex_entries
from ingest.readers.bibtex_text import plain, verbatim
from ingest.readers.sniffing import Head
from ingest.records import AuthorRecord, BadRecord, LinkRecord, WorkRecord

WHOLE = r"""
@article{example2020,
  author    = {Example, Ada and M{\"u}ller, J{\"o}rg},
  title     = {{On} the {NP}-hardness of $k^2$ {Examples}},
  journal   = {Journal of {EXAMPLES}},
  year      = 2020,
  month     = mar,
  doi       = {https://doi.org/10.1234/Ex\_1},
  pmid      = {12345},
  language  = {German},
  keywords  = {examples; more, of them},
  abstract  = {About 5\% of
     all.},
  note      = {Code: https://github.com/ada/examples},
  file      = {C:\\papers\\ada.pdf},
}
"""


def read(text):
    return list(bibtex.read(io.BytesIO(text if isinstance(text, bytes) else text.encode()), "a.bib"))


def one(fields, kind="article"):
    [item] = read(f"@{kind}{{key, {fields}}}")
    return item


def work(fields, kind="misc"):
    item = one(f"title={{A}}, year=2000, {fields}", kind)
    assert isinstance(item, WorkRecord), item
    return item


def test_an_entry_becomes_a_record():
    assert read(WHOLE) == [
        WorkRecord(
            source="bibtex",
            source_id="10.1234/ex_1",
            title="On the NP-hardness of $k^2$ Examples",
            published="2020-03",
            type="journal-article",
            abstract="About 5% of all.",
            language="de",
            venue="Journal of EXAMPLES",
            keywords=("examples", "more, of them"),
            identifiers={"doi": "10.1234/ex_1", "pmid": "12345"},
            authors=(
                AuthorRecord(name="Ada Example", family="Example"),
                AuthorRecord(name="Jörg Müller", family="Müller"),
            ),
            links=(LinkRecord(kind="code", url="https://github.com/ada/examples", origin="bibtex"),),
        )
    ]


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{\"O}zg{\"u}r, \'{\i}, \o, {\ss}", "Özgür, í, ø, ß"),
        (r"\aa{} \L{}ukasz {\'E}cole Erd{\H o}s", "å Łukasz École Erdős"),
        (r"{3D} Views of {{BERT}}", "3D Views of BERT"),
        (r"H\textsubscript{2}O and {\em more} \textbf{bold}", "H2O and more bold"),
        (r"{$k$}-means in $O(\frac{n}{2})$", r"$k$-means in $O(\frac{n}{2})$"),
        (r"\(x_1\) and \ensuremath{\alpha_{i}}", r"$x_1$ and $\alpha_{i}$"),
        (r"For \$5 or \$6, 7\% \& more", r"For \$5 or \$6, 7% & more"),
        (r"pages 1--2 --- ``so''", "pages 1\u20132 \u2014 “so”"),
        (r"The set \{a, b\}", "The set {a, b}"),
        ("Already \u00fc\nand  folded", "Already \u00fc and folded"),
        (r"a &lt; b &#169; <i>c</i> 10<sup>5</sup>", "a < b © c 10⁵"),
        (r"100% of it_self #1", "100% of it_self #1"),
        (r"broken } and { here", "broken and here"),
    ],
)
def test_tex_becomes_text_and_formulas_stay(tex, text):
    assert " ".join(plain(tex).split()) == text


def test_addresses_lose_the_escapes_that_tex_needs():
    assert verbatim(r"\url{http://a.example/b\_c\%20d~e}") == "http://a.example/b_c%20d~e"


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Example, Ada and Erika Muster", [("Ada Example", "Example"), ("Erika Muster", "Muster")]),
        ("de la Vall{\\'e}e Poussin, Charles", [("Charles de la Vallée Poussin", "de la Vallée Poussin")]),
        ("Ludwig van Beispiel", [("Ludwig van Beispiel", "van Beispiel")]),
        ("Example, Jr., Ada", [("Ada Example Jr.", "Example")]),
        ("Example, Ada, III", [("Ada Example III", "Example")]),
        ("Ada Example III", [("Ada Example III", "Example")]),
        ("{Institute of Tests and Examples}", [("Institute of Tests and Examples", None)]),
        ("{van der Berg}, Jan", [("Jan van der Berg", "van der Berg")]),
        ("Example, Ada, and Muster, Erika and", [("Ada Example", "Example"), ("Erika Muster", "Muster")]),
        ("{Example}, A. and {van Muster}, E.", [("A. Example", "Example"), ("E. van Muster", "van Muster")]),
        ("Example, Ada and others", [("Ada Example", "Example")]),
        ("Example, A. and\n  Muster,\n E.", [("A. Example", "Example"), ("E. Muster", "Muster")]),
        ("Example, A.; Muster, E.", [("A. Example", "Example"), ("E. Muster", "Muster")]),
        ("Madonna and 王, 小明", [("Madonna", None), ("王小明", "王")]),
        ("Office, Room 7, House, City", [("Office, Room 7, House, City", None)]),
        ("", []),
        ("{}", []),
    ],
)
def test_names_are_read_in_every_order(field, names):
    authors = work(f"author = {{{field}}}").authors
    assert [(author.name, author.family) for author in authors] == names


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year = {2010/2011}", "2010"),
        ("year = {2010}, month = {April}", "2010-04"),
        ("year = 2010, month = 4, day = 25", "2010-04-25"),
        ("year = 2010, month = {5--6}", "2010-05"),
        ('year = 2010, month = jul # "~4"', "2010-07-04"),
        ("date = {2010-05-03/2010-05-06}", "2010-05-03"),
        ("issued = {2010-05}", "2010-05"),
        ("year = {2022}, month = {MAR 1}, earlyaccessdate = {DEC 2021}", "2021-12"),
        ("year = {in press, 2010}", "2010"),
    ],
)
def test_the_date_is_the_first_appearance(fields, date):
    assert one(f"title = {{A}}, {fields}").published == date


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("title = {A}", "there is no year of publication"),
        ("title = {A}, urldate = {2010-01-01}", "there is no year of publication"),
        (
            "title = {A}, year = {in press}",
            'there is no year of publication; instead of one it says "in press"',
        ),
        ("title = {A}, year = {0000}", 'there is no year of publication; instead of one it says "0000"'),
        ("year = 2010", "the title is empty"),
        ("title = {{}}, year = 2010", "the title is empty"),
    ],
)
def test_what_lacks_title_or_year_is_set_aside(fields, reason):
    problem = one(fields)
    assert isinstance(problem, BadRecord)
    assert (problem.reason, problem.line) == (reason, 1)
    assert problem.piece.startswith("@article")


@pytest.mark.parametrize(
    ("kind", "fields", "type"),
    [
        ("inproceedings", "", "conference-paper"),
        ("INCOLLECTION", "", "book-chapter"),
        ("phdthesis", "", "thesis"),
        ("techreport", "", "report"),
        ("misc", "", "other"),
        ("unheardof", "", "other"),
        ("misc", "eprint = {2001.00001}, archiveprefix = {arXiv}", "preprint"),
        ("article", "journal = {arXiv preprint arXiv:2001.00001}", "preprint"),
        ("article", "journal = {CoRR}, volume = {abs/2001.00001}", "preprint"),
        ("article", "journal = {Journal}, eprint = {2001.00001}, eprinttype = {arxiv}", "journal-article"),
        ("misc", "publisher = {Research Square}", "preprint"),
        ("article", "booktitle = {Workshop on Examples}", "conference-paper"),
        ("inbook", "booktitle = {B}", "book-chapter"),
        ("inbook", "chapter = 3", "book"),
        ("misc", "type = {Dataset}", "dataset"),
    ],
)
def test_types_come_from_kind_and_place(kind, fields, type):
    assert work(fields, kind).type == type


@pytest.mark.parametrize(
    ("fields", "identifiers"),
    [
        ("doi = {10.1007/978-3\\_1}", {"doi": "10.1007/978-3_1"}),
        ("url = {https://doi.org/10.1234/AB}", {"doi": "10.1234/ab"}),
        ("doi = {none}", {}),
        ("eprint = {2001.00001v2}, archiveprefix = {arXiv}", {"arxiv": "2001.00001"}),
        ("eprint = {https://publisher.example/pdf/1}", {}),
        ("journal = {CoRR}, volume = {abs/2001.00001}", {"arxiv": "2001.00001"}),
        ("note = {PMID: 12345}", {"pmid": "12345"}),
        ("note = {Comment on arXiv:2001.00001}", {}),
        ("note = {doi:10.1234/a, " + "and references " * 30 + "}", {}),
        ("doi = {10.1234/a, 10.1234/b}", {"doi": "10.1234/a"}),
        ("biburl = {https://dblp.org/rec/journals/x/Example20.bib}", {"dblp": "journals/x/Example20"}),
        ("unique-id = {WOS:000111222333444}", {"wos": "WOS:000111222333444"}),
        ("isbn = {0-306-40615-2}", {}),
    ],
)
def test_identifiers_come_from_the_fields_that_mean_them(fields, identifiers):
    assert work(fields).identifiers == identifiers


def test_the_category_of_arxiv_and_the_journals_of_astronomers_are_known():
    found = work(
        "journal = {\\apj}, eprint = {2001.00001}, archiveprefix = {arXiv}, primaryclass = {astro-ph.GA}"
    )
    assert (found.venue, found.categories) == ("Astrophysical Journal", ("astro-ph.GA",))
    assert work("eprint = {1}, archiveprefix = {hal}, primaryclass = {info}").categories == ()


def test_an_isbn_is_that_of_the_book_and_not_of_its_chapters():
    assert work("isbn = {0-306-40615-2}", "book").identifiers == {"isbn": "9780306406157"}
    assert work("isbn = {0-306-40615-2}", "incollection").identifiers == {}


def test_the_key_is_not_the_id():
    first, second = read("@misc{a, title={One}, year=2000} @misc{a, title={Two}, year=2000}")
    assert first.source_id != second.source_id


@pytest.mark.parametrize(
    ("kind", "fields", "names"),
    [
        ("proceedings", "editor = {Ed Itor}", ["Ed Itor"]),
        ("book", "editor = {Ed Itor}, author = {Ada Example}", ["Ada Example"]),
        ("incollection", "editor = {Ed Itor}", []),
        ("article", "editor = {Ed Itor}", []),
        ("article", "collaboration = {Example}", ["Example Collaboration"]),
        ("article", "collaboration = {Example}, author = {Ada Example}", ["Ada Example"]),
    ],
)
def test_editors_are_authors_of_what_they_edited_alone(kind, fields, names):
    assert [author.name for author in work(fields, kind).authors] == names


def test_the_school_of_a_thesis_is_the_affiliation_of_its_author():
    [author] = work("author = {Example, Ada}, school = {University of Examples}", "phdthesis").authors
    assert author.affiliations == ("University of Examples",)


def test_orcid_numbers_belong_to_their_names():
    numbers = "Example, Ada/0000-0002-1825-0097\n Muster, Erika/0000-0001-5109-3700"
    ada, bo = work(f"author = {{Example, Ada and Beispiel, Bo}}, orcid-numbers = {{{numbers}}}").authors
    assert (ada.orcid, bo.orcid) == ("0000-0002-1825-0097", None)


@pytest.mark.parametrize("proceedings_first", [True, False])
def test_a_paper_takes_over_what_its_proceedings_say(proceedings_first):
    paper = "@inproceedings{p, title={A}, author={Ada Example}, crossref={Proc}}"
    volume = "@proceedings{proc, title={Proceedings of Tests}, year=2011, publisher={Press}}"
    items = read("\n".join([volume, paper] if proceedings_first else [paper, volume]))
    [found] = [item for item in items if item.title == "A"]
    assert (found.published, found.venue, len(items)) == ("2011", "Proceedings of Tests", 2)
    assert [author.name for author in found.authors] == ["Ada Example"]


def test_those_who_wait_for_a_volume_that_never_comes_are_let_go(monkeypatch):
    monkeypatch.setattr(bibtex, "MOST_WAITING", 3)
    items = read("\n".join(f"@misc{{k{n}, title={{T{n}}}, year=2000, crossref={{no}}}}" for n in range(10)))
    assert [item.title for item in items] == [f"T{n}" for n in range(10)]


def test_abbreviations_comments_and_preambles_are_understood():
    items = read(r"""@string{jot = "Journal of " # {Tests}}
        @comment{@misc{x, title={Hidden}, year=2000}}
        @preamble{"\newcommand{\noop}[1]{}"}
        Notes by hand, with ada@example.org and @home (2010), too.
        @article{a, title="A {"}quoted{"} title", journal=JOT # ", Series B", year=2000}
        @article(b, title={In parentheses}, year={2001})""")
    assert [(item.title, item.venue) for item in items] == [
        ('A "quoted" title', "Journal of Tests, Series B"),
        ("In parentheses", None),
    ]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("@article{b, title={Open {brace}, year=2000}", "never closes"),
        ("@article{b, title={No end}, year=2000", "never closes"),
        ('@article{b, title="No quote, year=2000}', "never closes"),
        ("@article{b, title={Closed}}, year=2000,\n author={Ada Example}}", "closes before its last field"),
        ("@article{b, title={A}, year}", "its braces do not pair: expected a `=`"),
    ],
)
def test_a_broken_entry_loses_only_itself(broken, reason):
    first, problem, last = read(f"{WHOLE}\n{broken}\n@misc{{c, title={{After}}, year=2001}}")
    assert (first.source_id, last.title) == ("10.1234/ex_1", "After")
    assert reason in problem.reason
    assert problem.line == WHOLE.count("\n") + 2
    assert problem.piece.startswith("@article{b")


@pytest.mark.parametrize(
    "entry",
    [
        "@article{title={A}, year=2000}",
        "@ article { , title={A}, year=2000}",
        "@article{10.1016/S0140-6736(20)30183-5,\n title={A}, year=2000}",
        "@article{k, title={A} year=2000}",
        "@article{k, title={A}, title={B}, year=2000}",
        "@article{k,\r title={A},\r year=2000\r}",
        "\ufeff@article{k, TITLE={A}, Year=2000,}",
        "@misc{j, title={}, title={A}, year={2000} } trailing words",
    ],
)
def test_small_faults_are_forgiven(entry):
    [item] = read(entry)
    assert (item.title, item.published) == ("A", "2000")


def test_latin_1_is_read_and_a_name_that_cannot_be_read_is_set_aside():
    assert read("@misc{a, title={Déjà vu}, year=2000}".encode("latin-1"))[0].title == "Déjà vu"
    [problem] = read("@misc{a, title={äöü".encode() + b"\xff" + b"}, year=2000}")
    assert "neither UTF-8 nor Windows-1252" in problem.reason


def test_ten_thousand_authors_are_read():
    names = " and ".join(f"Family{number}, Given" for number in range(10_000))
    assert len(work(f"author = {{{names}}}").authors) == 10_000


def test_an_entry_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr(bibtex_entries, "LARGEST_ENTRY", 1_000)
    problem, after = read("@misc{a, title={A},\n" + "words\n" * 1_000 + "@misc{b, title={B}, year=2000}")
    assert problem.reason == "the entry is longer than 1,000 characters"
    assert after.title == "B"


@pytest.mark.parametrize("content", ["", "Nothing here", "{}", "@home (2010)"])
def test_a_file_without_entries_says_so(content):
    [problem] = read(content)
    assert problem.reason == "there is no BibTeX entry in this file"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (WHOLE, True),
        ("% comment\n\n@string{a = {b}}", True),
        ("@inproceedings{\n  key,", True),
        ("TY  - JOUR\nAU  - a@b.example", False),
        ("<article>@article{a,</article>", False),
        ('{"a": "@article{a,"}', False),
        ("@media (max-width: 3px) { a: b }", False),
        ("write to ada@article{x,", False),
    ],
)
def test_bibtex_is_known_by_its_entries(head, expected):
    assert bibtex.recognizes(Head.of("a.txt", head.encode())) is expected


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_no_error(content):
    assert all(isinstance(item, WorkRecord | BadRecord) for item in read(content))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_no_error(data):
    text = WHOLE + "@string{a = {b}}\n@misc{c, crossref={example2020}, author=a # {x and y}, title={C}}"
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 40, len(text))))
    put = data.draw(st.text(alphabet='{}"@,=#\\$()\n ax1\u00fc\ud800', max_size=12))
    mutated = text[:start] + put + text[end:]
    items = read(mutated.encode("utf-8", "surrogatepass"))
    assert items
    assert all(isinstance(item, WorkRecord | BadRecord) for item in items)


def test_an_abbreviation_that_doubles_itself_ends_at_its_bound():
    doubling = "\n".join(f"@string{{s{n + 1} = s{n} # s{n}}}" for n in range(40))
    text = f"@string{{s0 = {{ab}}}}\n{doubling}\n@misc{{k, title={{A}}, year=2000, note=s12}}"
    *refused, entry = read(text)
    assert isinstance(entry, WorkRecord)
    # 2 * 2**12 letters are allowed; after that each has nothing but the name of the one before.
    assert {item.reason for item in refused} == {"what its abbreviations stand for is too long"}
    assert len(refused) == 3


def test_an_abbreviation_within_the_bound_keeps_all_of_its_text(monkeypatch):
    monkeypatch.setattr(bibtex_entries, "LONGEST_STRING", 10)
    at_most, above = read_strings("{abcde} # {fghij}"), read_strings("{abcde} # {fghijk}")
    assert at_most.texts == {"a": "abcdefghij"}
    assert above is None


def read_strings(value):
    strings = bibtex_entries.Strings()
    try:
        strings.define("a", value)
    except bibtex_entries.TooLong:
        return None
    return strings


@pytest.mark.parametrize(
    ("bound", "largest"), [("MOST_STRINGS", 3), ("LARGEST_STRINGS", 3 * len("s0" + "abcd"))]
)
def test_all_abbreviations_together_are_bounded(monkeypatch, bound, largest):
    monkeypatch.setattr(bibtex_entries, bound, largest)
    text = "".join(f"@string{{s{n} = {{abcd}}}}\n" for n in range(5))
    assert [item.line for item in read(text)] == [4, 5]


def test_an_entry_that_abbreviations_blow_up_is_reported_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(bibtex_entries, "LARGEST_ENTRY", 5_000)
    text = f"@string{{s = {{{'x' * 1_000}}}}}\n"
    one_field = f"@misc{{a, title={{A}}, year=2000, note={' # '.join('s' * 6)}}}\n"
    many_fields = f"@misc{{b, title={{A}}, year=2000, {', '.join(f'f{n}=s' for n in range(6))}}}\n"
    forgotten_commas = f"@misc{{c, title={{A}}, year=2000, {' '.join(f'f{n}=s' for n in range(6))}}}\n"
    *refused, entry = read(text + one_field + many_fields + forgotten_commas + WHOLE)
    assert [item.line for item in refused] == [2, 3, 4]
    assert isinstance(entry, WorkRecord)
