"""How the claimant's name stands to the names on the record, in words. No Django here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from common.names import fold

Rule = Callable[[list[str], list[str]], bool]
# What tells a son from his father stands after the family name, and is often left out.
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """A judgement of two names, best first when sorted."""

    rank: int
    printed: str
    words: str


def compare(claimed: str, printed: str) -> Comparison:
    """How a claimant's name stands to one printed name."""
    mine, theirs = parts(claimed), parts(printed)
    for rank, (holds, words) in enumerate(RULES):
        if holds(mine, theirs):
            return Comparison(rank, printed, words)
    return Comparison(len(RULES), printed, "Different: no part of the name is shared.")


def closest(claimed: str, names: Iterable[str]) -> Comparison | None:
    """The printed name that comes closest to the claimant's."""
    return min((compare(claimed, name) for name in names), key=lambda found: found.rank, default=None)


def parts(name: str) -> list[str]:
    """The name's parts without case, accents and punctuation, the family name last."""
    family, comma, given = name.partition(",")
    ordered = f"{given} {family}" if comma else name
    return fold(ordered).split()


def bare(name: list[str]) -> list[str]:
    """Without what stands after the family name."""
    return name[:-1] if len(name) > 2 and name[-1] in SUFFIXES else name


def plainly(holds: Rule) -> Rule:
    """The same, asked of bare names."""
    return lambda mine, theirs: holds(bare(mine), bare(theirs))


def one_is_empty(mine: list[str], theirs: list[str]) -> bool:
    return not mine or not theirs


def same(mine: list[str], theirs: list[str]) -> bool:
    return mine == theirs


def same_in_another_order(mine: list[str], theirs: list[str]) -> bool:
    return sorted(mine) == sorted(theirs)


def same_family_name(mine: list[str], theirs: list[str]) -> bool:
    return mine[-1] == theirs[-1]


def one_leaves_parts_out(mine: list[str], theirs: list[str]) -> bool:
    """As "Robin Ryder" and "Robin K. Ryder": the first given name is written out in both."""
    shorter, longer = sorted((mine[:-1], theirs[:-1]), key=len)
    agree = bool(shorter) and shorter[0] == longer[0] and len(shorter[0]) > 1
    return same_family_name(mine, theirs) and agree and all_found(shorter, longer)


def initials_fit(mine: list[str], theirs: list[str]) -> bool:
    """As "R. K. Ryder" and "Robin Ryder": what both give agrees at the first letters."""
    pairs = list(zip(mine[:-1], theirs[:-1], strict=False))
    fit = all(one.startswith(other) or other.startswith(one) for one, other in pairs)
    short = any(min(len(one), len(other)) == 1 for one, other in pairs)
    return same_family_name(mine, theirs) and bool(pairs) and fit and short


def all_found(some: list[str], many: list[str]) -> bool:
    """Whether each of `some` is, in order, one of `many`, or the initial of one, or begins with one."""
    rest = iter(many)
    return all(any(fits(one, other) for other in rest) for one in some)


def fits(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def shares_a_part(mine: list[str], theirs: list[str]) -> bool:
    return bool({part for part in mine if len(part) > 1} & set(theirs))


RULES = [
    (one_is_empty, "Cannot be compared: one of the names is empty."),
    (same, "The same name, but for case and accents."),
    (same_in_another_order, "The same parts in another order."),
    (
        plainly(same),
        "The same name, but for a Jr., Sr. or number after it, which may tell a father from a son.",
    ),
    (
        plainly(one_leaves_parts_out),
        "The same family and first given name; one leaves a part out or shortens it.",
    ),
    (plainly(initials_fit), "The same family name; the initials fit, which many people's would."),
    (plainly(same_family_name), "The same family name, but the given names do not agree."),
    (shares_a_part, "Only one part of the name is shared."),
]
