"""Inviting a researcher, and answering an invitation."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.models import User
from collaboration.models import Conversation, Invitation, InvitationQuerySet
from collaboration.obstacles import Obstacle, Reason, obstacle_between, page_of
from researchers.models import Attribution, Researcher
from works.models import Work

WORKS_OFFERED = 100


class CannotInvite(Exception):
    """Something stands in the way; `obstacle` says what, in words."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.sentence)
        self.obstacle = obstacle


class NotWaiting(Exception):
    """The invitation has been answered, withdrawn or has expired; `state` is what it is now."""

    def __init__(self, state: Invitation.State) -> None:
        super().__init__(state)
        self.state = state


class HasChangedHands(Exception):
    """One of the two pages no longer belongs to the person who wrote or was written to."""


def works_to_mention(researcher: Researcher) -> list[Work]:
    """The researcher's newest works, as many as a list to choose from can bear."""
    accepted = Attribution.objects.accepted().filter(researcher=researcher)
    works = Work.objects.listed().filter(pk__in=accepted.values("authorship__work"))
    return list(works.newest_first().only("pk", "title", "year")[:WORKS_OFFERED])


def invite(
    recipient: Researcher, *, by: User, purpose: str, message: str, work: Work | None = None
) -> Invitation:
    """Send an invitation. The pages of both are locked, so that quotas and "one at a time" hold in a race."""
    with transaction.atomic():
        sender = page_of(by)
        lock_pages(recipient, sender)
        recipient.refresh_from_db()
        if obstacle := obstacle_between(recipient, by):
            raise CannotInvite(obstacle)
        assert sender is not None  # otherwise that was the obstacle
        Invitation.objects.from_page(sender, to=recipient).expire()
        return create_invitation(sender, recipient, by=by, purpose=purpose, message=message, work=work)


def lock_pages(*pages: Researcher | None) -> None:
    """Hold these rows until the transaction ends, always in the same order."""
    pks = [page.pk for page in pages if page]
    list(Researcher.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values("pk"))


def create_invitation(
    sender: Researcher, recipient: Researcher, *, by: User, purpose: str, message: str, work: Work | None
) -> Invitation:
    try:
        with transaction.atomic():
            return Invitation.objects.create(
                sender=sender,
                recipient=recipient,
                sent_by=by,
                sent_to=recipient.user,
                purpose=purpose,
                message=message,
                work=work,
            )
    except IntegrityError as error:
        name = recipient.preferred_name
        raise CannotInvite(Obstacle(Reason.ALREADY_INVITED, name)) from error


def accept(invitation: Invitation, *, by: User, note: str = "") -> Conversation:
    """Open a conversation. Of several answers at once only one wins."""
    with transaction.atomic():
        if not Invitation.objects.standing().filter(pk=invitation.pk).exists():
            raise HasChangedHands
        received = Invitation.objects.received_by(by)
        settle(received, invitation, state=Invitation.State.ACCEPTED, note=note)
        return Conversation.objects.create(invitation=invitation)


def decline(invitation: Invitation, *, by: User, note: str = "") -> None:
    """Say no, quietly: nobody is e-mailed."""
    received = Invitation.objects.received_by(by)
    settle(received, invitation, state=Invitation.State.DECLINED, note=note)


def withdraw(invitation: Invitation, *, by: User) -> None:
    settle(Invitation.objects.sent_by(by), invitation, state=Invitation.State.WITHDRAWN)


def settle(
    allowed: InvitationQuerySet, invitation: Invitation, *, state: Invitation.State, note: str = ""
) -> None:
    """Answer a waiting invitation with one conditional UPDATE of its own columns, so that the first wins."""
    waiting = allowed.waiting().filter(pk=invitation.pk)
    changed = waiting.update(state=state, note=note, answered_at=Now())
    invitation.refresh_from_db(fields=["state", "note", "answered_at"])
    if not changed:
        raise NotWaiting(invitation.shown_state)


def report(invitation: Invitation, *, by: User) -> None:
    """Bring a received invitation before the administrators; once is enough."""
    received = Invitation.objects.received_by(by).filter(pk=invitation.pk, reported_at=None)
    received.update(reported_at=Now())
    invitation.refresh_from_db(fields=["reported_at"])
