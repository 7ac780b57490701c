"""Addresses on the internet, and those inside somebody's network."""

import ipaddress

import pytest

from common.fetching.addresses import is_public, is_public_text


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
    ],
)
def test_public_addresses_are_reached(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::10.0.0.1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2002:c0a8:101::1",
        "2001:0:808:808::f5ff:fffe",
        "169.254.170.2",
        "100.100.100.200",
        "fd00:ec2::254",
        "192.168.1.1",
        "172.16.0.1",
        "198.18.0.1",
        "192.0.0.170",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "192.88.99.1",
        "240.0.0.1",
        "255.255.255.255",
        "100::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "2001:2::1",
        "2001:20::1",
        "::ffff:100.100.100.200",
        "64:ff9b::100.100.100.200",
        "2002:6464:64c8::1",
        "2a00:1450::5efe:10.0.0.1",
        "2a00:1450::200:5efe:127.0.0.1",
        "fe80::1%eth0",
    ],
)
def test_addresses_inside_a_network_are_not_reached(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "text", ["", "labs.example", "8.8.8.8:80", "010.8.8.8", "0x8080808", "134744072", "8.8.2056"]
)
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public_text(text)


def test_an_address_as_name_servers_write_it() -> None:
    assert is_public_text("8.8.8.8")
    assert not is_public_text("127.0.0.1")
