"""The page on which an invitation is written."""

import pytest
from django.core import mail
from django.urls import reverse

from collaboration.models import Invitation
from collaboration.obstacles import WAITING_AT_ONCE
from tests.builders import make_researcher, make_work
from tests.collaboration.builders import make_invitation, make_member

LETTER = {"purpose": "data", "message": "Could you share the corpus?"}


def invite_url(researcher):
    return reverse("collaboration:invite", args=[researcher.slug])


def test_a_sent_invitation_is_shown_to_its_sender_and_announced(
    as_user, ada, bob, bob_page, django_capture_on_commit_callbacks
):
    work = make_work("A corpus", authors=[bob_page])
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_user(ada).post(invite_url(bob_page), {**LETTER, "work": work.pk})
    invitation = Invitation.objects.get()
    assert answer["Location"] == invitation.get_absolute_url()
    assert (invitation.purpose, invitation.message, invitation.work) == ("data", LETTER["message"], work)
    assert [message.to for message in mail.outbox] == [[bob.email]]


def test_the_form_offers_the_recipients_works_as_plain_text(as_user, ada, bob, bob_page):
    make_work(r"On $x^2$ and \emph{more}", year=2021, authors=[bob_page])
    text = as_user(ada).get(invite_url(bob_page)).content.decode()
    assert r"\emph" not in text
    assert "(2021)</option>" in text


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"message": ""}, "This field is required"),
        ({"message": "   \n "}, "This field is required"),
        ({"message": "x" * 3001}, "at most 3000 characters"),
        ({"message": "nul\x00byte"}, "Null characters are not allowed"),
        ({"purpose": ""}, "This field is required"),
        ({"purpose": "marriage"}, "not one of the available choices"),
        ({"work": "1e9"}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_user, ada, bob, bob_page, changed, complaint):
    answer = as_user(ada).post(invite_url(bob_page), {**LETTER, **changed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert complaint in text
    assert changed.get("message", LETTER["message"])[:100].strip() in text.replace("\x00", "\x00")
    assert not Invitation.objects.exists()


def test_the_work_of_somebody_else_cannot_be_named(as_user, ada, ada_page, bob, bob_page):
    work = make_work(authors=[ada_page])
    assert as_user(ada).post(invite_url(bob_page), {**LETTER, "work": work.pk}).status_code == 422


def test_an_obstacle_found_while_writing_keeps_the_letter(as_user, ada, ada_page, bob, bob_page):
    for _ in range(WAITING_AT_ONCE):
        make_invitation(ada_page, make_member())
    answer = as_user(ada).post(invite_url(bob_page), LETTER)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f"You have {WAITING_AT_ONCE} invitations waiting" in text
    assert LETTER["message"] in text


def test_where_there_is_an_obstacle_no_form_is_offered(as_user, ada, bob, bob_page):
    bob_page.collaboration = "closed"
    bob_page.save()
    text = as_user(ada).get(invite_url(bob_page)).content.decode()
    assert "is not taking invitations" in text
    assert "<textarea" not in text


def test_an_unclaimed_researcher_cannot_be_invited(as_user, ada):
    researcher = make_researcher("Nobody Yet")
    answer = as_user(ada).post(invite_url(researcher), LETTER)
    assert answer.status_code == 422
    assert "nobody to invite yet" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_letter_is_text_when_it_comes_back(as_user, ada, bob, bob_page):
    letter = {"purpose": "", "message": "</textarea><script>alert(1)</script>"}
    text = as_user(ada).post(invite_url(bob_page), letter).content.decode()
    assert "<script>alert" not in text


def test_an_unknown_researcher_is_not_found(as_user, ada):
    assert as_user(ada).get(reverse("collaboration:invite", args=["nobody"])).status_code == 404


def test_the_page_costs_the_same_for_two_works_and_for_forty(as_user, ada, bob, bob_page, count_queries):
    client = as_user(ada)
    for _ in range(2):
        make_work(authors=[bob_page])
    few = count_queries(lambda: client.get(invite_url(bob_page)))
    for _ in range(38):
        make_work(authors=[bob_page])
    assert count_queries(lambda: client.get(invite_url(bob_page))) == few
