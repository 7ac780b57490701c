"""Why a decision about identities cannot be made or undone, in words for whoever wanted it."""

from django.utils.formats import date_format

from researchers.models import IdentityEvent


class CannotCurate(Exception):
    """The decision was not made and nothing was changed; the message says why."""


class Contested(CannotCurate):
    """A dispute keeps what this is about as it is."""


class StandsInTheWay(CannotCurate):
    """A decision cannot be undone before a later one is."""

    def __init__(self, later: IdentityEvent) -> None:
        super().__init__(
            f"A later decision stands in the way: “{later.get_kind_display()}”, number {later.pk}, "
            f"of {date_format(later.at, 'F j, Y')}. Undo that one first."
        )
        self.later = later
