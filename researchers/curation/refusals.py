"""Why a decision about identities cannot be made or undone, in words for whoever wanted it."""

from django.utils.formats import date_format

from researchers.models import Attribution, IdentityEvent


class CannotCurate(Exception):
    """The decision was not made and nothing was changed; the message says why."""


class StandsInTheWay(CannotCurate):
    """A decision cannot be undone before a later one is."""

    def __init__(self, later: IdentityEvent) -> None:
        super().__init__(
            f"A later decision stands in the way: “{later.get_kind_display()}”, number {later.pk}, "
            f"of {date_format(later.at, 'F j, Y')}. Undo that one first."
        )
        self.later = later


def decided_words(attribution: Attribution) -> str:
    """Who decided an attribution, and when: "confirmed by the researcher on March 1, 2026"."""
    who = "by the researcher" if attribution.basis == Attribution.Basis.CONFIRMED else "by an administrator"
    return f"{who} on {date_format(attribution.decided_at, 'F j, Y')}"
