"""The pages of curation: who may, what a preview says, what is done, and what is refused."""

from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from claims import deciding
from claims.models import Claim
from following.following import follow, recount_followers, unfollow
from following.models import Follow
from following.newest import newest_works_followed_by
from following.section import follow_section
from pages.curation.deeds import merge_pages, undo_decision
from researchers.answering import confirm_attribution, reject_attribution
from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.curation.undoing import undo
from researchers.models import Attribution, Distinction, ExternalId, IdentityEvent, Researcher
from tests.builders import (
    make_attribution,
    make_authorship,
    make_claim,
    make_researcher,
    make_user,
    make_work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """An unclaimed page with three works."""
    page = make_researcher("Yang Liu", slug="yang-liu", works_count=3)
    for title in ("Tides at noon", "Tides at night", "A grammar of dunes"):
        make_work(title, authors=[page])
    return page


@pytest.fixture
def duplicate():
    duplicate = make_researcher("Y. Liu", slug="y-liu")
    make_work("Tides at dawn", authors=[duplicate])
    return duplicate


def names_on(page):
    """The authorships listed on a page, in order."""
    rows = Attribution.objects.accepted().filter(researcher=page).order_by("authorship")
    return list(rows.values_list("authorship", flat=True))


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def addresses(page, other, event):
    """(method, address, what is sent) of everything that administrators may open or do."""
    chosen = {"deed": "split", "works": names_on(page)[:1], "confirmed": 1}
    return [
        ("get", reverse("pages:curation", args=[page.slug]), {}),
        ("post", reverse("pages:curation_divide", args=[page.slug]), chosen),
        ("get", reverse("pages:curation_merge", args=[page.slug]) + f"?other={other.slug}", {}),
        ("post", reverse("pages:curation_merge", args=[page.slug]) + f"?other={other.slug}", {}),
        ("get", reverse("pages:curation_tell_apart", args=[page.slug]) + f"?other={other.slug}", {}),
        ("post", reverse("pages:curation_tell_apart", args=[page.slug]) + f"?other={other.slug}", {}),
        ("get", reverse("pages:curation_log"), {}),
        ("get", reverse("pages:curation_decision", args=[event.pk]), {}),
        ("post", reverse("pages:curation_decision", args=[event.pk]), {}),
        ("get", reverse("pages:curation_proposals"), {}),
        ("post", reverse("pages:curation_proposals"), {"proposal": 1, "answer": "accept"}),
    ]  # fmt: skip


def everything():
    """All that curation could change."""
    return (
        sorted(Attribution.objects.values_list("authorship", "researcher", "status")),
        sorted(Researcher.objects.values_list("pk", "merged_into", "user")),
        sorted(Distinction.objects.values_list("first", "second")),
        IdentityEvent.objects.count(),
    )


@pytest.mark.parametrize("number", range(11))
@pytest.mark.parametrize("who", [None, "carol", "ada"])
def test_everybody_else_is_kept_out_of_every_page_and_deed(
    request, as_user, page, duplicate, admin, who, number
):
    event = distinguish(page, make_researcher("Somebody Else"), by=admin)
    method, address, sent = addresses(page, duplicate, event)[number]
    client = as_user(request.getfixturevalue(who) if who else None)
    before = everything()
    response = getattr(client, method)(address, sent)
    if who:
        assert response.status_code == 404
    else:
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
    assert everything() == before


def test_the_owner_of_a_page_does_not_curate_it(as_user, ada, ada_page):
    make_work(authors=[ada_page])
    assert as_user(ada).get(reverse("pages:curation", args=[ada_page.slug])).status_code == 404
    assert "Curate this page" not in as_user(ada).get(ada_page.get_absolute_url()).content.decode()


def test_administrators_find_the_way(as_user, admin, page):
    shown = as_user(admin).get(page.get_absolute_url()).content.decode()
    assert reverse("pages:curation", args=[page.slug]) in shown
    assert reverse("pages:curation_log") in shown


@pytest.mark.parametrize("number", [1, 3, 5, 8, 10])
def test_no_deed_without_the_token_of_the_form(admin, page, duplicate, number):
    event = distinguish(page, make_researcher("Somebody Else"), by=admin)
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    method, address, sent = addresses(page, duplicate, event)[number]
    before = everything()
    assert getattr(client, method)(address, sent).status_code == 403
    assert everything() == before


def divide(client, page, works, **said):
    return client.post(reverse("pages:curation_divide", args=[page.slug]), {"works": works, **said})


def test_splitting_is_looked_at_first_and_then_done(as_user, admin, page):
    client, chosen = as_user(admin), names_on(page)[2:]
    before = everything()
    preview = divide(client, page, chosen, deed="split", name="Yang Liu (dunes)")
    assert preview.status_code == 200
    shown = preview.content.decode()
    assert "A grammar of dunes" in shown
    assert "Tides at noon" not in shown
    assert "1 work of 3" in shown
    assert "a new page for <bdi>Yang Liu (dunes)</bdi>" in shown
    assert everything() == before

    done = divide(
        client, page, chosen, deed="split", name="Yang Liu (dunes)", reason="A geologist.", confirmed=1
    )
    event = IdentityEvent.objects.get()
    assert done.url == reverse("pages:curation_decision", args=[event.pk])
    made = event.other
    assert (made.preferred_name, made.slug) == ("Yang Liu (dunes)", "yang-liu-dunes")
    assert (names_on(made), len(names_on(page))) == (chosen, 2)
    assert (event.by, event.reason, event.kind) == (admin, "A geologist.", "split")
    assert Distinction.objects.filter(first=page, second=made).exists()
    assert page.attributions.get(status="rejected").authorship_id == chosen[0]


def test_the_divided_page_says_where_the_works_went(client, admin, page):
    event = split(page, names_on(page)[:2], by=admin)
    shown = client.get(page.get_absolute_url()).content.decode()
    assert "Not all works of this name are here" in shown
    assert "2 works were moved to the page of" in shown
    assert event.other.get_absolute_url() in shown
    assert "Wilma" not in shown
    other = client.get(event.other.get_absolute_url()).content.decode()
    assert "2 works came from the page of" in other
    undo(event, by=admin)
    assert "Not all works" not in client.get(page.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"deed": "split", "works": []}, "Choose at least one work"),
        ({"works": ["own"]}, "Choose what is to become of them"),
        ({"deed": "move", "works": ["own"]}, "Say where they belong"),
        ({"deed": "move", "works": ["own"], "to": "nobody-here"}, "No researcher has this address"),
        ({"deed": "move", "works": ["own"], "to": "yang-liu"}, "one and the same page"),
        ({"deed": "split", "works": ["foreign"]}, "Choose at least one work"),
        ({"deed": "split", "works": ["own", "foreign"]}, "no longer, on this page"),
        ({"deed": "reject", "works": ["own", "foreign"], "confirmed": 1}, "no longer, on this page"),
        ({"deed": "split", "works": ["x", "-1", "9" * 40]}, "Choose at least one work"),
        ({"deed": "split", "works": ["all"]}, "nothing would be left"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_changed(as_user, admin, page, duplicate, said, words):
    own, foreign = names_on(page), names_on(duplicate)
    named = {"own": own[:1], "foreign": foreign, "all": own}
    works = [one for word in said.pop("works") for one in named.get(word, [word])]
    before = everything()
    response = divide(as_user(admin), page, works, **{"confirmed": 1, **said})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert everything() == before


def test_moving_takes_the_address_in_many_forms(as_user, admin, page, duplicate):
    client = as_user(admin)
    for number, text in enumerate(
        ("y-liu", "/researchers/y-liu/works/", "https://example.org/researchers/y-liu/")
    ):
        chosen = names_on(page)[:1]
        divide(client, page, chosen, deed="move", to=text, confirmed=1)
        assert chosen[0] in names_on(duplicate), text
        assert not Distinction.objects.exists()
        assert IdentityEvent.objects.count() == number + 1


def test_not_theirs_takes_works_from_the_page_for_good(as_user, admin, page):
    chosen = names_on(page)[:2]
    response = divide(as_user(admin), page, chosen, deed="reject", confirmed=1)
    assert response.url == reverse("pages:curation", args=[page.slug])
    assert len(names_on(page)) == 1
    assert IdentityEvent.objects.filter(kind="attribute").count() == 2
    for event in IdentityEvent.objects.all():
        undo(event, by=admin)
    assert len(names_on(page)) == 3


def test_an_answer_of_the_person_is_not_moved_over(as_user, admin, ada, ada_page, page):
    make_work("Mine", authors=[ada_page])
    own = names_on(ada_page)
    confirm_attribution(Attribution.objects.get(authorship=own[0]), by=ada)
    for deed in ("move", "reject", "split"):
        response = divide(as_user(admin), ada_page, own, deed=deed, to=page.slug, confirmed=1)
        assert response.status_code == 422
        assert "has confirmed" in response.content.decode()
    assert names_on(ada_page) == own


def merging_of(page, into):
    return reverse("pages:curation_merge", args=[page.slug]) + f"?other={into.slug}"


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
    response = curator.post(merging_of(duplicate, page), {"reason": "One person."})
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
    assert client.get(address).status_code in (200, 404)  # its trust is not computed yet


def test_an_identifier_leads_to_the_page_kept_and_back(client, admin, page, duplicate):
    ExternalId.objects.create(researcher=duplicate, scheme="acl", value="y-liu-1")
    event = merge(duplicate, into=page, by=admin)
    assert client.get("/researchers/by/acl/y-liu-1/").url == page.get_absolute_url()
    undo(event, by=admin)
    assert client.get("/researchers/by/acl/y-liu-1/").url == duplicate.get_absolute_url()


def test_curation_sent_for_a_page_that_was_merged_meanwhile_is_not_done_to_the_other(
    as_user, admin, page, duplicate
):
    chosen = names_on(duplicate)
    merge(duplicate, into=page, by=admin)
    response = divide(as_user(admin), duplicate, chosen, deed="reject", confirmed=1)
    assert (response.status_code, response.url) == (302, reverse("pages:curation", args=[page.slug]))
    assert chosen[0] in names_on(page)


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
        assert "Merge them" not in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize("other", ["", "nobody-at-all", "\0"])
def test_the_other_page_has_to_be_one(as_user, admin, page, other):
    for name in ("pages:curation_merge", "pages:curation_tell_apart"):
        response = as_user(admin).get(reverse(name, args=[page.slug]), {"other": other})
        assert response.status_code == 422


def test_telling_apart_once_is_enough(as_user, admin, page, duplicate):
    address = reverse("pages:curation_tell_apart", args=[page.slug]) + f"?other={duplicate.slug}"
    client = as_user(admin)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "A namesake."}).status_code == 302
    assert client.post(address).status_code == 422
    assert IdentityEvent.objects.count() == Distinction.objects.count() == 1


