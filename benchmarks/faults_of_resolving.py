"""What kills cost whoever resolves who is who: see `benchmarks.faults --resolve`."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle

import psutil

from benchmarks.scratch import Process, Site, kill, kill_postgres

LONGEST_WAIT = 5.0  # longer than a part takes
NUDGES = 20.0  # seconds between two, since there is no beat; what nobody took by then is forgotten, as there
RESOLVED = """
SELECT count(*)
FROM works_authorship AS authorship
JOIN researchers_block AS block ON block.key = authorship.block AND block.resolved_at IS NOT NULL
"""
AUTHORSHIPS = "SELECT count(*) FROM works_authorship"
WAITING = "SELECT count(*) FROM researchers_block WHERE stale_at IS NOT NULL"
STALE = "SELECT count(*) FROM researchers_researcher WHERE counters_stale_at IS NOT NULL"
WORKER = ("-m", "celery", "-A", "config", "worker", "--concurrency", "2", "--loglevel", "ERROR")
QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat")
NUDGE = f"""
from researchers.tasks import sweep_counters, sweep_identities
sweep_identities.apply_async(expires={NUDGES})
sweep_counters.apply_async(expires={NUDGES})
"""


def command(site: Site) -> Process:
    return site.manage("resolve_identities", "--json")


def workers(site: Site) -> Process:
    return site.run(*WORKER, *QUIET)


def undisturbed(site: Site) -> None:
    began = time.monotonic()
    printed, _ = command(site).communicate()
    print(f"undisturbed: {printed.strip()}; {time.monotonic() - began:.0f} s", flush=True)


def disturbed(site: Site, kills: int, chance: random.Random) -> None:
    """Kill up to `kills` times, spread over all authorships; then let background workers do the rest.

    Each moment is a random number of resolved authorships, and a random while after that.
    """
    forget_nudges(site)
    began, everything = time.monotonic(), site.ask(AUTHORSHIPS)
    targets = sorted(chance.uniform(0, everything) for _ in range(kills))
    for number, (target, (start, end)) in enumerate(zip(targets, cycle(VICTIMS), strict=False), start=1):
        process = start(site)
        wait_until_resolved(site, target, process)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=chance.uniform(0.2, LONGEST_WAIT))
        victim = end(site, process) if process.poll() is None else "came too late"
        print(f"kill {number}: {victim}; {site.ask(RESOLVED):,} authorships resolved", flush=True)
    finish(site)
    print(f"disturbed: {time.monotonic() - began:.0f} s", flush=True)


def forget_nudges(site: Site) -> None:
    """What the import sent, such as to score everybody, was not for the workers of this site."""
    site.run("-m", "celery", "-A", "config", "purge", "--force").communicate()


def wait_until_resolved(site: Site, target: float, process: Process) -> None:
    nudged = 0.0
    while process.poll() is None and site.ask(RESOLVED) < target:
        nudged = nudge_now_and_then(site, nudged)
        time.sleep(0.5)


def nudge_now_and_then(site: Site, nudged: float) -> float:
    """Do what beat does; without workers the nudges lie there for the next ones."""
    if time.monotonic() - nudged < NUDGES:
        return nudged
    site.manage("shell", "--verbosity", "0", "--command", NUDGE).communicate()
    return time.monotonic()


def finish(site: Site) -> None:
    """Let new workers bring everything to rest."""
    process, nudged = workers(site), 0.0
    while site.ask(WAITING) or site.ask(STALE):
        nudged = nudge_now_and_then(site, nudged)
        time.sleep(0.5)
    kill_workers(site, process)


def kill_command(site: Site, process: Process) -> str:
    kill(process)
    return "the command"


def kill_process_of_command(site: Site, process: Process) -> str:
    """One that resolves; the command says so and ends."""
    kill_youngest(process)
    process.communicate()
    return f"a process of the command (which ended with status {process.returncode})"


def kill_server(site: Site, process: Process) -> str:
    return kill_postgres(site.server, process)


def kill_workers(site: Site, process: Process) -> str:
    """All at once, as when the machine goes down."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return "all workers"


def kill_process_of_workers(site: Site, process: Process) -> str:
    """One of them, which the others replace; a moment later all."""
    kill_youngest(process)
    time.sleep(LONGEST_WAIT)
    kill_workers(site, process)
    return "one worker, then all"


def kill_youngest(process: Process) -> None:
    """Of the processes that this one started; itself where there are none, since little is left to do."""
    children = psutil.Process(process.pid).children()
    max(children or [process], key=lambda child: child.pid).kill()


VICTIMS: tuple[tuple[Callable[[Site], Process], Callable[[Site, Process], str]], ...] = (
    (command, kill_command),
    (workers, kill_workers),
    (command, kill_process_of_command),
    (workers, kill_process_of_workers),
    (command, kill_server),
)
