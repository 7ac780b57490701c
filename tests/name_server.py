"""A name server on this machine, which speaks the real protocol over UDP and TCP."""

import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from dns import flags, message, rcode, rdatatype, rrset

Answering = Callable[[message.Message], message.Message | None]


@dataclass
class Zone:
    """What a name server says: records by name and kind, and what it says instead of an answer."""

    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    failures: dict[str, rcode.Rcode] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    asked: list[tuple[str, str, str]] = field(default_factory=list)  # how, name, kind
    port: int = 0

    def put(self, name: str, kind: str, *records: str) -> None:
        self.records[name, kind] = list(records)

    def answer(self, question: message.Message, how: str) -> message.Message | None:
        asked = question.question[0]
        name, kind = asked.name.to_text(omit_final_dot=True), rdatatype.to_text(asked.rdtype)
        self.asked.append((how, name, kind))
        if name in self.silent:
            return None
        answer = message.make_response(question)
        answer.flags |= flags.RA
        records = self.records.get((name, kind))
        if records:
            answer.answer.append(rrset.from_text_list(asked.name, 60, "IN", kind, records))
        elif name in self.failures:
            answer.set_rcode(self.failures[name])
        elif not any(known == name for known, _ in self.records):
            answer.set_rcode(rcode.NXDOMAIN)
        return answer


class Packets(socketserver.BaseRequestHandler):
    server: "PacketServer"

    def handle(self) -> None:
        packet, line = self.request
        answer = self.server.zone.answer(message.from_wire(packet), "UDP")
        if answer is None:
            return
        if len(answer.to_wire()) > 1200:
            answer.answer.clear()
            answer.flags |= flags.TC
        line.sendto(answer.to_wire(), self.client_address)


class Streams(socketserver.StreamRequestHandler):
    server: "StreamServer"

    def handle(self) -> None:
        (size,) = struct.unpack("!H", self.rfile.read(2))
        answer = self.server.zone.answer(message.from_wire(self.rfile.read(size)), "TCP")
        if answer:
            wire = answer.to_wire()
            self.wfile.write(struct.pack("!H", len(wire)) + wire)


class PacketServer(socketserver.ThreadingUDPServer):
    zone: Zone


class StreamServer(socketserver.ThreadingTCPServer):
    zone: Zone
    daemon_threads = True


@contextmanager
def name_server() -> Iterator[Zone]:
    """A server of an empty zone, on one port for both protocols."""
    zone = Zone()
    with (
        StreamServer(("127.0.0.1", 0), Streams) as streams,
        PacketServer(("127.0.0.1", streams.server_address[1]), Packets) as packets,
    ):
        zone.port = streams.server_address[1]
        streams.zone = packets.zone = zone
        threads = [
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
            for server in (streams, packets)
        ]
        for thread in threads:
            thread.start()
        yield zone
        streams.shutdown()
        packets.shutdown()
        for thread in threads:
            thread.join()
