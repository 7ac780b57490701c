"""The review queue."""

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, ErrorReport
from tests.builders import make_claim, make_researcher

ADDRESS = "/review/"
State = Claim.State


@pytest.fixture
def see(as_user, admin):
    client = as_user(admin)
    return lambda query="", **headers: client.get(ADDRESS + query, headers=headers)


def make_queue(number: int) -> None:
    for state in (State.SUBMITTED, State.NEEDS_INFORMATION, State.REJECTED):
        for _ in range(number):
            make_claim(state=state)
    for _ in range(number):
        ErrorReport.objects.create(researcher=make_researcher(), message="Wrong", user=make_claim().user)


def names_in(response) -> list[str]:
    return [row.researcher.preferred_name for row in response.context["page"]]


def test_what_waits_longest_comes_first(see):
    make_claim(make_researcher("New Page"))
    make_claim(make_researcher("Old Page"), submitted_at="2020-01-01T00:00:00Z")
    response = see()
    assert names_in(response) == ["Old Page", "New Page"]
    assert "January 1, 2020" in response.text
    assert "\xa0years" in response.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["submitted"]),
        ("?tab=waiting", ["submitted"]),
        ("?tab=nonsense", ["submitted"]),
        ("?tab=asked", ["needs_information"]),
        ("?tab=decided", ["approved", "rejected", "revoked", "withdrawn"]),
        ("?tab=reports", ["report"]),
    ],
)
def test_each_tab_has_its_own(see, query, expected):
    for state in State:
        make_claim(make_researcher(state), state=state)
    ErrorReport.objects.create(researcher=make_researcher("report"), message="Wrong")
    ErrorReport.objects.create(
        researcher=make_researcher("closed"), message="Wrong", closed_at=timezone.now()
    )
    assert sorted(names_in(see(query))) == expected


def test_tabs_say_how_many(see):
    make_queue(2)
    assert [count for _, _, count in see().context["tabs"]] == [4, 2, 2, 2]


def test_the_latest_decision_comes_first(see):
    make_claim(make_researcher("Then"), state=State.REJECTED, decided_at="2020-01-01T00:00:00Z")
    make_claim(make_researcher("Now"), state=State.APPROVED, decided_at=timezone.now())
    assert names_in(see("?tab=decided")) == ["Now", "Then"]


def test_the_queue_has_pages(see):
    for _ in range(21):
        make_claim()
    assert len(names_in(see())) == 20
    assert len(names_in(see("?page=2"))) == 1
    assert len(names_in(see("?page=99"))) == 1
    assert len(names_in(see("?page=x"))) == 20
    assert 'href="?tab=waiting&amp;page=2"' in see("?tab=waiting").text


@pytest.mark.parametrize("tab", ["waiting", "asked", "decided", "reports"])
def test_two_rows_cost_as_many_queries_as_fifty(see, count_queries, tab):
    make_queue(2)
    see()
    few = count_queries(lambda: see(f"?tab={tab}"))
    make_queue(48)
    assert count_queries(lambda: see(f"?tab={tab}")) == few


def test_htmx_gets_the_piece_and_history_the_page(see):
    make_claim()
    piece = see("", **{"HX-Request": "true"}).text
    assert "<html" not in piece
    assert "Parts of the queue" in piece
    whole = see("", **{"HX-Request": "true", "HX-History-Restore-Request": "true"}).text
    assert "<html" in whole
    assert "<html" in see("", **{"HX-Request": "true", "HX-Boosted": "true"}).text


def test_an_empty_queue_says_so(see):
    assert "Nothing is here" in see().text


def test_an_address_in_a_report_is_one_recipient_and_nothing_else(see, page):
    ErrorReport.objects.create(researcher=page, message="Wrong", email="x?bcc=other@example.org")
    assert 'href="mailto:x%3Fbcc%3Dother@example.org"' in see("?tab=reports").text


def test_a_report_is_read_and_closed(see, as_user, admin, page):
    report = ErrorReport.objects.create(
        researcher=page, message="<b>Not mine</b>", email="reader@example.org"
    )
    text = see("?tab=reports").text
    assert "&lt;b&gt;Not mine&lt;/b&gt;" in text
    assert "mailto:reader@example.org" in text
    response = as_user(admin).post(reverse("claims:close", args=[report.pk]), follow=True)
    report.refresh_from_db()
    assert report.closed_by == admin
    assert "The report is closed." in response.text
    assert "mailto:reader@example.org" not in response.text


def test_a_report_is_closed_once(as_user, admin, page):
    report = ErrorReport.objects.create(researcher=page, message="Wrong")
    client = as_user(admin)
    client.post(reverse("claims:close", args=[report.pk]), follow=True)
    first = ErrorReport.objects.get().closed_at
    response = client.post(reverse("claims:close", args=[report.pk]), follow=True)
    assert "Somebody else has closed" in response.text
    assert ErrorReport.objects.get().closed_at == first
