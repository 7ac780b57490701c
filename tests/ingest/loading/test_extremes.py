"""Records at their longest: what passes the cleaning also fits into every column and every index."""

import random
from typing import Any

import pytest
from django.db import connection

from ingest.cleaning import LONGEST_URL, InvalidRecord
from ingest.records import LONGEST_ABSTRACT, LONGEST_TITLE, Retraction, WorkRecord
from researchers.models import ExternalId
from tests.ingest.records import load, make_record, work_of
from works.models import Authorship, CodeLink, SourceRecord, Topic, Version, WorkIdentifier

pytestmark = pytest.mark.django_db

LONGEST_SOURCE = "s" * 40
# As long as an entry of a B-tree may be.
LARGEST_INDEX_ROW = 2_704


def wide(length: int, seed: int = 0) -> str:
    """Characters of four bytes in no order, so that no index can press them together."""
    pick = random.Random(f"{seed}:{length}")
    return "".join(map(chr, pick.choices(range(0x20000, 0x2A6DF), k=length)))


def words(count: int, length: int, between: str = " ") -> str:
    return between.join(wide(length, seed) for seed in range(count))


def doi(length: int, seed: int = 0) -> str:
    """A DOI of so many bytes."""
    start = "10.1234/"
    return start + wide((length - len(start)) // 4, seed)


# Each field of a record as long as it may be.
EXTREMES: dict[str, dict[str, Any]] = {
    "source": {"source": LONGEST_SOURCE},
    "source_id": {"source_id": wide(200)},
    "source_id that grows in small letters": {"source": "doi", "source_id": "10.1234/" + "İ" * 96},
    "title": {"title": wide(LONGEST_TITLE)},
    "title of words": {"title": words(LONGEST_TITLE // 5, 4)},
    "abstract": {"abstract": wide(LONGEST_ABSTRACT)},
    "abstract of short words": {"abstract": words(LONGEST_ABSTRACT // 3, 2)},
    "abstract of hyphens": {"abstract": words(LONGEST_ABSTRACT // 3, 2, "-")},
    "abstract of tied words": {"abstract": " ".join(words(80, 1, "-") for _ in range(600))},
    "abstract of addresses": {"abstract": " ".join(f"a{n}.example.org/{n}/b" for n in range(4_000))},
    "abstract of one word": {"abstract": "a" * LONGEST_ABSTRACT},
    "venue": {"venue": wide(500)},
    "venue that grows when it is folded": {"venue": "ﷺ" * 500},
    "language": {"language": "eng-" + "a" * 500},
    "license": {"license": wide(200)},
    "categories": {"categories": [wide(40, seed) for seed in range(50)]},
    "keywords": {"keywords": [wide(200, seed) for seed in range(200)]},
    "identifiers": {
        "identifiers": {
            "doi": doi(300),
            "s" * 20: wide(75),
            "url": "https://example.org/" + "a" * 280,
            "arxiv": "2103.00001",
        }
    },
    "identifiers that are too long": {
        "identifiers": {"doi": doi(304), "other": wide(76), "s" * 21: "1", "third": "a" * 301}
    },
    "identifiers that grow in small letters": {"identifiers": {"doi": "10.1234/" + "İ" * 292}},
    "name of an author": {"authors": ({"name": wide(500), "family": wide(500)}, "Ada Lindqvist")},
    "name of an author in words": {"authors": (words(100, 4)[:500], words(100, 4)[:500])},
    "name of an author that grows when it is folded": {"authors": ("ﷺ" * 500, "ß" * 500)},
    "affiliations": {
        "authors": (
            {"name": "Ada", "affiliations": [wide(10_000), "University of " + wide(480), "Lab, " * 2_000]},
            {"name": "Bob", "affiliations": [f"Institute of {wide(490, seed)}, Sweden" for seed in range(50)]},
        )
    },
    "domains": {"authors": ({"name": "Ada", "email_domains": [wide(253, n) for n in range(20)]},)},
    "source_author_id": {
        "source": LONGEST_SOURCE,
        "authors": ({"name": "Ada", "source_author_id": wide(159)}, {"name": "Bob", "source_author_id": "a:b"}),
    },
    "versions": {
        "versions": [
            {"type": kind, "date": "2021-03-04", "title": wide(2_000), "venue": wide(500, 1), "doi": doi(300, seed)}
            for seed, kind in enumerate(("journal-article", "conference-paper"))
        ]
    },
    "links": {
        "links": [
            {"kind": "dataset", "url": "https://example.org/" + wide((LONGEST_URL - 20) // 4), "origin": wide(40)},
            {"kind": "dataset", "url": "https://example.org/" + wide(1_900), "origin": wide(40)},
        ]
    },
    "references": {"references": [f"{'s' * 20}:{wide(75)}", f"doi:{doi(300)}", f"doi:{doi(304)}", "doi:" + "İ" * 300]},
    "topics": {
        "topics": [
            {"id": "openalex:T1234567890", "name": wide(200)},
            {"id": "openalex:T12345678901", "name": "Longer number"},
            {"id": f"openalex:{wide(51)}", "name": "No number"},
            {"id": "other:T10028", "name": "Another vocabulary"},
            {"id": wide(60), "name": "No vocabulary", "confidence": 2.0},
        ]
    },
    "numbers": {"cited_by_count": 2_000_000_000},
}  # fmt: skip


def extreme(name: str, source_id: str = "1", **more: Any) -> WorkRecord:
    fields = {"source_id": source_id, **EXTREMES[name], **more}
    return make_record(fields.pop("source_id"), **fields)


@pytest.mark.parametrize("name", EXTREMES)
def test_a_record_with_a_field_at_its_longest_is_stored(name: str) -> None:
    record = extreme(name)
    run = load(record)
    assert (run.state, run.created, run.rejected) == ("done", 1, 0), run.error
    assert SourceRecord.objects.filter(source=record.source, source_id=record.source_id).exists()


def test_all_of_them_at_once_may_change_what_is_known() -> None:
    names = [name for name in EXTREMES if "source_id" not in EXTREMES[name]]
    plain = (
        make_record(str(number), source=EXTREMES[name].get("source", "test"))
        for number, name in enumerate(names)
    )
    assert load(*plain).created == len(names)
    run = load(*(extreme(name, str(number), retracted=True) for number, name in enumerate(names)))
    assert (run.state, run.updated, run.rejected) == ("done", len(names), 0), run.error


def test_a_record_with_everything_at_its_longest_is_stored() -> None:
    fields: dict[str, Any] = {}
    for name, extremes in EXTREMES.items():
        if " " not in name:
            fields |= {key: value for key, value in extremes.items() if key != "source_id"}
    load(make_record(wide(200), **fields))
    work = work_of(wide(200), LONGEST_SOURCE)
    assert len(work.title) == LONGEST_TITLE
    assert Version.objects.count() == 2
    assert [len(link.url.encode()) for link in CodeLink.objects.all()] == [LONGEST_URL]


def test_what_is_too_long_in_bytes_is_left_out() -> None:
    load(extreme("identifiers that are too long"), extreme("identifiers that grow in small letters", "2"))
    assert not WorkIdentifier.objects.exists()


def test_an_identifier_at_the_bound_stays() -> None:
    load(extreme("identifiers"))
    assert {len(known.value.encode()) for known in WorkIdentifier.objects.all()} == {300, 10}


def test_a_source_id_that_outgrows_its_column_is_refused() -> None:
    assert make_record("10.1234/" + "İ" * 96, source="doi").source_id == "10.1234/" + "i̇" * 96
    with pytest.raises(InvalidRecord, match="source_id has 202 characters"):
        make_record("10.1234/" + "İ" * 97, source="doi")


def test_an_author_id_is_kept_with_the_longest_source_and_refused_above_that() -> None:
    load(extreme("source_author_id"))
    ada, bob = Authorship.objects.in_order()
    assert len(ada.source_author_id) == 200
    assert bob.source_author_id == f"{LONGEST_SOURCE}:a:b"
    assert set(ExternalId.objects.values_list("scheme", "value")) == {
        (LONGEST_SOURCE, wide(159)),
        (LONGEST_SOURCE, "a:b"),
    }
    with pytest.raises(InvalidRecord, match="source_author_id has 160 characters"):
        make_record(authors=({"name": "Ada", "source_author_id": "a" * 160},))


def test_only_ids_of_topics_of_openalex_are_kept_as_such() -> None:
    load(extreme("topics"))
    assert set(Topic.objects.exclude(openalex=None).values_list("openalex", flat=True)) == {"T1234567890"}
    assert Topic.objects.filter(name__in=["Longer number", "No number", "Another vocabulary"]).count() == 3


def test_a_confidence_that_is_no_number_becomes_the_least() -> None:
    record = make_record(topics=[{"id": "other:1", "name": "Examples", "confidence": float("nan")}])
    assert record.topics[0].confidence == 0.01


def test_a_notice_of_retraction_may_be_as_long_as_its_identifiers() -> None:
    run = load(Retraction(LONGEST_SOURCE, f"{'s' * 20}:{wide(75)}", f"{'t' * 20}:{wide(75, 1)}"))
    assert run.state == "done", run.error


CHARACTER_COLUMNS = """
SELECT index.indrelid::regclass::text, index.indexrelid::regclass::text,
       sum(CASE WHEN attribute.atttypid = 'varchar'::regtype THEN attribute.atttypmod - 4 ELSE 0 END)
FROM pg_index AS index
JOIN pg_class AS class ON class.oid = index.indexrelid
JOIN pg_am AS method ON method.oid = class.relam AND method.amname = 'btree'
JOIN pg_attribute AS attribute ON attribute.attrelid = index.indexrelid
WHERE index.indrelid::regclass::text ~ '^(works|researchers)_'
GROUP BY index.indrelid, index.indexrelid
"""
# Of these the cleaning bounds addresses and identifiers in bytes.
BOUNDED_IN_BYTES = {"code_link_unique_per_work", "retraction_notice_unique", "version_unique_per_source"}


def test_every_other_index_has_room_for_its_columns_in_characters_of_four_bytes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(CHARACTER_COLUMNS)
        sizes = {index: 4 * int(characters) for _, index, characters in cursor.fetchall()}
    too_large = {index for index, size in sizes.items() if size > LARGEST_INDEX_ROW}
    assert too_large <= BOUNDED_IN_BYTES
    assert len(sizes) > 50
