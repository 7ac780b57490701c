"""A copy of the database at hand, for what must not touch it."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection


@contextmanager
def copied_database(name: str) -> Iterator[str]:
    """The connection of this process leads to a copy, which is dropped in the end; its address for others.

    Nobody else may be connected to the original meanwhile.
    """
    original = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {original} STRATEGY FILE_COPY")
    connection.settings_dict["NAME"] = name
    try:
        yield address_of(name)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = original
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def address_of(name: str) -> str:
    """As DATABASE_URL wants it."""
    database = connection.settings_dict
    return f"postgresql://{database['USER']}@/{name}?host={quote(str(database['HOST']), safe='')}"
