"""The record shape: what is cleaned, what is refused, and what stays the same."""

# ruff: noqa: RUF001
# Letters that look alike are among what is cleaned.

import datetime
import json
import time
from pathlib import Path

import jsonschema
import msgspec
import pytest

from ingest.cleaning import InvalidRecord, clean_text, clean_url, without_addresses
from ingest.record_schema import json_schema
from ingest.records import (
    TYPES,
    AuthorRecord,
    BadRecord,
    LinkRecord,
    VersionRecord,
    WorkRecord,
    encode,
    payload_hash,
    record_from,
)
from works.models import Work

SCHEMA = Path(__file__).parents[2] / "docs" / "record.schema.json"
LEAST = {"source": "example", "source_id": "1", "title": "A title", "published": "2020"}
FULL = {
    **LEAST,
    "published": "2020-02-29",
    "type": "preprint",
    "abstract": "Words about $x^2$.",
    "language": "en",
    "venue": "Journal of Examples",
    "categories": ["cs.LG", "cs.AI"],
    "keywords": ["examples"],
    "identifiers": {"arxiv": "2002.00001", "doi": "10.1234/example"},
    "authors": [
        {
            "name": "Ada Example",
            "orcid": "0000-0002-1825-0097",
            "affiliations": ["University of Examples"],
            "source_author_id": "ada-example",
        },
        {"name": "Bo Example"},
    ],
    "versions": [
        {
            "type": "journal-article",
            "date": "2021-03",
            "title": "A later title",
            "venue": "Journal of Examples",
            "doi": "10.1234/later",
        }
    ],
    "links": [{"kind": "code", "url": "https://code.example/ada", "origin": "paper"}],
    "open_access": True,
    "license": "CC BY 4.0",
    "cited_by_count": 3,
    "references": ["doi:10.1234/earlier", "acl:P04-1001"],
    "retracted": True,
}


def make_record(**fields):
    return record_from({**LEAST, **fields})


def test_the_least_record_has_four_fields():
    record = make_record()
    assert json.loads(encode(record)) == LEAST
    assert record.type == "other"
    assert record.open_access is None


def test_a_full_record_survives_encoding_and_decoding():
    record = record_from(FULL)
    assert json.loads(encode(record)) == FULL
    assert record_from(json.loads(encode(record))) == record


