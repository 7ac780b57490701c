"""Names as bibliographic exports write them."""

import re
from typing import Any

from common.names import FAMILY_STANDS_FIRST, GENERATIONS, is_generation
from ingest.records import AuthorRecord

# Two or more initials, or one with its point, and nothing else: the given names of "Example, A. B."
INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]?){1,4}")
DEGREES = re.compile(r"(?:,\s*(?:Ph\.?\s?D|M\.?D|M\.?Sc|B\.?Sc|MPH|FRS)\.?)+$", re.IGNORECASE)


def author(given: str, family: str, generation: str = "", **more: Any) -> AuthorRecord:
    """Printed name "Given Family Jr."; of a group, or a person of one name, only `family`."""
    given, family, generation = given.strip(), family.strip(), generation.strip()
    name = " ".join(filter(None, (given, family, generation)))
    if given and FAMILY_STANDS_FIRST.match(family) and FAMILY_STANDS_FIRST.match(given):
        name = family + given
    return AuthorRecord(name=name, family=family if given and family else None, **more)


def read_name(text: str, **more: Any) -> AuthorRecord:
    """ "Family, Given", "Family, Given, Jr.", "Family, Jr., Given", "Given Family" or a group's name."""
    parts = [part.strip() for part in DEGREES.sub("", text.strip()).split(",")]
    parts = [part for part in parts if part]
    if len(parts) == 2 and is_generation(parts[1]):
        return author("", f"{parts[0]} {parts[1]}", **more)
    if len(parts) == 2:
        return author(parts[1], parts[0], **more)
    if len(parts) == 3 and any(map(is_generation, parts[1:])):
        given, generation = sorted(parts[1:], key=is_generation)
        return author(given, parts[0], generation, **more)
    # More commas than a person has: "Institute of Examples, Department A, Unit B".
    return author("", ", ".join(parts), **more)


def medline_name(text: str, **more: Any) -> AuthorRecord:
    """ "Example AB" and "Example AB Jr": the initials come last, without points."""
    words = text.split()
    generation = words.pop() if len(words) > 2 and words[-1].lower() in GENERATIONS | {"2nd", "3rd"} else ""
    if "," in text or len(words) < 2 or not (words[-1].isupper() and len(words[-1]) <= 4):
        return read_name(text, **more)
    return author(" ".join(words[-1]), " ".join(words[:-1]), generation, **more)


def separated(text: str) -> list[str]:
    """The names of one field that forgot the usual separator: by semicolons, or by commas if these can be."""
    if ";" in text:
        return [name for name in map(str.strip, text.split(";")) if name]
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) >= 4 and len(parts) % 2 == 0 and all(map(INITIALS.fullmatch, parts[1::2])):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    if len(parts) >= 3 and all(" " in part for part in parts):
        return parts
    return [text]
