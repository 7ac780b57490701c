"""Not wanting to hear from somebody."""

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from collaboration.models import Block, Invitation


def block(other: User, *, by: User) -> None:
    """Nothing more passes between the two; what waits between them ends without a word."""
    with transaction.atomic():
        Block.objects.bulk_create([Block(user=by, blocked=other)], ignore_conflicts=True)
        waiting = Invitation.objects.between(by, other).waiting()
        waiting.received_by(by).update(state=Invitation.State.DECLINED, answered_at=Now())
        waiting.sent_by(by).update(state=Invitation.State.WITHDRAWN, answered_at=Now())


def unblock(other: User, *, by: User) -> None:
    Block.objects.by(by).filter(blocked=other).delete()


def has_blocked(other: User | None, *, by: User) -> bool:
    return Block.objects.by(by).filter(blocked=other).exists()
