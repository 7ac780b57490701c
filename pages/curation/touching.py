"""What a decision about two pages touches in the rooms around: said in a preview, and nowhere stored."""

from dataclasses import dataclass

from claims.models import Claim
from collaboration.models import Invitation
from following.models import Follow
from researchers.models import Researcher


@dataclass(frozen=True, slots=True)
class Touched:
    """What hangs on a page that is about to lead to another."""

    page: Researcher
    followers: int
    followers_of_both: int
    open_claims: int
    invitations: int
    is_claimed: bool

    @property
    def is_somebodys(self) -> bool:
        """Whether people have to do with the page: it is more than works that the matcher put there."""
        return self.is_claimed or bool(self.followers or self.open_claims or self.invitations)


def touched_by_merge(away: Researcher, into: Researcher) -> Touched:
    followers = Follow.objects.to(away).values("user").distinct()
    of_both = Follow.objects.to(into).filter(user__in=followers).values("user").distinct()
    return Touched(
        page=away,
        followers=followers.count(),
        followers_of_both=of_both.count(),
        open_claims=Claim.objects.open().about(away).count(),
        invitations=Invitation.objects.filter(sender=away).count()
        + Invitation.objects.filter(recipient=away).count(),
        is_claimed=away.is_claimed,
    )
