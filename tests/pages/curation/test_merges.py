"""Two pages become one: what the preview says, what leads where, and why it may be refused."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from following.following import follow, recount_followers
from researchers.answering import confirm_attribution, reject_attribution
from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge, plan_merge
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.curation.undoing import undo
from researchers.models import Attribution, Distinction, ExternalId, IdentityEvent, Researcher
from tests.builders import make_attribution, make_authorship, make_claim, make_user, make_work
from tests.pages.curation.looks import decide, everything, fresh, merging_of, names_on
from trust.refreshing import score_stale

pytestmark = pytest.mark.django_db


def test_a_merge_says_what_it_touches_and_is_then_done(as_user, client, admin, page, duplicate, carol, bob):
    for user in (carol, bob):
        follow(duplicate, by=user)
    follow(page, by=bob)
    ExternalId.objects.create(researcher=duplicate, scheme="orcid", value="0000-0002-1825-0097")
    make_claim(duplicate, carol)
    curator = as_user(admin)
    shown = curator.get(merging_of(duplicate, page)).content.decode()
    for words in ("1 work goes", "2 people follow", "1 of them does already", "1 open claim", "<bdi>Y. Liu</bdi>",
                  "orcid:0000-0002-1825-0097", "/researchers/y-liu/"):  # fmt: skip
        assert words in shown, words
    response = decide(curator, merging_of(duplicate, page), reason="One person.")
    event = IdentityEvent.objects.get()
    assert response.url == reverse("pages:curation_decision", args=[event.pk])
    assert fresh(duplicate).merged_into == page
    assert (fresh(page).followers_count, fresh(duplicate).followers_count) == (2, 0)
    assert len(names_on(page)) == 4
    assert recount_followers() == 0
    told = client.get(page.get_absolute_url()).content.decode()
    assert "was merged into this one, with 1 work" in told
    assert "One person." not in told


ADDRESSES = [
    "/researchers/y-liu/", "/researchers/y-liu/works/?sort=newest", "/researchers/y-liu/bib", "/researchers/y-liu/ris",
    "/researchers/y-liu/csl.json", "/researchers/y-liu/feed.atom", "/researchers/y-liu/trust/",
    "/researchers/y-liu/trust.json", "/researchers/y-liu/graph/", "/researchers/y-liu/report/",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_a_merged_page_leads_to_the_same_of_the_one_kept(
    client, admin, page, duplicate, address
):
    event = merge(duplicate, into=page, by=admin)
    response = client.get(address)
    assert (response.status_code, response.url) == (301, address.replace("y-liu", "yang-liu"))
    assert response["Cache-Control"] == "max-age=3600"
    undo(event, by=admin)
    score_stale()  # or there is no trust.json yet
    assert client.get(address).status_code == 200


def test_an_identifier_leads_to_the_page_kept_and_back(client, admin, page, duplicate):
    ExternalId.objects.create(researcher=duplicate, scheme="acl", value="y-liu-1")
    event = merge(duplicate, into=page, by=admin)
    assert client.get("/researchers/by/acl/y-liu-1/").url == page.get_absolute_url()
    undo(event, by=admin)
    assert client.get("/researchers/by/acl/y-liu-1/").url == duplicate.get_absolute_url()


def refuse_orcids(page, duplicate, by):
    ExternalId.objects.create(researcher=page, scheme="orcid", value="0000-0002-1825-0097")
    ExternalId.objects.create(researcher=duplicate, scheme="orcid", value="0000-0001-5109-3700")


def refuse_one_work(page, duplicate, by):
    make_work("Together", authors=[page, duplicate])


def refuse_distinct(page, duplicate, by):
    distinguish(duplicate, page, by=by)


def refuse_owners(page, duplicate, by):
    for one in (page, duplicate):
        Researcher.objects.filter(pk=one.pk).update(user=make_user())


def refuse_answer(page, duplicate, by):
    row = Attribution.objects.get(researcher=duplicate)
    make_attribution(row.authorship, page, status="rejected", basis="curated")


@pytest.mark.parametrize(
    ("obstacle", "words"),
    [
        (refuse_orcids, "different ORCID iDs"),
        (refuse_one_work, "Both are authors of"),
        (refuse_distinct, "these are two people"),
        (refuse_owners, "Both pages are claimed"),
        (refuse_answer, "not to be the other"),
    ],
)
def test_a_merge_that_cannot_be_says_why(as_user, admin, page, duplicate, obstacle, words):
    obstacle(page, duplicate, admin)
    before = everything()
    for method, status in (("get", 200), ("post", 422)):
        response = getattr(as_user(admin), method)(merging_of(duplicate, page))
        assert response.status_code == status
        assert words in response.content.decode()
        assert "Merge y-liu into yang-liu" not in response.content.decode()
    assert everything() == before


A, B, C = "0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"


@pytest.mark.parametrize(
    ("of_one", "of_other", "named"),
    [
        ([A], [A, B], ""),
        ([A, B], [A], ""),
        ([A], [], ""),
        ([A], [B], f"{B}, {A}"),
        ([A, B], [A, C], f"{B}, {C}"),
    ],
)
def test_pages_are_two_people_where_each_has_an_orcid_id_that_the_other_lacks(
    page, duplicate, of_one, of_other, named
):
    for one, orcids in ((page, of_one), (duplicate, of_other)):
        for orcid in orcids:
            make_authorship(make_work("Signed"), one, position=0, orcid=orcid)
    for away, into in ((page, duplicate), (duplicate, page)):
        if named:
            with pytest.raises(CannotCurate, match=re.escape(f"({named})")):
                plan_merge(away, into)
        else:
            assert plan_merge(away, into).listed


@pytest.mark.parametrize("other", ["", "nobody-at-all", "\0"])
def test_the_other_page_has_to_be_one(as_user, admin, page, other):
    for name in ("pages:curation_merge", "pages:curation_tell_apart"):
        response = as_user(admin).get(reverse(name, args=[page.slug]), {"other": other})
        assert response.status_code == 422


def test_telling_apart_once_is_enough(as_user, admin, page, duplicate):
    address = reverse("pages:curation_tell_apart", args=[page.slug]) + f"?other={duplicate.slug}"
    client = as_user(admin)
    assert client.get(address).status_code == 200
    assert decide(client, address, reason="A namesake.").status_code == 302
    assert client.post(address).status_code == 422
    assert IdentityEvent.objects.count() == Distinction.objects.count() == 1


def answers():
    fields = ("authorship", "researcher", "status", "basis", "decided_by", "decided_at")
    return sorted(Attribution.objects.values_list(*fields))


def test_answers_of_the_person_go_over_with_a_merge_and_come_back(ada, ada_page, admin, page):
    make_work("Mine", authors=[ada_page])
    make_work("Not mine", authors=[ada_page])
    mine, not_mine = Attribution.objects.filter(researcher=ada_page).order_by("pk")
    confirm_attribution(mine, by=ada)
    reject_attribution(not_mine, by=ada)
    before = answers()
    event = merge(ada_page, into=page, by=admin)
    kept = Counter(page.attributions.values_list("status", "basis"))
    assert kept == {("accepted", "matched"): 3, ("accepted", "confirmed"): 1, ("rejected", "confirmed"): 1}
    undo(event, by=admin)
    assert answers() == before


def test_an_answer_given_after_the_merge_stands_in_the_way(ada, ada_page, admin, duplicate):
    event = merge(duplicate, into=ada_page, by=admin)
    confirm_attribution(Attribution.objects.get(researcher=ada_page), by=ada)
    with pytest.raises(StandsInTheWay, match="Attributed"):
        undo(event, by=admin)
    assert Attribution.objects.get(researcher=ada_page).basis == "confirmed"
