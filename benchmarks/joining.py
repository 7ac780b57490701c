"""How well works are joined by title: `python -m benchmarks.joining PATH… [--hard N] [--list N]`.

Reads the paths (any format), hides every identifier, and joins what titles, authors and years say is one work.
Prints precision and recall on the pairs that share a DOI, arXiv, ACL or PubMed id; recall on pairs made harder,
N titles as other sources would print them; what would be joined within one source that lists each work once; and
the time that a thousand records take. Needs no database.
"""

import argparse
import os
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import django
import msgspec

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from common.names import fold  # noqa: E402
from ingest.joining.fingerprints import read_title, title_print  # noqa: E402
from ingest.joining.merging import identifiers_of  # noqa: E402
from ingest.joining.sameness import closeness, kind_of_version, verdict  # noqa: E402
from ingest.readers import read_paths  # noqa: E402
from ingest.records import AuthorRecord, WorkRecord  # noqa: E402

TELLING = ("doi", "arxiv", "acl", "pmid")
MOST_OF_ONE_TITLE = 12
Pair = tuple[int, int]
Change = Callable[[WorkRecord, random.Random], WorkRecord]


# Pairs of different sources


def sharing(records: list[WorkRecord]) -> set[Pair]:
    """Pairs of two sources that share an identifier."""
    having: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for n, record in enumerate(records):
        for identifier in identifiers_of([record]):
            if identifier[0] in TELLING:
                having[identifier].append(n)
    pairs = (pair for together in having.values() for pair in combinations(together, 2))
    return {pair for pair in pairs if records[pair[0]].source != records[pair[1]].source}


def hidden(record: WorkRecord) -> WorkRecord:
    """The record without anything that names it."""
    return msgspec.structs.replace(record, identifiers={}, versions=())


