"""One deed for several claims of the queue."""

import pytest
from django.urls import reverse

from claims.models import Claim, ClaimedRecord
from claims.review.bulk import MOST_AT_ONCE
from tests.builders import make_claim, make_evidence, make_researcher, make_user
from tests.claims.tickets import last_line

State = Claim.State
ADDRESS = "/review/bulk/"


@pytest.fixture
def client(as_user, admin):
    return as_user(admin)


@pytest.fixture
def several(db):
    """Three claims whose names fit, and for which strong evidence counts."""
    claims = [make_claim(make_researcher("Ines Marr"), make_user(name="Ines Marr")) for _ in range(3)]
    for claim in claims:
        make_evidence(claim)
    return claims


def chosen(deed: str, *claims: Claim, **said: str) -> dict[str, object]:
    """What the queue sends; what the list sends, where it says `confirmed`."""
    seen = {f"seen-{claim.pk}": str(last_line(claim)) for claim in claims}
    return {"deed": deed, "claims": [claim.pk for claim in claims], **seen, **said}


def states_of(claims: list[Claim]) -> list[str]:
    return [Claim.objects.get(pk=claim.pk).state for claim in claims]


@pytest.mark.parametrize("deed", ["ask", "reject", "approve"])
def test_the_list_is_shown_before_anything_is_decided(client, several, deed):
    response = client.post(ADDRESS, chosen(deed, *several))
    assert response.status_code == 200
    assert response.text.count('name="claims"') == 3
    assert states_of(several) == ["submitted"] * 3


def test_several_are_rejected_for_one_reason_each_with_its_own_page(client, several):
    said = chosen("reject", *several, reason="reject:other_person", confirmed="yes")
    assert "3 claims rejected" in client.post(ADDRESS, said).text
    for claim in Claim.objects.filter(state=State.REJECTED):
        assert claim.reason_code == "other_person"
        assert claim.reply.startswith("The works on the page of Ines Marr are by another person")
    assert states_of(several) == ["rejected"] * 3


def test_the_text_is_shown_to_be_changed(client, several):
    response = client.post(ADDRESS, chosen("reject", *several, reason="reject:other_person", fill="yes"))
    assert "The works on the page of {page} are by another" in response.context["form"]["note"].value()
    assert states_of(several) == ["submitted"] * 3


def test_several_are_asked_one_question(client, several):
    client.post(ADDRESS, chosen("ask", *several, note="Which works?", confirmed="yes"))
    assert {claim.reply for claim in Claim.objects.asked()} == {"Which works?"}


def test_without_words_nothing_is_sent_and_the_list_is_kept(client, several):
    response = client.post(ADDRESS, chosen("reject", *several, confirmed="yes"))
    assert response.status_code == 422
    assert response.text.count('name="claims"') == 3
    assert states_of(several) == ["submitted"] * 3


def test_several_are_taken_and_left_again(client, several, admin):
    assert "3 claims assigned to you" in client.post(ADDRESS, chosen("take", *several)).text
    assert Claim.objects.taken_by(admin).count() == 3
    assert "3 claims left to others" in client.post(ADDRESS, chosen("release", *several)).text
    assert Claim.objects.taken_by(admin).count() == 0


def test_what_needs_no_weighing_is_approved_together(client, several):
    client.post(ADDRESS, chosen("approve", *several, confirmed="yes"))
    assert states_of(several) == ["approved"] * 3


def refusals(response) -> dict[int, str]:
    return {one.claim.pk: one.reason for one in response.context["outcome"].refused}


def test_what_has_to_be_weighed_is_not_approved_together(client, several):
    weak = make_claim(make_researcher("Ines Marr"), make_user(name="Ines Marr"))
    make_evidence(weak, "institution_email", is_strong=False)
    namesake = make_claim(make_researcher("Otto Berg"), make_user(name="Ines Marr"))
    make_evidence(namesake)
    ClaimedRecord.objects.create(claim=several[0], researcher=make_researcher())
    all_of_them = [*several, weak, namesake]
    response = client.post(ADDRESS, chosen("approve", *all_of_them, confirmed="yes"))
    assert {pk: reason.partition(".")[0] for pk, reason in refusals(response).items()} == {
        weak.pk: "No strong evidence counts",
        namesake.pk: "The name does not fit the record",
        several[0].pk: "It is about several records",
    }
    assert states_of(all_of_them) == ["submitted", "approved", "approved", "submitted", "submitted"]


def test_what_was_refused_is_told_one_by_one_and_the_rest_is_done(client, several, admin):
    own, withdrawn, news = make_claim(user=admin), make_claim(state=State.WITHDRAWN), several[0]
    said = chosen("ask", *several, own, withdrawn, note="Which works?", confirmed="yes")
    news.events.create(about="evidence", state=news.state, note="Found: ORCID iD.")
    taken = several[1]
    Claim.objects.free_for(admin).filter(pk=taken.pk).update(
        assigned_to=make_user(name="Walter Watch"), assigned_until="2100-01-01T00:00:00Z"
    )
    response = client.post(ADDRESS, said)
    told = refusals(response)
    assert "your own claim" in told[own.pk]
    assert "has moved on" in told[withdrawn.pk]
    assert "has happened to this claim since" in told[news.pk]
    assert "Walter Watch has taken this ticket" in told[taken.pk]
    assert states_of(several) == ["submitted", "submitted", "needs_information"]
    assert all(reason in response.text for reason in ("your own claim", "Walter Watch"))


def test_what_is_not_there_is_counted(client, several):
    draft = make_claim(state=State.DRAFT)
    said = chosen("ask", several[0], draft, note="Which works?", confirmed="yes")
    said["claims"] = [*said["claims"], 999_999]
    assert client.post(ADDRESS, said).context["outcome"].missing == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choose at least one claim first."),
        ({"claims": ["1", "99999999999999999999"]}, "99999999999999999999 is no claim."),
        ({"claims": list(range(1, MOST_AT_ONCE + 2))}, "At most 50 at once."),
    ],
)
def test_too_few_and_too_many_are_not_dealt_with(client, said, words):
    response = client.post(ADDRESS, {"deed": "take", **said})
    assert response.status_code == 422
    assert words in response.text


def test_no_other_deed_is_done(client, several):
    assert client.post(ADDRESS, chosen("revoke", *several)).status_code == 422


def test_the_queue_offers_it_where_something_can_be_done(client, several):
    assert "Reject them" in client.get("/review/").text
    make_claim(state=State.REJECTED)
    assert "Reject them" not in client.get("/review/?tab=decided").text


def test_the_list_costs_the_same_for_two_as_for_twenty(client, several, count_queries):
    client.get(reverse("claims:review"))
    few = count_queries(lambda: client.post(ADDRESS, chosen("ask", *several[:2])))
    more = [make_claim() for _ in range(18)]
    assert count_queries(lambda: client.post(ADDRESS, chosen("ask", *more))) - len(more) == few - 2


def test_the_form_says_what_each_deed_needs(client, several):
    asking = client.post(ADDRESS, chosen("ask", *several)).text
    assert "Needed to reject" not in asking
    approving = client.post(ADDRESS, chosen("approve", *several)).text
    assert "the text of the reason chosen is sent" not in approving
