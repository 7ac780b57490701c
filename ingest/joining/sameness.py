"""Whether two statements speak of one work, and the reasons in words. It depends on the statements alone."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.fuzz import ratio

from ingest.joining.aligning import agree, aligned
from ingest.joining.fingerprints import DULL, read_title, telling, words_of
from ingest.joining.merging import LISTS_ONE_PERSON
from ingest.joining.notices import notice, numbers_of, parts_of
from ingest.records import WorkRecord
from works.identifiers import source_in_sentence

MOST_YEARS_APART = 2
# Below this likeness (0 to 100) two titles have next to nothing in common.
ALIKE = 50
# Works of one kind and two years that share a title of fewer telling words may well be two.
FEWEST_WORDS_OF_A_STUDY = 4
FEWEST_SHARED = 0.5  # of the authors on the shorter list
# A register that gives each work one id, but not to each of its appearances.
LISTS_VERSIONS = frozenset(("crossref", "datacite", "dblp", "openalex"))
# Here one work has as many ids as people who noted it.
REPEATS = frozenset(("bibtex", "csl-json", "oai-dc", "orcid", "ris", "upload"))
# Two ids in one of these schemes are two works; a DOI may also be that of another version.
ONE_PER_WORK = {
    "acl": "ACL Anthology ids",
    "arxiv": "arXiv ids",
    "pmid": "PubMed ids",
    "inspire": "INSPIRE ids",
}

# Types that can be one study in several versions.
PAPERS = frozenset(("preprint", "conference-paper", "journal-article", "review", "report"))
KIND_OF_VERSION = {
    "preprint": "preprint", "report": "preprint", "conference-paper": "proceedings", "book-chapter": "proceedings",
    "journal-article": "journal", "review": "journal",
}  # fmt: skip
PREPRINT_DOI = re.compile(
    r"10\.(?:48550/arxiv\.|1101/\d|21203/rs|26434/chemrxiv|2139/ssrn|31219/|31234/|20944/preprints)"
)
# Written anew every year under one title.
SERIES = re.compile(
    r"\b(?:overview|findings|shared task|challenge|track|campaign|annual|newsletter|report on|results of|state of)\b",
    re.IGNORECASE,
)


Test = Callable[[WorkRecord, WorkRecord], str | None]


class Answer(StrEnum):
    """In the order in which one of several counts."""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and what speaks for it."""

    answer: Answer
    reasons: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        return self.answer is Answer.SAME

    @property
    def is_different(self) -> bool:
        return self.answer is Answer.DIFFERENT


def verdict(one: WorkRecord, other: WorkRecord) -> Verdict:
    """Whether two statements that share no identifier, but perhaps a title, speak of one work."""
    if against := reasons_of((*OBSTACLES, *OBJECTIONS), one, other):
        return Verdict(Answer.DIFFERENT, against)
    if doubts := reasons_of(DOUBTS, one, other):
        return Verdict(Answer.UNSURE, doubts)
    return same(one, other)


def same(one: WorkRecord, other: WorkRecord) -> Verdict:
    return Verdict(
        Answer.SAME, ("the titles agree", authors_in_words(one, other), years_in_words(one, other))
    )


def verdict_among(one: WorkRecord, others: Sequence[WorkRecord]) -> Verdict:
    """Whether a statement speaks of the work of these others: none may forbid it, and one must be the same.

    Of what speaks against it only the first is told: many are asked, and only the answer counts.
    """
    for other in others:
        if obstacle := first_reason(OBSTACLES, one, other):
            return Verdict(Answer.DIFFERENT, (obstacle,))
    if apart := years_apart_among(one, others):
        return Verdict(Answer.DIFFERENT, (apart,))
    against: list[Verdict] = []
    for other in others:
        given = objection(one, other)
        if given is None:
            return same(one, other)
        against.append(given)
    return next(given for answer in Answer for given in against if given.answer is answer)


def objection(one: WorkRecord, other: WorkRecord) -> Verdict | None:
    """The first that speaks against one work where no obstacle does."""
    if against := first_reason(OBJECTIONS, one, other):
        return Verdict(Answer.DIFFERENT, (against,))
    doubt = first_reason(DOUBTS, one, other)
    return Verdict(Answer.UNSURE, (doubt,)) if doubt else None


def contradiction(one: WorkRecord, other: WorkRecord) -> str | None:
    """Why two statements that share an identifier speak of two works after all; registers repeat ids by mistake."""
    return first_reason((*MISTAKES, nothing_in_common), one, other)


def contradiction_among(one: WorkRecord, others: Sequence[WorkRecord]) -> str | None:
    """Why a statement is not of the work of these others although they share an identifier."""
    for other in others:
        if mistake := first_reason(MISTAKES, one, other):
            return mistake
    strange = None
    for other in others:
        strange = nothing_in_common(one, other)
        if strange is None:
            return None
    return strange


def reasons_of(tests: Iterable[Test], one: WorkRecord, other: WorkRecord) -> tuple[str, ...]:
    return tuple(reason for test in tests if (reason := test(one, other)))


