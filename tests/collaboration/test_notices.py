"""Notices by e-mail: each once, to the right person, with a link and nothing of what was written."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import connection

from accounts.models import Notice
from accounts.notices import send_due
from collaboration.inviting import decline, withdraw
from collaboration.models import LIFETIME, Conversation, Invitation, Message
from collaboration.notices import announce
from collaboration.tasks import announce as task
from tests.collaboration.builders import (
    days_ago,
    make_conversation,
    make_invitation,
    make_member,
    make_message,
)


def send_notices() -> int:
    """How many were written, once they are sent."""
    written = announce()
    send_due()
    return written


def test_an_invitation_is_announced_once_with_a_link(ada, ada_page, bob, bob_page):
    invitation = make_invitation(ada_page, bob_page)
    assert send_notices() == 1
    assert send_notices() == 0
    [notice] = mail.outbox
    assert notice.to == [bob.email]
    assert invitation.get_absolute_url() in notice.body
    invitation.refresh_from_db()
    assert invitation.notified_at is not None


def test_the_task_writes_and_sends_them(ada, ada_page, bob, bob_page):
    make_invitation(ada_page, bob_page)
    task()
    assert [notice.to for notice in mail.outbox] == [[bob.email]]


@pytest.mark.django_db
def test_no_name_and_no_word_of_anybody_is_sent_and_no_header_can_be_smuggled_in():
    evil = "Eve\r\nBcc: everybody@example.com"
    sender, recipient = make_member(evil), make_member(evil)
    make_invitation(sender, recipient, message="SECRET\r\nSubject: SECRET")
    conversation = make_conversation(recipient, sender, message="SECRET")
    make_message(conversation, sender, "SECRET")
    assert send_notices() == 3
    for notice in mail.outbox:
        raw = notice.message().as_string()
        assert "SECRET" not in raw
        assert "Eve" not in raw
        assert notice.recipients() == notice.to
        assert "Bcc" not in raw


def test_the_link_names_the_site(ada_page, bob, bob_page, settings):
    settings.CREDENCE_SITE_URL = "https://credence.example"
    invitation = make_invitation(ada_page, bob_page)
    send_notices()
    assert f"https://credence.example{invitation.get_absolute_url()}\n" in mail.outbox[0].body


def test_acceptance_is_announced_to_the_one_who_invited(ada, ada_page, bob, bob_page):
    conversation = make_conversation(ada_page, bob_page)
    assert send_notices() == 1
    assert send_notices() == 0
    assert mail.outbox[0].to == [ada.email]
    assert conversation.get_absolute_url() in mail.outbox[0].body


def test_what_ended_before_is_not_announced(ada, ada_page, bob, bob_page):
    declined, withdrawn = make_invitation(ada_page, bob_page), make_invitation(bob_page, ada_page)
    decline(declined, by=bob)
    withdraw(withdrawn, by=bob)
    assert send_notices() == 0


def test_messages_are_announced_once_until_they_are_read(ada, ada_page, bob, bob_page):
    conversation = make_conversation(ada_page, bob_page)
    Conversation.objects.update(notified_at=days_ago(0))
    make_message(conversation, ada_page)
    make_message(conversation, ada_page)
    assert send_notices() == 1
    make_message(conversation, ada_page)
    assert send_notices() == 0
    assert [notice.to for notice in mail.outbox] == [[bob.email]]
    Message.objects.update(read_at=days_ago(0))
    make_message(conversation, ada_page)
    assert send_notices() == 1


def test_both_are_told_when_both_have_written(ada, ada_page, bob, bob_page):
    conversation = make_conversation(ada_page, bob_page)
    Conversation.objects.update(notified_at=days_ago(0))
    make_message(conversation, ada_page)
    make_message(conversation, bob_page)
    assert send_notices() == 2
    assert sorted(notice.to[0] for notice in mail.outbox) == [ada.email, bob.email]


def test_read_messages_are_not_announced(ada, ada_page, bob, bob_page):
    conversation = make_conversation(ada_page, bob_page)
    Conversation.objects.update(notified_at=days_ago(0))
    make_message(conversation, ada_page, read_at=days_ago(0))
    assert send_notices() == 0


def test_what_waited_while_no_worker_ran_is_announced_unless_it_is_over(ada, ada_page, bob, bob_page):
    make_invitation(ada_page, bob_page, sent_at=days_ago(9))
    make_invitation(bob_page, ada_page, sent_at=days_ago(LIFETIME.days + 1))
    assert send_notices() == 1
    assert mail.outbox[0].to == [bob.email]


def test_what_was_given_up_once_is_not_announced_long_after_and_what_is_written_there_now_is(
    ada, ada_page, bob, bob_page
):
    make_invitation(make_member(), bob_page, sent_at=days_ago(3))
    conversation = make_conversation(ada_page, bob_page)
    Conversation.objects.update(created_at=days_ago(3))
    make_message(conversation, ada_page, sent_at=days_ago(3))
    recent = make_invitation(bob_page, make_member(), sent_at=days_ago(1))
    give_up = import_module("collaboration.migrations.0004_leave_what_is_stale_unannounced").GIVE_UP
    with connection.cursor() as cursor:
        for step in give_up:
            cursor.execute(step)
    assert send_notices() == 1
    assert recent.get_absolute_url() in mail.outbox[0].body
    make_message(conversation, ada_page)
    assert (send_notices(), send_notices()) == (1, 0)
    assert mail.outbox[1].to == [bob.email]


def test_who_is_gone_or_shut_out_gets_nothing_and_holds_up_nobody(ada, ada_page, bob, bob_page):
    make_invitation(bob_page, ada_page)
    type(ada).objects.filter(pk=ada.pk).update(is_active=False)
    make_invitation(make_member(), ada_page)
    Invitation.objects.filter(sender=bob_page).update(sent_to=None)
    make_invitation(ada_page, bob_page)
    send_notices()
    assert [notice.to for notice in mail.outbox] == [[bob.email]]
    assert not Invitation.objects.filter(notified_at=None).exists()


@pytest.mark.parametrize(
    ("error", "is_loud"),
    [
        (SMTPRecipientsRefused({"ada@example.org": (550, b"unknown")}), False),
        (SMTPDataError(554, b"Spam"), False),
        (SMTPDataError(451, b"Later"), False),
        (SMTPServerDisconnected(), True),
    ],
    ids=["recipient", "message", "later", "server"],
)
def test_one_that_cannot_be_sent_holds_up_nobody(ada_page, bob, bob_page, monkeypatch, error, is_loud):
    make_invitation(bob_page, ada_page)
    make_invitation(ada_page, bob_page)
    answers, sent = [error], []

    def send(subject, body, to, *, link):
        if answers:
            raise answers.pop()
        sent.append(to)

    monkeypatch.setattr("accounts.notices.send_letter", send)
    assert announce() == 2
    if is_loud:
        with pytest.raises(ExceptionGroup):
            send_due()
    else:
        assert send_due() == 1
    assert sent == [bob.email]


def test_a_notice_is_written_and_marked_or_neither(ada_page, bob_page, monkeypatch):
    make_invitation(ada_page, bob_page)
    with monkeypatch.context() as patch:
        patch.setattr("collaboration.notices.Now", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            announce()
    assert not Notice.objects.exists()
    assert (announce(), announce()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_each_notice_once():
    recipients = [make_member() for _ in range(5)]
    for recipient in recipients:
        make_invitation(make_member(), recipient)

    def work(_):
        try:
            return announce()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 5
    assert set(Notice.objects.values_list("user", flat=True)) == {one.user_id for one in recipients}
