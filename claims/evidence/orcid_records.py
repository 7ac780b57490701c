"""The works of the claimant's ORCID record, compared with those that the page lists.

It supports and is never strong, whoever entered the items. People may enter any work themselves; and the services
through which they "search and link" (Scopus, DataCite, Crossref Metadata Search) stand as the source of what the
person has picked there, so that an item with a source of its own proves no more. What publishers deposit without
the person goes into the registers we import too, and prints the iD on the work: that is the kind `orcid`. The two
rest on one sign-in, so that both being strong would count one thing twice.

Source: ORCID, "Assertion assurance pathways" and the schema of works in version 3.0 of the public API.
"""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import requests
from django.conf import settings
from django.db import connection
from django.urls import reverse

from claims.evidence.kinds import CannotCheckNow, Finding, Kind, Known, Missed, Request, page_of
from claims.evidence.orcid import SIGNED_IN_COUNTS, connected, is_signed_in, signed_in_for
from claims.models import Claim
from common.fetching.courtesy import user_agent
from common.identifiers import normalize_identifier
from common.names import fold

CONNECT_SECONDS = 3.0
SECONDS = 10.0
MOST_BYTES = 8 * 2**20  # a record of 3,000 works has about 6 MiB
MOST_WORKS = 3_000
FEWEST_SHARED = 2
SHOW_THEM = (
    "Let everybody see the works of your ORCID record: we compare them with those that the page lists."
)
# In words, whether ORCID knows no such record.
WHY = {True: "It knows no public record of this iD.", False: "We ask again later."}
SCHEMES = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pmc": "pmcid"}
# Titles such as "Editorial" or "Introduction" are many works'.
SHORTEST_TITLE = 20

# Relies on attribution_of_researcher, the primary keys and workidentifier(work_id).
LISTED = """
SELECT work.id, work.title, extract(year FROM work.published_on)::int,
       ARRAY(
           SELECT scheme || ':' || value FROM works_workidentifier WHERE work_id = work.id AND scheme = ANY(%(schemes)s)
       ) AS identifiers
FROM researchers_attribution AS attribution
JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
JOIN works_work AS work
  ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
WHERE attribution.researcher_id = %(page)s AND attribution.status = 'accepted'
ORDER BY work.id
LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class RecordedWork:
    """A work as an ORCID record names it: all its identifiers, and what it is called."""

    identifiers: frozenset[str]
    title: str
    year: int | None

    @property
    def names(self) -> Iterator[str]:
        """Whatever two works that are one have in common. Of preprints and articles the years are neighbors."""
        yield from self.identifiers
        folded = fold(self.title)
        if self.year and len(folded) >= SHORTEST_TITLE:
            yield from (f"{folded} {year}" for year in (self.year - 1, self.year, self.year + 1))


def listed_works(page: int) -> list[RecordedWork]:
    parameters: dict[str, Any] = {"page": page, "schemes": list(SCHEMES.values()), "most": MOST_WORKS}
    with connection.cursor() as cursor:
        cursor.execute(LISTED, parameters)
        return [
            RecordedWork(frozenset(identifiers), title, year)
            for _, title, year, identifiers in cursor.fetchall()
        ]


def shared_with(recorded: Iterable[RecordedWork], listed: Iterable[RecordedWork]) -> int:
    """How many works of the record are listed."""
    known = {name for work in listed for name in (*work.identifiers, f"{fold(work.title)} {work.year}")}
    return sum(any(name in known for name in work.names) for work in recorded)


def recorded_works(orcid: str) -> list[RecordedWork]:
    """The public works of an ORCID record. Raises CannotCheckNow where ORCID does not tell."""
    try:
        return [work_in(group) for group in groups_in(json.loads(answer(orcid)))]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise CannotCheckNow("What ORCID answered cannot be read.") from error


def answer(orcid: str) -> bytes:
    """What ORCID's public API says of the works of an iD, at its own address and no other."""
    address = f"{settings.CREDENCE_ORCID_RECORDS}/v3.0/{orcid}/works"
    headers = {"Accept": "application/json", "User-Agent": user_agent()}
    begun = time.monotonic()
    try:
        with requests.get(
            address, headers=headers, timeout=(CONNECT_SECONDS, SECONDS), stream=True, allow_redirects=False
        ) as response:
            if response.status_code != 200:
                raise CannotCheckNow(
                    f"ORCID did not tell us the works of {orcid}. {WHY[response.status_code == 404]}"
                )
            return taken(response, begun + SECONDS)
    except requests.RequestException as error:
        raise CannotCheckNow("ORCID could not be reached, or did not answer in time.") from error


