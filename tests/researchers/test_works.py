"""The list of a researcher's works: page and piece, sort and filter, and what each item says."""

import re
from datetime import date

import pytest
from django.urls import reverse

from researchers.models import Attribution
from tests.builders import make_authorship, make_researcher, make_topic, make_work, make_works
from works.models import CodeLink, SourceRecord, Version, Work, WorkIdentifier

PIECE = {"HX-Request": "true"}
RESTORED = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
BOOSTED = {"HX-Request": "true", "HX-Boosted": "true"}


@pytest.fixture
def ada(db):
    return make_researcher("Ada Lindqvist")


def works_url(researcher, query=""):
    return reverse("researchers:works", args=[researcher.slug]) + query


def html_of(client, researcher, query="", **headers):
    response = client.get(works_url(researcher, query), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def titles_of(html):
    return re.findall(r'class="work-title"><a[^>]*><bdi>(.*?)</bdi></a>', html)


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_list_is_a_page_of_its_own(client, ada):
    make_work("On tides", authors=[ada])
    html = html_of(client, ada)
    assert "<html" in html
    assert titles_of(html) == ["On tides"]


def test_htmx_gets_the_piece_alone_and_the_clean_address(client, ada):
    make_work("On tides", authors=[ada])
    response = client.get(works_url(ada, "?sort=newest&type=&page="), headers=PIECE)
    assert response.content.decode().strip().startswith('<section class="section" id="works"')
    assert response["HX-Push-Url"] == works_url(ada, "?sort=newest")
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?sort=rank", ""),
        ("?sort=rank&type=preprint&code=on", "?type=preprint&code=1"),
        ("?sort=best&topic=&page=1", ""),
    ],
)
def test_the_address_keeps_no_default_and_nothing_unknown(client, ada, query, kept):
    make_work(authors=[ada], has_code=True)
    assert client.get(works_url(ada, query), headers=PIECE)["HX-Push-Url"] == works_url(ada, kept)


@pytest.mark.parametrize("headers", [RESTORED, BOOSTED])
def test_a_restored_or_boosted_visit_gets_the_whole_page(client, ada, headers):
    response = client.get(works_url(ada), headers=headers)
    assert b"<html" in response.content
    assert "HX-Push-Url" not in response


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 published items"), (1, "1 published item"), (2, "2 published items")]
)
def test_the_heading_counts_in_the_right_number(client, ada, number, words):
    make_works(number, authors=[ada])
    assert words in text_of(html_of(client, ada))


def test_the_heading_says_which_works_are_listed_and_not_counted(client, ada):
    """The counters at the top of the page leave them out."""
    make_works(2, authors=[ada])
    make_work("Taken back in print", authors=[ada], retracted=True)
    assert "3 published items, 1 of them retracted and not counted <" in html_of(client, ada).replace(
        "</h2>", " <"
    )
    make_work("Told by her alone", authors=[ada], self_reported=True)
    make_work("Told by her and retracted", authors=[ada], self_reported=True, retracted=True)
    words = "5 published items, 2 of them retracted and not counted, 1 of them not confirmed and not counted"
    for query in ("", "?type=preprint"):
        assert words in text_of(html_of(client, ada, query))


def test_a_researcher_without_works_is_told_what_comes_next(client, ada):
    assert "Works appear here when an import attributes them" in html_of(client, ada)


def test_works_of_others_and_rejected_and_withdrawn_ones_are_left_out(client, ada):
    make_work("Hers", authors=[ada])
    make_work("Of somebody else", authors=["Bob Okafor"])
    make_work("Taken back", authors=[ada], withdrawn=True)
    rejected = make_work("Not hers", authors=[ada])
    Attribution.objects.filter(authorship__work=rejected).update(status="rejected")
    proposed = make_work("Perhaps hers", authors=[ada])
    Attribution.objects.filter(authorship__work=proposed).update(status="proposed")
    assert titles_of(html_of(client, ada)) == ["Hers"]


def test_a_work_that_names_somebody_twice_is_listed_once(client, ada):
    make_work("Twice", authors=[ada, ada])
    html = html_of(client, ada)
    assert titles_of(html) == ["Twice"]
    assert "1 published item" in html


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["Middle", "Old", "New"]),
        ("?sort=rank", ["Middle", "Old", "New"]),
        ("?sort=newest", ["New", "Middle", "Old"]),
        ("?sort=oldest", ["Old", "Middle", "New"]),
        ("?sort=cited", ["Old", "New", "Middle"]),
    ],
)
def test_works_are_sorted_as_asked(client, ada, sort, expected):
    make_work("Old", year=1990, authors=[ada], rank=2, cited_by_count=50)
    make_work("Middle", year=2000, authors=[ada], rank=3)
    make_work("New", year=2010, authors=[ada], rank=1, cited_by_count=2, citations_count=9)
    assert titles_of(html_of(client, ada, sort)) == expected


