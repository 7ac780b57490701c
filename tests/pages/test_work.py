"""The page of a work: everything known about it, and who says so."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.text import slugify

from researchers.models import Attribution
from tests.builders import (
    make_attribution,
    make_authorship,
    make_researcher,
    make_topic,
    make_work,
    make_works,
)
from works.models import (
    Affiliation,
    Authorship,
    Citation,
    CodeLink,
    Institution,
    SourceRecord,
    Version,
    Work,
    WorkIdentifier,
)


@pytest.fixture
def page_of(client, db):
    def get(work):
        response = client.get(work.get_absolute_url())
        assert response.status_code == 200
        return response.content.decode()

    return get


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def part(html, name):
    """The text of one section."""
    return text_of(re.search(rf'<section class="section" id="{name}".*?</section>', html, re.DOTALL)[0])


def cite(citing, cited, value="10.5555/x"):
    return Citation.objects.create(citing=citing, cited=cited, scheme="doi", value=value)


def test_a_sparse_work_says_what_is_not_known(page_of):
    text = text_of(page_of(make_work("On tides", type=Work.Type.JOURNAL)))
    for words in (
        "Abstract not imported.",
        "Authors unknown",
        "No source that was read names an author of this work.",
        "Venue not imported",
        "Open access no source says",
        "No work that it cites is known here.",
        "No work that cites it is known here.",
    ):
        assert words in text
    assert "None" not in text
    assert "0 authors" not in text
    assert "0 citations" not in text


def test_every_author_is_shown_as_printed_with_who_we_think_it_is(page_of):
    ada = make_researcher("Ada Lindqvist")
    work = make_work("On tides")
    first = make_authorship(
        work,
        "A. Lindqvist",
        position=0,
        affiliations=["University of Tides", "Salt Institute"],
        orcid="0000-0002-1825-0097",
        source_author_id="acl:ada",
    )
    Attribution.objects.create(authorship=first, researcher=ada, status="accepted", basis="source_id")
    institution = Institution.objects.create(
        slug="tides", name="University of Tides", key="university of tides"
    )
    first.institutions.add(institution)
    make_authorship(work, "Unknown Person", position=1)
    Work.objects.update(authors_count=2)
    html = page_of(work)
    authors = part(html, "authors")
    assert "2 authors, as printed" in authors
    assert "A. Lindqvist University of Tides Salt Institute" in authors
    assert "imported from ACL Anthology" in authors
    assert f'<a href="{reverse("pages:institution", args=["tides"])}">University of Tides</a>' in html
    assert "Unknown Person not yet attributed to a researcher" in authors
    assert "Affiliations not imported" not in authors
    assert f'<a href="{ada.get_absolute_url()}">A. Lindqvist</a>' in html
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in html


def test_affiliations_that_nobody_printed_are_missed_once(page_of):
    assert (
        page_of(make_work(authors=["Ada Lindqvist", "Bob Okafor"])).count("Affiliations not imported.") == 1
    )


def test_a_preprint_is_not_expected_to_have_a_venue(page_of):
    assert "Venue not imported" not in page_of(make_work(type=Work.Type.PREPRINT))


def test_rejected_attributions_lead_nowhere(page_of):
    ada = make_researcher("Ada Lindqvist")
    work = make_work(authors=[ada])
    Attribution.objects.update(status="rejected")
    assert ada.get_absolute_url() not in page_of(work)


def test_a_crowd_of_authors_is_spread_over_pages(client, db, monkeypatch):
    monkeypatch.setattr("pages.views.work.MOST_AUTHORS", 3)
    monkeypatch.setattr("pages.work_details.MOST_AUTHORS", 3)
    work = make_work("Crowd", authors=[f"Author {number}" for number in range(7)])
    html = client.get(work.get_absolute_url()).content.decode()
    rest = reverse("pages:work_authors", args=[work.slug])
    assert f'<a href="{rest}?page=2">and 4 more</a>' in html
    second = client.get(rest, {"page": 2}).content.decode()
    assert '<li class="entry" value="4">' in second
    assert re.findall(r"<bdi>(Author \d)</bdi>", second) == ["Author 3", "Author 4", "Author 5"]
    last = client.get(rest, {"page": "nonsense"}).content.decode()
    assert "Author 0" in last


def test_every_source_and_later_version_is_named(page_of):
    work = make_work("Preprint")
    SourceRecord.objects.filter(work=work).update(source="arxiv", source_id="2001.00001")
    Version.objects.create(
        work=work,
        type="journal-article",
        title="Another title",
        published_on=date(2021, 3, 1),
        published_precision="month",
        venue_name="Journal of Salt",
        source="arxiv",
    )
    text = part(page_of(work), "provenance")
    assert "arXiv 2001.00001, read on" in text
    assert "Journal article, Journal of Salt, March 2021, as “Another title”, according to arXiv" in text


def test_the_page_of_ten_thousand_authors_stays_small(page_of, client):
    work = make_work("A crowd")
    Authorship.objects.filter(work=work).delete()
    Authorship.objects.bulk_create(
        Authorship(work=work, position=n, name=f"Ada Example{n}") for n in range(10_000)
    )
    Work.objects.filter(pk=work.pk).update(authors_count=10_000)
    html = page_of(work)
    assert len(html) < 200_000
    assert "Download BibTeX" in html
    assert client.get(f"{work.get_absolute_url()}bib").content.count(b"Example") == 10_000


def test_an_appearance_that_two_sources_state_is_listed_once(page_of):
    work = make_work(type=Work.Type.PREPRINT)
    Version.objects.create(work=work, type="journal-article", doi="10.5555/Twice", source="arxiv")
    Version.objects.create(
        work=work, type="journal-article", doi="10.5555/twice", venue_name="Journal of Salt", source="inspire"
    )
    Version.objects.create(work=work, type="preprint", doi="10.5555/itself", source="crossref")
    text = part(page_of(work), "provenance")
    assert text.count("Later version") == 1
    assert "Journal article, Journal of Salt, according to arXiv and INSPIRE" in text
    assert "Other version" not in text


def test_code_and_data_say_who_named_them(page_of):
    work = make_work()
    CodeLink.objects.create(
        work=work, kind="code", url="https://code.example/r", origin="paper", source="test"
    )
    html = page_of(work)
    assert '<a href="https://code.example/r" rel="nofollow">' in html
    assert "named by paper, known since" in part(html, "provenance")


def test_a_match_that_rounds_to_certainty_is_shown_as_none(page_of):
    work = make_work(authors=["Ada Lindqvist"])
    make_attribution(
        work.authorships.get(), make_researcher("Ada Lindqvist"), basis="matched", confidence=1.0
    )
    text = part(page_of(work), "authors")
    assert "confidence over 0.99" in text
    assert "1.00" not in text


def test_a_data_set_that_papers_with_code_names_is_not_called_the_works_own(page_of):
    work = make_work()
    for kind in ("code", "dataset"):
        url = f"https://papers.example/{kind}"
        CodeLink.objects.create(work=work, kind=kind, url=url, origin="paperswithcode", source="acl")
    text = part(page_of(work), "provenance")
    assert (
        "Data set used or introduced, as Papers with Code says https://papers.example/dataset , known" in text
    )
    assert "Code https://papers.example/code , named by paperswithcode, known" in text


def test_topics_lead_to_their_pages(page_of):
    topic = make_topic("Tides")
    assert f'href="{topic.get_absolute_url()}"' in page_of(make_work(topics=[topic]))


def test_references_and_citing_works_are_listed_where_known(page_of):
    work, earlier, later = make_work("Middle"), make_work("Earlier"), make_work("Later")
    cite(work, earlier)
    cite(later, work)
    cite(work, None, value="10.5555/unknown")
    html = page_of(work)
    text = part(html, "citations")
    known, citing = text.split("Citing works known here")
    assert "Earlier" in known
    assert "1 further reference to works that are not in this record." in known
    assert "Later" in citing
    assert earlier.get_absolute_url() in html


def test_long_lists_of_citing_works_are_cut_and_counted(page_of):
    work = make_work("Famous")
    for number, citing in enumerate(make_works(23)):
        cite(citing, work, value=f"10.5555/{number}")
        cite(citing, work, value=f"10.5555/{number}/twice")
    text = part(page_of(work), "citations")
    assert text.count("Paper number") == 20
    assert "and 3 more" in text


def test_a_withdrawn_citing_work_is_left_out(page_of):
    work = make_work()
    cite(make_work("Taken back", withdrawn=True), work)
    assert "Taken back" not in page_of(work)


@pytest.mark.parametrize(
    ("name", "content_type", "mark"),
    [
        ("pages:work_bib", "application/x-bibtex; charset=utf-8", "@misc{"),
        ("pages:work_ris", "application/x-research-info-systems; charset=utf-8", "TY  - UNPB"),
        ("pages:work_csl", "application/vnd.citationstyles.csl+json", '"type": "article"'),
    ],
)
def test_a_citation_is_shown_and_downloaded(client, db, name, content_type, mark):
    work = make_work("On tides", authors=["Ada Lindqvist"])
    response = client.get(reverse(name, args=[work.slug]))
    assert response["Content-Type"] == content_type
    assert mark in response.content.decode()
    html = client.get(work.get_absolute_url()).content.decode()
    assert f'href="{reverse(name, args=[work.slug])}"' in html
    assert text_of(mark) in part(html, "cite").replace("&quot;", '"')


def test_search_engines_read_the_citation(page_of):
    work = make_work(
        "On <i>tides</i> & salt",
        authors=["Ada Lindqvist", "Bob Okafor"],
        venue="Tides Conference",
        type=Work.Type.CONFERENCE,
        published_on=date(2020, 5, 2),
        published_precision="day",
    )
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.5555/x")
    html = page_of(work)
    tags = re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', html)
    assert tags == [
        ("citation_title", "On tides &amp; salt"),
        ("citation_author", "Ada Lindqvist"),
        ("citation_author", "Bob Okafor"),
        ("citation_publication_date", "2020/05/02"),
        ("citation_conference_title", "Tides Conference"),
        ("citation_doi", "10.5555/x"),
        ("citation_abstract_html_url", f"http://testserver{work.get_absolute_url()}"),
    ]


def test_machines_read_what_the_page_is_about(page_of):
    work = make_work("On </script> tides", authors=["Ada Lindqvist"], abstract="About $x$", open_access=True)
    data = json.loads(re.search(r'application/ld\+json">(.*?)</script>', page_of(work), re.DOTALL)[1])
    assert data["@type"] == "ScholarlyArticle"
    assert data["author"] == [{"@type": "Person", "name": "Ada Lindqvist"}]
    assert data["datePublished"] == "2020"
    assert data["isAccessibleForFree"] is True
    assert "isPartOf" not in data


def test_a_retracted_work_says_so(page_of):
    assert "It stays listed, and counts nowhere." in page_of(make_work(retracted=True))


def test_a_work_that_only_the_demonstration_knows_is_called_fictional(page_of):
    work = make_work()
    SourceRecord.objects.filter(work=work).update(source="demo")
    assert "Fictional record" in page_of(work)
    SourceRecord.objects.create(
        work=work, source="arxiv", source_id="1", payload={}, payload_hash=b"", read_at=work.created_at
    )
    assert "Fictional record" not in page_of(work)


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_markup_in_the_record_stays_text(page_of, hostile):
    work = make_work(hostile, abstract=hostile, venue=hostile, license=hostile, language=hostile[:20])
    make_authorship(work, hostile, position=0, affiliations=[hostile])
    Version.objects.create(work=work, title=hostile, venue_name=hostile, source="test")
    WorkIdentifier.objects.create(work=work, scheme="doi", value=f"10.5555/{hostile}")
    html = page_of(work)
    assert "<script>alert" not in html
    assert "<img" not in html


def test_the_graph_is_fetched_when_it_comes_into_view(page_of):
    work = make_work()
    assert f'hx-get="{reverse("explorer:work_slice", args=[work.slug])}"' in page_of(work)


def test_more_of_everything_costs_no_more_queries(client, db, count_queries):
    def fill(work, number):
        for index, other in enumerate(make_works(number, venue="A venue")):
            cite(work, other, value=f"a{index}-{other.pk}")
            cite(other, work, value=f"b{index}-{other.pk}")
        start = work.authorships.count()
        for position in range(start, start + number):
            make_authorship(work, make_researcher(f"Person {position}"), position=position)

    work = make_work(venue="A venue", topics=[make_topic()])
    fill(work, 2)
    few = count_queries(lambda: client.get(work.get_absolute_url()))
    fill(work, 10)
    assert count_queries(lambda: client.get(work.get_absolute_url())) == few
    assert few <= 18


@pytest.mark.parametrize("name", ["work", "work_authors", "work_bib", "work_ris", "work_csl"])
def test_a_withdrawn_or_unknown_work_is_not_found(client, db, name):
    withdrawn = make_work(withdrawn=True)
    assert client.get(reverse(f"pages:{name}", args=[withdrawn.slug])).status_code == 404
    assert client.get(reverse(f"pages:{name}", args=["unheard-of"])).status_code == 404


@pytest.mark.parametrize(
    "below",
    [
        "",
        "?style=mla",
        "authors/?page=2",
        "references/",
        "citing/?page=3",
        "bib",
        "ris",
        "csl.json",
        "scores/",
        "scores.json",
        "graph/",
    ],
)
def test_whatever_is_below_a_work_that_is_another_by_now_leads_to_the_same_of_that(client, db, below):
    kept = make_work("Kept")
    other = make_work("Other", withdrawn=True, joined_into=kept)
    response = client.get(f"/works/{other.slug}/{below}")
    assert (response.status_code, response["Location"]) == (301, f"/works/{kept.slug}/{below}")
    assert response["Cache-Control"] == "max-age=3600"


def test_nothing_is_changed_by_way_of_a_work_that_is_another_by_now(as_user, admin):
    other = make_work("Other", withdrawn=True, joined_into=make_work("Kept"))
    client = as_user(admin)
    assert client.get(f"/works/{other.slug}/joinings/").status_code == 301
    assert client.post(f"/works/{other.slug}/joinings/").status_code == 404


def test_the_page_is_only_read(client, db):
    assert client.post(make_work().get_absolute_url()).status_code == 405


@pytest.mark.parametrize(
    ("code", "name"), [("en", "English"), ("pt-BR", "Brazilian Portuguese"), ("tlh", "tlh")]
)
def test_a_language_is_said_by_its_name(client, db, code, name):
    work = make_work("On tides")
    Work.objects.update(language=code)
    assert f"<dt>Language</dt><dd>{name}</dd>" in client.get(work.get_absolute_url()).content.decode()


def test_affiliations_say_what_they_were_read_as_and_how(client, db):
    work = make_work("Tides")
    authorship = make_authorship(work, make_researcher("Ada Lindqvist"), position=0)
    authorship.affiliations = ["Dept. of Tides, Harbor Univ.", "Sea Institute"]
    authorship.save()
    for name, basis, confidence in (("Harbor University", "name", 0.96), ("Sea Institute", "printed", 1.0)):
        institution = Institution.objects.create(slug=slugify(name), name=name, key=name.lower())
        Affiliation.objects.create(
            authorship=authorship, institution=institution, basis=basis, confidence=confidence
        )
    html = client.get(work.get_absolute_url()).content.decode()
    assert '<li><a href="/institutions/sea-institute/">Sea Institute</a></li>' in html
    assert (
        '<a href="/institutions/harbor-university/">Harbor University</a>: by its name, as good as certain'
        in html
    )
    assert html.count("read as") == 1


@pytest.mark.django_db
def test_who_is_proposed_for_a_name_is_shown_as_such_with_the_reasons(client):
    ada, bob = make_researcher("Ada Lindqvist", slug="ada"), make_researcher("Bob Okafor", slug="bob")
    work = make_work("Whose is this?", authors=["A. Lindqvist", bob])
    first, second = work.authorships.order_by("position")
    make_attribution(first, ada, status="proposed", reasons=["two co-authors in common"])
    second.attributions.update(reasons=["the same institute"])
    shown = " ".join(client.get(work.get_absolute_url()).content.decode().split())
    assert "not yet attributed to a researcher" in shown
    assert '<a href="/researchers/ada/"><bdi>Ada Lindqvist</bdi></a> (two co-authors in common)' in shown
    assert "/names/a-lindqvist/" in shown
    assert "<li>the same institute</li>" in shown