def test_undoing_asks_first_and_names_what_stands_in_the_way(as_user, admin, page, duplicate):
    first = merge(duplicate, into=page, by=admin)
    second = split(page, names_on(page)[-1:], by=admin)
    client = as_user(admin)
    address = reverse("pages:curation_decision", args=[first.pk])
    shown = client.get(address).content.decode()
    assert f"“Split”, number {second.pk}" in shown
    assert "Undo this decision" not in shown
    assert client.post(address).status_code == 422
    with pytest.raises(StandsInTheWay) as refusal:
        undo(first, by=admin)
    assert refusal.value.later == second
    assert (
        client.post(reverse("pages:curation_decision", args=[second.pk]), {"reason": ""}).status_code == 302
    )
    assert "1 printed name goes back" in client.get(address).content.decode()
    response = client.post(address, {"reason": "Two people after all."})
    undone = IdentityEvent.objects.get(undoes=first)
    assert response.url == reverse("pages:curation_decision", args=[undone.pk])
    assert fresh(duplicate).merged_into is None
    assert len(names_on(duplicate)) == 1
    assert client.post(address).status_code == 422


def test_works_that_came_since_stay_and_those_that_left_stay_away(admin, page, duplicate):
    event = merge(duplicate, into=page, by=admin)
    later = make_work("After the merge", authors=[page])
    stranger = make_researcher("Stranger")
    gone = Attribution.objects.filter(researcher=page).order_by("authorship")[0]
    Attribution.objects.filter(pk=gone.pk).update(researcher=stranger)
    undo(event, by=admin)
    assert len(names_on(duplicate)) == 1
    assert later.authorships.get().pk in names_on(page)
    assert names_on(stranger) == [gone.authorship_id]


