"""A conversation: reading, writing, what has been read."""

import pytest
from django.core import mail
from django.utils.html import escape

from collaboration.blocking import block, unblock
from collaboration.conversing import ConversationClosed, mark_read, send_message
from collaboration.models import Message
from tests.collaboration.builders import days_ago, make_conversation, make_member, make_message


@pytest.fixture
def conversation(ada, ada_page, bob, bob_page):
    return make_conversation(ada_page, bob_page)


def test_a_message_is_sent_and_shown_to_both(
    as_user, ada, bob, conversation, django_capture_on_commit_callbacks
):
    type(conversation).objects.update(notified_at=days_ago(0))
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_user(ada).post(conversation.get_absolute_url(), {"text": "Here is the draft."})
    assert answer["Location"] == f"{conversation.get_absolute_url()}#latest"
    assert [message.to for message in mail.outbox] == [[bob.email]]
    for user in (ada, bob):
        assert "Here is the draft." in as_user(user).get(conversation.get_absolute_url()).content.decode()


def test_messages_are_in_the_order_of_their_writing(as_user, ada, ada_page, bob_page, conversation):
    make_message(conversation, bob_page, "Second", sent_at=days_ago(1))
    make_message(conversation, ada_page, "First", sent_at=days_ago(2))
    shown = as_user(ada).get(conversation.get_absolute_url()).context["shown"]
    assert [message.text for message in shown] == ["First", "Second"]


def test_opening_marks_what_the_other_wrote_and_not_ones_own(
    as_user, ada, ada_page, bob, bob_page, conversation
):
    own, other = make_message(conversation, ada_page), make_message(conversation, bob_page)
    text = as_user(ada).get(conversation.get_absolute_url()).content.decode()
    assert "<strong>new</strong>" in text
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.read_at is None, other.read_at is None) == (True, False)
    assert "<strong>new</strong>" not in as_user(ada).get(conversation.get_absolute_url()).content.decode()
    assert "· read" in as_user(bob).get(conversation.get_absolute_url()).content.decode()


def test_looking_at_headers_alone_reads_nothing(as_user, ada, bob_page, conversation):
    make_message(conversation, bob_page)
    as_user(ada).head(conversation.get_absolute_url())
    assert Message.objects.unread_by(ada).count() == 1


def test_what_was_not_shown_stays_unread(as_user, ada, bob_page, conversation):
    for number in range(52):
        make_message(conversation, bob_page, f"Number {number}", sent_at=days_ago(52 - number))
    client = as_user(ada)
    client.get(conversation.get_absolute_url())
    assert Message.objects.unread_by(ada).count() == 2
    earlier = client.get(conversation.get_absolute_url(), {"page": 2})
    assert [message.text for message in earlier.context["shown"]] == ["Number 0", "Number 1"]
    assert Message.objects.unread_by(ada).count() == 0


def test_reading_keeps_the_first_date(ada, bob_page, conversation):
    message = make_message(conversation, bob_page)
    assert mark_read([message], by=ada) == 1
    message.refresh_from_db()
    first = message.read_at
    assert mark_read([message], by=ada) == 0
    message.refresh_from_db()
    assert message.read_at == first


@pytest.mark.parametrize("text", ["", "  \n", "x" * 5001])
def test_an_empty_or_endless_message_is_refused_and_kept(as_user, ada, conversation, text):
    answer = as_user(ada).post(conversation.get_absolute_url(), {"text": text})
    assert answer.status_code == 422
    assert text.strip() in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("blocker", ["ada", "bob"])
def test_after_a_block_nobody_writes_until_it_is_lifted(request, ada, bob, conversation, blocker):
    people = {"ada": (bob, ada), "bob": (ada, bob)}
    other, one = people[blocker]
    block(other, by=one)
    for user in (ada, bob):
        with pytest.raises(ConversationClosed):
            send_message(conversation, by=user, text="Hello")
    unblock(other, by=one)
    send_message(conversation, by=ada, text="Hello")


def test_a_closed_conversation_can_still_be_read(as_user, ada, bob, bob_page, conversation):
    make_message(conversation, bob_page, "Kept")
    block(ada, by=bob)
    client = as_user(ada)
    text = client.get(conversation.get_absolute_url()).content.decode()
    assert "Kept" in text
    assert "This conversation is closed" in text
    assert "<textarea" not in text
    answer = client.post(conversation.get_absolute_url(), {"text": "One more word"})
    assert answer.status_code == 422
    assert "One more word" in answer.content.decode()


def test_a_page_that_changed_hands_closes_the_conversation(ada, bob, bob_page, carol, conversation):
    bob_page.user = carol
    bob_page.save(update_fields=["user"])
    conversation.refresh_from_db()
    with pytest.raises(ConversationClosed):
        send_message(conversation, by=ada, text="Hello")


def test_what_remains_of_a_deleted_account_can_be_read(as_user, ada, bob, bob_page, conversation):
    make_message(conversation, bob_page, "Kept")
    bob.delete()
    text = as_user(ada).get(conversation.get_absolute_url()).content.decode()
    assert "Kept" in text
    assert "This conversation is closed" in text


def test_what_people_write_is_text(as_user, ada, bob_page, conversation):
    evil = "<script>alert(1)</script>"
    make_message(conversation, bob_page, evil)
    text = as_user(ada).get(conversation.get_absolute_url()).content.decode()
    assert "<script>alert" not in text
    assert escape(evil) in text


def test_htmx_gets_the_messages_alone(as_user, ada, bob_page, conversation):
    make_message(conversation, bob_page, "Hello")
    text = as_user(ada).get(conversation.get_absolute_url(), HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in text
    assert "Hello" in text


def test_it_costs_the_same_for_two_messages_and_for_forty(
    as_user, ada, bob_page, conversation, count_queries
):
    client = as_user(ada)

    def add(number):
        for _ in range(number):
            make_message(conversation, bob_page)

    add(2)
    few = count_queries(lambda: client.get(conversation.get_absolute_url()))
    add(38)
    assert count_queries(lambda: client.get(conversation.get_absolute_url())) == few


def test_messages_of_other_conversations_are_not_shown(as_user, ada, ada_page, conversation):
    dora = make_member()
    make_message(make_conversation(ada_page, dora), dora, "Elsewhere")
    assert "Elsewhere" not in as_user(ada).get(conversation.get_absolute_url()).content.decode()
