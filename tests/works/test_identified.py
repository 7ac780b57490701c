"""Identifiers as visitors paste them, and where they lead."""

import pytest

from tests.builders import make_work
from works.identified import institution_identified, sole_identifier, stated_identifiers, work_identified
from works.models import Institution, WorkIdentifier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1234/ABC", [("doi", "10.1234/abc")]),
        ("https://doi.org/10.1234/abc", [("doi", "10.1234/abc")]),
        (
            "https://doi.org/10.48550/arXiv.2205.07141",
            [("doi", "10.48550/arxiv.2205.07141"), ("arxiv", "2205.07141")],
        ),
        ("arXiv:2205.07141v2", [("arxiv", "2205.07141")]),
        ("https://arxiv.org/pdf/2205.07141v2", [("arxiv", "2205.07141")]),
        ("P04-1001", [("acl", "P04-1001")]),
        (" https://aclanthology.org/P04-1001.pdf ", [("acl", "P04-1001")]),
        ("pmid:123", [("pmid", "123")]),
        ("https://pubmed.ncbi.nlm.nih.gov/123/?dopt=Abstract", [("pmid", "123")]),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/", [("pmcid", "PMC123")]),
        ("W2741809807", [("openalex", "W2741809807")]),
        ("https://openalex.org/works/w2741809807", [("openalex", "W2741809807")]),
        ("PMC123", [("pmcid", "PMC123")]),
        ("pmcid: 123", [("pmcid", "PMC123")]),
        (
            "10.48550/arXiv.2205.07141v2",
            [("doi", "10.48550/arxiv.2205.07141v2"), ("arxiv", "2205.07141")],
        ),
        (
            "10.48550/arXiv.hep-th/9901001",
            [("doi", "10.48550/arxiv.hep-th/9901001"), ("arxiv", "hep-th/9901001")],
        ),
        ("10.48550/arXiv.nonsense", [("doi", "10.48550/arxiv.nonsense")]),
        ("https://arxiv.org/abs/2205.07141/", [("arxiv", "2205.07141")]),
        ("https://arxiv.org/abs/2205.07141v2?context=cs", [("arxiv", "2205.07141")]),
        ("arxiv.org/abs/2205.07141#x", [("arxiv", "2205.07141")]),
        ("https://doi.org/10.5555/abc?utm_source=x", [("doi", "10.5555/abc")]),
        ("https://doi.org/10.5555/abc#part", [("doi", "10.5555/abc")]),
        ("https://doi.org/10.5555/a%3Fb", [("doi", "10.5555/a?b")]),
        ("10.5555/a?b#c", [("doi", "10.5555/a?b#c")]),
        ("DOI 10.5555/x", [("doi", "10.5555/x")]),
        ("PMID 12345", [("pmid", "12345")]),
        ("arXiv 2205.07141", [("arxiv", "2205.07141")]),
        ("ACL P04-1001", [("acl", "P04-1001")]),
        ("https://aclanthology.org/P04-1001/?x=1", [("acl", "P04-1001")]),
        ("PMC", []),
        ("PMC 2020", []),
        ("pmcid PMC", []),
        ("arXiv 2020", []),
        ("doi of the paper", []),
        ("pmid of 123", []),
        ("my PMID 123", []),
        ("2205.07141?", []),
        ("title: a colon", []),
        ("Ada Lindqvist", []),
        ("2020", []),
        ("W", []),
    ],
)
def test_identifiers_are_read_as_people_paste_them(text, expected):
    assert stated_identifiers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.5555/nope.123", ("doi", "10.5555/nope.123")),
        ("PMID 123", ("pmid", "123")),
        ("W2741809807", ("openalex", "W2741809807")),
        ("https://openalex.org/W27", ("openalex", "W27")),
        (" https://orcid.org/0000-0002-1825-0097?lang=en", ("orcid", "0000-0002-1825-0097")),
        ("0000-0002-1825-0097", ("orcid", "0000-0002-1825-0097")),
        ("0000-0002-1825-0098", None),
        ("https://ror.org/05gq02987", ("ror", "05gq02987")),
        ("T5", None),
        ("V100", None),
        ("tides 10.5555/nope.123", None),
        ("2020", None),
        ("Ada Lindqvist", None),
    ],
)
def test_what_may_be_words_is_no_sole_identifier(text, expected):
    assert sole_identifier(text) == expected


@pytest.mark.django_db
def test_a_work_is_known_by_its_identifier_unless_it_was_withdrawn():
    work, gone = make_work("Tides"), make_work("Gone", withdrawn=True)
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.1234/tides")
    WorkIdentifier.objects.create(work=gone, scheme="doi", value="10.1234/gone")
    assert work_identified("https://doi.org/10.1234/TIDES") == work
    assert work_identified("10.1234/gone") is None
    assert work_identified("10.1234/unknown") is None
    assert work_identified("no identifier") is None


@pytest.mark.django_db
def test_an_institution_is_known_by_its_ror_id():
    sea = Institution.objects.create(slug="sea", name="Sea Institute", key="sea institute", ror="05gq02987")
    assert institution_identified("https://ror.org/05gq02987") == sea
    assert institution_identified("ror:05gq02987") == sea
    assert institution_identified("ROR 05gq02987") == sea
    assert institution_identified("https://ror.org/05gq02987?x=1") == sea
    assert institution_identified("05gq02988") is None
    assert institution_identified("Sea Institute") is None
