"""E-mail is text and a page that says the same; nobody writes a second header, or a page of their own, into it."""

import pytest
from django.core import mail
from django.core.mail import BadHeaderError

from accounts.letters import Part, at, parts_of, quoted, send_letter
from accounts.models import Notice, User
from accounts.notices import notify, send_due
from tests.builders import make_user
from tests.mail import delivered

pytestmark = pytest.mark.django_db
BREAKS = ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"]


def page_of(message) -> str:
    ((page, kind),) = message.alternatives
    assert kind == "text/html"
    return page


@pytest.mark.parametrize(
    ("paragraph", "is_link"),
    [
        ("https://credence.example/claims/1/?a=1", True),
        ("See https://credence.example/claims/1/", False),
        ("https://credence.example/claims/1/ or so", False),
        ("https://credence.example/claims/1/\nor so", False),
        ("https://credence.example.evil.example/", False),
        ("https://credence.example@evil.example/", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_an_address_of_ours_that_stands_alone_is_a_link(paragraph, is_link):
    parts = parts_of(f"Good day,\n\n{paragraph}\n  \nGoodbye\n", at("https://credence.example"))
    assert parts == [Part("Good day,"), Part(paragraph, is_link), Part("Goodbye")]


def test_a_notice_is_text_and_page_with_the_link_of_the_fact(carol):
    notify(carol, subject="Evidence was missed", text="What was missed.\n\nWhat to do.", path="/claims/1/")
    send_due()
    (message,) = mail.outbox
    page = page_of(message)
    assert message.body.startswith("What was missed.\n\nWhat to do.")
    assert "<p>What was missed.</p>" in page
    assert 'href="http://127.0.0.1:8000/claims/1/"' in page
    assert "style=" not in page
    raw = message.message().as_string()
    assert "Content-Type: multipart/alternative" in raw
    assert raw.index("text/plain") < raw.index("text/html")


def test_what_people_write_is_words_and_nothing_else(carol):
    notify(
        carol,
        subject="<b>Bold</b>",
        text='<a href="https://evil.example">Click</a> & {{ settings.SECRET_KEY }}',
    )
    send_due()
    page = page_of(mail.outbox[0])
    assert "<b>" not in page
    assert "evil.example&quot;&gt;Click" in page
    assert "{{ settings.SECRET_KEY }}" in page


def test_only_the_link_of_the_fact_is_one_whatever_people_write(carol, settings):
    settings.CREDENCE_SITE_URL = "https://credence.example"
    notify(
        carol,
        subject="Disputed",
        text="They wrote:\n\nhttps://credence.example/accounts/delete/",
        path="/claims/1/",
    )
    send_due()
    assert page_of(mail.outbox[0]).count("href=") == 1
    assert 'href="https://credence.example/claims/1/"' in page_of(mail.outbox[0])


def test_what_somebody_wrote_is_marked_line_by_line():
    assert (
        quoted("It is mine.\r\n\r\nhttps://a.example/\u2028Yours\n")
        == "> It is mine.\n>\n> https://a.example/\n> Yours"
    )


def test_mail_of_accounts_has_a_page_too(client, carol):
    client.post("/accounts/password/reset/", {"email": carol.email})
    (message,) = delivered()
    assert '<a class="link" href="http://testserver/accounts/password/reset/key/' in page_of(message)


@pytest.mark.parametrize("end", BREAKS)
def test_a_subject_of_many_lines_becomes_one(carol, end):
    notify(carol, subject=f"Hello{end}Bcc: victim@example.org{end}{end}<h1>", text="Text")
    send_due()
    (message,) = mail.outbox
    assert message.subject == "Hello Bcc: victim@example.org <h1>"
    assert message.recipients() == [carol.email]
    assert "\nBcc:" not in message.message().as_string()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_address_of_many_lines_gets_nothing_and_holds_up_nobody(carol, end):
    odd = make_user()
    User.objects.filter(pk=odd.pk).update(email=f"odd@example.org{end}Bcc: victim@example.org")
    first, second = (notify(user, subject="Subject", text="Text") for user in (odd, carol))
    with pytest.raises(ExceptionGroup):
        send_due()
    assert [message.recipients() for message in mail.outbox] == [[carol.email]]
    assert Notice.objects.get(pk=first.pk).sent_at is None
    assert Notice.objects.get(pk=second.pk).sent_at
    with pytest.raises(BadHeaderError):
        send_letter("Subject", "Text", f"odd@example.org{end}Bcc: victim@example.org")


@pytest.mark.parametrize("end", BREAKS)
def test_nobody_signs_up_with_lines_in_address_or_name(client, db, end):
    answers = {"email": f"nora@example.org{end}Bcc: victim@example.org", "password1": "plain horse stapler"}
    client.post("/accounts/signup/", {"name": "Nora", **answers})
    assert not User.objects.exists()
    answers["email"] = "nora@example.org"
    client.post("/accounts/signup/", {"name": f"Nora{end}{end}https://evil.example{end}{end}", **answers})
    assert User.objects.get().name == "Nora https://evil.example"
    assert "evil" not in delivered()[0].message().as_string()
