"""Letters to claimants: of their page once it is theirs, and of the page they claim before."""

import pytest

from claims.evidence import COAUTHOR, words
from claims.models import Claim
from tests.builders import make_claim, make_evidence, make_researcher

pytestmark = pytest.mark.django_db


def letters(state):
    evidence = make_evidence(make_claim(make_researcher(), state=state), "coauthor")
    return [
        words.missed(evidence, COAUTHOR),
        words.ended(evidence, COAUTHOR, "It has expired."),
        words.expiring(evidence, COAUTHOR),
    ]


@pytest.mark.parametrize("state", Claim.OPEN_STATES)
def test_before_approval_the_page_is_the_one_claimed(state):
    for letter in letters(state):
        assert letter.subject.startswith("Evidence for the page you claim ")
        assert "you to the page you claim" in letter.text
        assert "your page" not in letter.subject + letter.text.removesuffix(COAUTHOR.advice)
        assert "level" not in letter.text


def test_after_approval_it_is_their_page_whose_level_may_change():
    for letter in letters(Claim.State.APPROVED):
        assert letter.subject.startswith("Evidence for your page ")
        assert "you to your page" in letter.text
    assert "The verification level of your page may be lower now." in letters(Claim.State.APPROVED)[1].text
