"""Letters to claimants: of their page once it is theirs, and of the page they claim before."""

import pytest

from claims.evidence import COAUTHOR, institutions, orcid, printed_addresses, words
from claims.models import Claim
from tests.builders import make_claim, make_evidence, make_researcher

pytestmark = pytest.mark.django_db


def letters(state, **fields):
    evidence = make_evidence(make_claim(make_researcher(), state=state), "coauthor", **fields)
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


TIES = orcid.OrcidTies("0000-0002-1825-0097", 3, 2, 2, 0, False, False)
INSTITUTE = institutions.Owner("https://institute.example", "Institute of Looms")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (orcid.printed(TIES), "You signed in at ORCID as"),
        (institutions.finding_of("institute.example", INSTITUTE).found, "is printed beside your name"),
        (printed_addresses.finding_of("digest", 1, "Looms", True).found, "printed beside your name"),
        ("Ada, a verified researcher, confirms that this page is the claimant's.", "this page is yours"),
    ],
)
def test_whoever_reads_it_is_spoken_to(found, said):
    for letter in letters(Claim.State.APPROVED, found=found):
        assert said in letter.text
        assert "claimant" not in letter.text
        assert "beside their name" not in letter.text