def taken(response: requests.Response, until: float) -> bytes:
    """The answer, as far as we read one."""
    body = bytearray()
    for piece in response.iter_content(64 * 2**10):
        body += piece
        if len(body) > MOST_BYTES:
            raise CannotCheckNow("This ORCID record is larger than we read.")
        if time.monotonic() > until:
            raise CannotCheckNow("ORCID could not be reached, or did not answer in time.")
    return bytes(body)


def groups_in(said: dict[str, Any]) -> list[dict[str, Any]]:
    return (said.get("group") or [])[:MOST_WORKS]


def work_in(group: dict[str, Any]) -> RecordedWork:
    """One work of the record: statements of several sources about it are one group."""
    summaries = group.get("work-summary") or [{}]
    title = ((summaries[0].get("title") or {}).get("title") or {}).get("value") or ""
    year = str(((summaries[0].get("publication-date") or {}).get("year") or {}).get("value") or "")
    return RecordedWork(frozenset(identifiers_in(group)), title, int(year) if year.isdecimal() else None)


def identifiers_in(group: dict[str, Any]) -> Iterator[str]:
    """Those of the work itself, not of the journal or the book it is in."""
    for one in (group.get("external-ids") or {}).get("external-id") or []:
        scheme = SCHEMES.get(str(one.get("external-id-type")).lower())
        value = normalize_identifier(scheme, str(one.get("external-id-value") or "")) if scheme else None
        if value and (one.get("external-id-relationship") or "self") in ("self", "version-of"):
            yield f"{scheme}:{value}"


def check_record(claim: Claim, known: Known) -> Finding | None:
    """How many works of the claimant's ORCID record the page lists."""
    signed_in = signed_in_for(claim)
    if signed_in is None or signed_in.id in known.set_aside:
        return None
    recorded = recorded_works(signed_in.id)
    shared = shared_with(recorded, listed_works(page_of(claim)))
    if shared < FEWEST_SHARED:
        raise Missed(missed(signed_in.id, len(recorded), shared))
    return Finding(
        found=f"{shared:,} of {len(recorded):,} public works of the ORCID record {signed_in.id} are listed here.",
        reference=signed_in.id,
        until=signed_in.at + SIGNED_IN_COUNTS,
    )


def missed(orcid: str, recorded: int, shared: int) -> str:
    if not recorded:
        return f"The ORCID record {orcid} has no public works to compare."
    are = "is" if shared == 1 else "are"
    return (
        f"{shared or 'None'} of {recorded:,} public works of the ORCID record {orcid} {are} listed here; "
        f"{FEWEST_SHARED} are needed."
    )


class OrcidRecord(Kind):
    """The ORCID record of the claimant lists the works of the page."""

    key = "orcid_record"
    title = "Works in the ORCID record"
    is_strong = False
    lifetime = timedelta(days=365)
    recheck_every = timedelta(days=90)
    is_remote = True
    said_by = "the claimant's ORCID record"
    how_checked = (
        "The claimant signs in at ORCID. The public works of their record are compared with the listed ones, by DOI, "
        f"arXiv id, PubMed id, or title and year. {FEWEST_SHARED} have to be the same."
    )
    why_it_counts = (
        "Who keeps an ORCID record usually keeps their own. But one can enter any work there, so it supports other "
        "evidence only."
    )
    advice = "Connect your ORCID iD to your account, and let everybody see the works of your ORCID record."

    def advise(self, claim: Claim) -> str:
        signed_in = is_signed_in(claim)
        return f"{connected(signed_in)} {SHOW_THEM}" if signed_in else self.advice

    def ask(self, claim: Claim, known: Known) -> Request:
        place = "" if is_signed_in(claim) else reverse("socialaccount_connections")
        return Request(steps=(self.advise(claim),), place=place)

    def check(self, claim: Claim, known: Known) -> Finding | None:
        return check_record(claim, known)


ORCID_RECORD = OrcidRecord()
