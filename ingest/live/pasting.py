"""Finds DOIs, arXiv ids and ORCID iDs in whatever somebody pastes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from common.identifiers import normalize_arxiv, normalize_doi, normalize_orcid
from ingest.live.wanted import FetchRequest

LONGEST_SHOWN = 200
LONGEST_TEXT = 1_000_000
FOUND = "\0"

ORCID = re.compile(
    r"(?<![\w-])\d{4}[-\u2010-\u2013 ]\d{4}[-\u2010-\u2013 ]\d{4}[-\u2010-\u2013 ]\d{3}[\dXx](?!\w)",
    re.ASCII,
)
DASHES = re.compile(r"[\u2010-\u2013 ]")
DOI = re.compile(r"(?<![\w.])10\.\d{4,9}(?:\.\d+)*/[^\s\"<>\u201c\u201d\0]+")
PACKED_DOI = re.compile(r"https?://\S*10\.\d{4,9}%2f\S+", re.IGNORECASE)
# What publishers put behind a DOI in their addresses.
BEHIND = re.compile(
    r"[?#].*|/(?:full|abstract|e?pdf|html|meta|fulltext|summary)/?$|\.(?:pdf|html?)$", re.IGNORECASE
)
CLOSERS = {")": "(", "]": "[", "}": "{"}
ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs"
    "|dg-ga|funct-an|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|mtrl-th|nlin|nucl-(?:ex|th)|patt-sol|physics"
    "|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
ARXIV = re.compile(
    r"(?:(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*|(?<![\w./-]))"
    rf"((?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])\.\d{{4,5}}|(?:{ARCHIVES})(?:\.[a-z]{{2}})?/\d{{7}})"
    r"(?:v\d+)?(?:\.pdf)?(?![\w/])",
    re.IGNORECASE | re.ASCII,
)
# Looks as if it were meant as an identifier.
MEANT = re.compile(
    r"https?://\S+|(?<![\w.])10\.\d{2,}\S*|\b(?:arxiv|doi)\s*[:/]\s*\S+|(?<!\w)\d{4}-\d{4}-\S+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was found in a text, in its order, and the pieces in which nothing was."""

    orcids: tuple[str, ...]
    dois: tuple[str, ...]
    arxiv_ids: tuple[str, ...]
    not_understood: tuple[str, ...]

    def request(self) -> FetchRequest:
        """InvalidRequest where nothing was found, or too much."""
        return FetchRequest(orcids=self.orcids, dois=self.dois, arxiv_ids=self.arxiv_ids)


def read_pasted(text: str) -> Pasted:
    """Every identifier once. A line in which there is none, and what only looks like one, is not understood."""
    orcids: list[str] = []
    dois: list[str] = []
    arxiv_ids: list[str] = []
    not_understood: list[str] = []
    for line in text[:LONGEST_TEXT].replace(FOUND, " ").splitlines():
        # In this order: a DOI may hold digits that look like an iD, and both what looks like an arXiv id.
        rest = take_dois(PACKED_DOI.sub(lambda found: unquote(found[0]), line), dois)
        rest = take(ORCID, rest, orcid_of, orcids)
        rest = take(ARXIV, rest, arxiv_of, arxiv_ids)
        not_understood += left_over(rest)
    if len(text) > LONGEST_TEXT:
        not_understood.append(f"what follows the first {LONGEST_TEXT:,} characters")
    return Pasted(*(tuple(dict.fromkeys(found)) for found in (orcids, dois, arxiv_ids, not_understood)))


def take(
    pattern: re.Pattern[str], line: str, normalize: Callable[[re.Match[str]], str | None], into: list[str]
) -> str:
    """`line` with a mark for each identifier that was taken out."""

    def mark(found: re.Match[str]) -> str:
        identifier = normalize(found)
        if not identifier:
            return found[0]
        into.append(identifier)
        return FOUND

    return pattern.sub(mark, line)


def orcid_of(found: re.Match[str]) -> str | None:
    return normalize_orcid(DASHES.sub("-", found[0]))


def arxiv_of(found: re.Match[str]) -> str | None:
    return normalize_arxiv(found[1])


def take_dois(line: str, into: list[str]) -> str:
    def doi_of(found: re.Match[str]) -> str | None:
        beginning = line[: found.start()].rpartition(" ")[2]
        text = BEHIND.sub("", found[0]) if "://" in beginning else found[0]
        return normalize_doi(without_closers(text))

    return take(DOI, line, doi_of, into)


def without_closers(text: str) -> str:
    """A DOI may end with a bracket, but not with one that was opened before it."""
    text = text.rstrip(".,;:'*")
    while text and (opener := CLOSERS.get(text[-1])) and text.count(opener) < text.count(text[-1]):
        text = text[:-1].rstrip(".,;:'*")
    return text


def left_over(rest: str) -> list[str]:
    """What of a line was not understood."""
    meant = [piece for piece in MEANT.findall(rest) if FOUND not in piece]
    if not meant and FOUND not in rest and re.search(r"\w", rest):
        meant = [" ".join(rest.split())]
    return [shown for piece in meant if (shown := piece.rstrip(".,;)")[:LONGEST_SHOWN].strip())]
