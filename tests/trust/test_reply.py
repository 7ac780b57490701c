"""What the person behind a page says about their trust: who may, how it is shown, and what it does not do."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from claims.flow.leaving import delete_account
from claims.review.deciding import revoke
from researchers.models import Researcher
from tests.builders import make_claim, make_researcher, make_user, make_works
from trust.models import TrustReply, TrustSnapshot
from trust.refreshing import score_stale
from trust.replying import LONGEST, NotAReply, NotTheirPage, reply, take_back, tidy

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(ada_page):
    """Ada's claimed and scored page."""
    make_claim(ada_page, ada_page.user, state="approved")
    make_works(3, authors=[ada_page])
    while score_stale():
        pass
    ada_page.refresh_from_db()
    return ada_page


def address(page, name="detail"):
    return reverse(f"trust:{name}", args=[page.slug])


def text_of(response):
    return " ".join(response.content.decode().split())


def version_of(page):
    return Researcher.objects.values_list("version", flat=True).get(pk=page.pk)


def test_the_holder_replies_and_everybody_reads_it_with_its_date(as_user, page, ada):
    response = as_user(ada).post(address(page, "reply"), {"text": "The second iD is\r\nnot mine."})
    assert (response.status_code, response.url) == (302, address(page))
    said = TrustReply.objects.get()
    assert said.text == "The second iD is\nnot mine."
    html = as_user(None).get(address(page)).content.decode()
    assert "The second iD is\nnot mine.</blockquote>" in html
    assert "<strong><bdi>Ada Lindqvist</bdi></strong> replies, <time" in html
    assert said.written_at.strftime("%B %-d, %Y") in html


