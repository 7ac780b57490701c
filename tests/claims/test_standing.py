"""Whatever people do to the network, what is stored of trust is what computing it anew would say."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from claims.claiming import submit_claim
from claims.deciding import approve, revoke
from claims.leaving import delete_account
from claims.models import Claim, Supporter, Vouch
from claims.steps import EmailNotConfirmed, HoldsAnotherPage, PageTaken
from claims.vouching import CannotVouch, vouch, withdraw_vouch
from researchers.answering import (
    AttributedElsewhere,
    NotListed,
    confirm_attribution,
    dispute_attribution,
    reject_attribution,
)
from researchers.curation.merging import merge
from researchers.curation.moving import move
from researchers.curation.refusals import CannotCurate
from researchers.curation.undoing import undo
from researchers.models import Attribution, IdentityEvent, Researcher
from tests.builders import make_researcher, make_user, make_work
from tests.claims.evidence.builders import make_institution
from trust.gathering import gather
from trust.models import TrustSnapshot
from trust.refreshing import score_all_stale
from trust.scoring import score
from works.models import Affiliation, Authorship

pytestmark = pytest.mark.django_db

PEOPLE, NAMESAKES, WORKS, TRIES = 6, 2, 9, 8
REFUSED = (
    AttributedElsewhere,
    CannotCurate,
    CannotVouch,
    EmailNotConfirmed,
    HoldsAnotherPage,
    NotListed,
    PageTaken,
)


class World:
    """Six people, two pages that may be one of theirs too, and what they wrote with each other."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.admin = make_user(is_staff=True)
        self.done: set[str] = set()
        self.distances: set[int] = set()
        self.pages = [make_researcher(f"Person {number}") for number in range(PEOPLE + NAMESAKES)]
        institution = make_institution("Uni", "uni.example")
        for _ in range(WORKS):
            authors = self.chance.sample(self.pages, self.chance.choice((2, 2, 3)))
            make_work(authors=[page for page in authors if self.namesake(page) not in authors])
        for authorship in Authorship.objects.all():
            Affiliation.objects.create(authorship=authorship, institution=institution)
        for page, rule in zip(self.pages, ("", "", "orcid", "orcid", "orcid"), strict=False):
            self.join(page, rule)

    def namesake(self, page: Researcher) -> Researcher | None:
        """The page that may be of the same person, where there is one."""
        number = self.pages.index(page)
        others = self.pages[PEOPLE:]
        return others[number] if number < len(others) else None

    # What people do. Each says whether it happened.

    def join(self, page: Researcher | None = None, rule: str | None = None) -> bool:
        """Somebody claims a page, and a rule or an administrator lets them have it."""
        claim = submit_claim(
            page or self.chance.choice(self.pages[:PEOPLE]), by=self.newcomer(), reason="It is me."
        )
        approve(claim, by=self.admin)
        Claim.objects.filter(pk=claim.pk).update(
            rule=self.chance.choice(("", "orcid", "orcid")) if rule is None else rule
        )
        return True

    def newcomer(self) -> User:
        return make_user(f"person{self.chance.random()}@uni.example")

    def any_page(self) -> Researcher:
        return self.chance.choice(list(Researcher.objects.current().order_by("pk")))

    def holder(self) -> Researcher:
        return self.chance.choice(list(Researcher.objects.exclude(user=None).order_by("pk")))

    def revoke(self) -> bool:
        revoke(self.holder().user.claims.standing().get(), by=self.admin, reason="Somebody else.")
        return True

    def leave(self) -> bool:
        delete_account(self.holder().user)
        return True

    def answer(self, deed: Callable[..., bool], **more: str) -> bool:
        page = self.holder()
        rows = list(page.attributions.order_by("pk"))
        return bool(rows) and deed(
            self.chance.choice(rows), by=self.chance.choice((page.user, page.user, self.admin)), **more
        )

    def confirm(self) -> bool:
        return self.answer(confirm_attribution)

    def dispute(self) -> bool:
        return self.answer(dispute_attribution, reason="Another person.")

    def reject(self) -> bool:
        return self.answer(reject_attribution)

    def vouch(self) -> bool:
        return bool(vouch(self.holder(), by=self.holder().user, statement="I know them."))

    def take_back(self) -> bool:
        given = Vouch.objects.standing().order_by("pk").first()
        if given:
            withdraw_vouch(given, by=given.by)
        return given is not None

    def lose_address(self) -> bool:
        return bool(self.holder().user.emailaddress_set.update(verified=False))

    def confirm_address(self) -> bool:
        return bool(self.holder().user.emailaddress_set.update(verified=True))

    def remove_address(self) -> bool:
        return bool(self.holder().user.emailaddress_set.all().delete()[0])

    def merge(self) -> bool:
        number = self.chance.randrange(NAMESAKES)
        away, into = self.chance.sample([self.pages[number], self.pages[PEOPLE + number]], 2)
        return bool(merge(away, into=into, by=self.admin))

    def move(self) -> bool:
        row = self.chance.choice(list(Attribution.objects.accepted().order_by("pk")))
        return bool(move(row.researcher, [row.authorship_id], to=self.any_page(), by=self.admin))

    def undo(self) -> bool:
        events = IdentityEvent.objects.exclude(kind=IdentityEvent.Kind.UNDO).filter(undone_by=None)
        latest = list(events.order_by("-pk")[:3])
        return bool(latest) and bool(undo(self.chance.choice(latest), by=self.admin))

    def deck(self) -> list[Callable[[], bool]]:
        """What happens, in any order."""
        often = [self.confirm] * 12 + [self.vouch] * 8 + [self.join] * 4
        twice = [
            self.merge,
            self.undo,
            self.undo,
            self.take_back,
            self.dispute,
            self.reject,
            self.confirm_address,
        ] * 2
        once = [self.revoke, self.leave, self.move, self.lose_address, self.remove_address]
        return self.chance.sample([*often, *twice, *once], len([*often, *twice, *once]))

    def happens(self, deed: Callable[[], bool]) -> None:
        """Most of what people try to each other is refused; some of it is not."""
        for _ in range(TRIES):
            with suppress(*REFUSED), transaction.atomic():
                if deed():
                    self.done.add(deed.__name__)
                    return

    # What has to hold.

    def rest(self) -> None:
        list(score_all_stale())

    def differences(self) -> dict[str, object]:
        """Where what is stored is not what holds."""
        today = timezone.now().date()
        stored = TrustSnapshot.objects.in_bulk()
        inputs = gather(list(Researcher.objects.current().values_list("pk", flat=True)))
        found: dict[str, object] = {
            f"trust of {pk}": (stored[pk].evidence, now)
            for pk, now in inputs.items()
            if (stored[pk].evidence, stored[pk].result) != (now, score(now, today))
        }
        told = dict(Supporter.objects.exclude(distance=None).values_list("researcher", "distance"))
        self.distances |= set(told.values())
        if told != distances():
            found["supporters"] = (told, distances())
        return found


