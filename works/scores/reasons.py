"""Why a work has the figures that it has: what was put in, with whom it was compared, and what came of it."""

from dataclasses import dataclass, field, replace
from math import sqrt

from works.models import CodeLink, ScoreGroup, Work, WorkScore
from works.scores.measures import WEIGHTS, novelty_raw, percentile

Measure = ScoreGroup.Measure
TITLES = {
    Measure.DISTANCE: "Distance to the nearest earlier works",
    Measure.REUSE: "Later works with its new words and phrases",
    Measure.NOVELTY: "Both together",
    Measure.CITATIONS: "Citations",
    Measure.CITED_HERE: "Citations",
}
PARTS = {"citations": "Citation percentile", "novelty": "Novelty percentile", "openness": "Openness"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of a work among those of its group."""

    measure: str
    value: float
    group: ScoreGroup

    @property
    def title(self) -> str:
        return TITLES[Measure(self.measure)]

    @property
    def percentile(self) -> float:
        return percentile(self.value, self.group.quantiles)

    @property
    def shown(self) -> str:
        """The value as it is read: counts whole, distances to the hundredth."""
        if self.measure == Measure.NOVELTY:
            return f"{self.value:.1f}"
        return f"{self.value:.2f}" if self.measure == Measure.DISTANCE else f"{self.value:,.0f}"

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last of the works in the group: its own year may have none beside this work."""
        return self.group.first_year, self.group.last_year

    @property
    def among(self) -> str:
        """ "4,855 works of Computer Science, 2019", "212 works of all fields, 2011 to 2013"."""
        first, last = self.years
        years = f"{first}" if first == last else f"{first} to {last}"
        return f"{self.group.works_count:,} works of {self.group.field or 'all fields'}, {years}"

    @property
    def margin(self) -> float:
        """One standard error of a percentile in the middle of so large a group."""
        return 50 / sqrt(self.group.works_count)


@dataclass(frozen=True, slots=True)
class Part:
    """What one known figure brings to the AI score."""

    name: str
    value: float
    share: float  # of the weights of what is known

    @property
    def title(self) -> str:
        return PARTS[self.name]

    @property
    def percent(self) -> float:
        return 100 * self.share

    @property
    def points(self) -> float:
        return self.value * self.share


@dataclass(frozen=True, slots=True)
class NearestWork:
    """An earlier work whose text is like it, and how much: 1 is the same."""

    work: Work
    similarity: float

    @property
    def percent(self) -> float:
        return 100 * self.similarity


@dataclass(frozen=True)
class Reasons:
    """Everything that the page of a work's scores and its JSON tell."""

    work: Work
    score: WorkScore | None
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    nearest: list[NearestWork] = field(default_factory=list)
    awaits_phrases: bool = False  # those of others are known, its own are still to be looked for

    @property
    def phrases(self) -> list[tuple[str, int]]:
        """New words and phrases, and in how many later works each is."""
        return list(zip(self.score.phrases, self.score.phrases_uses, strict=True)) if self.score else []

    @property
    def novelty_comparisons(self) -> list[Comparison]:
        wanted = (Measure.DISTANCE, Measure.REUSE, Measure.NOVELTY)
        return [self.comparisons[measure] for measure in wanted if measure in self.comparisons]

    @property
    def citations(self) -> Comparison | None:
        """With works that a source counts, if one counts this one, else with the others."""
        return self.comparisons.get(Measure.CITATIONS) or self.comparisons.get(Measure.CITED_HERE)

    @property
    def parts(self) -> list[Part]:
        """What the AI score is the sum of; nothing where there is none."""
        if self.score is None or self.score.ai_score is None:
            return []
        values = {
            "citations": self.score.citation_percentile,
            "novelty": self.score.novelty,
            "openness": self.score.openness,
        }
        known = {name: value for name, value in values.items() if value is not None}
        whole = sum(WEIGHTS[name] for name in known)
        return [Part(name, value, WEIGHTS[name] / whole) for name, value in known.items()]

    @property
    def unknown_parts(self) -> list[str]:
        known = {part.name for part in self.parts}
        return [PARTS[name].lower() for name in WEIGHTS if name not in known]

    @property
    def has_data(self) -> bool:
        """Whether a source links a data set."""
        return any(link.kind == CodeLink.Kind.DATASET for link in self.work.links.all())

    @property
    def data_words(self) -> str:
        """The same in words: data that Papers with Code links may be those of others."""
        datasets = [link for link in self.work.links.all() if link.kind == CodeLink.Kind.DATASET]
        if not datasets:
            return "no data are linked"
        theirs = all(link.may_be_of_others for link in datasets)
        return f"data are linked{' (used or introduced)' if theirs else ''}"

    @property
    def is_awaited(self) -> bool:
        """Whether something changed since the figures were computed, or nobody has computed them yet."""
        return self.score is None or self.score.stale_at is not None

    @property
    def counts(self) -> bool:
        return not (self.work.retracted or self.work.withdrawn or self.work.self_reported)

    @property
    def missing(self) -> str:
        """Instead of a figure that there is none of."""
        return "not enough data" if self.counts else "not computed"

    @property
    def why_no_novelty(self) -> str:
        """In words; only where there is none."""
        if not self.counts:
            return "This work counts nowhere, so it is not compared with others."
        if not self.work.abstract:
            return "No abstract is known here, and a title alone says too little."
        if self.score is None or self.score.computed_at is None:
            return "Nobody has compared this text with others yet."
        if self.score.distance is None:
            return "Too few earlier works are known here, or its text is too short to be compared."
        if self.awaits_phrases and Measure.DISTANCE in self.comparisons:
            return "Which of its words and phrases are new is looked for once a day."
        return "Too few works of these years are known here to compare it with."

    @property
    def why_no_citations(self) -> str:
        if not self.counts:
            return "This work counts nowhere, so it is not compared with others."
        if self.work.cited_by_count is not None:
            return "Too few works of these years are counted by a source to compare it with."
        return (
            "No source counts its citations, and so few works of that year are cited by others of this record that"
            " none here does not mean that there are none."
        )


def reasons_of(work: Work) -> Reasons:
    """In three queries at most, whatever there is to tell; links to data take one more."""
    scores = WorkScore.objects.select_related("space").defer("vector", "space__state")
    score = scores.filter(work=work).first()
    if score is None:
        return Reasons(work, None)
    reasons = Reasons(work, score, nearest=nearest_of(work, score))
    if not reasons.counts or score.computed_at is None:
        return reasons
    groups = groups_of(work, score)
    waits = awaits_phrases(work, score, groups)
    return replace(reasons, comparisons=comparisons_of(work, score, groups), awaits_phrases=waits)


def comparisons_of(work: Work, score: WorkScore, groups: dict[str, ScoreGroup]) -> dict[str, Comparison]:
    """What of the work is known and can be compared, as works/scores/placing.py does it."""
    values = values_of(work, score)
    found = {
        measure: Comparison(measure, value, groups[measure])
        for measure, value in values.items()
        if value is not None and measure in groups
    }
    distance, reuse = found.get(Measure.DISTANCE), found.get(Measure.REUSE)
    if distance and Measure.NOVELTY in groups and not awaits_phrases(work, score, groups):
        raw = novelty_raw(distance.percentile, reuse.percentile if reuse else None)
        found[Measure.NOVELTY] = Comparison(Measure.NOVELTY, raw, groups[Measure.NOVELTY])
    return found


def awaits_phrases(work: Work, score: WorkScore, groups: dict[str, ScoreGroup]) -> bool:
    """Whether new phrases around it are known, and nobody has looked for its own yet, which it may have."""
    return Measure.REUSE in groups and score.phrases_reuse is None and not is_known_ground(work, score)


def is_known_ground(work: Work, score: WorkScore) -> bool:
    """Whether it is so early that all it says counts as known: no phrase of it can be new."""
    known_until = score.space.known_until if score.space else None
    return known_until is not None and work.published_on <= known_until


def groups_of(work: Work, score: WorkScore) -> dict[str, ScoreGroup]:
    """For each measure the group of the field, else that of all fields."""
    near = ScoreGroup.objects.filter(year=work.year, field__in={score.field, ""})
    fitting = [group for group in near if group.with_abstract in (None, bool(work.abstract))]
    return {group.measure: group for group in sorted(fitting, key=lambda group: group.field)}


def values_of(work: Work, score: WorkScore) -> dict[str, float | None]:
    citations = Measure.CITED_HERE if work.cited_by_count is None else Measure.CITATIONS
    return {
        Measure.DISTANCE: score.distance,
        Measure.REUSE: None
        if score.distance is None or is_known_ground(work, score)
        else score.phrases_reuse,
        citations: work.best_citation_count,
    }


def nearest_of(work: Work, score: WorkScore) -> list[NearestWork]:
    """The earlier works that are nearest, nearest first; those that are no longer shown are left out.

    None where there is no abstract: a title alone says too little to call works alike.
    """
    if not work.abstract:
        return []
    known = Work.objects.listed().only("slug", "title", "published_on", "year").in_bulk(score.nearest)
    pairs = zip(score.nearest, score.similarities, strict=True)
    return [NearestWork(known[pk], similarity) for pk, similarity in pairs if pk in known]
