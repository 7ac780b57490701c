"""Saying which works are one's own before the claim is decided."""

import pytest
from django.urls import reverse

from claims.flow.sheet import Answer, sheet_of
from claims.models import Claim
from claims.review.allowing import DENIED
from researchers.models import Attribution
from tests.builders import make_attribution, make_claim, make_researcher, make_work, make_works

Status = Attribution.Status


@pytest.fixture
def address(draft):
    return reverse("claims:works", args=[draft.pk])


@pytest.fixture
def works(page):
    return make_works(3, authors=[page])


def printed(work):
    return work.authorships.get()


def said(claim):
    return dict(claim.answers.values_list("authorship__work__title", "answer"))


def test_the_works_of_every_record_are_on_the_sheet(draft, page, works):
    further = make_researcher()
    draft.further_records.create(researcher=further)
    make_work("Of the other record", authors=[further])
    assert sheet_of(draft, None).tally.total == 4


def test_what_is_offered_is_there_once_and_what_was_turned_down_is_not(draft, page):
    further = make_researcher()
    draft.further_records.create(researcher=further)
    listed, offered, turned_down = (make_work(name, authors=["C. Holm"]) for name in "abc")
    make_attribution(printed(listed), page)
    make_attribution(printed(listed), further, status=Status.PROPOSED)
    for record in (page, further):
        make_attribution(printed(offered), record, status=Status.PROPOSED)
    make_attribution(printed(turned_down), page, status=Status.REJECTED)
    assert sorted(row.work.title for row in sheet_of(draft, None).rows) == ["a", "b"]


def test_a_work_that_was_withdrawn_is_not_there(draft, page):
    make_work("Gone", authors=[page], withdrawn=True)
    assert sheet_of(draft, None).tally.total == 0


@pytest.mark.parametrize(
    ("answer", "words"),
    [("mine", "you say: mine"), ("not_mine", "you say: not mine"), ("not_sure", "you say: not sure")],
)
def test_an_answer_is_kept_and_said(as_user, carol, draft, works, address, answer, words):
    response = as_user(carol).post(address, {"answer": f"{answer} {printed(works[0]).pk}"}, follow=True)
    assert response.redirect_chain == [(f"{address}#sheet", 302)]
    assert said(draft) == {works[0].title: answer}
    assert words in response.text
    assert 'aria-pressed="true"' in response.text


def test_an_answer_is_changed(as_user, carol, draft, works, address):
    client, pk = as_user(carol), printed(works[0]).pk
    for answer in ("mine", "not_mine", "not_sure"):
        client.post(address, {"answer": f"{answer} {pk}"})
    assert said(draft) == {works[0].title: Answer.NOT_SURE}


def test_several_are_answered_at_once(as_user, carol, draft, works, address):
    chosen = [printed(work).pk for work in works[:2]]
    text = as_user(carol).post(address, {"answer": "not_mine", "works": chosen}, follow=True).text
    assert "2 works are marked as not yours." in text
    assert said(draft) == {work.title: Answer.NOT_MINE for work in works[:2]}


def test_the_whole_page_is_answered_and_what_was_said_before_stands(as_user, carol, draft, works, address):
    client, first = as_user(carol), printed(works[0]).pk
    client.post(address, {"answer": f"not_mine {first}"})
    shown = client.get(address)
    assert "All 2 unanswered on this page are mine" in shown.text
    client.post(address, {"answer": "all_mine", "open": [printed(work).pk for work in works[1:]]})
    assert sorted(said(draft).values()) == [Answer.MINE, Answer.MINE, Answer.NOT_MINE]


def test_nothing_ticked_is_said(as_user, carol, draft, works, address):
    response = as_user(carol).post(address, {"answer": "mine"})
    assert response.status_code == 422
    assert "Tick the works first" in response.text
    assert not draft.answers.exists()


def test_works_of_others_cannot_be_answered_for(as_user, carol, draft, works, address):
    foreign = printed(make_work("Somebody else's", authors=[make_researcher()]))
    response = as_user(carol).post(address, {"answer": f"mine {foreign.pk}"})
    assert response.status_code == 422
    assert "not on your sheet any more" in response.text
    assert not draft.answers.exists()


def test_what_somebody_holds_is_not_to_be_had_by_an_answer(as_user, carol, draft, page, ada_page, address):
    work = make_work("Ada's", authors=[ada_page])
    make_attribution(printed(work), page, status=Status.PROPOSED)
    text = as_user(carol).get(address).text
    assert "It stands on the page of" in text
    assert f'value="mine {printed(work).pk}"' not in text
    assert f'value="not_mine {printed(work).pk}"' in text


