"""Hiding, removing, renaming, keeping in memory: at once by the holder, else asked for and decided."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail, signing
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from claims import rights
from claims.models import AuditEvent, Claim, ClaimedRecord, RightsRequest
from claims.rights_mail import send_due
from claims.views.rights import LETTERS_A_DAY, REQUESTS_AN_HOUR
from collaboration.section import collaboration_section
from researchers.counters import refresh_batch
from researchers.models import Delegate, NameVariant, Researcher
from researchers.visibility import NotTheirsToHide
from tests.builders import make_claim, make_researcher, make_user, make_work

pytestmark = pytest.mark.django_db

Kind, State = RightsRequest.Kind, RightsRequest.State
SAID = {"kind": "hide", "reason": "It is about me.", "email": "someone@example.org", "name": ""}


@pytest.fixture
def page():
    return make_researcher("Sol Unclaimed", slug="sol", bio="Known for nothing.")


@pytest.fixture
def confirmed(client):
    """A client who has just shown again who they are, as hiding and renaming ask for."""

    def of(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
        return client

    return of


def waiting(page, kind, user=None, **fields):
    return RightsRequest.objects.create(
        researcher=page, kind=kind, user=user, email="" if user else "someone@example.org", **fields
    )


# Hiding one's own page


def test_a_verified_holder_hides_and_shows_their_page_at_once(confirmed, ada, ada_page, bob_page):
    make_work(authors=[ada_page, bob_page])
    refresh_batch()
    before = Researcher.objects.get(pk=bob_page.pk).version
    mine = confirmed(ada)
    address = reverse("claims:visibility", args=[ada_page.slug])
    assert mine.post(address, {"deed": "hide"}).status_code == 302
    ada_page.refresh_from_db()
    assert ada_page.visibility == "hidden"
    bob = Researcher.objects.get(pk=bob_page.pk)
    assert bob.version > before, "pages of co-authors are cached by their version"
    assert bob.counters_stale_at
    assert "Show my page again" in mine.get(address).content.decode()
    mine.post(address, {"deed": "show"})
    ada_page.refresh_from_db()
    assert ada_page.is_public
    assert list(AuditEvent.objects.values_list("verb", "by")) == [
        ("page.hidden", ada.pk),
        ("page.shown", ada.pk),
    ]


def test_who_is_not_verified_cannot_hide_a_page_alone(confirmed, ada, ada_page):
    Researcher.objects.filter(pk=ada_page.pk).update(verification_level=1)
    response = confirmed(ada).post(reverse("claims:visibility", args=[ada_page.slug]), {"deed": "hide"})
    assert response.status_code == 422
    assert "verification level 2" in response.content.decode()
    assert Researcher.objects.get(pk=ada_page.pk).is_public


def test_hiding_asks_again_who_one_is(as_user, ada, ada_page):
    response = as_user(ada).post(reverse("claims:visibility", args=[ada_page.slug]), {"deed": "hide"})
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert Researcher.objects.get(pk=ada_page.pk).is_public


def test_the_verb_itself_refuses_others(ada_page, bob):
    with pytest.raises(NotTheirsToHide):
        rights.hide_own(ada_page, by=bob)


HOLDERS = ["claims:visibility", "claims:names", "claims:delegates"]


@pytest.mark.parametrize("name", HOLDERS)
@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("carol", 404), ("admin", 404), ("ada", 200)])
def test_the_holders_pages_are_the_holders(as_user, request, ada_page, name, who, status):
    user = None if who == "nobody" else request.getfixturevalue(who)
    assert as_user(user).get(reverse(name, args=[ada_page.slug])).status_code == status


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("ada", 404), ("admin", 200)])
def test_only_administrators_decide(as_user, request, page, who, status):
    asked = waiting(page, Kind.HIDE)
    user = None if who == "nobody" else request.getfixturevalue(who)
    assert as_user(user).get(reverse("claims:decide_request", args=[asked.pk])).status_code == status


# Asking


def test_somebody_without_an_account_is_heard_once_they_opened_the_link(client, page):
    response = client.post(reverse("claims:request", args=["sol"]), SAID, follow=True)
    assert "open the link that we send there" in response.content.decode()
    asked = RightsRequest.objects.get()
    assert (asked.state, asked.email) == (State.UNCONFIRMED, "someone@example.org")
    assert send_due() == 1
    assert send_due() == 0
    link = re.search(r"https?://[^/]+(/rights/confirm/\S+)", mail.outbox[0].body)[1]
    assert "Sol" not in mail.outbox[0].body
    assert "Is this your request?" in client.get(link).content.decode()
    assert RightsRequest.objects.get().state == State.UNCONFIRMED, (
        "programs that look at mail confirm nothing"
    )
    client.post(link)
    assert RightsRequest.objects.get().state == State.WAITING
    assert client.post(link).status_code == 404


@pytest.mark.parametrize(
    "token",
    ["nothing", signing.dumps(1), signing.dumps(1, salt="claims.rights") + "x", "a:b:c"],
    ids=["a word", "signed for something else", "a letter more", "parts of nothing"],
)
def test_a_link_that_was_not_made_for_it_confirms_nothing(client, page, token):
    assert client.post(reverse("claims:confirm_request", args=[token])).status_code == 404


def test_a_link_counts_for_a_week(page, monkeypatch):
    asked = rights.ask(page, Kind.HIDE, by=None, email="someone@example.org")
    token = rights.token_of(asked)
    assert rights.request_of(token) == asked
    monkeypatch.setattr(rights, "LINK_COUNTS", timedelta(seconds=-1))
    assert rights.request_of(token) is None


def test_who_is_known_waits_at_once(as_user, page, carol):
    response = as_user(carol).post(
        reverse("claims:request", args=["sol"]), {**SAID, "email": "other@example.org"}
    )
    assert response["Location"] == reverse("claims:rights")
    asked = RightsRequest.objects.get()
    assert (asked.user, asked.state, asked.email) == (carol, State.WAITING, "")
    assert "Hide the page" in as_user(carol).get(reverse("claims:rights")).content.decode()


@pytest.mark.parametrize("known", [True, False])
def test_the_answer_does_not_tell_whether_an_address_is_known(client, page, known):
    if known:
        make_user("someone@example.org")
        rights.ask(page, Kind.HIDE, by=None, email="someone@example.org")
    response = client.post(reverse("claims:request", args=["sol"]), SAID, follow=True)
    assert "Thank you. An administrator decides" in response.content.decode()
    assert RightsRequest.objects.count() == 1


def test_requests_of_one_network_are_limited_and_so_are_letters_to_one_address(client, page):
    address = reverse("claims:request", args=["sol"])
    kinds = ["hide", "remove", "memorial", "show", "rename"]
    for kind in kinds[:REQUESTS_AN_HOUR]:
        assert client.post(address, {**SAID, "kind": kind, "name": "Sol"}).status_code == 302
    refused = client.post(address, {**SAID, "email": "another@example.org"})
    assert refused.status_code == 429
    assert "It is about me." in refused.content.decode()
    assert RightsRequest.objects.filter(email="someone@example.org").count() == LETTERS_A_DAY


def test_a_form_that_says_too_little_keeps_what_was_typed(client, page):
    response = client.post(reverse("claims:request", args=["sol"]), {"kind": "rename", "reason": "Married."})
    assert response.status_code == 422
    assert "Say which name shall stand on the page." in response.content.decode()
    assert "Married." in response.content.decode()


def test_an_own_request_can_be_withdrawn_and_nobody_elses(as_user, page, carol, bob):
    asked = waiting(page, Kind.HIDE, carol)
    address = reverse("claims:withdraw_request", args=[asked.pk])
    assert as_user(bob).post(address).status_code == 404
    as_user(carol).post(address)
    asked.refresh_from_db()
    assert asked.state == State.WITHDRAWN


# Deciding


@pytest.mark.parametrize(("kind", "visibility"), [(Kind.HIDE, "hidden"), (Kind.REMOVE, "removed")])
def test_what_is_granted_is_done_and_told_by_mail(as_user, admin, page, client, kind, visibility):
    asked = waiting(page, kind)
    as_user(admin).post(reverse("claims:decide_request", args=[asked.pk]), {"deed": "grant"})
    page.refresh_from_db()
    assert page.visibility == visibility
    assert page.bio == ("" if kind == Kind.REMOVE else "Known for nothing.")
    assert client.get(page.get_absolute_url()).status_code == 410
    send_due()
    assert "It is done." in mail.outbox[0].body
    assert "Sol" not in mail.outbox[0].body


def test_what_is_refused_says_why(as_user, admin, page, carol):
    asked = waiting(page, Kind.REMOVE, carol)
    address = reverse("claims:decide_request", args=[asked.pk])
    assert as_user(admin).post(address, {"deed": "refuse", "note": " "}).status_code == 422
    as_user(admin).post(address, {"deed": "refuse", "note": "We cannot tell that it is about you."})
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (State.REFUSED, admin)
    assert "We cannot tell" in Notice.objects.get(user=carol).text
    assert Researcher.objects.get(pk=page.pk).is_public


def test_a_hidden_page_is_shown_again_on_request(page, admin):
    Researcher.objects.filter(pk=page.pk).update(visibility="hidden")
    rights.grant(waiting(page, Kind.SHOW), by=admin)
    assert Researcher.objects.get(pk=page.pk).is_public


def test_nobody_decides_on_their_own(as_user, admin, page):
    asked = waiting(page, Kind.HIDE, admin)
    response = as_user(admin).post(reverse("claims:decide_request", args=[asked.pk]), {"deed": "grant"})
    assert response.status_code == 422
    Researcher.objects.filter(pk=page.pk).update(user=admin)
    with pytest.raises(rights.OwnRequest):
        rights.refuse(RightsRequest.objects.get(pk=waiting(page, Kind.HIDE).pk), by=admin, note="No.")
    assert Researcher.objects.get(pk=page.pk).is_public


@pytest.mark.parametrize("email", ["admin@example.org", "Admin+two@EXAMPLE.org", "second@example.org"])
def test_nobody_decides_on_what_they_asked_without_signing_in(as_user, admin, page, email):
    EmailAddress.objects.create(user=admin, email="second@example.org")
    asked = rights.ask(page, Kind.REMOVE, by=None, email=email, reason="It is about me.")
    rights.confirm(asked)
    address = reverse("claims:decide_request", args=[asked.pk])
    assert as_user(admin).post(address, {"deed": "grant"}).status_code == 422
    assert "Not yours to decide" in as_user(admin).get(address).content.decode()
    assert Researcher.objects.get(pk=page.pk).is_public


@pytest.mark.parametrize("state", ["draft", "submitted", "needs_information"])
@pytest.mark.parametrize("is_further", [False, True])
@pytest.mark.parametrize("is_merged", [False, True])
def test_nobody_decides_about_a_page_that_they_claim(admin, carol, page, state, is_further, is_merged):
    old = make_researcher("Sol Before", merged_into=page) if is_merged else page
    claim = make_claim(make_researcher("Another") if is_further else old, admin, state=state)
    if is_further:
        ClaimedRecord.objects.create(claim=claim, researcher=old)
    with pytest.raises(rights.OwnRequest):
        rights.grant(waiting(page, Kind.HIDE, carol), by=admin)
    Claim.objects.filter(pk=claim.pk).update(state="withdrawn")
    rights.grant(RightsRequest.objects.get(researcher=page), by=admin)


def test_only_the_first_decision_counts(page, admin):
    asked = waiting(page, Kind.HIDE)
    rights.refuse(asked, by=admin, note="No.")
    with pytest.raises(rights.AlreadyDecided):
        rights.grant(RightsRequest.objects.get(pk=asked.pk), by=admin)
    assert Researcher.objects.get(pk=page.pk).is_public


def test_what_is_so_already_leaves_the_request_waiting(page, admin):
    asked = waiting(page, Kind.SHOW)
    with pytest.raises(rights.ChangedNothing):
        rights.grant(asked, by=admin)
    assert RightsRequest.objects.get(pk=asked.pk).state == State.WAITING


def test_a_page_removed_by_mistake_comes_back_within_thirty_days(as_user, page, admin):
    asked = waiting(page, Kind.REMOVE)
    rights.grant(asked, by=admin)
    address = reverse("claims:decide_request", args=[asked.pk])
    assert "Bring the page back" in as_user(admin).get(address).content.decode()
    as_user(admin).post(address, {"deed": "bring_back"})
    assert Researcher.objects.get(pk=page.pk).is_public

    late = waiting(page, Kind.REMOVE)
    rights.grant(late, by=admin)
    RightsRequest.objects.filter(pk=late.pk).update(decided_at=timezone.now() - timedelta(days=31))
    assert (
        as_user(admin)
        .post(reverse("claims:decide_request", args=[late.pk]), {"deed": "bring_back"})
        .status_code
        == 422
    )
    assert Researcher.objects.get(pk=page.pk).visibility == "removed"


# In memory


def test_a_page_in_memory_says_so_and_is_nobodys_to_claim_or_invite(client, as_user, carol, page, admin):
    rights.grant(waiting(page, Kind.MEMORIAL), by=admin)
    text = client.get(page.get_absolute_url()).content.decode()
    assert "In memory" in text
    assert "Open to collaborate" not in text
    assert "Claim this page" not in text
    page.refresh_from_db()
    assert "in memory of Sol Unclaimed" in collaboration_section(page, carol).obstacle.sentence
    assert not Researcher.objects.unclaimed().filter(pk=page.pk).exists()


@pytest.mark.parametrize("kept", [True, False])
def test_who_looked_after_a_page_goes_on_only_if_that_was_decided(ada_page, ada, bob, admin, kept):
    Delegate.objects.create(researcher=ada_page, user=bob, given_by=ada, accepted_at=timezone.now())
    rights.grant(waiting(ada_page, Kind.MEMORIAL), by=admin, keeps_delegates=kept)
    assert Delegate.objects.acting().filter(user=bob).exists() is kept
    Researcher.objects.filter(pk=ada_page.pk).release()
    assert Delegate.objects.acting().filter(user=bob).exists() is kept


# Names that are borne no more, asked for


def test_a_name_that_no_work_prints_is_an_administrators_to_grant(confirmed, ada, ada_page, admin):
    make_work(authors=[ada_page])
    address = reverse("claims:names", args=[ada_page.slug])
    confirmed(ada).post(address, {"name": "", "other": "Adam Lindqvist", "former": ["Ada Lindqvist"]})
    asked = RightsRequest.objects.get()
    assert (asked.kind, asked.new_name, asked.state) == (Kind.RENAME, "Adam Lindqvist", State.WAITING)
    assert Researcher.objects.get(pk=ada_page.pk).preferred_name == "Ada Lindqvist"
    rights.grant(asked, by=admin, name="Adam Lindqvist", former=["Ada Lindqvist"])
    assert Researcher.objects.get(pk=ada_page.pk).slug == "adam-lindqvist"
    assert not AuditEvent.objects.filter(note__contains="Lindqvist").exists(), "the log cannot be changed"


def test_a_printed_name_is_taken_at_once(confirmed, ada, ada_page):
    NameVariant.objects.create(researcher=ada_page, name="Ada Moreau", name_key="ada moreau")
    address = reverse("claims:names", args=[ada_page.slug])
    response = confirmed(ada).post(address, {"name": "Ada Moreau", "former": ["Ada Lindqvist"]})
    ada_page.refresh_from_db()
    assert (response.status_code, ada_page.preferred_name, ada_page.slug) == (302, "Ada Moreau", "ada-moreau")


def test_a_name_cannot_be_borne_and_be_a_former_one(confirmed, ada, ada_page):
    address = reverse("claims:names", args=[ada_page.slug])
    response = confirmed(ada).post(address, {"name": "Ada Lindqvist", "former": ["Ada Lindqvist"]})
    assert response.status_code == 422


def test_what_a_claim_says_of_a_page_taken_down_is_withheld_from_who_does_not_hold_it(
    as_user, page, carol, admin
):
    claim = make_claim(page, carol)
    rights.grant(waiting(page, Kind.HIDE), by=admin)
    client = as_user(carol)
    assert page.preferred_name not in client.get(claim.get_absolute_url()).text
    for step in ("records", "evidence", "works", "check"):
        assert client.get(reverse(f"claims:{step}", args=[claim.pk])).status_code == 410


def test_a_new_address_is_told_of_only_where_there_is_one(confirmed, ada, ada_page):
    address = reverse("claims:names", args=[ada_page.slug])
    same = confirmed(ada).post(address, {"name": "Ada Lindqvist"}, follow=True).content.decode()
    assert "say this name now" in same
    assert "The page has a new address" not in same
    NameVariant.objects.create(researcher=ada_page, name="Ada Moreau", name_key="ada moreau")
    said = {"name": "Ada Moreau", "former": ["Ada Lindqvist"]}
    assert "The page has a new address" in confirmed(ada).post(address, said, follow=True).content.decode()


def test_who_asks_is_told_what_to_do_next(client, as_user, page, carol):
    address = reverse("claims:request", args=["sol"])
    sent = client.post(address, SAID, follow=True).content.decode()
    assert "Look into your mailbox" in sent
    assert "<form" not in sent[sent.index("<h1") : sent.index("</main>")]
    text = as_user(carol).post(address, SAID, follow=True).content.decode()
    assert "An administrator decides on your request" in text
    assert "open the link" not in text


def test_a_request_names_the_name_to_be_replaced(as_user, page, carol, admin):
    NameVariant.objects.create(researcher=page, name="Sol Former", name_key="sol former")
    said = {"kind": "rename", "reason": "Married.", "name": "Sol Unclaimed", "former": "Sol Former"}
    as_user(carol).post(reverse("claims:request", args=["sol"]), said)
    asked = RightsRequest.objects.get()
    response = as_user(admin).get(reverse("claims:decide_request", args=[asked.pk]))
    assert response.context["form"].initial["former"] == ["Sol Former"]


def test_the_link_and_the_ticket_say_which_page_it_is_about(client, as_user, page, admin):
    asked = waiting(page, Kind.HIDE, state=State.UNCONFIRMED)
    link = reverse("claims:confirm_request", args=[rights.token_of(asked)])
    assert "Sol Unclaimed" in client.get(link).content.decode()
    Researcher.objects.filter(pk=page.pk).update(visibility="hidden")
    assert "Sol Unclaimed" not in client.get(link).content.decode(), "nobody learns who was taken down"
    asked.state = State.WAITING
    asked.save()
    ticket = as_user(admin).get(reverse("claims:decide_request", args=[asked.pk])).content.decode()
    assert "Sol Unclaimed" in ticket[ticket.index("<h1") : ticket.index("</h1>")]
