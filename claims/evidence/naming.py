"""What the kinds share that look at something which the claimant has named.

The code of a claim stands in public, so it is no secret. It is made for one claim and one kind of evidence, and
that it stands somewhere says that whoever can write there agrees with this claim; in another claim it says nothing.
"""

import hmac
import re
from collections.abc import Iterable, Sequence

from django.db import connection

from claims.evidence.kinds import CannotCheckNow, Missed
from claims.evidence.since import WAS_KNOWN
from common.fetching import Forbidden, Location, NotThere, Page, Unreachable, fetch
from common.fetching.fetcher import TEXTS
from works.witnesses import STATES_ORCID

CODE = re.compile(r"[A-Za-z0-9_-]{20,}")
LEAVE_IT = "Leave it there: we look again every month, and what is gone counts no more."
SET_ASIDE = "An administrator has decided that this does not tie you to the record. Name something else."
# Who lists the pages of people: they themselves in ORCID, editors in dblp. Nobody's upload says anything of people.
REGISTERS = ("orcid", "dblp")

# Pages that registers name for the person whose ORCID iD is printed beside this researcher's name, on works that count.
# Where two iDs are printed, nobody knows whose pages they are.
# Relies on attribution_of_researcher and the index of personstatement(orcid).
HOME_PAGES = f"""
WITH printed AS (
    SELECT authorship.orcid, bool_or({WAS_KNOWN} AND {STATES_ORCID}) AS is_stated
    FROM researchers_attribution AS attribution
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id AND authorship.orcid <> ''
    JOIN works_work AS work
      ON work.id = authorship.work_id AND NOT work.withdrawn AND NOT work.retracted AND NOT work.self_reported
    WHERE attribution.researcher_id = %(page)s AND attribution.status = 'accepted'
    GROUP BY authorship.orcid
),
named AS (
    SELECT jsonb_array_elements_text(statement.payload -> 'home_pages') AS address
    FROM works_personstatement AS statement
    JOIN printed ON printed.orcid = statement.orcid AND printed.is_stated
    WHERE statement.source = ANY(%(registers)s) AND (SELECT count(*) FROM printed) = 1
)
SELECT DISTINCT address FROM named ORDER BY address LIMIT 100
"""


def home_pages_of(page: int, claim: int) -> list[Location]:
    """The addresses that registers name for the person of a page, as far as we would ask for them."""
    with connection.cursor() as cursor:
        cursor.execute(HOME_PAGES, {"page": page, "claim": claim, "registers": list(REGISTERS)})
        return list(locations(row[0] for row in cursor.fetchall()))


def locations(addresses: Iterable[str]) -> Iterable[Location]:
    for address in addresses:
        try:
            yield Location.of(address)
        except Forbidden:
            continue


def location_of(text: str) -> Location:
    """What somebody typed. Raises ValueError with the reason in words."""
    try:
        return Location.typed(text)
    except Forbidden as error:
        raise ValueError(str(error)) from error


def fetched(address: str, *, kinds: Sequence[str] = TEXTS) -> Page:
    """The page, or in the words of evidence why there is none."""
    try:
        return fetch(address, kinds=kinds)
    except (Forbidden, NotThere) as error:
        raise Missed(str(error)) from error
    except Unreachable as error:
        raise CannotCheckNow(str(error)) from error


def has_code(text: str, code: str) -> bool:
    """Whether the code of the claim stands in a text, by itself."""
    return any(is_code(found, code) for found in CODE.findall(text))


def is_code(text: str, code: str) -> bool:
    return bool(code) and hmac.compare_digest(text.encode("utf-8", "replace"), code.encode())
