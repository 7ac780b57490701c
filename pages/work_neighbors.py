"""Works around one work: what it cites, what cites it, what is nearest in its words, and what may be the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from django.db.models import DateField, ExpressionWrapper, F, Q, QuerySet, Value

from ingest.joining.aligning import aligned
from ingest.joining.sameness import Answer, Verdict, verdict
from ingest.joining.tables import MOST_OF_ONE_TITLE
from ingest.records import WorkRecord, record_from
from works.models import Citation, Separation, SourceRecord, Work, WorkQuerySet, WorkScore

Key = tuple[str, str]
Statements = dict[Key, WorkRecord]

MOST_LINKED_WORKS = 20
PER_PAGE = 50
MOST_STATEMENTS = 4  # of each work that are compared
# A statement with 20,000 authors takes a third of a second to read, and ten works may have such ones.
MOST_COMPARED_AUTHORS = 200
LIKELIEST = list(Answer)
OPENINGS = {
    Answer.SAME: "It seems to be the same work",
    Answer.UNSURE: "It may be the same work, or another",
    Answer.DIFFERENT: "Taken for another work",
}


@dataclass(frozen=True, slots=True)
class LinkedWorks:
    """Works on the other end of a citation: some of them, and how many there are."""

    works: list[Work]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.works)


@dataclass(frozen=True, slots=True)
class SimilarWork:
    """An earlier work in nearly the same words."""

    work: Work
    likeness: float

    @property
    def words(self) -> str:
        return f"likeness {max(self.likeness, 0):.2f}"


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A work of the same title, and why the two are kept apart."""

    work: Work
    found: Verdict

    @property
    def words(self) -> str:
        return f"{OPENINGS[self.found.answer]}: {', '.join(self.found.reasons)}."


# Citations


def references_of(work: Work) -> QuerySet[Work]:
    return for_line(Work.objects.filter(pk__in=Citation.objects.filter(citing=work).values("cited")))


def citing(work: Work) -> QuerySet[Work]:
    return for_line(Work.objects.filter(pk__in=Citation.objects.filter(cited=work).values("citing")))


def for_line(works: WorkQuerySet) -> QuerySet[Work]:
    """Everything that `pages/_linked_works.html` touches, the newest first.

    By the date and nothing: by the date alone the planner walks through all works in that order until it has met
    twenty of these, which took a quarter of a second where they are old.
    """
    newest = ExpressionWrapper(F("published_on") + Value(0), output_field=DateField())
    lines = works.listed().select_related("venue").order_by(newest.desc(), "-id")
    shown = ("slug", "title", "type", "published_on", "year", "authors_count", "self_reported")
    return lines.only(*shown, "venue__slug", "venue__name")


def linked(works: QuerySet[Work]) -> LinkedWorks:
    """The newest of these works. One query more for their number only where the list is full."""
    some = list(works[:MOST_LINKED_WORKS])
    return LinkedWorks(works=some, total=works.count() if len(some) == MOST_LINKED_WORKS else len(some))


# In words


def similar_works(work: Work) -> list[SimilarWork]:
    """The nearest earlier works by title and abstract, the nearest first; none where that is not known.

    Nor where there is no abstract: a title alone says too little to call works alike.
    """
    if not work.abstract:
        return []
    found = WorkScore.objects.filter(work=work).values_list("nearest", "similarities").first()
    near = dict(zip(*found, strict=True)) if found else {}
    works = for_line(Work.objects.filter(pk__in=list(near))).in_bulk()
    return [SimilarWork(works[pk], likeness) for pk, likeness in near.items() if pk in works]


# The same, perhaps


def possible_duplicates(work: Work) -> list[PossibleDuplicate]:
    """Works of the same title that somebody might take for this one, the likeliest first.

    A title that very many works have tells nothing. Works of a crowd are not compared, it takes too long for a page.
    What people told apart is not asked about again.
    """
    found = of_one_title(work) if work.authors_count <= MOST_COMPARED_AUTHORS else []
    others = [other for other in found if other.authors_count <= MOST_COMPARED_AUTHORS]
    if not others or len(found) >= MOST_OF_ONE_TITLE:
        return []
    said = statements_of([work.pk, *(other.pk for other in others)])
    mine, apart = said[work.pk], told_apart(said[work.pk])
    pairs = [(other, said[other.pk]) for other in others if not apart & said[other.pk].keys()]
    duplicates = [
        PossibleDuplicate(other, likeliest(mine, theirs))
        for other, theirs in pairs
        if could_be_one(mine, theirs)
    ]
    return sorted(duplicates, key=lambda one: (LIKELIEST.index(one.found.answer), -one.work.pk))


def of_one_title(work: Work) -> list[Work]:
    """Other works whose title is the same but for its spelling. Relies on work_title_print."""
    if work.title_print is None:
        return []
    same = Work.objects.filter(title_print=work.title_print).exclude(pk=work.pk)
    return list(for_line(same)[:MOST_OF_ONE_TITLE])


def statements_of(works: Sequence[int]) -> dict[int, Statements]:
    """What the sources say of these works and stand by, by work."""
    said: dict[int, Statements] = {work: {} for work in works}
    records = SourceRecord.objects.filter(work__in=works, withdrawn_at=None).order_by("source", "source_id")
    for work, source, source_id, payload in records.values_list("work", "source", "source_id", "payload"):
        if payload and len(said[work]) < MOST_STATEMENTS:
            said[work][source, source_id] = record_from(payload)
    return said


def told_apart(mine: Statements) -> set[Key]:
    """What a person said is not of the work with these statements. Relies on both indexes of separations."""
    ids = [source_id for _, source_id in mine]
    rows = Separation.objects.filter(Q(source_id__in=ids) | Q(other_source_id__in=ids))
    pairs = [((row.source, row.source_id), (row.other_source, row.other_source_id)) for row in rows]
    return {other for one, other in pairs if one in mine} | {one for one, other in pairs if other in mine}


def could_be_one(mine: Statements, theirs: Statements) -> bool:
    """Whether an author is in common, or the authors of one are not known."""
    return any(
        not one.authors or not other.authors or aligned(one.authors, other.authors)
        for one, other in product(mine.values(), theirs.values())
    )


def likeliest(mine: Statements, theirs: Statements) -> Verdict:
    """Of all that can be said of two works, what speaks most for their being one."""
    verdicts = (verdict(one, other) for one, other in product(mine.values(), theirs.values()))
    return min(verdicts, key=lambda found: LIKELIEST.index(found.answer))
