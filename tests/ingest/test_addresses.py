"""E-mail addresses printed on works: whose each is, and that nothing but a keyed hash of them is kept."""

import io
import json

import msgspec
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from common.addresses import address_digest
from common.mailboxes import fits
from ingest.addresses import use_key
from ingest.joining.merging import merge
from ingest.joining.subjects import decode
from ingest.readers import pubmed
from ingest.record_schema import json_schema
from ingest.records import AuthorRecord, BadRecord, WorkRecord, encode, record_from
from ingest.uploads.testimony import KeptItem, said_by

WORK = {"source": "acl", "source_id": "1", "title": "On harbors", "published": "2020"}
PLACE = "University of Lindenau"


def digest(address):
    return address_digest(address, settings.CREDENCE_ADDRESS_KEY)


def work(*authors, **fields):
    """A work of these authors, each a name and what is printed beside it."""
    records = tuple(AuthorRecord(name=name, affiliations=tuple(places)) for name, *places in authors)
    return WorkRecord(**{**WORK, "authors": records, **fields})


def owners(record):
    return [author.name for author in record.authors if author.address_digests]


# What is kept


def test_an_address_beside_the_name_becomes_a_digest_and_a_domain():
    (author,) = work(("Ada Lindqvist", f"{PLACE}. Electronic address: Ada@lindenau.example.")).authors
    assert author.address_digests == (digest("ada@lindenau.example"),)
    assert author.email_domains == ("lindenau.example",)
    assert author.affiliations == (f"{PLACE}.",)
    assert author.addresses == ()


def test_several_addresses_in_braces_are_taken_apart():
    record = work(("Ada Lindqvist", "{ada,bo.okafor}@lindenau.example"), ("Bo Okafor", PLACE))
    assert record.authors[0].address_digests == (digest("ada@lindenau.example"),)
    assert "@" not in encode(record).decode()


def test_an_address_in_the_abstract_is_taken_out_and_belongs_to_whom_it_names():
    record = work(("Ada Lindqvist",), ("Bo Okafor",), abstract="We sail. Contact: okafor@lindenau.example.")
    assert record.abstract == "We sail. Contact:"
    assert owners(record) == ["Bo Okafor"]


def test_what_only_looks_like_an_address_stays_in_the_abstract():
    said = "Precision@k and Os@Au12 clusters on the host @ lab"
    assert work(("Ada Lindqvist",), abstract=said).abstract == said


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        # Tied to one author by the source, whose name it has, or nobody's.
        ([("Ada Lindqvist", PLACE, "ada@l.example"), ("Bo Okafor", PLACE)], ["Ada Lindqvist"]),
        ([("Ada Lindqvist", "x71@l.example"), ("Bo Okafor", PLACE)], ["Ada Lindqvist"]),
        ([("Ada Lindqvist", "x71@l.example")], ["Ada Lindqvist"]),
        # The one address of a work, whose name it does not have: that of the author with whom one may correspond.
        ([("Ada Lindqvist", f"{PLACE} x71@l.example"), ("Bo Okafor",)], []),
        ([("Ada Lindqvist", f"{PLACE} okafor@l.example"), ("Bo Okafor",)], []),
        ([("Ada Lindqvist", f"{PLACE} okafor@l.example"), ("Bo Okafor", PLACE)], []),
        # One text for several authors.
        ([("Ada Lindqvist", "okafor@l.example"), ("Bo Okafor", "okafor@l.example")], ["Bo Okafor"]),
        ([("Ada Lindqvist", "Okafor@L.example"), ("Bo Okafor", "okafor@l.example")], ["Bo Okafor"]),
        ([("Ada Lindqvist", "x71@l.example"), ("Bo Okafor", "x71@l.example")], []),
        ([("Ada Okafor", "okafor@l.example"), ("Bo Okafor", "okafor@l.example")], []),
        # An office has no author.
        ([("Ada Lindqvist", "info@l.example"), ("Bo Okafor", PLACE)], []),
        ([("Ada Lindqvist", PLACE), ("Bo Okafor", PLACE)], []),
    ],
)
def test_an_address_belongs_to_one_author_or_to_none(authors, expected):
    assert owners(work(*authors)) == expected


@pytest.mark.parametrize(
    ("local", "name", "expected"),
    [
        ("ada", "Ada Lindqvist", True),
        ("a.lindqvist", "Ada Lindqvist", True),
        ("lindqvista", "Ada Lindqvist", True),
        ("al77", "Ada Lindqvist", True),
        ("jdh", "Jane D Hall", True),
        ("tsl", "Shih-Long Tu", True),
        ("juergen.mueller", "Jürgen Müller", True),
        ("xli", "Xia Li", True),
        ("lix", "Xia Li", True),
        ("a", "Ada Lindqvist", False),
        ("137544977", "Ada Lindqvist", False),
        ("okafor", "Ada Lindqvist", False),
        ("ivan", "Jan van Eyk", False),
        ("bo", "Ada Lindqvist", False),
    ],
)
def test_an_address_fits_a_name_of_which_it_is_made(local, name, expected):
    assert fits(local, name) is expected


