"""Which printed names are worth comparing at all: blocks of names that could be one person's."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from common.names import fold
from common.naming import parse
from researchers.identity.forms import Form, form_of, odds
from researchers.identity.mentions import Commonness, ends_of

# Different names in one joint block: about four times as many authorships.
LARGEST_JOINT = 750
# Below these log-odds two names alone are no reason to resolve their blocks together.
WORTH_JOINING = -6.0


def block_key(name: str, family: str = "") -> str:
    """The family name's sound and the first initial, as `common.naming` has them."""
    return parse(name, family).block


def joined_blocks(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Keys whose blocks are one because people are printed both ways, each with the key of the joint block.

    Asked with every (printed name, family name) of the record; keys that are absent stand for themselves. The
    likeliest are joined first, and what would make a block too large is left apart.
    """
    different = sorted(set(names))
    forms = {form.key: form for form in forms_of(different)}
    sizes = Counter(form.name.block for form in forms.values())
    parents: dict[str, str] = {}
    for _, one, other in sorted(worth_joining(forms.values())):
        first, second = sorted((root(parents, one), root(parents, other)))
        if first != second and sizes[first] + sizes[second] <= LARGEST_JOINT:
            parents[second] = first
            sizes[first] += sizes.pop(second)
    return {key: root(parents, key) for key in parents}


def forms_of(names: Iterable[tuple[str, str]]) -> list[Form]:
    different = list(names)
    commonness = counted(name for name, _ in different)
    return [form_of(name, family, commonness) for name, family in different]


def counted(names: Iterable[str]) -> Commonness:
    """How common given and family names are among these names."""
    folded = dict.fromkeys(map(fold, names), 1)
    ends = [ends_of(name) for name in folded]
    return Commonness(
        families=Counter(family for _, family in ends),
        given_names=Counter(given for given, _ in ends),
        different_names=len(folded),
    )


def worth_joining(forms: Iterable[Form]) -> Iterator[tuple[float, str, str]]:
    """Pairs of block keys with minus the log-odds of the likeliest names in them."""
    sharing: defaultdict[str, list[Form]] = defaultdict(list)
    found: dict[tuple[str, str], float] = {}
    for form in forms:
        for key in form.name.block_keys:
            for other in sharing[key]:
                if other.name.block != form.name.block:
                    by_name = odds(form, other)
                    if by_name is not None and by_name > WORTH_JOINING:
                        one, two = sorted((form.name.block, other.name.block))
                        found[one, two] = max(found.get((one, two), by_name), by_name)
            sharing[key].append(form)
    return ((-by_name, one, other) for (one, other), by_name in found.items())


def root(parents: dict[str, str], key: str) -> str:
    while key in parents:
        key = parents[key]
    return key
