"""What machines read on the page of a work: Highwire's meta tags in their order, and JSON-LD for a strict parser."""

import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest

from tests.builders import make_authorship, make_researcher, make_topic, make_work
from works.models import Citation, Version, Work, WorkIdentifier

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"><meta name=x>',
    "a\u2028b\u2029c",
    "\\u003c\\",
    "&quot;&lt;",
]


class Head(HTMLParser):
    """Meta tags by name in their order, and the JSON-LD as it stands."""

    def __init__(self, html):
        super().__init__()
        self.metas, self.scripts, self.inside = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "meta" and said.get("name", "").startswith("citation_"):
            self.metas.append((said["name"], said["content"]))
        self.inside = tag == "script" and said.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self.inside:
            self.scripts.append(data)

    def handle_endtag(self, tag):
        self.inside = False


def strict(text):
    """JSON as the standard has it: no key twice, no NaN, nothing after its end."""

    def once(pairs):
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    def refuse(constant):
        raise AssertionError(constant)

    return json.loads(text, object_pairs_hook=once, parse_constant=refuse)


def head_of(client, work):
    return Head(client.get(work.get_absolute_url()).text)


def data_of(client, work):
    (script,) = head_of(client, work).scripts
    return strict(script)


@pytest.fixture
def full(db):
    """A work of which everything is known."""
    ada = make_researcher("Ada Lindqvist", slug="ada")
    work = make_work(
        "On <i>tides</i> & $x^2$",
        topics=[make_topic("Tides")],
        type=Work.Type.JOURNAL,
        venue="Journal of Salt",
        published_on=date(2020, 5, 2),
        published_precision="day",
        abstract="About \\emph{tides}.",
        keywords=["tides", "salt"],
        language="en",
        open_access=True,
        license="CC-BY-4.0",
        slug="on-tides",
    )
    make_authorship(work, ada, position=0, affiliations=["University of Tides"], orcid="0000-0002-1825-0097")
    make_authorship(work, r"Jos\'e <b>Salt</b>", position=1)
    Work.objects.filter(pk=work.pk).update(authors_count=2)
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.1234/x")
    WorkIdentifier.objects.create(work=work, scheme="arxiv", value="2001.00001")
    Citation.objects.create(citing=work, cited=make_work("Earlier", slug="earlier"), scheme="doi", value="a")
    return work


def test_highwire_tags_are_complete_and_each_institution_follows_its_author(client, full):
    assert head_of(client, full).metas == [
        ("citation_title", "On tides & x²"),
        ("citation_author", "Ada Lindqvist"),
        ("citation_author_institution", "University of Tides"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("citation_author", "José Salt"),
        ("citation_publication_date", "2020/05/02"),
        ("citation_journal_title", "Journal of Salt"),
        ("citation_doi", "10.1234/x"),
        ("citation_arxiv_id", "2001.00001"),
        ("citation_language", "en"),
        ("citation_keywords", "tides; salt"),
        ("citation_abstract_html_url", "http://testserver/works/on-tides/"),
    ]


def test_json_ld_is_complete(client, full):
    address = "http://testserver/works/on-tides/"
    assert data_of(client, full) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": address,
        "name": "On tides & x²",
        "headline": "On tides & x²",
        "url": address,
        "sameAs": "https://doi.org/10.1234/x",
        "author": [
            {
                "@type": "Person",
                "name": "Ada Lindqvist",
                "affiliation": [{"@type": "Organization", "name": "University of Tides"}],
                "sameAs": "https://orcid.org/0000-0002-1825-0097",
                "url": "http://testserver/researchers/ada/",
            },
            {"@type": "Person", "name": "José Salt"},
        ],
        "datePublished": "2020-05-02",
        "isPartOf": {"@type": "Periodical", "name": "Journal of Salt"},
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "doi", "value": "10.1234/x"},
            {"@type": "PropertyValue", "propertyID": "arxiv", "value": "2001.00001"},
        ],
        "abstract": "About tides.",
        "keywords": ["tides", "salt"],
        "about": [{"@type": "DefinedTerm", "name": "Tides"}],
        "citation": [
            {"@type": "ScholarlyArticle", "name": "Earlier", "url": "http://testserver/works/earlier/"}
        ],
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "license": "CC-BY-4.0",
    }


def test_what_is_not_known_is_left_out(client, db):
    work = make_work("Tides", slug="tides")
    assert data_of(client, work) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": "http://testserver/works/tides/",
        "name": "Tides",
        "headline": "Tides",
        "url": "http://testserver/works/tides/",
        "datePublished": "2020",
    }


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("dataset", "Dataset"),
        ("software", "SoftwareSourceCode"),
        ("book", "Book"),
        ("thesis", "ScholarlyArticle"),
    ],
)
def test_what_is_no_article_is_called_what_it_is(client, db, kind, expected):
    assert data_of(client, make_work(type=kind))["@type"] == expected


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_the_record_ends_the_script_or_a_tag(client, db, hostile):
    eve = make_researcher(f"Eve {hostile}")
    work = make_work(
        f"T {hostile}", venue=f"V {hostile}", abstract=f"A {hostile}", keywords=[hostile], license=hostile
    )
    make_authorship(work, eve, position=0, affiliations=[f"U {hostile}"])
    Version.objects.create(work=work, title=hostile, venue_name=hostile, source="test")
    head = head_of(client, work)
    (script,) = head.scripts
    assert not re.search("[<>&]", script)
    assert strict(script)["author"][0]["affiliation"][0]["name"].startswith("U ")
    assert {name for name, _ in head.metas} >= {
        "citation_title",
        "citation_author",
        "citation_author_institution",
    }
    assert not any(re.search("[\u2028\u2029\n]", content) for _, content in head.metas)


def test_whose_page_is_not_public_is_not_linked(client, db):
    hidden = make_researcher("Hidden Person", visibility="hidden")
    assert data_of(client, make_work(authors=[hidden]))["author"] == [
        {"@type": "Person", "name": "Hidden Person"}
    ]
