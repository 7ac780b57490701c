"""How right identities are: `python -m benchmarks.identities FOLDER`.

FOLDER holds acl.tar.xz, acl_citations.tsv.xz, acl_gold_dev.tsv.xz and pubmed_orcid.xml.xz. Resolves the whole
Anthology without and with its ids of people, and the PubMed articles with their ORCID iDs hidden, without a
database, on one core; prints B³ and pairwise figures beside simple groupings, the share of people with two works
or more whose full first names contradict each other, and the times.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from benchmarks.identity_corpora import Corpus, acl, pubmed
from common.names import fold
from common.naming import First, PersonalName, compare, parse
from researchers.identity.clustering import resolve_block
from researchers.identity.evaluating import Agreement, evaluate
from researchers.identity.mentions import Mention, Person

GROUPINGS: dict[str, Callable[[Mention], str]] = {
    "by name as printed": lambda mention: mention.name,
    "by full name": lambda mention: fold(mention.name),
    "by last name, initial": lambda mention: f"{fold(mention.name).split()[-1]} {fold(mention.name)[0]}",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    # Hundreds of thousands of mentions, and none of them in a circle.
    gc.disable()
    measure("PubMed, ORCID iDs hidden", pubmed(folder))
    people = measure("ACL Anthology", corpus := acl(folder))
    say(f"  contradicting first names: {contradicting_share(people, corpus):.4%}")
    measure("ACL Anthology with its ids of people", acl(folder, ids=True))


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
    proposed = sum(len(person.proposed) for person in people)
    say(f"  {len(people):,} people, {proposed:,} mentions proposed elsewhere, {seconds:.1f} s of processor time")
    return people


def show(label: str, corpus: Corpus, found: dict[int, str]) -> None:
    result = evaluate(corpus.known, found)
    say(f"  {label:24} {figures(result.b_cubed)}     {figures(result.pairwise)}")


def figures(agreement: Agreement) -> str:
    return f"{agreement.precision:.4f} {agreement.recall:.4f} {agreement.f1:.4f}"


def contradicting_share(people: list[Person], corpus: Corpus) -> float:
    """Among people with two works or more."""
    several = [person for person in people if len(person.members) > 1]
    return sum(contradicts(person, corpus) for person in several) / max(1, len(several))


def contradicts(person: Person, corpus: Corpus) -> bool:
    return any(
        one.first_is_full and other.first_is_full and apart(one, other)
        for one, other in pairs(person, corpus)
    )


def pairs(person: Person, corpus: Corpus) -> Iterator[tuple[PersonalName, PersonalName]]:
    mentions = [corpus.mentions[one.mention] for one in person.members]
    names = sorted({(mention.name, mention.family) for mention in mentions})
    return combinations([parse(*name) for name in names], 2)


def apart(one: PersonalName, other: PersonalName) -> bool:
    return compare(one, other).first is First.CONTRADICTS


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
