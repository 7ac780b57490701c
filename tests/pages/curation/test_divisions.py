"""Works are split off, moved and taken away: looked at first, then done, or refused with the reason."""

import pytest
from django.urls import reverse

from claims.review import deciding
from pages.curation.deeds import undo_decision
from researchers.answering import confirm_attribution
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.refusals import CannotCurate
from researchers.curation.undoing import undo
from researchers.models import Attribution, Distinction, ExternalId, IdentityEvent
from tests.builders import make_authorship, make_claim, make_researcher, make_work
from tests.pages.curation.looks import divide, everything, names_on

pytestmark = pytest.mark.django_db


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
        ({"works": ["own"]}, "Choose one of the three"),
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
    client = as_user(admin)
    preview = divide(client, page, chosen, deed="reject").content.decode()
    for words in ("Take these works from the page?", "2 works of 3", "Take them away"):
        assert words in preview
    response = divide(client, page, chosen, deed="reject", reason="Another continent.", confirmed=1)
    event = IdentityEvent.objects.get()
    assert response.url == reverse("pages:curation_decision", args=[event.pk])
    assert len(names_on(page)) == 1
    log = client.get(reverse("pages:curation_log"), {"kind": "reject"}).content.decode()
    for words in ("Taken away", "Another continent.", "2 works"):
        assert words in log
    undo(event, by=admin)
    assert len(names_on(page)) == 3


@pytest.mark.parametrize(
    ("works", "words"),
    [("none", "Choose at least one work"), ("foreign", "Choose at least one work"), ("own", "has confirmed")],
)
def test_nothing_is_offered_to_be_taken_away_that_would_be_refused(
    as_user, admin, page, duplicate, works, words
):
    Attribution.objects.filter(researcher=page).update(basis="confirmed")
    chosen = {"none": [], "foreign": names_on(duplicate), "own": names_on(page)}[works]
    response = divide(as_user(admin), page, chosen, deed="reject")
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Take them away" not in response.content.decode()


def test_an_answer_of_the_person_is_not_moved_over(as_user, admin, ada, ada_page, page):
    make_work("Mine", authors=[ada_page])
    own = names_on(ada_page)
    confirm_attribution(Attribution.objects.get(authorship=own[0]), by=ada)
    for deed in ("move", "reject", "split"):
        response = divide(as_user(admin), ada_page, own, deed=deed, to=page.slug, confirmed=1)
        assert response.status_code == 422
        assert "has confirmed" in response.content.decode()
    assert names_on(ada_page) == own


def test_curation_sent_for_a_page_that_was_merged_meanwhile_is_not_done_to_the_other(
    as_user, admin, page, duplicate
):
    chosen = names_on(duplicate)
    merge(duplicate, into=page, by=admin)
    response = divide(as_user(admin), duplicate, chosen, deed="reject", confirmed=1)
    assert (response.status_code, response.url) == (302, reverse("pages:curation", args=[page.slug]))
    assert chosen[0] in names_on(page)


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
    for value in ("liu-1", "liu-2"):
        ExternalId.objects.create(researcher=page, scheme="acl", value=value)
        make_authorship(make_work(value), page, position=0, source_author_id=f"acl:{value}")
    event = split(page, names_on(page)[-1:], by=admin)
    assert [str(known) for known in event.other.external_ids.all()] == ["acl:liu-2"]
    undo(event, by=admin)
    assert page.external_ids.count() == 2


def test_a_preview_says_that_two_pages_would_bear_one_orcid_id(as_user, admin, page):
    orcid = "0000-0002-1825-0097"
    for number in range(2):
        make_authorship(make_work(f"Signed {number}"), page, position=0, orcid=orcid)
    client, chosen = as_user(admin), names_on(page)
    words = f"{orcid}: printed on works that go and on works that stay"
    for deed, to in (("split", ""), ("move", make_researcher("Else", slug="else").slug)):
        assert words in divide(client, page, chosen[-1:], deed=deed, to=to).content.decode()
        assert words not in divide(client, page, chosen[-2:], deed=deed, to=to).content.decode()
        assert words not in divide(client, page, chosen[:1], deed=deed, to=to).content.decode()
