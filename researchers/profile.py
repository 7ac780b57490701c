"""The head of a researcher page: who this is, in the words that the record allows."""

from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet

from researchers.curation.telling import IdentitySummary, identity_of
from researchers.models import ExternalId, Researcher
from works.categories import category_name, short_code
from works.identifiers import identifier_url

MOST_VARIANTS = 8
MOST_NAMESAKES = 5
DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Profile:
    """What `researchers/_header.html` shows."""

    researcher: Researcher
    line: str
    variants: list[str]
    more_variants: int
    namesakes: list[Researcher]
    more_namesakes: bool
    orcid: str
    is_fictional: bool
    identity: IdentitySummary

    @property
    def orcid_url(self) -> str:
        return identifier_url("orcid", self.orcid)

    @property
    def category(self) -> str:
        """The short code of the primary category, such as "LG"."""
        return short_code(self.researcher.category) if self.researcher.category else ""

    @property
    def category_name(self) -> str:
        """Its name, or nothing where the name says no more than the code."""
        name = category_name(self.researcher.category) if self.researcher.category else ""
        return "" if name in (self.category, self.researcher.category) else name

    @property
    def field_words(self) -> str:
        """ "LG · Machine Learning", or the code alone."""
        return " · ".join(filter(None, [self.category, self.category_name]))

    @property
    def affiliation_words(self) -> str:
        """Where the person is, and who says so where no work prints it."""
        says_orcid = self.researcher.affiliation_basis == "orcid"
        return f"{self.researcher.affiliation}{', according to ORCID' if says_orcid else ''}"

    @property
    def institution_url(self) -> str:
        """The page of the institution that the affiliation was read as."""
        return self.researcher.institution.get_absolute_url() if self.researcher.institution else ""

    @property
    def collaboration_note(self) -> str:
        """Who says so, where it is not the person."""
        if self.researcher.collaboration:
            return ""
        return "This is what the site shows by default. The person has not said whether they collaborate."

    @property
    def same_as(self) -> list[str]:
        """Addresses elsewhere that are about the same person."""
        return [
            address
            for address in (self.orcid_url if self.orcid else "", self.researcher.home_page)
            if address
        ]


def profile_of(researcher: Researcher) -> Profile:
    ids = {known.scheme: known.value for known in researcher.external_ids.all()}
    others = other_names(researcher)
    namesakes = list(islice(namesakes_of(researcher), MOST_NAMESAKES + 1))
    return Profile(
        researcher=researcher,
        line=(researcher.bio if researcher.is_claimed else "") or factual_line(researcher),
        variants=others[:MOST_VARIANTS],
        more_variants=max(len(others) - MOST_VARIANTS, 0),
        namesakes=namesakes[:MOST_NAMESAKES],
        more_namesakes=len(namesakes) > MOST_NAMESAKES,
        orcid=ids.get("orcid", ""),
        is_fictional=DEMO in ids,
        identity=identity_of(researcher),
    )


def other_names(researcher: Researcher) -> list[str]:
    """Names printed on the works other than the preferred one, the most frequent first; none that is borne no more."""
    known = researcher.name_variants.filter(is_former=False).order_by("-works_count", "name")
    return [name for name in known.values_list("name", flat=True) if name != researcher.preferred_name]


def namesakes_of(researcher: Researcher) -> QuerySet[Researcher]:
    people = Researcher.objects.named_like(researcher).order_by("-works_count", "slug")
    return people[: MOST_NAMESAKES + 1]


def is_fictional(researcher_ids: list[int]) -> bool:
    """Whether somebody among them belongs to the demonstration."""
    return ExternalId.objects.filter(researcher__in=researcher_ids, scheme=DEMO).exists()


def factual_line(researcher: Researcher) -> str:
    """One sentence about a person, made of nothing but their record."""
    if not researcher.works_count:
        return (
            "The works of this record are being counted."
            if researcher.counters_stale_at
            else "No works listed yet."
        )
    return f"{works_phrase(researcher)}{field_phrase(researcher)}{venue_phrase(researcher)}."


def works_phrase(researcher: Researcher) -> str:
    """ "1 work from 2021", "3 works from 2020 to 2022"."""
    number = f"{researcher.works_count:,} {'work' if researcher.works_count == 1 else 'works'}"
    first, last = researcher.first_year, researcher.last_year
    if not last:
        return number
    return f"{number} from {last}" if first in (None, last) else f"{number} from {first} to {last}"


def field_phrase(researcher: Researcher) -> str:
    if not researcher.category:
        return ""
    often = "" if researcher.works_count == 1 else "mostly "
    return f", {often}in {category_name(researcher.category)}"


def venue_phrase(researcher: Researcher) -> str:
    if not researcher.latest_venue:
        return ""
    occasion = "published" if researcher.works_count == 1 else "most recently"
    return f", {occasion} in {researcher.latest_venue}"
