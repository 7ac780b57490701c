"""Personal names: read them, compare them, print them.

`parse(printed, family)` takes a name apart, `compare(one, other)` says whether two names could be one person's,
`block_keys(name)` under which keys to look for others.
"""

from common.naming.comparing import Comparison, Kind, compare
from common.naming.family import Family
from common.naming.given import First, Middle
from common.naming.parsing import parse
from common.naming.person import Order, PersonalName, block_keys
from common.naming.printing import display_form, short_form, sort_form

__all__ = [
    "Comparison",
    "Family",
    "First",
    "Kind",
    "Middle",
    "Order",
    "PersonalName",
    "block_keys",
    "compare",
    "display_form",
    "parse",
    "short_form",
    "sort_form",
]