def first_reason(tests: Iterable[Test], one: WorkRecord, other: WorkRecord) -> str | None:
    return next((reason for test in tests if (reason := test(one, other))), None)


def closeness(one: WorkRecord, other: WorkRecord) -> tuple[int, ...]:
    """Larger where two statements of one title are nearer to each other: equal title, year, kind, authors."""
    return (
        int(read_title(one.title).letters == read_title(other.title).letters),
        -abs(int(one.published[:4]) - int(other.published[:4])),
        int(kind_of_version(one) == kind_of_version(other)),
        len(aligned(one.authors, other.authors)) - max(len(one.authors), len(other.authors)),
    )


# What says that they are two


def two_ids_of_one_source(one: WorkRecord, other: WorkRecord) -> str | None:
    source = one.source
    if source != other.source or one.source_id == other.source_id or source in REPEATS:
        return None
    if source in LISTS_VERSIONS and are_versions(one, other):
        return None
    return (
        f"{source_in_sentence(source)} lists them under two ids, {in_order(one.source_id, other.source_id)}"
    )


def two_identifiers(one: WorkRecord, other: WorkRecord) -> str | None:
    for scheme, words in ONE_PER_WORK.items():
        ids = one.identifiers.get(scheme), other.identifiers.get(scheme)
        if ids[0] and ids[1] and ids[0] != ids[1]:
            return f"they have two {words}, {in_order(*ids)}"
    return two_dois(one, other)


def two_dois(one: WorkRecord, other: WorkRecord) -> str | None:
    dois = one.identifiers.get("doi"), other.identifiers.get("doi")
    if not dois[0] or not dois[1] or dois[0] == dois[1] or are_versions(one, other):
        return None
    if dois[0] in later_dois(other) or dois[1] in later_dois(one):
        return None
    return f"they have two DOIs, {in_order(*dois)}, and are not versions of different kinds"


def later_dois(record: WorkRecord) -> set[str | None]:
    return {version.doi for version in record.versions}


def are_versions(one: WorkRecord, other: WorkRecord) -> bool:
    """Whether they are of two kinds in which one study appears: preprint, proceedings, journal."""
    kinds = kind_of_version(one), kind_of_version(other)
    return None not in kinds and kinds[0] != kinds[1]


def kind_of_version(record: WorkRecord) -> str | None:
    if PREPRINT_DOI.match(record.identifiers.get("doi", "")) or record.source == "arxiv":
        return "preprint"
    return KIND_OF_VERSION.get(record.type)


def years_apart(one: WorkRecord, other: WorkRecord) -> str | None:
    years = sorted((int(one.published[:4]), int(other.published[:4])))
    apart = years[1] - years[0]
    return f"they are {apart} years apart, {years[0]} and {years[1]}" if apart > MOST_YEARS_APART else None


def years_apart_among(one: WorkRecord, others: Sequence[WorkRecord]) -> str | None:
    """Years are counted from the first appearance on: many small steps are a long way, in either direction."""
    first, last = (choose(others, key=lambda record: record.published[:4]) for choose in (min, max))
    return years_apart(one, last if one.published[:4] < first.published[:4] else first)


def types_differ(one: WorkRecord, other: WorkRecord) -> str | None:
    if one.type == other.type or "other" in (one.type, other.type):
        return None
    both = {one.type, other.type}
    if both <= PAPERS | {"book-chapter"}:
        return None
    return f"one is a {min(both)}, the other a {max(both)}"


def part_and_whole(one: WorkRecord, other: WorkRecord) -> str | None:
    """A book and what stands in it often carry one DOI or ISBN."""
    wholes = [record for record in (one, other) if record.type == "book"]
    parts = [record for record in (one, other) if record.type in PAPERS | {"book-chapter"}]
    if wholes and parts and likeness(one, other) < 90:
        return "one is a book, the other stands in a book"
    return None


def notices_differ(one: WorkRecord, other: WorkRecord) -> str | None:
    kinds = notice(one.title), notice(other.title)
    if kinds[0] == kinds[1]:
        return None
    return f"one is a {' and the other a '.join(sorted(filter(None, kinds)))}" + (
        "" if all(kinds) else ", the other is not"
    )


def parts_differ(one: WorkRecord, other: WorkRecord) -> str | None:
    parts = parts_of(one.title), parts_of(other.title)
    if parts[0] != parts[1]:
        return "they are different parts"
    numbers = numbers_of(one.title), numbers_of(other.title)
    is_shorter = has_no_subtitle(one) != has_no_subtitle(other)
    if numbers[0] != numbers[1] and not (
        is_shorter and (numbers[0] <= numbers[1] or numbers[1] <= numbers[0])
    ):
        return "the numbers in their titles differ"
    return None


def has_no_subtitle(record: WorkRecord) -> bool:
    return not read_title(record.title).subtitle


def titles_differ(one: WorkRecord, other: WorkRecord) -> str | None:
    mine, theirs = read_title(one.title), read_title(other.title)
    if mine.letters == theirs.letters:
        return None
    if "".join(mine.main) != "".join(theirs.main):
        return "the titles differ"
    return "the subtitles differ" if mine.subtitle and theirs.subtitle else None


