"""What was found when the scores were put to the test: benchmarks/validation.py, docs/scores.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One question, what was measured, and what it means, good or bad."""

    question: str
    figures: str
    verdict: str


RECORD = (
    "the ACL Anthology of August 2024: 97,481 works, 48,289 of them with an abstract, 86,522 citations by"
    " works of 2010 to 2019, 199 works with an award"
)
MEASURED: tuple[Finding, ...] = (
    Finding(
        "Are works with an award of their conference more novel than others of the same venue and year?",
        "In 51.0 of 100 pairs of one with and one without an award, 95 % interval 47.6 to 54.6 (173"
        " works). Distance alone: 50.9; new phrases alone: 51.3.",
        "No, not more often than by chance. Novelty says nothing of what juries reward.",
    ),
    Finding(
        "Is their AI score higher?",
        "In 53.3 of 100 pairs, interval 50.2 to 61.9 (179 works). Citation percentile alone: 69.7,"
        " interval 48.2 to 82.0, but only 24 of them have one.",
        "Hardly. Most of them are of 2020 and later, and this record knows no citations of these years.",
    ),
    Finding(
        "And of works that were awarded ten or twenty-five years later, for their influence?",
        "AI score in 94.5 of 100 pairs, interval 91.0 to 97.6 (12 works); it rests on citations alone, as"
        " these works have no abstract here. Later uses of new phrases, in their titles: 82.6, interval"
        " 62.5 to 93.2. Distance: 57.5, interval 41.5 to 74.6.",
        "Yes, but they are few, and citations and later uses are themselves traces of influence. Distance"
        " tells nothing.",
    ),
    Finding(
        "Does a title alone tell how novel a text is?",
        "Rank correlation 0.26 with the novelty of title and abstract, within years (6,000 works that"
        " have both).",
        "Hardly. So a work without an abstract has no novelty: there is not enough data.",
    ),
    Finding(
        "Are works that repeat an earlier one of the same author under nearly the same title low in novelty?",
        "Median novelty 20 % of 347 such works; more novel than another of venue and year in 35.8 of 100"
        " pairs, interval 31.0 to 40.5.",
        "Mostly. Not all: yearly reports on one task keep their title and change their text.",
    ),
    Finding(
        "Are well-known terms found as new in the work that has them first?",
        "29 of 35 terms chosen beforehand that first occur in 2005 or later, such as “chatgpt”,"
        " “word2vec” and “prompt tuning”; the median novelty of the 16 such works that have one is 81 %.",
        "Mostly. The others are spelled in several ways (“chain of thought”), or are first said in"
        " passing in one of the earliest abstracts, all of whose words count as known.",
    ),
)
