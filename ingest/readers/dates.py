"""Dates that sources give in parts, some of which may be missing, words, or nonsense."""

from contextlib import suppress

from ingest.cleaning import InvalidRecord, check_date
from ingest.readers.acl import month_number


def date_of(year: str, month: str = "", day: str = "") -> str:
    """As much as makes a date: 2020, February, 31 is 2020-02; empty without a plausible year."""
    number = month_number(month) if month.strip() else None
    parts = [year.strip(), f"{number:02}" if number else "", day.strip().zfill(2) if number else ""]
    for length in (3, 2, 1):
        with suppress(InvalidRecord):
            return check_date("-".join(parts[:length]), "the date")
    return ""
