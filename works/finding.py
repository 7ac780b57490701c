"""Works and topics that answer a visitor's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from common.identifiers import NORMALIZERS, normalize_identifier, normalize_reference
from works.concepts import mentions
from works.models import Topic, Work, WorkIdentifier

# So many are ranked, counted and paged through; what is beyond is said to be more.
MOST = 1_000
PER_PAGE = 20
SCHEMES = ("doi", "arxiv", "acl")

LEXEME = re.compile(r"'((?:[^']|'')+)'")

# What the search engine reads in the words: lexemes that a found work must or may have.
READ = "SELECT querytree(websearch_to_tsquery('english', %(text)s))"
ONLY_EXCLUSIONS = ("", "T")

# Matching is dear to weigh: it reads the whole search vector. So only the 1,001 answers that come first by
# rank score (or date) are weighed: a word that stands in every third abstract costs 30 ms instead of 300.
# Relies on work_search, or where the word is common on work_best_ranked and work_newest_first; the words
# stand in the statement for the planner to see which.
FOUND = """
WITH candidate AS MATERIALIZED (
    SELECT work.id, work.search, work.rank, work.published_on
    FROM works_work AS work
    WHERE work.search @@ websearch_to_tsquery('english', %(text)s)
      AND NOT work.withdrawn
      AND (%(type)s IS NULL OR work.type = %(type)s)
      AND (%(published_from)s::date IS NULL OR work.published_on >= %(published_from)s)
      AND (%(published_before)s::date IS NULL OR work.published_on < %(published_before)s)
    ORDER BY {first}
    LIMIT %(most)s + 1
),
counted AS (
    SELECT total, least(%(page)s, greatest((least(total, %(most)s) + %(per_page)s - 1) / %(per_page)s, 1)) AS page
    FROM (SELECT count(*) AS total FROM candidate) AS candidate
)
SELECT counted.total,
       counted.page,
       ARRAY(SELECT id FROM candidate ORDER BY {order} LIMIT %(per_page)s OFFSET (counted.page - 1) * %(per_page)s)
FROM counted
"""
FIRST = {"best": "work.rank DESC, work.id DESC", "newest": "work.published_on DESC, work.id DESC"}
# Words in the title weigh two and a half times those in the abstract; the rank score adds a tenth a point.
ORDERS = {
    "best": """
        ts_rank(search, websearch_to_tsquery('english', %(text)s)) * (1 + greatest(rank, 0) / 10) DESC,
        published_on DESC, id DESC
    """,
    "newest": "published_on DESC, id DESC",
}


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


def read_words(text: str) -> list[str]:
    """The stems that the search engine seeks, without those excluded; none if only exclusions are left."""
    with connection.cursor() as cursor:
        cursor.execute(READ, {"text": text})
        tree = cursor.fetchone()[0]
    return [] if tree in ONLY_EXCLUSIONS else [stem.replace("''", "'") for stem in LEXEME.findall(tree)]


def find_works(text: str, chosen: dict[str, Any], *, per_page: int = PER_PAGE) -> Found:
    """Works whose title or abstract answers a web-style query (phrases, -exclusion, or), best first."""
    sort = chosen.get("sort", "best")
    statement = FOUND.format(first=FIRST[sort], order=ORDERS[sort])
    first, last = chosen.get("year_from"), chosen.get("year_to")
    parameters = {
        "text": text,
        "type": chosen.get("type"),
        "published_from": f"{first}-01-01" if first else None,
        "published_before": f"{last + 1}-01-01" if last else None,
        "page": chosen.get("page", 1),
        "per_page": per_page,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        total, page, ids = cursor.fetchone()
    return Found(ids=ids, total=total, page=page)


def find_topics(text: str) -> list[Topic]:
    """Topics whose name has the words, whose code they are, or that they speak of under another name."""
    named = Q(name__icontains=text) | Q(slug__in=set(mentions(text))) | Q(codes__overlap=text.split())
    return list(Topic.objects.with_works().filter(named).largest_first()[: MOST + 1])


def stated_identifiers(text: str) -> list[tuple[str, str]]:
    """(scheme, value) of the work identifiers that the text may be, a scheme before it or not."""
    stated = [(scheme, normalize_identifier(scheme, text)) for scheme in SCHEMES]
    found = [(scheme, value) for scheme, value in stated if value]
    scheme, colon, value = (normalize_reference(text) or "").partition(":")
    return [(scheme, value)] if colon and not found and scheme in NORMALIZERS else found


def work_identified(text: str) -> Work | None:
    """The work that has this identifier."""
    same = Q(pk__in=())
    for scheme, value in stated_identifiers(text):
        same |= Q(scheme=scheme, value=value)
    known = WorkIdentifier.objects.select_related("work").filter(same, work__withdrawn=False).first()
    return known.work if known else None
