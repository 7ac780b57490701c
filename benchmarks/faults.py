"""What kills cost an import: `python -m benchmarks.faults [--format F] [--kills N] [--seed N] PATH…`.

Imports PATH twice, each time into a new database of a scratch server: once undisturbed, and once with N (twenty
unless told) kills at random moments, in turn of the importer and of PostgreSQL, each followed by the same command
again. Afterwards the two databases must be equal, row for row; numbers that a sequence gives and times of day apart.
"""

import argparse
import json
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from config.servers.postgres import SUPERUSER, EmbeddedPostgres

# What each table says without numbers of sequences and times of day: other rows appear by their natural keys.
ROWS = {
    "works": """
        SELECT work.slug, work.type, work.title, work.abstract, work.language, work.published_on,
               work.published_precision, venue.slug, work.categories, work.keywords, work.open_access,
               work.license, work.retracted, work.withdrawn, work.self_reported, former.slug, work.title_print,
               work.locked_fields, work.authors_count, work.has_code, work.cited_by_count, work.citations_count,
               work.rank
        FROM works_work AS work
        LEFT JOIN works_venue AS venue ON venue.id = venue_id
        LEFT JOIN works_work AS former ON former.id = work.joined_into_id
    """,
    "statements": """
        SELECT work.slug, source, source_id, payload, payload_hash, withdrawn_at IS NULL
        FROM works_sourcerecord JOIN works_work AS work ON work.id = work_id
    """,
    "identifiers": """
        SELECT work.slug, scheme, value FROM works_workidentifier JOIN works_work AS work ON work.id = work_id
    """,
    "authorships": """
        SELECT work.slug, position, name, name_key, family, affiliations, rors, email_domains, orcid,
               source_author_id
        FROM works_authorship JOIN works_work AS work ON work.id = work_id
    """,
    "affiliations": """
        SELECT work.slug, position, institution.slug, affiliation.basis, affiliation.confidence
        FROM works_affiliation AS affiliation
        JOIN works_authorship AS authorship ON authorship.id = authorship_id
        JOIN works_work AS work ON work.id = authorship.work_id
        JOIN works_institution AS institution ON institution.id = institution_id
    """,
    "institutions": "SELECT slug, name, key, ror, country FROM works_institution",
    "venues": "SELECT slug, name, key FROM works_venue",
    "versions": """
        SELECT work.slug, version.type, version.title, version.published_on, venue_name, doi, source
        FROM works_version AS version JOIN works_work AS work ON work.id = work_id
    """,
    "links": """
        SELECT work.slug, kind, url, origin, source
        FROM works_codelink JOIN works_work AS work ON work.id = work_id
    """,
    "topics": "SELECT slug, name, kind, codes, works_count FROM works_topic",
    "topics of works": """
        SELECT work.slug, topic.slug, origin, confidence
        FROM works_worktopic AS about
        JOIN works_work AS work ON work.id = work_id
        JOIN works_topic AS topic ON topic.id = topic_id
    """,
    "references": """
        SELECT work.slug, scheme, value, cited.slug
        FROM works_citation
        JOIN works_work AS work ON work.id = citing_id
        LEFT JOIN works_work AS cited ON cited.id = cited_id
    """,
    "joinings": """
        SELECT work.slug, former.slug, statements, basis, reasons
        FROM works_joining AS joining
        JOIN works_work AS work ON work.id = joining.work_id
        LEFT JOIN works_work AS former ON former.id = former_id
    """,
    "researchers": """
        SELECT slug, public_id, preferred_name, name_key, identity_key, works_count, coauthors_count,
               topics_count, citations_count, h_index, first_year, last_year, latest_venue, affiliation,
               affiliation_year, category, counters_stale_at IS NULL, trust_stale_at IS NULL
        FROM researchers_researcher
    """,
    "name variants": """
        SELECT researcher.slug, variant.name, variant.name_key, variant.works_count
        FROM researchers_namevariant AS variant
        JOIN researchers_researcher AS researcher ON researcher.id = researcher_id
    """,
    "external ids": """
        SELECT researcher.slug, scheme, value
        FROM researchers_externalid
        JOIN researchers_researcher AS researcher ON researcher.id = researcher_id
    """,
    "attributions": """
        SELECT work.slug, position, researcher.slug, status, basis, confidence
        FROM researchers_attribution AS attribution
        JOIN works_authorship AS authorship ON authorship.id = authorship_id
        JOIN works_work AS work ON work.id = authorship.work_id
        JOIN researchers_researcher AS researcher ON researcher.id = researcher_id
    """,
    "notices of retraction": "SELECT scheme, value, source, by FROM works_retractionnotice",
    "problems": "SELECT position, reason, piece FROM ingest_importproblem",
    "run": """
        SELECT state, error, read, created, updated, unchanged, rejected, joined, withdrawn, checkpoint
        FROM ingest_importrun
    """,
}
# Two sums of 64-bit hashes: equal for equal rows in whatever order, and for hardly any others.
DIGEST = """
SELECT count(*), sum(hashtextextended(fact::text, 1)), sum(hashtextextended(fact::text, 2)) FROM ({}) AS fact
"""

