"""Claimants with something to show. All of it is invented."""

from itertools import count
from typing import Any

from accounts.models import User
from claims.models import Claim
from researchers.models import Researcher
from tests.builders import make_authorship, make_claim, make_researcher, make_user, make_work
from works.models import Affiliation, Institution, Work

numbers = count(1)


def make_institution(name: str, *domains: str) -> Institution:
    number = next(numbers)
    return Institution.objects.create(
        slug=f"institution-{number}",
        name=name,
        key=name.lower(),
        ror=f"0{number:06}00",
        domains=list(domains),
    )


def make_printed_work(page: Researcher, institution: Institution, **fields: Any) -> Work:
    """A work that prints the institution beside the researcher's name."""
    work = make_work(**fields)
    authorship = make_authorship(work, page, position=len(fields.get("authors", ())))
    Affiliation.objects.create(authorship=authorship, institution=institution)
    return work


def make_verified(name: str = "Vera Voucher", **fields: Any) -> Researcher:
    """A page with an approved claim behind it, of an account whose address is confirmed."""
    page = make_researcher(name)
    make_claim(page, fields.pop("user", None) or make_user(name=name), state=Claim.State.APPROVED, **fields)
    page.refresh_from_db()
    return page


def owner_of(page: Researcher) -> User:
    assert page.user
    return page.user
