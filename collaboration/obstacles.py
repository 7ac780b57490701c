"""Why somebody cannot invite a researcher now, in words, and what unlocks it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from claims.models import Claim
from collaboration.models import Block, Conversation, Invitation
from researchers.models import Researcher

LEVEL_TO_INVITE = 2
WAITING_AT_ONCE = 10
SENT_A_DAY = 20


class Reason(StrEnum):
    """Kinds of obstacle, in the order in which they are looked for."""

    IN_MEMORY = "in memory"
    CLAIM_WAITING = "claim waiting"
    UNCLAIMED = "unclaimed"
    NOBODY_THERE = "nobody there"
    SIGNED_OUT = "signed out"
    OWN_PAGE = "own page"
    CONVERSATION = "conversation"
    ALREADY_INVITED = "already invited"
    INVITED_YOU = "invited you"
    BLOCKED_BY_YOU = "blocked by you"
    NOT_TAKING = "not taking"
    NO_PAGE = "no page"
    HIDDEN = "hidden"
    NOT_VERIFIED = "not verified"
    TOO_MANY_WAITING = "too many waiting"
    TOO_MANY_TODAY = "too many today"


# To be blocked reads like a closed page: who blocks is not made known.
SENTENCES = {
    Reason.IN_MEMORY: "This page is in memory of {name}. Nobody can be invited here.",
    Reason.HIDDEN: "Your page is hidden. Show it again before you invite others: {name} sees who is writing.",
    Reason.CLAIM_WAITING: "Your claim to this page is waiting. Once it is approved, others can invite you here.",
    Reason.UNCLAIMED: "Claim this author record first to unlock direct invitations.",
    Reason.NOBODY_THERE: "Nobody has claimed this page, so there is nobody to invite yet.",
    Reason.SIGNED_OUT: "Log in to invite {name}. Researchers with a claimed page of their own can write.",
    Reason.OWN_PAGE: "This is your own page. Others invite you here if your collaboration status allows it.",
    Reason.NO_PAGE: "Claim your own researcher page first: {name} sees who is writing, and so do you.",
    Reason.NOT_VERIFIED: "Your page has to reach verification level 2 before you can invite others.",
    Reason.CONVERSATION: "You and {name} have a conversation.",
    Reason.ALREADY_INVITED: "Your invitation to {name} is waiting for an answer.",
    Reason.INVITED_YOU: "{name} has invited you and is waiting for your answer.",
    Reason.BLOCKED_BY_YOU: "You have blocked {name}. Lift the block to write.",
    Reason.NOT_TAKING: "{name} is not taking invitations at the moment.",
    Reason.TOO_MANY_WAITING: (
        f"You have {WAITING_AT_ONCE} invitations waiting for an answer. "
        "Once one is answered, withdrawn or expired, you can send another."
    ),
    Reason.TOO_MANY_TODAY: f"You have sent {SENT_A_DAY} invitations within a day. Please continue tomorrow.",
}


# Not locked doors but ones that stand open elsewhere: what was asked for has already begun.
BEGUN = {Reason.OWN_PAGE, Reason.CONVERSATION, Reason.ALREADY_INVITED, Reason.INVITED_YOU}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way, with the address that leads on, if one does."""

    reason: Reason
    name: str
    url: str = ""
    label: str = ""

    @property
    def sentence(self) -> str:
        return SENTENCES[self.reason].format(name=self.name)

    @property
    def is_locked(self) -> bool:
        return self.reason not in BEGUN


def page_of(user: User) -> Researcher | None:
    """The researcher page that this person has claimed, as it stands now and can be seen."""
    return Researcher.objects.public().filter(user=user).exclude(claimed_at=None).first()


