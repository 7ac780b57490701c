"""The evidence behind a result as rows of a table: what was found, who says so, and from when until when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from claims.evidence import kind_of
from trust.evidence import MOST_SUPPORTERS, CheckedEvidence, ClaimEvidence, Inputs
from trust.quick_read import counted
from works.identifiers import identifier_url, source_name


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact and who says so. `dated` says what happened on the day `on`; without one, it stands in the works.

    `until`: on this day it stops to count. `missed_on`: when a check did not find it any more.
    """

    fact: str
    source: str
    on: date | None = None
    dated: str = ""
    until: date | None = None
    missed_on: date | None = None
    is_over: bool = False
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Grounds of one sort."""

    title: str
    rows: list[Ground]
    note: str = ""


def groups_of(inputs: Inputs, on: date, supporters: list[Ground]) -> list[Group]:
    """All evidence, in the order of the components; groups that are not empty."""
    groups = [
        Group("Printed on the works", printed(inputs)),
        Group("Claimed and confirmed", said(inputs)),
        Group("Checked", checked(inputs, on)),
        Group("Verified co-authors and vouchers", supporters, cut_off(inputs)),
        Group("Against it", against(inputs)),
    ]
    return [group for group in groups if group.rows]


def cut_off(inputs: Inputs) -> str:
    """That there may be more supporters than are kept, where there are as many as are kept."""
    most = max(Counter(one.way for one in inputs.support).values(), default=0)
    if most < MOST_SUPPORTERS:
        return ""
    return f"The nearest {MOST_SUPPORTERS} of either way are kept: more would bring no further point."


def printed(inputs: Inputs) -> list[Ground]:
    """What stands on the works."""
    rows = [
        Ground(counted(source.works, "listed work"), source_name(source.name), source.read_on, "last read")
        for source in sorted(inputs.sources, key=attrgetter("name"))
    ]
    if inputs.agreed_works:
        works = counted(inputs.agreed_works, "work")
        rows.append(Ground(f"The same author of {works}", "at least two of these sources, independently"))
    for orcid in sorted(inputs.orcid_ids, key=attrgetter("value")):
        fact = f"ORCID iD {orcid.value} on {counted(orcid.works, 'work')}"
        rows.append(Ground(fact, "printed on the works", url=identifier_url("orcid", orcid.value)))
    return rows


def said(inputs: Inputs) -> list[Ground]:
    """What the person behind the page says, and that it is them who says it."""
    rows = claim_grounds(inputs.claim) if inputs.claim else []
    if inputs.confirmed_works:
        works = counted(inputs.confirmed_works, "listed work")
        rows.append(Ground(f"Confirmation of {works}", "the claimant"))
    return rows


def claim_grounds(claim: ClaimEvidence) -> list[Ground]:
    if claim.email_confirmed:
        address = Ground("Confirmed e-mail address", "a link sent to the claimant's address")
    else:
        address = Ground("E-mail address not confirmed", "Credence's list of confirmed addresses")
    approved = Ground(
        "Approved claim to this page", "an administrator, or a written rule", claim.approved_on, "since"
    )
    return [approved, address]


def checked(inputs: Inputs, on: date) -> list[Ground]:
    """What ties the claimant to the record, as found by checks, and the decision on their identity."""
    rows = [checked_ground(piece, on) for piece in sorted(inputs.evidence, key=attrgetter("kind"))]
    if inputs.identity_decided_on:
        day = inputs.identity_decided_on
        rows.append(Ground("Decision on the identity", "an administrator", day, "decided"))
    return rows


def checked_ground(piece: CheckedEvidence, on: date) -> Ground:
    """Who says so is told in a word: how each kind is checked stands on the page of the rules."""
    kind = kind_of(piece.kind)
    return Ground(
        kind.title,
        kind.said_by,
        piece.checked_on,
        "last found",
        piece.counts_until,
        piece.failing_since,
        is_over=piece.counts_until <= on,
        note=strength(piece.strong),
    )


def strength(strong: bool) -> str:
    """What a piece of evidence is called after how much it says."""
    return "Strong evidence" if strong else "Supporting evidence"


def against(inputs: Inputs) -> list[Ground]:
    """What takes points away."""
    rows = []
    if len(inputs.orcid_ids) > 1:
        rows.append(Ground(f"{len(inputs.orcid_ids)} different ORCID iDs", "printed on the works"))
    if inputs.unresolved_works:
        works = counted(inputs.unresolved_works, "listed work")
        fact = f"{works} may be another researcher's of a like name"
        rows.append(Ground(fact, "Credence's comparison of names and works"))
    if inputs.claim and inputs.claim.is_disputed:
        rows.append(Ground("Dispute about whose the page is", "a verified researcher"))
    if inputs.disputed_works:
        works = counted(inputs.disputed_works, "listed work")
        rows.append(
            Ground(
                f"Dispute about {works}", "a verified researcher, whoever holds the page, or an administrator"
            )
        )
    return rows
