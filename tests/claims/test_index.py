"""My claims."""

from django.urls import reverse

from claims.models import Claim
from tests.builders import make_claim, make_researcher

ADDRESS = "/claims/"


def test_it_lists_my_claims_alone_latest_first(as_user, carol, claim):
    make_claim(make_researcher("Somebody Elses"))
    make_claim(
        make_researcher("Older Page"), carol, state=Claim.State.REJECTED, submitted_at="2020-01-01T00:00:00Z"
    )
    text = as_user(carol).get(ADDRESS).text
    assert "Somebody Elses" not in text
    assert text.index("Carol Stranger-Holm") < text.index("Older Page")
    assert "Waiting for a decision" in text
    assert "Rejected" in text


def test_without_claims_it_says_what_to_do(as_user, dora):
    text = as_user(dora).get(ADDRESS).text
    assert "You have not claimed a page" in text
    assert reverse("pages:search") in text


def test_more_claims_cost_no_more_queries(as_user, carol, claim, count_queries):
    client = as_user(carol)
    client.get(ADDRESS)
    few = count_queries(lambda: client.get(ADDRESS))
    for _ in range(20):
        make_claim(user=carol, state=Claim.State.WITHDRAWN)
    assert count_queries(lambda: client.get(ADDRESS)) == few
