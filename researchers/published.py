"""The works of a researcher as a list: which ones, in what order, and everything their items show."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import connection
from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import get_text_list

from researchers.bylines import Byline, bylines
from researchers.collaborators import collaborators_of
from researchers.facets import Facets, facets_of
from researchers.forms import WorksFilter
from researchers.models import Researcher
from researchers.states import AuthorshipState, authorship_state
from works.dates import machine_date, printed_date
from works.identifiers import identifier_url, is_known, place, scheme_name, source_name
from works.models import CodeLink, Version, Work

PER_PAGE = 20
MOST_COAUTHORS = 20
DEFAULT_SORT = "rank"


@dataclass(frozen=True, slots=True)
class Listed:
    """A work on the page asked for: where the researcher stands in it, and who says so."""

    work_id: int
    position: int
    status: str
    basis: str
    id_source: str
    total: int
    page: int


# Relies on attribution(researcher_id, status); the rest goes by primary keys. Attribution and authorship of
# every listed work are read to sort them, but only ids leave the database before the page is cut out.
LISTED = """
WITH own AS (
    SELECT DISTINCT ON (authorship.work_id)
           authorship.work_id,
           authorship.position,
           attribution.status,
           attribution.basis,
           split_part(authorship.source_author_id, ':', 1) AS id_source
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    WHERE attribution.researcher_id = %(researcher_id)s AND attribution.status IN ('accepted', 'disputed')
    ORDER BY authorship.work_id, authorship.position
),
matching AS (
    SELECT own.*,
           work.rank,
           work.published_on,
           greatest(coalesce(work.cited_by_count, 0), work.citations_count) AS cited
    FROM own
    JOIN works_work AS work ON work.id = own.work_id AND NOT work.withdrawn
    WHERE (%(type)s IS NULL OR work.type = %(type)s)
      AND (%(year_from)s IS NULL OR work.year >= %(year_from)s)
      AND (%(year_to)s IS NULL OR work.year <= %(year_to)s)
      AND (NOT %(code)s OR work.has_code)
      AND (NOT %(open_access)s OR work.open_access)
      AND (%(source)s IS NULL OR EXISTS (
          SELECT FROM works_sourcerecord AS record
          WHERE record.work_id = work.id AND record.source = %(source)s
      ))
      AND (%(topic)s IS NULL OR EXISTS (
          SELECT FROM works_worktopic AS about
          JOIN works_topic AS topic ON topic.id = about.topic_id
          WHERE about.work_id = work.id AND topic.slug = %(topic)s
      ))
      AND (%(coauthor)s IS NULL OR EXISTS (
          SELECT FROM works_authorship AS theirs
          JOIN researchers_attribution AS attribution
            ON attribution.authorship_id = theirs.id AND attribution.status IN ('accepted', 'disputed')
          JOIN researchers_researcher AS coauthor ON coauthor.id = attribution.researcher_id
          WHERE theirs.work_id = work.id AND coauthor.slug = %(coauthor)s
      ))
),
counted AS (
    SELECT total, least(%(page)s, greatest((total + %(per_page)s - 1) / %(per_page)s, 1)) AS page
    FROM (SELECT count(*) AS total FROM matching) AS matching
)
SELECT work_id, position, status, basis, id_source, total, page
FROM matching
CROSS JOIN counted
ORDER BY {order}
LIMIT %(per_page)s
OFFSET (SELECT (page - 1) * %(per_page)s FROM counted)
"""

ORDERS = {
    "rank": "rank DESC, published_on DESC, work_id DESC",
    "newest": "published_on DESC, work_id DESC",
    "oldest": "published_on, work_id",
    "cited": "cited DESC, published_on DESC, work_id DESC",
}

UNFILTERED = {
    "type": None,
    "year_from": None,
    "year_to": None,
    "source": None,
    "topic": None,
    "coauthor": None,
    "code": False,
    "open_access": False,
    "page": 1,
}


def listed_works(researcher_id: int, chosen: dict[str, Any]) -> list[Listed]:
    """One page of the researcher's works; a page beyond the last one is the last one."""
    statement = LISTED.format(order=ORDERS[chosen.get("sort", DEFAULT_SORT)])
    parameters = {**UNFILTERED, **chosen, "researcher_id": researcher_id, "per_page": PER_PAGE}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Listed(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class WorkItem:
    """Everything `works/_item.html` shows of one work on somebody's list."""

    work: Work
    byline: Byline
    state: AuthorshipState | None = None

    @property
    def date(self) -> str:
        return printed_date(self.work.published_on, self.work.published_precision)

    @property
    def machine_date(self) -> str:
        return machine_date(self.work.published_on, self.work.published_precision)

    @property
    def sources(self) -> list[str]:
        """Names of the sources, each once."""
        return list(dict.fromkeys(source_name(record.source) for record in self.work.sources.all()))

    @property
    def identifiers(self) -> list[tuple[str, str, str]]:
        """Scheme's name, value, and address of each identifier; no address where it resolves nowhere."""
        return [
            (
                scheme_name(identifier.scheme),
                identifier.value,
                identifier_url(identifier.scheme, identifier.value),
            )
            for identifier in sorted(self.work.identifiers.all(), key=lambda known: place(known.scheme))
            if is_known(identifier.scheme)
        ]

    @property
    def versions(self) -> list["LaterVersion"]:
        """Each appearance once, in the words of the source that knows most of it."""
        same: dict[str, list[Version]] = {}
        for version in self.work.versions.all():
            if version.says_more_than(self.work.type):
                same.setdefault(version.doi.lower() or LaterVersion(version).words, []).append(version)
        return [
            LaterVersion(max(found, key=lambda one: len(LaterVersion(one).words)), tuple(found))
            for found in same.values()
        ]

    @cached_property
    def code(self) -> CodeLink | None:
        return self.first_link(CodeLink.Kind.CODE)

    @cached_property
    def dataset(self) -> CodeLink | None:
        return self.first_link(CodeLink.Kind.DATASET)

    def first_link(self, kind: str) -> CodeLink | None:
        return next((link for link in self.work.links.all() if link.kind == kind), None)


@dataclass(frozen=True, slots=True)
class LaterVersion:
    """A later appearance of a work, in the words that a list shows of it."""

    version: Version
    stated: tuple[Version, ...] = ()  # the same appearance in the words of every source

    @property
    def words(self) -> str:
        """ "Journal article, Journal of Results, March 2, 2023"; what is not known is left out."""
        known = self.version
        date = printed_date(known.published_on, known.published_precision) if known.published_on else ""
        return ", ".join(filter(None, [known.get_type_display(), known.venue_name, date]))

    @property
    def url(self) -> str:
        return identifier_url("doi", self.version.doi) if self.version.doi else ""

    @property
    def source(self) -> str:
        """Who says so: "Crossref", "INSPIRE and arXiv"."""
        names = dict.fromkeys(source_name(one.source) for one in self.stated or (self.version,))
        return get_text_list(list(names), "and")


@dataclass(frozen=True)
class PublishedWork:
    """What `researchers/_works.html` shows: part 7 of a researcher page."""

    researcher: Researcher
    form: WorksFilter
    items: list[WorkItem]
    page: Page
    total: int

    @property
    def matching(self) -> int:
        return self.page.paginator.count

    @property
    def is_filtered(self) -> bool:
        return bool(self.form.chosen.keys() - {"sort", "page"})

    @property
    def filters(self) -> list[BoundField]:
        return [field for field in self.form if field.name not in ("sort", "page")]

    @property
    def summary(self) -> str:
        """ "12 of 40 works match", for a line above the list and for screen readers."""
        works = "work" if self.total == 1 else "works"
        if self.is_filtered:
            return (
                f"{self.matching:,} of {self.total:,} {works} {'matches' if self.matching == 1 else 'match'}"
            )
        return f"{self.total:,} {works}"

    @property
    def kept(self) -> dict[str, Any]:
        """Sort and filter as the address keeps them: no page, no default, flags as 1."""
        chosen = {name: value for name, value in self.form.chosen.items() if name != "page"}
        if chosen.get("sort") == DEFAULT_SORT:
            del chosen["sort"]
        return {name: 1 if value is True else value for name, value in chosen.items()}

    @property
    def address(self) -> str:
        """The address of this list as it is shown, without what was not understood."""
        query = {**self.kept, "page": self.page.number} if self.page.number > 1 else self.kept
        path = reverse("researchers:works", args=[self.researcher.slug])
        return f"{path}?{urlencode(query)}" if query else path


def published_work(researcher: Researcher, query: QueryDict) -> PublishedWork:
    """The page of works that the address asks for, in a number of queries that does not depend on them."""
    facets = facets_of(researcher.pk)
    form = works_filter(researcher, query, facets)
    listed = listed_works(researcher.pk, form.chosen)
    total, number = (listed[0].total, listed[0].page) if listed else (0, 1)
    return PublishedWork(
        researcher=researcher,
        form=form,
        items=work_items(listed),
        page=Paginator(range(total), PER_PAGE).page(number),
        total=facets.total,
    )


def works_filter(researcher: Researcher, query: QueryDict, facets: Facets) -> WorksFilter:
    form = WorksFilter(query, auto_id="works-%s")
    form.offer("type", facets.types)
    form.offer("source", facets.sources)
    form.offer("topic", facets.topics)
    people = collaborators_of(researcher.pk, limit=MOST_COAUTHORS)
    form.offer(
        "coauthor", sorted(((person.slug, person.name) for person in people), key=lambda pair: pair[1])
    )
    return form


def work_items(listed: list[Listed]) -> list[WorkItem]:
    """The items in the order given."""
    works = Work.objects.for_item().defer("search").in_bulk([entry.work_id for entry in listed])
    totals = {pk: work.authors_count for pk, work in works.items()}
    lines = bylines({entry.work_id: entry.position for entry in listed}, totals)
    return [
        WorkItem(
            work=works[entry.work_id],
            byline=lines[entry.work_id],
            state=authorship_state(entry.status, entry.basis, source_of(entry, works[entry.work_id])),
        )
        for entry in listed
    ]


def source_of(entry: Listed, work: Work) -> str:
    """Who gave the identifier that an attribution rests on."""
    records = work.sources.all()
    return entry.id_source or (records[0].source if records else "")
