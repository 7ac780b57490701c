"""Delegates: asked by the holder, accepted by logging in, ended by either; they edit and answer, and nothing else."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from claims.flow.leaving import delete_account
from claims.models import AuditEvent
from claims.rights import remember
from claims.views.delegating import ask as ask_at
from researchers.access import get_researcher
from researchers.answering import confirm_attribution, reject_attribution
from researchers.curation.merging import merge
from researchers.curation.refusals import Contested
from researchers.delegating import (
    MOST_ASKED,
    MOST_DELEGATES,
    NoLongerAsked,
    TooManyDelegates,
    accept,
    ask_delegate,
    end,
)
from researchers.editing import NotTheirPage, PageContested, edit_profile, holds, may_edit
from researchers.models import Attribution, Delegate, DelegateAsk, Researcher
from tests.builders import make_researcher, make_user, make_work

pytestmark = pytest.mark.django_db

WORDS = {"bio": "I measure tides.", "home_page": "", "collaboration": ""}


@pytest.fixture
def delegate(ada_page, ada, carol):
    """Carol looks after Ada's page."""
    asked = ask_delegate(ada_page, carol, by=ada)
    accept(asked, by=carol)
    return asked


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data, follow=True).content.decode()


@pytest.mark.parametrize(
    "email", ["carol@example.org", "CAROL@example.org", "nobody@example.org", "ada@example.org"]
)
def test_the_same_is_said_whether_or_not_somebody_has_the_address(as_user, ada, ada_page, carol, email):
    text = post(as_user(ada), "claims:delegates", ada_page.slug, email=email)
    assert "If somebody has an account with this address, they are asked" in text
    assert "Carol" not in text
    assert Delegate.objects.count() == Notice.objects.count() == (email.lower() == carol.email)


def test_who_is_asked_accepts_by_logging_in_and_either_ends_it(as_user, ada, ada_page, carol):
    post(as_user(ada), "claims:delegates", ada_page.slug, email=carol.email)
    asked = Delegate.objects.get()
    assert not may_edit(ada_page, carol)
    post(as_user(carol), "claims:delegations", accept=asked.pk)
    assert may_edit(ada_page, carol)
    assert "Carol" in as_user(ada).get(reverse("claims:delegates", args=[ada_page.slug])).content.decode()
    post(as_user(ada), "claims:delegates", ada_page.slug, end=asked.pk)
    assert not may_edit(ada_page, carol)
    assert list(AuditEvent.objects.values_list("verb", "by")) == [
        ("delegate.asked", ada.pk),
        ("delegate.accepted", carol.pk),
        ("delegate.ended", ada.pk),
    ]


def test_nobody_new_comes_to_a_page_while_it_is_disputed_also_who_was_asked_before(
    as_user, ada_page, ada, carol
):
    asked = ask_delegate(ada_page, carol, by=ada)
    Researcher.objects.filter(pk=ada_page.pk).update(contested_at=timezone.now())
    assert "You can accept once an administrator has decided" in post(
        as_user(carol), "claims:delegations", accept=asked.pk
    )
    assert not may_edit(ada_page, carol)
    Researcher.objects.filter(pk=ada_page.pk).update(contested_at=None)
    post(as_user(carol), "claims:delegations", accept=asked.pk)
    assert may_edit(ada_page, carol)


def test_another_ones_task_is_nobodys_to_accept_or_end(as_user, ada_page, ada, carol, bob):
    asked = ask_delegate(ada_page, carol, by=ada)
    mine = as_user(bob)
    assert mine.post(reverse("claims:delegations"), {"accept": asked.pk}).status_code == 404
    assert mine.post(reverse("claims:delegations"), {"end": asked.pk}).status_code == 404
    assert mine.post(reverse("claims:delegates", args=[ada_page.slug]), {"end": asked.pk}).status_code == 404
    with pytest.raises(NoLongerAsked):
        accept(asked, by=bob)
    with pytest.raises(NoLongerAsked):
        end(asked, by=bob)