def nothing_in_common(one: WorkRecord, other: WorkRecord) -> str | None:
    if not one.authors or not other.authors or one.title.isascii() != other.title.isascii():
        return None
    if likeness(one, other) >= ALIKE:
        return None
    return None if aligned(one.authors, other.authors) else "neither a title nor an author is in common"


def likeness(one: WorkRecord, other: WorkRecord) -> float:
    """Of two titles without their small words, from 0 to 100."""
    words = sorted(" ".join(sorted({*read_title(record.title).words} - DULL)) for record in (one, other))
    return ratio(*words)


def authors_differ(one: WorkRecord, other: WorkRecord) -> str | None:
    if not one.authors or not other.authors or aligned(one.authors, other.authors):
        return None
    return "no author is in common"


# What leaves doubt


def authors_unknown(one: WorkRecord, other: WorkRecord) -> str | None:
    return None if one.authors and other.authors else "the authors of one are not known"


def authors_unsure(one: WorkRecord, other: WorkRecord) -> str | None:
    shared, shorter, longer = shared_authors(one, other)
    if lists_one_person(one) or lists_one_person(other):
        return None if shared else "the person is not on the other list"
    if shared / max(shorter, 1) < FEWEST_SHARED:
        return f"only {shared} of {shorter} authors agree"
    if agree_first(one, other) or (shared == shorter == longer):
        return None
    return "their first authors differ"


def lists_one_person(record: WorkRecord) -> bool:
    return record.source in LISTS_ONE_PERSON and len(record.authors) == 1


def agree_first(one: WorkRecord, other: WorkRecord) -> bool:
    return bool(one.authors and other.authors) and agree(one.authors[0], other.authors[0])


def shared_authors(one: WorkRecord, other: WorkRecord) -> tuple[int, int, int]:
    """How many agree, and the lengths of the shorter and the longer list."""
    lengths = sorted((len(one.authors), len(other.authors)))
    return len(aligned(one.authors, other.authors)), lengths[0], lengths[1]


def languages_differ(one: WorkRecord, other: WorkRecord) -> str | None:
    if one.language and other.language and one.language != other.language:
        return "they are in two languages"
    return None


def subtitle_missing(one: WorkRecord, other: WorkRecord) -> str | None:
    """One title is the other without its subtitle: enough only where everything else agrees."""
    if read_title(one.title).letters == read_title(other.title).letters:
        return None
    shared, shorter, longer = shared_authors(one, other)
    if shared == shorter == longer and abs(int(one.published[:4]) - int(other.published[:4])) <= 1:
        return None
    return "one has a subtitle, the other has not"


def written_yearly(one: WorkRecord, other: WorkRecord) -> str | None:
    if one.published[:4] != other.published[:4] and any(map(SERIES.search, (one.title, other.title))):
        return "it may be written anew every year"
    return None


def appear_apart(one: WorkRecord, other: WorkRecord) -> str | None:
    """Of one kind, in two years or without one's subtitle: reports of a project repeat their title, studies hardly."""
    kind = kind_of_version(one)
    if kind in (None, "preprint") or kind != kind_of_version(other):
        return None
    mine = read_title(one.title)
    if one.published[:4] == other.published[:4] and mine.letters == read_title(other.title).letters:
        return None
    if telling(mine.main) < FEWEST_WORDS_OF_A_STUDY:
        return "works of several years may have this title"
    if one.venue and other.venue and not venues_alike(one.venue, other.venue):
        return "they appeared in different places"
    return None


def venues_alike(one: str, other: str) -> bool:
    """Equal words, or words that could be abbreviations of each other."""
    mine, theirs = (words_of(venue) for venue in sorted((one, other), key=lambda venue: (len(venue), venue)))
    if "".join(mine) in "".join(word[0] for word in theirs):
        return True
    shared = sum(any(their.startswith(word[:3]) for their in theirs) for word in mine)
    return shared >= 0.6 * len(mine)


# In words


def in_order(*ids: str | None) -> str:
    return " and ".join(sorted(filter(None, ids)))


def authors_in_words(one: WorkRecord, other: WorkRecord) -> str:
    shared, _, longer = shared_authors(one, other)
    return "all authors agree" if shared == longer else f"{shared} of {longer} authors agree"


def years_in_words(one: WorkRecord, other: WorkRecord) -> str:
    years = sorted({one.published[:4], other.published[:4]})
    return f"both are of {years[0]}" if len(years) == 1 else f"they are of {years[0]} and {years[1]}"


# What a shared title never outweighs, whatever else the other statements of the work say.
OBSTACLES: tuple[Test, ...] = (
    two_ids_of_one_source,
    two_identifiers,
    types_differ,
    notices_differ,
    parts_differ,
)
OBJECTIONS: tuple[Test, ...] = (titles_differ, years_apart, authors_differ)
DOUBTS: tuple[Test, ...] = (
    authors_unknown, authors_unsure, languages_differ, subtitle_missing, written_yearly, appear_apart,
)  # fmt: skip
# What a shared identifier does not outweigh.
MISTAKES: tuple[Test, ...] = (two_ids_of_one_source, part_and_whole, notices_differ)
