"""Pages that may be somebody's: found by name, ORCID iD or a work, with what tells people of one name apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from claims.evidence.coauthors import MOST_AUTHORS
from common.identifiers import normalize_identifier, normalize_orcid
from researchers.finding import find_researchers, researcher_identified
from researchers.models import Attribution, Researcher
from works.identified import work_identified
from works.models import Authorship, Work

PER_PAGE = 20
LATEST = 20  # works of a page that are looked at
TITLES_SHOWN, COAUTHORS_SHOWN = 2, 3

# Of each page its latest works, and with whom most of them were written.
# Relies on attribution_of_researcher and the unique index of authorship(work_id, position).
TOLD_APART = """
WITH person AS (
    SELECT unnest(%(ids)s::bigint[]) AS id
),
latest AS (
    SELECT person.id AS person_id, work.id, work.title, work.authors_count, work.place
    FROM person
    CROSS JOIN LATERAL (
        SELECT work.id, work.title, work.authors_count,
               row_number() OVER (ORDER BY work.published_on DESC, work.id DESC) AS place
        FROM researchers_attribution AS attribution
        JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
        JOIN works_work AS work ON work.id = authorship.work_id AND NOT work.withdrawn
        WHERE attribution.researcher_id = person.id AND attribution.status IN ('accepted', 'disputed')
        ORDER BY place
        LIMIT %(latest)s
    ) AS work
),
shared AS (
    SELECT latest.person_id, other.researcher_id, count(*) AS works
    FROM latest
    JOIN works_authorship AS authorship ON authorship.work_id = latest.id
    JOIN researchers_attribution AS other
      ON other.authorship_id = authorship.id AND other.status IN ('accepted', 'disputed')
    WHERE latest.authors_count <= %(most_authors)s AND other.researcher_id <> latest.person_id
    GROUP BY latest.person_id, other.researcher_id
),
ranked AS (
    SELECT shared.*,
           row_number() OVER (PARTITION BY person_id ORDER BY works DESC, researcher_id) AS place
    FROM shared
)
SELECT person.id,
       ARRAY(
           SELECT title FROM latest WHERE latest.person_id = person.id AND place <= %(titles)s ORDER BY place
       ),
       ARRAY(
           SELECT researcher.preferred_name
           FROM ranked
           JOIN researchers_researcher AS researcher ON researcher.id = ranked.researcher_id
           WHERE ranked.person_id = person.id AND place <= %(coauthors)s AND researcher.visibility = ''
           ORDER BY place
       )
FROM person
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page, and what tells its person from others of the name."""

    person: Researcher
    titles: Sequence[str]
    coauthors: Sequence[str]
    printed: str = ""  # how a work that was asked for prints the name


@dataclass(frozen=True, slots=True)
class Candidates:
    """One page of what was found, and by what."""

    by: str  # "name", "orcid", "work", "unknown_work"
    people: Sequence[Candidate] = ()
    total: int = 0
    number: int = 1  # of the pages of results, this one
    are_guesses: bool = False
    work: Work | None = None
    without_page: Sequence[str] = ()  # names on the work that no page lists

    @property
    def pages(self) -> int:
        return -(-self.total // PER_PAGE)


def find_candidates(text: str, number: int = 1) -> Candidates:
    """Pages for a name, an ORCID iD, or the DOI or arXiv id of a work."""
    if normalize_orcid(text.strip()):
        known = researcher_identified(text)
        return Candidates(by="orcid", people=told_apart([known] if known else []), total=int(bool(known)))
    if work := work_identified(text):
        return authors_of(work, number)
    if normalize_identifier("doi", text) or normalize_identifier("arxiv", text):
        return Candidates(by="unknown_work")
    found = find_researchers(text, page=number, per_page=PER_PAGE)
    return Candidates(
        by="name",
        people=told_apart(found.people),
        total=found.found.reachable,
        number=found.found.page,
        are_guesses=found.are_guesses,
    )


def authors_of(work: Work, number: int) -> Candidates:
    """The authors of a work in their order, some of them at a time."""
    start = (number - 1) * PER_PAGE
    total = work.authorships.count()
    printed = list(work.authorships.order_by("position")[start : start + PER_PAGE])
    pages = pages_listing(printed)
    told = {one.person.pk: one for one in told_apart(list(pages.values()))}
    people = [(name, pages.get(name.pk)) for name in printed]
    return Candidates(
        by="work",
        people=[printed_as(told[person.pk], name.name) for name, person in people if person],
        total=total,
        number=number,
        work=work,
        without_page=[name.name for name, person in people if not person],
    )


def pages_listing(names: Sequence[Authorship]) -> dict[int, Researcher]:
    """By authorship the public page that lists it."""
    listed = Attribution.objects.accepted().filter(
        authorship__in=names, researcher__in=Researcher.objects.public()
    )
    return {one.authorship_id: one.researcher for one in listed.select_related("researcher")}


def printed_as(candidate: Candidate, name: str) -> Candidate:
    return Candidate(candidate.person, candidate.titles, candidate.coauthors, printed=name)


def told_apart(people: Sequence[Researcher]) -> list[Candidate]:
    """What is shown of each, in one statement."""
    parameters: dict[str, Any] = {
        "ids": [person.pk for person in people],
        "latest": LATEST,
        "titles": TITLES_SHOWN,
        "coauthors": COAUTHORS_SHOWN,
        "most_authors": MOST_AUTHORS,
    }
    if not people:
        return []
    with connection.cursor() as cursor:
        cursor.execute(TOLD_APART, parameters)
        told = {pk: (titles, coauthors) for pk, titles, coauthors in cursor.fetchall()}
    return [Candidate(person, *told[person.pk]) for person in people]
