"""What migrations make of rows that were there before."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from claims.models import MissingWork
from tests.builders import make_work
from works.models import Work

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "came", "is_marked"),
    [
        (MissingWork.State.FOUND, timedelta(seconds=5), True),
        (MissingWork.State.FOUND, -timedelta(seconds=5), False),
        (MissingWork.State.WAITING, timedelta(seconds=5), False),
    ],
)
def test_what_came_in_because_a_claim_named_it_is_marked(claim, state, came, is_marked):
    """It was fetched before such statements were marked; what was known already, and what nobody named, stays."""
    named, other = make_work(), make_work()
    now = timezone.now()
    Work.objects.update(created_at=now + came)
    claim.missing_works.create(scheme="doi", value="10.5555/1", state=state, work=named, asked_at=now)
    with connection.cursor() as cursor:
        cursor.execute(import_module("claims.migrations.0024_mark_what_came_in_for_claims").MARK)
    assert named.sources.get().at_wish is is_marked
    assert not other.sources.get().at_wish
