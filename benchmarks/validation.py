"""Whether the scores of works mean anything: `python -m benchmarks.validation FOLDER [--titles]`.

FOLDER has the XML of the ACL Anthology, whose record at hand is imported and scored. Asked is

- whether works with an <award> have higher figures than others of the same venue and year: the share of such pairs in
  which the awarded one is higher (AUC, ties one half), with a 95 % interval by drawing venues and years anew;
- whether works that say what their authors said before under nearly the same title are low in novelty;
- whether well-known terms are found as new where they first occur;
- with --titles, whether the novelty of a title alone says anything of the novelty of title and abstract.
"""

import argparse
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import django
import numpy as np
from lxml import etree
from rapidfuzz import fuzz

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402

from benchmarks.at_hand import require_record  # noqa: E402
from ingest.readers.acl import anthology_id  # noqa: E402
from works.scores.corpus import all_texts, encode  # noqa: E402
from works.scores.fitting import fit  # noqa: E402
from works.scores.nearest import Earlier, nearest_to  # noqa: E402
from works.scores.phrases import new_phrases  # noqa: E402

DRAWS = 2_000
SEED = 7
SAMPLE = 6_000  # works whose titles are compared alone
LEAST_OF_A_YEAR = 100
NEARLY_EQUAL = 85  # of 100, by the words of both titles whatever their order
MOST_WORKS = 150  # of one name; of more it is a common name, not a person
MEASURES = ("novelty", "distance", "phrases_reuse", "citation_percentile", "ai_score")

# Terms that are commonplaces today, chosen before looking at what was found. Abstracts begin in 2016.
TERMS = (
    "attention", "neural machine translation", "word embeddings", "word2vec", "bert", "transformer", "elmo",
    "byte pair encoding", "contextualized word", "pre-trained language models", "multi-hop", "fact verification",
    "knowledge distillation", "contrastive learning", "prompt tuning", "prompting", "in-context learning",
    "chain-of-thought", "instruction tuning", "large language models", "hallucination", "chatgpt", "gpt-4", "adapters",
    "probing", "adversarial examples", "dense retrieval", "retrieval-augmented", "zero-shot cross-lingual",
    "covid-19", "hate speech", "fake news", "commonsense reasoning", "document-level relation extraction",
    "aspect-based sentiment", "low-rank adaptation", "self-training", "data augmentation", "back-translation",
    "distant supervision",
)  # fmt: skip

FIGURES = """
SELECT work.id, identifier.value, work.venue_id, work.year, work.title, score.novelty, score.distance,
       score.phrases_reuse, score.citation_percentile, score.ai_score, work.abstract <> ''
FROM works_work AS work
JOIN works_workidentifier AS identifier ON identifier.work_id = work.id AND identifier.scheme = 'acl'
JOIN works_workscore AS score ON score.work_id = work.id
WHERE NOT work.withdrawn AND NOT work.retracted
"""

AUTHORS = """
SELECT authorship.name_key, array_agg(authorship.work_id ORDER BY work.published_on, work.id)
FROM works_authorship AS authorship
JOIN works_work AS work ON work.id = authorship.work_id AND NOT work.withdrawn
GROUP BY authorship.name_key
HAVING count(*) BETWEEN 2 AND %(most)s
"""

FIRST_WITH = """
SELECT work.id, work.year, work.title, score.novelty, score.phrases, score.phrases_uses
FROM works_work AS work
JOIN works_workscore AS score ON score.work_id = work.id
WHERE (work.title || ' ' || work.abstract) ~* %(pattern)s AND NOT work.withdrawn
ORDER BY work.published_on, work.id
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one work."""

    work_id: int
    acl: str
    venue_id: int | None
    year: int
    title: str
    novelty: float | None
    distance: float | None
    phrases_reuse: int | None
    citation_percentile: float | None
    ai_score: float | None
    has_abstract: bool


def read_figures() -> dict[int, Figures]:
    with connection.cursor() as cursor:
        cursor.execute(FIGURES)
        return {row[0]: Figures(*row) for row in cursor.fetchall()}


