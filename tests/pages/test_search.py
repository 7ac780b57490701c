"""The search page: what one box finds, where identifiers lead, and what it costs."""

import re
from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.builders import make_researcher, make_topic, make_venue, make_work, make_works
from works import finding
from works.models import Institution, WorkIdentifier
from works.words import count_words

pytestmark = pytest.mark.django_db

PIECE = {"HX-Request": "true"}
HOSTILE = [
    "\x00",
    "a\x00b",
    "'\"",
    "%_\\",
    "-",
    "or",
    "<script>alert(1)</script>",
    "&|!():*",
    "\u202e",
    "%s {0}",
    "🙂",
]


def search(client, text, query="", **headers):
    return client.get(f"{reverse('pages:search')}?q={quote(text)}{query}", headers=headers)


def html_of(response):
    assert response.status_code == 200
    return response.content.decode()


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def tides(db):
    """One of each kind."""
    topic = make_topic("Tides", works_count=1)
    person = make_researcher("Tides Lindqvist", affiliation="Sea Institute", works_count=1, last_year=2020)
    make_work("On tides", authors=[person], topics=[topic], abstract="Where tides rise, boats do.")


def test_one_box_finds_researchers_topics_and_works(client, tides):
    html = html_of(search(client, "tides"))
    assert "Tides Lindqvist" in html
    assert reverse("pages:topic", args=["tides"]) in html
    assert "On tides" in html
    assert "Where <mark>tides</mark> rise" in html
    assert re.findall(r"(\w+) (\d+)", text_of(html.partition('class="tabs"')[2].partition("</ul>")[0])) == [
        ("Researchers", "1"),
        ("Works", "1"),
        ("Topics", "1"),
        ("Institutions", "0"),
        ("Venues", "0"),
    ]


@pytest.mark.parametrize(
    ("kind", "shown", "hidden"),
    [
        ("researchers", "Sea Institute", "boats do"),
        ("topics", 'href="/topics/tides/"', "Sea Institute"),
        ("works", "boats do", "Sea Institute"),
    ],
)
def test_a_tab_shows_its_kind_alone(client, tides, kind, shown, hidden):
    html = html_of(search(client, "tides", f"&kind={kind}"))
    assert shown in html
    assert hidden not in html


def test_homonyms_can_be_told_apart(client):
    make_researcher("Wei Wang", affiliation="Sea Institute", works_count=1, first_year=2001, last_year=2001)
    make_researcher(
        "Wei Wang", category="cs.NE", works_count=9, first_year=1999, last_year=2020, trust_score=21
    )
    text = text_of(html_of(search(client, "wang wei")))
    assert "9 works, 1999 to 2020 NE · Neural and Evolutionary Computing Trust 21" in text
    assert "Wei Wang Sea Institute 1 work, 2001" in text


def test_names_that_only_look_alike_are_called_guesses(client):
    make_researcher("Christopher Lindqvist")
    html = html_of(search(client, "Cristopher Lindqist"))
    assert "Christopher Lindqvist" in html
    assert "Nobody is written exactly so" in html


def test_an_identifier_leads_straight_to_its_page(client):
    work = make_work("On tides")
    WorkIdentifier.objects.create(work=work, scheme="arxiv", value="2205.07141")
    response = search(client, "arXiv:2205.07141v3")
    assert response.status_code == 302
    assert response.url == work.get_absolute_url()


def test_an_orcid_leads_straight_to_its_person(client):
    ada = make_researcher("Ada Lindqvist")
    ada.external_ids.create(scheme="orcid", value="0000-0002-1825-0097")
    assert search(client, "0000-0002-1825-0097").url == ada.get_absolute_url()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("10.1234/nowhere", "DOI 10.1234/nowhere"),
        ("https://orcid.org/0000-0002-1825-0097", "ORCID iD 0000-0002-1825-0097"),
        ("0000-0002-1825-0097", "ORCID iD 0000-0002-1825-0097"),
        ("ror.org/05gq02987", "ROR ID 05gq02987"),
        ("arXiv:2205.07141v3", "arXiv 2205.07141"),
    ],
)
@pytest.mark.parametrize("query", ["", "&kind=works&year_from=2000"])
def test_an_unknown_identifier_is_named_and_its_parts_are_not_sought_as_words(client, text, named, query):
    make_work("10 ways to org arXiv 1234 nowhere 0000 0002 1825 0097 2205", venue="Org")
    count_words()
    html = html_of(search(client, text, query))
    assert f"Nothing here has {named}" in text_of(html)
    assert "ways to" not in html


def test_a_short_code_that_could_be_an_identifier_is_sought_as_a_word(client):
    make_work("T5 for tides")
    assert "T5 for tides" in html_of(search(client, "T5"))


def test_nothing_found_says_what_was_sought_and_what_to_try(client):
    make_work("On tides")
    html = html_of(search(client, "zzxqy"))
    assert "Nothing found" in html
    assert "Sought among the names" in html
    assert reverse("pages:topics") in html


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?q=%00"])
def test_an_empty_query_explains_the_box(client, query):
    assert "What can be sought" in html_of(client.get(reverse("pages:search") + query))


