"""The keys of the ticket, in a browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.builders import make_claim, make_researcher, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_queue_is_worked_through_with_the_keyboard_alone(tab_of, axe):
    first, second, third = (make_claim(make_researcher(f"Ines Marr {one}")) for one in range(3))
    ticket = {
        claim: re.compile(f"{reverse('claims:decide', args=[claim.pk])}$") for claim in (first, second, third)
    }
    tab = tab_of(make_user(name="Wilma Warden", is_staff=True))
    tab.goto(reverse("claims:decide", args=[second.pk]))
    tab.keyboard.press("p")
    expect(tab).to_have_url(ticket[first])
    tab.keyboard.press("n")
    expect(tab).to_have_url(ticket[second])
    tab.keyboard.press("Control+n")
    tab.keyboard.press("?")
    expect(tab.get_by_text("these keys")).to_be_visible()
    assert axe(tab) == []

    tab.keyboard.press("r")
    expect(tab.get_by_label("Reject, with a reason")).to_be_checked()
    reason, words = tab.get_by_label("Reason or question"), tab.get_by_label("Words for the claimant")
    expect(reason).to_be_focused()
    reason.select_option(label="The works are somebody else's")
    expect(words).to_have_value(re.compile("^The works on the page of Ines Marr 1 are by another person"))
    words.press("End")
    words.press_sequentially(" no answer")
    expect(words).to_have_value(re.compile("no answer"))
    expect(tab).to_have_url(ticket[second])

    tab.get_by_text("Single keys do something on this page").click()
    tab.keyboard.press("n")
    tab.reload()
    tab.keyboard.press("n")
    expect(tab).to_have_url(ticket[second])
    expect(tab.locator("[data-keys-on]")).not_to_be_checked()
    tab.get_by_text("Keys ?").click()
    tab.get_by_text("Single keys do something on this page").click()
    tab.keyboard.press("a")
    expect(tab.get_by_label("Approve: the page becomes theirs")).to_be_checked()
    expect(tab.get_by_role("button", name="Decide", exact=True)).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Approved: the page now belongs to")).to_be_visible()
