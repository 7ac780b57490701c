"""What the resolver looks at, what people have decided, and what it answers. Nothing here knows a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from common.names import FAMILY_STANDS_FIRST


@dataclass(frozen=True, slots=True)
class PrintedWork:
    """What the authorships of one work have in common. Made once per work and shared by its mentions."""

    id: int
    year: int | None = None
    title: str = ""
    venue: str = ""
    # Everybody on the work in printed order, as `common.names.fold` writes them.
    authors: tuple[str, ...] = ()
    # Keywords, categories, names of topics.
    subjects: tuple[str, ...] = ()
    # Ids of the works that it cites.
    references: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """One authorship: a name as printed, and what is printed beside it."""

    id: int
    work: PrintedWork
    position: int
    name: str
    # As the source says, "" where it does not say.
    family: str = ""
    affiliations: tuple[str, ...] = ()
    # Ids of the institutions that were recognized in the affiliations.
    institutions: tuple[int, ...] = ()
    # What stands behind the @ of printed e-mail addresses.
    domains: tuple[str, ...] = ()
    orcid: str = ""
    # The source's own id of the person, with its scheme.
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Commonness:
    """How often names and words occur in the whole record: what is rare says more.

    A name is split as `ends_of` says: "maria de la cruz" has the given name "maria" and the family name "cruz".
    What is missing in a mapping counts as seen once.
    """

    # Folded full name → authorships.
    names: Mapping[str, int] = field(default_factory=dict)
    # Family name → different full names that end so; given name → different full names that begin so.
    families: Mapping[str, int] = field(default_factory=dict)
    given_names: Mapping[str, int] = field(default_factory=dict)
    # Word of a title → works.
    words: Mapping[str, int] = field(default_factory=dict)
    works: int = 1
    # How many different full names there are; 0 where nobody counted.
    different_names: int = 0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a researcher has besides the mentions at hand: works that are among theirs, and ORCID iDs."""

    works: frozenset[int] = frozenset()
    orcids: frozenset[str] = frozenset()

    def and_of(self, mentions: Iterable[Mention]) -> "Elsewhere":
        """With what these print."""
        mentions = list(mentions)
        works = self.works.union(one.work.id for one in mentions)
        return Elsewhere(works, self.orcids.union(one.orcid for one in mentions if one.orcid))

    def allows(self, mentions: Iterable[Mention]) -> bool:
        """Whether these may be the same person's: no work a second time, and no second ORCID iD."""
        mentions = list(mentions)
        orcids = {one.orcid for one in mentions if one.orcid}
        agreed = orcids <= self.orcids or orcids >= self.orcids
        return agreed and self.works.isdisjoint(one.work.id for one in mentions)


def ends_of(folded: str) -> tuple[str, str]:
    """The given and the family name of a folded name as they are counted: "王伟" is 伟 of the family 王."""
    words = folded.split(" ")
    if not FAMILY_STANDS_FIRST.match(folded):
        return words[0], words[-1]
    return (folded[1:] or folded, folded[0]) if len(words) == 1 else (words[-1], words[0])


@dataclass(frozen=True, slots=True)
class Fixed:
    """What must stay. Keys of mentions are ids of authorships, keys of people are ids of researchers.

    `attributed` is never changed: after a full run's gathering these are the decisions of people; where only new
    works are to be attributed, it is everything that is settled, so that nobody settled is disturbed. Mentions
    attributed to different researchers never meet in one person.
    `standing` says whose each mention is at present; it binds nobody, but gives `rejected` (mention, researcher)
    and `distinct` (two researchers) their meaning: a rejected mention never meets the mentions that the
    researcher has now, and the mentions of distinct researchers never meet.
    `elsewhere` is what researchers have that is not at hand: it forbids what a mention of theirs would forbid.
    """

    attributed: Mapping[int, int] = field(default_factory=dict)
    standing: Mapping[int, int] = field(default_factory=dict)
    rejected: frozenset[tuple[int, int]] = frozenset()
    distinct: frozenset[tuple[int, int]] = frozenset()
    elsewhere: Mapping[int, Elsewhere] = field(default_factory=dict)


NOTHING_FIXED = Fixed()


@dataclass(frozen=True, slots=True)
class Membership:
    """That a mention is a person's: how sure (0 to 1), and why in a few short words each."""

    mention: int
    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Mentions that belong together; every mention of a block is a member of exactly one person.

    `researcher` is the one to whom `Fixed.attributed` ties a member, else None: whom the rest is to be called is
    for the caller to say. `proposed` are mentions that are members of another person, but perhaps of this one.
    """

    members: tuple[Membership, ...]
    researcher: int | None = None
    proposed: tuple[Membership, ...] = ()