@pytest.fixture
def varied(ada):
    """Four works, each of which one filter finds."""
    bob = make_researcher("Bob Okafor", slug="bob-okafor")
    tides = make_topic("Tides")
    make_work("Early", year=1990, authors=[ada, bob], type=Work.Type.THESIS)
    make_work("With code", year=2000, authors=[ada], has_code=True)
    make_work("Open", year=2005, authors=[ada], open_access=True, topics=[tides])
    late = make_work("Late", year=2010, authors=[ada], open_access=False)
    SourceRecord.objects.filter(work=late).update(source="arxiv")
    return ada


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?type=thesis", ["Early"]),
        ("?year_from=2005", ["Late", "Open"]),
        ("?year_to=1999", ["Early"]),
        ("?year_from=1995&year_to=2005", ["Open", "With code"]),
        ("?source=arxiv", ["Late"]),
        ("?topic=tides", ["Open"]),
        ("?coauthor=bob-okafor", ["Early"]),
        ("?code=on", ["With code"]),
        ("?open_access=1", ["Open"]),
        ("?topic=tides&open_access=1&year_from=2000", ["Open"]),
        ("?topic=unheard-of", []),
        ("?coauthor=nobody", []),
    ],
)
def test_works_are_filtered_as_asked(client, varied, query, expected):
    html = html_of(client, varied, query + "&sort=newest")
    assert titles_of(html) == expected
    assert f"{len(expected)} of 4 works {'matches' if len(expected) == 1 else 'match'}" in html


def test_filters_are_remembered_in_the_form(client, varied):
    html = html_of(client, varied, "?type=thesis&code=1&year_from=1980&sort=cited&topic=unheard-of")
    assert '<option value="thesis" selected>Thesis (0)</option>' in html
    assert '<option value="cited" selected>' in html
    assert '<option value="unheard-of" selected>' in html
    assert re.search(r'type="checkbox" name="code"[^>]* checked', html)
    assert re.search(r'name="year_from" value="1980"', html)


def test_filters_are_offered_with_what_there_is(client, varied):
    html = html_of(client, varied)
    for option in ("Thesis (1)", "Preprint (3)", "Tides (1)", "arXiv (1)", "Bob Okafor"):
        assert option in html
    assert "Journal article" not in html.split("</form>")[1]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?sort=best", "Sort by: “best” was not understood"),
        ("?type=poem", "Type: “poem” was not understood"),
        ("?year_from=soon", "From year: “soon” was not understood"),
        ("?year_from=99999999999999999999", "From year: “99999999999999999999” was not understood"),
        ("?year_from=2010&year_to=1990", "To year: “1990” was not understood"),
        ("?topic=a%20b'--", "Topic: “a b&#x27;--” was not understood"),
        ("?source=%00", "Source: “"),
        ("?coauthor=%3Cscript%3E", "Co-author: “&lt;script&gt;” was not understood"),
        ("?page=last", "Page: “last” was not understood"),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(client, varied, query, said):
    html = html_of(client, varied, query)
    assert said in html
    assert len(titles_of(html)) >= 1


def test_what_nobody_filters_by_is_passed_over(client, varied):
    assert len(titles_of(html_of(client, varied, "?utm_source=mail&q=x&type=thesis&type="))) == 4


def test_pages_hold_twenty_works_and_say_where_to_go(client, ada):
    make_works(45, authors=[ada])
    first, last = html_of(client, ada), html_of(client, ada, "?page=3")
    assert (len(titles_of(first)), len(titles_of(last))) == (20, 5)
    assert "Go to page" in first
    assert f'href="{works_url(ada)}?page=2#works"' in first
    assert not set(titles_of(first)) & set(titles_of(last))


@pytest.mark.parametrize("page", ["0", "-1", "-99999999999999999999"])
def test_a_page_before_the_first_is_the_first(client, ada, page):
    html = html_of(client, ada, f"?page={page}")
    assert "not understood" not in html


def test_a_page_beyond_the_last_is_the_last(client, ada):
    make_works(45, authors=[ada])
    response = client.get(works_url(ada, "?page=99"), headers=PIECE)
    assert len(titles_of(response.content.decode())) == 5
    assert response["HX-Push-Url"] == works_url(ada, "?page=3")


