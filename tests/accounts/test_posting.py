"""Letters about accounts: no mail server delays or breaks a page, and nothing stays that lets in."""

import json
import re
import socket
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts import posting
from accounts.models import Letter
from accounts.outgoing import GIVE_UP_AFTER
from accounts.sealing import unseal
from accounts.tasks import send_letters
from tests.builders import make_user

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"


@pytest.fixture
def silent_server(settings):
    """A mail server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        settings.EMAIL_TIMEOUT = 0.05
        server.setblocking(False)
        yield server


def ask(client, *people):
    for person in people:
        assert client.post(RESET, {"email": person.email}).url == f"{RESET}done/"


def answering(monkeypatch, *errors):
    """A mail server that answers the first letters with these errors."""
    answers, sent = list(errors), []

    def send(message):
        if answers:
            raise answers.pop(0)
        sent.extend(message.to)

    monkeypatch.setattr(EmailMessage, "send", send)
    return sent


def tried_again(after=timedelta(0)):
    Letter.objects.update(failing_since=F("failing_since") - after, next_try_at=timezone.now())


def test_no_page_waits_for_a_mail_server_that_hangs_and_no_letter_is_lost(
    client, carol, settings, silent_server
):
    ask(client, carol)
    with pytest.raises(BlockingIOError):  # nobody has connected
        silent_server.accept()
    with pytest.raises(ExceptionGroup) as raised:
        send_letters()
    assert [type(error) for error in raised.value.exceptions] == [SMTPServerDisconnected]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tried_again(GIVE_UP_AFTER + timedelta(hours=1))
    send_letters()
    assert [message.to for message in mail.outbox] == [[carol.email]]


def test_a_letter_is_sealed_while_it_waits_and_forgotten_once_it_is_sent(client, carol, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    ask(client, carol)
    letter = Letter.objects.get()
    settings.SECRET_KEY = "another key, of more than fifty characters, for all that comes later"
    text, page = json.loads(unseal(letter.sealed, "letter"))
    link = re.search(r"/accounts/password/reset/key/\S+", text)[0]
    assert link in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_letter::text FROM accounts_letter")
        assert "/accounts/" not in cursor.fetchone()[0]
    assert (posting.send_due(), posting.send_due()) == (1, 0)
    assert link in mail.outbox[0].body
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("error", "is_kept", "is_loud"),
    [
        (SMTPRecipientsRefused({"carol@example.org": (550, b"No")}), False, False),
        (SMTPDataError(554, b"Spam"), False, False),
        (SMTPDataError(451, b"Later"), True, False),
        (SMTPServerDisconnected(), True, True),
        (ValueError("A body"), True, True),
    ],
    ids=["recipient", "message", "later", "server", "ours"],
)
def test_one_that_cannot_be_sent_holds_up_nobody(client, carol, monkeypatch, error, is_kept, is_loud):
    nora = make_user()
    ask(client, carol, nora)
    sent = answering(monkeypatch, error)
    if is_loud:
        with pytest.raises(ExceptionGroup):
            posting.send_due()
    else:
        posting.send_due()
    assert sent == [nora.email]
    tried_again()
    assert posting.send_due() == is_kept


def test_what_is_refused_for_days_is_given_up_and_forgotten(client, carol, monkeypatch, caplog):
    ask(client, carol)
    letter = Letter.objects.get()
    answering(monkeypatch, SMTPDataError(451, b"Later"), SMTPDataError(451, b"Later"))
    posting.send_due()
    tried_again(GIVE_UP_AFTER + timedelta(minutes=1))
    posting.send_due()
    assert not Letter.objects.exists()
    assert f"Letter {letter.pk} is given up." in caplog.messages


def test_a_letter_whose_link_has_run_out_is_given_up_and_forgotten(client, carol, caplog):
    ask(client, carol)
    letter = Letter.objects.get()
    Letter.objects.update(created_at=timezone.now() - posting.LASTS)
    assert posting.send_due() == 0
    assert not Letter.objects.exists()
    assert f"Letter {letter.pk} is given up." in caplog.messages


def test_a_worker_that_dies_after_sending_sends_again_rather_than_never(client, carol, monkeypatch):
    ask(client, carol)
    with monkeypatch.context() as patch:
        patch.setattr("accounts.posting.Ended", None)
        with pytest.raises(TypeError):
            posting.send_due()
    assert posting.send_due() == 1
    assert len(mail.outbox) == 2


def test_one_worker_at_a_time_waits_for_the_mail_server(client, carol, monkeypatch):
    ask(client, carol)
    others = []
    monkeypatch.setattr(EmailMessage, "send", lambda message: others.append(of_another_worker()))
    assert posting.send_due() == 1
    assert others == [False]
    assert of_another_worker() is True


def of_another_worker() -> bool:
    """Whether it would get the turn."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(posting.TAKE)
            return cursor.fetchone()[0]
    finally:
        other.close()
