"""scores.json of a work: everything that is needed to compute its figures again."""

from collections.abc import Callable
from typing import Any

import msgspec

from works.models import Work
from works.scores.groups import LEAST_SHARE_CITED, LEAST_WORKS, MOST_YEARS_AROUND
from works.scores.measures import FORMULA, OPENNESS_POINTS, ROUNDING, WEIGHTS
from works.scores.reasons import Comparison, Reasons, is_known_ground

UNITS = {
    "percentile": "share of the group that is below, ties counted half, 0 to 100; by the quantiles of the group,"
    " which are its 0th to its 100th percentile, with straight lines between them",
    "citation_percentile": "percentile of the larger count of citations: where a source counts the work, in the group"
    " `citations`, of works that a source counts; else in the group `cited_here`, of works that none counts, which is"
    " formed where share_cited, how many of those of its field and year are cited here, is least_share_cited or more",
    "group": "works of the field and year; of all fields where these are fewer than least_works; with up to"
    " most_years_around before and after where those are fewer, though not in cited_here; else there is none",
    "novelty": "percentile of novelty_raw, the mean of the percentiles of distance and of reuse; it is that of distance"
    " alone where there is no group of reuse, or where the work is_known_ground, so early that no phrase of it can be"
    " new; no novelty where there is such a group and reuse is not known yet, nor without an abstract",
    "ai_score": "mean of citation_percentile, novelty and openness by their weights, over those that are known;"
    " none where neither citation_percentile nor novelty is",
    "data": "whether a source links a data set; Papers with Code links those that a work uses as well as its own",
    "nearest_earlier_works": "by the cosine of their places in the space of words; none are named without an abstract,"
    " since a title alone says too little",
    "result": f"{ROUNDING}; ai_score is made of figures that were rounded before",
}


def scores_json(reasons: Reasons, *, rules: str, address_of: Callable[[Work], str]) -> bytes:
    """The document, given the address of the rules and how works are addressed."""
    document = {
        "work": address_of(reasons.work),
        "rules": rules,
        "formula": FORMULA,
        "how": UNITS,
        "weights": dict(WEIGHTS),
        "openness_points": dict(OPENNESS_POINTS),
        "least_works": LEAST_WORKS,
        "most_years_around": MOST_YEARS_AROUND,
        "least_share_cited": LEAST_SHARE_CITED,
        "is_awaited": reasons.is_awaited,
        "inputs": inputs(reasons),
        "groups": {name: group(comparison) for name, comparison in reasons.comparisons.items()},
        "percentiles": {
            name: round(comparison.percentile, 4) for name, comparison in reasons.comparisons.items()
        },
        "result": result(reasons),
        "nearest_earlier_works": [
            {"work": address_of(near.work), "title": near.work.title, "similarity": near.similarity}
            for near in reasons.nearest
        ],
        "new_phrases": [{"phrase": phrase, "later_works": uses} for phrase, uses in reasons.phrases],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def inputs(reasons: Reasons) -> dict[str, Any]:
    """What was put in."""
    work, score = reasons.work, reasons.score
    return {
        "field": score.field if score else "",
        "year": work.year,
        "has_abstract": bool(work.abstract),
        "distance": score.distance if score else None,
        "reuse": score.phrases_reuse if score else None,
        "is_known_ground": is_known_ground(work, score) if score else None,
        "new_phrases": score.new_phrases if score else None,
        "citations_counted_by_a_source": work.cited_by_count,
        "citations_in_this_record": work.citations_count,
        "open_access": work.open_access,
        "code": work.has_code,
        "data": reasons.has_data,
    }


def group(comparison: Comparison) -> dict[str, Any]:
    """With whom it was compared."""
    first, last = comparison.years
    return {
        "field": comparison.group.field or "all fields",
        "first_year": first,
        "last_year": last,
        "with_abstract": comparison.group.with_abstract,
        "works": comparison.group.works_count,
        "share_cited": comparison.group.share_cited,
        "quantiles": comparison.group.quantiles,
    }


def result(reasons: Reasons) -> dict[str, Any]:
    """The figures as they are shown."""
    score = reasons.score
    return {
        "novelty": score.novelty if score else None,
        "citation_percentile": score.citation_percentile if score else None,
        "openness": score.openness if score else None,
        "ai_score": score.ai_score if score else None,
        "computed_at": score.computed_at if score else None,
    }
