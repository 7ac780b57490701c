"""Which addresses are on the internet, and which are inside somebody's network."""

import ipaddress
from collections.abc import Iterator

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# NAT64 of both kinds, and the forgotten "::192.0.2.1" and "::ffff:0:192.0.2.1".
WITH_ADDRESS_LAST = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96"))
)
# Registered for special purposes, which not every version of Python knows: protocols, relays of 6to4, benchmarks,
# ORCHID, documentation, segment routing. https://www.iana.org/assignments/iana-ipv6-special-registry/
SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "100::/64",
            "2001:2::/48",
            "2001:10::/28",
            "2001:20::/28",
            "3fff::/20",
            "5f00::/16",
        ),
    )
)
# Interfaces that are named after an address of the older internet (ISATAP), in the middle of the address.
ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(address: Address) -> bool:
    """Whether it is on the internet, and so is every address inside it to which gateways may send on."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address.is_site_local or not all(map(is_public, inside(address))):
            return False
    if any(address in network for network in SPECIAL):
        return False
    return address.is_global and not address.is_multicast


def inside(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The addresses of the older internet that translations of several kinds wrap in this one."""
    last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in network for network in WITH_ADDRESS_LAST):
        yield last
    if int(address) >> 32 & 0xFFFFFFFF in ISATAP:
        yield last
    if address.sixtofour:
        yield address.sixtofour
    yield from address.teredo or ()


def is_public_text(text: str) -> bool:
    """The same of an address as name servers write it; what cannot be one is none."""
    try:
        return is_public(ipaddress.ip_address(text))
    except ValueError:
        return False
