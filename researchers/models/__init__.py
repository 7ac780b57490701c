"""Who they are: researchers, their names, and the decisions that tie printed names to them."""

from researchers.models.attributions import (
    Attribution,
    AttributionQuerySet,
    Distinction,
)
from researchers.models.blocks import Block, Commonness
from researchers.models.events import IdentityEvent, IdentityEventQuerySet
from researchers.models.researchers import ExternalId, NameVariant, Researcher, ResearcherQuerySet

__all__ = [
    "Attribution",
    "AttributionQuerySet",
    "Block",
    "Commonness",
    "Distinction",
    "ExternalId",
    "IdentityEvent",
    "IdentityEventQuerySet",
    "NameVariant",
    "Researcher",
    "ResearcherQuerySet",
]
