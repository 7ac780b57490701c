"""Addresses take ASCII only: concepts that were mined with accents in theirs had pages that nothing could lead to."""

import re
from itertools import count

from anyascii import anyascii
from django.db import migrations

WORD = re.compile(r"[a-z0-9]+")
LONGEST = 120

ACCENTED = r"SELECT id, slug FROM works_topic WHERE slug !~ '^[-a-zA-Z0-9_]+$' ORDER BY works_count DESC, id"
TAKEN = "SELECT EXISTS (SELECT FROM works_topic WHERE slug = %s)"
PUT = "UPDATE works_topic SET slug = %s, version = version + 1 WHERE id = %s"
# Every process reads the vocabulary again: it finds concepts under their addresses.
READ_AGAIN = "UPDATE works_conceptvocabulary SET version = gen_random_uuid()"


def give_addresses(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(ACCENTED)
        accented = cursor.fetchall()
        for topic_id, slug in accented:
            cursor.execute(PUT, [free_address(cursor, slug), topic_id])
        if accented:
            cursor.execute(READ_AGAIN)


def free_address(cursor, slug):
    """What has it already is the same concept without accents, and they become one when concepts are mined."""
    plain = "-".join(WORD.findall(anyascii(slug).lower()))[: LONGEST - 10].strip("-") or "unnamed"
    for number in count(1):
        address = plain if number == 1 else f"{plain}-{number}"
        cursor.execute(TAKEN, [address])
        if not cursor.fetchone()[0]:
            return address


class Migration(migrations.Migration):
    dependencies = [("works", "0021_leave_reported_works_off_shelves")]

    operations = [migrations.RunPython(give_addresses, migrations.RunPython.noop)]
