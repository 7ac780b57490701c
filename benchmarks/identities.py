"""How right identities are: `python -m benchmarks.identities FOLDER`.

FOLDER holds acl.tar.xz, acl_citations.tsv.xz, acl_gold_dev.tsv.xz and pubmed_orcid.xml.xz. Resolves the whole
Anthology without and with its ids of people, and the PubMed articles with their ORCID iDs hidden, without a
database, on one core; prints B³ and pairwise figures beside simple groupings, the share of people with two works
or more whose full first names contradict each other (and, with --names, who they are), and the times.
"""

import argparse
import gc
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks import first_names
from benchmarks.identity_corpora import Corpus, acl, pubmed
from common.names import fold
from researchers.identity.clustering import resolve_block
from researchers.identity.evaluating import Agreement, evaluate
from researchers.identity.mentions import Mention, Person

DRAWS = 400
GROUPINGS: dict[str, Callable[[Mention], str]] = {
    "by name as printed": lambda mention: mention.name,
    "by full name": lambda mention: fold(mention.name),
    "by last name, initial": lambda mention: f"{fold(mention.name).split()[-1]} {fold(mention.name)[0]}",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--names", action="store_true", help="print those whose first names are unlike")
    arguments = parser.parse_args()
    folder = arguments.folder
    # Hundreds of thousands of mentions, and none of them in a circle.
    gc.disable()
    measure("PubMed, ORCID iDs hidden", pubmed(folder))
    people = measure("ACL Anthology", corpus := acl(folder))
    show_first_names(people, corpus, every=arguments.names)
    measure("ACL Anthology with its ids and variants of people", acl(folder, ids=True))


def measure(title: str, corpus: Corpus) -> list[Person]:
    say(f"{title}: {len(corpus.mentions):,} mentions, {len(corpus.known):,} known")
    say("                           B³: precision recall f1     pairwise: precision recall f1")
    for label, grouping in GROUPINGS.items():
        show(label, corpus, {number: grouping(corpus.mentions[number]) for number in corpus.known})
    started = time.process_time()
    people = [person for block in corpus.blocks() for person in resolve_block(block, corpus.commonness)]
    seconds = time.process_time() - started
    found = {one.mention: str(number) for number, person in enumerate(people) for one in person.members}
    show("resolved", corpus, found)
    say(f"  95 % of draws of people: B³ {interval(corpus, found)}")
    proposed = sum(len(person.proposed) for person in people)
    say(
        f"  {len(people):,} people, {proposed:,} mentions proposed elsewhere, {seconds:.1f} s of processor time"
    )
    return people


def show(label: str, corpus: Corpus, found: dict[int, str]) -> None:
    result = evaluate(corpus.known, found)
    say(f"  {label:24} {figures(result.b_cubed)}     {figures(result.pairwise)}")


def figures(agreement: Agreement) -> str:
    return f"{agreement.precision:.4f} {agreement.recall:.4f} {agreement.f1:.4f}"


def interval(corpus: Corpus, found: dict[int, str]) -> str:
    """Where B³ lies in 95 of 100 draws of as many known people, with repeats."""
    of_person: defaultdict[str, list[int]] = defaultdict(list)
    sizes, made = Counter(corpus.known.values()), Counter(found[number] for number in corpus.known)
    cells = Counter((person, found[number]) for number, person in corpus.known.items())
    for number, person in corpus.known.items():
        of_person[person].append(number)
    shares = [
        (
            sizes[person],
            sum(cells[person, found[number]] / made[found[number]] for number in numbers),
            sum(cells[person, found[number]] / sizes[person] for number in numbers),
        )
        for person, numbers in of_person.items()
    ]
    chance = random.Random(7)
    drawn = [totals(chance.choices(shares, k=len(shares))) for _ in range(DRAWS)]
    precision, recall = (sorted(values) for values in zip(*drawn, strict=True))
    low, high = DRAWS // 40, DRAWS - DRAWS // 40 - 1
    return f"precision {precision[low]:.4f} to {precision[high]:.4f}, recall {recall[low]:.4f} to {recall[high]:.4f}"


def totals(shares: list[tuple[int, float, float]]) -> tuple[float, float]:
    mentions = sum(size for size, _, _ in shares)
    return sum(right for _, right, _ in shares) / mentions, sum(whole for _, _, whole in shares) / mentions


def show_first_names(people: list[Person], corpus: Corpus, *, every: bool) -> None:
    found = {one.mention: number for number, person in enumerate(people) for one in person.members}
    say("  first names of people with two works or more, by letters alone:")
    for line in first_names.report(found, corpus.mentions):
        say(f"    {line}")
    say("  the same of the known people, whose names are known to be theirs:")
    for line in first_names.report(corpus.known, corpus.mentions):
        say(f"    {line}")
    for line in first_names.offenders(found, corpus.mentions) if every else ():
        say(f"      {line}")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
