"""Who has a part in what becomes of a page, and so does not decide about it."""

from django.db.models import Q

from accounts.models import User
from claims.models import Claim
from researchers.models import Researcher


def has_part(user: User, page: Researcher) -> bool:
    """Whether the page is theirs, or they claim it, also as one of several records; what was merged into it is it."""
    same = Researcher.objects.filter(Q(pk=page.pk) | Q(merged_into=page)).values("pk")
    claimed = Q(researcher__in=same) | Q(further_records__researcher__in=same)
    return page.user_id == user.pk or user.claims.filter(claimed, state__in=Claim.LIVE_STATES).exists()
