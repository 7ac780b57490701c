"""What claimants name, and what the record says of it. All of it is invented."""

from typing import Any

from researchers.models import Researcher
from tests.builders import make_authorship, make_work
from works.models import CodeLink, PersonStatement, Work

ORCID = "0000-0001-5109-3700"
CODE = "f3Jm-5q_TzYw0RkXb8LdVh2NcPs7Ua1E"


def print_orcid(page: Researcher, orcid: str = ORCID, **fields: Any) -> Work:
    """A work that prints the iD beside the researcher's name."""
    work = make_work(**fields)
    make_authorship(work, page, position=0, orcid=orcid)
    return work


def state_home_pages(*addresses: str, orcid: str = ORCID, source: str = "orcid") -> None:
    """What a register says of the person with the iD."""
    PersonStatement.objects.create(
        source=source,
        source_id=orcid,
        orcid=orcid,
        payload={"source": source, "orcid": orcid, "name": "Ada Lindqvist", "home_pages": list(addresses)},
        payload_hash=b"0" * 16,
        read_at="2026-01-01T00:00:00Z",
    )


def link_code(page: Researcher, url: str, *, source: str = "demo", kind: str = "code", **fields: Any) -> Work:
    """A work of the researcher's that links to a repository."""
    work = make_work(authors=(page,), **fields)
    CodeLink.objects.create(work=work, kind=kind, url=url, source=source)
    return work
