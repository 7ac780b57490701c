"""E-mail notices: each once, to the right person, with a link and nothing of what was written."""

from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import connection

from collaboration.inviting import decline, withdraw
from collaboration.models import Conversation, Invitation, Message
from collaboration.notices import GIVE_UP_AFTER, absolute_url, send_notices
from collaboration.tasks import send_notices as task
from tests.collaboration.builders import (
    days_ago,
    make_conversation,
    make_invitation,
    make_member,
    make_message,
)

TOO_OLD = GIVE_UP_AFTER.days + 0.1


def test_an_invitation_is_announced_once_with_a_link(ada, ada_page, bob, bob_page):
    invitation = make_invitation(ada_page, bob_page)
    assert send_notices() == 1
    assert send_notices() == 0
    [notice] = mail.outbox
    assert notice.to == [bob.email]
    assert absolute_url(invitation.get_absolute_url()) in notice.body
    invitation.refresh_from_db()
    assert invitation.notified_at is not None


def test_the_task_sends_them(ada, ada_page, bob, bob_page):
    make_invitation(ada_page, bob_page)
    task()
    assert len(mail.outbox) == 1


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


def test_the_link_names_the_site(settings):
    settings.CREDENCE_SITE_URL = "https://credence.example"
    assert absolute_url("/invitations/1/") == "https://credence.example/invitations/1/"


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


def test_after_two_days_nothing_is_tried_any_more(ada, ada_page, bob, bob_page):
    make_invitation(ada_page, bob_page, sent_at=days_ago(TOO_OLD))
    conversation = make_conversation(ada_page, make_member())
    Conversation.objects.update(created_at=days_ago(TOO_OLD))
    make_message(conversation, ada_page, sent_at=days_ago(TOO_OLD))
    assert send_notices() == 0


def test_who_is_gone_or_shut_out_gets_nothing_and_holds_up_nobody(ada, ada_page, bob, bob_page):
    make_invitation(bob_page, ada_page)
    type(ada).objects.filter(pk=ada.pk).update(is_active=False)
    make_invitation(ada_page, bob_page)
    assert send_notices() == 1
    assert mail.outbox[0].to == [bob.email]
    assert not Invitation.objects.filter(notified_at=None).exists()


def test_a_refused_address_is_given_up_and_holds_up_nobody(ada, ada_page, bob, bob_page, monkeypatch):
    make_invitation(bob_page, ada_page)
    make_invitation(ada_page, bob_page)
    sent = []

    def send(subject, body, sender, to):
        if to == [ada.email]:
            raise SMTPRecipientsRefused({ada.email: (550, b"unknown")})
        return sent.append(to) or 1

    monkeypatch.setattr("collaboration.notices.send_mail", send)
    assert send_notices() == 1
    assert sent == [[bob.email]]
    assert send_notices() == 0


def test_a_mail_server_that_fails_loses_nothing(ada, ada_page, bob, bob_page, monkeypatch):
    make_invitation(ada_page, bob_page)

    def fail(*args):
        raise SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr("collaboration.notices.send_mail", fail)
        with pytest.raises(SMTPServerDisconnected):
            send_notices()
    assert send_notices() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_notice_once():
    recipients = [make_member() for _ in range(5)]
    for recipient in recipients:
        make_invitation(make_member(), recipient)

    def work(_):
        try:
            return send_notices()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 5
    assert sorted(notice.to[0] for notice in mail.outbox) == sorted(one.user.email for one in recipients)
