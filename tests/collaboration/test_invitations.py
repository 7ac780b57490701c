"""The lists of received and sent invitations."""

import pytest
from django.urls import reverse

from collaboration.models import Invitation
from tests.builders import make_work
from tests.collaboration.builders import days_ago, make_conversation, make_invitation, make_member

URL = "/invitations/"


def listed(answer):
    return list(answer.context["page"])


def test_received_come_first_and_sent_have_their_own_tab(as_user, ada, ada_page, bob, bob_page):
    received = make_invitation(bob_page, ada_page)
    sent = make_invitation(ada_page, make_member())
    client = as_user(ada)
    assert listed(client.get(URL)) == [received]
    assert listed(client.get(URL, {"box": "sent"})) == [sent]
    assert listed(client.get(URL, {"box": "everything"})) == [received]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, "Waiting for an answer"),
        ({"state": Invitation.State.DECLINED}, "Declined"),
        ({"state": Invitation.State.WITHDRAWN}, "Withdrawn"),
        ({"state": Invitation.State.ACCEPTED}, "Accepted"),
        ({"sent_at": days_ago(31)}, "Expired without an answer"),
    ],
)
def test_every_state_is_said_in_words(as_user, ada, ada_page, bob, bob_page, fields, word):
    make_invitation(bob_page, ada_page, **fields)
    text = as_user(ada).get(URL).content.decode()
    assert word in text
    assert ("expires in" in text) is (word == "Waiting for an answer")


def test_the_newest_is_first(as_user, ada, ada_page):
    old = make_invitation(make_member(), ada_page, sent_at=days_ago(3))
    new = make_invitation(make_member(), ada_page, sent_at=days_ago(1))
    assert listed(as_user(ada).get(URL)) == [new, old]


def test_empty_lists_say_what_to_do(as_user, ada):
    client = as_user(ada)
    assert "No invitations yet" in client.get(URL).content.decode()
    text = client.get(URL, {"box": "sent"}).content.decode()
    assert "You have not invited anybody" in text
    assert reverse("pages:search") in text


def test_htmx_gets_the_list_alone(as_user, ada, ada_page):
    make_invitation(make_member("Dora Member"), ada_page)
    text = as_user(ada).get(URL, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in text
    assert "Dora Member" in text


@pytest.mark.parametrize("box", ["received", "sent"])
def test_it_costs_the_same_for_two_and_for_fifty(as_user, ada, ada_page, count_queries, box):
    def add(number):
        for _ in range(number):
            sides = (make_member(), ada_page)
            make_invitation(*(sides if box == "received" else sides[::-1]), work=make_work())
            make_conversation(*(sides if box == "received" else sides[::-1]))

    client = as_user(ada)
    add(1)
    few = count_queries(lambda: client.get(URL, {"box": box}))
    add(24)
    answer = client.get(URL, {"box": box})
    assert len(listed(answer)) == 20
    assert answer.context["page"].paginator.count == 50
    assert count_queries(lambda: client.get(URL, {"box": box})) == few
