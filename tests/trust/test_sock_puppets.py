"""Accounts that lift each other: nobody gains a point, whatever they do among themselves and to others."""

from itertools import pairwise

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from claims.flow.claiming import submit_claim
from claims.models import Claim, ErrorReport, Vouch
from claims.vouching import CannotVouch, vouch
from following.following import follow
from following.models import Follow
from researchers.answering import NotTheirsToSay, confirm_attribution
from researchers.models import Attribution, Researcher
from tests.builders import make_claim, make_evidence, make_researcher, make_vouch, make_work, make_works
from trust.models import TrustSnapshot
from trust.refreshing import score_all_stale

pytestmark = pytest.mark.django_db

PUPPETS = 400
State = dict[int, tuple[int, int, str, list]]


def everybody_scored_anew() -> State:
    """Score, level, band and components of everybody, computed now."""
    Researcher.objects.current().mark_trust_stale()
    list(score_all_stale())
    rows = TrustSnapshot.objects.values_list("pk", "score", "level", "band", "components")
    return {pk: (score, level, band, components) for pk, score, level, band, components in rows}


@pytest.fixture
def victim(ada_page: Researcher) -> Researcher:
    """A verified person with support of her own, who confirmed what she wrote with others."""
    make_claim(ada_page, ada_page.user, state=Claim.State.APPROVED)
    bob = make_researcher("Bob Okafor")
    work = make_work(authors=[ada_page, bob, "Petra Puppet"])
    confirm_attribution(Attribution.objects.get(authorship__work=work, researcher=ada_page), by=ada_page.user)
    return ada_page


@pytest.fixture
def pages(victim: Researcher) -> list[Researcher]:
    """Pages for the taking."""
    found = [make_researcher(f"Quiet Author {number}") for number in range(20)]
    for page in found:
        make_works(2, authors=[page])
    return found


@pytest.fixture
def puppets(db: None) -> list[User]:
    """Accounts with addresses that somebody really reads."""
    accounts = User.objects.bulk_create(
        User(email=f"puppet{number}@example.net", password="!", name=f"Puppet {number}")
        for number in range(PUPPETS)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=account, email=account.email, verified=True, primary=True) for account in accounts
    )
    return accounts


def claim_pages(puppets: list[User], pages: list[Researcher]) -> list[Claim]:
    """Each says that a page is theirs; some by the way that everybody takes."""
    for puppet, page in zip(puppets[:20], pages, strict=True):
        submit_claim(page, by=puppet, reason="It is me.")
    rest = puppets[20:]
    return [
        *Claim.objects.all().order_by("pk"),
        *Claim.objects.bulk_create(
            Claim(researcher=pages[number % len(pages)], user=puppet, reason="It is me.")
            for number, puppet in enumerate(rest)
        ),
    ]


def vouch_directly(pairs: list[tuple[User, Claim]]) -> None:
    """Rows that the verb refuses to write."""
    now = timezone.now()
    Vouch.objects.bulk_create(
        Vouch(claim=claim, by=by, statement="I know them.", expires_at=now.replace(year=now.year + 1))
        for by, claim in pairs
    )


def test_claims_follows_and_vouches_of_puppets_in_rings_and_chains_change_nobody(puppets, pages, victim):
    before = everybody_scored_anew()
    claims = [claim for claim in claim_pages(puppets, pages) if claim.user in set(puppets)]
    by_user = {claim.user_id: claim for claim in claims}
    ring = [*pairwise(puppets), (puppets[-1], puppets[0])]
    vouch_directly([(one, by_user[other.pk]) for one, other in ring])
    vouch_directly([(puppets[0], claim) for claim in claims[2:50]])
    vouch_directly([(puppet, Claim.objects.get(user=victim.user)) for puppet in puppets[:50]])
    Follow.objects.bulk_create(
        Follow(user=puppet, researcher=page) for puppet in puppets[1:] for page in pages[:3]
    )
    follow(pages[0], by=puppets[0])
    follow(victim, by=puppets[0])
    for claim in claims[:30]:
        make_evidence(claim)
        make_evidence(claim, "coauthor")
    ErrorReport.objects.bulk_create(
        ErrorReport(researcher=page, message="Wrong.", user=puppets[0]) for page in pages
    )
    assert everybody_scored_anew() == before


def test_a_puppet_can_neither_vouch_nor_answer_for_anybody(puppets, pages, victim):
    submit_claim(pages[0], by=puppets[0], reason="It is me.")
    for page in (victim, pages[0], pages[1]):
        with pytest.raises(CannotVouch):
            vouch(page, by=puppets[0], statement="I know them.")
    for attribution in Attribution.objects.all():
        with pytest.raises(NotTheirsToSay):
            confirm_attribution(attribution, by=puppets[0])
    assert not Vouch.objects.exists()


@pytest.mark.parametrize("rule", ["", "a written rule"])
def test_puppets_in_a_ring_with_no_way_from_an_administrators_decision_lift_nobody(puppets, pages, rule):
    """Even if a rule were fooled into approving every one of them."""
    people = list(zip(puppets[:10], pages, strict=False))
    claims = [make_claim(page, user, state=Claim.State.APPROVED, rule=rule) for user, page in people]
    alone = everybody_scored_anew()
    for (user, _), claim in zip(people, [*claims[1:], claims[0]], strict=True):
        make_vouch(claim, user)
    together = everybody_scored_anew()
    gained = {pk for pk, (score, *_) in together.items() if score > alone[pk][0]}
    # An administrator who approves somebody says that their word counts: that is what the seeds are.
    assert gained == (set() if rule else {page.pk for _, page in people})


def test_one_puppet_that_a_rule_lets_in_beside_a_real_person_lifts_a_chain_less_and_less(
    puppets, pages, victim
):
    """Support fades: the third of a chain gets what is left, the fourth nothing."""
    people = list(zip(puppets[:4], pages, strict=False))
    claims = [
        make_claim(page, user, state=Claim.State.APPROVED, rule="a written rule") for user, page in people
    ]
    alone = everybody_scored_anew()
    for by, claim in zip([victim.user, *puppets[:3]], claims, strict=True):
        make_vouch(claim, by)
    gained = [everybody_scored_anew()[page.pk][0] - alone[page.pk][0] for _, page in people]
    assert gained == [4, 2, 1, 0]
