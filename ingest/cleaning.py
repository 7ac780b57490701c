"""Turns what sources send into text, dates and addresses that can be stored and shown."""

import datetime
import re
import unicodedata

# In bytes, because an index has them.
LONGEST_URL = 2_000
EARLIEST_YEAR = 1500

# Controls, lone surrogates, byte-order marks and noncharacters; and the marks that force a
# direction on what follows them, with which a name could be made to look like another.
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# No user name before the host: "https://github.com@elsewhere.example" is not what it seems.
URL = re.compile(r"https?://[^\s/?#@\\<>\"]+(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
# With the words that announce it: "Electronic address: ada@example.edu."
ADDRESS = re.compile(
    # Begun only where the marks begin, and never gone back over: a long row of them would take for ever.
    r"(?:(?<![\s,;(<\[])[\s,;(<\[]++)?"
    r"(?:\b(?:electronic\s++address|e-?mail(?:\s++address)?|correspondence|mailto)\s*+[:=]?\s*+)?"
    # "{ada,bob}@example.edu" is two.
    r"(?:(?P<one>[\w.+%'-]{1,64})|\{(?P<several>[^{}@]{1,500})\}) ?@ ?"
    r"(?P<domain>(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59}))\b[)>.;\]]*",
    re.IGNORECASE,
)
BETWEEN_NAMES = re.compile(r"[\s,;|/]+")
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE | re.ASCII)
TWO_LETTERS = {
    "ara": "ar", "ces": "cs", "chi": "zh", "cze": "cs", "dan": "da", "deu": "de", "dut": "nl", "ell": "el",
    "eng": "en", "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "gre": "el", "heb": "he", "hin": "hi",
    "hun": "hu", "ita": "it", "jpn": "ja", "kor": "ko", "nld": "nl", "nor": "no", "pol": "pl", "por": "pt",
    "rus": "ru", "spa": "es", "swe": "sv", "tur": "tr", "ukr": "uk", "zho": "zh",
}  # fmt: skip


class InvalidRecord(ValueError):
    """A record breaks a rule of the shape; the message says which."""


def clean_text(text: str) -> str:
    """One line, composed characters, nothing invisible that could harm."""
    folded = " ".join(text.split())
    if folded.isascii() and folded.isprintable():
        return folded
    return " ".join(unicodedata.normalize("NFC", UNWANTED.sub("", folded)).split())


def bounded(text: str, limit: int, what: str) -> str:
    """Clean `text`, refused when longer than `limit` characters."""
    cleaned = clean_text(text)
    if len(cleaned) > limit:
        raise InvalidRecord(f"{what} has {len(cleaned):,} characters; at most {limit:,} are allowed")
    return cleaned


def optional(text: str | None, limit: int, what: str) -> str | None:
    """Like `bounded`; nothing and emptiness are both None."""
    return (bounded(text, limit, what) or None) if text else None


def without_addresses(text: str) -> tuple[str, list[str]]:
    """`text` without e-mail addresses, and those that it had."""
    if "@" not in text:
        return text, []
    text = clean_text(text)
    found = [address for match in ADDRESS.finditer(text) for address in addresses_of(match)]
    return (ADDRESS.sub(" ", text), found)


def addresses_of(match: re.Match[str]) -> list[str]:
    names = [match["one"]] if match["one"] else BETWEEN_NAMES.split(match["several"])
    bare = (name.strip(".'-") for name in names)
    return [f"{name}@{match['domain']}" for name in bare if name]


def hide_addresses(text: str) -> str:
    """`text` with a word in the place of each e-mail address."""
    return ADDRESS.sub(" (an e-mail address) ", text) if "@" in text else text


def check_date(text: str, what: str) -> str:
    """`text` if it is YYYY, YYYY-MM or YYYY-MM-DD and was, or soon will be, a day."""
    text = text.strip()
    found = DATE.fullmatch(text)
    if not found:
        raise InvalidRecord(f"{what} is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else 1 for part in found.groups())
    latest_year = datetime.date.today().year + 2
    if not EARLIEST_YEAR <= year <= latest_year:
        raise InvalidRecord(f"{what} is in the year {year}; allowed are {EARLIEST_YEAR} to {latest_year}")
    try:
        datetime.date(year, month, day)
    except ValueError as error:
        raise InvalidRecord(f"{what} is not a day of the calendar: {text}") from error
    return text


def clean_url(url: str) -> str:
    """A web address that is safe to link to, or an empty text."""
    url = clean_text(url)
    return url if len(url.encode()) <= LONGEST_URL and URL.fullmatch(url) else ""


def clean_language(language: str | None) -> str | None:
    """ISO 639-1 where there is one: "fra", "fr-FR" and "FR" are all "fr"."""
    found = LANGUAGE.fullmatch(language.strip()) if language else None
    if not found:
        return None
    code = found[1].lower()
    return TWO_LETTERS.get(code, code)
