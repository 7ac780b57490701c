"""What an administrator sends from the screen of a claim."""

from claims.models import Claim


def last_line(claim: Claim) -> int:
    """The last line of the log of a claim: what whoever has just opened it has seen."""
    return claim.events.order_by("-pk").values_list("pk", flat=True)[0]


def decision(claim: Claim, what: str, **said: str) -> dict[str, str]:
    """A decision on the claim as it stands now."""
    return {"decision": what, "seen": str(last_line(claim)), **said}