def test_the_pager_keeps_sort_and_filter(client, ada):
    make_works(41, authors=[ada])
    html = html_of(client, ada, "?sort=oldest&type=preprint")
    assert "?sort=oldest&amp;type=preprint&amp;page=2" in html
    assert '<input type="hidden" name="sort" value="oldest">' in html


def test_an_item_says_type_year_source_category_and_date(client, ada):
    work = make_work(
        "On tides",
        authors=[ada],
        published_on=date(2017, 5, 22),
        published_precision="day",
        categories=["cs.LG"],
    )
    SourceRecord.objects.filter(work=work).update(source="arxiv")
    text = text_of(html_of(client, ada))
    assert "Preprint · 2017 · arXiv LG : Machine Learning May 22, 2017" in text


@pytest.mark.parametrize(
    ("precision", "shown", "hidden"),
    [("day", "May 22, 2017", None), ("month", "May 2017", "May 1, 2017"), ("year", "2017", "May 2017")],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(client, ada, precision, shown, hidden):
    make_work(
        authors=[ada],
        published_on=date(2017, 5, 22 if precision == "day" else 1),
        published_precision=precision,
    )
    text = text_of(html_of(client, ada))
    assert shown in text
    assert hidden is None or hidden not in text


def test_an_item_links_code_data_and_identifiers(client, ada):
    work = make_work(authors=[ada], has_code=True, open_access=True)
    CodeLink.objects.create(work=work, kind="code", url="https://code.example/r", source="test")
    CodeLink.objects.create(work=work, kind="dataset", url="https://data.example/d", source="test")
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.1234/a<b>")
    WorkIdentifier.objects.create(work=work, scheme="arxiv", value="2001.00001")
    html = html_of(client, ada)
    assert 'href="https://code.example/r"' in html
    assert 'href="https://data.example/d"' in html
    assert "Open access" in html
    assert '<a href="https://doi.org/10.1234/a%3Cb%3E">DOI 10.1234/a&lt;b&gt;</a>' in html
    assert html.index("10.1234/a") < html.index("arxiv.org/abs/2001.00001")


def test_an_identifier_that_resolves_nowhere_is_text(client, ada):
    work = make_work(authors=[ada])
    for scheme, value in [("doi", "10.5555/credence.1"), ("demo", "work-1")]:
        WorkIdentifier.objects.create(work=work, scheme=scheme, value=value)
    Version.objects.create(work=work, type="journal-article", doi="10.5555/credence.2", source="test")
    for html in (html_of(client, ada), client.get(work.get_absolute_url()).content.decode()):
        assert "<li>DOI 10.5555/credence.1</li>" in html
        assert "doi.org" not in html
        assert "<li>demo" not in html


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"basis": "matched"}, "matched by name"),
        ({"basis": "source_id"}, "imported from arXiv"),
        ({"basis": "confirmed"}, "confirmed by the researcher"),
        ({"basis": "curated"}, "decided by an administrator"),
        ({"basis": "confirmed", "status": "disputed"}, "disputed"),
    ],
)
def test_an_item_says_whose_it_is_and_who_says_so(client, ada, fields, words):
    work = make_work(authors=[ada])
    SourceRecord.objects.filter(work=work).update(source="arxiv")
    Attribution.objects.update(**fields)
    state = re.findall(r'<span class="state[^>]*>(.*?)</span>', html_of(client, ada), re.DOTALL)
    assert [text_of(found) for found in state] == [words]


def test_a_state_names_the_source_whose_identifier_it_rests_on(client, ada):
    make_work(authors=[ada])
    Attribution.objects.update(basis="source_id")
    ada.attributions.get().authorship.__class__.objects.update(source_author_id="acl:ada-lindqvist")
    assert "imported from ACL Anthology" in html_of(client, ada)


def test_a_retracted_work_stays_listed_and_says_so(client, ada):
    make_work("Withdrawn results", authors=[ada], retracted=True)
    html = html_of(client, ada)
    assert titles_of(html) == ["Withdrawn results"]
    assert "Retracted" in html


def test_a_later_version_is_part_of_the_item(client, ada):
    work = make_work("Preprint", authors=[ada])
    Version.objects.create(
        work=work,
        type="journal-article",
        published_on=date(2021, 3, 2),
        published_precision="day",
        venue_name="Journal of Salt",
        doi="10.1234/salt",
        source="test",
    )
    html = html_of(client, ada)
    assert "Journal article, Journal of Salt, March 2, 2021" in html
    assert 'href="https://doi.org/10.1234/salt"' in html
    assert titles_of(html) == ["Preprint"]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 citation"), (2, "2 citations"), (1234, "1,234 citations")]
)
def test_citations_are_counted_in_words(client, ada, number, words):
    make_work(authors=[ada], cited_by_count=number)
    assert f">{words}<" in html_of(client, ada)


