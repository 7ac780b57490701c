"""An address at an institution that decides beside another's word has to be the claimant's own, by the name in it."""

import pytest

from claims.examination.examining import examine
from claims.models import Claim, Supporter
from claims.vouching import OwnPage, refuse_vouch_for
from tests.builders import make_authorship, make_researcher, make_user, make_vouch, make_work
from tests.claims.evidence.builders import make_institution, make_verified, owner_of
from tests.claims.tied import sent
from works.models import Affiliation

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """Vera's page, which lists a work with Mallory."""
    page = make_researcher("Vera Quist")
    authorship = make_authorship(make_work(authors=["Mallory Holm"]), page, position=1)
    Affiliation.objects.create(authorship=authorship, institution=make_institution("Uni", "uni.example"))
    return page


@pytest.fixture
def mallory(page):
    """Who is verified, and Vera's co-author."""
    own = make_verified("Mallory Holm", user=make_user("mallory@uni.example", name="Mallory Holm"))
    make_authorship(make_work(), own, position=0)
    make_authorship(page.attributions.get().authorship.work, own, position=2)
    Supporter.objects.create(user=owner_of(own), researcher=own, distance=0)
    return owner_of(own)


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("vera.quist@uni.example", "approved"),
        ("quist+papers@cs.uni.example", "approved"),
        ("mallory+v@uni.example", "submitted"),
        ("mallory+quist@uni.example", "submitted"),
        ("m.holm@uni.example", "submitted"),
        ("x17@uni.example", "submitted"),
    ],
)
def test_a_coauthors_word_decides_only_beside_an_address_that_is_the_claimants(page, mallory, address, state):
    claim = sent(page, make_user(address, name="Vera Quist"))
    make_vouch(claim, mallory)
    examine(claim.pk)
    claim.refresh_from_db()
    assert claim.state == state
    if state == Claim.State.SUBMITTED:
        assert claim.held_back == ["address_of_another"]
    else:
        assert claim.rule == "vouch_coauthor_and_institution"


def test_nobody_vouches_for_an_account_whose_mail_they_read(page, mallory):
    claim = sent(page, make_user("Mallory+V@uni.example", name="Vera Quist"))
    with pytest.raises(OwnPage):
        refuse_vouch_for(claim, by=mallory)
