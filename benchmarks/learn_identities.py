"""Learn what evidence weighs: `python -m benchmarks.learn_identities FOLDER [--write]`.

FOLDER holds acl.tar.xz, acl_citations.tsv.xz and acl_gold_dev.tsv.xz. Nobody has to say who is who for learning:
people with rare full names are taken for known, and their given names are hidden but for the initial, so that the
record itself shows how often two mentions of one name are one person's, and what stands beside them when they are.
Half of the blocks are learned from, the other half tells how well that goes. Prints what it found and, with
--write, puts it into researchers/identity/weights.py.
"""

import argparse
import gc
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import exp, log
from pathlib import Path

from benchmarks.identity_corpora import Corpus, acl
from common.names import fold
from researchers.identity import clustering, evidence, weights
from researchers.identity.clustering import Block, resolve_block
from researchers.identity.evaluating import evaluate
from researchers.identity.evidence import PIECES, pieces, surroundings, traces
from researchers.identity.forms import form_of
from researchers.identity.mentions import NOTHING_FIXED, Commonness, Mention

WEIGHTS = Path(weights.__file__)
RARE = 0.05  # people expected to bear the name by chance
LONGEST_BLOCK, PAIRS_OF_A_BLOCK, BLOCKS = 400, 12, 800
MOST_PAIRS = 40_000
# Log-odds at which the joining of groups is stopped to look at what goes together: early, later, late.
STAGES = (3.0, 1.5, 0.5)
# Too few in these data to learn from: what is written in weights.py stays.
ESTIMATED = ("same institution", "same e-mail domain", "one cites the other", "shared subjects")

Hidden = list[tuple[str, Mention]]
Row = tuple[tuple[float, ...], bool]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    gc.disable()
    chance = random.Random(7)
    corpus = acl(arguments.folder)
    blocks = hidden_blocks(corpus, chance)
    learning, checking = blocks[::2], blocks[1::2]
    say(f"{len(blocks):,} blocks of {sum(map(len, blocks)):,} mentions")
    check("before", of_several(checking), corpus.commonness)
    learn_links(learning, corpus.commonness, chance)
    learn_groups(of_several(learning), corpus.commonness, chance)
    check("after", of_several(checking), corpus.commonness)
    if arguments.write:
        write()


def hidden_blocks(corpus: Corpus, chance: random.Random) -> list[Hidden]:
    """Mentions of rare names printed as "W. Guo", each with the given name that was hidden."""
    found: defaultdict[tuple[str, str], Hidden] = defaultdict(list)
    for mention in corpus.mentions:
        words = fold(mention.name).split()
        if len(words) > 1 and len(words[0]) > 2 and bearers(words, corpus.commonness) < RARE:
            family = words[-1].title()
            hidden = replace(mention, name=f"{words[0][0].upper()}. {family}", family=family)
            found[words[-1], words[0][0]].append((words[0], hidden))
    blocks = [found[key] for key in sorted(found) if 1 < len(found[key]) <= LONGEST_BLOCK]
    chance.shuffle(blocks)
    return blocks


def of_several(blocks: Iterable[Hidden]) -> list[Hidden]:
    """Some of the blocks in which there is somebody to be confused with."""
    return [block for block in blocks if len({name for name, _ in block}) > 1][:BLOCKS]


def bearers(words: Sequence[str], commonness: Commonness) -> float:
    given = commonness.given_names.get(words[0], 1)
    return commonness.families.get(words[-1], 1) * given / commonness.different_names


def learn_links(blocks: Iterable[Hidden], commonness: Commonness, chance: random.Random) -> None:
    """What stands beside two mentions, and how the odds begin: they fall with the number of bearers expected."""
    rows = [row for block in blocks for row in pairs_of(block, commonness, chance)]
    chance.shuffle(rows)
    learned = logistic(rows[:MOST_PAIRS])
    say(
        f"{len(rows):,} pairs; odds fall with expected bearers to the power of {-learned[1]:.2f} (1 by theory)"
    )
    weights.PRIOR = learned[0]
    for name, weight in zip(PIECES, learned[2:], strict=True):
        if name not in ESTIMATED:
            weights.LINK[name] = round(weight, 3)
    evidence.WEIGHTS = tuple(weights.LINK.values())
    show(weights.LINK)


