"""A result as tables: what each component brought, the evidence behind it, and what it could still bring."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from trust.components import BY_NAME, COMPONENTS, Component, Part
from trust.evidence import ClaimEvidence, Inputs
from trust.quick_read import counted
from trust.scoring import prospects
from works.identifiers import identifier_url, source_name

LEAST = min(component.cap for component in COMPONENTS)
MOST = max(component.cap for component in COMPONENTS)


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A component beside what it brought. One that a later model dropped has its name alone."""

    part: Part
    component: Component | None

    @property
    def title(self) -> str:
        return self.component.title if self.component else self.part.name

    @property
    def bar(self) -> tuple[int, int]:
        """Where the bar of the points begins and how long it is."""
        return bar_from_zero(self.part.points)

    @property
    def track(self) -> tuple[int, int]:
        """The same for the most it could bring."""
        return bar_from_zero(self.component.cap if self.component else 0)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A fact, who says so, and when that was last found. No date: it stands in the works themselves."""

    fact: str
    source: str
    on: date | None = None
    url: str = ""


def bar_from_zero(points: int) -> tuple[int, int]:
    """Start and length of a bar on the scale of the plot, whose left end is the largest deduction."""
    return min(points, 0) - LEAST, abs(points)


def plot_of(parts: tuple[Part, ...]) -> dict[str, int]:
    """What the bars are drawn on. The side of the deductions is shown only where there are any."""
    left = 0 if any(part.points < 0 for part in parts) else -LEAST
    return {"left": left, "zero": -LEAST, "width": MOST - LEAST - left}


def component_rows(parts: tuple[Part, ...]) -> list[ComponentRow]:
    return [ComponentRow(part, BY_NAME.get(part.name)) for part in parts]


def prospect_rows(parts: tuple[Part, ...], inputs: Inputs) -> list[tuple[Component, int]]:
    """What could bring further points next, the largest first."""
    known = tuple(part for part in parts if part.name in BY_NAME)
    return sorted(prospects(known, inputs), key=lambda pair: -pair[1])


def evidence_rows(inputs: Inputs) -> list[EvidenceRow]:
    """All evidence, in the order of the components."""
    return [*printed_evidence(inputs), *spoken_evidence(inputs), *checked_evidence(inputs)]


def printed_evidence(inputs: Inputs) -> list[EvidenceRow]:
    """What stands on the works."""
    rows = [
        EvidenceRow(counted(source.works, "listed work"), source_name(source.name), source.read_on)
        for source in sorted(inputs.sources, key=attrgetter("name"))
    ]
    if inputs.agreed_works:
        works = counted(inputs.agreed_works, "work")
        rows.append(
            EvidenceRow(f"The same author of {works}", "at least two of these sources, independently")
        )
    for orcid in sorted(inputs.orcid_ids, key=attrgetter("value")):
        works = counted(orcid.works, "work")
        fact = f"ORCID iD {orcid.value} on {works}"
        rows.append(EvidenceRow(fact, "printed on the works", url=identifier_url("orcid", orcid.value)))
    return rows


def spoken_evidence(inputs: Inputs) -> list[EvidenceRow]:
    """What people say."""
    rows = claim_evidence(inputs.claim) if inputs.claim else []
    if inputs.confirmed_works:
        works = counted(inputs.confirmed_works, "listed work")
        rows.append(EvidenceRow(f"Confirmation of {works}", "the researcher"))
    if inputs.disputed_works:
        works = counted(inputs.disputed_works, "listed work")
        rows.append(EvidenceRow(f"Dispute about {works}", "somebody who questions the attribution"))
    return rows


def claim_evidence(claim: ClaimEvidence) -> list[EvidenceRow]:
    address = "Confirmed e-mail address" if claim.email_confirmed else "E-mail address not confirmed"
    return [
        EvidenceRow("Approved claim to this page", "an administrator", claim.approved_on),
        EvidenceRow(address, "a link sent to the claimant's address"),
    ]


def checked_evidence(inputs: Inputs) -> list[EvidenceRow]:
    """Strong evidence of identity, each with the day of its check."""
    rows = [EvidenceRow(piece.kind, "a check by Credence", piece.checked_on) for piece in inputs.evidence]
    if inputs.identity_decided_on:
        rows.append(EvidenceRow("Decision on the identity", "an administrator", inputs.identity_decided_on))
    return rows
