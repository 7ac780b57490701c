"""What a title announces: a notice about another work, one part of several, a number."""

import re

from ingest.joining.fingerprints import read_title

NOTICE = re.compile(
    r"(?P<correction>(?:(?:author|publishers?) )?(?:correction|corrections|corrigendum|corrigenda|erratum|errata)\b)"
    r"|(?P<retraction>retraction\b|withdrawal\b|expression of concern\b)"
    r"|(?P<addition>addendum\b|supplement(?:ary (?:material|information|data))? (?:to|for)\b|appendix to\b)"
    r"|(?P<reply>(?:(?:a |an )?(?:reply|response|rejoinder|answer)(?:s)? to\b)|rejoinder\b)"
    r"|(?P<comment>(?:a )?(?:comment|comments|commentary|remark|remarks|discussion|note) (?:on|of)\b|discussion\b)"
    r"|(?P<review>(?:book )?reviews? of\b|book review\b|review\b)"
    r"|(?P<translation>translation of\b)"
)
AT_THE_END = re.compile(
    r"[\s:.\u2013\u2014(\[-]+(?P<word>erratum|corrigendum|correction|addendum|reply|response|rejoinder|comment|discussion|"
    r"book review|retraction)\W*$",
    re.IGNORECASE,
)
PART = re.compile(
    r"\b(?:part|pt|vol|volume|chapter|chap|no|book|section|lecture)\.?\s+(?P<number>\d+|[ivx]{1,5}|[a-h]|one|two|three|four|five)\b"
    r"|(?<=\s)(?P<roman>i{1,3}|iv|vi{0,3}|ix|xi{0,3})(?=\s*(?:[:.\u2013\u2014)-]|$))",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d+")


def notice(title: str) -> str:
    """What kind of notice about another work a title announces, or nothing."""
    found = NOTICE.match(title.lower().lstrip(" \"'([\u201c\u2018"))
    if found and found.lastgroup:
        return found.lastgroup
    at_the_end = AT_THE_END.search(title)
    return notice(at_the_end["word"]) if at_the_end else ""


def parts_of(title: str) -> frozenset[str]:
    return frozenset((found["number"] or found["roman"]).lower() for found in PART.finditer(title))


def numbers_of(title: str) -> frozenset[str]:
    return frozenset(NUMBER.findall(read_title(title).letters))
