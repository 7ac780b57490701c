"""Invented mentions for the tests of what needs no database."""

from collections import Counter
from itertools import count

from common.names import fold
from researchers.identity.mentions import Commonness, Mention, PrintedWork

# A record of 20,000 names, in which some are common.
COMMON = Commonness(
    families=Counter({"liu": 900, "smith": 300, "wang": 1200, "pilkington": 30}),
    given_names=Counter({"yang": 90, "john": 400, "jane": 150, "wei": 200, "marinka": 60, "marinda": 60}),
    words=Counter({"learning": 900, "deep": 500}),
    works=20_000,
    different_names=20_000,
)


class Press:
    """Prints works, and numbers their mentions."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self.works = count(1)

    def work(self, *names: str, year: int = 2020, title: str = "", **beside) -> list[Mention]:
        """The mentions of a new work, with the same things printed beside the first name."""
        work = PrintedWork(next(self.works), year, title, "", tuple(map(fold, names)))
        start = len(self.mentions) + 1
        made = [
            Mention(start + position, work, position, name, **(beside if position == 0 else {}))
            for position, name in enumerate(names)
        ]
        self.mentions += made
        return made

    def first(self, *names: str, **beside) -> Mention:
        return self.work(*names, **beside)[0]


def together(people) -> set[frozenset[int]]:
    """The ids of mentions, person by person."""
    return {frozenset(one.mention for one in person.members) for person in people}