def pairs_of(block: Hidden, commonness: Commonness, chance: random.Random) -> Iterator[Row]:
    rarity = form_of(block[0][1].name, block[0][1].family, commonness).rarity
    for _ in range(min(PAIRS_OF_A_BLOCK, len(block) * (len(block) - 1) // 2)):
        (name, one), (other_name, other) = chance.sample(block, 2)
        if one.work.id != other.work.id:
            left, right = (
                traces(mention, surroundings(mention.work, commonness)) for mention in (one, other)
            )
            yield (1.0, -rarity, *pieces(left, right)), name == other_name


def learn_groups(blocks: Iterable[Hidden], commonness: Commonness, chance: random.Random) -> None:
    """How well two groups go together, from the groups on the way to which the present weights lead."""
    rows: list[Row] = []
    accepted, several = clustering.ACCEPTED, list(blocks)
    for clustering.ACCEPTED in STAGES:
        rows += [row for block in several for row in groups_of(block, commonness, chance)]
    clustering.ACCEPTED = accepted
    chance.shuffle(rows)
    learned = logistic(rows[:MOST_PAIRS])
    for name, weight in zip(weights.GROUPS, learned, strict=True):
        weights.GROUPS[name] = round(weight, 3)
    say(f"{len(rows):,} pairs of groups")
    show(weights.GROUPS)


def groups_of(block: Hidden, commonness: Commonness, chance: random.Random) -> Iterator[Row]:
    names = {mention.id: name for name, mention in block}
    resolving = Block(
        sorted((mention for _, mention in block), key=lambda one: one.id), commonness, NOTHING_FIXED
    )
    resolving.compare()
    resolving.agglomerate()
    found = [(one, other) for one, others in resolving.links.items() for other in others if one < other]
    for one, other in chance.sample(found, min(len(found), 5 * PAIRS_OF_A_BLOCK)):
        left, right = (
            {names[resolving.mentions[place].id] for place in resolving.clusters[number].members}
            for number in (one, other)
        )
        if len(left) == len(right) == 1:
            yield features_of(resolving, one, other), left == right


def features_of(resolving: Block, one: int, other: int) -> tuple[float, ...]:
    small, large = sorted((one, other), key=lambda number: len(resolving.spokesmen[number]))
    size = len(resolving.spokesmen[small])
    links = resolving.links[small][large] / size
    more = (links - weights.USUAL_LINK) * log(size)
    return 1.0, resolving.names[one][other], links, more, log(len(resolving.spokesmen[large]))


def check(label: str, blocks: Iterable[Hidden], commonness: Commonness) -> None:
    known: dict[int, tuple[int, str]] = {}
    found: dict[int, tuple[int, int]] = {}
    for number, block in enumerate(blocks):
        known.update({mention.id: (number, name) for name, mention in block})
        for index, person in enumerate(resolve_block([mention for _, mention in block], commonness)):
            found.update({one.mention: (number, index) for one in person.members})
    result = evaluate(known, found)
    cubed, pairwise = result.b_cubed, result.pairwise
    say(
        f"{label}: held-out B³ {cubed.precision:.4f} {cubed.recall:.4f} {cubed.f1:.4f}, pairwise F1 {pairwise.f1:.4f}"
    )


def logistic(rows: Sequence[Row], rounds: int = 12) -> list[float]:
    """Logistic regression by Newton's method, very slightly held back towards zero."""
    size = len(rows[0][0])
    learned = [0.0] * size
    for _ in range(rounds):
        slope, curvature = [0.0] * size, [[0.0] * size for _ in range(size)]
        for row, outcome in rows:
            add_row(row, outcome, learned, slope, curvature)
        for index in range(size):
            curvature[index][index] += 1e-3
            slope[index] -= 1e-3 * learned[index]
        step = solved(curvature, slope)
        learned = [weight + change for weight, change in zip(learned, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    return learned


def add_row(
    row: Sequence[float],
    outcome: bool,
    learned: list[float],
    slope: list[float],
    curvature: list[list[float]],
) -> None:
    log_odds = sum(weight * amount for weight, amount in zip(learned, row, strict=True))
    likely = 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))
    present = [index for index, amount in enumerate(row) if amount]
    for index in present:
        slope[index] += (outcome - likely) * row[index]
        share = likely * (1 - likely) * row[index]
        for other in present:
            curvature[index][other] += share * row[other]


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for index in range(size):
        pivot = max(range(index, size), key=lambda row: abs(rows[row][index]))
        rows[index], rows[pivot] = rows[pivot], rows[index]
        for other in range(size):
            factor = rows[other][index] / rows[index][index] if other != index else 0.0
            if factor:
                rows[other] = [
                    value - factor * mine for value, mine in zip(rows[other], rows[index], strict=True)
                ]
    return [rows[index][size] / rows[index][index] for index in range(size)]


def write() -> None:
    text = WEIGHTS.read_text(encoding="utf-8")
    text = re.sub(r"^PRIOR = .*$", f"PRIOR = {weights.PRIOR:.3f}", text, flags=re.MULTILINE)
    for name, weight in {**weights.LINK, **weights.GROUPS}.items():
        text = re.sub(rf'("{re.escape(name)}": )-?[\d.]+', rf"\g<1>{weight}", text, count=1)
    WEIGHTS.write_text(text, encoding="utf-8")


def show(learned: dict[str, float]) -> None:
    for name, weight in learned.items():
        say(f"  {name:30} {weight:7.3f}")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
