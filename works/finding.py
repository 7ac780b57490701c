"""Works and topics that answer a visitor's words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.db.models import Q

from works.concepts import mentions
from works.facets import OFFERED, WorkFacets, facets_statement, read_facets, with_those_beside
from works.models import Topic, Venue, Work
from works.queries import Query, Way, ways

# So many are ranked, counted and paged through; what is beyond is said to be more.
MOST = 1_000
PER_PAGE = 20
# Where fewer have all the words, those that have most of them are shown too.
FEW = 5

# Only the 1,001 answers that come first by rank score (or date) are weighed, and that by their titles alone: to
# weigh the matching text reads the whole search vector, and for a word that stands in every third abstract
# took 300 ms. Relies on work_search and work_title_words, or where the word is common on work_best_ranked and
# work_newest_first; the words stand in the statement for the planner to see which.
FOUND = """
WITH candidate AS MATERIALIZED (
    SELECT work.id, work.title_words, work.rank, work.published_on, work.year, work.type, work.venue_id,
           work.has_code, work.open_access, {is_whole} AS is_whole
    FROM works_work AS work
    WHERE {matches} AND NOT work.withdrawn{filters}
    ORDER BY {first}
    LIMIT %(most)s + 1
),
kept AS MATERIALIZED (
    SELECT * FROM candidate AS work ORDER BY {first} LIMIT %(most)s
),
sought AS MATERIALIZED (
    SELECT query, weight / sum(weight) OVER () AS weight
    FROM unnest(%(queries)s::tsquery[], %(weights)s::float8[]) AS sought (query, weight)
),
counted AS (
    SELECT total, least(%(page)s, greatest((least(total, %(most)s) + %(per_page)s - 1) / %(per_page)s, 1)) AS page
    FROM (SELECT count(*) AS total FROM candidate) AS candidate
)
SELECT counted.total,
       counted.page,
       ARRAY(
           SELECT kept.id FROM kept {weighed}
           ORDER BY {order} LIMIT %(per_page)s OFFSET (counted.page - 1) * %(per_page)s
       ),
       ({facets})
