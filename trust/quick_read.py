"""Trust in three to five plain sentences: what supports a record, what is missing, what would raise it.

A sentence never claims more than the record holds: that no second source is known here is said, that
none exists is not.
"""

from datetime import date

from trust.evidence import Inputs
from works.identifiers import source_name


def counted(number: int, noun: str) -> str:
    """ "1 work", "3 works", "1,200 works"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed_in_words(items: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def in_words(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def quick_read(inputs: Inputs, level: int, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences, in the order in which they are read."""
    if not inputs.works:
        sentences = [without_works(inputs), claim(inputs)]
    else:
        sentences = [support(inputs), witnesses(inputs), claim(inputs), doubts(inputs)]
    return tuple(sentence for sentence in (*sentences, advice(level, wanted)) if sentence)


def without_works(inputs: Inputs) -> str:
    return "No work is listed on this page, so there is nothing yet to be sure about."


def support(inputs: Inputs) -> str:
    """How many works there are, and who says so."""
    works = counted(inputs.works, "listed work")
    verb = "supports" if inputs.works == 1 else "support"
    names = sorted(source_name(source.name) for source in inputs.sources)
    origin = f" ({'source' if len(names) == 1 else 'sources'}: {listed_in_words(names)})" if names else ""
    return f"{works} {verb} this record{origin}."


def witnesses(inputs: Inputs) -> str:
    """Whether a second source and printed ORCID iDs say the same."""
    found = [*agreement(inputs), *consistent_orcid(inputs)]
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


def claim(inputs: Inputs) -> str:
    """Who stands up for the page."""
    if not inputs.claim:
        return "Nobody has claimed this page yet."
    approved = f"The claim to this page was approved on {in_words(inputs.claim.approved_on)}"
    if not inputs.claim.email_confirmed:
        return f"{approved}, but the claimant's e-mail address is not confirmed."
    if inputs.confirmed_works:
        return f"{approved}, and the researcher has confirmed {counted(inputs.confirmed_works, 'work')}."
    return f"{approved}; no listed work has been confirmed by the researcher yet."


def doubts(inputs: Inputs) -> str:
    """What speaks against the record."""
    found = []
    if len(inputs.orcid_ids) > 1:
        found.append(f"the works print {len(inputs.orcid_ids)} different ORCID iDs")
    if inputs.disputed_works:
        verb = "is" if inputs.disputed_works == 1 else "are"
        found.append(f"{counted(inputs.disputed_works, 'attribution')} {verb} disputed")
    return f"Against it: {listed_in_words(found)}." if found else ""


def advice(level: int, wanted: tuple[str, ...]) -> str:
    """What would raise it, as far as it can be done today."""
    if wanted:
        return f"What would raise it most: {' or '.join(wanted)}."
    if level < 4:
        return "What would raise it, stronger evidence of identity, cannot be offered here yet."
    return "Every kind of evidence that is known here supports this record."
