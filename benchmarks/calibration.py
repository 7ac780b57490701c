"""Whether pages of unclaimed records have the trust that was measured elsewhere, row by row of a table.

python -m config.servers python -m benchmarks.calibration TABLE.tsv

The table has the columns works, topics, close_collaborators, trust, band and level. For each row an invented person
is given as many works of one source, with as many topics and co-authors, in a scratch database: imported by
`import_works`, resolved, scored, and asked for by the address of their page. Exit status 1 if a row differs.
"""

import argparse
import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from researchers.models import Researcher  # noqa: E402

SYLLABLES = (
    "bal",
    "cor",
    "dun",
    "fes",
    "gim",
    "hol",
    "jar",
    "kep",
    "lum",
    "nov",
    "pir",
    "quen",
    "ros",
    "sti",
    "tev",
)
CATEGORIES = tuple(
    f"cs.{area}" for area in ["AI", "CC", "CE", "CG", "CL", "CR", "CV", "CY", "DB", "DC", "DL", "DM", "DS"]
)


def name_of(number: int) -> str:
    """A name that no other number has anything in common with."""
    base = len(SYLLABLES)
    return (
        f"{SYLLABLES[number % base]}{SYLLABLES[number // base % base]} "
        f"{SYLLABLES[number // base**2 % base]}{SYLLABLES[(number * 7 + 3) % base]}son".title()
    )


def records(rows: list[dict[str, str]]) -> Iterator[dict]:
    for number, row in enumerate(rows):
        works, topics, people = (int(row[key]) for key in ("works", "topics", "close_collaborators"))
        for work in range(works):
            # Each work brings its share, so that together they have as many as the row says.
            yield {
                "source": "arxiv",
                "source_id": f"{number}.{work}",
                "type": "preprint",
                "title": f"Invented result {work} of series {number}",
                "published": f"{2010 + work % 14}-05-01",
                "categories": [CATEGORIES[topic] for topic in range(topics) if topic % works == work],
                "authors": [
                    {"name": name_of(number)},
                    *(
                        {"name": name_of(1000 + 10 * number + person)}
                        for person in range(people)
                        if person % works == work
                    ),
                ],
            }


def check(row: dict[str, str], person: Researcher, client: Client) -> list[str]:
    """What the page shows otherwise than the row says."""
    document = client.get(f"/researchers/{person.slug}/trust.json").json()["result"]
    page = client.get(f"/researchers/{person.slug}/").content.decode()
    found = (str(document["score"]), document["band"], f"L{document['level']}")
    wanted = (row["trust"], row["band"], row["level"] if row["level"].startswith("L") else found[2])
    differences = [
        f"{one} instead of {other}" for one, other in zip(found, wanted, strict=True) if one != other
    ]
    for words in (f"Trust {row['trust']} - {row['band']}", f"Verification {found[2]}", "Unclaimed author"):
        if words not in page:
            differences.append(f"the page does not say {words!r}")
    return differences


def measure(rows: list[dict[str, str]]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "works.jsonl"
        file.write_text("".join(json.dumps(record) + "\n" for record in records(rows)))
        call_command("import_works", str(file), format="credence", json=True)
    call_command("resolve_identities", json=True)
    call_command("score_trust", json=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    client, wrong = Client(headers={"host": "localhost"}), 0
    for number, row in enumerate(rows):
        person = Researcher.objects.current().get(preferred_name=name_of(number))
        differences = check(row, person, client)
        wrong += bool(differences)
        print(
            f"{row['works']:>3} works, trust {row['trust']:>2} {row['band']}: {'; '.join(differences) or 'exact'}"
        )
    print(f"{len(rows) - wrong} of {len(rows)} rows are exact.")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    with parser.parse_args().table.open() as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    connection.settings_dict["TEST"]["NAME"] = "credence_benchmark_calibration"
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return measure(rows)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
