"""What the fields of bibliographic exports have in common, whatever the format calls them."""

import re
from collections.abc import Iterable
from html import unescape

from common.identifiers import normalize_identifier
from common.tex import to_plain
from ingest.readers.plain_text import raised
from ingest.records import LinkRecord

LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl",
    "english": "en", "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he",
    "hungarian": "hu", "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko",
    "norwegian": "no", "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro",
    "russian": "ru", "serbian": "sr", "slovak": "sk", "slovenian": "sl", "spanish": "es", "swedish": "sv",
    "turkish": "tr", "ukrainian": "uk", "american": "en", "british": "en", "usenglish": "en",
    "ukenglish": "en", "ngerman": "de", "deutsch": "de", "francais": "fr", "français": "fr",
}  # fmt: skip

DOI_ADDRESS = re.compile(r"(?:(?:dx\.|www\.)?doi\.org/|\bdoi:\s*)(10\.\d{4,9}/[^\s\"<>{}]+)", re.IGNORECASE)
ARXIV_MENTION = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*|10\.48550/arxiv\.)((?:[a-z-]+(?:\.[a-z]{2})?/)?\d[\d.]{5,9}\d(?:v\d+)?)",
    re.IGNORECASE,
)
ACL_ADDRESS = re.compile(r"(?:aclanthology\.org|aclweb\.org/anthology)/([\w.-]+?\d)(?:\.pdf|/|$)", re.I)
PUBMED_ADDRESS = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|\bPMID:\s*)(\d+)", re.I
)
PMC_ADDRESS = re.compile(r"\b(PMC\d{3,10})\b", re.IGNORECASE)
MENTIONS = {
    "doi": DOI_ADDRESS, "arxiv": ARXIV_MENTION, "acl": ACL_ADDRESS, "pmid": PUBMED_ADDRESS, "pmcid": PMC_ADDRESS,
}  # fmt: skip
PREPRINT_SERVER = re.compile(
    r"\b(?:arxiv|corr|(?:bio|med|chem|eng|soc|psy|eco|earth)a?rxiv|ssrn|research square|preprints?(?:\.org)?|"
    r"techrxiv|osf preprints|hal preprints?)\b",
    re.IGNORECASE,
)
ARXIV = re.compile(r"\b(?:arxiv|corr)\b", re.IGNORECASE)
MEETING = re.compile(r"\b(?:conference|workshop|symposium|congress|proceedings|proc\.)", re.IGNORECASE)
# A list of references, which some exports put into a note, is longer.
LONGEST_NOTE = 300
NOTED = re.compile(r"\s*(?:https?://|doi\b|arxiv\b|pmid\b|pmc)", re.IGNORECASE)
REPOSITORY = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|git\.sr\.ht)/[\w.~-]+/[\w.-]*\w",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"</?(?:jats:)?(?:i|em|italic|b|strong|bold|u|tt|code|sup|sub|sc|span|p|br|div|h[1-6]|title|sec|font|ul|ol|li)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
RAISED = re.compile(r"<(?:jats:)?sup>([^<>]{1,40})</(?:jats:)?sup>", re.IGNORECASE)
BLOCK = re.compile(r"</?(?:jats:)?(?:p|br|div|h[1-6]|title|sec|ul|ol|li)\b", re.IGNORECASE)
ISBN = re.compile(r"97[89]\d{10}|\d{9}[\dXx]", re.ASCII)
LONGEST_KEYWORD = 200


def without_markup(text: str) -> str:
    """Without the tags of HTML and JATS, entities as the characters that they name."""
    if "<" in text:
        text = RAISED.sub(lambda exponent: raised(exponent[1]), text)
        text = MARKUP.sub(lambda tag: " " if BLOCK.match(tag[0]) else "", text)
    return unescape(text) if "&" in text else text


def stored_text(text: str) -> str:
    """As titles and abstracts are stored: of all markup only formulas stay."""
    return to_plain(without_markup(text))


def language_code(text: str) -> str | None:
    """ "German", "ngerman", "de-CH" and "ger" are all German; of several languages, the first."""
    word = re.split(r"[;,/|]", text.strip().lower())[0].strip()
    return LANGUAGES.get(word) or word or None


def keywords(texts: Iterable[str], *, at_commas: bool = True) -> tuple[str, ...]:
    """Single keywords; the asterisk of a major heading goes, and so does what is too long to be one."""
    found = (word for text in texts for word in keywords_of(without_markup(text), at_commas))
    return tuple(word for word in found if len(word) <= LONGEST_KEYWORD and any(map(str.isalpha, word)))


def keywords_of(text: str, at_commas: bool) -> list[str]:
    separator = r"[;\n]" if ";" in text or not at_commas else r"[,\n]"
    return [" ".join(word.split()).lstrip("* ") for word in re.split(separator, text)]


def noted(*texts: str) -> list[str]:
    """Notes that are no more than an identifier; within others it may be that of an erratum or a reference."""
    return [text for text in texts if len(text) <= LONGEST_NOTE and NOTED.match(text)]


def mentioned(*texts: str) -> dict[str, str]:
    """Identifiers that addresses and notes name; the first of each kind."""
    found: dict[str, str] = {}
    for text in texts:
        for scheme, pattern in MENTIONS.items():
            match = pattern.search(text) if text else None
            value = normalize_identifier(scheme, match[1]) if match else None
            if value:
                found.setdefault(scheme, value)
    return found


def isbn_in(text: str) -> str | None:
    """The first valid ISBN, with thirteen digits."""
    for found in ISBN.finditer(re.sub(r"(?<=\d)[-\u2010-\u2013 ](?=[\dXx])", "", text)):
        if valid := isbn13(found[0].upper()):
            return valid
    return None


def isbn13(digits: str) -> str | None:
    if len(digits) == 13:
        return digits if digits[12] == check_digit(digits[:12]) else None
    weighted = sum(
        weight * (10 if digit == "X" else int(digit))
        for weight, digit in zip(range(10, 0, -1), digits, strict=True)
    )
    return f"978{digits[:9]}{check_digit('978' + digits[:9])}" if weighted % 11 == 0 else None


def check_digit(twelve: str) -> str:
    return str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve)) % 10)


def repositories(texts: Iterable[str], origin: str) -> tuple[LinkRecord, ...]:
    """Links to code, where what is written is plainly the address of a repository."""
    notes = (text for text in texts if len(text) <= LONGEST_NOTE)
    addresses = (found[0] for text in notes for found in REPOSITORY.finditer(text))
    return tuple(
        LinkRecord(kind="code", url=address.removesuffix(".git"), origin=origin) for address in addresses
    )
