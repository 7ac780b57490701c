"""The record at large: how much there is, where it comes from, and what to look at first."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from common.remembering import recall, remember
from ingest.models import ImportRun
from researchers.models import ExternalId, Researcher
from researchers.profile import DEMO
from works.identifiers import source_name
from works.models import Authorship, SourceRecord, Topic, Work

FRESH_FOR = 300  # seconds; an empty record is never remembered, so that a first import shows at once
SOME_TOPICS, SOME_PEOPLE = 12, 6

# What vacuum last counted, to the row right after it; -1 where it never came by. Of researchers, the share that was
# not merged into others, from a sample.
ESTIMATES = """
SELECT pg_class.relname, (reltuples * coalesce(pg_stats.null_frac, 1))::bigint
FROM pg_class
LEFT JOIN pg_stats
  ON pg_stats.tablename = pg_class.relname AND pg_stats.attname = 'merged_into_id'
 AND pg_stats.schemaname = current_schema()
WHERE oid IN ('works_work'::regclass, 'researchers_researcher'::regclass, 'works_authorship'::regclass)
"""
ESTIMATED_FROM = 10_000


IN_DEMO = Exists(ExternalId.objects.filter(researcher=OuterRef("pk"), scheme=DEMO))


@dataclass(frozen=True, slots=True)
class Figure:
    """How many there are; big tables are not counted but estimated, and rounded."""

    count: int
    is_estimate: bool = False

    def __str__(self) -> str:
        return f"about {round(self.count, -2):,}" if self.is_estimate else f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class Person:
    """A page to look at."""

    name: str
    slug: str
    works: int
    affiliation: str
    is_fictional: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What `pages/home.html` shows of the record."""

    works: Figure
    researchers: Figure
    imported_at: datetime | None
    topics: list[tuple[str, str, int]]
    claimed: list[Person]
    productive: list[Person]

    @property
    def is_empty(self) -> bool:
        return not self.works.count


@dataclass(frozen=True, slots=True)
class Source:
    """A source and how many records of it were read."""

    name: str
    records: int
    latest: datetime


@dataclass(frozen=True, slots=True)
class Holdings:
    """What `pages/about_data.html` shows of the record."""

    works: Figure
    researchers: Figure
    authorships: Figure
    sources: list[Source]

    @property
    def is_empty(self) -> bool:
        return not self.sources


def remembered(key: str, look: Callable[[], Any]) -> Any:
    """What `look` says, asked at most every five minutes."""
    known = recall(key)
    if known is None:
        known = look()
        if not known.is_empty:
            remember(key, known, FRESH_FOR)
    return known


def overview() -> Overview:
    """People whose pages were taken down, or called otherwise, within those minutes are left out at once."""
    known: Overview = remembered("pages.overview.2", look_over)
    named = {(person.slug, person.name) for person in (*known.claimed, *known.productive)}
    shown = Researcher.objects.public().filter(slug__in=[slug for slug, _ in named])
    public = named.intersection(shown.values_list("slug", "preferred_name"))
    return replace(known, claimed=among(public, known.claimed), productive=among(public, known.productive))


def among(public: set[tuple[str, str]], people: list[Person]) -> list[Person]:
    return [person for person in people if (person.slug, person.name) in public]


def holdings() -> Holdings:
    return remembered("pages.holdings.1", take_stock)


def look_over() -> Overview:
    estimates = read_estimates()
    people = Researcher.objects.public().filter(works_count__gt=0)
    topics = Topic.objects.with_works().largest_first()[:SOME_TOPICS]
    return Overview(
        works=figure(Work.objects.all(), estimates),
        researchers=figure(Researcher.objects.filter(merged_into=None), estimates),
        imported_at=last_import(),
        topics=[(topic.name, topic.get_absolute_url(), topic.works_count) for topic in topics],
        claimed=persons(people.exclude(user=None).order_by("-claimed_at", "pk")),
        productive=most_productive(people),
    )


def take_stock() -> Holdings:
    estimates = read_estimates()
    return Holdings(
        works=figure(Work.objects.all(), estimates),
        researchers=figure(Researcher.objects.filter(merged_into=None), estimates),
        authorships=figure(Authorship.objects.all(), estimates),
        sources=sources(),
    )


def read_estimates() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(ESTIMATES)
        return dict(cursor.fetchall())


def figure(rows: QuerySet, estimates: dict[str, int]) -> Figure:
    """The planner's estimate of a big table, the exact number of rows of a small one."""
    estimate = estimates[rows.model._meta.db_table]
    if estimate < ESTIMATED_FROM:
        return Figure(rows.count())
    return Figure(estimate, is_estimate=True)


def last_import() -> datetime | None:
    """When the newest import that ended well did so."""
    done = ImportRun.objects.filter(state=ImportRun.State.DONE).order_by("-started_at")
    return done.values_list("finished_at", flat=True).first()


def most_productive(people: QuerySet[Researcher]) -> list[Person]:
    """Real people first; who belongs to the demonstration only fills up what they leave."""
    largest = people.order_by("-works_count", "pk")
    real = persons(largest.exclude(IN_DEMO))
    return real if len(real) == SOME_PEOPLE else [*real, *persons(largest.filter(IN_DEMO))][:SOME_PEOPLE]


def persons(people: QuerySet[Researcher]) -> list[Person]:
    return [
        Person(
            person.preferred_name, person.slug, person.works_count, person.affiliation, person.is_fictional
        )
        for person in people.annotate(is_fictional=IN_DEMO)[:SOME_PEOPLE]
    ]


def sources() -> list[Source]:
    """Every source, the largest first."""
    counted = SourceRecord.objects.values("source").annotate(records=Count("pk"), latest=Max("read_at"))
    return [
        Source(source_name(row["source"]), row["records"], row["latest"])
        for row in counted.order_by("-records", "source")
    ]