FROM counted
"""
# What could be chosen instead of what is: the facets of the works that the other filters leave.
BESIDE = """
WITH candidate AS MATERIALIZED (
    SELECT work.id, work.rank, work.published_on, work.year, work.type, work.venue_id
    FROM works_work AS work
    WHERE {matches} AND NOT work.withdrawn{filters}
    ORDER BY {first}
    LIMIT %(most)s + 1
),
kept AS MATERIALIZED (
    SELECT * FROM candidate AS work ORDER BY {first} LIMIT %(most)s
)
SELECT (SELECT count(*) FROM candidate), ({facets})
"""
COUNTED = """
SELECT count(*) FROM (
    SELECT FROM works_work AS work WHERE {matches} AND NOT work.withdrawn
    ORDER BY work.rank DESC, work.id DESC LIMIT %(most)s
) AS found
"""
FIRST = {"best": "work.rank DESC, work.id DESC", "newest": "work.published_on DESC, work.id DESC"}
# How much of what was sought the title has, by weight; of equals, that which has the least beside it. What
# stands in the abstract alone counts a third. The rank score adds a twentieth a point.
WEIGHED = """
CROSS JOIN LATERAL (
    SELECT coalesce(sum(sought.weight), 0) AS share, count(sought.weight) AS words
    FROM sought
    WHERE kept.title_words @@ sought.query
) AS title
"""
ORDERS = {
    "best": """
        (title.share * (0.7 + 0.3 * title.words / greatest(length(kept.title_words), 1))
            + (1 - title.share) * CASE WHEN kept.is_whole THEN 0.35 ELSE 0 END)
            * (1 + greatest(kept.rank, 0) / 20) DESC,
        kept.published_on DESC, kept.id DESC
    """,
    "newest": "kept.published_on DESC, kept.id DESC",
}
# Titles first: what they have need not be looked for in the longer text.
MATCHES = {
    "title": """
        (work.title_words @@ plainto_tsquery('english', works_plain_words(%(title)s))
         AND works_plain_words(work.title) = works_plain_words(%(title)s))
    """,
    "titles": "work.title_words @@ %(titles)s::tsquery",
    "text": "work.search @@ websearch_to_tsquery('english', works_without_accents(%(text)s))",
    "texts": "work.search @@ %(texts)s::tsquery",
}
FILTERS = {
    "type": "work.type = %(type)s",
    "year_from": "work.published_on >= make_date(%(year_from)s, 1, 1)",
    "year_to": "work.published_on < make_date(%(year_to)s + 1, 1, 1)",
    "venue": "work.venue_id = %(venue_id)s",
    "topic": "work.id IN (SELECT about.work_id FROM works_worktopic AS about WHERE about.topic_id = %(topic_id)s)",
    "source": """
        EXISTS (
            SELECT FROM works_sourcerecord AS record
            WHERE record.work_id = work.id AND record.source = %(source)s AND record.withdrawn_at IS NULL
        )
    """,
    "code": "work.has_code",
    "open_access": "work.open_access",
}
YEARS = {"year_from", "year_to"}
# By id and not by address, so that the planner sees how many works there are of each: of 8,500 on one topic it read
# every search vector otherwise.
NO_ID = 0

# As somebody types: whole words, and the beginning of the last one, for which the stems of the commonest words
# that begin so are sought ("translatio" begins no stem). What begins as typed comes first. Where more titles have
# the words than are looked at, it is those found first. Relies on work_title_words and, for which LIKE would have
# to know the beginning when the statement is planned, on the index of the vocabulary for LIKE.
MOST_BEGUN = 300
MOST_ENDINGS = 50
BEGUN = """
WITH typed AS (
    SELECT word, place, max(place) OVER () AS last
    FROM unnest(string_to_array(works_plain_words(%(text)s), ' ')) WITH ORDINALITY AS typed (word, place)
    WHERE word <> ''
),
stem AS (
    SELECT quote_literal(cut.stem) AS query
    FROM typed
    CROSS JOIN LATERAL (SELECT (ts_lexize('english_stem', word))[1] AS stem) AS cut
    WHERE place < last AND cut.stem IS NOT NULL
    UNION ALL
    SELECT '(' || string_agg(DISTINCT quote_literal(ending.stem), ' | ') || ')'
    FROM typed
    CROSS JOIN LATERAL (
        SELECT known.stem
        FROM works_searchword AS known
        WHERE known.word ~>=~ typed.word AND known.word ~<~ (typed.word || chr(1114111)) AND known.stem <> ''
        ORDER BY known.works_count DESC
        LIMIT %(endings)s
    ) AS ending
    WHERE place = last
    HAVING count(*) > 0
),
sought AS MATERIALIZED (
    SELECT string_agg(stem.query, ' & ')::tsquery AS query,
           bool_or(stem.query LIKE '(%%') AS has_end
    FROM stem
),
candidate AS MATERIALIZED (
    SELECT work.id, work.title, work.rank
    FROM works_work AS work
    WHERE work.title_words @@ (SELECT query FROM sought WHERE has_end)
      AND NOT work.withdrawn AND NOT work.self_reported
    LIMIT %(most)s
)
SELECT id
FROM candidate
ORDER BY starts_with(works_plain_words(title), works_plain_words(%(text)s)) DESC, rank DESC, id DESC
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found. The total is exact up to 1,000."""

    ids: Sequence[int] = ()
    total: int = 0
    page: int = 1

    @property
    def is_capped(self) -> bool:
        return self.total > MOST

    @property
    def shown_total(self) -> str:
        """ "12", or "1,000+"."""
        return f"{MOST:,}+" if self.is_capped else f"{self.total:,}"

    @property
    def reachable(self) -> int:
        """How many can be paged through."""
        return min(self.total, MOST)


@dataclass(frozen=True, slots=True)
class FoundWorks:
    """Works of one page of what was found, how they were sought, and by what they can be narrowed."""

    found: Found = field(default_factory=Found)
    way: Way = field(default_factory=Way)
    facets: WorkFacets = field(default_factory=WorkFacets)


def find_works(
    query: Query, chosen: dict[str, Any], *, per_page: int = PER_PAGE, with_facets: bool = False
) -> FoundWorks:
    """Works whose title or abstract has all the words; where few do, those whose title has most of them."""
    chosen = with_ids(chosen)
    answer = best_answer(query, chosen, per_page, with_facets=with_facets)
    if not with_facets or answer.way == Way():
        return answer
    return replace(answer, facets=facets_beside(answer, chosen))


def best_answer(query: Query, chosen: dict[str, Any], per_page: int, *, with_facets: bool) -> FoundWorks:
    best = FoundWorks()
    narrowing = any(name in FILTERS for name in chosen)
    for way in ways(query):
        if way.is_last and best.found.total:
            continue
        answer = run(query, way, chosen, per_page, with_facets=with_facets)
        if answer.found.total >= best.found.total or not best.found.total:
            best = answer
        if answer.found.total >= FEW or (narrowing and count(way) >= FEW):
            return answer
    return best


def with_ids(chosen: dict[str, Any]) -> dict[str, Any]:
    """What was chosen, with the ids of the venue and the topic."""
    sought = {"venue": Venue.objects.all(), "topic": Topic.objects.all()}
    ids = {
        f"{name}_id": known.filter(slug=chosen[name]).values_list("pk", flat=True).first() or NO_ID
        for name, known in sought.items()
        if name in chosen
    }
    return {**chosen, **ids}


def run(query: Query, way: Way, chosen: dict[str, Any], per_page: int, *, with_facets: bool) -> FoundWorks:
    sort = chosen.get("sort", "best")
    statement = FOUND.format(
        matches=matches_of(way),
        is_whole="true" if way.has_all else MATCHES["texts"],
        filters=filters_of(chosen),
        first=FIRST[sort],
        weighed=WEIGHED if sort == "best" else "",
        order=ORDERS[sort],
        facets=facets_statement(chosen) if with_facets else "SELECT NULL",
    )
    parameters = {
        "page": 1,
        **chosen,
        **parameters_of(way),
        "queries": [one.query for one in query.sought],
        "weights": [one.weight for one in query.sought],
        "per_page": per_page,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        total, page, ids, facets = cursor.fetchone()
    found = Found(ids=ids, total=total, page=page)
    return FoundWorks(found, way, read_facets(facets or (), chosen, is_capped=found.is_capped))


def facets_beside(answer: FoundWorks, chosen: dict[str, Any]) -> WorkFacets:
    """Each filter that is chosen with what could be chosen instead: one more reading for each of them."""
    facets = answer.facets
    beside = {
        name: with_those_beside(name, facets, count_beside(answer.way, chosen, name, name), chosen[name])
        for name in OFFERED
        if name in chosen
    }
    years = facets.years
    if not YEARS.isdisjoint(chosen):
        others = count_beside(answer.way, chosen, "year", *YEARS)
        years = {} if others.is_capped else others.years
    return replace(facets, options={**facets.options, **beside}, years=years)


def count_beside(way: Way, chosen: dict[str, Any], facet: str, *filters: str) -> WorkFacets:
    """One facet of the works that all filters leave but these."""
    others = {name: value for name, value in chosen.items() if name not in filters}
    statement = BESIDE.format(
        matches=matches_of(way),
        filters=filters_of(others),
        first=FIRST[chosen.get("sort", "best")],
        facets=facets_statement(others, [facet]),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**others, **parameters_of(way)})
        total, rows = cursor.fetchone()
    return read_facets(rows or (), others, is_capped=total > MOST)


def filters_of(chosen: dict[str, Any]) -> str:
    return "".join(f" AND {FILTERS[name]}" for name in FILTERS if name in chosen)


def count(way: Way) -> int:
    """How many answer without filters, up to 1,000."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(matches=matches_of(way)), parameters_of(way))
        return cursor.fetchone()[0]


