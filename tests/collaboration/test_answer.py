"""The page of one invitation, and its answers."""

import pytest
from django.core import mail
from django.utils.html import escape

from collaboration.blocking import block
from collaboration.models import Block, Conversation, Invitation
from tests.builders import make_work
from tests.collaboration.builders import days_ago, make_invitation


@pytest.fixture
def invitation(ada, ada_page, bob, bob_page):
    """Ada asks Bob."""
    return make_invitation(ada_page, bob_page, message="Would you read a draft?")


def test_the_recipient_reads_it_and_can_answer(as_user, bob, invitation):
    text = as_user(bob).get(invitation.get_absolute_url()).content.decode()
    assert "Would you read a draft?" in text
    assert "Ada Lindqvist" in text
    for value in ("accept", "decline", "block", "report"):
        assert f'value="{value}"' in text
    assert 'value="withdraw"' not in text


def test_the_sender_sees_it_and_can_withdraw(as_user, ada, invitation):
    text = as_user(ada).get(invitation.get_absolute_url()).content.decode()
    assert 'value="withdraw"' in text
    for value in ("accept", "decline", "report"):
        assert f'value="{value}"' not in text


def test_acceptance_leads_to_the_conversation_and_tells_the_sender(
    as_user, ada, bob, invitation, django_capture_on_commit_callbacks
):
    Invitation.objects.update(notified_at=days_ago(0))
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_user(bob).post(invitation.get_absolute_url(), {"answer": "accept", "note": "Gladly"})
    conversation = Conversation.objects.get()
    assert answer["Location"] == conversation.get_absolute_url()
    assert [message.to for message in mail.outbox] == [[ada.email]]
    text = as_user(ada).get(invitation.get_absolute_url()).content.decode()
    assert "Gladly" in text
    assert conversation.get_absolute_url() in text


def test_declining_is_quiet_and_its_note_is_read_on_the_page(
    as_user, ada, bob, invitation, django_capture_on_commit_callbacks
):
    Invitation.objects.update(notified_at=days_ago(0))
    with django_capture_on_commit_callbacks(execute=True):
        as_user(bob).post(invitation.get_absolute_url(), {"answer": "decline", "note": "No time this year"})
    assert mail.outbox == []
    text = as_user(ada).get(invitation.get_absolute_url()).content.decode()
    assert "Declined" in text
    assert "No time this year" in text
    assert 'value="withdraw"' not in text


def test_an_answer_that_comes_too_late_says_what_has_happened(as_user, ada, bob, invitation):
    as_user(ada).post(invitation.get_absolute_url(), {"answer": "withdraw"})
    answer = as_user(bob).post(invitation.get_absolute_url(), {"answer": "accept", "note": "Gladly"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "no longer waiting" in text
    assert "Withdrawn" in text
    assert not Conversation.objects.exists()


def test_an_expired_invitation_offers_no_answer_and_takes_none(as_user, bob, invitation):
    Invitation.objects.update(sent_at=days_ago(31))
    client = as_user(bob)
    text = client.get(invitation.get_absolute_url()).content.decode()
    assert "Expired without an answer" in text
    assert 'value="accept"' not in text
    assert client.post(invitation.get_absolute_url(), {"answer": "accept"}).status_code == 422


def test_a_page_in_other_hands_cannot_be_answered_for(as_user, ada_page, bob, carol, invitation):
    ada_page.user = carol
    ada_page.save(update_fields=["user"])
    answer = as_user(bob).post(invitation.get_absolute_url(), {"answer": "accept"})
    assert answer.status_code == 422
    assert "belongs to somebody else" in answer.content.decode()


def test_a_note_that_is_too_long_is_kept_and_nothing_is_answered(as_user, bob, invitation):
    note = "so " * 400
    answer = as_user(bob).post(invitation.get_absolute_url(), {"answer": "decline", "note": note})
    assert answer.status_code == 422
    assert note.strip() in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.WAITING


def test_a_block_is_made_by_either_side_and_shown(as_user, ada, bob, invitation):
    as_user(bob).post(invitation.get_absolute_url(), {"answer": "block"})
    assert Block.objects.filter(user=bob, blocked=ada).exists()
    text = as_user(bob).get(invitation.get_absolute_url()).content.decode()
    assert "You have blocked this person" in text
    assert 'value="block"' not in text
    assert (
        "You have blocked this person" not in as_user(ada).get(invitation.get_absolute_url()).content.decode()
    )


def test_blocking_somebody_whose_account_is_gone_does_no_harm(as_user, ada, bob, invitation):
    ada.delete()
    answer = as_user(bob).post(invitation.get_absolute_url(), {"answer": "block"})
    assert answer.status_code == 302
    assert not Block.objects.exists()


def test_a_reported_invitation_says_so_and_is_not_reported_again(as_user, bob, invitation):
    client = as_user(bob)
    client.post(invitation.get_absolute_url(), {"answer": "report"})
    text = client.get(invitation.get_absolute_url()).content.decode()
    assert "You reported this invitation" in text
    assert 'value="report"' not in text


def test_what_people_write_is_text(as_user, ada_page, bob, bob_page, ada):
    evil = "<img src=x onerror=alert(1)>"
    work = make_work(evil, authors=[bob_page])
    invitation = make_invitation(ada_page, bob_page, message=evil, note=evil, work=work)
    text = as_user(bob).get(invitation.get_absolute_url()).content.decode()
    assert "<img" not in text
    assert escape(evil) in text


def test_a_block_between_the_two_ends_the_waiting(as_user, ada, bob, invitation):
    block(bob, by=ada)
    answer = as_user(bob).post(invitation.get_absolute_url(), {"answer": "accept"})
    assert answer.status_code == 422
    assert not Conversation.objects.exists()
