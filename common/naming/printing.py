"""A name written out: as a heading, as in an index, with initials."""

from common.naming.letters import EAST_ASIAN
from common.naming.person import Order, PersonalName

WITHOUT_ORDER = (Order.GROUP, Order.SINGLE)


def display_form(name: PersonalName) -> str:
    """The given names first: "Fouda, M. E." → "M. E. Fouda"; East Asian scripts keep the family name first."""
    if name.order in WITHOUT_ORDER or not name.given:
        return without_extra_spaces(name.printed)
    if EAST_ASIAN.search(name.family):
        return name.family + name.given
    return " ".join(filter(None, (name.given, name.whole_family, name.suffix)))


def sort_form(name: PersonalName) -> str:
    """The family name first, as an index has it: "van der Putten, Joost"."""
    if name.order in WITHOUT_ORDER or not name.given:
        return without_extra_spaces(name.printed)
    if EAST_ASIAN.search(name.family):
        return name.family + name.given
    return ", ".join(filter(None, (name.whole_family, name.given, name.suffix)))


def short_form(name: PersonalName) -> str:
    """Initials for the given names: "Jean-Pierre Serre" → "J.-P. Serre"."""
    if name.order in WITHOUT_ORDER or not name.given or EAST_ASIAN.search(name.family):
        return display_form(name)
    initials = " ".join(map(initials_of_word, name.given.split()))
    return " ".join(filter(None, (initials, name.whole_family, name.suffix)))


def initials_of_word(word: str) -> str:
    """ "Jean-Pierre" → "J.-P."; what is an initial or an abbreviation already stays."""
    if word.endswith("."):
        return word
    return "-".join(f"{piece[0].upper()}." for piece in word.split("-") if piece)


def without_extra_spaces(text: str) -> str:
    return " ".join(text.split())