def distances() -> dict[int, int]:
    """How far verified people are from an administrator's decision, sought through the whole network."""
    rules = dict(Claim.objects.standing().values_list("user", "rule"))
    reachable = set(EmailAddress.objects.filter(verified=True, primary=True).values_list("user", flat=True))
    pages = Researcher.objects.current().filter(user__in=reachable & rules.keys())
    people = dict(pages.values_list("user", "pk"))
    found = {page: 0 for user, page in people.items() if not rules[user]}
    for distance in (1, 2):
        reached = {people[taker] for giver, taker in ties(people) if found.get(people[giver]) == distance - 1}
        found |= dict.fromkeys(reached - found.keys(), distance)
    return found


def ties(people: dict[int, int]) -> set[tuple[int, int]]:
    """Between whom support may flow: from user to user."""
    vouches = set(Vouch.objects.current().values_list("by", "claim__user"))
    works = defaultdict(set)
    for page, work in Attribution.objects.filter(status="accepted").values_list(
        "researcher", "authorship__work"
    ):
        works[page].add(work)
    stood_by = Attribution.objects.filter(status="accepted", basis="confirmed")
    confirmed = defaultdict(set)
    for user, page, work in stood_by.values_list("decided_by", "researcher", "authorship__work"):
        if people.get(user) == page:
            confirmed[user].add(work)
    shared = {
        (giver, taker) for giver in people for taker in people if confirmed[giver] & works[people[taker]]
    }
    return {
        (giver, taker)
        for giver, taker in vouches | shared
        if giver != taker and {giver, taker} <= people.keys()
    }


@pytest.mark.parametrize("seed", [0, 1, 4])
def test_at_rest_everything_stored_is_what_computing_anew_says(seed):
    world = World(seed)
    world.rest()
    assert world.differences() == {}
    deck = world.deck()
    for number, deed in enumerate(deck):
        world.happens(deed)
        world.rest()
        assert world.differences() == {}, f"after deed {number}, {deed.__name__}"
    assert world.done == {deed.__name__ for deed in deck}
    assert world.distances == {0, 1, 2}
