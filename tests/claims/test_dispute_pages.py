"""The pages of disputes: who sees them, what they offer, and what is kept of what was typed."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from claims.disputes.disputing import answer_dispute, dispute_page, dispute_work
from claims.disputes.settling import dismiss, uphold
from claims.models import Claim, Dispute
from claims.views.disputing import TRIES_AN_HOUR
from researchers.models import Attribution, Researcher
from tests.builders import make_claim, make_researcher, make_user, make_work
from tests.claims.evidence.builders import make_verified, owner_of

pytestmark = pytest.mark.django_db

WHY = "I have met the author; this account is somebody else's."
ROLES = ("nobody", "stranger", "verified", "opener", "holder", "administrator")

# What a GET answers to each role, and then what an empty POST does; 422 says: may write.
TABLE = {
    "dispute_page": ((302, 200, 200, 200, 200, 200), (302, 422, 422, 422, 422, 422)),
    "dispute_work": ((302, 200, 200, 200, 200, 200), (302, 422, 422, 422, 422, 422)),
    "disputes": ((302, 200, 200, 200, 200, 200), (405, 405, 405, 405, 405, 405)),
    "dispute": ((302, 404, 404, 200, 200, 404), (302, 404, 404, 302, 422, 404)),
    "decide_dispute": ((302, 404, 404, 404, 404, 200), (302, 404, 404, 404, 404, 422)),
}
CASES = [
    (name, method, role, expected)
    for name, by_method in TABLE.items()
    for method, statuses in zip(("get", "post"), by_method, strict=True)
    for role, expected in zip(ROLES, statuses, strict=True)
]


@pytest.fixture
def vera() -> User:
    return owner_of(make_verified("Vera Winter"))


@pytest.fixture
def otto_page() -> Researcher:
    page = make_verified("Otto Brandt")
    make_work("On tides", authors=[page])
    return page


@pytest.fixture
def otto(otto_page) -> User:
    return owner_of(otto_page)


@pytest.fixture
def dispute(vera, otto_page) -> Dispute:
    return dispute_page(otto_page, by=vera, reason=WHY)


def name_on(page: Researcher) -> int:
    return page.attributions.get().authorship_id


def new_dispute(page: Researcher) -> str:
    return reverse("claims:dispute_page", args=[page.slug])


def ticket(dispute: Dispute) -> str:
    return reverse("claims:decide_dispute", args=[dispute.pk])


@pytest.mark.parametrize(("name", "method", "role", "expected"), CASES)
def test_access(as_user, request, dispute, otto_page, name, method, role, expected):
    people = {"stranger": "carol", "opener": "vera", "holder": "otto", "administrator": "admin"}
    if role == "verified":
        user = owner_of(make_verified("Somebody Verified"))
    else:
        user = request.getfixturevalue(people[role]) if role in people else None
    slug = otto_page.slug
    args = {
        "dispute_page": [slug],
        "dispute_work": [slug, name_on(otto_page)],
        "dispute": [dispute.pk],
        "decide_dispute": [dispute.pk],
    }
    address = reverse(f"claims:{name}", args=args.get(name, []))
    response = getattr(as_user(user), method)(address)
    assert response.status_code == expected
    if role == "nobody" and expected == 302:
        assert response.url == f"{reverse('account_login')}?next={address}"
    taken_back = (name, method, role) == ("dispute", "post", "opener")
    assert Dispute.objects.get().is_open is not taken_back


def test_a_dispute_is_opened_and_leads_to_its_page(as_user, vera, otto_page):
    response = as_user(vera).post(new_dispute(otto_page), {"reason": WHY}, follow=True)
    dispute = Dispute.objects.get()
    assert response.redirect_chain == [(dispute.get_absolute_url(), 302)]
    assert "Your dispute is open." in response.text
    assert WHY.replace("'", "&#x27;") in response.text


def test_a_work_is_disputed_from_the_list_of_the_page(as_user, vera, otto_page):
    address = reverse("claims:dispute_work", args=[otto_page.slug, name_on(otto_page)])
    client = as_user(vera)
    assert f'href="{address}"' in client.get(new_dispute(otto_page)).text
    client.post(address, {"reason": WHY})
    assert Dispute.objects.get().is_about_work
    html = client.get(new_dispute(otto_page)).text
    assert f'href="{address}"' not in html
    assert "disputed" in html


def test_a_work_that_the_page_does_not_list_has_no_dispute_page(as_user, vera, otto_page):
    other = make_researcher("Another")
    make_work(authors=[other])
    elsewhere = reverse("claims:dispute_work", args=[otto_page.slug, name_on(other)])
    assert as_user(vera).get(elsewhere).status_code == 404


def test_unverified_people_hear_what_they_can_do_instead(as_user, carol, otto_page):
    response = as_user(carol).post(new_dispute(otto_page), {"reason": WHY})
    assert response.status_code == 422
    html = response.text
    assert "Only verified researchers can dispute" in html
    assert reverse("claims:report", args=[otto_page.slug]) in html
    assert "this account is somebody else" in html
    assert not Dispute.objects.exists()


def test_an_unclaimed_page_offers_its_works(as_user, vera):
    page = make_researcher("Nobody Yet")
    make_work("On dunes", authors=[page])
    html = as_user(vera).get(new_dispute(page)).text
    assert "Nobody holds this page" in html
    assert reverse("claims:dispute_work", args=[page.slug, name_on(page)]) in html


def test_an_empty_reason_is_not_sent(as_user, vera, otto_page):
    response = as_user(vera).post(new_dispute(otto_page), {"reason": "  "})
    assert response.status_code == 422
    assert "Not sent yet" in response.text
    assert not Dispute.objects.exists()


def test_too_many_tries_wait_and_keep_the_words(as_user, vera, otto_page):
    client = as_user(vera)
    cache.clear()
    for _ in range(TRIES_AN_HOUR):
        client.post(new_dispute(otto_page), {})
    response = client.post(new_dispute(otto_page), {"reason": WHY})
    assert response.status_code == 429
    assert "this account is somebody else" in response.text
    assert not Dispute.objects.exists()


def test_neither_side_is_named_to_the_other_and_both_to_administrators(as_user, vera, otto, admin, dispute):
    User.objects.filter(pk=otto.pk).update(name="Login of Otto")
    User.objects.filter(pk=vera.pk).update(name="Login of Vera")
    for_holder = as_user(otto).get(dispute.get_absolute_url()).text
    for_opener = as_user(vera).get(dispute.get_absolute_url()).text
    assert "Login of Vera" not in for_holder
    assert "Login of Otto" not in for_opener
    html = as_user(admin).get(ticket(dispute)).text
    assert "Login of Vera" in html
    assert "Login of Otto" in html


def test_the_public_page_says_that_it_is_disputed_and_names_nobody(as_user, dispute, otto_page):
    html = as_user(None).get(otto_page.get_absolute_url()).text
    assert "Whose page this is, is disputed" in html
    assert "Vera" not in html
    assert WHY not in html


def test_a_page_that_is_not_disputed_does_not_say_so(as_user, otto_page):
    assert "is disputed" not in as_user(None).get(otto_page.get_absolute_url()).text


def test_the_holder_is_led_from_their_page_to_the_dispute_and_answers(as_user, otto, otto_page, dispute):
    client = as_user(otto)
    assert reverse("claims:disputes") in client.get(otto_page.get_absolute_url()).text
    assert dispute.get_absolute_url() in client.get(reverse("claims:disputes")).text
    response = client.post(dispute.get_absolute_url(), {"answer": "It is me."}, follow=True)
    assert "Your answer stands beside the dispute." in response.text
    assert Dispute.objects.get().answer == "It is me."


def test_an_answer_that_comes_too_late_is_shown_again(as_user, otto, admin, dispute):
    client = as_user(otto)
    dismiss(dispute, by=admin, reason="It is them.")
    response = client.post(dispute.get_absolute_url(), {"answer": "It is really me."})
    assert response.status_code == 422
    assert "has moved on in the meantime" in response.text
    assert "It is really me." in response.text


def test_the_opener_takes_it_back(as_user, vera, dispute):
    response = as_user(vera).post(dispute.get_absolute_url(), follow=True)
    assert "You have taken the dispute back." in response.text
    assert "Take the dispute back" not in response.text


def test_who_has_lost_the_page_still_reads_why(as_user, otto, admin, dispute):
    uphold(dispute, by=admin, reason="The photographs differ.")
    assert "The photographs differ." in as_user(otto).get(dispute.get_absolute_url()).text


def test_an_administrator_decides_and_turns_it_over(as_user, admin, otto, dispute, otto_page):
    client = as_user(admin)
    response = client.post(ticket(dispute), {"decision": "uphold", "note": "It seemed so."}, follow=True)
    assert "Upheld. Both sides are told why." in response.text
    assert not Researcher.objects.get(pk=otto_page.pk).is_claimed
    response = client.post(ticket(dispute), {"note": "We were wrong."}, follow=True)
    assert "The outcome is turned over." in response.text
    assert Researcher.objects.get(pk=otto_page.pk).user == otto


def test_a_decision_without_a_reason_is_not_made(as_user, admin, dispute):
    response = as_user(admin).post(ticket(dispute), {"decision": "uphold", "note": ""})
    assert response.status_code == 422
    assert re.search(r'value="uphold"[^>]*checked', response.text)
    assert Dispute.objects.get().is_open


def test_what_cannot_be_turned_over_says_why(as_user, admin, dispute, otto_page):
    uphold(dispute, by=admin, reason="It seemed so.")
    make_claim(otto_page, state=Claim.State.APPROVED)
    response = as_user(admin).post(ticket(dispute), {"note": "We were wrong."})
    assert response.status_code == 422
    assert "The page belongs to somebody else by now." in response.text
    assert "We were wrong." in response.text


def test_an_administrator_with_a_part_in_it_is_told_to_leave_it(as_user, otto, dispute):
    User.objects.filter(pk=otto.pk).update(is_staff=True)
    client = as_user(otto)
    assert "You have part in this" in client.get(ticket(dispute)).text
    response = client.post(ticket(dispute), {"decision": "dismiss", "note": "It is me."})
    assert response.status_code == 422
    assert Dispute.objects.get().is_open


def test_the_holder_cannot_save_what_the_page_says(as_user, otto, otto_page, dispute):
    edit = reverse("researchers:edit", args=[otto_page.slug])
    said = {"bio": "I watch tides.", "home_page": "", "collaboration": "open"}
    response = as_user(otto).post(edit, said)
    assert response.status_code == 422
    assert "What you say here is shown" not in response.text
    assert "I watch tides." in response.text
    assert "Whose page this is, is disputed." in response.text
    assert Researcher.objects.get(pk=otto_page.pk).bio == ""


@pytest.mark.parametrize("email", ["carol@example.org", "nobody@example.org"])
def test_nobody_is_asked_to_look_after_a_disputed_page(as_user, otto, otto_page, carol, dispute, email):
    """Whether or not somebody has the address, or the answer would tell."""
    address = reverse("claims:delegates", args=[otto_page.slug])
    response = as_user(otto).post(address, {"email": email})
    assert response.status_code == 422
    assert "Nobody can be asked to look after it" in response.text
    assert not otto_page.delegates.exists()


def test_answers_on_the_sheet_of_a_disputed_page_are_refused_work_by_work(as_user, otto, otto_page, dispute):
    row = otto_page.attributions.get()
    response = as_user(otto).post(
        reverse("researchers:authorship", args=[otto_page.slug]), {"answer": f"not_mine {row.pk}"}
    )
    assert response.status_code == 422
    assert "Whose page this is, is disputed: answers wait" in response.text
    assert Attribution.objects.get(pk=row.pk).status == Attribution.Status.ACCEPTED


def several(number: int, vera: User) -> None:
    for index in range(number):
        page = make_verified(f"Holder {index}")
        make_work(f"Work {index}", authors=[page])
        Dispute.objects.update(opened_at="2026-01-01T00:00:00Z", state=Dispute.State.WITHDRAWN)
        dispute = dispute_work(page, name_on(page), by=vera, reason=WHY)
        answer_dispute(dispute, by=owner_of(page), answer="It is mine.")


def test_the_lists_cost_the_same_for_few_and_many(as_user, vera, otto_page, count_queries):
    client = as_user(vera)
    addresses = [reverse("claims:disputes"), new_dispute(otto_page)]
    several(1, vera)
    few = [count_queries(lambda address=address: client.get(address)) for address in addresses]
    several(6, vera)
    for _ in range(6):
        make_work(authors=[otto_page])
    assert [count_queries(lambda address=address: client.get(address)) for address in addresses] == few


def test_nothing_is_kept_by_caches(as_user, vera, admin, dispute):
    for client, address in ((as_user(vera), dispute.get_absolute_url()), (as_user(admin), ticket(dispute))):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_a_user_without_disputes_hears_how_they_come_about(as_user, carol):
    assert "Nothing is disputed" in as_user(carol).get(reverse("claims:disputes")).text


def test_a_dispute_of_a_work_says_which(as_user, vera, otto_page):
    dispute = dispute_work(otto_page, name_on(otto_page), by=vera, reason=WHY)
    assert "On tides" in as_user(vera).get(dispute.get_absolute_url()).text
    assert "On tides" in as_user(make_user(is_staff=True)).get(ticket(dispute)).text


def test_the_head_of_a_disputed_page_says_so(as_user, dispute, otto_page):
    html = as_user(None).get(otto_page.get_absolute_url()).text
    head = html[html.index("<h1") : html.index('id="claim"')]
    assert "Whose page this is, is disputed" in head


def test_there_is_no_form_while_what_the_page_says_cannot_be_changed(as_user, otto, otto_page, dispute):
    html = as_user(otto).get(reverse("researchers:edit", args=[otto_page.slug])).text
    assert "What it says stays as it is" in html
    assert 'name="bio"' not in html
    assert ">Save</button>" not in html
