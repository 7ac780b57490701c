"""Dates as bibliographic exports write them: "2010/05/14/", "4-8 Aug. 2020", "2010/2011", "MAR 1"."""

import datetime
import re
from collections.abc import Iterable

# Of what is longer the beginning is enough.
LONGEST = 200
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# In the languages of the reference managers most in use: how their names of months begin.
OTHER_WORDS = {
    "ene": 1, "gen": 1, "jän": 1, "fév": 2, "fev": 2, "mär": 3, "mrz": 3, "avr": 4, "abr": 4, "mai": 5,
    "mag": 5, "mei": 5, "giu": 6, "juin": 6, "juil": 7, "lug": 7, "aoû": 8, "ago": 8, "set": 9, "okt": 10,
    "ott": 10, "out": 10, "dez": 12, "dic": 12, "déc": 12,
}  # fmt: skip
NUMBERS = {word: number for number, word in enumerate(MONTHS, start=1)} | OTHER_WORDS

YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", re.ASCII)
# Year first, as in 2010-05-14, 2010/5 and 20100514; after the month no more digits, as in 2010/2011.
NUMERIC = re.compile(
    r"(?<!\d)(?P<year>(?:1[5-9]|20)\d\d)(?:[-/.](?P<month>\d\d?)(?!\d)(?:[-/.](?P<day>\d\d?)(?!\d))?"
    r"|(?P<month8>\d\d)(?P<day8>\d\d)(?!\d))",
    re.ASCII,
)
MONTH_WORD = re.compile(
    rf"(?<![^\W\d_])({'|'.join(sorted(NUMBERS, key=len, reverse=True))})[^\W\d_]*", re.IGNORECASE
)
# "5" of "5-6" and of "05/06".
MONTH_NUMBER = re.compile(r"\s*(\d\d?)(?!\d)", re.ASCII)
# "4" of "4-8 Aug.", "30" of "Aug 30 - Sep 2".
DAY_BEFORE = re.compile(r"(?<!\d)(\d\d?)(?:\s*[-\u2013]+\s*\d\d?)?(?:st|nd|rd|th)?[.,]?\s*$", re.ASCII)
DAY_AFTER = re.compile(r"[.,]?[\s~-]*(\d\d?)(?!\d)", re.ASCII)


def first_date(texts: Iterable[str], year: str = "") -> str | None:
    """The earliest day that the texts name, as exactly as they do; `year` serves those that have none."""
    dates = [date for date in (parsed(text, year) for text in texts) if date]
    return min(dates, key=earliness) if dates else None


def earliness(date: str) -> tuple[int, ...]:
    """What is said more exactly comes first: 2020-05-14, 2020-05, 2020."""
    parts = [int(part) for part in date.split("-")]
    return (*parts, *(13, 32)[len(parts) - 1 :])


def parsed(text: str, year: str = "") -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD, or None where no year is to be found."""
    text = " ".join(text[:LONGEST].split())
    if found := NUMERIC.search(text):
        return calendar_date(
            found["year"], int(found["month"] or found["month8"]), int(found["day"] or found["day8"] or 0)
        )
    found_year = YEAR.search(text)
    year = found_year[0] if found_year else year
    return calendar_date(year, *month_and_day(text)) if year else None


def month_and_day(text: str) -> tuple[int, int]:
    """The first that the words name; nought where they name none."""
    word = MONTH_WORD.search(text)
    if not word:
        return 0, 0
    day = DAY_AFTER.match(text, word.end()) or DAY_BEFORE.search(text[: word.start()])
    return NUMBERS[word[1].lower()], int(day[1]) if day else 0


def calendar_date(year: str, month: int, day: int) -> str:
    """As much of the date as the calendar knows; 2010-21 is a season, 2010-00 only a year."""
    if not 1 <= month <= 12:
        return year
    try:
        return datetime.date(int(year), month, day).isoformat()
    except ValueError:
        return f"{year}-{month:02}"


def with_month(year: str, month: str, day: str = "") -> str:
    """One text of three fields, the month in words or in digits."""
    number = MONTH_NUMBER.match(month)
    if number and not MONTH_WORD.search(month):
        found = YEAR.search(year)
        return f"{found[0]}-{number[1]}-{day.strip() or 0}" if found else ""
    return f"{day} {month} {year}"
