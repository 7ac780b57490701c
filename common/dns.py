"""What name servers say, told apart from what they do not say."""

from collections.abc import Sequence
from dataclasses import dataclass

from dns.exception import DNSException
from dns.name import LabelTooLong, NameTooLong, from_text
from dns.rdata import Rdata
from dns.resolver import NXDOMAIN, Resolver

# Of all tries together, whatever a caller allows.
SECONDS = 5.0
# Of one try: a question that got lost is asked again.
TRY_SECONDS = 1.5


class NoSuchName(Exception):
    """The name servers say that nothing has this name."""


class CannotResolve(Exception):
    """No name server answers, or none can say."""


@dataclass(frozen=True, slots=True)
class NameServers:
    """Whom we ask: the name servers of this machine, or those given, at a port."""

    servers: tuple[str, ...] = ()
    port: int = 53

    def records(self, name: str, kind: str, seconds: float = SECONDS) -> list[str]:
        """The records of a kind, such as TXT or A, that an absolute name has; none where it has others only."""
        try:
            absolute = from_text(f"{name}.")
            answer = self.resolver().resolve(
                absolute, kind, raise_on_no_answer=False, lifetime=min(seconds, SECONDS), search=False
            )
        except (NXDOMAIN, LabelTooLong, NameTooLong) as error:
            raise NoSuchName(name) from error
        except DNSException as error:
            raise CannotResolve(name) from error
        return [text_of(record) for record in answer.rrset or ()]

    def resolver(self) -> Resolver:
        resolver = Resolver(configure=not self.servers)
        if self.servers:
            resolver.nameservers = list(self.servers)
            resolver.port = self.port
        resolver.timeout = TRY_SECONDS
        return resolver


def text_of(record: Rdata) -> str:
    """The address of a record, or its text: the pieces of a long one belong together without a space."""
    pieces: Sequence[bytes] | None = getattr(record, "strings", None)
    return b"".join(pieces).decode("utf-8", "replace") if pieces is not None else record.to_text()


# The one that everybody asks; tests put another in its place.
NAME_SERVERS = NameServers()


def records(name: str, kind: str, seconds: float = SECONDS) -> list[str]:
    """The records of a kind that a name has. Raises NoSuchName and CannotResolve."""
    return NAME_SERVERS.records(name, kind, seconds)
