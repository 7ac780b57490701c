"""An invented record in which telling who is who has much to merge and to split."""

from ingest.records import WorkRecord
from researchers.models import Attribution, Researcher
from tests.ingest.records import load, make_record

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


def bring_in() -> None:
    """Import it all, the wrong way about: Ada and A. are two pages, and two people called Yang are one."""
    load(*works())
    for family in FAMILIES:
        first, second = Researcher.objects.filter(preferred_name=f"Yang {family}").order_by("pk")
        Attribution.objects.filter(researcher=second).update(researcher=first)
        second.delete()


def works() -> list[WorkRecord]:
    return [work for family in FAMILIES for work in works_of(family)]


def works_of(family: str, run: str = "") -> list[WorkRecord]:
    """By a person of two forms of the name, and by two people of one, whose iDs tell them apart."""
    number = 2 * sum(map(ord, family))
    printed: tuple[tuple[str, str, str, str, int], ...] = (
        (f"Ada {family}", "", f"Carl {family}son", "rivers", 2001),
        (f"A. {family}", "", f"Carl {family}son", "rivers", 2002),
        (f"Ada {family}", "", f"Carl {family}son", "rivers", 2003),
        (f"Yang {family}", orcid(number), f"Dora {family}sen", "stars", 2003),
        (f"Yang {family}", orcid(number), f"Dora {family}sen", "stars", 2004),
        (f"Yang {family}", orcid(number + 1), f"Emil {family}ova", "seas", 1970),
        (f"Yang {family}", orcid(number + 1), f"Emil {family}ova", "seas", 1971),
    )
    return [
        work(f"{family}{run} {place}", {name: own_id, fellow: ""}, subject=subject, year=year)
        for place, (name, own_id, fellow, subject, year) in enumerate(printed, start=1)
    ]


def work(source_id: str, people: dict[str, str], *, subject: str, year: int) -> WorkRecord:
    """By people of these names and iDs, of one institution, with its address."""
    beside = {"affiliations": [f"Institute of {subject}"], "email_domains": [f"{subject}.example"]}
    return make_record(
        source_id,
        title=f"On the {subject} of {source_id}",
        published=str(year),
        venue=f"Journal of {subject}",
        authors=tuple({"name": name, "orcid": own_id, **beside} for name, own_id in people.items()),
    )


def orcid(number: int) -> str:
    """An iD with its check digit (ISO 7064, MOD 11-2)."""
    digits = f"{number:015}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    whole = digits + ("X" if check == 10 else str(check))
    return "-".join(whole[place : place + 4] for place in range(0, 16, 4))