def test_a_delegate_edits_the_profile_and_answers_under_their_own_account(
    as_user, ada_page, ada, carol, delegate
):
    work = make_work(authors=[ada_page])
    edit_profile(ada_page, by=carol, **WORDS)
    assert Researcher.objects.get(pk=ada_page.pk).bio == "I measure tides."
    assert as_user(carol).get(reverse("researchers:authorship", args=[ada_page.slug])).status_code == 200
    attribution = Attribution.objects.get(authorship__work=work)
    confirm_attribution(attribution, by=carol)
    attribution.refresh_from_db()
    assert (attribution.basis, attribution.decided_by) == ("confirmed", carol)
    assert confirm_attribution(attribution, by=ada), "the holder's own word is news"
    assert not confirm_attribution(attribution, by=carol), "and stands for the delegate's"
    reject_attribution(attribution, by=carol)
    attribution.refresh_from_db()
    assert (attribution.status, attribution.decided_by) == ("rejected", carol)


@pytest.mark.parametrize("name", ["claims:visibility", "claims:names", "claims:delegates", "trust:reply"])
def test_a_delegate_may_do_nothing_else(as_user, ada_page, carol, delegate, name):
    assert not holds(ada_page, carol)
    assert as_user(carol).get(reverse(name, args=[ada_page.slug])).status_code == 404


def test_a_delegate_changes_nothing_while_the_page_is_disputed(ada_page, carol, delegate):
    work = make_work(authors=[ada_page])
    Researcher.objects.filter(pk=ada_page.pk).update(contested_at=timezone.now())
    with pytest.raises(Contested):
        confirm_attribution(Attribution.objects.get(authorship__work=work), by=carol)
    with pytest.raises(PageContested):
        edit_profile(ada_page, by=carol, **WORDS)


def test_a_delegate_sees_the_page_while_it_is_hidden(ada_page, carol, delegate):
    Researcher.objects.filter(pk=ada_page.pk).update(visibility="hidden")
    assert get_researcher(ada_page.slug, seen_by=carol) == ada_page


def test_it_ends_with_the_claim_of_who_gave_it_even_if_they_claim_again(ada_page, ada, carol, delegate):
    Researcher.objects.filter(pk=ada_page.pk).release()
    ada_page.refresh_from_db()
    assert not may_edit(ada_page, carol)
    with pytest.raises(NotTheirPage):
        edit_profile(ada_page, by=carol, **WORDS)
    Researcher.objects.filter(pk=ada_page.pk).update(user=ada, claimed_at=timezone.now())
    ada_page.refresh_from_db()
    assert not may_edit(ada_page, carol)
    assert ask_delegate(ada_page, carol, by=ada), "they can be asked anew"


def look_after(page, number, *, by):
    for _ in range(number):
        accept(ask_delegate(page, somebody := make_user(), by=by), by=somebody)


def test_there_are_five_at_most(as_user, ada_page, ada, carol):
    asked = ask_delegate(ada_page, carol, by=ada)
    look_after(ada_page, MOST_DELEGATES, by=ada)
    with pytest.raises(TooManyDelegates):
        ask_delegate(ada_page, make_user("late@example.org"), by=ada)
    response = as_user(ada).post(
        reverse("claims:delegates", args=[ada_page.slug]), {"email": "late@example.org"}
    )
    assert response.status_code == 422
    assert "late@example.org" in response.content.decode()
    accepting = as_user(carol).post(reverse("claims:delegations"), {"accept": str(asked.pk)}, follow=True)
    assert "that is as many as there may be" in accepting.content.decode()
    assert not may_edit(ada_page, carol)


@pytest.mark.parametrize("accepted", [0, MOST_DELEGATES - 1, MOST_DELEGATES])
@pytest.mark.parametrize("waiting", [0, MOST_DELEGATES])
def test_no_number_of_delegates_tells_who_has_an_account(as_user, ada_page, ada, carol, accepted, waiting):
    ask_delegate(ada_page, carol, by=ada)
    for _ in range(waiting):
        ask_delegate(ada_page, make_user(), by=ada)
    look_after(ada_page, accepted, by=ada)
    make_user("known@example.org")
    answers = [
        as_user(ada).post(reverse("claims:delegates", args=[ada_page.slug]), {"email": email}).status_code
        for email in ("known@example.org", "unknown@example.org", carol.email, "unknown@example.org")
    ]
    assert answers == [422 if accepted == MOST_DELEGATES else 302] * 4


def test_visitors_do_not_learn_who_looks_after_a_page(client, ada_page, delegate):
    assert "Carol" not in client.get(ada_page.get_absolute_url()).content.decode()


def test_nobody_who_has_no_account_sees_tasks(client):
    assert client.get(reverse("claims:delegations")).status_code == 302


