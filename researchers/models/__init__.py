"""Who they are: researchers, their names, and the decisions that tie printed names to them."""

from researchers.models.attributions import (
    Attribution,
    AttributionQuerySet,
    Distinction,
)
from researchers.models.blocks import Block, Commonness
from researchers.models.delegates import Delegate, DelegateAsk, DelegateQuerySet, forget_asks
from researchers.models.events import IdentityEvent, IdentityEventQuerySet
from researchers.models.pinned import PinnedWork
from researchers.models.researchers import (
    ExternalId,
    FormerAddress,
    NameVariant,
    Researcher,
    ResearcherQuerySet,
)

__all__ = [
    "Attribution",
    "AttributionQuerySet",
    "Block",
    "Commonness",
    "Delegate",
    "DelegateAsk",
    "DelegateQuerySet",
    "Distinction",
    "ExternalId",
    "FormerAddress",
    "IdentityEvent",
    "IdentityEventQuerySet",
    "NameVariant",
    "PinnedWork",
    "Researcher",
    "ResearcherQuerySet",
    "forget_asks",
]
