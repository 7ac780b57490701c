"""An invented record in which telling who is who has much to merge and to split."""

from ingest.records import WorkRecord
from tests.ingest.records import make_record

FAMILIES = (
    "Lindqvist",
    "Okafor",
    "Baranov",
    "Dellacroce",
    "Fujimori",
    "Grzybek",
    "Hakimi",
    "Iwanska",
    "Jelinek",
)


def works() -> list[WorkRecord]:
    """For each family a person of two forms of the name, and two people of one."""
    return [work for family in FAMILIES for work in works_of(family)]


def works_of(family: str, run: str = "") -> list[WorkRecord]:
    """Imported at once, Ada and A. are two pages and the two Yangs one: each time the wrong way about."""
    printed = (
        (f"Ada {family}", f"Carl {family}son", "rivers", 2001),
        (f"A. {family}", f"Carl {family}son", "rivers", 2002),
        (f"Ada {family}", f"Carl {family}son", "rivers", 2003),
        (f"Yang {family}", f"Dora {family}sen", "stars", 2003),
        (f"Yang {family}", f"Dora {family}sen", "stars", 2004),
        (f"Yang {family}", f"Emil {family}ova", "seas", 1970),
        (f"Yang {family}", f"Emil {family}ova", "seas", 1971),
    )
    return [
        work(f"{family}{run} {place}", people, subject=subject, year=year)
        for place, (*people, subject, year) in enumerate(printed, start=1)
    ]


def work(source_id: str, people: list[str], *, subject: str, year: int) -> WorkRecord:
    """By people of one institution, with its address."""
    beside = {"affiliations": [f"Institute of {subject}"], "email_domains": [f"{subject}.example"]}
    return make_record(
        source_id,
        title=f"On the {subject} of {source_id}",
        published=str(year),
        venue=f"Journal of {subject}",
        authors=tuple({"name": name, **beside} for name in people),
    )