def test_the_pages_speak_to_who_looks_after_them_of_somebody_else(as_user, ada, ada_page, carol, delegate):
    make_work(authors=[ada_page])
    for name in ("researchers:edit", "researchers:authorship"):
        address = reverse(name, args=[ada_page.slug])
        theirs, own = as_user(carol).get(address).text, as_user(ada).get(address).text
        assert "You look after this page" in theirs
        assert "Hide the page, choose the name" not in theirs
        assert "your trust" not in theirs
        assert "You look after this page" not in own


@pytest.mark.parametrize("email", ["Carol@example.org", "nobody@example.org"])
def test_what_was_asked_is_listed_and_taken_back_and_nobody_learns_who_has_the_address(
    as_user, ada, ada_page, carol, email
):
    text = post(as_user(ada), "claims:delegates", ada_page.slug, email=email)
    asked = DelegateAsk.objects.get()
    assert asked.email == email.lower()
    assert (asked.email in text, f'value="{asked.pk}"' in text) == (True, True)
    text = post(as_user(ada), "claims:delegates", ada_page.slug, take_back=asked.pk)
    assert "Nobody is asked at this address any more" in text
    assert asked.email not in text
    assert not Delegate.objects.standing().exists()


@pytest.mark.parametrize(("deed", "is_listed"), [("accept", False), ("end", True)])
def test_who_accepts_is_among_those_asked_no_more_and_who_declines_is_not_told_apart(
    as_user, ada, ada_page, carol, deed, is_listed
):
    post(as_user(ada), "claims:delegates", ada_page.slug, email=carol.email)
    post(as_user(carol), "claims:delegations", **{deed: Delegate.objects.get().pk})
    text = as_user(ada).get(reverse("claims:delegates", args=[ada_page.slug])).text
    assert (carol.email in text) is is_listed


def test_who_is_asked_at_two_addresses_stays_asked_until_both_are_taken_back(as_user, ada, ada_page, carol):
    carol.emailaddress_set.create(email="c@elsewhere.example", verified=True)
    for email in (carol.email, "c@elsewhere.example"):
        post(as_user(ada), "claims:delegates", ada_page.slug, email=email)
    for ask, left in zip(DelegateAsk.objects.order_by("pk"), (True, False), strict=True):
        post(as_user(ada), "claims:delegates", ada_page.slug, take_back=ask.pk)
        assert Delegate.objects.standing().exists() is left


def test_who_has_accepted_is_not_ended_by_taking_back(as_user, ada, ada_page, carol, delegate):
    ask = DelegateAsk.objects.create(researcher=ada_page, by=ada, email=carol.email, delegate=delegate)
    post(as_user(ada), "claims:delegates", ada_page.slug, take_back=ask.pk)
    assert may_edit(ada_page, carol)


def test_what_was_asked_before_the_page_was_lost_and_had_again_is_listed_once_asked_anew(
    as_user, ada, ada_page, carol
):
    before, since = (timezone.now() - timedelta(days=days) for days in (2, 1))
    DelegateAsk.objects.create(researcher=ada_page, by=ada, email=carol.email, asked_at=before)
    Researcher.objects.filter(pk=ada_page.pk).update(claimed_at=since)
    assert carol.email not in as_user(ada).get(reverse("claims:delegates", args=[ada_page.slug])).text
    assert carol.email in post(as_user(ada), "claims:delegates", ada_page.slug, email=carol.email)
    post(as_user(ada), "claims:delegates", ada_page.slug, take_back=DelegateAsk.objects.get().pk)
    assert not Delegate.objects.standing().exists()


@pytest.mark.parametrize(("deed", "may"), [("take_back", False), ("accept", True)])
def test_who_was_asked_is_the_same_person_whatever_address_they_have_by_now(
    as_user, ada, ada_page, carol, deed, may
):
    was = carol.email
    post(as_user(ada), "claims:delegates", ada_page.slug, email=was)
    carol.emailaddress_set.update(email="carol-new@example.org")
    asked = Delegate.objects.get()
    if deed == "take_back":
        post(as_user(ada), "claims:delegates", ada_page.slug, take_back=DelegateAsk.objects.get().pk)
    post(as_user(carol), "claims:delegations", accept=asked.pk)
    assert may_edit(ada_page, carol) is may
    assert was not in as_user(ada).get(reverse("claims:delegates", args=[ada_page.slug])).text