def test_the_log_is_filtered_and_paged(as_user, admin, page, duplicate, count_queries):
    client, address = as_user(admin), reverse("pages:curation_log")
    split_event = split(page, names_on(page)[:1], by=admin)
    undo(split_event, by=admin)
    lone = distinguish(page, duplicate, by=admin, reason="Seen both in one room.")
    for query, numbers in (
        ("", {split_event.pk, split_event.undone_by.pk, lone.pk}),
        ("?kind=split", {split_event.pk}),
        ("?stands=yes", {lone.pk}),
        ("?stands=no", {split_event.pk}),
        ("?page_of=y-liu", {lone.pk}),
        ("?page_of=/researchers/y-liu/", {lone.pk}),
        ("?page_of=Y.+Liu", {lone.pk}),
        ("?page_of=nobody", set()),
        ("?kind=nonsense", {split_event.pk, split_event.undone_by.pk, lone.pk}),
    ):
        shown = client.get(address + query)
        assert {event.pk for event in shown.context["page"]} == numbers, query
    few = count_queries(lambda: client.get(address))
    for number in range(40):
        distinguish(make_researcher(f"Namesake {number}"), page, by=admin)
    assert count_queries(lambda: client.get(address)) == few
    assert client.get(address, {"page": 2}).context["page"].number == 2


