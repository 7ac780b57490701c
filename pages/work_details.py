"""Everything the page of one work shows, in a number of queries that does not depend on how much there is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf.locale import LANG_INFO
from django.db.models import Prefetch

from common.names import fold
from ingest.joining.merging import provenance
from ingest.records import record_from
from pages.work_neighbors import (
    LinkedWorks,
    PossibleDuplicate,
    SimilarWork,
    citing,
    linked,
    possible_duplicates,
    references_of,
    similar_works,
)
from researchers.bylines import bylines
from researchers.curation.telling import name_url
from researchers.former import replaced_names
from researchers.models import Attribution, Researcher
from researchers.profile import DEMO
from researchers.published import WorkItem
from researchers.states import AuthorshipState, authorship_state
from works.citable import cited_as
from works.citing import Citable
from works.identifiers import identifier_url, source_name
from works.institutions import reading_words
from works.models import (
    Affiliation,
    Authorship,
    Citation,
    Institution,
    Joining,
    SourceRecord,
    Work,
    WorkTopic,
)

MOST_AUTHORS = 50
FIELDS = {
    "title": "Title", "authors": "Authors", "abstract": "Abstract", "type": "Type", "published": "First publication",
    "venue": "Venue", "language": "Language", "license": "License", "open_access": "Open access",
    "categories": "Categories", "topics": "Topics", "keywords": "Keywords", "links": "Links",
    "references": "References",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedAuthor:
    """A name as printed with its affiliations, and who we think it is."""

    authorship: Authorship
    attribution: Attribution | None
    state: AuthorshipState | None
    institutions: tuple[Affiliation, ...] = ()
    said: str = ""  # the name in place of the printed one, where that is borne no more
    is_withheld: bool = False  # it is somebody's whose page was taken down

    @property
    def name(self) -> str:
        return self.said or self.authorship.name

    @property
    def number(self) -> int:
        return self.authorship.position + 1

    @property
    def researcher(self) -> Researcher | None:
        return self.attribution.researcher if self.attribution else None

    @property
    def names_url(self) -> str:
        """The page of everybody of this name."""
        return name_url(self.authorship.name_key)

    @property
    def orcid_url(self) -> str:
        return identifier_url("orcid", self.authorship.orcid)

    @property
    def affiliations(self) -> list[tuple[str, Institution | None]]:
        """Each as printed, with the institution if that is called just so."""
        named = {fold(one.institution.name): one.institution for one in self.institutions}
        return [(printed, named.get(fold(printed))) for printed in self.authorship.affiliations]

    @property
    def readings(self) -> list[tuple[Institution, str]]:
        """What the affiliations were read as where they say it in other words, and how."""
        linked = {institution for _, institution in self.affiliations}
        return [
            (one.institution, reading_words(one.basis, one.confidence))
            for one in self.institutions
            if one.institution not in linked
        ]


@dataclass(frozen=True, slots=True)
class WorkDetails:
    """What `pages/work.html` shows."""

    work: Work
    item: WorkItem
    authors: list[PrintedAuthor]
    topics: list[WorkTopic]
    references: LinkedWorks
    unknown_references: int
    citing: LinkedWorks
    similar: list[SimilarWork]
    duplicates: list[PossibleDuplicate]
    cited: Citable
    joinings: list[Joining]
    fields: list[tuple[str, str]]

    @property
    def language(self) -> str:
        """Its English name, or the code as the source gave it."""
        known = LANG_INFO.get(self.work.language.lower(), {})
        return known.get("name", self.work.language)

    @property
    def has_affiliations(self) -> bool:
        return any(author.authorship.affiliations or author.institutions for author in self.authors)

    @property
    def more_authors(self) -> int:
        return max(self.work.authors_count - len(self.authors), 0)

    @property
    def sources(self) -> list[tuple[SourceRecord, str]]:
        """What each source said, and the source's name."""
        return [(record, source_name(record.source)) for record in self.work.sources.all()]

    @property
    def is_fictional(self) -> bool:
        """Whether nobody but the demonstration says that this work exists."""
        return {record.source for record in self.work.sources.all()} == {DEMO}


def details_of(work: Work, page_url: Callable[[Work], str]) -> WorkDetails:
    """Of a work loaded `for_item`."""
    said = replaced_names([work.pk])
    known = Citation.objects.filter(citing=work)
    return WorkDetails(
        work=work,
        item=WorkItem(work=work, byline=bylines({work.pk: None}, {work.pk: work.authors_count})[work.pk]),
        authors=authors_of(work, limit=MOST_AUTHORS, said=said),
        topics=topics_of(work),
        references=linked(references_of(work)),
        unknown_references=known.filter(cited=None).count(),
        citing=linked(citing(work)),
        similar=similar_works(work),
        duplicates=possible_duplicates(work),
        cited=cited_as(work, page_url, said),
        joinings=list(Joining.objects.of_work(work).standing()),
        fields=fields_of(work) if len(work.sources.all()) > 1 else [],
    )


def fields_of(work: Work) -> list[tuple[str, str]]:
    """Which source each field is taken from; a field that people corrected is theirs."""
    payloads = SourceRecord.objects.filter(work=work, withdrawn_at=None).values_list("payload", flat=True)
    statements = [record_from(payload) for payload in payloads if payload]
    said = provenance(statements) if statements else {}
    names = {field: ", ".join(map(source_name, sources)) for field, sources in said.items()}
    names |= {field: "corrected here" for field in FIELDS if field in work.locked_fields}
    return [(words, names[field]) for field, words in FIELDS.items() if field in names]


def topics_of(work: Work) -> list[WorkTopic]:
    return list(work.work_topics.select_related("topic").order_by("-confidence", "topic__name"))


def authors_of(work: Work, *, start: int = 0, limit: int, said: Mapping[int, str]) -> list[PrintedAuthor]:
    """The authors in printed order, from one position on, with what is said in place of names borne no more."""
    accepted = Attribution.objects.accepted().with_former_names().select_related("researcher")
    proposed = Attribution.objects.proposed().to_public().with_former_names().select_related("researcher")
    authorships = (
        Authorship.objects.in_order()
        .filter(work=work, position__gte=start)
        .prefetch_related(Prefetch("attributions", accepted), Prefetch("attributions", proposed, "proposals"))
    )
    listed = list(authorships[:limit])
    read = affiliations_of(listed)
    authors = (printed_author(authorship, tuple(read[authorship.pk])) for authorship in listed)
    return [replace(author, said=said.get(author.authorship.pk, "")) for author in authors]


def affiliations_of(authorships: Sequence[Authorship]) -> dict[int, list[Affiliation]]:
    """What their affiliations were read as, the surest first."""
    found: dict[int, list[Affiliation]] = {authorship.pk: [] for authorship in authorships}
    read = Affiliation.objects.filter(authorship__in=authorships).select_related("institution")
    for affiliation in read.order_by("-confidence", "institution__name"):
        found[affiliation.authorship_id].append(affiliation)
    return found


def printed_author(authorship: Authorship, institutions: tuple[Affiliation, ...]) -> PrintedAuthor:
    attribution = next(iter(authorship.attributions.all()), None)
    if attribution is None:
        return PrintedAuthor(authorship, None, None, institutions)
    if not attribution.researcher.is_public:
        return PrintedAuthor(authorship, None, None, institutions, is_withheld=True)
    source = authorship.source_author_id.partition(":")[0]
    state = authorship_state(attribution.status, attribution.basis, source)
    return PrintedAuthor(authorship, attribution, state, institutions)