def test_who_has_the_address_now_is_asked_and_who_had_it_is_not_any_more(as_user, ada, ada_page, carol, bob):
    was = carol.email
    post(as_user(ada), "claims:delegates", ada_page.slug, email=was)
    carol.emailaddress_set.update(email="carol-new@example.org")
    post(as_user(ada), "claims:delegates", ada_page.slug, email=was)
    assert Delegate.objects.standing().get().user == carol, "nobody else has it"
    bob.emailaddress_set.update(email=was)
    post(as_user(ada), "claims:delegates", ada_page.slug, email=was)
    assert Delegate.objects.standing().get().user == bob


def test_who_is_asked_at_two_addresses_and_accepts_does_not_tell_that_both_are_theirs(
    as_user, ada, ada_page, carol
):
    carol.emailaddress_set.create(email="c@elsewhere.example", verified=True)
    for email in (carol.email, "c@elsewhere.example"):
        post(as_user(ada), "claims:delegates", ada_page.slug, email=email)
    post(as_user(carol), "claims:delegations", accept=Delegate.objects.get().pk)
    text = as_user(ada).get(reverse("claims:delegates", args=[ada_page.slug])).text
    assert (carol.email in text, "c@elsewhere.example" in text) == (False, True)


def test_an_address_stays_listed_when_its_account_is_deleted(as_user, ada, ada_page, carol):
    post(as_user(ada), "claims:delegates", ada_page.slug, email=carol.email)
    delete_account(carol)
    assert DelegateAsk.objects.get().email == "carol@example.org"


def remember_ada(page):
    remember(page, keeps_delegates=True)


def lose(page):
    Researcher.objects.filter(pk=page.pk).release()


def merge_away(page):
    merge(page, into=make_researcher(page.preferred_name), by=make_user(), reason="One person.")


@pytest.mark.parametrize("deed", [lose, merge_away, remember_ada])
def test_with_the_holding_ends_who_was_asked_and_no_address_is_kept(as_user, ada, ada_page, delegate, deed):
    make_user("bob@example.org")
    post(as_user(ada), "claims:delegates", ada_page.slug, email="bob@example.org")
    post(as_user(ada), "claims:delegates", ada_page.slug, email="nobody@example.org")
    deed(ada_page)
    assert not DelegateAsk.objects.exists()
    assert [one.user.email for one in Delegate.objects.filter(ended_at=None)] == ["carol@example.org"]


def test_so_many_addresses_are_asked_at_most_whoever_has_them(as_user, ada, ada_page, carol):
    DelegateAsk.objects.bulk_create(
        DelegateAsk(researcher=ada_page, by=ada, email=f"nobody-{number}@example.org")
        for number in range(MOST_ASKED)
    )
    address = reverse("claims:delegates", args=[ada_page.slug])
    emails = (carol.email, "nobody@example.org", "nobody-1@example.org")
    answers = [as_user(ada).post(address, {"email": email}) for email in emails]
    assert [answer.status_code for answer in answers] == [422, 422, 302]
    assert "Take one of them back first" in answers[0].text
    assert not Delegate.objects.exists()


def test_nothing_is_asked_for_a_page_that_was_lost_meanwhile(ada, ada_page):
    lose(ada_page)
    with pytest.raises(Http404):
        ask_at(ada_page, "nobody@example.org", by=ada)
    assert not DelegateAsk.objects.exists()


def test_what_a_former_holder_or_another_page_asked_is_not_there(as_user, ada, ada_page, carol):
    asks = [
        DelegateAsk.objects.create(researcher=ada_page, by=carol, email="x@example.org"),
        DelegateAsk.objects.create(researcher=make_researcher(), by=ada, email="y@example.org"),
    ]
    address = reverse("claims:delegates", args=[ada_page.slug])
    assert not any(ask.email in as_user(ada).get(address).text for ask in asks)
    taken = [as_user(ada).post(address, {"take_back": pk}).status_code for pk in (*(a.pk for a in asks), "x")]
    assert taken == [404] * 3


def test_the_account_leads_to_rights_and_to_pages_looked_after(as_user, carol):
    for address in ("/accounts/settings/", "/rights/", "/delegations/"):
        text = as_user(carol).get(address).text
        assert 'href="/rights/"' in text
        assert 'href="/delegations/"' in text
