"""Titles as they can be compared: what the spellings of one title have in common, as words and as a number."""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from unicodedata import name as name_of_character
from unicodedata import normalize

from anyascii import anyascii

from common.tex import to_text

# Fewer telling words than this are shared by strangers: see "Titles that tell too little" in docs/joining.md.
FEWEST_WORDS = 3
FEWEST_LETTERS = 16
# A main title that tells this much is compared without its subtitle, which some sources leave out.
FEWEST_WORDS_BEFORE_SUBTITLE = 4

WORD = re.compile(r"[^\W_]+")
MARKS = re.compile("[\u0300-\u036f]+")
APOSTROPHES = re.compile("['`\u00b4\u02bc\u2018\u2019]")
# With a blank after it: "12:30" and "A.I." are no ends. A dash stands between blanks.
SUBTITLE = re.compile(r"[:?!.;\u2014]\s+|\s+[-\u2013\u2014]+\s+|\s*\u2014\s*")
# What a register puts before or behind the title of a work that was taken back: it is still the same work.
LABEL = re.compile(
    r"^\W*(?:retracted(?:\s+article)?|withdrawn)\W*[:\]]\s*|\s*[(\[]\s*retracted[^)\]]*[)\]]\s*$", re.I
)
ARTICLES = {"a", "an", "the"}
DULL = ARTICLES | {
    "all", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "in",
    "into", "is", "it", "its", "no", "not", "of", "on", "one", "or", "that", "this", "to", "two", "using",
    "via", "we", "what", "when", "where", "which", "why", "with", "de", "des", "du", "et", "la", "le", "les",
    "en", "un", "une", "der", "die", "das", "und", "von", "im", "für", "el", "los", "las", "y", "del", "o",
    "e", "da",
}  # fmt: skip
GENERIC = {
    "abstract", "abstracts", "acknowledgement", "acknowledgements", "acknowledgments", "acm", "advances",
    "annual", "appendix", "article", "author", "authors", "back", "board", "book", "books", "briefly", "call",
    "chair", "chairs", "chapter", "cochairs", "column", "comment", "comments", "committee", "conclusion",
    "conclusions", "conference", "contents", "contributors", "cover", "current", "discussion", "editor",
    "editorial", "editors", "erratum", "events", "final", "first", "foreword", "front", "future", "general",
    "guest", "ieee", "index", "international", "interview", "introduction", "introductory", "invited",
    "issue", "journal", "keynote", "letter", "letters", "list", "matter", "meeting", "members", "message",
    "news", "note", "notes", "number", "obituary", "organizing", "overview", "page", "pages", "panel",
    "papers", "perspective", "preface", "presentation", "president", "proceedings", "program", "programme",
    "publication", "publications", "received", "recent", "remarks", "reply", "report", "response", "review",
    "reviewers", "reviews", "second", "section", "session", "short", "special", "speaker", "state", "summary",
    "symposium", "table", "talk", "third", "thanks", "title", "to", "tutorial", "tutorials", "volume",
    "welcome", "workshop", "year",
}  # fmt: skip
QUIET = DULL | GENERIC
COLLECTION = re.compile(
    r"(?:proceedings|actes|tagungsband|front matter|table of contents|book of abstracts)\b"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart; words are folded, and articles are left out."""

    words: tuple[str, ...]
    main: tuple[str, ...]

    @property
    def subtitle(self) -> tuple[str, ...]:
        return self.words[len(self.main) :]

    @property
    def letters(self) -> str:
        """Without blanks, so that "co-reference" and "coreference" are one."""
        return "".join(self.words)


@lru_cache(maxsize=16_384)
def read_title(title: str) -> Title:
    text = LABEL.sub("", to_text(title))
    words = words_of(text)
    for found in SUBTITLE.finditer(text):
        main = words_of(text[: found.start()])
        if telling(main) >= FEWEST_WORDS_BEFORE_SUBTITLE:
            return Title(words, main)
    return Title(words, words)


def words_of(text: str) -> tuple[str, ...]:
    folded = WORD.findall(folded_text(text))
    return tuple([word for word in folded if word not in ARTICLES]) or tuple(folded)


def folded_text(text: str) -> str:
    """Small letters without accents; Latin and Greek letters and signs as ASCII, other scripts as they are."""
    text = APOSTROPHES.sub("", text.replace("&", " and "))
    if not text.isascii():
        plain = MARKS.sub("", normalize("NFKD", text))
        text = "".join(map(folded_character, plain))
    return text.casefold()


@lru_cache(maxsize=4_096)
def folded_character(character: str) -> str:
    if character.isascii():
        return character
    called = name_of_character(character, "")
    if called.startswith("GREEK") and " LETTER " in called:
        return called.split(" LETTER ")[1].split(" WITH")[0].removeprefix("FINAL ").lower()
    return anyascii(character) if called.startswith("LATIN") else character


def telling(words: tuple[str, ...]) -> int:
    """How many different words say what a work is about; in scripts without blanks two letters are a word."""
    told = [word for word in set(words) - QUIET if not word.isdigit()]
    return sum(1 if word.isascii() else max(1, len(word) // 2) for word in told)


@lru_cache(maxsize=16_384)
def title_print(title: str) -> int | None:
    """A signed number of 64 bits that spellings of one title share; None where strangers share it too."""
    taken_apart = read_title(title)
    letters = "".join(taken_apart.main)
    fewest_letters = FEWEST_LETTERS if letters.isascii() else FEWEST_LETTERS // 2
    if telling(taken_apart.main) < FEWEST_WORDS or len(letters) < fewest_letters:
        return None
    if COLLECTION.match(" ".join(taken_apart.words[:3])):
        return None
    return int.from_bytes(blake2b(letters.encode(), digest_size=8).digest(), signed=True)