@pytest.mark.parametrize(
    "change", [lambda log: log.update(reason="Something else"), lambda log: log.delete()]
)
def test_the_database_keeps_the_log(admin, page, duplicate, change):
    distinguish(page, duplicate, by=admin)
    with pytest.raises(Exception, match="only ever added to"):
        change(IdentityEvent.objects.all())


def test_an_account_that_is_deleted_leaves_its_decisions(as_user, admin, page, duplicate):
    event = split(page, names_on(page)[:1], by=make_user(is_staff=True))
    event.by.delete()
    undo(event, by=admin)
    assert len(names_on(page)) == 3


def test_the_page_of_curation_asks_as_much_for_many_works_as_for_few(as_user, admin, page, count_queries):
    client, address = as_user(admin), reverse("pages:curation", args=[page.slug])
    few = count_queries(lambda: client.get(address))
    for number in range(20):
        make_work(f"Further {number}", authors=[page], venue="Journal of Invented Results")
        make_researcher("Yang Liu")
    assert count_queries(lambda: client.get(address)) == few


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


# The rooms around: followers, claims, accounts.


def test_who_follows_a_merged_page_follows_the_one_kept(carol, bob, admin, page, duplicate):
    follow(duplicate, by=carol)
    event = merge_pages(duplicate, into=page, by=admin, reason="")
    kept = fresh(page)
    assert follow_section(kept, carol).is_following
    assert not follow_section(kept, bob).is_following
    assert len(newest_works_followed_by(carol.pk)) == 4
    assert not follow(kept, by=carol)
    undo_decision(event, by=admin, reason="")
    assert (fresh(page).followers_count, fresh(duplicate).followers_count) == (0, 1)
    assert len(newest_works_followed_by(carol.pk)) == 1


