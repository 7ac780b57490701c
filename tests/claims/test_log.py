"""The log of claims, which the database itself protects."""

import pytest
from django.db import IntegrityError, transaction

from claims.models import ClaimEvent
from tests.builders import make_claim


@pytest.fixture
def event(carol):
    return make_claim(user=carol).events.get()


@pytest.mark.parametrize(
    "change",
    [
        {"note": "something else"},
        {"state": "approved"},
        {"at": "2020-01-01T00:00:00Z"},
        {"by": None, "note": "something else"},
    ],
)
def test_no_line_can_be_changed(event, change):
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        ClaimEvent.objects.filter(pk=event.pk).update(**change)
    event.refresh_from_db()
    assert (event.note, event.state, event.by_id is None) == ("", "submitted", False)


def test_no_line_can_be_given_another_name(event, admin):
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        ClaimEvent.objects.filter(pk=event.pk).update(by=admin)


def test_a_nameless_line_gets_no_name(event, admin):
    ClaimEvent.objects.filter(pk=event.pk).update(by=None)
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        ClaimEvent.objects.filter(pk=event.pk).update(by=admin)


def test_no_line_can_be_deleted(event):
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        event.delete()
    assert ClaimEvent.objects.filter(pk=event.pk).exists()


def test_a_line_loses_its_name_with_the_account(event, admin):
    """Administrators who leave are named in the log until then."""
    line = ClaimEvent.objects.create(claim=event.claim, state="rejected", by=admin, note="A namesake.")
    admin.delete()
    line.refresh_from_db()
    assert (line.by, line.note) == (None, "A namesake.")
