"""The pages that a claim is about."""

import pytest
from django.urls import reverse

from claims.models import Claim
from tests.builders import make_researcher


@pytest.fixture
def further(draft):
    record = make_researcher("Carol Holm", works_count=3)
    draft.further_records.create(researcher=record)
    return record


@pytest.fixture
def address(draft):
    return reverse("claims:records", args=[draft.pk])


def test_it_says_which_is_the_main_page_and_where_the_way_goes(as_user, carol, draft, further, address):
    text = as_user(carol).get(address).text
    assert text.index("Main page") < text.index("Carol Holm") < text.index("Further page")
    assert 'aria-current="step"' in text
    assert "you are here" in text
    assert reverse("claims:evidence", args=[draft.pk]) in text
    assert f"?for={draft.pk}&amp;q=Carol%20Stranger-Holm" in text


def test_a_further_page_is_removed(as_user, carol, draft, further, address):
    response = as_user(carol).post(address, {"deed": "remove", "record": further.pk})
    assert response.url == address
    assert not draft.further_records.exists()


def test_a_further_page_becomes_the_main_one(as_user, carol, draft, further, address):
    as_user(carol).post(address, {"deed": "main", "record": further.pk})
    assert Claim.objects.get(pk=draft.pk).researcher == further


@pytest.mark.parametrize("said", [{}, {"deed": "remove"}, {"deed": "steal", "record": 1}, {"record": "x"}])
def test_nonsense_changes_nothing(as_user, carol, draft, further, address, said):
    assert as_user(carol).post(address, said).status_code == 422
    assert draft.further_records.count() == 1


def test_what_is_decided_shows_where_it_stands(as_user, carol, draft, address):
    Claim.objects.filter(pk=draft.pk).update(state=Claim.State.REJECTED, submitted_at=draft.created_at)
    assert as_user(carol).get(address).url == draft.get_absolute_url()


def test_more_pages_cost_no_more_queries(as_user, carol, draft, further, address, count_queries):
    client = as_user(carol)
    client.get(address)
    few = count_queries(lambda: client.get(address))
    for _ in range(8):
        draft.further_records.create(researcher=make_researcher())
    assert count_queries(lambda: client.get(address)) == few
