"""Where a concept belongs: under a shorter one that its name ends with, in the field whose keyword it is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from works.mining.merging import Found, key_of, key_of_name


@dataclass(frozen=True, slots=True)
class Known:
    """A topic of the vocabulary of OpenAlex."""

    id: int
    keywords: tuple[str, ...]


def broader_concepts(found: Sequence[Found]) -> dict[int, int]:
    """Place in the list → place of the concept that its name ends with, the longest."""
    by_key = {
        key_of_name(name): place for place, one in reversed(list(enumerate(found))) for name in one.names
    }
    broader = {}
    for place, one in enumerate(found):
        endings = (by_key.get(key_of(one.words[start:])) for start in range(1, len(one.words)))
        parent = next((end for end in endings if end is not None and end != place), None)
        if parent is not None and len(found[parent].words) < len(one.words):
            broader[place] = parent
    return broader


def topics_of(found: Sequence[Found], known: Iterable[Known]) -> dict[int, int]:
    """Place in the list → id of the topic it is a keyword of: of several the one with most keywords found here."""
    by_key = {key_of_name(name): place for place, one in enumerate(found) for name in one.names}
    stated: defaultdict[int, list[int]] = defaultdict(list)
    shared: Counter[int] = Counter()
    for topic in known:
        for place in {by_key[key] for key in map(key_of_name, topic.keywords) if key in by_key}:
            stated[place].append(topic.id)
            shared[topic.id] += 1
    return {place: max(topics, key=lambda topic: (shared[topic], -topic)) for place, topics in stated.items()}


def without_circles(broader: Mapping[int, int]) -> dict[int, int]:
    """The same without what would make a topic part of itself."""
    kept: dict[int, int] = {}
    for topic, parent in broader.items():
        above: int | None = parent
        while above is not None and above != topic:
            above = kept.get(above)
        if above is None:
            kept[topic] = parent
    return kept