def test_ending_a_follow_of_the_page_kept_ends_that_of_the_merged_one(as_user, carol, admin, page, duplicate):
    for one in (page, duplicate):
        follow(one, by=carol)
    merge_pages(duplicate, into=page, by=admin, reason="")
    assert (
        as_user(carol).get(reverse("following:index")).content.decode().count('entry-title"><a href="/res')
        == 1
    )
    assert unfollow(page, by=carol)
    assert not unfollow(page, by=carol)
    assert fresh(page).followers_count == 0
    assert not Follow.objects.exists()


def test_the_owner_goes_with_the_claim_and_comes_back(ada, ada_page, admin, page):
    Researcher.objects.filter(pk=ada_page.pk).update(bio="I watch tides.")
    event = merge_pages(ada_page, into=page, by=admin, reason="")
    kept, away = fresh(page), fresh(ada_page)
    assert (kept.user, kept.bio, away.user, away.bio) == (ada, "I watch tides.", None, "")
    undo_decision(event, by=admin, reason="")
    kept, away = fresh(page), fresh(ada_page)
    assert (kept.user, kept.bio, away.user, away.bio) == (None, "", ada, "I watch tides.")


def test_an_open_claim_to_a_merged_page_is_one_to_the_page_kept(carol, admin, page, duplicate):
    claim = make_claim(duplicate, carol)
    event = merge_pages(duplicate, into=page, by=admin, reason="")
    deciding.approve(Claim.objects.get(pk=claim.pk), by=admin)
    assert (fresh(page).user, fresh(duplicate).user) == (carol, None)
    undo_decision(event, by=admin, reason="")
    assert (fresh(page).user, fresh(duplicate).user) == (None, carol)


def test_an_owner_who_claimed_the_page_kept_stays_there(carol, admin, page, duplicate):
    event = merge_pages(duplicate, into=page, by=admin, reason="")
    deciding.approve(make_claim(page, carol), by=admin)
    undo_decision(event, by=admin, reason="")
    assert (fresh(page).user, fresh(duplicate).user) == (carol, None)


def test_a_page_made_by_a_split_and_claimed_since_does_not_vanish(carol, admin, page):
    event = split(page, names_on(page)[:1], by=admin)
    deciding.approve(make_claim(event.other, carol), by=admin)
    with pytest.raises(CannotCurate, match="is claimed now"):
        undo_decision(event, by=admin, reason="")


def test_a_split_undone_leads_from_the_page_that_it_made(client, admin, page):
    event = split(page, names_on(page)[:1], by=admin)
    undo_decision(event, by=admin, reason="")
    assert client.get(event.other.get_absolute_url()).url == page.get_absolute_url()
    assert len(names_on(page)) == 3
    assert not Distinction.objects.exists()


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


def test_a_work_whose_two_authors_are_chosen_is_refused(admin, page):
    work = make_work("Twice", authors=[page])
    make_authorship(work, page, position=1)
    own = names_on(page)
    with pytest.raises(CannotCurate, match="Two authors"):
        split(page, own[-2:], by=admin)


def test_works_with_another_orcid_are_not_moved_to_a_page(admin, page, duplicate):
    ExternalId.objects.create(researcher=duplicate, scheme="orcid", value="0000-0002-1825-0097")
    work = make_work("Printed")
    make_authorship(work, page, position=0, orcid="0000-0001-5109-3700")
    with pytest.raises(CannotCurate, match="different ORCID iDs"):
        move(page, [work.authorships.get().pk], to=duplicate, by=admin)


def test_an_identifier_printed_on_nothing_else_goes_along(admin, page):
    for number, orcid in enumerate(("0000-0002-1825-0097", "0000-0001-5109-3700")):
        ExternalId.objects.create(researcher=page, scheme="orcid", value=orcid)
        make_authorship(make_work(f"Printed {number}"), page, position=0, orcid=orcid)
    event = split(page, names_on(page)[-1:], by=admin)
    assert [str(known) for known in event.other.external_ids.all()] == ["orcid:0000-0001-5109-3700"]
    undo(event, by=admin)
    assert page.external_ids.count() == 2
