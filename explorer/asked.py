"""What a visitor of the explorer asked for, and the addresses that lead on from there."""

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.urls import reverse

from explorer.focus import next_trail
from explorer.graph import Kind, Node
from explorer.scope import EARLIEST, EVER, LATEST, Years


@dataclass(frozen=True, slots=True)
class Asked:
    """A view of the graph; its address holds all of it."""

    focus: str = ""
    trail: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = tuple(Kind)
    more: tuple[Kind, ...] = ()
    year_from: int | None = None
    year_to: int | None = None

    @classmethod
    def of(cls, chosen: dict[str, Any]) -> Self:
        """From what a form understood: no kind chosen means all of them."""
        kinds = tuple(map(Kind, chosen.get("kinds", ()))) or tuple(Kind)
        return cls(**{**chosen, "kinds": kinds, "more": tuple(map(Kind, chosen.get("more", ())))})

    @property
    def years(self) -> Years:
        return Years(self.year_from or EARLIEST, self.year_to or LATEST)

    @property
    def is_filtered(self) -> bool:
        return set(self.kinds) != set(Kind) or self.years != EVER

    @property
    def query(self) -> str:
        said = {
            "focus": self.focus,
            "trail": ",".join(self.trail),
            "kinds": [kind.value for kind in self.kinds] if set(self.kinds) != set(Kind) else [],
            "more": [kind.value for kind in self.more],
            "year_from": self.year_from,
            "year_to": self.year_to,
        }
        return urlencode({name: value for name, value in said.items() if value}, doseq=True, safe=":,")

    @property
    def address(self) -> str:
        return f"{reverse('explorer:explore')}?{self.query}"

    def file(self, form: str) -> str:
        """Where the same is found as a file."""
        return f"{reverse('explorer:file', args=[form])}?{self.query}"

    def going_to(self, node: Node) -> "Asked":
        """The view from another node, with this one on the trail behind it."""
        return replace(self, focus=node.key, trail=next_trail(self.trail, self.focus, node.key), more=())

    def moved_to(self, slug: str) -> "Asked":
        """The same of the researcher who took over the page in focus."""
        return replace(self, focus=f"{Kind.RESEARCHER}:{slug}")

    def with_more(self, kind: Kind) -> "Asked":
        return replace(self, more=(*self.more, kind))

    def with_fewer(self, kind: Kind) -> "Asked":
        return replace(self, more=tuple(other for other in self.more if other != kind))

    def unfiltered(self) -> "Asked":
        return Asked(focus=self.focus, trail=self.trail)


def explorer_at(node: Node) -> str:
    """The explorer with this node in its middle."""
    return Asked(focus=node.key).address


def page_of(node: Node) -> str:
    """Where it is described."""
    return reverse(f"pages:{node.kind}", args=[node.slug])
