"""Vouching: who may, how often, and what comes of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from claims import vouching
from claims.evidence import COAUTHOR
from claims.examination.checking import check_evidence
from claims.models import Claim, ClaimEvent, Supporter, Vouch
from claims.review.deciding import revoke
from claims.vouching import vouch, withdraw_vouch
from researchers.models import Attribution, Researcher
from tests.builders import make_claim, make_researcher, make_user, make_vouch, make_work
from works.models import Affiliation, Institution, Work

pytestmark = pytest.mark.django_db


def verified(name: str, *coauthors: Researcher, domain: str = "uni.example", rule: str = "") -> Researcher:
    """Somebody whose claim was approved, with an address at the institution that their work prints."""
    user = make_user(f"{name.lower()}@{domain}", name=name)
    page = make_researcher(name)
    make_claim(page, user, state=Claim.State.APPROVED, rule=rule, decided_at=timezone.now())
    work = make_work(authors=[page, *coauthors])
    place, _ = Institution.objects.get_or_create(
        name="Uni", slug="uni", defaults={"domains": ["uni.example"]}
    )
    Affiliation.objects.create(authorship=work.authorships.get(position=0), institution=place)
    return Researcher.objects.get(pk=page.pk)


@pytest.fixture
def greta() -> Researcher:
    """Is vouched for. Nobody checks her address."""
    page = make_researcher("Greta Moss")
    make_claim(page, make_user("greta@mail.example"), state=Claim.State.APPROVED)
    return Researcher.objects.get(pk=page.pk)


@pytest.fixture
def vera(greta: Researcher) -> Researcher:
    """Is verified, passes on support, and wrote with Greta."""
    page = verified("Vera", greta)
    Supporter.objects.create(user=page.user, researcher=page, distance=0)
    return page


def claim_of(page: Researcher) -> Claim:
    return page.user.claims.standing().get()


def rested() -> None:
    """Nobody is stale."""
    Researcher.objects.update(trust_stale_at=None)


def stale() -> set[str]:
    return set(Researcher.objects.exclude(trust_stale_at=None).values_list("preferred_name", flat=True))


def test_a_vouch_stands_for_two_years_and_is_logged(greta, vera):
    given = vouch(greta, by=vera.user, statement="We wrote a paper.")
    given.refresh_from_db()
    assert (given.claim, given.by, given.statement) == (claim_of(greta), vera.user, "We wrote a paper.")
    assert timedelta(days=729) < given.expires_at - given.given_at <= timedelta(days=730)
    line = claim_of(greta).events.filter(about=ClaimEvent.About.VOUCH).get()
    assert (line.by, line.state) == (vera.user, Claim.State.APPROVED)
    assert line.note == "A verified researcher vouches for this page."


def test_only_whom_it_is_about_is_scored_anew(greta, vera):
    rested()
    given = vouch(greta, by=vera.user, statement="We wrote a paper.")
    assert stale() == {"Greta Moss"}
    rested()
    withdraw_vouch(given, by=vera.user)
    assert stale() == {"Greta Moss"}


def test_the_word_of_a_coauthor_is_evidence_at_once(greta, vera):
    vouch(greta, by=vera.user, statement="We wrote a paper.")
    assert claim_of(greta).evidence.current().of_kind("coauthor").exists()


def test_evidence_ends_at_once_with_the_vouch_it_rests_on(greta, vera):
    withdraw_vouch(vouch(greta, by=vera.user, statement="We wrote a paper."), by=vera.user)
    evidence = claim_of(greta).evidence.get()
    assert evidence.ended_because == "A researcher took back that they vouch for this page."
    subjects = list(greta.user.notices.order_by("pk").values_list("subject", flat=True))
    assert subjects == [
        "Somebody vouches for your page",
        "Evidence for your page does not count any more: Confirmation by a verified co-author",
    ]


def test_the_word_of_somebody_who_never_wrote_with_them_is_none(greta):
    vouch(greta, by=verified("Otto").user, statement="We met.")
    assert check_evidence(claim_of(greta), COAUTHOR) is None


def refused(page: Researcher, by: User, error: type[vouching.CannotVouch]) -> bool:
    """Whether it is refused so, before and when it is tried, and nothing is written."""
    before = Vouch.objects.count(), ClaimEvent.objects.count()
    rested()
    with pytest.raises(error):
        vouching.refuse_vouch(page, by=by)
    with pytest.raises(error):
        vouch(page, by=by, statement="I know them.")
    return (Vouch.objects.count(), ClaimEvent.objects.count(), stale()) == (*before, set())


def test_nobody_vouches_for_themselves(vera):
    assert refused(vera, vera.user, vouching.OwnPage)


@pytest.mark.parametrize("state", [None, *(state for state in Claim.State if state != Claim.State.APPROVED)])
def test_a_page_without_an_approved_claim_gets_no_vouch(vera, state):
    page = make_researcher("Nils Open")
    if state:
        make_claim(page, state=state)
    assert refused(page, vera.user, vouching.NobodyToVouchFor)


def test_accounts_without_a_page_cannot_vouch(greta, carol):
    assert refused(greta, carol, vouching.NotVerified)


def test_who_holds_a_page_without_a_claim_cannot_vouch(greta, ada):
    assert refused(greta, ada, vouching.NotVerified)


@pytest.mark.parametrize("change", [{"verified": False}, {"primary": False}])
def test_without_a_confirmed_primary_address_nobody_vouches(greta, vera, change):
    vera.user.emailaddress_set.update(**change)
    assert refused(greta, vera.user, vouching.NotVerified)


def test_who_lost_the_page_cannot_vouch(greta, vera, admin):
    revoke(claim_of(vera), by=admin, reason="Somebody else.")
    assert refused(greta, vera.user, vouching.NotVerified)


def test_who_rests_on_vouches_passes_none_on(greta):
    assert refused(greta, verified("Rita", rule="vouched-twice").user, vouching.VerifiedByVouches)
    assert vouch(greta, by=verified("Ralf", rule="orcid").user, statement="We met.")


def test_works_that_came_in_since_their_own_claim_say_where_somebody_who_vouches_is(greta):
    otto = verified("Otto")
    Work.objects.update(created_at=timezone.now())
    assert vouch(greta, by=otto.user, statement="We met.")


@pytest.mark.parametrize("domain", ["mail.example", "gmail.com", "notuni.example", "uni.example.org"])
def test_an_address_elsewhere_is_not_enough(greta, domain):
    assert refused(greta, verified("Otto", domain=domain).user, vouching.NoInstitution)


def test_the_address_at_the_institution_need_not_be_the_primary_one_but_confirmed(greta):
    otto = verified("Otto", domain="mail.example").user
    second = otto.emailaddress_set.create(email="otto@cs.uni.example", verified=False)
    assert refused(greta, otto, vouching.NoInstitution)
    second.verified = True
    second.save()
    assert vouch(greta, by=otto, statement="We met.")


def test_the_institution_has_to_be_printed_beside_the_name(greta, vera):
    Attribution.objects.filter(researcher=vera).update(status=Attribution.Status.REJECTED)
    assert refused(greta, vera.user, vouching.NoInstitution)


def test_one_vouch_stands_between_two(greta, vera):
    first = vouch(greta, by=vera.user, statement="We wrote a paper.")
    assert refused(greta, vera.user, vouching.AlreadyVouched)
    withdraw_vouch(first, by=vera.user)
    assert vouch(greta, by=vera.user, statement="Again.")


def test_an_expired_vouch_gives_way_to_a_new_one(greta, vera):
    old = make_vouch(claim_of(greta), vera.user, days=-1, given_at=timezone.now() - timedelta(days=731))
    vouch(greta, by=vera.user, statement="Still.")
    old.refresh_from_db()
    assert old.withdrawn_at == old.expires_at
    assert claim_of(greta).vouches.current().get().statement == "Still."


def give(by: User, number: int, **fields: object) -> list[Vouch]:
    """Vouches for so many others."""
    return [make_vouch(make_claim(state=Claim.State.APPROVED), by, **fields) for _ in range(number)]


def test_five_in_thirty_days_are_enough(greta, vera):
    given = give(vera.user, 5)
    assert refused(greta, vera.user, vouching.TooManyGiven)
    assert vouching.left_lately(vera.user) == 0
    Vouch.objects.filter(pk=given[0].pk).update(withdrawn_at=timezone.now())
    assert refused(greta, vera.user, vouching.TooManyGiven)
    Vouch.objects.filter(pk=given[0].pk).update(given_at=timezone.now() - timedelta(days=31))
    assert vouch(greta, by=vera.user, statement="The fifth.")


def test_twenty_may_stand_at_a_time(greta, vera):
    long_ago = timezone.now() - timedelta(days=100)
    given = give(vera.user, 20, given_at=long_ago)
    assert refused(greta, vera.user, vouching.TooManyStanding)
    Vouch.objects.filter(pk=given[0].pk).update(expires_at=long_ago)
    assert vouching.left_standing(vera.user) == 1
    assert vouch(greta, by=vera.user, statement="The twentieth.")


def test_nobody_takes_back_what_another_said(greta, vera, carol):
    given = vouch(greta, by=vera.user, statement="We wrote a paper.")
    for user in (carol, greta.user):
        with pytest.raises(vouching.AlreadyTakenBack):
            withdraw_vouch(given, by=user)
    given.refresh_from_db()
    assert given.withdrawn_at is None


def test_taking_back_is_logged_once(greta, vera):
    given = vouch(greta, by=vera.user, statement="We wrote a paper.")
    withdraw_vouch(given, by=vera.user)
    with pytest.raises(vouching.AlreadyTakenBack):
        withdraw_vouch(given, by=vera.user)
    notes = claim_of(greta).events.filter(about=ClaimEvent.About.VOUCH).values_list("note", flat=True)
    assert list(notes)[1:] == ["A researcher took back that they vouch for this page."]


def test_a_vouch_for_a_claim_that_ended_can_still_be_taken_back(greta, vera, admin):
    given = vouch(greta, by=vera.user, statement="We wrote a paper.")
    revoke(claim_of(greta), by=admin, reason="Somebody else.")
    withdraw_vouch(given, by=vera.user)
    given.refresh_from_db()
    assert given.withdrawn_at


@pytest.mark.parametrize(
    ("of", "offered"),
    [("greta", True), ("vera", False), ("nobody", False), ("vouched", False), ("unclaimed", False)],
)
def test_the_page_offers_it_where_there_is_somebody_to_vouch_for(greta, vera, of, offered):
    pages = {"greta": greta, "vera": vera, "nobody": make_researcher(), "vouched": verified("Otto")}
    pages["unclaimed"] = make_researcher(user=make_user(), claimed_at=timezone.now())
    make_vouch(claim_of(pages["vouched"]), vera.user)
    assert vouching.is_offered(pages[of], to=vera.user) is offered


@pytest.mark.parametrize(
    "change",
    [
        lambda vera: vera.user.emailaddress_set.update(verified=False),
        lambda vera: vera.user.claims.update(rule="vouched"),
        lambda vera: vera.user.claims.update(state=Claim.State.REVOKED),
        lambda vera: give(vera.user, 5),
        lambda vera: give(vera.user, 20, given_at=timezone.now() - timedelta(days=100)),
    ],
)
def test_nothing_is_offered_to_whom_it_would_be_refused_whatever_their_address(greta, vera, change):
    assert vouching.is_offered(greta, to=vera.user)
    change(vera)
    assert not vouching.is_offered(greta, to=vera.user)
