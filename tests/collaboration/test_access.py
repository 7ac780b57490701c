"""Who may see and do what: every address, every kind of person."""

import pytest
from django.urls import reverse

from collaboration.models import Block, Conversation, Invitation, Message
from tests.collaboration.builders import make_conversation, make_invitation, make_member, make_message

SIGN_IN = "sign in"


@pytest.fixture
def invitation(ada, ada_page, bob, bob_page):
    """Ada, the sender, asks Bob, the recipient."""
    return make_invitation(ada_page, bob_page)


@pytest.fixture
def conversation(ada, ada_page, bob, bob_page):
    conversation = make_conversation(ada_page, bob_page)
    make_message(conversation, ada_page, "For Bob alone")
    return conversation


@pytest.fixture
def cast(ada, bob, carol, admin):
    member = make_member("Eve Member").user
    return {
        "anonymous": None,
        "stranger": carol,
        "member": member,
        "sender": ada,
        "recipient": bob,
        "admin": admin,
    }


def outcome(answer):
    if answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")):
        return SIGN_IN
    return answer.status_code


ONLY_THE_TWO = [
    ("anonymous", SIGN_IN),
    ("stranger", 404),
    ("member", 404),
    ("admin", 404),
    ("sender", 200),
    ("recipient", 200),
]


@pytest.mark.parametrize(("who", "expected"), ONLY_THE_TWO)
def test_an_invitation_is_seen_by_the_two_alone(as_user, cast, invitation, who, expected):
    assert outcome(as_user(cast[who]).get(invitation.get_absolute_url())) == expected


@pytest.mark.parametrize(("who", "expected"), ONLY_THE_TWO)
def test_a_conversation_is_seen_by_the_two_alone(as_user, cast, conversation, who, expected):
    answer = as_user(cast[who]).get(conversation.get_absolute_url())
    assert outcome(answer) == expected
    assert ("For Bob alone" in answer.content.decode()) is (expected == 200)


@pytest.mark.parametrize(
    ("who", "answer", "expected"),
    [
        ("anonymous", "accept", SIGN_IN),
        ("stranger", "accept", 404),
        ("stranger", "block", 404),
        ("member", "decline", 404),
        ("member", "report", 404),
        ("admin", "accept", 404),
        ("admin", "withdraw", 404),
        ("sender", "accept", 422),
        ("sender", "decline", 422),
        ("sender", "report", 422),
        ("sender", "withdraw", 302),
        ("sender", "block", 302),
        ("recipient", "withdraw", 422),
        ("recipient", "accept", 302),
        ("recipient", "decline", 302),
        ("recipient", "report", 302),
        ("recipient", "block", 302),
        ("recipient", "delete", 422),
        ("recipient", "", 422),
    ],
)
def test_each_side_has_its_own_answers(as_user, cast, invitation, who, answer, expected):
    given = as_user(cast[who]).post(invitation.get_absolute_url(), {"answer": answer})
    assert outcome(given) == expected
    if expected != 302:
        invitation.refresh_from_db()
        assert (invitation.state, invitation.reported_at) == (Invitation.State.WAITING, None)
        assert not Conversation.objects.exists()
        assert not Block.objects.exists()


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("anonymous", SIGN_IN),
        ("stranger", 404),
        ("member", 404),
        ("admin", 404),
        ("sender", 302),
        ("recipient", 302),
    ],
)
def test_only_the_two_write_in_a_conversation(as_user, cast, conversation, who, expected):
    before = Message.objects.count()
    assert outcome(as_user(cast[who]).post(conversation.get_absolute_url(), {"text": "Hello"})) == expected
    assert Message.objects.count() - before == (expected == 302)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("anonymous", SIGN_IN),
        ("stranger", 422),
        ("admin", 422),
        ("recipient", 422),
        ("sender", 302),
        ("member", 302),
    ],
)
def test_members_with_a_page_of_their_own_invite(as_user, cast, bob_page, who, expected):
    letter = {"purpose": "review", "message": "Would you read a draft?"}
    answer = as_user(cast[who]).post(reverse("collaboration:invite", args=[bob_page.slug]), letter)
    assert outcome(answer) == expected
    assert Invitation.objects.count() == (expected == 302)


@pytest.mark.parametrize("name", ["invitations", "conversations", "blocked"])
def test_everybody_sees_only_their_own_lists(as_user, cast, invitation, conversation, name):
    Block.objects.create(user=cast["sender"], blocked=cast["recipient"])
    url = reverse(f"collaboration:{name}")
    assert outcome(as_user(None).get(url)) == SIGN_IN
    for who in ("stranger", "member", "admin"):
        assert list(as_user(cast[who]).get(url).context["page"]) == []
    assert len(as_user(cast["sender"]).get(url, {"box": "sent"}).context["page"]) > 0


@pytest.mark.parametrize("who", ["anonymous", "stranger", "admin", "recipient"])
def test_nobody_lifts_the_block_of_another(as_user, cast, who):
    block = Block.objects.create(user=cast["sender"], blocked=cast["recipient"])
    answer = as_user(cast[who]).post(reverse("collaboration:blocked"), {"block": block.pk})
    assert outcome(answer) == (SIGN_IN if who == "anonymous" else 404)
    assert Block.objects.exists()


@pytest.mark.parametrize("name", ["invitations", "conversations"])
def test_lists_take_no_post(as_user, ada, name):
    assert as_user(ada).post(reverse(f"collaboration:{name}")).status_code == 405


def test_every_post_needs_a_token(as_user, ada, bob_page, invitation, conversation):
    client = as_user(ada)
    client.handler.enforce_csrf_checks = True
    urls = [
        reverse("collaboration:invite", args=[bob_page.slug]),
        reverse("collaboration:blocked"),
        invitation.get_absolute_url(),
        conversation.get_absolute_url(),
    ]
    assert [client.post(url).status_code for url in urls] == [403] * 4


@pytest.mark.parametrize("name", ["answer", "conversation"])
def test_what_does_not_exist_is_not_found(as_user, ada, name):
    assert as_user(ada).get(reverse(f"collaboration:{name}", args=[999_999])).status_code == 404


def test_a_new_holder_of_the_page_reads_nothing_of_the_old_one(
    as_user, invitation, conversation, bob_page, carol
):
    bob_page.user = carol
    bob_page.save(update_fields=["user"])
    for shown in (invitation, conversation):
        assert as_user(carol).get(shown.get_absolute_url()).status_code == 404
