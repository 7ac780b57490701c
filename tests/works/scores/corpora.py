"""Invented texts, without a database."""

from collections.abc import Sequence
from datetime import date

from works.models import Work
from works.scores.corpus import Corpus, Text, encode

SUBJECTS = (
    "glacier moraine meltwater crevasse firn icefall",
    "sonata cadence fugue counterpoint allegro motif",
    "enzyme substrate kinase ligand peptide protein",
    "harvest barley furrow plough orchard granary",
)


def text(number: int, title: str, day: str = "2000-01-01", abstract: str = "") -> Text:
    """A day such as 2000, 2000-05 or 2000-05-17 is known as far as it is given."""
    precision = (Work.Precision.YEAR, Work.Precision.MONTH, Work.Precision.DAY)[day.count("-")]
    parts = [int(part) for part in day.split("-")]
    return Text(number, 1, date(*parts, *[1] * (3 - len(parts))), precision, title, abstract)


def corpus_of(*texts: Text) -> Corpus:
    return encode(sorted(texts, key=lambda one: (one.published_on, one.work_id)))


def titles(number: int) -> list[str]:
    """Of so many works on a few subjects, no two quite the same."""
    return [title(place) for place in range(number)]


def title(place: int) -> str:
    words: Sequence[str] = SUBJECTS[place % len(SUBJECTS)].split()
    turned = [words[(place // 4 + step) % len(words)] for step in range(5)]
    return " ".join([*turned, SUBJECTS[place // 7 % len(SUBJECTS)].split()[place % 6]])
