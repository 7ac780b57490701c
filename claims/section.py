"""Part 4 of the researcher page: whose page this is, and how to claim it."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from claims.models import Claim
from claims.vouching import is_offered
from researchers.models import Researcher


@dataclass(frozen=True, slots=True)
class ClaimSection:
    """What `claims/_section.html` shows."""

    researcher: Researcher
    signed_in: bool
    is_own: bool
    own_claim: Claim | None
    has_another_page: bool
    may_vouch: bool = False


def claim_section(researcher: Researcher, user: User | AnonymousUser) -> ClaimSection:
    if not isinstance(user, User):
        return ClaimSection(researcher, signed_in=False, is_own=False, own_claim=None, has_another_page=False)
    own_page = getattr(user, "researcher", None)
    return ClaimSection(
        researcher,
        signed_in=True,
        is_own=own_page == researcher,
        own_claim=user.claims.about(researcher).latest_first().first(),
        has_another_page=own_page is not None and own_page != researcher,
        may_vouch=own_page is not None and own_page != researcher and is_offered(researcher, to=user),
    )
