"""What the readers make of files: `python -m benchmarks.readers [--format F] PATH…`.

For every file under the paths, packed or in archives too: the format it looks like, how many records were read and set
aside, why, and the records a second of the reader alone, without a database.
"""

import argparse
import os
import platform
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.readers import ALL_SUFFIXES, FORMATS, sniff
from ingest.records import BadRecord
from ingest.sources import open_members
from ingest.streams import BadSource


@dataclass(slots=True)
class Count:
    """What one file gave."""

    format: str
    read: int = 0
    seconds: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in self.kinds.most_common()) or "nothing"
        speed = f", {self.read / self.seconds:,.0f}/s" if self.seconds > 1 else ""
        return f"{self.format:<10} {kinds}, {sum(self.reasons.values()):,} set aside{speed}"


def counts(path: str, format_name: str) -> Iterator[tuple[str, Count]]:
    """Each file with its count; one that breaks ends with the reason."""
    try:
        for name, stream in open_members(
            path, FORMATS[format_name].suffixes if format_name else ALL_SUFFIXES
        ):
            count = Count(format_name or sniff(stream, name) or "unknown")
            began = time.perf_counter()
            try:
                if count.format in FORMATS:
                    read_all(count, FORMATS[count.format].read(stream, name))
            finally:
                count.seconds = time.perf_counter() - began
            yield name, count
    except BadSource as problem:
        broken = Count("broken")
        broken.reasons[problem.reason] += 1
        yield problem.name, broken


def read_all(count: Count, items: Iterator) -> None:
    for item in items:
        count.read += 1
        if isinstance(item, BadRecord):
            count.reasons[item.reason] += 1
        else:
            count.kinds[type(item).__name__.removesuffix("Record").lower() + "s"] += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--format", default="", choices=sorted(FORMATS))
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    totals: dict[str, Count] = {}
    for path in options.paths:
        for name, count in counts(path, options.format):
            print(f"{os.path.relpath(name, os.path.dirname(path) or '.')}: {count}")
            for reason, number in count.reasons.most_common(5):
                print(f"    {number:,} times: {reason[:160]}")
            total = totals.setdefault(count.format, Count(count.format))
            total.read, total.seconds = total.read + count.read, total.seconds + count.seconds
            total.kinds.update(count.kinds)
            total.reasons.update(count.reasons)
    print("\nIn all")
    for total in totals.values():
        print(f"  {total}")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
