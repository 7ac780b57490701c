"""A small OpenID provider that stands in for ORCID where Credence is developed and tested.

It answers on 127.0.0.1 alone and believes whoever uses it: one types an iD and is its owner. Sign-in really runs
(discovery, consent, one-time codes with PKCE, signed tokens), and so does reading a public record.
`python -m config.servers.orcid --port 8090 --client-id … --redirect-uri …` runs it by itself.
"""

import argparse
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from pathlib import Path
from threading import Thread
from types import FrameType
from urllib.parse import parse_qs, urlsplit

from config.servers.orcid_grants import Grants, Refused, Wanted
from config.servers.orcid_pages import authorize_page, front_page, refusal_page
from config.servers.orcid_records import Person, public_record, read_people, works_of

HOST = "127.0.0.1"
LONGEST_BODY = 10_000
SECRET = "ORCID_CLIENT_SECRET"


@dataclass
class StandIn:
    """What the provider knows. Tests change `people` and `redirect_uris` while it runs."""

    client_id: str
    secret: str
    redirect_uris: set[str] = field(default_factory=set)
    people: dict[str, Person] = field(default_factory=dict)
    base: str = ""
    grants: Grants = field(default_factory=Grants)

    def knows(self, person: Person) -> Person:
        """Have somebody in the register, in place of what it had of them."""
        self.people[person.orcid] = person
        return person

    def configuration(self) -> dict[str, object]:
        """The discovery document, with what ORCID's own has and Credence asks."""
        return {
            "issuer": self.base,
            "authorization_endpoint": f"{self.base}/oauth/authorize",
            "token_endpoint": f"{self.base}/oauth/token",
            "userinfo_endpoint": f"{self.base}/oauth/userinfo",
            "jwks_uri": f"{self.base}/oauth/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "scopes_supported": ["openid"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def check(self, wanted: Wanted) -> None:
        """Whether this client may ask to be told. Nobody is sent to an address that is not registered."""
        if wanted.client_id != self.client_id:
            raise Refused("invalid_client", "No client has this id.")
        if wanted.redirect_uri not in self.redirect_uris:
            raise Refused("invalid_request", f"{wanted.redirect_uri!r} is not a registered address.")

    def answer(self, wanted: Wanted, form: dict[str, str]) -> str:
        """The address to which the visitor goes on, with a code or with their refusal."""
        if error := wanted.fault():
            return wanted.address(error=error)
        if form.get("decision") != "allow":
            return wanted.address(error="access_denied")
        orcid = form.get("orcid", "").strip()
        known = self.people.get(orcid)
        person = known or Person(orcid, form.get("name", "").strip())
        return wanted.address(code=self.grants.issue(wanted, person))


class Handler(BaseHTTPRequestHandler):
    """One request. `stand_in` is set by whoever makes the class."""

    stand_in: StandIn
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_GET(self) -> None:
        self.handle_with(self.get)

    def do_POST(self) -> None:
        self.handle_with(self.post)

    def handle_with(self, answer: Callable[[str], None]) -> None:
        """Refusals of the protocol are answers; pages of other sites that call us by their name get none."""
        if self.headers.get("Host", "") not in self.own_names():
            return self.say_json({"error": "wrong host"}, 421)
        try:
            answer(urlsplit(self.path).path)
        except Refused as refused:
            if urlsplit(self.path).path == "/oauth/authorize":
                return self.say_page(refusal_page(refused.words), 400)
            self.say_json({"error": refused.error, "error_description": refused.words}, 400)

    def own_names(self) -> tuple[str, ...]:
        port = urlsplit(self.stand_in.base).port
        return f"{HOST}:{port}", f"localhost:{port}"

    def get(self, path: str) -> None:
        if path == "/oauth/authorize":
            return self.authorize()
        if path == "/oauth/userinfo":
            return self.say_user()
        if path.startswith("/v3.0/"):
            return self.say_record(path)
        if path == "/":
            return self.say_page(front_page(self.stand_in.people.values()))
        documents = {
            "/.well-known/openid-configuration": self.stand_in.configuration,
            "/oauth/jwks": self.stand_in.grants.public_keys,
        }
        document = documents.get(path)
        self.say_json(document() if document else {"error": "not found"}, 200 if document else 404)

    def post(self, path: str) -> None:
        form = self.read_form()
        if path == "/oauth/authorize":
            return self.decide(form)
        if path != "/oauth/token":
            return self.say_json({"error": "not found"}, 404)
        self.stand_in.grants.authenticate(form, self.stand_in.client_id, self.stand_in.secret)
        self.say_json(self.stand_in.grants.redeem(form, issuer=self.stand_in.base))

    def authorize(self) -> None:
        wanted = Wanted.of(single(urlsplit(self.path).query))
        self.stand_in.check(wanted)
        self.say_page(authorize_page(wanted, self.stand_in.people.values()))

    def decide(self, form: dict[str, str]) -> None:
        wanted = Wanted.of(form)
        self.stand_in.check(wanted)
        try:
            address = self.stand_in.answer(wanted, form)
        except ValueError as error:
            people = self.stand_in.people.values()
            return self.say_page(authorize_page(wanted, people, form, str(error)), 422)
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def say_user(self) -> None:
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        person = self.stand_in.grants.whose(token) if kind == "Bearer" else None
        if person is None:
            return self.say_json({"error": "invalid_token"}, 401)
        self.say_json(person.claims())

    def say_record(self, path: str) -> None:
        """/v3.0/<iD>/works or /v3.0/<iD>/record, as ORCID's public API shows them in JSON."""
        orcid, _, kind = path.removeprefix("/v3.0/").partition("/")
        views = {"works": works_of, "record": public_record}
        person, view = self.stand_in.people.get(orcid), views.get(kind)
        if person is None or view is None:
            fault = {"response-code": 404, "developer-message": "404 Not Found", "error-code": 9016}
            return self.say_json({**fault, "user-message": "The resource was not found."}, 404)
        self.say_json(view(person))

    def read_form(self) -> dict[str, str]:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > LONGEST_BODY:
            raise Refused("invalid_request", "The request is too long.")
        return single(self.rfile.read(int(length)).decode(errors="replace"))

    def say_json(self, document: object, status: int = 200) -> None:
        self.say(dumps(document).encode(), "application/json", status)

    def say_page(self, page: str, status: int = 200) -> None:
        self.say(page.encode(), "text/html; charset=utf-8", status)

    def say(self, body: bytes, kind: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if status >= 400:  # what else was sent may not have been read
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Codes stand in addresses, so they are not written down."""


def single(query: str) -> dict[str, str]:
    """The first value of each name."""
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}


def server_of(stand_in: StandIn, port: int) -> ThreadingHTTPServer:
    """Bound, and to be run by the caller. Port 0 takes a free one; the provider then knows its address."""
    handler = type("StandInHandler", (Handler,), {"stand_in": stand_in})
    server = ThreadingHTTPServer((HOST, port), handler)
    stand_in.base = f"http://{HOST}:{server.server_port}"
    return server


@contextmanager
def running(stand_in: StandIn, port: int = 0) -> Iterator[StandIn]:
    """Answer in a thread of this process."""
    with server_of(stand_in, port) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield stand_in
        server.shutdown()


def command(port: int, *, client_id: str, redirect_uris: list[str], people: Path) -> list[str]:
    """How `serve` starts it. The secret goes by the environment, which other users cannot see."""
    where = [part for address in redirect_uris for part in ("--redirect-uri", address)]
    known = ["--people", str(people)] if people.exists() else []
    return ["-m", "config.servers.orcid", "--port", str(port), "--client-id", client_id, *where, *known]


def main() -> None:
    parser = argparse.ArgumentParser(prog="config.servers.orcid", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--client-id", required=True)
    parser.add_argument("--redirect-uri", action="append", required=True)
    parser.add_argument("--people", type=Path, help="a JSON file of people with their works")
    asked = parser.parse_args()
    people = {one.orcid: one for one in read_people(asked.people)} if asked.people else {}
    stand_in = StandIn(asked.client_id, os.environ[SECRET], set(asked.redirect_uri), people)
    signal.signal(signal.SIGTERM, interrupt)
    with server_of(stand_in, asked.port) as server, suppress(KeyboardInterrupt):
        server.serve_forever()


def interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
