"""The vocabulary that texts are searched for, as the database has it."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from works.concepts import CURATED, SEED, Concept, Vocabulary
from works.models import ConceptVocabulary

SOUGHT = """
SELECT slug, CASE WHEN kind = 'concept' THEN array_prepend(name, variants) ELSE variants END, termhood
FROM works_topic
WHERE termhood IS NOT NULL
ORDER BY termhood DESC, works_count DESC, id
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """A vocabulary and its version; none has the curated one, which needs no database."""

    version: UUID | None
    vocabulary: Vocabulary


CURATED_TERMS = Terms(None, SEED)


class Kept:
    """The vocabulary as this process read it last: five thousand concepts are read in a tenth of a second."""

    terms = CURATED_TERMS


def current_terms() -> Terms:
    """The vocabulary of now; where it is the one of before, that costs one small question."""
    version = ConceptVocabulary.objects.values_list("version", flat=True).first()
    if version is None:
        return CURATED_TERMS
    if Kept.terms.version != version:
        Kept.terms = Terms(version, read_vocabulary())
    return Kept.terms


def latest_terms() -> Terms:
    """The vocabulary that this process read last, without a look into the database."""
    return Kept.terms


def read_vocabulary() -> Vocabulary:
    """Mined concepts, and the curated ones that were written down since."""
    with connection.cursor() as cursor:
        cursor.execute(SOUGHT)
        sought = [Concept(slug, tuple(names), termhood) for slug, names, termhood in cursor.fetchall()]
    known = {concept.slug for concept in sought}
    return Vocabulary([*sought, *(concept for concept in CURATED if concept.slug not in known)])
