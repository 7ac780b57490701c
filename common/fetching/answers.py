"""What comes of fetching: a page, or one of three reasons why there is none."""

import re
import zlib
from dataclasses import dataclass

# Of what is sent, and of what it becomes when it is unpacked.
MOST_BYTES = 2**20
# Decoders that need no more time than there are bytes. Python has others, for names and for archives.
CHARSETS = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|iso-8859-\d+|windows-12\d\d|gb\w+|big5|shift_jis|euc-\w+|koi8-\w"
)


class Forbidden(Exception):
    """It is nothing that we fetch, and will not be; the words are for whoever named it."""


class Unreachable(Exception):
    """Nobody answers now. The words do not say why: that would tell strangers about our network."""


class NotThere(Exception):
    """Whoever answers says that there is nothing, or nothing for us."""


@dataclass(frozen=True, slots=True)
class Page:
    """A text, and the addresses that led to it: the one that was asked for, and each redirect."""

    text: str
    kind: str  # "text/html" or "text/plain"
    addresses: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where it was in the end."""
        return self.addresses[-1]


def too_large(host: str) -> Forbidden:
    return Forbidden(f"What {host} sends is larger than {MOST_BYTES >> 20} MiB, which we do not read.")


def silent(host: str) -> Unreachable:
    """The same words whether nobody is there, nobody speaks, or somebody hangs up."""
    return Unreachable(f"{host} could not be reached, or did not answer in time.")


def unpacked(body: bytes, encoding: str, host: str) -> bytes:
    """The body without its packing. A bomb is not unpacked further than a page may be large."""
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "x-gzip"):
        raise Forbidden(f"{host} packs what it sends in a way that we did not ask for.")
    unpacking = zlib.decompressobj(wbits=31)
    try:
        content = unpacking.decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        raise silent(host) from error
    if len(content) > MOST_BYTES:
        raise too_large(host)
    if not unpacking.eof:
        raise silent(host)
    return content


def decoded(body: bytes, charset: str) -> str:
    """The text of a body; letters that cannot be read stay visible as such."""
    try:
        return body.decode(charset if CHARSETS.fullmatch(charset.lower()) else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