Digests = dict[str, tuple]

BATCH = 10_000  # what the importer stores in one transaction
LONGEST_WAIT = 6.0  # about as long as the longest batch takes


class Site:
    """One database of the scratch server, and the importer that fills it."""

    def __init__(self, server: EmbeddedPostgres, name: str, scratch: Path, command: list[str]) -> None:
        self.server, self.name, self.command = server, name, command
        host = quote(str(server.socket_dir), safe="")
        where = f"postgresql://{SUPERUSER}@/{name}?host={host}"
        self.environment = {**os.environ, "DATABASE_URL": where, "CREDENCE_DATA_DIR": str(scratch)}
        server.create_database(name)
        self.manage("migrate", "-v0").wait()

    def manage(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def start(self) -> subprocess.Popen[str]:
        return self.manage("import_works", "--json", *self.command)

    def digests(self) -> Digests:
        with psycopg.connect(self.server.conninfo(self.name)) as connection:
            return {
                what: connection.execute(DIGEST.format(rows)).fetchone() or () for what, rows in ROWS.items()
            }


def undisturbed(site: Site) -> int:
    """How many records there are."""
    printed, _ = site.start().communicate()
    print(f"undisturbed: {printed.strip()}", flush=True)
    return json.loads(printed)["read"]


def disturbed(site: Site, kills: int, records: int, chance: random.Random) -> None:
    """Kill up to `kills` times, spread over the whole import; then let it come to its end.

    Each moment is a random number of stored records, and a random while after that.
    """
    for number, target in enumerate(sorted(chance.uniform(0, records) for _ in range(kills)), start=1):
        importer = site.start()
        wait_until_stored(site, target, importer)
        try:
            importer.wait(timeout=chance.uniform(0.2, LONGEST_WAIT))
        except subprocess.TimeoutExpired:
            victim = kill_postgres(site.server, importer) if number % 2 else kill_importer(importer)
            print(f"kill {number}: {victim}; {stored(site):,} records stored", flush=True)
        else:
            print(f"kill {number}: came too late, the import had ended", flush=True)
            # Starting it once more would be another run of the whole.
            if importer.returncode == 0:
                return
    printed, _ = site.start().communicate()
    print(f"last: {printed.strip()}", flush=True)


def wait_until_stored(site: Site, target: float, importer: subprocess.Popen[str]) -> None:
    """Until the run has stored so many records, at most a batch more, or has ended."""
    while importer.poll() is None and stored(site) + BATCH <= target:
        time.sleep(0.1)


def kill_importer(importer: subprocess.Popen[str]) -> str:
    importer.kill()
    importer.communicate()
    return "the importer"


def kill_postgres(server: EmbeddedPostgres, importer: subprocess.Popen[str]) -> str:
    """The importer notices by itself and ends."""
    os.kill(server.running_pid or 0, signal.SIGKILL)
    importer.communicate()
    server.start()
    return f"PostgreSQL (the importer ended with status {importer.returncode})"


def stored(site: Site) -> int:
    with psycopg.connect(site.server.conninfo(site.name)) as connection:
        found = connection.execute("SELECT coalesce(sum(read), 0) FROM ingest_importrun").fetchone()
        return found[0] if found else 0


@contextmanager
def scratch_server() -> Iterator[tuple[EmbeddedPostgres, Path]]:
    with tempfile.TemporaryDirectory(prefix="credence-faults-") as folder:
        scratch = Path(folder)
        scratch.chmod(0o755)
        server = EmbeddedPostgres(scratch / "postgres")
        try:
            server.start()
            yield server, scratch
        finally:
            server.remove()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--format", default="acl")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, seed {options.seed}"
    )
    command = ["--format", options.format, *map(os.path.abspath, options.paths)]
    with scratch_server() as (server, scratch):
        calm, rough = (Site(server, name, scratch, command) for name in ("calm", "rough"))
        records = undisturbed(calm)
        disturbed(rough, options.kills, records, random.Random(options.seed))
        return compare(calm.digests(), rough.digests())


def compare(calm: Digests, rough: Digests) -> int:
    different = [what for what in calm if calm[what] != rough[what]]
    for what in calm:
        verdict = "DIFFERENT" if what in different else "equal"
        print(f"{what:>21}: {calm[what][0]:>9,} rows, {verdict}")
    print(json.dumps({"tables": len(calm), "different": different}))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
