"""Identifiers in the one spelling that can be compared."""

import pytest

from common.identifiers import normalize_identifier, normalize_reference


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        ("doi", "10.1234/ABC.5", "10.1234/abc.5"),
        ("doi", "https://doi.org/10.1234/Abc", "10.1234/abc"),
        ("doi", "http://dx.doi.org/10.1234/a%2Fb", "10.1234/a/b"),
        ("doi", "doi: 10.1234/abc.", "10.1234/abc"),
        ("doi", "10.1234", None),
        ("doi", "10.1234/with space", None),
        ("doi", "see the paper", None),
        ("arxiv", "2205.07141v2", "2205.07141"),
        ("arxiv", "arXiv:0707.3168", "0707.3168"),
        ("arxiv", "https://arxiv.org/pdf/2205.07141v1.pdf", "2205.07141"),
        ("arxiv", "http://export.arxiv.org/abs/hep-th/9901001v3", "hep-th/9901001"),
        ("arxiv", "math.GT/0309136", "math/0309136"),
        ("arxiv", "arXiv:2205.07141 [cs.LG]", "2205.07141"),
        ("arxiv", "2205.071", None),
        ("arxiv", "10.48550/arXiv.2205.07141", None),
        ("acl", "p04-1001", "P04-1001"),
        ("acl", "https://aclanthology.org/2021.acl-long.1/", "2021.acl-long.1"),
        ("acl", "https://www.aclweb.org/anthology/P04-1001.pdf", "P04-1001"),
        ("acl", "P04-1", None),
        ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("orcid", "0000000218250097", "0000-0002-1825-0097"),
        ("orcid", "0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("orcid", "ORCID iD 0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("orcid", "orcid 0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("orcid", "0000-0002-1825-0098", None),
        ("ror", "ror:05gq02987", "05gq02987"),
        ("ror", "https://ror.org/05gq02987/", "05gq02987"),
        ("ror", "horror 05gq02987", None),
        ("orcid", "0000-0002-1825", None),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/0123/", "123"),
        ("pmid", "PMID: 123", "123"),
        ("pmid", "0", None),
        ("pmcid", "pmc123", "PMC123"),
        ("openalex", "https://openalex.org/w123", "W123"),
        ("openalex", "123", None),
        ("dblp", " journals/x/Y1 ", "journals/x/Y1"),
        ("dblp", "  ", None),
        ("dblp", "x" * 301, None),
        ("No Scheme", "123", None),
        ("dblp", "a\x00b", None),
        ("dblp", "a\tb", "a b"),
        ("isbn", "\x00", None),
        ("doi", "10.1234/\x00a", None),
        ("doi", "https://doi.org/10.1234/a%00b", None),
    ],
)
def test_one_spelling_for_each_identifier(scheme, value, expected):
    assert normalize_identifier(scheme, value) == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("doi:10.1234/ABC", "doi:10.1234/abc"),
        ("ACL: P04-1001", "acl:P04-1001"),
        ("arxiv:arXiv:2205.07141v1", "arxiv:2205.07141"),
        ("10.1234/abc", None),
        ("doi:", None),
        (":P04-1001", None),
    ],
)
def test_a_reference_names_its_scheme(reference, expected):
    assert normalize_reference(reference) == expected
