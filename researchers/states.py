"""What is said about whose a work is."""

from dataclasses import dataclass

from common.states import STATES
from researchers.models import Attribution
from works.identifiers import source_in_sentence

KEYS = {
    Attribution.Basis.SOURCE_ID: "imported",
    Attribution.Basis.MATCHED: "matched",
    Attribution.Basis.CONFIRMED: "confirmed",
    Attribution.Basis.CURATED: "curated",
}


@dataclass(frozen=True, slots=True)
class AuthorshipState:
    """A key of common/states.py, and the words shown with it."""

    key: str
    words: str


def authorship_state(status: str, basis: str, source: str) -> AuthorshipState:
    """The state of an attribution; `source` is who gave the identifier it rests on."""
    if status != Attribution.Status.ACCEPTED:
        return AuthorshipState(status, STATES[status].words)
    key = KEYS[Attribution.Basis(basis)]
    words = (
        f"imported from {source_in_sentence(source)}" if key == "imported" and source else STATES[key].words
    )
    return AuthorshipState(key, words)
