"""`manage.py serve`: everything that Credence needs, in one command."""

import os
import signal
import sys
import time
from argparse import ArgumentTypeError
from contextlib import suppress
from io import StringIO
from types import FrameType
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import OperationalError, connections

from accounts.models import User
from config import environment
from config.addresses import HOST, AlreadyServed, PortTaken, address_of, answers, choose_port, only_server
from config.processes import MARK, Child, Crew, stop_orphans
from config.servers.failures import ServerFailed
from config.servers.folders import make_open_folder
from config.servers.sharing import EmbeddedServers, embedded_servers
from config.standing_in import StandInForOrcid, stand_in_for_orcid
from pages.demo.cast import read_cast
from pages.demo.loading import is_loaded
from works.models import Work

WEB_PROCESSES = 2
ROUND = 0.2  # seconds between two looks at the children
SERVER_ROUND = 1.0  # and at the servers
PATIENCE = 60.0  # seconds until it is said that the first answer takes unusually long


class Command(BaseCommand):
    help = "Runs Credence (servers, web, workers, beat) until Ctrl-C; what `make run` calls."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=port_number, help="exactly this port (default: 8000, or PORT)")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, port: int | None, no_demo: bool, **options: Any) -> None:
        stop_at_signals()
        try:
            self.serve(port, demo=not no_demo)
        except AlreadyServed as served:
            self.say(already_running(str(served)))
        except KeyboardInterrupt:
            self.say("Credence has stopped.")
        except PortTaken as taken:
            raise CommandError(f"Port {taken} is used by another program. Choose another one.") from taken
        except ServerFailed as failure:
            raise CommandError(str(failure)) from failure
        except PermissionError as failure:
            raise CommandError(f"{failure}. Another user has run Credence in this data folder.") from failure
        except OperationalError as failure:
            raise CommandError(f"The database does not answer: {failure}") from failure

    def serve(self, port: int | None, *, demo: bool) -> None:
        data_dir = environment.DATA_DIR
        make_open_folder(data_dir)
        with only_server(data_dir) as note:
            stop_orphans(data_dir)
            chosen = self.choose_port(port)
            note.write_text(address_of(chosen))
            servers = embedded_servers()
            self.say("Starting Credence …")
            with servers.in_use():
                report = prepare(demo=demo)
                self.run(servers, chosen, report)

    def choose_port(self, port: int | None) -> int:
        wanted = port or environment.PORT
        chosen = choose_port(wanted, asked_for=bool(port) or environment.PORT_IS_GIVEN)
        if chosen != wanted:
            self.say(f"Port {wanted} is used by another program; taking {chosen}.")
        return chosen

    def run(self, servers: EmbeddedServers, port: int, report: str) -> None:
        """Until a signal comes."""
        orcid = stand_in_for_orcid(port)
        crew = Crew(children(port, orcid), child_environment(port, orcid), self.say)
        try:
            self.wait_for_answer(crew, port)
            self.say(f"Credence is ready at {address_of(port)}")
            if orcid:
                self.say(f"Sign-in by ORCID is tried with a stand-in at {orcid.address}/")
            self.say(f"{report}Ctrl-C stops it.")
            self.keep_running(crew, servers)
        finally:
            crew.stop()

    def wait_for_answer(self, crew: Crew, port: int) -> None:
        impatient_at = time.monotonic() + PATIENCE
        crew.look_after()
        while not answers(port):
            crew.look_after()
            time.sleep(ROUND)
            if time.monotonic() > impatient_at:
                impatient_at = float("inf")
                self.say(f"Still waiting for {address_of(port)}readyz; it says what is missing.")

    def keep_running(self, crew: Crew, servers: EmbeddedServers) -> None:
        look_at_servers_at = 0.0
        while True:
            crew.look_after()
            if time.monotonic() >= look_at_servers_at:
                look_at_servers_at = time.monotonic() + SERVER_ROUND
                for name in servers.revive():
                    self.say(f"{name} had stopped; it is running again.")
            time.sleep(ROUND)

    def say(self, line: str) -> None:
        with suppress(OSError):  # the terminal may be gone
            self.stdout.write(line)
            self.stdout.flush()


def port_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text!r} is not a port: a number from 1 to 65535")
    return int(text)


def already_running(address: str) -> str:
    if address:
        return f"Credence is already running at {address}"
    return "Credence is already starting; it will say where it answers."


def stop_at_signals() -> None:
    """Make every polite request to stop a KeyboardInterrupt; `nohup` keeps its meaning."""
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, interrupt)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Once is enough: stopping takes seconds and should not be cut short."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def prepare(*, demo: bool) -> str:
    """Bring database and static files up to date; what there is to say about the demo."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    report = load_demo() if demo and demo_belongs_here() else ""
    connections.close_all()
    return report


def record_is_empty() -> bool:
    return not Work.objects.exists() and not User.objects.exists()


def demo_belongs_here() -> bool:
    """In an empty record; and where it is loaded already, its logins are said again."""
    return record_is_empty() or is_loaded(read_cast())


def load_demo() -> str:
    report = StringIO()
    call_command("load_demo", stdout=report)
    return report.getvalue()


def child_environment(port: int, orcid: StandInForOrcid | None) -> dict[str, str]:
    ours = {"CREDENCE_DATA_DIR": str(environment.DATA_DIR), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    signing_in = orcid.environment() if orcid else {}
    return {**os.environ, **ours, **signing_in, MARK: str(environment.DATA_DIR)}


def children(port: int, orcid: StandInForOrcid | None) -> list[Child]:
    logs = environment.DATA_DIR / "logs"
    logs.mkdir(exist_ok=True)
    commands = {"web": web(port), "worker": worker(), "quick": quick_worker(), "beat": beat()}
    ours = [
        Child(name, [sys.executable, *command], logs / f"{name}.log") for name, command in commands.items()
    ]
    return [*ours, orcid.child(logs)] if orcid else ours


def web(port: int) -> list[str]:
    """One thread for each process: measured fastest, and the database sees as many connections."""
    processes = ["--workers", str(WEB_PROCESSES), "--blocking-threads", "1"]
    upkeep = ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5"]
    address = ["--host", HOST, "--port", str(port)]
    quiet = ["--no-ws", "--log-level", "warning"]
    granian = ["-m", "granian", "--interface", "wsgi"]
    return [*granian, *address, *processes, *upkeep, *quiet, "config.wsgi:application"]


def worker() -> list[str]:
    return celery_worker("worker", hands=os.cpu_count() or 1)


def quick_worker() -> list[str]:
    """One hand that is never in anything long: see CELERY_TASK_QUEUES."""
    return [*celery_worker("quick", hands=1), "--queues", "celery"]


def celery_worker(name: str, *, hands: int) -> list[str]:
    # Nothing that reaches the worker is executed, so root is not the danger that Celery warns of.
    calm = ["-W", "ignore:You're running the worker with superuser privileges"]
    alone = ["--without-gossip", "--without-mingle"]  # no other workers to wait for
    celery = ["-m", "celery", "--quiet", "-A", "config", "worker", "--loglevel", "WARNING"]
    return [*calm, *celery, "--hostname", f"{name}@%h", "--concurrency", str(hands), *alone]


def beat() -> list[str]:
    return ["-m", "celery", "--quiet", "-A", "config", "beat", "--loglevel", "WARNING", "--pidfile="]
