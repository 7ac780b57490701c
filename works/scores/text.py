"""What a work says in its title and abstract, as terms that can be compared: words, and runs of two or three.

Terms follow Arts, Hou & Gomez (2021), "Natural language processing to identify the creation and impact of new
technologies in patent text", https://doi.org/10.1016/j.respol.2020.104144: words in small letters, hyphens kept,
no numbers, no words of one letter, no stop words. A run never goes across a stop word, a number or a mark of
punctuation, so that what is shown as a reason can be read as a phrase.
"""

import re
from functools import lru_cache
from unicodedata import normalize

from common.tex import to_text

LONGEST_RUN = 3
MAX_CHARACTERS = (
    20_000  # of title and abstract; a book that stands where an abstract should be is read to here
)
MAX_WORD = 40  # letters; what is longer is an address or a formula

_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'\u2019][^\W_]+)*|[^\w\s]+|_+")
_DASHES = str.maketrans("\u2010\u2011\u2019", "--'")

STOP_WORDS = frozenset(
    """
    a about above across after again against all almost along already also although always among an and another any
    are aren't as at be became because become becomes been before being below between both but by can can't cannot
    could couldn't did didn't do does doesn't doing don't done down due during each either else even ever every few
    for from further furthermore get given gives had has hasn't have haven't having he hence her here hers him his how
    however i if in indeed instead into is isn't it it's its itself just known less let like made mainly make makes
    many may me might more moreover most much must my namely near nearly neither never nevertheless no nor not now of
    off often on once one ones only onto or other others otherwise our ours out over own particular per perhaps
    previously quite rather really recent recently s same second several shall she should show showed shown shows
    since so some still such take taken than that that's the their theirs them themselves then there thereby therefore
    these they this those though three through throughout thus to together too toward towards two under unlike until
    up upon us use used uses using usually various very via was wasn't we well were what when where whereas whether
    which while who whom whose why will with within without won't would yet you your
    """.split()  # noqa: SIM905
)


def words_of(source: str) -> list[str]:
    """The words of a title or abstract in their order; an empty one stands for what no run goes across."""
    small = normalize("NFKC", to_text(source[:MAX_CHARACTERS])).casefold().translate(_DASHES)
    return list(map(telling, _WORD.findall(small)))


@lru_cache(maxsize=1 << 17)
def telling(word: str) -> str:
    """The word if it says what a work is about, else nothing."""
    is_telling = (
        1 < len(word) <= MAX_WORD
        and word[0].isalnum()
        and word not in STOP_WORDS
        and not word.replace("-", "").isnumeric()
    )
    return word if is_telling else ""
