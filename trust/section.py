"""Part 2 of the researcher page: the trust snapshot, the counters and the quick read."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from researchers.models import Researcher
from trust.models import TrustSnapshot

# A piece that waits for its snapshot asks again every three seconds, for a minute; then it says to reload.
WAITS = 20


@dataclass(frozen=True, slots=True)
class TrustSection:
    """What `trust/_section.html` shows. No snapshot: it is being computed."""

    researcher: Researcher
    snapshot: TrustSnapshot | None
    waits: int = WAITS

    @property
    def next_try(self) -> str:
        """Where the piece asks again; nothing once it has asked often enough."""
        if self.snapshot or self.waits <= 0:
            return ""
        return f"{self.url}?{urlencode({'waits': self.waits - 1})}"

    @property
    def url(self) -> str:
        return reverse("trust:detail", args=[self.researcher.slug])

    @property
    def level_state(self) -> str:
        """The key of the verification level in common.states."""
        return f"level-{self.snapshot.level if self.snapshot else self.researcher.verification_level}"

    @property
    def claim_state(self) -> str:
        return "claimed" if self.researcher.is_claimed else "unclaimed"

    @property
    def has_citations(self) -> bool:
        """Whether this record knows of any. If not, it does not know that there are none."""
        return self.researcher.citations_count > 0


def trust_section(researcher: Researcher, *, waits: int = WAITS) -> TrustSection:
    return TrustSection(researcher, TrustSnapshot.objects.of(researcher), waits)