def awards(folder: Path) -> Iterator[tuple[str, str]]:
    """Anthology ids of papers with an award, and what it is called."""
    for path in sorted(folder.glob("*.xml")):
        root = etree.parse(path).getroot()
        for award in root.iter("award"):
            volume, paper = (next(award.iterancestors(tag)).get("id", "") for tag in ("volume", "paper"))
            yield anthology_id(root.get("id", ""), volume, paper), etree.tostring(award, encoding="unicode")


def is_given_later(award: str) -> bool:
    """Test-of-time awards are given for influence, ten or twenty-five years later."""
    return "test" in award.lower() and "time" in award.lower()


Stratum = tuple[float, int]  # pairs won, and all pairs


def strata_of(chosen: set[int], figures: dict[int, Figures], measure: str) -> list[Stratum]:
    """By venue and year: in how many pairs a chosen work is higher than another, and of how many."""
    groups: dict[tuple, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for work in figures.values():
        value = getattr(work, measure)
        if value is not None and work.venue_id is not None:
            groups[work.venue_id, work.year][work.work_id not in chosen].append(value)
    return [pairs(mine, others) for mine, others in groups.values() if mine and others]


def pairs(mine: Sequence[float], others: Sequence[float]) -> Stratum:
    differences = np.subtract.outer(np.array(mine), np.array(others))
    return float((differences > 0).sum() + (differences == 0).sum() / 2), differences.size


def auc(strata: Sequence[Stratum]) -> dict[str, Any]:
    """With its interval, weighing each stratum by its number of chosen works times the others."""
    if not strata:
        return {"auc": None}
    won, whole = np.array(strata).T
    drawn = np.random.default_rng(SEED).integers(0, len(strata), (DRAWS, len(strata)))
    drawn_aucs = won[drawn].sum(axis=1) / whole[drawn].sum(axis=1)
    low, high = np.percentile(drawn_aucs, [2.5, 97.5])
    return {
        "auc": round(won.sum() / whole.sum(), 3),
        "interval": [round(low, 3), round(high, 3)],
        "strata": len(strata),
    }


def judge_awards(folder: Path, figures: dict[int, Figures]) -> dict[str, Any]:
    named = dict(awards(folder))
    by_acl = {work.acl: work.work_id for work in figures.values()}
    found = {by_acl[acl]: award for acl, award in named.items() if acl in by_acl}
    kinds = {
        "given at once": {pk for pk, award in found.items() if not is_given_later(award)},
        "given later": {pk for pk, award in found.items() if is_given_later(award)},
    }
    told: dict[str, Any] = {"awards": len(named), "found": len(found)}
    for kind, chosen in kinds.items():
        told[kind] = {"works": len(chosen)} | {
            measure: auc(strata_of(chosen, figures, measure))
            | {"known": sum(getattr(figures[pk], measure) is not None for pk in chosen)}
            for measure in MEASURES
        }
    return told


def repetitions(figures: dict[int, Figures]) -> set[int]:
    """Later works whose title nearly equals that of an earlier one by one of their authors."""
    later: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(AUTHORS, {"most": MOST_WORKS})
        for _, works in cursor.fetchall():
            later |= repeated([figures[pk] for pk in works if pk in figures])
    return later


def repeated(works: Sequence[Figures]) -> set[int]:
    """Among works of one name in the order of their dates."""
    found: set[int] = set()
    for place, work in enumerate(works):
        for other in works[:place]:
            if other.year <= work.year and fuzz.token_sort_ratio(other.title, work.title) >= NEARLY_EQUAL:
                found.add(work.work_id)
                break
    return found


def judge_repetitions(figures: dict[int, Figures]) -> dict[str, Any]:
    later = repetitions(figures)
    told: dict[str, Any] = {"works": len(later)}
    for name, chosen in {
        "all": later,
        "with abstract": {pk for pk in later if figures[pk].has_abstract},
    }.items():
        novelties = [value for pk in chosen if (value := figures[pk].novelty) is not None]
        told[name] = {
            "known": len(novelties),
            "median_novelty": round(float(np.median(novelties)), 1) if novelties else None,
            "novelty": auc(strata_of(chosen, figures, "novelty")),
            "distance": auc(strata_of(chosen, figures, "distance")),
        }
    return told


def judge_terms() -> list[dict[str, Any]]:
    """For each term the first work with it, and whether it is told there as new."""
    with connection.cursor() as cursor:
        return [judge_term(cursor, term) for term in TERMS]


def judge_term(cursor: Any, term: str) -> dict[str, Any]:
    words = term.replace("-", " ").split()
    cursor.execute(FIRST_WITH, {"pattern": r"\m" + r"[\s-]+".join(words) + r"s?\M"})
    row = cursor.fetchone()
    if row is None:
        return {"term": term, "first": None}
    _, year, title, novelty, phrases, uses = row
    told = dict(zip(phrases, uses, strict=True))
    close = [phrase for phrase in told if is_about(phrase, words)]
    return {
        "term": term, "year": year, "first": title, "novelty": novelty, "told_there": bool(close),
        "as": close[:1], "phrases": told,
    }  # fmt: skip


def is_about(phrase: str, words: Sequence[str]) -> bool:
    """Whether the phrase has all words of the term, but for their last letter."""
    said = phrase.replace("-", " ").split()
    return all(any(one.startswith(word[:-1] or word) for one in said) for word in words)


def judge_titles(figures: dict[int, Figures]) -> dict[str, Any]:
    """Rank correlation, within years, of what titles alone give with what titles and abstracts give.

    Of some works with both, seen in a space of the titles of all works.
    """
    corpus = encode(replace(text, abstract="") for text in all_texts())
    _, vectors, telling = fit(corpus)
    whole = [
        work.has_abstract and None not in (work.novelty, work.phrases_reuse) for work in figures.values()
    ]
    complete = np.array(
        [work.work_id for work, is_whole in zip(figures.values(), whole, strict=True) if is_whole]
    )
    asked = np.flatnonzero(telling & np.isin(corpus.works, complete))
    asked = np.sort(np.random.default_rng(SEED).choice(asked, min(SAMPLE, len(asked)), replace=False))
    earlier = Earlier.in_order(corpus.works[telling], corpus.last_days[telling], vectors[telling])
    distances = nearest_to(vectors[asked], corpus.first_days[asked], earlier).distances
    uses = new_phrases(corpus).uses[asked]
    return compare_with_titles([figures[pk] for pk in corpus.works[asked].tolist()], distances, uses)


def compare_with_titles(works: Sequence[Figures], distances: np.ndarray, uses: np.ndarray) -> dict[str, Any]:
    """Year by year, so that no year's level counts, weighed by the number of works."""
    found: dict[str, list[float]] = {"distance": [], "phrases_reuse": [], "novelty": []}
    years, sizes = np.array([work.year for work in works]), []
    for year in np.unique(years):
        here = np.flatnonzero(years == year)
        if len(here) < LEAST_OF_A_YEAR:
            continue
        sizes.append(len(here))
        alone = {"distance": ranks(distances[here]), "phrases_reuse": ranks(uses[here])}
        alone["novelty"] = alone["distance"] + alone["phrases_reuse"]
        for measure, values in alone.items():
            known = np.array([getattr(works[int(place)], measure) for place in here], np.float64)
            found[measure].append(correlation(values, known))
    means = {measure: round(float(np.average(each, weights=sizes)), 3) for measure, each in found.items()}
    return {"works": sum(sizes), **means}


def ranks(values: np.ndarray) -> np.ndarray:
    """Midranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Spearman's."""
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="XML of the ACL Anthology")
    parser.add_argument("--titles", action="store_true", help="measure titles alone too")
    options = parser.parse_args()
    require_record()
    figures = read_figures()
    told = {
        "awards": judge_awards(options.folder, figures),
        "repetitions": judge_repetitions(figures),
        "terms": judge_terms(),
    }
    if options.titles:
        told["titles"] = judge_titles(figures)
    print(json.dumps(told, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
