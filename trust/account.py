"""The account of one researcher's trust: what `trust/_account.html` shows."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from claims.models import Claim
from researchers.editing import holds
from researchers.models import Researcher
from trust.advice import next_level, prospects_for_everybody, prospects_for_holder
from trust.explaining import component_rows, plot_of
from trust.forms import ReplyForm
from trust.grounds import groups_of
from trust.history import history_plot
from trust.models import TrustEvent, TrustReply, TrustSnapshot
from trust.supporters import supporter_grounds

MOST_EVENTS = 100
OPEN_EVENTS = 10


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at the account: whether the page is theirs, by which claim, and a reply that was not accepted."""

    is_holder: bool = False
    claim: Claim | None = None
    refused: ReplyForm | None = None

    def form(self, said: TrustReply | None) -> ReplyForm | None:
        """What the holder may change their reply with; nobody else is asked."""
        if not self.is_holder:
            return None
        return self.refused or ReplyForm(initial={"text": said.text if said else ""})


def viewer_of(
    researcher: Researcher, user: User | AnonymousUser, *, refused: ReplyForm | None = None
) -> Viewer:
    if not holds(researcher, user):
        return Viewer()
    return Viewer(True, Claim.objects.of_owner(researcher).holding().first(), refused)


def account_of(snapshot: TrustSnapshot, researcher: Researcher, viewer: Viewer) -> dict[str, Any]:
    """Result, evidence, prospects, history and reply of a researcher who has a snapshot."""
    return {
        **reply_of(researcher, viewer),
        "next_level": next_level(snapshot.level),
        **components_of(snapshot),
        **evidence_of(snapshot, researcher, viewer),
        **history_of(researcher),
    }


def reply_of(researcher: Researcher, viewer: Viewer) -> dict[str, Any]:
    said = TrustReply.objects.of(researcher)
    return {"reply": said, "form": viewer.form(said)}


def components_of(snapshot: TrustSnapshot) -> dict[str, Any]:
    parts = snapshot.parts
    return {
        "components": component_rows(parts),
        "total": sum(part.points for part in parts),
        "plot": plot_of(parts),
    }


def evidence_of(snapshot: TrustSnapshot, researcher: Researcher, viewer: Viewer) -> dict[str, Any]:
    """Nothing where an older version of the model kept its inputs in another shape."""
    inputs, on, parts = snapshot.evidence, snapshot.computed_on, snapshot.parts
    if inputs is None:
        return {"is_former_model": True}
    if viewer.claim:
        found = prospects_for_holder(parts, inputs, on, researcher, viewer.claim)
    else:
        found = prospects_for_everybody(parts, inputs, researcher)
    return {"groups": groups_of(inputs, on, supporter_grounds(inputs, on)), "prospects": found}


def history_of(researcher: Researcher) -> dict[str, Any]:
    """The latest changes, as a list of which a few are shown unfolded, and as a plot."""
    events = list(TrustEvent.objects.of(researcher)[: MOST_EVENTS + 1])
    shown = events[:MOST_EVENTS]
    return {
        "latest_events": shown[:OPEN_EVENTS],
        "earlier_events": shown[OPEN_EVENTS:],
        "has_more_events": len(events) > MOST_EVENTS,
        "most_events": MOST_EVENTS,
        "history": history_plot(shown, timezone.now()),
    }
