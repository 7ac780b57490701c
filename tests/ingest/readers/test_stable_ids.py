"""Ids that stay the same between exports of the same work."""

import pytest

from ingest.readers.citation_fields import isbn_in, keywords, language_code, mentioned, repositories
from ingest.readers.stable_ids import stable_id

PRINTED = ("On Ünusual Títles", "2020", "Ada Example")


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [
        ({"doi": "https://doi.org/10.1234/ABC", "arxiv": "2001.00001"}, "10.1234/abc"),
        ({"doi": "no doi", "arxiv": "2001.00001v2"}, "arxiv:2001.00001"),
        ({"pmid": "7", "isbn": "9780306406157"}, "pmid:7"),
        ({"isbn": "9780306406157"}, "isbn:9780306406157"),
    ],
)
def test_the_strongest_valid_identifier_is_the_id(identifiers, expected):
    assert stable_id(identifiers, *PRINTED) == expected


@pytest.mark.parametrize(
    "identifiers", [{}, {"doi": "unknown"}, {"doi": "10.1234/" + "x" * 250}, {"key": "smith2020"}]
)
def test_without_one_it_is_a_digest_of_what_is_printed(identifiers):
    assert stable_id(identifiers, *PRINTED).startswith("digest:")


def test_the_digest_does_not_change_with_case_accents_and_punctuation():
    assert stable_id({}, "On unusual titles.", "2020", "ADA EXAMPLE") == stable_id({}, *PRINTED)


@pytest.mark.parametrize(
    "other",
    [("On usual titles", "2020", "Ada Example"), ("On unusual titles", "2021", "Ada Example"),
     ("On unusual titles", "2020", "Bo Example")],
)  # fmt: skip
def test_the_digest_tells_works_apart(other):
    assert stable_id({}, *other) != stable_id({}, *PRINTED)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://doi.org/10.1234/ABC.", {"doi": "10.1234/abc"}),
        ("doi: 10.1234/abc", {"doi": "10.1234/abc"}),
        ("http://arxiv.org/abs/2001.00001v3", {"arxiv": "2001.00001"}),
        ("arXiv preprint arXiv:2001.00001", {"arxiv": "2001.00001"}),
        ("arXiv:cs/0101001", {"arxiv": "cs/0101001"}),
        (
            "https://doi.org/10.48550/arXiv.2001.00001",
            {"arxiv": "2001.00001", "doi": "10.48550/arxiv.2001.00001"},
        ),
        ("https://aclanthology.org/2020.acl-main.1/", {"acl": "2020.acl-main.1"}),
        ("https://aclanthology.org/P04-1001.pdf", {"acl": "P04-1001"}),
        ("PMID: 12345", {"pmid": "12345"}),
        ("https://europepmc.org/articles/PMC7777777", {"pmcid": "PMC7777777"}),
        ("https://publisher.example/10.1234/abc", {}),
        ("in arXiv format 2001", {}),
    ],
)
def test_identifiers_are_found_where_they_are_called_so(text, found):
    assert mentioned(text) == found


@pytest.mark.parametrize(
    ("text", "isbn"),
    [
        ("0-306-40615-2", "9780306406157"),
        ("978-0-306-40615-7 (print)", "9780306406157"),
        ("080442957X", "9780804429573"),
        ("978-0-306-40615-8", None),
        ("1234-5678", None),
        ("", None),
    ],
)
def test_only_valid_isbns_count(text, isbn):
    assert isbn_in(text) == isbn


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Code: https://github.com/ada/tool.git", ["https://github.com/ada/tool"]),
        ("https://gitlab.com/ada/tool/-/tree/main", ["https://gitlab.com/ada/tool"]),
        ("see https://github.com/ada", []),
        ("https://ada.github.io/tool", []),
        ("https://example.org/github.com/ada/tool", []),
    ],
)
def test_only_plain_repositories_are_links_to_code(text, addresses):
    assert [link.url for link in repositories([text], "bibtex")] == addresses


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["one, two"], ("one", "two")),
        (["one, more; two"], ("one, more", "two")),
        (["*Major heading\nminor"], ("Major heading", "minor")),
        (["600, 728, graphs"], ("graphs",)),
        (["x" * 201], ()),
    ],
)
def test_keywords_are_taken_apart(texts, words):
    assert keywords(texts) == words


@pytest.mark.parametrize(
    ("text", "code"),
    [("German", "de"), ("ngerman", "de"), ("en-US", "en-us"), ("English; French", "en"), ("", None)],
)
def test_languages_have_names(text, code):
    assert language_code(text) == code
