"""Known-item search: whether works and people that somebody half remembers are found, and how fast pages answer.

python -m config.servers python -m benchmarks.known_items [--items N] [--seed N]

Asks the search page, with all its parts, by Django's test client in one process:
- N works (500 unless told), drawn at random: the words of the title with one left out and one mistyped (a letter left
  out, one too many, one wrong, or two swapped, in a word of at least four letters). Found: the work is among the first
  five. Works whose title leaves fewer than two words are not drawn.
- N researchers, drawn at random: family name first, or initials, or without accents. Found: the person is among the
  first five, those not counted who answer to the same words just as well (of the same name, or for initials of the same
  initials). Nobody is drawn whose name is one word.
- Common words, facets, and suggestions while typing: times alone.
Prints shares, median and 95th percentile of the time in milliseconds, and every miss.
"""

import argparse
import json
import os
import random
import re
import statistics
import string
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.at_hand import require_record  # noqa: E402
from common.names import family_first, fold  # noqa: E402
from pages.searching import Results  # noqa: E402
from pages.views import search  # noqa: E402
from researchers.finding import MOST, find_researchers  # noqa: E402
from researchers.models import Researcher  # noqa: E402
from works.models import Topic, Work  # noqa: E402

FIRST = 5
SHORTEST_MISTYPED = 4
FEWEST_WORDS = 3
WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
TABLES = ("works_work", "works_searchword", "researchers_namevariant")
COMMON = (
    "translation",
    "language model",
    "neural machine translation",
    "learning",
    "the",
    "university",
    "wang",
)


@dataclass(slots=True)
class Outcome:
    """What came of one kind of questions."""

    times: list[float] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def note(self, kind: str, milliseconds: float, *, is_found: bool, told: str) -> None:
        self.times.append(milliseconds)
        self.asked[kind] += 1
        self.found[kind] += is_found
        if not is_found:
            self.misses.append(f"[{kind}] {told}")


def slip(word: str, kind: str, dice: random.Random) -> str:
    """The word with one slip that changes it."""
    place = dice.randrange(len(word))
    letter = dice.choice([one for one in string.ascii_lowercase if one != word[place].lower()])
    if kind == "left out":
        return word[:place] + word[place + 1 :]
    if kind == "too many":
        return word[:place] + letter + word[place:]
    if kind == "wrong":
        return word[:place] + letter + word[place + 1 :]
    unlike = [place for place in range(len(word) - 1) if word[place].lower() != word[place + 1].lower()]
    if not unlike:
        return slip(word, "wrong", dice)
    place = dice.choice(unlike)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def half_remembered(title: str, dice: random.Random) -> tuple[str, str] | None:
    """(kind of slip, the title with one word missing and one mistyped), if it has words enough."""
    words = WORD.findall(title)
    if len(words) < FEWEST_WORDS:
        return None
    del words[dice.randrange(len(words))]
    long = [place for place, word in enumerate(words) if len(word) >= SHORTEST_MISTYPED and word.isalpha()]
    if not long:
        return None
    kind = dice.choice(("left out", "too many", "wrong", "swapped"))
    place = dice.choice(long)
    words[place] = slip(words[place], kind, dice)
    return kind, " ".join(words)


def swapped(name: str) -> str:
    """ "Lindqvist Ada"."""
    return family_first(name).replace(",", "")


def initialed(name: str) -> str:
    """ "A. Lindqvist"."""
    family, comma, given = family_first(name).partition(", ")
    return " ".join([*(f"{word[0]}." for word in re.findall(r"\w+", given)), family]) if comma else ""


def plain(name: str) -> str:
    """Without accents; nothing where there are none."""
    folded = fold(name)
    return folded if folded != re.sub(r"[^\w ]+", " ", name.casefold()) and not name.isascii() else ""


KEPT: list[Results] = []
WAYS: dict[str, Callable[[str], str]] = {"order": swapped, "initials": initialed, "accents": plain}


def works_of(number: int, dice: random.Random) -> Iterator[tuple[Work, str, str]]:
    ids = list(Work.objects.listed().order_by("pk").values_list("pk", flat=True))
    for pk in dice.sample(ids, len(ids)):
        if number <= 0:
            return
        work = Work.objects.defer("search", "title_words").get(pk=pk)
        if question := half_remembered(work.title, dice):
            number -= 1
            yield work, *question


def people_of(number: int, dice: random.Random) -> Iterator[tuple[Researcher, str, str]]:
    """A third of them with accents, which few have."""
    with_accents = Researcher.objects.public().filter(preferred_name__regex=r"[^\x01-\x7f]")
    pools = {True: list(with_accents.order_by("pk").values_list("pk", flat=True))}
    pools[False] = list(Researcher.objects.public().order_by("pk").values_list("pk", flat=True))
    for pool in pools.values():
        dice.shuffle(pool)
    kinds = list(WAYS)
    while number > 0 and (pools[True] or pools[False]):
        kind = kinds[number % len(kinds)]
        pool = pools[kind == "accents"]
        if not pool:
            kinds.remove(kind)
            continue
        person = Researcher.objects.get(pk=pool.pop())
        text = WAYS[kind](person.preferred_name) if len(person.preferred_name.split()) > 1 else ""
        if text:
            number -= 1
            yield person, kind, text