@pytest.mark.parametrize("field", list(LEAST))
def test_a_missing_required_field_is_named(field):
    with pytest.raises(InvalidRecord, match=f"missing required field `{field}`"):
        record_from({name: value for name, value in LEAST.items() if name != field})


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": " \n\t "}, "the title is empty"),
        ({"title": "\u200e\x00\ufeff"[1:]}, "the title is empty"),
        ({"title": "x" * 2_001}, "the title has 2,001 characters; at most 2,000 are allowed"),
        ({"title": 5}, r"Expected `str`, got `int` - at `\$.title`"),
        ({"abstract": "x" * 100_001}, "the abstract has 100,001 characters"),
        ({"authors": [{"name": "x" * 501}]}, "an author's name has 501 characters"),
        ({"authors": [{"name": "Ada"}] * 20_001}, "there are 20,001 authors; at most 20,000"),
        ({"authors": [{"orcid": "0000-0002-1825-0097"}]}, "missing required field `name`"),
        ({"source": "Some Source"}, "source is not a short name"),
        ({"source": ""}, "source is not a short name"),
        ({"source_id": "  "}, "source_id is empty"),
        ({"source_id": "x" * 201}, "source_id has 201 characters"),
        ({"cited_by_count": -1}, "cited_by_count is not between"),
        ({"cited_by_count": 3_000_000_000}, "cited_by_count is not between"),
        ({"references": "doi:10.1234/a"}, "Expected `array`"),
        ({"versions": [{"date": "soon"}]}, "the date of a version is not a date"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_the_reason(fields, reason):
    with pytest.raises(InvalidRecord, match=reason):
        make_record(**fields)


@pytest.mark.parametrize("statement", [[], "text", 5, None])
def test_something_else_than_an_object_is_refused(statement):
    with pytest.raises(InvalidRecord, match="Expected `object`"):
        record_from(statement)


def test_lengths_are_taken_after_trimming():
    assert make_record(title=" " * 50 + "x" * 2_000 + "\n").title == "x" * 2_000


@pytest.mark.parametrize("date", ["2020", "2020-02", "2020-02-29", "1500", " 2020-02 "])
def test_real_dates_are_kept(date):
    assert make_record(published=date).published == date.strip()


@pytest.mark.parametrize(
    "date",
    ["", "20", "1499", "2020-2", "2020-13", "2021-02-29", "2020-02-29T00:00:00Z", "02/2020", "٢٠٢٠", "0000"],
)
def test_dates_that_no_calendar_has_are_refused(date):
    with pytest.raises(InvalidRecord, match="published is"):
        make_record(published=date)


def test_the_year_after_next_is_allowed_and_the_one_after_that_is_not():
    year = datetime.date.today().year
    assert make_record(published=f"{year + 2}")
    with pytest.raises(InvalidRecord, match=f"allowed are 1500 to {year + 2}"):
        make_record(published=f"{year + 3}")


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("  two\n words\t", "two words"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("half \ud800 a pair", "half a pair"),
        ("e\u0301", "é"),
        ("no\u00a0break", "no break"),
        ("\u202egnorts", "gnorts"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("$x < y$ & 𝔘", "$x < y$ & 𝔘"),
    ],
)
def test_text_is_one_line_without_what_is_invisible_and_harmful(printed, cleaned):
    assert clean_text(printed) == cleaned


def test_authors_who_are_nobody_are_left_out():
    names = ["Ada Example", "et al.", "", "  ", "and others", "Et al", "…", "Others Example", "Al Example"]
    record = make_record(authors=[{"name": name} for name in names])
    assert [author.name for author in record.authors] == ["Ada Example", "Others Example", "Al Example"]


def test_what_is_printed_beside_a_name_is_cleaned():
    author = AuthorRecord(
        name=" Ada  Example ",
        orcid="https://orcid.org/0000-0002-1825-0097",
        affiliations=("University  of Examples", "", "University of Examples"),
        source_author_id=" ",
    )
    assert author == AuthorRecord(
        name="Ada Example", orcid="0000-0002-1825-0097", affiliations=("University of Examples",)
    )


def test_an_orcid_with_a_wrong_check_digit_is_dropped():
    assert make_record(authors=[{"name": "Ada", "orcid": "0000-0002-1825-0098"}]).authors[0].orcid is None


def test_identifiers_take_their_comparable_spelling_and_wrong_ones_are_dropped():
    record = make_record(
        source="arxiv",
        source_id="arXiv:2205.07141v3",
        identifiers={
            "DOI": "https://doi.org/10.1234/ABC",
            "arxiv": "2205.07141v2",
            "acl": "nonsense",
            "": "1",
        },
        references=["doi:10.1234/X", "doi:10.1234/x", "nonsense"],
    )
    assert record.source_id == "2205.07141"
    assert record.identifiers == {"arxiv": "2205.07141", "doi": "10.1234/abc"}
    assert record.references == ("doi:10.1234/x",)


@pytest.mark.parametrize(
    "url",
    [
        "https://code.example/a?b=c#d",
        "HTTP://code.example",
        "http://code.example:8080/~a/(b)",
        "https://例え.example/道",
    ],
)
def test_web_addresses_are_kept(url):
    assert clean_url(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://code.example/a",
        "//code.example",
        "https://",
        "https://code.example@elsewhere.example/",
        "https://code.example\\@elsewhere.example/",
        "https://code.example/a b",
        "https://code.example/\"onclick='x'",
        "https://code.example/" + "x" * 2_000,
        "",
    ],
)
def test_other_addresses_are_not(url):
    assert clean_url(url) == ""
    assert make_record(links=[{"kind": "code", "url": url}]).links == ()


def test_the_same_link_is_listed_once():
    link = {"kind": "Code", "url": "https://code.example/a"}
    assert make_record(links=[link, link]).links == (LinkRecord(kind="code", url="https://code.example/a"),)


@pytest.mark.parametrize(
    ("word", "known"),
    [("preprint", "preprint"), ("Article-Journal", "journal-article"), ("poem", "other"), ("", "other")],
)
def test_an_unknown_type_counts_as_other(word, known):
    assert make_record(type=word).type == known
    assert VersionRecord(type=word).type == known


@pytest.mark.parametrize(
    ("given", "language"),
    [
        ("eng", "en"),
        ("fr-FR", "fr"),
        ("DE", "de"),
        ("haw", "haw"),
        ("English", None),
        ("", None),
        (None, None),
    ],
)
def test_languages_take_their_short_code(given, language):
    assert make_record(language=given).language == language


def test_null_says_the_same_as_absence():
    nulls = {name: None for name in FULL if name not in LEAST}
    assert make_record(**nulls) == make_record()
    author = {"name": "Ada", "orcid": None, "affiliations": None, "source_author_id": None}
    assert make_record(authors=[author]).authors == (AuthorRecord(name="Ada"),)


