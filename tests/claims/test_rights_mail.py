"""Mail to people without an account: one that cannot be sent holds up no other."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.db.models import F
from django.utils import timezone

from accounts.outgoing import GIVE_UP_AFTER
from claims import rights
from claims.models import RightsRequest
from claims.rights_mail import send_due
from tests.builders import make_researcher

pytestmark = pytest.mark.django_db
REFUSED, LATER = SMTPDataError(554, b"No"), SMTPDataError(451, b"Later")


@pytest.fixture
def asked():
    return asked_by("first@example.org")


def asked_by(email):
    return rights.ask(make_researcher("Bob"), RightsRequest.Kind.HIDE, by=None, email=email)


def answering(monkeypatch, *errors):
    """A mail server that answers the first letters with these errors."""
    answers, sent = list(errors), []

    def send(subject, text, sender, to):
        if answers:
            raise answers.pop(0)
        sent.extend(to)

    monkeypatch.setattr("claims.rights_mail.send_mail", send)
    return sent


def tried_again(after):
    """So long after the last try."""
    RightsRequest.objects.filter(mail_due_at__isnull=False).update(
        mail_since=F("mail_since") - after,
        mail_failing_since=F("mail_failing_since") - after,
        mail_due_at=timezone.now(),
    )


@pytest.mark.parametrize(
    "error",
    [REFUSED, SMTPRecipientsRefused({"first@example.org": (550, b"No")})],
    ids=["message", "recipient"],
)
def test_what_is_refused_for_good_is_given_up_and_holds_up_nobody(asked, monkeypatch, caplog, error):
    asked_by("second@example.org")
    sent = answering(monkeypatch, error)
    assert send_due() == 1
    assert sent == ["second@example.org"]
    assert not RightsRequest.objects.filter(mail_due_at__isnull=False).exists()
    assert f"The answer to request {asked.pk} is given up." in caplog.messages


@pytest.mark.parametrize(
    "error",
    [LATER, SMTPRecipientsRefused({"first@example.org": (450, b"Later")})],
    ids=["message", "recipient"],
)
def test_who_says_later_is_asked_later_and_holds_up_nobody(asked, monkeypatch, error):
    asked_by("second@example.org")
    sent = answering(monkeypatch, error)
    assert send_due() == 1
    assert send_due() == 0
    tried_again(timedelta(minutes=2))
    assert send_due() == 1
    assert sent == ["second@example.org", "first@example.org"]


def test_who_says_later_for_days_is_given_up_and_a_new_answer_is_sent(asked, admin, monkeypatch):
    sent = answering(monkeypatch, LATER, LATER)
    assert send_due() == 0
    tried_again(GIVE_UP_AFTER + timedelta(minutes=1))
    assert send_due() == 0
    asked.refresh_from_db()
    assert asked.mail_due_at is None
    rights.confirm(asked)
    asked.refresh_from_db()
    rights.refuse(asked, by=admin, note="No.")
    assert send_due() == 1
    assert sent == ["first@example.org"]


def test_a_server_that_fails_is_tried_again_and_what_failed_is_raised(asked, monkeypatch):
    asked_by("second@example.org")
    sent = answering(monkeypatch, SMTPServerDisconnected("Gone"))
    with pytest.raises(ExceptionGroup, match="Answers to requests that could not be sent"):
        send_due()
    assert sent == ["second@example.org"]
    tried_again(timedelta(days=9))
    assert send_due() == 1