@pytest.mark.parametrize("name", ["reply", "take_back"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ["stranger", "another holder", "administrator"])
def test_nobody_else_has_anything_to_say_there(as_user, page, ada, bob, carol, admin, role, method, name):
    reply(page, by=ada, text="Mine.")
    client = as_user({"stranger": carol, "another holder": bob, "administrator": admin}[role])
    response = getattr(client, method)(address(page, name), {"text": "Not mine."})
    assert response.status_code == 404
    assert TrustReply.objects.get().text == "Mine."


@pytest.mark.parametrize("name", ["reply", "take_back"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_asked_to(client, page, ada, method, name):
    reply(page, by=ada, text="Mine.")
    response = getattr(client, method)(address(page, name), {"text": "Anonymous."})
    assert response.status_code == 302
    assert response.url.startswith(f"/accounts/login/?next={address(page, name)}")
    assert TrustReply.objects.get().text == "Mine."


@pytest.mark.parametrize("name", ["reply", "take_back"])
def test_after_signing_in_the_holder_comes_to_the_form(as_user, page, ada, name):
    assert as_user(ada).get(address(page, name)).url == f"{address(page)}#reply"


@pytest.mark.parametrize("role", ["nobody", "stranger", "administrator"])
def test_only_the_holder_sees_the_form(as_user, page, ada, carol, admin, role):
    assert "Reply to this result" in text_of(as_user(ada).get(address(page)))
    others = {"nobody": None, "stranger": carol, "administrator": admin}
    assert "<textarea" not in text_of(as_user(others[role]).get(address(page)))


def test_an_unclaimed_page_has_no_reply(as_user, ada):
    page = make_researcher("Nobody's")
    assert as_user(ada).post(address(page, "reply"), {"text": "Me."}).status_code == 404


def test_a_reply_is_replaced(page, ada):
    reply(page, by=ada, text="First.")
    TrustReply.objects.update(written_at=timezone.now() - timedelta(days=9))
    reply(page, by=ada, text="Second.")
    said = TrustReply.objects.get()
    assert said.text == "Second."
    assert timezone.now() - said.written_at < timedelta(hours=1)


def test_a_reply_is_taken_back(as_user, page, ada):
    reply(page, by=ada, text="Mine.")
    client = as_user(ada)
    assert "Take the reply back" in text_of(client.get(address(page)))
    response = client.post(address(page, "take_back"))
    assert response.url == address(page)
    assert not TrustReply.objects.exists()
    assert "Take the reply back" not in text_of(client.get(address(page)))


def test_taking_back_nothing_does_no_harm(page, ada):
    assert take_back(page, by=ada) is False


@pytest.mark.parametrize(
    "deed", [lambda page, by: reply(page, by=by, text="Mine."), lambda page, by: take_back(page, by=by)]
)
def test_the_verbs_refuse_everybody_else(page, carol, deed):
    with pytest.raises(NotTheirPage):
        deed(page, carol)
    assert not TrustReply.objects.exists()


def test_a_claim_revoked_a_moment_ago_wins(page, ada):
    Researcher.objects.filter(pk=page.pk).update(user=None)
    with pytest.raises(NotTheirPage):
        reply(page, by=ada, text="Still mine.")


def test_a_former_holder_is_not_heard_any_more(as_user, client, page, ada, admin):
    reply(page, by=ada, text="I was here.")
    revoke(page.claims.get(), by=admin, reason="It was somebody else.")
    assert "I was here." not in text_of(client.get(address(page)))
    assert as_user(ada).post(address(page, "reply"), {"text": "Still me."}).status_code == 404
    heir = make_user()
    Researcher.objects.filter(pk=page.pk).update(user=heir, claimed_at=timezone.now())
    assert "I was here." not in text_of(as_user(heir).get(address(page)))
    page.refresh_from_db()
    reply(page, by=heir, text="Now I am.")
    assert "Now I am." in text_of(client.get(address(page)))
    assert TrustReply.objects.get().by == heir


def test_whose_page_became_a_part_of_another_is_heard_there(client, page, ada):
    reply(page, by=ada, text="From the old page.")
    Researcher.objects.filter(pk=page.pk).update(user=None)
    target = make_researcher("Ada L.", user=ada, claimed_at=timezone.now())
    make_works(1, authors=[target])
    Researcher.objects.filter(pk=page.pk).update(merged_into=target)
    score_stale()
    assert "From the old page." in text_of(client.get(address(target)))
    reply(target, by=ada, text="From the new page.")
    assert [said.text for said in TrustReply.objects.all()] == ["From the new page."]


def test_it_enters_no_score_and_the_version_of_the_page_grows(page, ada):
    before, version = TrustSnapshot.objects.get(pk=page.pk), version_of(page)
    for deed in (lambda: reply(page, by=ada, text="Trust me."), lambda: take_back(page, by=ada)):
        deed()
        assert version_of(page) == version + 1
        version += 1
    Researcher.objects.filter(pk=page.pk).update(trust_stale_at=F("created_at"))
    score_stale()
    after = TrustSnapshot.objects.get(pk=page.pk)
    assert (after.score, after.inputs, after.computed_at) == (before.score, before.inputs, before.computed_at)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write something"),
        (" \r\n\t ", "Write something"),
        ("x" * (LONGEST + 1), f"at most {LONGEST} characters"),
        ("nul \0", "Null characters are not allowed"),
    ],
)
def test_what_is_no_reply_is_refused_and_kept(as_user, page, ada, text, words):
    reply(page, by=ada, text="Said before.")
    response = as_user(ada).post(address(page, "reply"), {"text": text})
    html = text_of(response)
    assert response.status_code == 422
    assert words in html
    assert '<details class="reply-form" open>' in html
    assert "Said before.</blockquote>" in html
    assert text.strip("\0 \r\n\t") in html
    assert TrustReply.objects.get().text == "Said before."


@pytest.mark.parametrize(("text", "kept"), [("", False), ("  \n ", False), ("x" * (LONGEST + 1), True)])
def test_only_what_was_written_is_said_to_be_kept(as_user, page, ada, text, kept):
    html = text_of(as_user(ada).post(address(page, "reply"), {"text": text}))
    assert "Not sent yet" in html
    assert ("What you wrote is kept below." in html) is kept
    assert "take your reply back" not in html


def test_before_the_first_snapshot_a_refused_reply_is_kept_too(as_user, ada, ada_page):
    response = as_user(ada).post(address(ada_page, "reply"), {"text": "x" * (LONGEST + 1)})
    assert response.status_code == 422
    assert "x" * (LONGEST + 1) in text_of(response)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST + 1)])
def test_the_verb_refuses_what_is_no_reply(page, ada, text):
    with pytest.raises(NotAReply):
        reply(page, by=ada, text=text)


