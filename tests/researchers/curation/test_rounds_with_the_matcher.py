"""Many rounds of decisions, imports and runs of the matcher: what people decided stands, and can be taken back."""

import os

import pytest

from researchers.identity import planning
from researchers.models import Attribution
from tests.researchers.curation.rounds import World
from tests.researchers.curation.soundness import difference, partition, state
from tests.researchers.identity.seers import run

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, STEPS = 5, 6
DEEDS = ["merge", "merge", "split", "move", "take away", "reject", "confirm", "dispute", "distinguish"]
DEEDS += ["accept", "decline", "undo", "undo", "undo matcher"]
EVENTS = ["reprint", "reprint", "import", "resolve", "resolve all"]
# More by hand: ROUNDS_FROM=100 ROUNDS_SEEDS=500
FIRST, SEEDS = int(os.environ.get("ROUNDS_FROM", "0")), int(os.environ.get("ROUNDS_SEEDS", "4"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_what_people_decided_outlives_imports_and_the_matcher(seed, monkeypatch):
    monkeypatch.setattr(planning, "learn_commonness", lambda *known: None)
    world = World.of(seed)
    original, printed = partition(), {**world.printed}
    for _ in range(ROUNDS):
        for _ in range(STEPS):
            kind = world.chance.choice(DEEDS if world.chance.random() < 0.65 else EVENTS)
            world.step(kind)
        world.undo_matcher_at_once()
        world.step("resolve all")
        before = state()
        world.step("resolve all")
        changed = difference(before, state())
        assert not changed, changed
    all_taken_back = world.take_back_everything()
    world.printed = printed
    world.bring(*printed)
    run(everything=True)
    world.check()
    if all_taken_back:
        assert not Attribution.objects.filter(status="rejected").exists()
        assert partition() == original