def test_a_query_that_is_too_long_is_kept_and_refused(client):
    response = search(client, "tides " * 100)
    assert response.status_code == 422
    assert "up to 300 characters" in response.content.decode()
    assert 'value="tides tides' in response.content.decode()


@pytest.mark.parametrize("kind", ["", "&kind=researchers", "&kind=topics", "&kind=works"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_breaks_nothing_and_stays_text(client, tides, text, kind):
    assert "<script>alert" not in html_of(search(client, text, kind))


@pytest.mark.parametrize(
    "query", ["&page=0", "&page=x", "&page=999999", "&year_from=abc", "&type=nonsense", "&kind=x"]
)
def test_parameters_that_are_not_understood_are_dropped(client, tides, query):
    html = html_of(search(client, "tides", query))
    assert "On tides" in html


def test_what_is_dropped_is_said(client, tides):
    assert "From year: “abc” was not understood" in html_of(search(client, "tides", "&year_from=abc"))


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999"])
def test_a_page_that_is_too_small_or_too_large_is_the_nearest(client, tides, page):
    html = html_of(search(client, "tides", f"&kind=works&page={page}"))
    assert "not understood" not in html
    assert "On tides" in html


def test_works_are_filtered_by_type_and_years(client):
    make_work("Tides old", year=1990)
    make_work("Tides new", year=2020)
    html = html_of(search(client, "tides", "&kind=works&year_from=2000"))
    assert "Tides new" in html
    assert "Tides old" not in html


def test_a_filter_that_leaves_nothing_can_be_taken_back(client, tides):
    html = html_of(search(client, "tides", "&kind=works&year_from=2100"))
    assert "No work answers" in html
    assert "Clear filters" in html
    assert "year_from" not in re.search(r'href="([^"]*)"[^>]*>Clear filters', html)[1]


def test_pages_are_shareable_and_lead_on(client):
    make_works(45)
    html = html_of(search(client, "paper", "&kind=works&page=2"))
    assert html.count('class="work"') == 20
    assert re.search(r'rel="next" href="[^"]*q=paper&amp;kind=works&amp;page=3#results"', html)
    assert "Go to page" in html


def test_htmx_gets_the_results_alone(client, tides):
    response = search(client, "tides", **PIECE)
    assert response.content.decode().strip().startswith('<section id="results"')
    assert "HX-Request" in response["Vary"]


def test_search_pages_stay_out_of_other_search_engines(client):
    assert '<meta name="robots" content="noindex">' in html_of(search(client, "x"))


def test_the_search_costs_the_same_for_two_answers_and_for_many(client, count_queries):
    def add(number):
        for _ in range(number):
            person = make_researcher("Paper Lindqvist")
            make_work(
                "A paper",
                authors=[person, "Somebody"],
                topics=[make_topic(f"Paper {person.pk}", works_count=1)],
            )

    add(2)
    few = [count_queries(lambda kind=kind: search(client, "paper", kind)) for kind in ("", "&kind=works")]
    add(60)
    assert [
        count_queries(lambda kind=kind: search(client, "paper", kind)) for kind in ("", "&kind=works")
    ] == few
    assert max(few) <= 14


def make_shelf():
    for title in ("Wooden poles", "Poles of wood", "Tides"):
        make_work(title)
    make_works(40, abstract="Poles")
    count_words()


def test_a_mistyped_word_is_mended_said_and_can_be_sought_as_typed(client):
    make_shelf()
    html = html_of(search(client, "woodne poles"))
    assert "Showing works for wooden poles" in text_of(html)
    exact = re.search(r'href="([^"]*exact=on)"', html)[1].replace("&amp;", "&")
    assert "Nothing found" in html_of(client.get(exact))


def test_a_rare_word_beside_a_common_one_is_asked_about(client):
    make_shelf()
    make_work("Papre")
    count_words()
    html = html_of(search(client, "papre"))
    assert "Did you mean paper ?" in text_of(html)
    assert "Papre" in html


def test_words_that_are_the_name_of_somebody_found_are_not_taken_for_others(client):
    make_shelf()
    make_researcher("Woodne Poles")
    html = html_of(search(client, "poles woodne"))
    assert "Woodne Poles" in html
    for words in ("Showing works", "Did you mean", "Wooden poles", "Hardly any work"):
        assert words not in text_of(html)
    assert "No work answers" in html_of(search(client, "poles woodne", "&kind=works"))
    assert "Showing works for wooden poles" in text_of(html_of(search(client, "woden poles")))


def test_a_single_word_that_is_a_name_is_asked_about_and_not_taken_for_another(client):
    make_shelf()
    make_researcher("Ada Tidse")
    html = html_of(search(client, "tidse"))
    assert "Ada Tidse" in html
    assert "Did you mean tides ?" in text_of(html)
    assert "Showing works" not in html


def test_works_that_lack_words_are_said_to(client):
    make_shelf()
    make_work("Wooden poles in the tides of March")
    count_words()
    text = text_of(html_of(search(client, "wooden poles tides wood")))
    assert "Hardly any work has all of these words" in text
    assert "Wooden poles in the tides of March" in text


def test_works_are_narrowed_by_what_they_have_with_numbers(client):
    topic = make_topic("Waves")
    make_work("Tides here", topics=[topic], venue="Journal of Water", has_code=True)
    make_work("Tides there", topics=[topic])
    html = html_of(search(client, "tides", "&kind=works"))
    for words in ("Waves (2)", "Journal of Water (1)", "Preprint (2)", "With code (1)", "Open access (0)"):
        assert words in html
    html = html_of(search(client, "tides", "&kind=works&venue=journal-of-water&topic=waves&code=on"))
    assert "Tides here" in html
    assert "Tides there" not in html
    assert '<option value="waves" selected>Waves (1)</option>' in html


def test_years_are_drawn_and_lead_to_their_works(client):
    for year in (2001, 2001, 2003):
        make_work("Tides", year=year, has_code=True)
    make_work("Tides", year=2002)
    html = html_of(search(client, "tides", "&kind=works&code=on&year_from=2001&year_to=2002"))
    years = text_of(html.partition('class="works-years"')[2].partition("</details>")[0])
    assert "2003 : 1 work 2001 : 2 works" in years
    assert "3 works of all years, most in 2001" in text_of(html)
    assert "2002" not in years
    one = re.search(r'class="chip" href="([^"#]*)#results"', html)[1].replace("&amp;", "&")
    assert html_of(client.get(one)).count('class="work"') == 1


def test_years_are_not_drawn_where_not_all_works_are_counted(client, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 2)
    for year in (2001, 2002, 2003):
        make_work("Tides", year=year)
    for query in ("", "&year_from=2002"):
        assert "works-years" not in html_of(search(client, "tides", f"&kind=works{query}"))


def test_a_filter_that_leaves_nothing_is_called_by_its_name(client, tides):
    make_work("Sand", venue="Journal of Water")
    html = html_of(search(client, "tides", "&kind=works&venue=journal-of-water&type=book"))
    assert '<option value="journal-of-water" selected>Journal of Water (0)</option>' in html
    assert '<option value="book" selected>Book (0)</option>' in html


def test_institutions_and_venues_are_found_by_the_beginnings_of_their_words(client):
    Institution.objects.create(slug="sea", name="Institute of the Sea", key="institute sea", works_count=1)
    make_work("Sand", venue="Journal of Sea Studies")
    html = html_of(search(client, "sea"))
    assert 'href="/institutions/sea/"' in html
    assert 'href="/venues/journal-of-sea-studies/"' in html
    assert 'href="/institutions/sea/"' in html_of(search(client, "the inst sea", "&kind=institutions"))
    assert "No institution of this name" in html_of(search(client, "sand", "&kind=institutions"))


def test_a_ror_id_leads_to_its_institution(client):
    Institution.objects.create(slug="sea", name="Sea Institute", key="sea institute", ror="05gq02987")
    assert search(client, "https://ror.org/05gq02987").url == "/institutions/sea/"


@pytest.mark.parametrize("query", ["", "&kind=works&year_from=2000"])
def test_where_all_words_are_left_out_nothing_is_sought_and_the_page_says_so(client, tides, query):
    make_work("Sand", venue="Journal of Tides")
    html = html_of(search(client, "-tides", query))
    assert "Something must be sought beside what is left out" in html
    assert "Tides Lindqvist" not in html
    assert "journal-of-tides" not in html
    assert 'href="/topics/tides/"' not in html


def test_words_left_out_name_no_topic_person_or_place(client, tides):
    make_topic("Sea", works_count=1)
    make_work("Sand of the sea", venue="Journal of Sea")
    make_work("Sea", venue="Journal of Sea and Tides")
    html = html_of(search(client, "sea -tides"))
    for words in ('href="/topics/sea/"', "Sand of the sea", 'href="/venues/journal-of-sea/"'):
        assert words in html
    for words in ('href="/topics/tides/"', "Tides Lindqvist"):
        assert words not in html


@pytest.mark.parametrize("query", ["", "&kind=works&year_from=2000"])
def test_an_empty_record_says_that_nothing_was_imported(client, query):
    html = html_of(search(client, "tides", query))
    assert "Nothing has been imported yet" in html
    for words in ("Nothing found", "No work answers", "Look through the topics"):
        assert words not in html


def test_filters_can_be_applied_from_where_they_end(client, tides):
    html = html_of(search(client, "tides", "&kind=works"))
    fields = html.partition('<details class="filters-fold"')[2].partition("</details>")[0]
    assert re.search(r'<button[^>]* type="submit">Apply filters</button>', fields)


def test_places_are_shown_with_how_many_works_they_have(client):
    Institution.objects.create(slug="sea", name="Sea Institute", key="sea institute", works_count=1234)
    venue = make_venue("Sea Letters")
    venue.works_count = 1
    venue.save()
    text = text_of(html_of(search(client, "sea")))
    assert "Sea Institute 1,234 works" in text
    assert "Sea Letters 1 work" in text
