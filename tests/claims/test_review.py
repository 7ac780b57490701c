"""The review queue."""

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Dispute, ErrorReport, RightsRequest
from claims.review.assigning import take
from tests.builders import make_authorship, make_claim, make_researcher, make_work

ADDRESS = "/review/"
State = Claim.State


@pytest.fixture
def see(as_user, admin):
    client = as_user(admin)
    return lambda query="", **headers: client.get(ADDRESS + query, headers=headers)


def make_queue(number: int) -> None:
    for state in (State.SUBMITTED, State.NEEDS_INFORMATION, State.REJECTED):
        for _ in range(number):
            make_claim(state=state, held_back=["no_strong_evidence", "name_differs"])
    for _ in range(number):
        claim = make_claim(state=State.DISPUTED)
        authorship = make_authorship(make_work(), claim.researcher, position=0)
        about = {"claim": claim, "researcher": claim.researcher, "authorship": authorship}
        Dispute.objects.create(**about, is_about_work=True, opened_by=claim.user)
        RightsRequest.objects.create(researcher=claim.researcher, kind="hide", user=claim.user)
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
        ("?tab=disputes", ["disputed"]),
        ("?tab=rights", ["approved"]),
        ("?tab=mine", ["submitted"]),
        ("?tab=waiting", ["submitted"]),
        ("?tab=nonsense", ["submitted"]),
        ("?tab=asked", ["needs_information"]),
        ("?tab=decided", ["approved", "disputed", "rejected", "revoked", "withdrawn"]),
        ("?tab=reports", ["report"]),
    ],
)
def test_each_tab_has_its_own(see, admin, query, expected):
    claims = {state: make_claim(make_researcher(state), state=state) for state in State}
    take(claims[State.SUBMITTED], by=admin)
    disputed, approved = claims[State.DISPUTED], claims[State.APPROVED]
    Dispute.objects.create(claim=disputed, researcher=disputed.researcher)
    Dispute.objects.create(claim=approved, researcher=approved.researcher, state="dismissed")
    RightsRequest.objects.create(researcher=approved.researcher, kind="hide")
    RightsRequest.objects.create(researcher=disputed.researcher, kind="hide", state="granted")
    ErrorReport.objects.create(researcher=make_researcher("report"), message="Wrong")
    ErrorReport.objects.create(
        researcher=make_researcher("closed"), message="Wrong", closed_at=timezone.now()
    )
    assert sorted(names_in(see(query))) == expected


def test_tabs_say_how_many(see):
    make_queue(2)
    counts = {tab.key: tab.count for tab in see().context["queue"].tabs}
    assert counts == {
        "waiting": 4,
        "mine": 0,
        "asked": 2,
        "disputes": 2,
        "rights": 2,
        "reports": 2,
        "decided": 4,
    }


def test_what_waits_is_told_by_why_no_rule_approved(see):
    make_claim(make_researcher("One"), held_back=["no_strong_evidence", "name_differs"])
    make_claim(make_researcher("Two"), held_back=["no_strong_evidence"])
    make_claim(make_researcher("Three"))
    make_claim(state=State.REJECTED, held_back=["name_differs"])
    response = see()
    reasons = {tab.key: tab.count for tab in response.context["queue"].reasons}
    assert reasons == {"no_strong_evidence": 2, "name_differs": 1, "none": 1}
    assert "The name of the account does not fit the names on the page." in response.text
    assert names_in(see("?reason=name_differs")) == ["One"]
    assert names_in(see("?reason=no_strong_evidence")) == ["One", "Two"]
    assert names_in(see("?reason=none")) == ["Three"]
    assert names_in(see("?reason=nonsense")) == ["One", "Two", "Three"]


def test_a_reason_belongs_to_what_waits_alone(see):
    make_claim(make_researcher("One"), state=State.NEEDS_INFORMATION, held_back=["name_differs"])
    make_claim(held_back=["rule_off"])
    assert names_in(see("?tab=asked&reason=rule_off")) == ["One"]


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


@pytest.mark.parametrize(
    "tab",
    ["waiting", "mine", "asked", "disputes", "rights", "decided", "reports", "waiting&reason=name_differs"],
)
def test_two_rows_cost_as_many_queries_as_thirty(see, admin, count_queries, tab):
    make_queue(2)
    Claim.objects.open().update(assigned_to=admin, assigned_until="2100-01-01T00:00:00Z")
    see()
    few = count_queries(lambda: see(f"?tab={tab}"))
    make_queue(28)
    Claim.objects.open().update(assigned_to=admin, assigned_until="2100-01-01T00:00:00Z")
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
