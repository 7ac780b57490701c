"""What the matcher is not sure of: listed with its reasons, accepted or declined."""

import re

import pytest
from django.urls import reverse

from following.following import follow
from pages.views.curation import PROPOSALS_A_PAGE
from researchers.curation.moving import move
from researchers.curation.rejecting import reject
from researchers.models import Attribution, IdentityEvent, Researcher
from tests.builders import make_attribution, make_claim, make_researcher, make_work
from tests.pages.curation.looks import everything, fresh, merging_of, names_on

pytestmark = pytest.mark.django_db


def proposal_for(researcher, work, **fields):
    return make_attribution(work.authorships.get(), researcher, status="proposed", confidence=0.4, **fields)


def answer_as_listed(client, proposal, answer, **params):
    """Press a button of the list as it is now."""
    shown = client.get(reverse("pages:curation_proposals")).content.decode()
    form = next(form for form in re.findall("(?s)<form.*?</form>", shown) if f'value="{proposal.pk}"' in form)
    return client.post(reverse("pages:curation_proposals"), {**fields_of(form), "answer": answer}, **params)


def fields_of(form):
    return dict(re.findall(r'name="(proposal|seen_on)" value="(\d+)"', form))


def test_proposals_are_listed_with_their_reasons(as_user, admin, page):
    work = make_work("Whose is this?", authors=["Yang Liu"])
    proposal_for(page, work, reasons=["two co-authors in common"])
    shown = as_user(admin).get(reverse("pages:curation_proposals")).content.decode()
    for words in ("Whose is this?", "two co-authors in common", "0.40", "yang-liu"):
        assert words in shown
    public = as_user(None).get(page.get_absolute_url()).content.decode()
    assert "1 further work may be theirs and is not listed here." in public


@pytest.mark.parametrize(("answer", "status"), [("accept", "accepted"), ("decline", "rejected")])
def test_a_proposal_is_answered(as_user, admin, page, answer, status):
    proposal = proposal_for(page, make_work("Whose is this?", authors=["Yang Liu"]))
    sent = {"proposal": proposal.pk, "answer": answer}
    client, address = as_user(admin), reverse("pages:curation_proposals")
    assert client.post(address, sent).status_code == 302
    row = Attribution.objects.get(authorship=proposal.authorship)
    assert (row.status, row.basis, row.decided_by) == (status, "curated", admin)
    client.post(address, sent)
    assert IdentityEvent.objects.count() == 1


@pytest.mark.parametrize("sent", [{"answer": "burn"}, {}, {"proposal": "x"}])
def test_no_other_answer_is_known(as_user, admin, sent):
    assert as_user(admin).post(reverse("pages:curation_proposals"), sent).status_code == 404


def test_accepting_takes_the_work_from_the_page_that_has_it_alone(as_user, admin, page):
    fragment = make_researcher("Yang Liu", slug="yang-liu-9")
    work = make_work("Whose is this?", authors=[fragment])
    proposal = make_attribution(work.authorships.get(), page, status="proposed", confidence=0.4)
    answer_as_listed(as_user(admin), proposal, "accept")
    assert fresh(fragment).merged_into == page
    assert proposal.authorship_id in names_on(page)


def test_accepting_moves_one_work_of_several_and_refuses_nothing(as_user, admin, page, duplicate):
    work = make_work("Whose is this?", authors=[duplicate])
    proposal = make_attribution(work.authorships.get(), page, status="proposed", confidence=0.4)
    answer_as_listed(as_user(admin), proposal, "accept")
    assert proposal.authorship_id in names_on(page)
    assert len(names_on(duplicate)) == 1
    assert not Attribution.objects.filter(status="rejected").exists()


def lone_page_with(proposed_for):
    """A page that lists one work only, which is proposed for another."""
    lone = make_researcher("Yang Liu", slug="yang-liu-9")
    row = make_work("Whose is this?", authors=[lone]).authorships.get()
    return lone, make_attribution(row, proposed_for, status="proposed", confidence=0.4)


def claimed(lone, carol):
    make_claim(lone, carol, state="approved")


def asked_for(lone, carol):
    make_claim(lone, carol)


def followed(lone, carol):
    follow(lone, by=carol)


@pytest.mark.parametrize("concern", [claimed, asked_for, followed])
def test_a_page_with_which_people_have_to_do_is_looked_at_before_it_is_merged(
    as_user, admin, carol, page, concern
):
    lone, proposal = lone_page_with(page)
    concern(lone, carol)
    client, before = as_user(admin), everything()
    response = answer_as_listed(client, proposal, "accept")
    assert response.url == merging_of(lone, page)
    assert everything() == before
    shown = client.get(response.url).content.decode()
    assert "people have to do with it" in shown
    assert "1 work goes over" in shown


