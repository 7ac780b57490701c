"""The person described says who they are; nobody else does."""

import pytest
from django.urls import reverse

from researchers.editing import NotTheirPage, edit_profile
from researchers.models import Researcher
from tests.builders import make_researcher

SAID = {"bio": "I watch tides.", "home_page": "https://ada.example/", "collaboration": "closed"}


def edit_url(researcher):
    return reverse("researchers:edit", args=[researcher.slug])


def test_the_owner_says_who_they_are(as_user, ada, ada_page):
    response = as_user(ada).post(edit_url(ada_page), SAID, follow=True)
    assert response.redirect_chain == [(ada_page.get_absolute_url(), 302)]
    changed = Researcher.objects.get(pk=ada_page.pk)
    assert {name: getattr(changed, name) for name in SAID} == SAID
    assert changed.version == ada_page.version + 1
    html = response.content.decode()
    assert "I watch tides." in html
    assert '<a href="https://ada.example/" rel="me nofollow">' in html
    assert "Not open to collaboration" in html


def test_the_form_holds_what_was_said_so_far(as_user, ada, ada_page):
    edit_profile(ada_page, by=ada, **SAID)
    html = as_user(ada).get(edit_url(ada_page)).content.decode()
    assert 'value="I watch tides."' in html
    assert 'value="closed"' in html
    assert html.count("checked") == 1


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("carol", 404), ("bob", 404), ("admin", 404)])
def test_nobody_else_may(as_user, ada, ada_page, request, method, who, status):
    client = as_user(None if who == "nobody" else request.getfixturevalue(who))
    response = client.get(edit_url(ada_page)) if method == "get" else client.post(edit_url(ada_page), SAID)
    assert response.status_code == status
    assert Researcher.objects.get(pk=ada_page.pk).bio == ""
    if who == "nobody":
        assert response["Location"] == f"{reverse('account_login')}?next={edit_url(ada_page)}"


def test_a_page_that_is_no_longer_claimed_is_not_theirs(as_user, ada, ada_page):
    Researcher.objects.filter(pk=ada_page.pk).update(user=None)
    assert as_user(ada).get(edit_url(ada_page)).status_code == 404
    with pytest.raises(NotTheirPage):
        edit_profile(ada_page, by=ada, **SAID)


def test_a_claim_revoked_while_writing_wins(as_user, ada, ada_page, monkeypatch):
    def too_late(*args, **kwargs):
        raise NotTheirPage(ada_page)

    monkeypatch.setattr("researchers.views.edit_profile", too_late)
    assert as_user(ada).post(edit_url(ada_page), SAID).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("home_page", "javascript:alert(1)"),
        ("home_page", "ftp://ada.example/"),
        ("home_page", "data:text/html,x"),
        ("home_page", "nowhere"),
        ("bio", "x" * 501),
        ("collaboration", "sometimes"),
        ("collaboration", ""),
    ],
)
def test_what_cannot_be_is_refused_and_kept(as_user, ada, ada_page, field, value):
    response = as_user(ada).post(edit_url(ada_page), {**SAID, field: value})
    assert response.status_code == 422
    assert "What you wrote is kept below" in response.content.decode()
    assert Researcher.objects.get(pk=ada_page.pk).bio == ""


def test_a_wrong_home_page_is_answered_with_a_right_one(as_user, ada, ada_page):
    for wrong in ("nowhere", "http://[", "ftp://ada.example/"):
        answer = as_user(ada).post(edit_url(ada_page), {**SAID, "home_page": wrong})
        assert answer.context["form"].errors == {
            "home_page": ["Enter an address such as https://example.org/me."]
        }


def test_the_browser_lets_an_address_without_https_through(as_user, ada, ada_page):
    html = as_user(ada).get(edit_url(ada_page)).content.decode()
    assert 'inputmode="url"' in html
    assert 'type="url"' not in html


@pytest.mark.parametrize(
    ("said", "kept"),
    [("ada.example/me", "https://ada.example/me"), ("http://ada.example", "http://ada.example"), ("", "")],
)
def test_a_home_page_is_an_address_of_the_web(as_user, ada, ada_page, said, kept):
    as_user(ada).post(edit_url(ada_page), {**SAID, "home_page": said})
    assert Researcher.objects.get(pk=ada_page.pk).home_page == kept


def test_a_bio_is_one_line_of_text(as_user, ada, ada_page):
    bio = "<script>alert(1)</script>\n tides"
    html = as_user(ada).post(edit_url(ada_page), {**SAID, "bio": bio}, follow=True).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; tides" in html
    assert "<script>alert" not in html


def test_the_owner_finds_the_way_and_others_do_not(as_user, ada, ada_page, carol):
    way = f'href="{edit_url(ada_page)}"'
    assert way in as_user(ada).get(ada_page.get_absolute_url()).content.decode()
    assert way not in as_user(carol).get(ada_page.get_absolute_url()).content.decode()


def test_a_merged_page_leads_on_without_losing_what_was_sent(as_user, ada, ada_page):
    former = make_researcher("A. Lindqvist", merged_into=ada_page)
    response = as_user(ada).post(edit_url(former), SAID)
    assert (response.status_code, response["Location"]) == (308, edit_url(ada_page))
