"""Notices by e-mail: written with the fact, sent at least once, marked once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Notice
from accounts.notices import notify, send_due
from accounts.outgoing import GIVE_UP_AFTER
from accounts.tasks import send_notices
from tests.builders import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(carol):
    return notify(
        carol, subject="Evidence was missed", text="What was missed.\n\nWhat to do.", path="/claims/1/"
    )


def answering(monkeypatch, *errors):
    """A mail server that answers the first notices with these errors."""
    answers, sent = list(errors), []

    def send(subject, body, to, *, link):
        if answers:
            raise answers.pop(0)
        sent.append(to)

    monkeypatch.setattr("accounts.notices.send_letter", send)
    return sent


def tried_again(after):
    """So long after the last try."""
    Notice.objects.update(
        created_at=F("created_at") - after,
        failing_since=F("failing_since") - after,
        next_try_at=timezone.now(),
    )


def refusal(code):
    return SMTPRecipientsRefused({"carol@example.org": (code, b"No")})


def test_a_notice_is_sent_once_with_its_text_and_a_link(notice, carol, settings):
    settings.CREDENCE_SITE_URL = "https://credence.example"
    assert send_due() == 1
    assert send_due() == 0
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([carol.email], "Evidence was missed")
    assert sent.body.startswith("What was missed.\n\nWhat to do.\n\nhttps://credence.example/claims/1/\n\n")
    notice.refresh_from_db()
    assert notice.sent_at
    assert notice.given_up_at is None


def test_a_notice_without_a_page_has_no_link(carol, settings):
    notify(carol, subject="Hello", text="Text")
    send_due()
    assert settings.CREDENCE_SITE_URL not in mail.outbox[0].body


def test_what_people_wrote_is_sent_as_they_wrote_it(carol):
    notify(carol, subject="<b> & “x”", text="1 < 2 & 3")
    send_due()
    assert mail.outbox[0].subject == "<b> & “x”"
    assert "1 < 2 & 3" in mail.outbox[0].body


@pytest.mark.parametrize("evil", ["Hi\r\nBcc: all@evil.example", "Hi\nSubject: x", "Hi\x85Bcc: x", "\n\nHi"])
def test_no_header_can_be_smuggled_in(carol, evil):
    notice = notify(carol, subject=evil, text="Subject: x\r\nBcc: all@evil.example")
    assert notice.subject.isprintable()
    send_due()
    [sent] = mail.outbox
    assert sent.recipients() == [carol.email]
    assert sent.message().get_all("Bcc") is None
    assert len(sent.message().get_all("Subject")) == 1


def test_a_subject_of_any_length_fits(carol):
    assert len(notify(carol, subject="x" * 5000, text="Text").subject) == 200


def test_a_fact_that_is_taken_back_is_not_told(carol):
    @transaction.atomic
    def fail():
        notify(carol, subject="It happened", text="It did.")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("error", [refusal(550), SMTPDataError(554, b"Spam")], ids=["recipient", "message"])
def test_what_is_refused_for_good_is_given_up_and_holds_up_nobody(notice, ada, monkeypatch, error):
    notify(ada, subject="Next", text="Text")
    sent = answering(monkeypatch, error)
    assert send_due() == 1
    assert sent == [ada.email]
    notice.refresh_from_db()
    assert (notice.sent_at, notice.given_up_at is not None) == (None, True)
    assert send_due() == 0


@pytest.mark.parametrize("error", [refusal(450), SMTPDataError(451, b"Later")], ids=["recipient", "message"])
def test_who_says_later_is_asked_later_and_holds_up_nobody(notice, ada, monkeypatch, error):
    notify(ada, subject="Next", text="Text")
    sent = answering(monkeypatch, error)
    assert send_due() == 1
    assert send_due() == 0
    Notice.objects.update(next_try_at=timezone.now())
    assert send_due() == 1
    assert sent == [ada.email, notice.user.email]


def test_who_says_later_for_days_is_given_up(notice, monkeypatch, caplog):
    answering(monkeypatch, refusal(450), refusal(450))
    assert send_due() == 0
    tried_again(GIVE_UP_AFTER + timedelta(minutes=1))
    assert send_due() == 0
    notice.refresh_from_db()
    assert notice.given_up_at
    assert f"Notice {notice.pk} to user {notice.user_id} is given up." in caplog.messages


def test_what_has_waited_for_days_and_fails_for_the_first_time_is_tried_again(notice, monkeypatch):
    """As after days without a worker, or without a mail server."""
    Notice.objects.update(created_at=timezone.now() - timedelta(days=9))
    sent = answering(monkeypatch, refusal(450))
    assert send_due() == 0
    tried_again(timedelta(hours=6))
    assert send_due() == 1
    assert sent == [notice.user.email]


@pytest.mark.parametrize(
    ("error", "given_up"),
    [
        (ConnectionRefusedError("Down"), False),
        (TimeoutError(), False),
        (SMTPAuthenticationError(535, b"Who is that?"), False),
        (SMTPServerDisconnected(), False),
        (UnicodeError("An address"), True),
    ],
)
def test_no_notice_is_given_up_for_a_failure_of_the_mail_server(notice, monkeypatch, error, given_up):
    answering(monkeypatch, error, error)
    for _ in range(2):
        with pytest.raises(ExceptionGroup):
            send_due()
        tried_again(GIVE_UP_AFTER + timedelta(minutes=1))
    notice.refresh_from_db()
    assert bool(notice.given_up_at) is given_up


@pytest.mark.parametrize(
    "error", [SMTPServerDisconnected(), UnicodeError("An address"), ValueError("A body")]
)
def test_what_fails_holds_up_nobody_is_loud_and_is_tried_again(notice, ada, monkeypatch, error):
    notify(ada, subject="Next", text="Text")
    sent = answering(monkeypatch, error)
    with pytest.raises(ExceptionGroup) as raised:
        send_due()
    assert raised.value.exceptions == (error,)
    assert error.__notes__[-1] == f"while sending notice {notice.pk}"
    assert sent == [ada.email]
    Notice.objects.update(next_try_at=timezone.now())
    assert send_due() == 1


def test_those_that_fail_do_not_keep_the_first_places(carol, ada, monkeypatch):
    monkeypatch.setattr("accounts.notices.AT_ONCE", 3)
    for _ in range(3):
        notify(carol, subject="First", text="Text")
    notify(ada, subject="Next", text="Text")
    sent = answering(monkeypatch, *[refusal(450)] * 3)
    assert [send_due(), send_due(), send_due()] == [0, 1, 0]
    assert sent == [ada.email]


@pytest.mark.parametrize(
    ("waited", "pause"),
    [({}, {"minutes": 1}), ({"minutes": 30}, {"minutes": 30}), ({"hours": 40}, {"hours": 6})],
)
def test_pauses_grow(notice, monkeypatch, waited, pause):
    Notice.objects.update(created_at=timezone.now() - timedelta(**waited))
    answering(monkeypatch, refusal(450))
    send_due()
    notice.refresh_from_db()
    assert abs(notice.next_try_at - timezone.now() - timedelta(**pause)) < timedelta(seconds=30)


def test_where_all_fails_a_run_is_broken_off(carol, monkeypatch):
    monkeypatch.setattr("accounts.outgoing.MOST_ERRORS", 2)
    for _ in range(3):
        notify(carol, subject="Hello", text="Text")
    answering(monkeypatch, *[SMTPServerDisconnected() for _ in range(3)])
    with pytest.raises(ExceptionGroup) as raised:
        send_due()
    assert len(raised.value.exceptions) == 2
    assert Notice.objects.due().count() == 1


def test_a_worker_that_dies_after_sending_sends_again_rather_than_never(notice, monkeypatch):
    """Sent, but not marked: at least once."""
    with monkeypatch.context() as patch:
        patch.setattr("accounts.notices.Now", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send_due()
    assert Notice.objects.due().count() == 1
    assert send_due() == 1
    assert len(mail.outbox) == 2


def test_who_is_shut_out_gets_nothing(notice, carol):
    type(carol).objects.update(is_active=False)
    assert send_due() == 0
    notice.refresh_from_db()
    assert notice.given_up_at
    assert not mail.outbox


def test_the_oldest_goes_first_and_a_run_has_an_end(carol, monkeypatch):
    monkeypatch.setattr("accounts.notices.AT_ONCE", 2)
    for number in range(3):
        notify(carol, subject=f"Number {number}", text="Text")
    assert send_due() == 2
    assert [sent.subject for sent in mail.outbox] == ["Number 0", "Number 1"]
    assert send_due() == 1


def test_the_task_sends_them(notice):
    send_notices()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_notice_once():
    for _ in range(5):
        notify(make_user(), subject="Hello", text="Text")

    def work(_):
        try:
            return send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 5
    assert len(mail.outbox) == len({sent.to[0] for sent in mail.outbox}) == 5