def obstacle_between(researcher: Researcher, user: User | AnonymousUser) -> Obstacle | None:
    """Why this visitor cannot invite this researcher, or None when nothing is in the way."""
    name, slug = researcher.preferred_name, researcher.slug
    if researcher.is_in_memory:
        return Obstacle(Reason.IN_MEMORY, name)
    if not researcher.is_claimed:
        return obstacle_of_unclaimed(researcher, user)
    if not isinstance(user, User):
        if researcher.collaboration_status == Researcher.Collaboration.CLOSED:
            return Obstacle(Reason.NOT_TAKING, name)
        asked = {"next": reverse("collaboration:invite", args=[slug])}
        return Obstacle(Reason.SIGNED_OUT, name, f"{reverse('account_login')}?{urlencode(asked)}", "Log in")
    if researcher.user_id == user.pk:
        return Obstacle(Reason.OWN_PAGE, name, reverse("collaboration:invitations"), "Your invitations")
    return (
        obstacle_of_history(researcher, user)
        or obstacle_of_recipient(researcher, user)
        or obstacle_of_sender(user, name)
        or obstacle_of_quota(user, name)
    )


def obstacle_of_unclaimed(researcher: Researcher, user: User | AnonymousUser) -> Obstacle:
    """Only who has no page yet, and has not claimed this one, can be asked to claim it."""
    name = researcher.preferred_name
    if isinstance(user, User):
        if claim := Claim.objects.open().about(researcher).filter(user=user).first():
            return Obstacle(Reason.CLAIM_WAITING, name, claim.get_absolute_url(), "See your claim")
        if page_of(user):
            return Obstacle(Reason.NOBODY_THERE, name)
    return Obstacle(Reason.UNCLAIMED, name, reverse("claims:new", args=[researcher.slug]), "Claim this page")


def obstacle_of_sender(user: User, name: str) -> Obstacle | None:
    page = page_of(user)
    if page is None and Researcher.objects.not_public().filter(user=user).exists():
        return Obstacle(Reason.HIDDEN, name, reverse("claims:rights"), "Hide or show your page")
    if page is None:
        return Obstacle(Reason.NO_PAGE, name, reverse("pages:search"), "Find your page")
    if page.verification_level < LEVEL_TO_INVITE:
        return Obstacle(Reason.NOT_VERIFIED, name, reverse("claims:index"), "Your claims")
    return None


def obstacle_of_history(researcher: Researcher, user: User) -> Obstacle | None:
    """What the two have already begun: talking, or an invitation in either direction."""
    name, other = researcher.preferred_name, researcher.user
    if other is None:
        return None
    if conversation := Conversation.objects.between(user, other).newest_first().first():
        url = conversation.get_absolute_url()
        return Obstacle(Reason.CONVERSATION, name, url, "Open the conversation")
    waiting = Invitation.objects.between(user, other).waiting().newest_first().first()
    if waiting is None:
        return None
    if waiting.sent_by_id == user.pk:
        return Obstacle(Reason.ALREADY_INVITED, name, waiting.get_absolute_url(), "See your invitation")
    return Obstacle(Reason.INVITED_YOU, name, waiting.get_absolute_url(), "Read and answer")


def obstacle_of_recipient(researcher: Researcher, user: User) -> Obstacle | None:
    name, other = researcher.preferred_name, researcher.user
    blocks = Block.objects.between(user, other) if other else []
    if any(block.user_id == user.pk for block in blocks):
        return Obstacle(Reason.BLOCKED_BY_YOU, name, reverse("collaboration:blocked"), "People you blocked")
    closed = researcher.collaboration_status == Researcher.Collaboration.CLOSED
    if closed or blocks or other is None or not other.is_active:
        return Obstacle(Reason.NOT_TAKING, name)
    return None


def obstacle_of_quota(user: User, name: str) -> Obstacle | None:
    """At most `WAITING_AT_ONCE` unanswered, and `SENT_A_DAY` within 24 hours, withdrawn ones included."""
    sent = Invitation.objects.sent_by(user)
    if sent.waiting().count() >= WAITING_AT_ONCE:
        url = f"{reverse('collaboration:invitations')}?box=sent"
        return Obstacle(Reason.TOO_MANY_WAITING, name, url, "Invitations you sent")
    if sent.sent_since(timezone.now() - timedelta(days=1)).count() >= SENT_A_DAY:
        return Obstacle(Reason.TOO_MANY_TODAY, name)
    return None
