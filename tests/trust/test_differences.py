"""What changed, in words."""

from datetime import date

import pytest

from trust.differences import causes, differences
from trust.evidence import CheckedEvidence, ClaimEvidence, Inputs, Support
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
            ["Works confirmed by the claimant: 1 point more (0 became 1)."],
        ),
        (
            result(works=2),
            result(works=2, disputed_works=1),
            ["Open disputes: 4 points fewer (0 became -4)."],
        ),
        (
            result(works=1),
            result(works=1, claim=ClaimEvidence(TODAY, True)),
            ["Approved claim: 14 points more (0 became 14).", "Verification level 1 became 2."],
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


def pieces(*kinds):
    return tuple(CheckedEvidence(kind, True, TODAY, date.max) for kind in kinds)


def supporters(*pairs):
    return tuple(Support(way, by, 0, TODAY) for way, by in pairs)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, Inputs(evidence=pieces("seen")), []),
        (Inputs(evidence=pieces("seen")), Inputs(evidence=pieces("seen")), []),
        (Inputs(), Inputs(evidence=pieces("seen")), ["Found: Seen by an administrator."]),
        (Inputs(evidence=pieces("seen")), Inputs(), ["Does not count any more: Seen by an administrator."]),
        (Inputs(evidence=pieces("of yore")), Inputs(), ["Does not count any more: of yore."]),
        (Inputs(), Inputs(support=supporters(("vouch", "a"))), ["1 vouch more."]),
        (
            Inputs(support=supporters(("vouch", "a"), ("vouch", "b"), ("coauthor", "a"))),
            Inputs(support=supporters(("coauthor", "c"), ("coauthor", "d"))),
            ["2 vouches fewer.", "1 verified co-author more."],
        ),
        # Of more than so many, others are kept when a nearer one comes; nobody left.
        (Inputs(support=supporters(("vouch", "a"))), Inputs(support=supporters(("vouch", "b"))), []),
    ],
)
def test_what_came_and_went_has_its_sentence(before, after, expected):
    assert causes(before, after) == expected
