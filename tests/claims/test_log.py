"""The logs of claims, and of what else was done, which the database itself protects."""

import pytest
from django.db import IntegrityError, connection, transaction

from claims.auditing import audit
from claims.models import AuditEvent, ClaimEvent
from tests.builders import make_claim, make_user


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


@pytest.mark.parametrize("log", [ClaimEvent, AuditEvent])
def test_neither_log_can_be_emptied(event, log):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or TRUNCATE is refused for another reason
        cursor.execute("SET LOCAL credence.logs_may_be_emptied = 'no'")  # tests may, between them
        with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
            cursor.execute(f"TRUNCATE {log._meta.db_table} CASCADE")
    assert ClaimEvent.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda log: log.update(verb="page.shown"),
        lambda log: log.update(subject="researcher:2"),
        lambda log: log.update(note="Something else"),
        lambda log: log.update(at="2020-01-01T00:00:00Z"),
        lambda log: log.update(by=make_user()),
        lambda log: log.update(by=None, note="Something else"),
        lambda log: log.delete(),
    ],
)
def test_no_line_of_the_audit_log_can_be_changed(admin, page, change):
    audit("page.hidden", "researcher:1", by=admin, researcher=page)
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        change(AuditEvent.objects.all())
    line = AuditEvent.objects.get()
    assert (line.verb, line.subject, line.note, line.by) == ("page.hidden", "researcher:1", "", admin)


def test_a_line_of_the_audit_log_loses_its_name_with_the_account(admin, page):
    audit("page.hidden", "researcher:1", by=admin, researcher=page)
    admin.delete()
    assert AuditEvent.objects.get().by is None
