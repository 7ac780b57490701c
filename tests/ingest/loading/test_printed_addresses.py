"""What is kept of e-mail addresses that a source prints: a digest beside the name, and nothing anywhere else."""

import pytest
from django.conf import settings
from django.db import connection

from common.addresses import address_digest
from ingest.records import AuthorRecord, BadRecord
from tests.ingest.records import load, make_record, work_of
from works.models import Authorship, SourceRecord

pytestmark = pytest.mark.django_db
PLACE = "University of Lindenau"
ADDRESS = "ada@lindenau.example"


def digest(address=ADDRESS):
    return address_digest(address, settings.CREDENCE_ADDRESS_KEY)


def printed(*places, **fields):
    return make_record("1", authors=(AuthorRecord(name="Ada Lindqvist", affiliations=places),), **fields)


def kept():
    return list(Authorship.objects.values_list("address_digests", flat=True))


def everything():
    """Every text that the database holds."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f'SELECT "{table}"::text FROM "{table}"')
            yield from (f"{table}: {row}" for (row,) in cursor.fetchall())


def test_the_digest_stands_beside_the_name():
    load(printed(f"{PLACE}. {ADDRESS}"))
    assert kept() == [[digest()]]


def test_a_second_import_changes_nothing():
    record = printed(f"{PLACE}. {ADDRESS}")
    load(record)
    before = work_of("1").version, SourceRecord.objects.get().read_at
    assert load(record).unchanged == 1
    assert (work_of("1").version, SourceRecord.objects.get().read_at) == before


def test_works_from_before_get_digests_when_they_are_imported_again():
    load(printed(PLACE))
    assert kept() == [[]]
    assert load(printed(PLACE, ADDRESS)).updated == 1
    assert kept() == [[digest()]]


def test_a_digest_goes_with_the_address():
    load(printed(ADDRESS))
    load(printed(PLACE))
    assert kept() == [[]]


def test_a_digest_follows_its_author_to_another_position():
    load(printed(ADDRESS))
    authors = (AuthorRecord(name="Eve Newcomer"), AuthorRecord(name="Ada Lindqvist", affiliations=(ADDRESS,)))
    load(make_record("1", authors=authors))
    assert Authorship.objects.get(address_digests=[digest()]).name == "Ada Lindqvist"


def test_no_table_has_the_address():
    problem = BadRecord(f"no date beside {ADDRESS}", name="a.bib", piece=f"author = {{Ada <{ADDRESS}>}}")
    load(printed(f"{PLACE}. E-mail: {ADDRESS}", abstract=f"We sail. Contact: {ADDRESS}"), problem)
    rows = list(everything())
    assert any(digest() in row for row in rows)
    assert [row for row in rows if ADDRESS in row or "ada@" in row] == []
