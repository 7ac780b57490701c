"""Why a researcher has the scores that they have: each listed work with its figures and its weight."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.db import connection
from django.urls import reverse
from django.utils.text import get_text_list

from researchers.models import Researcher
from researchers.scores import (
    ACTIVITY_HALF,
    FORMULA,
    HALF_LIFE,
    LEAST_WORKS,
    activity_of,
    weight_of,
)
from works.identifiers import source_name
from works.scores.measures import ROUNDING

# The works that researchers/counters.py counts. Relies on attribution(researcher_id, status) and primary keys.
LISTED_WORKS = """
SELECT DISTINCT ON (work.year, work.id)
       work.slug, work.title, work.year, score.novelty, score.citation_percentile, score.openness, score.ai_score
FROM researchers_attribution AS attribution
JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
JOIN works_work AS work
  ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
LEFT JOIN works_workscore AS score ON score.work_id = work.id
WHERE attribution.researcher_id = %(researcher_id)s AND attribution.status IN ('accepted', 'disputed')
ORDER BY work.year DESC, work.id DESC
"""


@dataclass(frozen=True, slots=True)
class ListedWork:
    """One row of the account."""

    slug: str
    title: str
    year: int
    novelty: float | None
    citation_percentile: float | None
    openness: float | None
    ai_score: float | None

    @property
    def url(self) -> str:
        return reverse("pages:work_scores", args=[self.slug])


@dataclass(frozen=True)
class Standing:
    """What the page of a researcher's scores and its JSON tell."""

    researcher: Researcher
    works: list[ListedWork]

    @property
    def now(self) -> int:
        """The year as of which works are old or new: that of the computation."""
        return int(self.researcher.score_parts["year_of_computation"])

    @property
    def computed_on(self) -> date:
        return date.fromisoformat(self.researcher.score_parts["computed_on"])

    @property
    def is_computed(self) -> bool:
        return bool(self.researcher.score_parts)

    @property
    def weighed(self) -> list[tuple[ListedWork, float]]:
        return [(work, weight_of(work.year, self.now)) for work in self.works]

    @property
    def activity(self) -> float:
        return activity_of(sum(weight for _, weight in self.weighed))

    @property
    def counted_by(self) -> str:
        return counted_by(self.researcher)


def counted_by(researcher: Researcher) -> str:
    """Whose counts citations and h-index are made of, in words."""
    names = [source_name(source) for source in researcher.score_parts.get("counted_by", [])]
    here = "citations known in this record"
    return f"{get_text_list(names, 'and')}, or {here} where they are more" if names else here


def standing_of(researcher: Researcher) -> Standing:
    """In one query."""
    with connection.cursor() as cursor:
        cursor.execute(LISTED_WORKS, {"researcher_id": researcher.pk})
        return Standing(researcher, [ListedWork(*row) for row in cursor.fetchall()])


def standing_json(standing: Standing, *, page: str, rules: str) -> bytes:
    """Everything that is needed to compute the figures again."""
    person = standing.researcher
    document: dict[str, Any] = {
        "researcher": person.public_id,
        "page": page,
        "rules": rules,
        "formula": FORMULA,
        "how": {
            "weight": f"2 ^ (- age of the work in years / {HALF_LIFE:g}), age as of year_of_computation, at least 0",
            "activity": f"W / (W + {ACTIVITY_HALF:g}), W the sum of the weights of all listed works",
            "merit": "mean of the AI scores of the works that have one, by weight",
            "ai_score": f"merit times activity; none where fewer than {LEAST_WORKS} works have an AI score",
            "novelty": "mean of the novelty of the works that have one",
            "result": ROUNDING,
        },
        "half_life": HALF_LIFE,
        "activity_half": ACTIVITY_HALF,
        "least_works": LEAST_WORKS,
        "citations_counted_by": counted_by(person),
        "is_awaited": person.counters_stale_at is not None,
        "parts": person.score_parts,
        "result": {
            "novelty": person.novelty,
            "ai_score": person.ai_score,
            "citations": person.citations_count,
            "h_index": person.h_index,
        },
        "works": [
            {
                "work": work.slug,
                "year": work.year,
                "novelty": work.novelty,
                "citation_percentile": work.citation_percentile,
                "openness": work.openness,
                "ai_score": work.ai_score,
            }
            for work in standing.works
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