def by_title(records: Iterable[WorkRecord]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for n, record in enumerate(records):
        if (fingerprint := title_print(record.title)) is not None:
            found[fingerprint].append(n)
    return found


def candidates(records: list[WorkRecord]) -> Iterator[Pair]:
    for together in by_title(records).values():
        if len(together) <= MOST_OF_ONE_TITLE:
            yield from combinations(together, 2)


def tell_apart_by_ids(one: WorkRecord, other: WorkRecord) -> bool:
    """Whether their identifiers say that they are two: two of one scheme, and not of two versions."""
    if kind_of_version(one) != kind_of_version(other):
        schemes: tuple[str, ...] = ("arxiv", "acl", "pmid")
    else:
        schemes = TELLING
    return any(
        one.identifiers.get(scheme, "") != other.identifiers.get(scheme, "")
        for scheme in schemes
        if one.identifiers.get(scheme) and other.identifiers.get(scheme)
    )


def measure_sources(records: list[WorkRecord], listed: int) -> None:
    true = sharing(records)
    bare = [hidden(record) for record in records]
    began = time.perf_counter()
    joined = {pair for pair in candidates(bare) if bare[pair[0]].source != bare[pair[1]].source}
    joined = {pair for pair in joined if verdict(bare[pair[0]], bare[pair[1]]).is_same}
    seconds = time.perf_counter() - began
    found = joined & true
    wrong = sorted(pair for pair in joined - true if tell_apart_by_ids(records[pair[0]], records[pair[1]]))
    sources = Counter(record.source for record in records)
    print(f"{len(records):,} records: {', '.join(f'{source} {n:,}' for source, n in sources.most_common())}")
    print(f"pairs of two sources that share an identifier: {len(true):,}")
    print(f"  found by title: {len(found):,}; recall {share(len(found), len(true))}")
    decided = len(found) + len(wrong)
    print(f"  joined, and their identifiers differ: {len(wrong):,}; precision {share(len(found), decided)}")
    print(f"  joined, and no identifier tells: {len(joined) - decided:,}")
    print(f"  {seconds / max(len(records), 1) * 1e6:,.0f} ms for 1,000 records")
    for title, pairs in (("missed", sorted(true - found)), ("joined with other identifiers", wrong)):
        show(title, records, pairs, listed)


def show(title: str, records: list[WorkRecord], pairs: list[Pair], listed: int) -> None:
    reasons = Counter(why(records[one], records[other]) for one, other in pairs)
    for reason, number in reasons.most_common():
        print(f"  {title}, {number:,}: {reason}")
    for one, other in random.Random(7).sample(pairs, min(listed, len(pairs))):
        print(f"    {in_short(records[one])}\n    {in_short(records[other])}\n")


def why(one: WorkRecord, other: WorkRecord) -> str:
    if title_print(one.title) is None or title_print(other.title) is None:
        return "a title tells too little"
    given = verdict(hidden(one), hidden(other))
    return f"{given.answer}: {re.sub(r'[0-9]+', 'N', given.reasons[0])}"


def in_short(record: WorkRecord) -> str:
    names = "; ".join(author.name for author in record.authors[:3])
    return (
        f"{record.source}:{record.source_id} {record.published} {record.type} “{record.title[:90]}” {names}"
    )


def share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else "unknown"


# Pairs made harder


def words_changed(record: WorkRecord, dice: random.Random) -> WorkRecord:
    forms = (str.upper, str.title, str.lower, lambda text: text.replace("-", " "), lambda text: text + ".")
    return msgspec.structs.replace(record, title=dice.choice(forms)(record.title))


def with_tex(record: WorkRecord, dice: random.Random) -> WorkRecord:
    words = record.title.split()
    place = dice.randrange(len(words))
    if not re.search(r"[\\${}]", record.title):
        words[place] = rf"\emph{{{words[place]}}}"
    return msgspec.structs.replace(record, title=" ".join(words).replace(":", " :"))


def dashed(record: WorkRecord, _: random.Random) -> WorkRecord:
    return msgspec.structs.replace(record, title=record.title.replace(": ", " - ").replace("'", "\u2019"))


def without_subtitle(record: WorkRecord, _: random.Random) -> WorkRecord:
    return msgspec.structs.replace(record, title=record.title.split(": ")[0])


def with_initials(record: WorkRecord, _: random.Random) -> WorkRecord:
    return with_names(record, lambda words: " ".join([*(f"{word[0]}." for word in words[:-1]), words[-1]]))


def family_first(record: WorkRecord, _: random.Random) -> WorkRecord:
    return with_names(
        record, lambda words: f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else words[0]
    )


def without_accents(record: WorkRecord, _: random.Random) -> WorkRecord:
    return with_names(record, lambda words: fold(" ".join(words)).title())


def with_names(record: WorkRecord, change: Callable[[list[str]], str]) -> WorkRecord:
    authors = tuple(AuthorRecord(name=change(author.name.split())) for author in record.authors)
    return msgspec.structs.replace(record, authors=authors)


def first_authors_only(record: WorkRecord, _: random.Random) -> WorkRecord:
    return msgspec.structs.replace(record, authors=record.authors[:3])


def a_year_off(record: WorkRecord, dice: random.Random) -> WorkRecord:
    year = int(record.published[:4]) + dice.choice((-1, 1, 2))
    return msgspec.structs.replace(record, published=str(min(year, 2026)))


def as_preprint(record: WorkRecord, dice: random.Random) -> WorkRecord:
    return msgspec.structs.replace(a_year_off(record, dice), type="preprint")


CHANGES: dict[str, Change] = {
    "as it is": lambda record, _: record,
    "case, hyphens, full stop": words_changed,
    "TeX in the title": with_tex,
    "dash for colon": dashed,
    "no subtitle": without_subtitle,
    "initials": with_initials,
    "family name first": family_first,
    "no accents": without_accents,
    "first three authors": first_authors_only,
    "other year": a_year_off,
    "preprint of another year": as_preprint,
}


def measure_hard(records: list[WorkRecord], number: int) -> None:
    """Each sampled work as another source would print it, sought among all works."""
    dice = random.Random(20)
    bare = [hidden(record) for record in records]
    titles = by_title(bare)
    chosen = dice.sample([n for n in range(len(bare)) if bare[n].authors], min(number, len(bare)))
    print(f"\n{len(chosen):,} works as another source would print them, sought among {len(bare):,}:")
    for name, change in CHANGES.items():
        found, wrong = 0, 0
        for n in chosen:
            other = msgspec.structs.replace(change(bare[n], dice), source="other", venue=None)
            answer = sought(other, bare, titles)
            found += answer == n
            wrong += answer is not None and answer != n
        print(
            f"  {name:<28} found {share(found, len(chosen))}, taken for another work {share(wrong, len(chosen))}"
        )


def sought(record: WorkRecord, bare: list[WorkRecord], titles: dict[int, list[int]]) -> int | None:
    together = titles.get(title_print(record.title) or 0, [])
    same = [n for n in together[:MOST_OF_ONE_TITLE] if verdict(record, bare[n]).is_same]
    near = sorted(same, key=lambda n: closeness(record, bare[n]), reverse=True)
    if len(near) > 1 and closeness(record, bare[near[0]]) == closeness(record, bare[near[1]]):
        return None
    return near[0] if near else None


# Within one source


def measure_within(records: list[WorkRecord], listed: int) -> None:
    """Distinct works of one source that would be one if two sources had listed them."""
    bare = [hidden(record) for record in records]
    pairs = [
        (one, other)
        for one, other in candidates(bare)
        if verdict(bare[one], msgspec.structs.replace(bare[other], source="other")).is_same
    ]
    print(f"\npairs of works of one source that nothing but its ids tells apart: {len(pairs):,}")
    kinds = Counter(kind_of_pair(records[one], records[other]) for one, other in pairs)
    for kind, number in kinds.most_common():
        print(f"  {number:,} {kind}")
    for one, other in random.Random(7).sample(pairs, min(listed, len(pairs))):
        for record in (records[one], records[other]):
            print(f"    {in_short(record)} [{record.venue}]")
        print()


def kind_of_pair(one: WorkRecord, other: WorkRecord) -> str:
    title = (
        "equal titles"
        if read_title(one.title).letters == read_title(other.title).letters
        else "other subtitles"
    )
    names = ({fold(author.name) for author in record.authors} for record in (one, other))
    authors = "equal authors" if len(set(map(frozenset, names))) == 1 else "other authors"
    year = "one year" if one.published[:4] == other.published[:4] else "two years"
    venue = "one venue" if one.venue == other.venue else "two venues"
    return ", ".join((title, authors, year, venue))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--hard", type=int, default=2_000)
    parser.add_argument("--list", type=int, default=0, help="show so many of the pairs that went wrong")
    options = parser.parse_args()
    records = [item for item in read_paths("", options.paths) if isinstance(item, WorkRecord)]
    latest = list({(record.source, record.source_id): record for record in records}.values())
    measure_sources(latest, options.list)
    (largest, _), *_ = Counter(record.source for record in latest).most_common(1)
    own = [record for record in latest if record.source == largest]
    measure_hard(own, options.hard)
    measure_within(own, options.list)


if __name__ == "__main__":
    main()
