"""What is known of an institution: the registry's facts, and how affiliations were read as it."""

from dataclasses import dataclass

from django.db import connection

from works.models import Institution, InstitutionName
from works.models.authorships import Basis

MOST_NAMES = 12
MOST_TEXTS = 10

# The surest first. Relies on the index of affiliationreading(institution_id).
TEXTS = """
SELECT text.text, reading.basis, reading.confidence, count(*) OVER () AS total
FROM works_affiliationreading AS reading
JOIN works_affiliationtext AS text ON text.id = reading.text_id
WHERE reading.institution_id = %(institution_id)s AND text.text <> ''
ORDER BY reading.confidence DESC, length(text.text), text.text
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class ReadText:
    """An affiliation as printed, and how it was read."""

    text: str
    basis: str
    confidence: float
    total: int

    @property
    def words(self) -> str:
        return reading_words(self.basis, self.confidence)


@dataclass(frozen=True, slots=True)
class InstitutionFacts:
    """What `pages/_institution_facts.html` shows."""

    institution: Institution
    names: list[str]
    more_names: int
    parents: list[Institution]
    texts: list[ReadText]

    @property
    def more_texts(self) -> int:
        return self.texts[0].total - len(self.texts) if self.texts else 0


def sureness(confidence: float) -> str:
    """In words: from 0.95 as good as certain, from 0.8 likely, else possible."""
    if confidence >= 0.95:
        return "as good as certain"
    return "likely" if confidence >= 0.8 else "possible"


def reading_words(basis: str, confidence: float) -> str:
    """ "by its name, as good as certain"; what is not in the registry is not sure of anything."""
    label = str(Basis(basis).label)
    words = label[0].lower() + label[1:]
    return words if basis in (Basis.PRINTED, Basis.STATED) else f"{words}, {sureness(confidence)}"


def facts_of(institution: Institution) -> InstitutionFacts:
    """In three queries, whatever there is."""
    names = other_names(institution)
    with connection.cursor() as cursor:
        cursor.execute(TEXTS, {"institution_id": institution.pk, "limit": MOST_TEXTS})
        texts = [ReadText(*row) for row in cursor.fetchall()]
    return InstitutionFacts(
        institution=institution,
        names=names[:MOST_NAMES],
        more_names=max(len(names) - MOST_NAMES, 0),
        parents=list(Institution.objects.filter(ror__in=institution.parents).order_by("name")),
        texts=texts,
    )


def other_names(institution: Institution) -> list[str]:
    """Names in the registry other than the first, without domains."""
    kinds = InstitutionName.Kind
    domains = (kinds.DOMAIN, kinds.WEBSITE)
    names = institution.names.exclude(kind__in=domains).exclude(name=institution.name).order_by("name")
    return list(names.values_list("name", flat=True))
