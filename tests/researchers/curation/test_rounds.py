"""Rounds of random decisions, undone in any order, with imports in between: what stands is what was decided."""

import os
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from researchers.answering import reject_attribution
from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.refusals import CannotCurate
from researchers.curation.undoing import undo
from researchers.models import Attribution, Distinction, IdentityEvent, NameVariant, Researcher
from researchers.resolution import resolve
from tests.builders import make_researcher, make_user, make_work

PEOPLE, WORKS, ROUNDS = 4, 8, 5
# More by hand: ROUNDS_EXAMPLES=500
EXAMPLES = int(os.environ.get("ROUNDS_EXAMPLES", "6"))
NAMES = ["Ada Lindqvist", "A. Lindqvist", "Bob Okafor", "Yang Liu"]

numbers = st.integers(0, 10_000)
steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["merge", "split", "split", "move", "reject", "distinguish", "undo", "undo", "import"]
        ),
        numbers,
        numbers,
        st.lists(st.integers(0, WORKS - 1), min_size=1, max_size=3, unique=True),
    ),
    min_size=3,
    max_size=7,
)


@dataclass
class World:
    """The record as it is, and every decision that stands, to be thought through anew."""

    pages: list[int]
    works: list[int]
    names: dict[int, int]
    admin: object
    decisions: dict[int, tuple] = field(default_factory=dict)

    def expected(self):
        """Whose each name is, who leads to whom, what is refused and who is told apart: from the decisions alone."""
        listed = dict(self.names)
        leads: dict[int, int] = {}
        refused: set[tuple[int, int]] = set()
        apart: set[tuple[int, int]] = set()
        for kind, one, other, chosen in self.decisions.values():
            if kind == "merge":
                leads = {page: other if to == one else to for page, to in leads.items()} | {one: other}
                listed = {name: other if page == one else page for name, page in listed.items()}
                refused = {(name, other if page == one else page) for name, page in refused}
            elif kind == "distinguish":
                apart.add(tuple(sorted((one, other))))
            else:
                listed |= dict.fromkeys(chosen, other)
                refused |= {(name, one) for name in chosen}
            if kind == "split":
                apart.add(tuple(sorted((one, other))))
        return {name: page for name, page in listed.items() if page}, leads, refused, apart

    def actual(self):
        rows = list(Attribution.objects.values_list("authorship", "researcher", "status"))
        return (
            {name: page for name, page, status in rows if status == "accepted"},
            dict(Researcher.objects.exclude(merged_into=None).values_list("pk", "merged_into")),
            {(name, page) for name, page, status in rows if status == "rejected"},
            set(Distinction.objects.values_list("first", "second")),
        )

    def page(self, number):
        current = list(Researcher.objects.current().order_by("pk"))
        return current[number % len(current)]

    def names_of(self, page, chosen):
        own = list(Attribution.objects.accepted().filter(researcher=page).order_by("authorship"))
        return sorted({own[number % len(own)].authorship_id for number in chosen}) if own else []

    def take(self, kind, one, other, chosen):
        """One step; nothing where it is refused."""
        source, target = self.page(one), self.page(other)
        names = self.names_of(source, chosen)
        if kind == "import":
            resolve(self.works)
        elif kind == "merge":
            event = merge(source, into=target, by=self.admin)
            self.decisions[event.pk] = ("merge", source.pk, target.pk, ())
        elif kind == "distinguish":
            event = distinguish(source, target, by=self.admin)
            self.decisions[event.pk] = ("distinguish", source.pk, target.pk, ())
        elif kind == "split":
            event = split(source, names, to=target if one % 2 else None, by=self.admin)
            told = "split" if event.details.get("distinction") else "move"
            self.decisions[event.pk] = (told, source.pk, event.other_id, tuple(names))
        elif kind == "move":
            event = move(source, names, to=target, by=self.admin)
            self.decisions[event.pk] = ("move", source.pk, target.pk, tuple(names))
        elif kind == "reject" and names:
            reject_attribution(Attribution.objects.get(authorship=names[0], researcher=source), by=self.admin)
            event = IdentityEvent.objects.latest_first()[0]
            self.decisions[event.pk] = ("reject", source.pk, 0, (names[0],))
        elif kind == "undo" and self.decisions:
            event = IdentityEvent.objects.get(pk=sorted(self.decisions)[one % len(self.decisions)])
            undo(event, by=self.admin)
            del self.decisions[event.pk]


def make_world():
    pages = [make_researcher(name, identity_key=f"name:{name.lower().replace('.', '')}") for name in NAMES]
    works = [
        make_work(
            f"Paper {number}",
            authors=pages[: number // 3 + 1] if number % 3 == 2 else [pages[number % PEOPLE]],
        )
        for number in range(WORKS)
    ]
    rows = Attribution.objects.values_list("authorship", "researcher")
    return World(
        [page.pk for page in pages], [work.pk for work in works], dict(rows), make_user(is_staff=True)
    )


def without_pages_that_nobody_decided(actual, expected):
    """A page made by a split that was undone leads back; in a record without that split it never was."""
    listed, leads, refused, apart = actual
    return listed, {page: to for page, to in leads.items() if page in expected[1]}, refused, apart


@pytest.mark.django_db
@given(rounds=st.lists(steps, min_size=ROUNDS, max_size=ROUNDS))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_stands_is_what_was_decided_and_not_undone(rounds):
    with transaction.atomic():
        world = make_world()
        for taken in rounds:
            for step in taken:
                carry_out(world, step)
            check_sound()
        undo_everything(world)
        transaction.set_rollback(True)


def carry_out(world, step):
    before = world.actual()
    try:
        with transaction.atomic():
            world.take(*step)
    except CannotCurate:
        assert world.actual() == before
    expected = world.expected()
    assert without_pages_that_nobody_decided(world.actual(), expected) == expected


def check_sound():
    """What holds whatever was decided."""
    listed = Attribution.objects.accepted()
    assert not listed.exclude(researcher__merged_into=None).exists()
    assert not Researcher.objects.exclude(merged_into__merged_into=None).exists()
    pairs = list(listed.values_list("authorship__work", "researcher"))
    assert len(pairs) == len(set(pairs))
    for name, page in listed.values_list("authorship__name", "researcher"):
        assert NameVariant.objects.filter(researcher=page, name=name).exists()


def undo_everything(world):
    """From the latest back to the first nothing stands in the way, and the record is what it was."""
    for pk in sorted(world.decisions, reverse=True):
        undo(IdentityEvent.objects.get(pk=pk), by=world.admin)
    world.decisions.clear()
    expected = world.expected()
    assert without_pages_that_nobody_decided(world.actual(), expected) == expected
    assert world.actual()[0] == world.names
