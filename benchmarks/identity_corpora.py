"""Real records as the resolver sees them, without a database, and whose their authorships are known to be."""

import csv
import lzma
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import yaml

from common.names import fold
from ingest.readers import read_paths
from ingest.readers.acl import anthology_id
from ingest.records import WorkRecord
from researchers.identity.blocking import block_key, joined_blocks
from researchers.identity.evidence import WORD
from researchers.identity.mentions import Commonness, Mention, PrintedWork

NAME_VARIANTS = "acl/name_variants.yaml"


@dataclass(slots=True)
class Corpus:
    """Mentions in the order of their ids, and the people behind some of them."""

    mentions: list[Mention] = field(default_factory=list)
    places: dict[tuple[str, int], int] = field(default_factory=dict)
    known: dict[int, str] = field(default_factory=dict)
    commonness: Commonness = field(default_factory=Commonness)

    def blocks(self) -> list[list[Mention]]:
        names = {(mention.name, mention.family) for mention in self.mentions}
        joints, keys = joined_blocks(names), {name: block_key(*name) for name in names}
        found: defaultdict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            key = keys[mention.name, mention.family]
            found[joints.get(key, key)].append(mention)
        return list(found.values())


def works_of(format_name: str, path: Path) -> list[WorkRecord]:
    return [item for item in read_paths(format_name, [str(path)]) if isinstance(item, WorkRecord)]


def corpus_of(
    records: Iterable[WorkRecord],
    *,
    ids: bool = False,
    orcids: bool = False,
    cited: Mapping[str, Iterable[str]] | None = None,
) -> Corpus:
    """Without the printed ids of people unless they are asked for."""
    corpus, works = Corpus(), list(records)
    numbers = {record.source_id: number for number, record in enumerate(works)}
    folded = {author.name: "" for record in works for author in record.authors}
    folded = {name: fold(name) for name in folded}
    for number, record in enumerate(works):
        references = (cited or {}).get(record.source_id, ())
        work = PrintedWork(
            id=number,
            year=int(record.published[:4]),
            title=record.title,
            venue=record.venue or "",
            authors=tuple(folded[author.name] for author in record.authors),
            subjects=(*record.categories, *record.keywords, *(topic.name for topic in record.topics)),
            references=frozenset(numbers[one] for one in references if one in numbers),
        )
        for position, author in enumerate(record.authors):
            corpus.places[record.source_id, position] = len(corpus.mentions)
            source_id = f"{record.source}:{author.source_author_id}" if author.source_author_id else ""
            mention = Mention(
                id=len(corpus.mentions),
                work=work,
                position=position,
                name=author.name,
                family=author.family or "",
                affiliations=author.affiliations,
                domains=author.email_domains,
                orcid=(author.orcid or "") if orcids else "",
                source_id=source_id if ids else "",
            )
            corpus.mentions.append(mention)
    corpus.commonness = commonness_of(works, folded)
    return corpus


def commonness_of(works: list[WorkRecord], folded: Mapping[str, str]) -> Commonness:
    names = Counter(folded[author.name] for record in works for author in record.authors)
    words = [name.split() for name in names]
    return Commonness(
        names=names,
        families=Counter(one[-1] for one in words),
        given_names=Counter(one[0] for one in words),
        words=Counter(chain.from_iterable(set(WORD.findall(record.title.lower())) for record in works)),
        works=len(works),
        different_names=len(names),
    )


def acl(folder: Path, *, ids: bool = False) -> Corpus:
    """The Anthology with the people of acl_gold_dev.tsv.xz."""
    cited: defaultdict[str, list[str]] = defaultdict(list)
    with lzma.open(folder / "acl_citations.tsv.xz", "rt", encoding="utf-8") as lines:
        for citing, target in (line.split()[:2] for line in lines):
            cited[citing.removeprefix("acl:")].append(target.removeprefix("acl:"))
    corpus = corpus_of(works_of("acl", folder / "acl.tar.xz"), ids=ids, cited=cited)
    if ids:
        named = variants(folder / "acl.tar.xz")
        corpus.mentions = [
            one if one.source_id else replace(one, source_id=named.get(one.name, ""))
            for one in corpus.mentions
        ]
    with lzma.open(folder / "acl_gold_dev.tsv.xz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            place = anthology_id(row["collection"], row["volume"], row["paper"]), int(row["pos"])
            if place in corpus.places:
                corpus.known[corpus.places[place]] = row["person_id"]
    return corpus


def variants(path: Path) -> dict[str, str]:
    """By name the id of the only person whom name_variants.yaml gives it to."""
    with tarfile.open(path) as archive:
        text = archive.extractfile(NAME_VARIANTS)
        people = yaml.safe_load(text.read()) if text else []
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for person in people:
        names = [printed(one) for one in (person["canonical"], *person.get("variants", ()))]
        for name in names:
            bearers[name].add(f"acl:{person.get('id') or names[0]}")
    return {name: next(iter(ids)) for name, ids in bearers.items() if len(ids) == 1}


def printed(name: Mapping[str, str]) -> str:
    return f"{name.get('first') or ''} {name['last']}".strip()


def pubmed(folder: Path) -> Corpus:
    """Articles whose ORCID iDs are hidden from the resolver."""
    records = works_of("pubmed", folder / "pubmed_orcid.xml.xz")
    corpus = corpus_of(records)
    for record in records:
        for position, author in enumerate(record.authors):
            if author.orcid:
                corpus.known[corpus.places[record.source_id, position]] = author.orcid
    return corpus
