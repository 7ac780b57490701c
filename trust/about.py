"""What the page about trust says, taken from the declarations that the score is computed with."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from claims.evidence import KINDS, Kind
from claims.evidence.coauthors import MOST_AUTHORS
from claims.models import GRACE
from claims.vouching import GIVEN_WITHIN, LASTS, MOST_GIVEN, MOST_STANDING
from trust.components import BY_NAME, COMPONENTS
from trust.evidence import Inputs
from trust.grounds import strength
from trust.levels import LEVELS
from trust.quick_read import counted
from trust.scoring import BANDS, MODEL_VERSION, score
from trust.supporters import DISTANCES, WAYS, weight_at
from works.identifiers import source_name
from works.witnesses import WITNESSES

# Works of the records whose trust the page works out; the last stands for all larger ones.
EXAMPLES = range(8)
YEAR, DAY = timedelta(days=365), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of evidence in words."""

    kind: Kind

    @property
    def strength(self) -> str:
        return strength(self.kind.is_strong)

    @property
    def lifetime(self) -> str:
        return in_words(self.kind.lifetime)

    @property
    def recheck(self) -> str:
        """How often it is looked at again."""
        every = self.kind.recheck_every
        return f"every {in_words(every)}" if every else "not by itself: somebody has to look again"


@dataclass(frozen=True, slots=True)
class Distance:
    """How far somebody is from an administrator's decision, and what their support weighs."""

    words: str
    weight: int


def about_context() -> dict[str, Any]:
    return {
        "model": MODEL_VERSION,
        "components": COMPONENTS,
        "bands": BANDS,
        "levels": LEVELS,
        "examples": [example(works) for works in EXAMPLES],
        "kinds": [KindRow(kind) for kind in KINDS.values()],
        "grace": in_words(GRACE),
        "distances": [Distance(words, weight_at(steps)) for steps, words in enumerate(DISTANCES)],
        "ways": list(WAYS.values()),
        "most_authors": MOST_AUTHORS,
        "coauthors_cap": BY_NAME["coauthors"].cap,
        "vouches_cap": BY_NAME["vouches"].cap,
        "vouch_lasts": in_words(LASTS),
        "most_given": MOST_GIVEN,
        "given_within": in_words(GIVEN_WITHIN),
        "most_standing": MOST_STANDING,
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


def in_words(span: timedelta) -> str:
    """ "1 year", "14 days"."""
    if not span % YEAR:
        return counted(span // YEAR, "year")
    return counted(span // DAY, "day")
