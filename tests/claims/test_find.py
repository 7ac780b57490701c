"""Finding the pages that are one's own, and beginning a claim with them."""

import pytest
from django.urls import reverse

from claims.flow.drafting import MOST_FURTHER_RECORDS
from claims.views import finding
from researchers.models import ExternalId
from tests.builders import make_claim, make_researcher, make_work
from works.models import WorkIdentifier

ADDRESS = "/claims/find/"
IDENTIFIER = "0000-0002-1825-0097"


@pytest.fixture
def look(as_user, carol):
    return lambda words, **more: as_user(carol).get(ADDRESS, {"q": words, **more})


def identified(work, scheme, value):
    WorkIdentifier.objects.create(work=work, scheme=scheme, value=value)
    return work


def test_people_of_one_name_are_told_apart(look, page, bob_page):
    other = make_researcher("Carol Stranger-Holm", works_count=7, first_year=1999, last_year=2004)
    make_work("Weaving in the north", year=2001, authors=[page, bob_page])
    make_work("Weaving in the south", year=2003, authors=[page])
    make_work("Weaving before the wheel", year=1990, authors=[page])
    text = look("stranger-holm").text
    assert "2 pages for" in text
    assert "Weaving in the north" in text
    assert "Weaving in the south" in text
    assert "Weaving before the wheel" not in text
    assert "With <bdi>Bob Okafor</bdi>" in text
    assert "1999 to 2004" in text
    assert other.get_absolute_url() in text


def test_an_orcid_id_finds_its_page_alone(look, page):
    make_researcher("Carol Stranger-Holm")
    ExternalId.objects.create(researcher=page, scheme="orcid", value=IDENTIFIER)
    text = look(f"https://orcid.org/{IDENTIFIER}").text
    assert "1 page for" in text
    assert page.get_absolute_url() in text


@pytest.mark.parametrize(
    ("scheme", "value", "words"),
    [
        ("doi", "10.5555/weave.1", "https://doi.org/10.5555/WEAVE.1"),
        ("arxiv", "2101.00042", "arXiv:2101.00042v2"),
    ],
)
def test_a_work_shows_its_authors_and_how_they_are_printed(look, page, bob_page, scheme, value, words):
    work = make_work("Looms", authors=[bob_page, page, "Nobody Listed"])
    identified(work, scheme, value)
    work.authorships.filter(position=1).update(name="C. Holm")
    text = look(words).text
    assert text.index("Bob Okafor") < text.index("Carol Stranger-Holm")
    assert "Printed as <bdi>C. Holm</bdi>" in text
    assert "No page lists these names of it: <bdi>Nobody Listed</bdi>" in text


def test_a_taken_page_cannot_be_ticked_and_says_what_to_do(look, bob_page):
    text = look("Bob Okafor").text
    assert "Somebody has claimed this page." in text
    assert f'value="{bob_page.slug}"' not in text


def test_a_hidden_page_is_not_found(look, page):
    page.visibility = "hidden"
    page.save()
    make_work("Looms", authors=[page]).identifiers.create(scheme="doi", value="10.5555/1")
    ExternalId.objects.create(researcher=page, scheme="orcid", value=IDENTIFIER)
    for words in ("Carol Stranger-Holm", IDENTIFIER, "10.5555/1"):
        assert page.get_absolute_url() not in look(words).text


def test_where_nobody_is_found_it_says_what_to_do(look):
    text = look("Zebedee Quux").text
    assert "No page for “<bdi>Zebedee Quux</bdi>”" in text
    assert reverse("ingest:index") in text


def test_many_results_come_in_pages(look, db):
    for _ in range(25):
        make_researcher("Wei Zhang")
    assert "Page 1 of 2" in look("Wei Zhang").text
    assert look("Wei Zhang", page=2).text.count('type="checkbox"') == 5


def test_authors_of_a_large_work_come_in_pages(look, db):
    work = make_work("Collider", authors=[f"Author {number}" for number in range(45)])
    identified(work, "doi", "10.5555/large")
    text = look("10.5555/large", page=3).text
    assert "Page 3 of 3" in text
    assert "Author 44" in text
    assert "Author 20" not in text


def test_a_piece_is_enough_for_htmx(as_user, carol, page):
    text = as_user(carol).get(ADDRESS, {"q": page.preferred_name}, headers={"HX-Request": "true"}).text
    assert "<html" not in text
    assert page.slug in text


def test_more_people_cost_no_more_queries(look, count_queries, db):
    def paper(number):
        make_work(
            f"Paper {number}", authors=[make_researcher("Wei Zhang"), make_researcher(f"Other {number}")]
        )

    paper(0)
    look("Wei Zhang")
    few = count_queries(lambda: look("Wei Zhang"))
    for number in range(1, 12):
        paper(number)
    assert count_queries(lambda: look("Wei Zhang")) == few


