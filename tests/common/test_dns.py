"""What a real name server says, and how what it says is told from what it does not say."""

import socket
import time
from collections.abc import Iterator

import pytest
from dns import rcode

from common import dns
from common.dns import CannotResolve, NameServers, NoSuchName
from common.fetching.fetcher import addresses_of
from tests.name_server import Zone, name_server

NAME = "_credence.labs.example"


@pytest.fixture(scope="module")
def server() -> Iterator[Zone]:
    with name_server() as zone:
        yield zone


@pytest.fixture
def zone(server: Zone, monkeypatch: pytest.MonkeyPatch) -> Zone:
    """An empty zone, whose server everybody asks."""
    for what in (server.records, server.failures, server.silent, server.asked):
        what.clear()
    monkeypatch.setattr(dns, "NAME_SERVERS", NameServers(("127.0.0.1",), server.port))
    return server


def test_texts_are_read_and_pieces_belong_together(zone):
    zone.put(NAME, "TXT", '"one"', '"cred" "ence-verification=" "abc"', r'"sch\195\182n"')
    assert sorted(dns.records(NAME, "TXT")) == ["credence-verification=abc", "one", "schön"]


def test_many_texts_come_over_tcp(zone):
    zone.put(NAME, "TXT", *(f'"{number:0200}"' for number in range(100)))
    assert len(dns.records(NAME, "TXT")) == 100
    assert [how for how, *_ in zone.asked] == ["UDP", "TCP"]


def test_a_name_without_such_records_is_told_from_no_name(zone):
    zone.put(NAME, "A", "8.8.8.8")
    assert dns.records(NAME, "TXT") == []
    with pytest.raises(NoSuchName):
        dns.records("nobody.example", "TXT")


@pytest.mark.parametrize("name", [f"{'a' * 64}.example", ".".join(["a" * 60] * 5), "labs..example"])
def test_what_cannot_be_a_name_is_none(zone, name):
    with pytest.raises((NoSuchName, CannotResolve)):
        dns.records(name, "TXT")
    assert zone.asked == []


@pytest.mark.parametrize("failure", [rcode.SERVFAIL, rcode.REFUSED, rcode.NOTIMP])
def test_a_server_that_cannot_say_is_told_from_no_name(zone, failure):
    zone.failures[NAME] = failure
    with pytest.raises(CannotResolve):
        dns.records(NAME, "TXT", 0.5)


def test_a_server_that_says_nothing_is_given_up_in_time(zone):
    zone.silent.add(NAME)
    begun = time.monotonic()
    with pytest.raises(CannotResolve):
        dns.records(NAME, "TXT", 0.2)
    assert time.monotonic() - begun < 2


def test_without_a_name_server_nobody_can_say():
    with pytest.raises(CannotResolve):
        NameServers(("127.0.0.1",), 1).records(NAME, "TXT", 0.2)


def test_names_are_whole_and_nothing_is_searched_below_the_machines_own_domain(zone, monkeypatch):
    monkeypatch.setattr(socket, "gethostname", lambda: "desk.corp.example")
    zone.put("labs.corp.example", "TXT", '"inside"')
    with pytest.raises(NoSuchName):
        dns.records("labs", "TXT")
    assert [name for _, name, _ in zone.asked] == ["labs"]


def test_all_addresses_of_a_host_are_told(zone):
    zone.put("labs.example", "A", "8.8.8.8", "10.0.0.1")
    assert sorted(addresses_of("labs.example", 1.0)) == ["10.0.0.1", "8.8.8.8"]
    zone.put("new.example", "AAAA", "2001:4860:4860::8888")
    assert addresses_of("new.example", 1.0) == ["2001:4860:4860::8888"]


def test_files_of_the_machine_name_no_host(zone):
    with pytest.raises(NoSuchName):
        addresses_of("localhost", 1.0)