def test_very_many_authors_with_addresses_are_not_all_compared():
    record = work(*((f"Person {number} Name{number}", f"q{number}z@l.example") for number in range(2_000)))
    assert owners(record) == []


# Where it is kept


def test_the_digest_outlives_storing_and_reading():
    record = work(("Ada Lindqvist", "ada@lindenau.example"))
    assert decode(encode(record)) == record
    assert encode(decode(encode(record))) == encode(record)


def test_sources_that_agree_on_a_name_unite_its_digests():
    one = work(("Ada Lindqvist", "ada@lindenau.example"))
    other = msgspec.structs.replace(work(("Ada Lindqvist", "ada@tides.example")), source="crossref")
    (author,) = merge([one, other]).authors
    assert set(author.address_digests) == {digest("ada@lindenau.example"), digest("ada@tides.example")}


def test_what_sources_give_to_two_authors_is_nobodys():
    one = work(("Ada Lindqvist", "ada@l.example"), ("Ada Okafor", PLACE))
    other = work(("Ada Lindqvist", PLACE), ("Ada Okafor", "ada@l.example"), source="crossref")
    assert len(owners(one)) == len(owners(other)) == 1
    assert owners(merge([one, other])) == []


def test_what_somebody_uploads_ties_no_address_to_a_name():
    said = said_by(work(("Ada Lindqvist", "ada@lindenau.example")), 7)
    assert owners(said) == []
    assert "@" not in encode(said).decode()


def test_nobody_else_states_digests():
    statement = {
        **WORK,
        "authors": [{"name": "Ada", "address_digests": ["a" * 64], "addresses": ["ada@l.example"]}],
    }
    (author,) = record_from(statement).authors
    assert (author.address_digests, author.addresses) == ((), ())
    assert "address_digests" not in json.dumps(json_schema())


def test_without_a_key_nothing_is_kept():
    use_key(b"")
    try:
        record = work(("Ada Lindqvist", "ada@lindenau.example"))
    finally:
        use_key(settings.CREDENCE_ADDRESS_KEY)
    assert owners(record) == []
    assert "@" not in encode(record).decode()


def test_with_another_key_the_digests_are_others():
    before = work(("Ada Lindqvist", "ada@lindenau.example"))
    use_key(b"another key")
    try:
        after = work(("Ada Lindqvist", "ada@lindenau.example"))
    finally:
        use_key(settings.CREDENCE_ADDRESS_KEY)
    assert len(owners(after)) == 1
    assert before.authors[0].address_digests != after.authors[0].address_digests


def test_problems_show_no_addresses():
    problem = BadRecord("no date in ada@l.example", name="a.bib", piece="author = {Ada <ada@l.example>}")
    assert "ada@" not in problem.reason + problem.piece
    assert "(an e-mail address)" in problem.reason
    assert "(an e-mail address)" in problem.piece


def test_a_bad_record_of_a_source_shows_no_address_either():
    document = b"""<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>
        <ArticleTitle>A</ArticleTitle><AuthorList><Author><LastName>L</LastName><AffiliationInfo>
        <Affiliation>ada@l.example</Affiliation></AffiliationInfo></Author></AuthorList>
        </Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""
    (problem,) = pubmed.read(io.BytesIO(document), "a.xml")
    assert isinstance(problem, BadRecord)
    assert "ada@" not in repr(KeptItem.of(problem))


LOCAL = st.from_regex(r"[a-z0-9](?:[a-z0-9.+_-]{1,30}[a-z0-9])", fullmatch=True)
DOMAIN = st.from_regex(r"(?:[a-z0-9]{2,10}\.){1,2}(?:edu|example|org)", fullmatch=True)
AROUND = st.text(st.characters(codec="utf-8", exclude_characters="@"), max_size=20)
SPACE = st.sampled_from([" ", ", ", " <", " (", "; e-mail: ", "\n", " Electronic address: "])


@effort(max_examples=300, deadline=None)
@given(
    LOCAL, DOMAIN, AROUND, SPACE, AROUND, st.sampled_from(["name", "place", "family", "abstract", "problem"])
)
def test_no_address_survives_wherever_it_is_printed(local, domain, before, space, after, where):
    address = f"{local}@{domain}"
    text = f"{before}{space}{address} {after}"
    said = {"name": "Ada Lindqvist", "affiliations": (), "family": None}
    said |= {"name": {"name": text}, "family": {"family": text}, "place": {"affiliations": (text,)}}.get(
        where, {}
    )
    record = WorkRecord(
        **WORK, authors=(AuthorRecord(**said),), abstract=text if where == "abstract" else None
    )
    problem = BadRecord(text, name="a", piece=text)
    kept = encode(record).decode() + repr(record) + msgspec.json.encode(KeptItem.of(problem)).decode()
    assert address not in kept.lower()
    assert f"{local}@" not in kept.lower()
