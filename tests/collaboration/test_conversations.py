"""The list of conversations, and the list of blocked people."""

from django.urls import reverse

from collaboration.blocking import block
from collaboration.models import Block
from tests.collaboration.builders import days_ago, make_conversation, make_member, make_message

URL = "/conversations/"
BLOCKED = "/invitations/blocked/"


def test_the_latest_word_comes_first_and_new_messages_are_counted(as_user, ada, ada_page, bob, bob_page):
    dora = make_member("Dora Member")
    quiet = make_conversation(ada_page, bob_page)
    lively = make_conversation(dora, ada_page)
    make_message(quiet, bob_page, sent_at=days_ago(2), read_at=days_ago(1))
    make_message(lively, dora, sent_at=days_ago(1))
    make_message(lively, dora)
    make_message(lively, ada_page, "Own words are never new")
    type(quiet).objects.update(created_at=days_ago(3))
    page = as_user(ada).get(URL).context["page"]
    assert [(talk, talk.unread_count) for talk in page] == [(lively, 2), (quiet, 0)]
    assert "2 new messages" in as_user(ada).get(URL).content.decode()
    assert "new message" not in as_user(bob).get(URL).content.decode()


def test_each_sees_the_name_of_the_other(as_user, ada, ada_page, bob, bob_page):
    make_conversation(ada_page, bob_page)
    entry = '<h2 class="entry-title">'
    assert "Bob Okafor" in as_user(ada).get(URL).content.decode().split(entry)[1].split("</h2>")[0]
    assert "Ada Lindqvist" in as_user(bob).get(URL).content.decode().split(entry)[1].split("</h2>")[0]


def test_an_empty_list_says_how_conversations_begin(as_user, carol):
    text = as_user(carol).get(URL).content.decode()
    assert "No conversations yet" in text
    assert reverse("collaboration:invitations") in text


def test_it_costs_the_same_for_two_and_for_forty(as_user, ada, ada_page, count_queries):
    def add(number):
        for _ in range(number):
            member = make_member()
            make_message(make_conversation(member, ada_page), member)

    client = as_user(ada)
    add(2)
    few = count_queries(lambda: client.get(URL))
    add(38)
    assert count_queries(lambda: client.get(URL)) == few


def test_blocked_people_are_listed_by_their_page_and_never_by_their_address(
    as_user, ada, bob, bob_page, carol
):
    block(bob, by=ada)
    block(carol, by=ada)
    text = as_user(ada).get(BLOCKED).content.decode()
    assert "Bob Okafor" in text
    assert "Somebody who has no researcher page now" in text
    assert carol.email not in text
    assert carol.name not in text


def test_a_block_is_lifted_with_one_button(as_user, ada, bob, carol):
    block(bob, by=ada)
    block(carol, by=ada)
    answer = as_user(ada).post(BLOCKED, {"block": Block.objects.get(blocked=bob).pk})
    assert answer["Location"] == BLOCKED
    assert [row.blocked for row in Block.objects.by(ada)] == [carol]


def test_nonsense_lifts_nothing(as_user, ada, bob):
    block(bob, by=ada)
    assert as_user(ada).post(BLOCKED, {"block": "all"}).status_code == 422
    assert as_user(ada).post(BLOCKED, {"block": 10**30}).status_code == 404
    assert Block.objects.exists()


def test_blocked_people_cost_the_same_for_two_and_for_forty(as_user, ada, count_queries):
    def add(number):
        for _ in range(number):
            block(make_member().user, by=ada)

    client = as_user(ada)
    add(2)
    few = count_queries(lambda: client.get(BLOCKED))
    add(38)
    assert count_queries(lambda: client.get(BLOCKED)) == few