def test_a_proposal_about_ones_own_page_is_left_to_another_administrator(as_user, admin, page):
    Researcher.objects.filter(pk=page.pk).update(user=admin)
    proposal = proposal_for(page, make_work("Whose is this?", authors=["Yang Liu"]))
    for answer in ("accept", "decline"):
        response = answer_as_listed(as_user(admin), proposal, answer, follow=True)
        assert "another administrator has to decide it" in response.content.decode()
    assert Attribution.objects.get(pk=proposal.pk).status == "proposed"


@pytest.mark.parametrize("whose", ["lone", "page"])
def test_nobody_is_sent_to_look_at_a_merge_that_they_may_not_make(as_user, carol, admin, page, whose):
    lone, proposal = lone_page_with(page)
    follow(lone, by=carol)
    Researcher.objects.filter(pk={"lone": lone, "page": page}[whose].pk).update(user=admin)
    response = answer_as_listed(as_user(admin), proposal, "accept", follow=True)
    assert response.redirect_chain == [(reverse("pages:curation_proposals"), 302)]
    assert "another administrator has to decide it" in response.content.decode()


def moved_on(row, third, admin):
    move(row.researcher, [row.authorship_id], to=third, by=admin)


def taken_away(row, third, admin):
    reject(row.researcher, [row.authorship_id], by=admin)


@pytest.mark.parametrize(("since", "where"), [(moved_on, "on the page third"), (taken_away, "on no page")])
def test_a_work_that_is_elsewhere_by_now_stays_there_when_its_proposal_is_accepted(
    as_user, admin, page, duplicate, since, where
):
    work = make_work("Whose is this?", authors=[duplicate])
    proposal = make_attribution(work.authorships.get(), page, status="proposed", confidence=0.4)
    client, third = as_user(admin), make_researcher("Yang Liu", slug="third")
    stale = {"proposal": proposal.pk, "answer": "accept", "seen_on": duplicate.pk}
    since(Attribution.objects.accepted().get(authorship=proposal.authorship_id), third, admin)
    before = everything()
    response = client.post(reverse("pages:curation_proposals"), stale, follow=True)
    assert f"The work is {where} by now" in response.content.decode()
    assert everything() == before
    answer_as_listed(client, proposal, "accept")
    assert proposal.authorship_id in names_on(page)


def test_a_work_that_is_on_a_page_by_now_stays_there_when_it_was_on_none(as_user, admin, page, duplicate):
    proposal = proposal_for(page, make_work("Whose is this?", authors=["Yang Liu"]))
    make_attribution(proposal.authorship, duplicate)
    before = everything()
    for seen_on in ({}, {"seen_on": ""}, {"seen_on": "x"}, {"seen_on": page.pk}):
        sent = {"proposal": proposal.pk, "answer": "accept", **seen_on}
        response = as_user(admin).post(reverse("pages:curation_proposals"), sent, follow=True)
        assert "The work is on the page y-liu by now" in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "٣", "0", ""])
def test_a_proposal_that_is_no_number_of_one_is_said_to_be_gone(as_user, admin, number):
    sent = {"proposal": number, "answer": "accept"}
    response = as_user(admin).post(reverse("pages:curation_proposals"), sent, follow=True)
    assert "The matcher has changed its mind" in response.content.decode()


def test_answering_leads_back_to_the_same_page_of_the_list(as_user, admin, page):
    for number in range(PROPOSALS_A_PAGE + 2):
        proposal = proposal_for(page, make_work(f"Whose is number {number}?", authors=["Yang Liu"]))
    client, address = as_user(admin), reverse("pages:curation_proposals") + "?page=2"
    assert f'action="{address}"' in client.get(address).content.decode()
    response = client.post(address, {"proposal": proposal.pk, "answer": "decline"})
    assert response.url == address
    assert client.get(address).context["page"].number == 2


def test_the_proposals_for_one_page_are_listed_alone_and_answered_in_turn(as_user, admin, page, duplicate):
    first = proposal_for(page, make_work("Whose is this?", authors=["Yang Liu"]))
    other = proposal_for(duplicate, make_work("And this?", authors=["Yang Liu"]))
    client, address = as_user(admin), reverse("pages:curation_proposals")
    hub = client.get(reverse("pages:curation", args=[page.slug])).content.decode()
    assert f'{address}?to=yang-liu">1 more work is proposed for this page' in hub
    shown = client.get(address, {"to": page.slug})
    assert [row.pk for row in shown.context["page"]] == [first.pk]
    assert {row.pk for row in client.get(address).context["page"]} == {first.pk, other.pk}
    answered = client.post(f"{address}?to=yang-liu&page=2", {"proposal": first.pk, "answer": "decline"})
    assert answered.url == f"{address}?to=yang-liu&page=2"
    assert "Nothing is proposed" in client.get(address, {"to": "nobody\0"}).content.decode()
    assert (
        "proposed for this page"
        not in client.get(reverse("pages:curation", args=[page.slug])).content.decode()
    )