def test_the_end_of_a_line_counts_once(as_user, page, ada):
    lines = "\r\n".join(["x"] * (LONGEST // 2))
    assert len(lines) > LONGEST
    assert as_user(ada).post(address(page, "reply"), {"text": lines}).status_code == 302
    assert len(TrustReply.objects.get().text) == LONGEST - 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one\r\ntwo", "one\ntwo"),
        ("one\rtwo", "one\ntwo"),
        ("one\n\n\n\n\ntwo", "one\n\ntwo"),
        ("one\n \t\n  \ntwo", "one\n\ntwo"),
        ("one\u2028two\vthree\fx", "one\ntwo\nthree\nx"),
        ("  one  ", "one"),
        ("one  two", "one  two"),
    ],
)
def test_lines_are_kept_and_gaps_are_not(text, kept):
    assert tidy(text) == kept


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</blockquote></div><h1>Trust 100</h1>",
        "</textarea><script>alert(1)</script>",
        "\"><svg onload='alert(1)'>",
        "javascript:alert(1)",
        "{{ request.user.email }} {% csrf_token %}",
        "&lt;b&gt; &amp;lt;",
        "<!-- --> <![CDATA[ x ]]>",
        "${7*7} #{7*7} `id`",
    ],
)
def test_hostile_text_is_text(as_user, page, ada, hostile):
    reply(page, by=ada, text=hostile)
    html = as_user(ada).get(address(page)).content.decode()
    assert f'dir="auto">{escape(hostile)}</blockquote>' in html
    assert html.count(escape(hostile)) == 2  # as it is shown, and in the form
    assert hostile == escape(hostile) or hostile not in html


def test_text_of_either_direction_stays_within_its_own_block(client, page, ada):
    text = "\u202eTrust 100\u202c שלום"
    reply(page, by=ada, text=text)
    html = client.get(address(page)).content.decode()
    assert f'<blockquote class="letter-body reply-text" dir="auto">{text}</blockquote>' in html


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_merged_page_leads_on(as_user, ada, page, method):
    old = make_researcher("Old", merged_into=page)
    response = getattr(as_user(ada), method)(address(old, "reply"), {"text": "Me."})
    assert response.status_code == (308 if method == "post" else 301)
    assert response.url.startswith(address(page, "reply"))


def test_a_page_with_a_reply_costs_the_same_for_visitors(client, page, ada, count_queries):
    without = count_queries(lambda: client.get(address(page)))
    reply(page, by=ada, text="Mine.")
    assert count_queries(lambda: client.get(address(page))) == without


def test_an_administrator_takes_a_reply_off(as_user, client, page, ada, admin):
    reply(page, by=ada, text="Something unfit.")
    version = version_of(page)
    said = TrustReply.objects.get()
    administration = as_user(admin)
    delete = reverse("admin:trust_trustreply_delete", args=[said.pk])
    assert administration.get(delete).status_code == 200
    assert administration.post(delete, {"post": "yes"}).status_code == 302
    assert "Something unfit." not in text_of(client.get(address(page)))
    assert version_of(page) == version + 1


def test_an_administrator_takes_several_off_at_once(as_user, page, ada, admin):
    reply(page, by=ada, text="Something unfit.")
    version = version_of(page)
    chosen = {
        "action": "delete_selected",
        "_selected_action": [TrustReply.objects.get().pk],
        "post": "yes",
    }
    assert as_user(admin).post(reverse("admin:trust_trustreply_changelist"), chosen).status_code == 302
    assert not TrustReply.objects.exists()
    assert version_of(page) == version + 1


def test_an_administrator_puts_no_words_into_a_mouth(as_user, page, ada, admin):
    reply(page, by=ada, text="Mine.")
    change = reverse("admin:trust_trustreply_change", args=[TrustReply.objects.get().pk])
    assert as_user(admin).post(change, {"text": "Changed."}).status_code == 403
    assert as_user(admin).get(reverse("admin:trust_trustreply_add")).status_code == 403
    assert TrustReply.objects.get().text == "Mine."


@pytest.mark.parametrize("staff", [False, True])
def test_whoever_lacks_the_right_takes_nothing_off(as_user, page, ada, staff):
    reply(page, by=ada, text="Mine.")
    delete = reverse("admin:trust_trustreply_delete", args=[TrustReply.objects.get().pk])
    response = as_user(make_user(is_staff=staff)).post(delete, {"post": "yes"})
    assert response.status_code in (302, 403)
    assert TrustReply.objects.exists()


def test_whoever_deletes_the_account_takes_their_words_along(page, ada):
    reply(page, by=ada, text="Mine.")
    delete_account(ada)
    assert not TrustReply.objects.exists()
