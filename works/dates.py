"""Dates as they are known: to the day, the month or only the year."""

from datetime import date


def printed_date(day: date, precision: str) -> str:
    """ "May 22, 2017", "May 2017" or "2017"; nothing is shown that was not known."""
    if precision == "year":
        return str(day.year)
    return f"{day:%B} {day.year}" if precision == "month" else f"{day:%B} {day.day}, {day.year}"


def machine_date(day: date, precision: str) -> str:
    """The same for `datetime` attributes and metadata: 2017-05-22, 2017-05 or 2017."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