def test_one_page_begins_a_draft_and_leads_to_the_evidence(as_user, carol, page):
    response = as_user(carol).post(f"{ADDRESS}?q=Carol", {"records": [page.slug]})
    draft = carol.claims.get()
    assert (draft.is_draft, draft.page, draft.submitted_at) == (True, page, None)
    assert response.url == reverse("claims:evidence", args=[draft.pk])


def test_several_pages_are_one_claim_with_the_first_as_its_page(as_user, carol, page):
    second = make_researcher("Carol Stranger-Holm")
    response = as_user(carol).post(f"{ADDRESS}?q=Carol", {"records": [second.slug, page.slug]})
    draft = carol.claims.get()
    assert draft.page == second
    assert [row.researcher for row in draft.further_records.all()] == [page]
    assert response.url == reverse("claims:records", args=[draft.pk])


def test_nothing_ticked_is_said_and_begins_nothing(as_user, carol, page):
    response = as_user(carol).post(f"{ADDRESS}?q=Carol")
    assert response.status_code == 422
    assert "Tick the pages that are yours first." in response.text
    assert page.slug in response.text
    assert not carol.claims.exists()


def test_a_page_that_was_not_found_cannot_be_slipped_in(as_user, carol, page, bob_page):
    response = as_user(carol).post(f"{ADDRESS}?q=Carol", {"records": [page.slug, bob_page.slug]})
    assert response.status_code == 422
    assert f'value="{page.slug}" id="record-{page.pk}" checked' in response.text
    assert not carol.claims.exists()


def test_a_page_taken_meanwhile_takes_nothing_with_it(as_user, carol, page, dora):
    second = make_researcher("Carol Stranger-Holm", user=dora)
    response = as_user(carol).post(f"{ADDRESS}?q=Carol", {"records": [page.slug, second.slug]})
    assert response.status_code == 422
    assert "belongs to somebody already" in response.text
    assert not carol.claims.exists()


def test_who_has_three_undecided_claims_is_told(as_user, carol, page):
    for state in ("draft", "submitted", "needs_information"):
        make_claim(user=carol, state=state)
    response = as_user(carol).post(f"{ADDRESS}?q=Carol", {"records": [page.slug]})
    assert response.status_code == 422
    assert "as many as one person may have" in response.text


def test_further_pages_come_to_a_claim(as_user, carol, draft):
    second = make_researcher("Carol Stranger-Holm")
    client, address = as_user(carol), f"{ADDRESS}?q=Carol&for={draft.pk}"
    assert "It is part of your claim." in client.get(address).text
    assert client.post(address, {"records": [second.slug]}).url == reverse("claims:records", args=[draft.pk])
    assert [row.researcher for row in draft.further_records.all()] == [second]


def test_a_claim_has_so_many_further_pages(as_user, carol, draft):
    for _ in range(MOST_FURTHER_RECORDS):
        draft.further_records.create(researcher=make_researcher())
    one_more = make_researcher("Carol Stranger-Holm")
    response = as_user(carol).post(f"{ADDRESS}?q=Carol&for={draft.pk}", {"records": [one_more.slug]})
    assert response.status_code == 422
    assert "10 further pages" in response.text
    assert draft.further_records.count() == MOST_FURTHER_RECORDS


def test_nothing_comes_to_somebody_elses_claim(as_user, dora, draft):
    assert as_user(dora).get(f"{ADDRESS}?q=Carol&for={draft.pk}").status_code == 404


def test_who_looks_too_often_waits_and_keeps_what_was_typed(look, monkeypatch):
    monkeypatch.setattr(finding, "MOST_SEARCHES", 1)
    assert look("Carol Holm").status_code == 200
    response = look("Carol Holm")
    assert response.status_code == 429
    assert "You have looked very often" in response.text
    assert 'value="Carol Holm"' in response.text


@pytest.mark.parametrize("words", ["", " ", "\0", "x" * 400, "10.", "'; --", "%%%"])
def test_whatever_is_typed_is_answered(look, words):
    assert look(words).status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "99999", "x"])
def test_whatever_page_is_asked_for_is_answered(look, page, number):
    assert look(page.preferred_name, page=number).status_code == 200


def test_home_and_the_menu_lead_here(as_user, carol):
    text = as_user(carol).get("/").text
    assert text.count(f'href="{ADDRESS}"') == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" * 3000, "at most 300 characters"),
        ("0000-0002-1825-0098", "its last digit does not fit"),
        ("10.5555/nowhere", "The record does not know the work"),
    ],
)
def test_what_cannot_be_found_is_told_why(as_user, carol, text, words):
    assert words in as_user(carol).get(reverse("claims:find"), {"q": text}).text