def initials_agree(one: str, other: str) -> bool:
    """Whether two names have the same family name and, as far as both have them, the same initials."""
    (family, _, given), (others_family, _, others_given) = (
        family_first(name).partition(", ") for name in (one, other)
    )
    pairs = zip(fold(given).split(), fold(others_given).split(), strict=False)
    return fold(family) == fold(others_family) and all(mine[0] == theirs[0] for mine, theirs in pairs)


def answers_as_well(person: Researcher, other: Researcher, kind: str) -> bool:
    """Whether the words asked for tell the two no more apart."""
    if sorted(person.name_key.split()) == sorted(other.name_key.split()):
        return True
    return kind == "initials" and initials_agree(person.preferred_name, other.preferred_name)


def keeping(results_of: Callable[..., Results]) -> Callable[..., Results]:
    """Keeps what the page shows. Django's own way to look at contexts makes pages slower."""

    def kept(*said: Any) -> Results:
        KEPT[:] = [results_of(*said)]
        return KEPT[0]

    return kept


def ask(client: Client, text: str, **more: str) -> tuple[Results | None, float]:
    """The results as the page shows them, and how long that took; none where it leads elsewhere at once."""
    KEPT.clear()
    address = reverse("pages:search", query={"q": text[:300], **more})
    began = time.perf_counter()
    client.get(address)
    milliseconds = (time.perf_counter() - began) * 1000
    return KEPT[0] if KEPT else None, milliseconds


def seek_works(client: Client, items: int, dice: random.Random) -> Outcome:
    outcome = Outcome()
    for work, kind, text in works_of(items, dice):
        results, milliseconds = ask(client, text)
        is_found = results is not None and work.pk in results.works.ids[:FIRST]
        outcome.note(kind, milliseconds, is_found=is_found, told=f"{text}  <-  {work.title}")
    return outcome


def seek_people(client: Client, items: int, dice: random.Random) -> tuple[Outcome, Counter[str]]:
    """What came of it; and how many stood among the first five, or on the first page, homonyms and all."""
    outcome, strictly = Outcome(), Counter[str]()
    for person, kind, text in people_of(items, dice):
        results, milliseconds = ask(client, text, kind="researchers")
        people = results.people.people if results else []
        everybody = find_researchers(text, per_page=MOST).people
        before = everybody[: everybody.index(person)] if person in everybody else None
        strangers = [other for other in before or () if not answers_as_well(person, other, kind)]
        is_found = before is not None and len(strangers) < FIRST
        strictly["first five"] += person in people[:FIRST]
        strictly["first page"] += person in people
        outcome.note(kind, milliseconds, is_found=is_found, told=f"{text}  <-  {person.preferred_name}")
    return outcome, strictly


def time_pages(client: Client, runs: int) -> dict[str, list[float]]:
    """Times of common words, with the worst facets, and filtered by the largest topic."""
    largest = Topic.objects.largest_first()[:1]
    asked: dict[str, tuple[str, dict[str, str]]] = {word: (word, {}) for word in COMMON}
    asked |= {f"{word}, facets": (word, {"kind": "works"}) for word in COMMON[:4]}
    for topic in largest:
        asked["learning, facets, largest topic"] = ("learning", {"kind": "works", "topic": topic.slug})
    asked["translation, facets, years"] = (
        "translation",
        {"kind": "works", "year_from": "1990", "year_to": "1995"},
    )
    return {name: [ask(client, text, **more)[1] for _ in range(runs)] for name, (text, more) in asked.items()}


def time_suggestions(client: Client, items: int, dice: random.Random) -> list[float]:
    """Beginnings of three to twelve letters of names and titles."""
    names = [person.preferred_name for person, _, _ in people_of(items // 2, dice)]
    titles = [work.title for work, _, _ in works_of(items - len(names), dice)]
    times = []
    for text in names + titles:
        address = reverse("pages:suggestions", query={"q": text[: dice.randint(3, 12)]})
        began = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - began) * 1000)
    return times


def sizes() -> dict[str, str]:
    """Tables and indexes that the search reads."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relation.relname, pg_size_pretty(pg_relation_size(relation.oid))
            FROM pg_class AS relation
            LEFT JOIN pg_index AS indexing ON indexing.indexrelid = relation.oid
            WHERE coalesce(indexing.indrelid, relation.oid) = ANY(%s::regclass[])
            ORDER BY pg_relation_size(relation.oid) DESC
            """,
            [list(TABLES)],
        )
        return dict(cursor.fetchall())


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
        "worst_ms": round(ordered[-1], 1),
    }


def told(outcome: Outcome) -> dict[str, Any]:
    return {
        "found": sum(outcome.found.values()),
        "asked": sum(outcome.asked.values()),
        "by_kind": {kind: f"{outcome.found[kind]} of {asked}" for kind, asked in outcome.asked.items()},
        **spread(outcome.times),
        "misses": outcome.misses,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    require_record()
    search.results_of = keeping(search.results_of)
    call_command("collectstatic", interactive=False, verbosity=0)
    client, dice = Client(headers={"host": "localhost"}), random.Random(options.seed)
    ask(client, "warm up")
    people, strictly = seek_people(client, options.items, dice)
    report = {
        "works": told(seek_works(client, options.items, dice)),
        "researchers": {**told(people), **strictly},
        "pages": {name: spread(times) for name, times in time_pages(client, options.runs).items()},
        "suggestions": spread(time_suggestions(client, options.items, dice)),
        "sizes": sizes(),
    }
    json.dump(report, sys.stdout, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    main()
