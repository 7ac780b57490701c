"""What kills cost: `python -m benchmarks.faults [--resolve] [--format F] [--kills N] [--seed N] PATH…`.

Imports PATH twice, each time into a new database of a scratch server: once undisturbed, and once with N (twenty
unless told) kills at random moments, in turn of the importer and of PostgreSQL, each followed by the same command
again. Afterwards the two databases must be equal, row for row; numbers that a sequence gives and times of day apart.

With `--resolve` PATH is imported once, and it is resolved twice who is who: undisturbed, and with kills of the
command, of its processes, of PostgreSQL, and of workers in the background.
"""

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import time

from benchmarks import faults_of_resolving
from benchmarks.scratch import Process, Site, compare, kill, kill_postgres, scratch_server

BATCH = 10_000  # what the importer stores in one transaction
LONGEST_WAIT = 6.0  # about as long as the longest batch takes


def start(site: Site, command: list[str]) -> Process:
    return site.manage("import_works", "--json", *command)


def undisturbed(site: Site, command: list[str]) -> int:
    """How many records there are."""
    printed, _ = start(site, command).communicate()
    print(f"undisturbed: {printed.strip()}", flush=True)
    return json.loads(printed)["read"]


def disturbed(site: Site, command: list[str], kills: int, records: int, chance: random.Random) -> None:
    """Kill up to `kills` times, spread over the whole import; then let it come to its end.

    Each moment is a random number of stored records, and a random while after that.
    """
    for number, target in enumerate(sorted(chance.uniform(0, records) for _ in range(kills)), start=1):
        importer = start(site, command)
        wait_until_stored(site, target, importer)
        try:
            importer.wait(timeout=chance.uniform(0.2, LONGEST_WAIT))
        except subprocess.TimeoutExpired:
            victim = kill_one_of(site, importer, number)
            print(f"kill {number}: {victim}; {stored(site):,} records stored", flush=True)
        else:
            print(f"kill {number}: came too late, the import had ended", flush=True)
            # Starting it once more would be another run of the whole.
            if importer.returncode == 0:
                return
    printed, _ = start(site, command).communicate()
    print(f"last: {printed.strip()}", flush=True)


def wait_until_stored(site: Site, target: float, importer: Process) -> None:
    """Until the run has stored so many records, at most a batch more, or has ended."""
    while importer.poll() is None and stored(site) + BATCH <= target:
        time.sleep(0.1)


def kill_one_of(site: Site, importer: Process, number: int) -> str:
    if number % 2:
        return kill_postgres(site.server, importer)
    kill(importer)
    return "the importer"


def stored(site: Site) -> int:
    return site.ask("SELECT coalesce(sum(read), 0) FROM ingest_importrun")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--resolve", action="store_true", help="kill what resolves who is who instead")
    parser.add_argument("--format", default="acl")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, seed {options.seed}"
    )
    command = ["--format", options.format, *map(os.path.abspath, options.paths)]
    with scratch_server() as (server, scratch):
        calm, rough = (Site(server, name, scratch) for name in ("calm", "rough"))
        calm.make()
        records = undisturbed(calm, command)
        if options.resolve:
            rough.make_like(calm)
            faults_of_resolving.undisturbed(calm)
            faults_of_resolving.disturbed(rough, options.kills, random.Random(options.seed))
        else:
            rough.make()
            disturbed(rough, command, options.kills, records, random.Random(options.seed))
        return compare(calm.digests(), rough.digests())


if __name__ == "__main__":
    sys.exit(main())
