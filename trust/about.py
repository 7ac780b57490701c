"""What the page about trust says, taken from the declarations that the score is computed with."""

from datetime import date
from typing import Any

from trust.components import COMPONENTS
from trust.evidence import Inputs
from trust.levels import LEVELS
from trust.scoring import BANDS, MODEL_VERSION, score
from trust.sources import WITNESSES
from works.identifiers import source_name


def about_context() -> dict[str, Any]:
    return {
        "model": MODEL_VERSION,
        "components": COMPONENTS,
        "bands": BANDS,
        "levels": LEVELS,
        "examples": [example(works) for works in range(8)],
        "witnesses": witness_groups(),
    }


def example(works: int) -> tuple[int, int, str]:
    """The number of works, and the trust of a record from one source that nobody has claimed."""
    result = score(Inputs(works=works), date.max)
    return works, result.score, result.band


def witness_groups() -> dict[str, list[str]]:
    """Sources that count as one witness, by who makes the statement."""
    groups: dict[str, list[str]] = {}
    for source, witness in WITNESSES.items():
        groups.setdefault(witness, []).append(source_name(source))
    return groups