def test_no_citation_is_no_row_of_zeros(client, ada):
    make_work(authors=[ada])
    assert "0 citations" not in html_of(client, ada)


@pytest.mark.parametrize(
    ("place", "closed"),
    [
        (0, "Ada Lindqvist, Author 1, Author 2 et al. Show 5 more authors"),
        (5, "Author 0, Author 1, Author 2, … Ada Lindqvist et al. Show 5 more authors"),
    ],
)
def test_the_researcher_is_named_wherever_they_stand(client, ada, place, closed):
    authors = [f"Author {number}" for number in range(8)]
    authors[place] = ada
    make_work(authors=authors)
    line = re.search(r'<div class="authors">(.*?)</div>', html_of(client, ada), re.DOTALL)[1]
    shown = text_of(line.split("</summary>")[0]).replace(" ,", ",")
    assert shown == closed
    assert 'class="own"' in line.split("</summary>")[0]


def test_other_authors_lead_to_their_pages(client, ada):
    bob = make_researcher("Bob Okafor")
    make_work(authors=[ada, bob, "Unknown Person"])
    html = html_of(client, ada)
    assert f'<a href="{bob.get_absolute_url()}"><bdi>Bob Okafor</bdi></a>' in html
    assert "<bdi>Unknown Person</bdi></span>" in html


def test_a_fourth_author_is_named_and_a_fifth_is_hidden(client, ada):
    make_work("Four", authors=[ada, "B", "C", "D"])
    assert "et al." not in html_of(client, ada)
    make_work("Five", authors=[ada, "B", "C", "D", "E"])
    assert html_of(client, ada).count("et al.") == 1


def test_of_three_hundred_authors_few_are_read(client, ada):
    work = make_work("Large")
    for position in range(30):
        make_authorship(work, ada if position == 25 else f"Author {position}", position=position)
    Work.objects.filter(pk=work.pk).update(authors_count=300)
    html = html_of(client, ada)
    assert "Author 9" in html
    assert "Author 10" not in html
    assert "Ada Lindqvist</bdi></span> et al." in html
    assert f'<a href="{work.get_absolute_url()}#authors">and 289 more</a>' in html


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_markup_in_what_is_printed_stays_text(client, db, hostile):
    eve = make_researcher(f"Eve {hostile}")
    work = make_work(
        f"Title {hostile}", authors=[eve, hostile], venue=f"Venue {hostile}", abstract=f"Text {hostile}"
    )
    Version.objects.create(work=work, venue_name=hostile, source="test")
    html = html_of(client, eve)
    assert "<script>alert" not in html
    assert "<img" not in html


def test_mathematics_is_typeset(client, ada):
    make_work(r"Bounds of $x^2$ with \emph{care}", authors=[ada])
    html = html_of(client, ada)
    assert "<math" in html
    assert r"\emph" not in html


def test_names_are_read_as_titles_are(client, ada):
    make_work("Tides", authors=[ada, r"Jos\'e {\O}rsted", "<b>Bob</b> O&amp;K"])
    html = html_of(client, ada)
    assert "<bdi>José Ørsted</bdi>" in html
    assert "<bdi>Bob O&amp;K</bdi>" in html


def test_fifty_works_cost_no_more_queries_than_two(client, ada, count_queries):
    bob = make_researcher("Bob Okafor")
    make_works(2, authors=[ada, bob], topics=[make_topic()], venue="A venue")
    few = count_queries(lambda: html_of(client, ada))
    make_works(48, authors=[ada, bob], topics=[make_topic()], venue="A venue")
    assert count_queries(lambda: html_of(client, ada)) == few
    assert few <= 12


def test_a_merged_researcher_leads_on_with_the_query(client, ada):
    former = make_researcher("A. Lindqvist", merged_into=ada)
    response = client.get(works_url(former, "?sort=newest"))
    assert (response.status_code, response["Location"]) == (301, works_url(ada, "?sort=newest"))


def test_an_unknown_researcher_is_not_found(client, db):
    assert client.get("/researchers/nobody/works/").status_code == 404


def test_the_list_is_only_read(client, ada):
    assert client.post(works_url(ada)).status_code == 405
