"""Whose the e-mail addresses are that are printed on a work, and the keyed hashes that are all we keep of them.

No Django here: the app gives the key when it starts. Without one, as when the schema is written, nothing is kept.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from common.addresses import address_digest, plain_address
from common.mailboxes import fits
from common.names import fold

DIGEST = re.compile(r"[0-9a-f]{64}")
# Mail to these is read by whoever has the office.
OFFICES = frozenset(
    (
        "admin", "admissions", "contact", "dean", "department", "director", "editor", "editorial", "enquiries",
        "group", "hello", "help", "info", "inquiries", "lab", "library", "mail", "media", "noreply", "office",
        "postmaster", "press", "publications", "registry", "research", "secretariat", "secretary", "support",
        "team", "web", "webmaster",
    )
)  # fmt: skip
# In longer lists of authors an address that fits nobody's name is not compared with all of them.
MANY = 100


class Keyring:
    """The key of this process."""

    key = b""


def use_key(key: bytes) -> None:
    """Hash addresses with this key from now on."""
    Keyring.key = key


def digests_by_author(
    names: Sequence[str], beside: Sequence[Sequence[str]], elsewhere: Sequence[str], *, all_have_places: bool
) -> list[list[str]]:
    """For every author of a work the digests of the addresses that are surely theirs.

    `beside` has what is printed beside each name, `elsewhere` what is printed for all of them. Where only some
    authors have a place of work (`all_have_places` is false), what is printed there may be anybody's.
    """
    found: list[list[str]] = [[] for _ in names]
    is_tied = all_have_places or len(names) == 1
    for address, positions in bearers_of(beside, elsewhere).items():
        owner = owner_among(address.rpartition("@")[0], names, positions, is_tied=is_tied)
        if owner is not None and Keyring.key:
            found[owner].append(address_digest(address, Keyring.key))
    return found


def bearers_of(beside: Sequence[Sequence[str]], elsewhere: Iterable[str]) -> dict[str, Collection[int]]:
    """Beside whose names each address is printed."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for position, addresses in enumerate(beside):
        for address in addresses:
            found[plain_address(address)].add(position)
    everybody = {plain_address(address): range(len(beside)) for address in elsewhere}
    return {address: bearers for address, bearers in (everybody | found).items() if address}


def owner_among(local: str, names: Sequence[str], bearers: Collection[int], *, is_tied: bool) -> int | None:
    """The one of the bearers whose address it surely is: by the name in it, else because nobody else can have it."""
    if fold(local) in OFFICES:
        return None
    fitting = [position for position in bearers if fits(local, names[position])]
    if fitting:
        return fitting[0] if len(fitting) == 1 else None
    if not is_tied or len(bearers) > 1 or len(names) > MANY:
        return None
    return None if any(fits(local, name) for name in names) else next(iter(bearers))


def of_one_each(digests: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The digests of each author without those that are no digests, and those that several have."""
    times = Counter(digest for several in digests for digest in set(several))
    return [
        tuple(dict.fromkeys(one for one in several if times[one] == 1 and DIGEST.fullmatch(one)))
        for several in digests
    ]