def test_htmx_gets_the_sheet_alone(as_user, carol, draft, works, address):
    answer = {"answer": f"mine {printed(works[0]).pk}"}
    response = as_user(carol).post(address, answer, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "<html" not in response.text
    assert 'data-announce="1 work is marked as yours. "' in response.text


def test_fifty_are_on_a_page(as_user, carol, draft, page, address, count_queries):
    client = as_user(carol)
    make_works(2, authors=[page])
    client.get(address)
    few = count_queries(lambda: client.get(address))
    make_works(53, authors=[page])
    assert count_queries(lambda: client.get(address)) == few
    assert client.get(address, {"page": 2}).text.count('name="works"') == 5


def test_an_answer_after_sending_has_the_evidence_looked_at(as_user, carol, claim, works, carried_out):
    address = reverse("claims:works", args=[claim.pk])
    with carried_out:
        as_user(carol).post(address, {"answer": f"not_mine {printed(works[0]).pk}"})
    assert Claim.objects.get(pk=claim.pk).checked_at


def test_whoever_got_the_page_is_led_to_its_own_sheet(as_user, carol, page):
    claim = make_claim(page, carol, state=Claim.State.APPROVED)
    response = as_user(carol).post(reverse("claims:works", args=[claim.pk]), {"answer": "mine 1"})
    assert response.url == reverse("researchers:authorship", args=[page.slug])


def test_after_a_refusal_nothing_is_answered(as_user, carol, page):
    claim = make_claim(page, carol, state=Claim.State.REJECTED)
    assert as_user(carol).get(reverse("claims:works", args=[claim.pk])).url == claim.get_absolute_url()


def test_a_whole_page_answered_by_mistake_is_taken_back(as_user, carol, draft, works, address):
    client, first = as_user(carol), printed(works[0]).pk
    client.post(address, {"answer": f"not_mine {first}"})
    client.post(address, {"answer": "mine", "works": [printed(work).pk for work in works]})
    assert set(said(draft).values()) == {Answer.MINE}
    assert "Last: 3 works are marked as yours." in client.get(address).text
    assert "3 works are as before." in client.post(address, {"answer": "take_back"}, follow=True).text
    assert said(draft) == {works[0].title: Answer.NOT_MINE}


def test_what_was_answered_since_is_not_taken_back(as_user, carol, draft, works, address):
    client = as_user(carol)
    client.post(address, {"answer": "mine", "works": [printed(work).pk for work in works]})
    draft.answers.filter(authorship=printed(works[1])).update(answer=Answer.NOT_SURE)
    client.post(address, {"answer": "take_back"})
    assert said(draft) == {works[1].title: Answer.NOT_SURE}


def test_what_was_taken_back_is_not_taken_back_twice(as_user, carol, draft, works, address):
    client = as_user(carol)
    client.post(address, {"answer": f"mine {printed(works[0]).pk}"})
    client.post(address, {"answer": "take_back"})
    response = client.post(address, {"answer": "take_back"})
    assert response.status_code == 422
    assert "There is nothing to take back." in response.text
    assert "Take back the last answer" not in response.text


def test_an_answer_can_be_none_again(as_user, carol, draft, works, address):
    client, pk = as_user(carol), printed(works[0]).pk
    client.post(address, {"answer": f"mine {pk}"})
    assert f'value="none {pk}"' in client.get(address).text
    client.post(address, {"answer": f"none {pk}"})
    assert not draft.answers.exists()


def test_what_an_administrator_denied_does_not_come_back_allowed(as_user, carol, claim, works):
    address, pk = reverse("claims:works", args=[claim.pk]), printed(works[0]).pk
    client = as_user(carol)
    client.post(address, {"answer": f"mine {pk}"})
    claim.answers.update(refused=DENIED)
    client.post(address, {"answer": f"none {pk}"})
    client.post(address, {"answer": f"mine {pk}"})
    assert claim.answers.get().refused == DENIED


def test_a_missing_work_that_did_not_come_is_asked_for_again(as_user, carol, draft, works, address):
    row = draft.missing_works.create(scheme="doi", value="10.5555/1", state="unknown", note="Cut short.")
    client = as_user(carol)
    assert "Ask again" in client.get(address).text
    client.post(reverse("claims:missing", args=[draft.pk]), {"identifiers": "10.5555/1"})
    row.refresh_from_db()
    assert row.state == "waiting"
