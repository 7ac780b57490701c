"""What the matcher is not sure of: listed with its reasons, accepted or declined."""

import pytest
from django.urls import reverse

from researchers.models import Attribution, IdentityEvent
from tests.builders import make_attribution, make_researcher, make_work
from tests.pages.curation.looks import fresh, names_on

pytestmark = pytest.mark.django_db


def proposal_for(researcher, work, **fields):
    return make_attribution(work.authorships.get(), researcher, status="proposed", confidence=0.4, **fields)


def test_proposals_are_listed_with_their_reasons(as_user, admin, page):
    work = make_work("Whose is this?", authors=["Yang Liu"])
    proposal_for(page, work, reasons=["two co-authors in common"])
    shown = as_user(admin).get(reverse("pages:curation_proposals")).content.decode()
    for words in ("Whose is this?", "two co-authors in common", "0.40", "yang-liu"):
        assert words in shown
    assert "1 work is proposed and not listed" in as_user(None).get(page.get_absolute_url()).content.decode()


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
    as_user(admin).post(reverse("pages:curation_proposals"), {"proposal": proposal.pk, "answer": "accept"})
    assert fresh(fragment).merged_into == page
    assert proposal.authorship_id in names_on(page)


def test_accepting_moves_one_work_of_several_and_refuses_nothing(as_user, admin, page, duplicate):
    work = make_work("Whose is this?", authors=[duplicate])
    proposal = make_attribution(work.authorships.get(), page, status="proposed", confidence=0.4)
    as_user(admin).post(reverse("pages:curation_proposals"), {"proposal": proposal.pk, "answer": "accept"})
    assert proposal.authorship_id in names_on(page)
    assert len(names_on(duplicate)) == 1
    assert not Attribution.objects.filter(status="rejected").exists()