def test_unknown_fields_are_passed_over():
    assert make_record(colour="blue") == make_record()


def test_the_hash_tells_another_statement_from_the_same():
    same = make_record(identifiers={"doi": "10.1234/A", "acl": "P04-1001"}, title="A  title")
    assert payload_hash(same) == payload_hash(
        make_record(identifiers={"acl": "P04-1001", "doi": "10.1234/a"})
    )
    assert payload_hash(same) != payload_hash(make_record(identifiers={"doi": "10.1234/a"}))
    assert len(payload_hash(same)) == 16


def test_the_hash_is_the_same_on_every_machine_and_day():
    assert payload_hash(record_from(FULL)).hex() == "ce94e73513475e92e6592d5a599f505c"


def test_a_record_cannot_be_changed():
    with pytest.raises(AttributeError):
        make_record().title = "Another"


def test_a_bad_record_says_where_and_keeps_a_piece():
    problem = BadRecord("the title is empty", name="a.jsonl", line=7, piece="x" * 900)
    assert str(problem) == "a.jsonl, line 7: the title is empty"
    assert len(problem.piece) == 500
    assert BadRecord("no", name="n" * 900, line=2).position == "n" * 450 + ", line 2"
    assert BadRecord("no", name="a.xml").position == "a.xml"


def test_the_published_schema_is_the_schema():
    assert json.loads(SCHEMA.read_text()) == json_schema()


@pytest.mark.parametrize("example", [LEAST, FULL, {**LEAST, "venue": None, "authors": None, "more": 1}])
def test_good_examples_fit_the_schema_and_the_reader(example):
    jsonschema.validate(example, json_schema())
    assert record_from(example)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": None},
        {"published": "May 2020"},
        {"authors": [{"affiliations": []}]},
        {"authors": "Ada"},
        {"cited_by_count": -1},
        {"source": "Some Source"},
    ],
)
def test_bad_examples_fit_neither(wrong):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**LEAST, **wrong}, json_schema())
    with pytest.raises(InvalidRecord):
        make_record(**wrong)


def test_the_types_are_those_that_works_know():
    assert set(TYPES) == set(Work.Type.values)


def test_only_four_fields_are_required():
    fields = msgspec.structs.fields(WorkRecord)
    assert [field.name for field in fields if field.required] == list(LEAST)


@pytest.mark.parametrize(
    ("printed", "name", "domains"),
    [
        ("Ada Lindqvist <ada@example.org>", "Ada Lindqvist", ("example.org",)),
        ("Ada Lindqvist (ada@Example.ORG)", "Ada Lindqvist", ("example.org",)),
        ("Ada Lindqvist [mailto:ada@example.org]", "Ada Lindqvist", ("example.org",)),
        ("Ada Lindqvist, e-mail: ada@example.org", "Ada Lindqvist", ("example.org",)),
        ("ada@example.org Ada Lindqvist", "Ada Lindqvist", ("example.org",)),
        ("Ada <a@example.org> Lindqvist <b@example.net>", "Ada Lindqvist", ("example.org", "example.net")),
        ("Ada Lindqvist", "Ada Lindqvist", ()),
        ("The @ Collaboration", "The @ Collaboration", ()),
    ],
)
def test_addresses_are_taken_out_of_names(printed: str, name: str, domains: tuple[str, ...]) -> None:
    author = AuthorRecord(name=printed)
    assert (author.name, author.email_domains) == (name, domains)


def test_addresses_are_taken_out_of_family_names_too() -> None:
    author = AuthorRecord(
        name="Ada Lindqvist <ada@example.org>",
        family="Lindqvist <ada@example.org>",
        email_domains=("example.edu",),
    )
    assert (author.name, author.family) == ("Ada Lindqvist", "Lindqvist")
    assert author.email_domains == ("example.edu", "example.org")
    assert AuthorRecord(name="Ada", family="ada@example.org").family is None


def test_an_author_of_whom_only_an_address_is_known_is_nobody() -> None:
    assert not AuthorRecord(name="<ada@example.org>").is_somebody


@pytest.mark.parametrize("filler", [",", " ", "(", "e-mail ", "e-mail" + " " * 50, "a.", "ab@a."])
def test_addresses_are_looked_for_in_linear_time(filler: str) -> None:
    text = filler * (200_000 // len(filler)) + "!@"
    begun = time.perf_counter()
    without_addresses(text)
    assert time.perf_counter() - begun < 3