def matches_of(way: Way) -> str:
    return f"({' OR '.join(match for name, match in MATCHES.items() if getattr(way, name))})"


def parameters_of(way: Way) -> dict[str, Any]:
    return {
        "text": way.text,
        "texts": way.texts,
        "titles": way.titles,
        "title": way.title,
        "most": MOST,
    }


def find_topics(text: str, *, page: int = 1, per_page: int = PER_PAGE) -> tuple[list[Topic], Found]:
    """Topics whose name has the words, whose code they are, or that they speak of under another name."""
    if not text:
        return [], Found()
    named = Q(name__icontains=text) | Q(slug__in=set(mentions(text))) | Q(codes__overlap=text.split())
    topics = Topic.objects.with_works().filter(named).largest_first()
    total = topics[: MOST + 1].count()
    page = min(page, max(-(-min(total, MOST) // per_page), 1))
    shown = topics[(page - 1) * per_page : page * per_page] if total else ()
    return list(shown), Found(total=total, page=page)


def find_begun_topics(text: str, *, limit: int) -> list[Topic]:
    """The largest topics with a word that begins so."""
    begun = Q(name__istartswith=text) | Q(name__icontains=f" {text}")
    return list(Topic.objects.with_works().filter(begun).largest_first()[:limit])


def find_titles(text: str, *, limit: int) -> list[Work]:
    """The best ranked works whose title has the words, the last of them perhaps only begun."""
    with connection.cursor() as cursor:
        cursor.execute(BEGUN, {"text": text, "limit": limit, "most": MOST_BEGUN, "endings": MOST_ENDINGS})
        ids = [row[0] for row in cursor.fetchall()]
    known = Work.objects.defer("search", "title_words", "abstract").in_bulk(ids)
    return [known[pk] for pk in ids]
