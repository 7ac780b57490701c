"""Reporting an error, with or without an account."""

import pytest
from django.urls import reverse

from claims.models import ErrorReport
from claims.reporting import REPORTS_AN_HOUR


@pytest.fixture
def address(page):
    return reverse("claims:report", args=[page.slug])


def test_anybody_can_report(client, page, address):
    assert client.get(address).status_code == 200
    response = client.post(address, {"message": "Not my work.", "email": "reader@example.org"})
    report = ErrorReport.objects.get()
    assert response.url == page.get_absolute_url()
    assert (report.researcher, report.message, report.email) == (page, "Not my work.", "reader@example.org")
    assert report.user is None


def test_an_address_is_not_needed(client, address):
    client.post(address, {"message": "Not my work."})
    assert ErrorReport.objects.get().email == ""


def test_who_is_signed_in_is_known(as_user, carol, address):
    client = as_user(carol)
    assert f'value="{carol.email}"' in client.get(address).text
    client.post(address, {"message": "Not my work."})
    assert ErrorReport.objects.get().user == carol


@pytest.mark.parametrize(
    "data", [{"message": ""}, {"message": "x" * 5001}, {"message": "Wrong", "email": "no"}]
)
def test_a_report_must_be_readable(client, address, data):
    response = client.post(address, data)
    assert response.status_code == 422
    assert "Not sent yet" in response.text
    assert ("What you wrote is kept below." in response.text) is any(data.values())
    assert not ErrorReport.objects.exists()


def test_a_program_is_thanked_and_forgotten(client, page, address):
    response = client.post(address, {"message": "Buy this", "website": "https://spam.example"})
    assert response.url == page.get_absolute_url()
    assert not ErrorReport.objects.exists()


def test_people_do_not_see_the_trap(client, address):
    text = client.get(address).text
    start = text.index("<div hidden>")
    assert 'name="website"' in text[start : text.index("</form>", start)]


def test_an_address_has_a_limit_and_others_go_on(client, address):
    for number in range(REPORTS_AN_HOUR):
        assert client.post(address, {"message": f"Wrong {number}"}).status_code == 302
    response = client.post(address, {"message": "One more"})
    assert response.status_code == 429
    assert "One more" in response.text
    assert "please send it later" in response.text
    assert ErrorReport.objects.count() == REPORTS_AN_HOUR
    assert client.post(address, {"message": "From elsewhere"}, REMOTE_ADDR="192.0.2.7").status_code == 302
