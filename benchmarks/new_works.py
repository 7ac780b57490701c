"""How long it takes to say whose a single new work is, and whether that agrees with what a full run says.

python -m config.servers python -m benchmarks.new_works [WORKS]

On the record at hand, once `resolve_identities` has been: of so many works (300 unless told), drawn at random, the
attributions are taken away, and each work is attributed as an import of that work alone would, in a transaction
that is rolled back. Prints median, 95th percentile and the slowest in milliseconds, without reading and writing
the work itself; and the share of names that go to the page that had them, of those whose page has other works.
"""

import os
import platform
import random
import statistics
import sys
import time
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"
django.setup()

from django.db import transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from benchmarks.at_hand import require_record  # noqa: E402
from researchers.models import Attribution, Block, Researcher  # noqa: E402
from researchers.resolution import resolve  # noqa: E402
from works.models import Work  # noqa: E402

SEED = 7


@dataclass(frozen=True, slots=True)
class Timed:
    work: Work
    milliseconds: float
    # Names whose page has other works; of these, names that came back to it, and that went to another old page.
    known: int
    back: int
    strayed: int


def main() -> None:
    require_record()
    if not Block.objects.filter(resolved_at__isnull=False).exists():
        sys.exit("Nobody has said who is who yet: run resolve_identities first.")
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    ids = list(
        Work.objects.filter(withdrawn=False, self_reported=False).order_by("id").values_list("id", flat=True)
    )
    chosen = random.Random(SEED).sample(ids, min(number, len(ids)))
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {len(chosen)} works"
    )
    report([attributed_anew(work) for work in Work.objects.filter(id__in=chosen).order_by("id")])


def attributed_anew(work: Work) -> Timed:
    """Take the attributions of a work away, make them again, and leave everything as it was."""
    accepted = Attribution.objects.filter(status="accepted")
    with transaction.atomic():
        own = accepted.filter(authorship__work=work)
        before = whose(own)
        Attribution.objects.filter(authorship__work=work).delete()
        settled = {
            *accepted.filter(researcher_id__in=before.values()).values_list("researcher_id", flat=True)
        }
        newest = Researcher.objects.order_by("id").last()
        began = time.perf_counter()
        resolve([work.pk])
        took = (time.perf_counter() - began) * 1000
        after = whose(own)
        transaction.set_rollback(True)
    known = {one for one, researcher in before.items() if researcher in settled}
    return Timed(
        work=work,
        milliseconds=took,
        known=len(known),
        back=sum(after.get(one) == before[one] for one in known),
        strayed=sum(
            before[one] != now <= newest.pk for one, now in after.items() if newest and one in before
        ),
    )


def whose(attributions: QuerySet[Attribution]) -> dict[int, int]:
    return dict(attributions.values_list("authorship_id", "researcher_id"))


def report(timed: list[Timed]) -> None:
    times = sorted(one.milliseconds for one in timed)
    slowest = max(timed, key=lambda one: one.milliseconds)
    print(f"median {statistics.median(times):.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms")
    print(f"slowest {slowest.milliseconds:.1f} ms: {slowest.work.authors_count} authors, {slowest.work.slug}")
    known, back, strayed = (sum(getattr(one, name) for one in timed) for name in ("known", "back", "strayed"))
    print(f"{known} names of pages with other works: {back} ({back / max(known, 1):.2%}) came back")
    print(f"{strayed} names went to another page than before")


if __name__ == "__main__":
    main()
