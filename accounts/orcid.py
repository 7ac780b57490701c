"""The ORCID iD that somebody has authenticated by signing in at ORCID."""

from dataclasses import dataclass
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from accounts.models import User
from accounts.orcid_client import PROVIDER
from common.identifiers import normalize_orcid


@dataclass(frozen=True, slots=True)
class AuthenticatedOrcid:
    """An iD in its usual spelling (0000-…), and when its owner last signed in at ORCID for us."""

    id: str
    at: datetime


def authenticated_orcid(user: User) -> AuthenticatedOrcid | None:
    """What ORCID told us about this account, or None where it is not connected."""
    rows = SocialAccount.objects.filter(user=user, provider=PROVIDER).order_by("-last_login")
    for account in rows:
        if orcid := normalize_orcid(account.uid):
            return AuthenticatedOrcid(orcid, account.last_login)
    return None


def orcid_of(user: User) -> str:
    """The authenticated iD in its usual spelling, or nothing."""
    known = authenticated_orcid(user)
    return known.id if known else ""


def record_address(orcid: str) -> str:
    """Where the public record of an iD is read, with /works or /record added and Accept: application/json asked."""
    return f"{settings.CREDENCE_ORCID_RECORDS}/v3.0/{orcid}"
