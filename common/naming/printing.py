"""A name written out: as a heading, as in an index, with initials."""

from common.naming.folding import is_run_of_initials
from common.naming.letters import EAST_ASIAN, latin
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
    capitals = not all(word.isupper() for word in name.family.split())
    initials = [initials_of_word(word, capitals) for word in name.given.split()]
    return " ".join(filter(None, (*initials, name.whole_family, name.suffix)))


def initials_of_word(word: str, capitals: bool) -> str:
    """ "Jean-Pierre" → "J.-P."; initials stay, but "JP" beside small letters → "J. P."."""
    if word.endswith("."):
        return word
    if is_run_of_initials(word, latin(word), capitals):
        return " ".join(f"{letter}." for letter in word)
    return "-".join(f"{first_letter(piece)}." for piece in word.split("-") if piece)


def first_letter(piece: str) -> str:
    """In capitals, without the apostrophe in front."""
    return next(filter(str.isalnum, piece), piece[0]).upper()


def without_extra_spaces(text: str) -> str:
    return " ".join(text.split())
