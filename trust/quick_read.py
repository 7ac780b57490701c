"""Trust in three to five plain sentences: what supports a record, what is missing, what would raise it.

A sentence never claims more than the record holds: that no second source is known here is said, that
none exists is not.
"""

from datetime import date

from trust.evidence import MOST_ORCID_IDS, MOST_SUPPORTERS, Inputs
from works.identifiers import source_name


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "1 work", "3 works", "1,200 works"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or f'{noun}s'}"


def listed_in_words(items: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def in_words(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def quick_read(inputs: Inputs, on: date, level: int, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences, in the order in which they are read."""
    if not inputs.works:
        sentences = [without_works(inputs), claim(inputs, on, level)]
    else:
        sentences = [support(inputs), witnesses(inputs, on), claim(inputs, on, level), doubts(inputs)]
    return tuple(sentence for sentence in (*sentences, advice(wanted)) if sentence)


def without_works(inputs: Inputs) -> str:
    return "No work is listed on this page, so there is nothing yet to be sure about."


def support(inputs: Inputs) -> str:
    """How many works there are, and who says so."""
    works = counted(inputs.works, "listed work")
    verb = "supports" if inputs.works == 1 else "support"
    names = sorted(source_name(source.name) for source in inputs.sources)
    origin = f" ({'source' if len(names) == 1 else 'sources'}: {listed_in_words(names)})" if names else ""
    return f"{works} {verb} this record{origin}."


def witnesses(inputs: Inputs, on: date) -> str:
    """Whether a second source, printed ORCID iDs and verified co-authors say the same."""
    found = [*agreement(inputs), *consistent_orcid(inputs), *coauthors(inputs, on)]
    if found:
        sentence = listed_in_words(found)
        return f"{sentence[0].upper()}{sentence[1:]}."
    if len(inputs.orcid_ids) > 1:
        return "No second, independent source for the authors is known here."
    return "No second, independent source and no printed ORCID iD is known here."


def agreement(inputs: Inputs) -> list[str]:
    if not inputs.agreed_works:
        return []
    return [f"independent sources agree on the author of {counted(inputs.agreed_works, 'work')}"]


def consistent_orcid(inputs: Inputs) -> list[str]:
    if len(inputs.orcid_ids) != 1:
        return []
    return [f"the same ORCID iD is printed on {counted(inputs.orcid_ids[0].works, 'work')}"]


def coauthors(inputs: Inputs, on: date) -> list[str]:
    number = len(inputs.supporters_on(on, "coauthor"))
    if not number:
        return []
    verb = "stands" if number == 1 else "stand"
    return [f"{at_least(number)}{counted(number, 'verified co-author')} {verb} by a shared work"]


def at_least(supporters: int) -> str:
    """Of more than these nobody keeps account."""
    return "at least " if supporters >= MOST_SUPPORTERS else ""


def claim(inputs: Inputs, on: date, level: int) -> str:
    """Who stands up for the page."""
    if not inputs.claim:
        return "Nobody has claimed this page yet."
    approved = f"The claim to this page was approved on {in_words(inputs.claim.approved_on)}"
    if not inputs.claim.email_confirmed:
        return f"{approved}, but the claimant's e-mail address is not confirmed."
    if inputs.confirmed_works:
        confirmed = f"the claimant has confirmed {counted(inputs.confirmed_works, 'work')}"
    else:
        confirmed = "no listed work has been confirmed by the claimant yet"
    checked = identity(inputs, on) if level >= 2 else ""
    return f"{approved}; {confirmed}{'; ' if checked else ''}{checked}."


def identity(inputs: Inputs, on: date) -> str:
    """What else says that the claimant is the person."""
    strong = len(inputs.strong_kinds_on(on))
    vouches = len(inputs.supporters_on(on, "vouch"))
    found = [f"{counted(strong, 'kind')} of strong evidence"] if strong else []
    found += [f"{at_least(vouches)}{counted(vouches, 'vouch', 'vouches')}"] if vouches else []
    if not found:
        return ""
    verb = "supports" if strong + vouches == 1 else "support"
    return f"{listed_in_words(found)} {verb} their identity"


def doubts(inputs: Inputs) -> str:
    """What speaks against the record."""
    found = []
    if len(inputs.orcid_ids) > 1:
        least = "at least " if len(inputs.orcid_ids) >= MOST_ORCID_IDS else ""
        found.append(f"the works print {least}{len(inputs.orcid_ids)} different ORCID iDs")
    if inputs.unresolved_works:
        found.append(f"{counted(inputs.unresolved_works, 'work')} may be another researcher's of a like name")
    if inputs.claim and inputs.claim.is_disputed:
        found.append("whose the page is, is disputed")
    if inputs.disputed_works:
        verb = "is" if inputs.disputed_works == 1 else "are"
        found.append(f"{counted(inputs.disputed_works, 'attribution')} {verb} disputed")
    return f"Against it: {listed_in_words(found)}." if found else ""


def advice(wanted: tuple[str, ...]) -> str:
    """What would raise it next."""
    if wanted:
        return f"What would raise it most: {' or '.join(wanted)}."
    return "Every kind of evidence that is known here supports this record."
