"""Vouching in the browser: the page, one's own vouches, and the way to them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from claims.flow.leaving import delete_account
from claims.models import Claim, Vouch
from claims.section import claim_section
from claims.vouching import MOST_STANDING, vouch
from researchers.models import Researcher
from tests.builders import make_claim, make_researcher, make_user, make_vouch
from tests.claims.evidence.builders import make_institution, make_printed_work, make_verified, owner_of

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=100)


@pytest.fixture
def greta() -> Researcher:
    return make_verified("Greta Moss")


@pytest.fixture
def vera() -> Researcher:
    page = make_verified("Vera Voucher", user=make_user("vera@uni.example"))
    make_printed_work(page, make_institution("Uni", "uni.example"))
    return page


@pytest.fixture
def address(greta) -> str:
    return reverse("claims:vouch", args=[greta.slug])


def test_the_page_says_what_vouching_means(as_user, vera, address):
    text = " ".join(as_user(owner_of(vera)).get(address).text.split())
    assert "Do you know Greta Moss?" in text
    assert "the page is theirs" in text
    assert "It can add to their trust" in text
    assert "Everybody can see on their trust page your name, today's date, and how far your own claim" in text
    assert "Its JSON gives the public id of your page" in text
    assert "It counts for 2 years" in text
    assert (
        "You can vouch 5 times in 30 days, and for 20 people at a time. 5 vouches are left to you now."
        in text
    )


def test_looking_writes_nothing(as_user, vera, address):
    as_user(owner_of(vera)).get(address)
    assert not Vouch.objects.exists()


def test_the_form_gives_the_vouch(as_user, vera, greta, address):
    response = as_user(owner_of(vera)).post(address, {"statement": "We wrote a paper."}, follow=True)
    assert "You vouch for Greta Moss." in response.text
    assert "We wrote a paper." in response.text
    assert greta.get_absolute_url() in response.text
    assert Vouch.objects.get().claim.user == greta.user


@pytest.mark.parametrize("statement", ["", "  ", "x" * 1001])
def test_a_vouch_has_a_statement_of_readable_length(as_user, vera, address, statement):
    response = as_user(owner_of(vera)).post(address, {"statement": statement})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert not Vouch.objects.exists()


def test_a_refusal_says_why_and_keeps_the_words(as_user, carol, address):
    client = as_user(carol)
    assert "Only verified researchers can vouch" in client.get(address).text
    response = client.post(address, {"statement": "I know her well."})
    assert response.status_code == 422
    assert "Only verified researchers can vouch" in response.text
    assert "I know her well." in response.text
    assert not Vouch.objects.exists()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda vera: vera.user.claims.update(rule="vouched"), "Who rests on vouches cannot give any."),
        (lambda vera: vera.attributions.all().delete(), "printed beside your name on your works"),
        (
            lambda vera: [make_vouch(make_claim(state="approved"), vera.user) for _ in range(5)],
            "come back later",
        ),
        (
            lambda vera: [
                make_vouch(make_claim(state="approved"), vera.user, given_at=timezone.now() - LONG_AGO)
                for _ in range(MOST_STANDING)
            ],
            f"{MOST_STANDING} of your vouches stand, as many as one person may give. Take one back first.",
        ),
    ],
)
def test_each_refusal_has_its_own_words(as_user, vera, address, prepare, words):
    prepare(vera)
    response = as_user(owner_of(vera)).get(address)
    assert words in " ".join(response.text.split())
    assert "Vouch for them</button>" not in response.text


def test_nobody_vouches_twice_for_one_person(as_user, vera, greta, address):
    vouch(greta, by=owner_of(vera), statement="We wrote a paper.")
    response = as_user(owner_of(vera)).post(address, {"statement": "And another one."})
    assert response.status_code == 422
    assert "You vouch for this person already." in response.text
    assert "And another one." in response.text
    assert Vouch.objects.count() == 1


def test_ones_own_page_is_refused(as_user, vera):
    text = as_user(owner_of(vera)).get(reverse("claims:vouch", args=[vera.slug])).text
    assert "Nobody vouches for themselves." in text


@pytest.mark.parametrize(("method", "status"), [("get", 200), ("post", 422)])
def test_where_nobody_has_the_page_by_a_claim_it_says_so(as_user, vera, method, status):
    client = as_user(owner_of(vera))
    for page in (make_researcher(), make_researcher(user=make_user(), claimed_at=timezone.now())):
        response = getattr(client, method)(
            reverse("claims:vouch", args=[page.slug]), {"statement": "Of course."}
        )
        assert response.status_code == status
        assert "Nobody has an approved claim to this page" in response.text
        assert "Vouch for them</button>" not in response.text
    assert not Vouch.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_that_does_not_exist_is_not_there(as_user, vera, method):
    address = reverse("claims:vouch", args=["nobody-at-all"])
    assert getattr(as_user(owner_of(vera)), method)(address, {"statement": "Yes."}).status_code == 404


def test_ones_vouches_are_listed_with_what_became_of_them(as_user, vera, greta):
    make_vouch(greta.user.claims.get(), owner_of(vera), statement="A colleague.")
    make_vouch(make_claim(state="approved"), owner_of(vera), days=-1, statement="Long ago.")
    make_vouch(
        make_claim(state="rejected"), owner_of(vera), withdrawn_at=timezone.now(), statement="I was wrong."
    )
    text = as_user(owner_of(vera)).get(reverse("claims:vouches")).text
    assert [text.index(word) for word in ("I was wrong.", "Long ago.", "A colleague.")] == sorted(
        text.index(word) for word in ("I was wrong.", "Long ago.", "A colleague.")
    )
    assert text.count("Take it back") == 2
    assert text.count("Counts no more") == 1
    assert "A page that belongs to nobody now" in text


def test_the_list_of_vouches_costs_the_same_for_many(as_user, vera, count_queries):
    client, address = as_user(owner_of(vera)), reverse("claims:vouches")
    make_vouch(make_verified("One").user.claims.get(), owner_of(vera))
    for_one = count_queries(lambda: client.get(address))
    for name in ("Two", "Three", "Four"):
        make_vouch(make_verified(name).user.claims.get(), owner_of(vera))
    assert count_queries(lambda: client.get(address)) == for_one


def test_who_vouches_for_nobody_learns_how(as_user, carol):
    text = as_user(carol).get(reverse("claims:vouches")).text
    assert "You vouch for nobody" in text
    assert "if you are verified yourself" in text


def test_the_button_takes_it_back(as_user, vera, greta):
    given = make_vouch(greta.user.claims.get(), owner_of(vera))
    client, address = as_user(owner_of(vera)), reverse("claims:withdraw_vouch", args=[given.pk])
    assert "You do not vouch for them any more." in client.post(address, follow=True).text
    given.refresh_from_db()
    assert given.withdrawn_at
    assert "You have taken this back already." in client.post(address, follow=True).text


def test_who_comes_there_after_signing_in_finds_the_list_and_the_vouch_stands(as_user, vera, greta):
    given = make_vouch(greta.user.claims.get(), owner_of(vera))
    response = as_user(owner_of(vera)).get(reverse("claims:withdraw_vouch", args=[given.pk]))
    assert (response.status_code, response.url) == (302, reverse("claims:vouches"))
    given.refresh_from_db()
    assert given.withdrawn_at is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_vouch_is_not_there(as_user, vera, greta, carol, method):
    given = make_vouch(greta.user.claims.get(), owner_of(vera))
    for user in (carol, owner_of(greta)):
        address = reverse("claims:withdraw_vouch", args=[given.pk])
        assert getattr(as_user(user), method)(address).status_code == 404
    given.refresh_from_db()
    assert given.withdrawn_at is None


def test_the_page_leads_verified_people_to_it(as_user, vera, greta, address, carol):
    assert address in as_user(owner_of(vera)).get(greta.get_absolute_url()).text
    for user in (None, carol, owner_of(greta)):
        assert address not in as_user(user).get(greta.get_absolute_url()).text
    vouch(greta, by=owner_of(vera), statement="We wrote a paper.")
    assert address not in as_user(owner_of(vera)).get(greta.get_absolute_url()).text


def test_whose_address_is_not_looked_at_yet_is_promised_nothing(as_user, vera, greta, address):
    vera.attributions.all().delete()
    client = as_user(owner_of(vera))
    offer = " ".join(client.get(greta.get_absolute_url()).text.split())
    assert "If you know this person, you may be able to vouch for them." in offer
    assert address in offer
    assert "printed beside your name on your works" in client.get(address).text


def test_the_way_there_costs_one_query_and_only_those_with_a_page(vera, greta, carol, count_queries):
    unclaimed = make_researcher()
    without = count_queries(lambda: claim_section(unclaimed, fresh(vera)))
    assert count_queries(lambda: claim_section(greta, fresh(vera))) == without + 1
    assert count_queries(lambda: claim_section(greta, carol)) <= 2


def fresh(page: Researcher) -> User:
    """The owner as a request knows them: nothing of their page is loaded."""
    return User.objects.get(pk=page.user_id)


def test_the_claimant_and_administrators_read_who_vouches_and_in_which_words(as_user, vera, greta, admin):
    vouch(greta, by=owner_of(vera), statement="We wrote a paper.")
    claim = Claim.objects.get(user=greta.user)
    own = as_user(owner_of(greta)).get(claim.get_absolute_url())
    assert "A verified researcher vouches for this page." in own.text
    for page in (own, as_user(admin).get(reverse("claims:decide", args=[claim.pk]))):
        assert "Vera Voucher</p>" in page.text
        assert "<blockquote>We wrote a paper.</blockquote>" in page.text


def test_words_go_with_the_account_from_everywhere(as_user, vera, greta):
    given = vouch(greta, by=owner_of(vera), statement="We wrote a paper.")
    delete_account(owner_of(vera))
    assert "We wrote a paper." not in as_user(owner_of(greta)).get(given.claim.get_absolute_url()).text
    assert not given.claim.events.filter(note__contains="We wrote").exists()
