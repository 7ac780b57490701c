"""The states that pages speak of: always the same word, icon and color."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """How a state is shown. The tone names a color of static/css/tokens.css."""

    words: str
    icon: str
    tone: str


STATES = {
    # Of a work on a researcher page: whose it is, and who says so.
    "imported": State("imported", "import", "neutral"),
    "matched": State("matched by name", "guess", "amber"),
    "confirmed": State("confirmed by the researcher", "check", "green"),
    "curated": State("decided by an administrator", "scales", "green"),
    "disputed": State("disputed", "flag", "red"),
    "rejected": State("not theirs", "cross", "red"),
    "proposed": State("proposed", "guess", "amber"),
    # Of a researcher page: whether its person has come.
    "unclaimed": State("Unclaimed author", "circle", "neutral"),
    "claimed": State("Claimed", "person-check", "green"),
    # Of an identity: how well it is verified.
    "level-1": State("Verification L1", "level-1", "neutral"),
    "level-2": State("Verification L2", "level-2", "accent"),
    "level-3": State("Verification L3", "level-3", "accent"),
    "level-4": State("Verification L4", "level-4", "green"),
    # Of a claim, an invitation, an import: where it stands.
    "draft": State("Draft", "pen", "neutral"),
    "submitted": State("Waiting for a decision", "clock", "amber"),
    "waiting": State("Waiting", "clock", "amber"),
    "running": State("Running", "clock", "accent"),
    "needs_information": State("More information asked for", "question", "amber"),
    "approved": State("Approved", "check", "green"),
    "accepted": State("Accepted", "check", "green"),
    "done": State("Done", "check", "green"),
    "declined": State("Declined", "cross", "neutral"),
    "withdrawn": State("Withdrawn", "cross", "neutral"),
    "expired": State("Expired", "clock", "neutral"),
    "failed": State("Failed", "flag", "red"),
    "canceled": State("Canceled", "cross", "neutral"),
    "revoked": State("Revoked", "flag", "red"),
}
# A claim's rejection is final in another way than an authorship's, and reads otherwise.
STATES["claim-rejected"] = State("Rejected", "cross", "red")
# Of a dispute.
STATES["dispute-open"] = State("Open", "flag", "amber")
STATES["upheld"] = State("Upheld", "check", "accent")
STATES["dismissed"] = State("Dismissed", "cross", "neutral")
STATES["retracted"] = State("Retracted", "flag", "red")
STATES["self_reported"] = State("added by a user, not confirmed", "person", "amber")
# Of a record in a preview of an import: what would become of it.
STATES["new"] = State("new", "import", "green")
STATES["joined"] = State("joined to a known work", "graph", "accent")
STATES["changed"] = State("known, says something new", "pen", "accent")
STATES["known"] = State("known already", "check", "neutral")
STATES["repeated"] = State("again a work of this list", "copy", "neutral")
STATES["person"] = State("about a person", "person", "neutral")
STATES["taken-back"] = State("taken back", "cross", "neutral")
STATES["unreadable"] = State("cannot be read", "flag", "red")
