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
from claims.disputes.disputing import CannotDispute, dispute_page, dispute_work, withdraw_dispute
from claims.disputes.settling import CannotReverse, dismiss, reverse_dispute, uphold
from claims.flow.claiming import submit_claim
from claims.flow.leaving import delete_account
from claims.models import Claim, Dispute, Supporter, Vouch
from claims.review.deciding import approve, revoke
from claims.steps import ClaimMoved, EmailNotConfirmed, HoldsAnotherPage, PageTaken
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
    CannotDispute,
    CannotReverse,
    CannotVouch,
    ClaimMoved,
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
        revoke(self.holder().user.claims.holding().get(), by=self.admin, reason="Somebody else.")
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

    def question_page(self) -> bool:
        return bool(dispute_page(self.holder(), by=self.holder().user, reason="Another person."))

    def question_work(self) -> bool:
        row = self.chance.choice(list(Attribution.objects.accepted().order_by("pk")))
        return bool(
            dispute_work(row.researcher, row.authorship_id, by=self.holder().user, reason="Not theirs.")
        )

    def settle(self) -> bool:
        """An administrator decides a dispute."""
        found = list(Dispute.objects.open())
        if found:
            self.chance.choice((uphold, dismiss))(
                self.chance.choice(found), by=self.admin, reason="So it is."
            )
        return bool(found)

    def give_in(self) -> bool:
        """Whoever opened a dispute takes it back."""
        found = list(Dispute.objects.open())
        if found:
            withdraw_dispute(found[0], by=found[0].opened_by)
        return bool(found)

    def turn_over(self) -> bool:
        """An outcome becomes the other one."""
        found = [one for one in Dispute.objects.order_by("pk") if one.is_decided]
        if found:
            reverse_dispute(self.chance.choice(found), by=self.admin, reason="Look again.")
        return bool(found)

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
            self.question_page,
            self.question_page,
            self.question_work,
            self.settle,
            self.settle,
            self.turn_over,
        ] * 2
        once = [self.give_in, self.revoke, self.leave, self.move, self.lose_address, self.remove_address]
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
        if contested() != disputed():
            found["contested"] = (contested(), disputed())
        return found


def contested() -> tuple[set[object], set[object]]:
    """What is kept as it is: pages, and works on pages, each since when."""
    pages = Researcher.objects.exclude(contested_at=None).values_list("user", "contested_at")
    works = Attribution.objects.exclude(contested_at=None).filter(status="disputed")
    return set(pages), set(works.values_list("researcher", "authorship", "contested_at"))


def disputed() -> tuple[set[object], set[object]]:
    """What open disputes are about."""
    open_now = Dispute.objects.open()
    about_pages = open_now.filter(is_about_work=False, claim__state="disputed")
    about_works = open_now.filter(is_about_work=True)
    return (
        set(about_pages.values_list("claim__user", "opened_at")),
        set(about_works.values_list("researcher", "authorship", "opened_at")),
    )


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


@pytest.mark.parametrize("seed", [0, 4])
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
