import pytest

from researchers.identity.evaluating import evaluate

ADA_AND_BOB = {1: "ada", 2: "ada", 3: "bob", 4: "bob"}


@pytest.mark.parametrize(
    ("found", "b_cubed", "pairwise"),
    [
        ({1: "x", 2: "x", 3: "y", 4: "y"}, (1, 1), (1, 1)),
        ({1: "x", 2: "x", 3: "x", 4: "x"}, (1 / 2, 1), (2 / 6, 1)),
        ({1: "x", 2: "y", 3: "z", 4: "w"}, (1, 1 / 2), (1, 0)),
        ({1: "x", 2: "x", 3: "x", 4: "y"}, (2 / 3, 3 / 4), (1 / 3, 1 / 2)),
        # Who was not found stands alone; who is not known does not count.
        ({1: "x", 2: "x", 3: "y", 9: "x"}, (1, 3 / 4), (1, 1 / 2)),
    ],
)
def test_people_found_are_compared_with_people_known(found, b_cubed, pairwise):
    result = evaluate(ADA_AND_BOB, found)
    assert (result.b_cubed.precision, result.b_cubed.recall) == pytest.approx(b_cubed)
    assert (result.pairwise.precision, result.pairwise.recall) == pytest.approx(pairwise)
    assert (result.mentions, result.people) == (4, 2)


def test_f1_is_the_harmonic_mean():
    result = evaluate(ADA_AND_BOB, dict.fromkeys(ADA_AND_BOB, "x"))
    assert result.b_cubed.f1 == pytest.approx(2 / 3)
    assert evaluate(ADA_AND_BOB, {}).pairwise.f1 == 0


def test_nobody_known_is_nothing_wrong():
    assert evaluate({}, {1: "x"}).b_cubed.f1 == 1
