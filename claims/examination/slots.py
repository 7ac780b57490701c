"""How many look at places that people name at once: such a look may take long, and all else has to go on.

A slot is an advisory lock of PostgreSQL, held for as long as the connection of its process lives.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.db import connection

from claims.evidence import Kind
from claims.examination.checking import questions, remote_kinds
from claims.models import Claim

TAKE = "SELECT pg_try_advisory_lock(hashtext('credence: looks'), %(number)s)"
GIVE_BACK = "SELECT pg_advisory_unlock(hashtext('credence: looks'), %(number)s)"


def number_of_slots() -> int:
    """As many workers as cores are started; one of them stays free, where there are several."""
    return max(1, (os.cpu_count() or 1) - 1)


def slot_for(claim: Claim) -> AbstractContextManager[bool]:
    """A slot for as long as a claim is examined, if it names a place; whether there is one."""
    named = questions(claim, [kind for kind in remote_kinds() if kind.wants_target])
    return nullcontext(True) if all(question.is_idle for question in named) else slot()


def slot_of(kind: Kind) -> AbstractContextManager[bool]:
    """A slot for a look of this kind, if people name its places; whether there is one."""
    return slot() if kind.wants_target else nullcontext(True)


@contextmanager
def slot() -> Iterator[bool]:
    number = next((number for number in range(number_of_slots()) if said(TAKE, number)), None)
    try:
        yield number is not None
    finally:
        if number is not None:
            said(GIVE_BACK, number)


def said(statement: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"number": number})
        return bool(cursor.fetchone()[0])
