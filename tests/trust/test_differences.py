"""What changed, in words."""

from datetime import date

import pytest

from trust.differences import differences
from trust.evidence import ClaimEvidence, Inputs
from trust.scoring import Part, Result, score

TODAY = date(2026, 5, 4)


def result(**fields):
    return score(Inputs(**fields), TODAY)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, result(works=1), ["Computed for the first time."]),
        (result(works=1), result(works=1), []),
        (result(works=7), result(works=9), []),
        (result(works=1), result(works=2), ["Listed works: 2 points more (2 became 4)."]),
        (
            result(works=1, claim=ClaimEvidence(TODAY, True)),
            result(works=1, claim=ClaimEvidence(TODAY, True), confirmed_works=1),
            ["Works confirmed by the researcher: 1 point more (0 became 1)."],
        ),
        (
            result(works=2),
            result(works=2, disputed_works=1),
            ["Disputed attributions: 4 points fewer (0 became -4)."],
        ),
        (
            result(works=1),
            result(works=1, claim=ClaimEvidence(TODAY, True)),
            ["Claimed by the researcher: 14 points more (0 became 14).", "Verification level 1 became 2."],
        ),
        (
            Result("0", 3, "Unverified", 1, (Part("beard", 1, 3),), ()),
            Result("1", 0, "Unverified", 1, (), ()),
            ["beard: 3 points fewer (3 became 0).", "The model changed from version 0 to 1."],
        ),
    ],
)
def test_every_difference_has_its_sentence(before, after, expected):
    assert differences(before, after) == expected
