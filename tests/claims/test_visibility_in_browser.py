"""A page is hidden, is gone for others, and is shown again."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.builders import make_claim, make_work

pytestmark = pytest.mark.django_db(transaction=True)

FITS = "document.documentElement.scrollWidth <= innerWidth"
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


def test_a_holder_hides_their_page_and_shows_it_again(tab_of, axe, ada, ada_page):
    make_work("Of tides", authors=[ada_page])
    make_claim(ada_page, ada, state="approved", submitted_at=timezone.now())
    mine, visitor = tab_of(ada, viewport=NARROW), tab_of(viewport=WIDE)
    mine.goto(reverse("claims:visibility", args=[ada_page.slug]))
    assert (axe(mine), mine.evaluate(FITS)) == ([], True)
    mine.get_by_role("button", name="Hide my page").click()
    mine.get_by_label("Password").fill("correct horse battery")
    mine.get_by_label("Password").press("Enter")
    expect(mine.get_by_text("Your page is hidden. Its addresses say")).to_be_visible()

    gone = visitor.goto(ada_page.get_absolute_url())
    assert gone.status == 410
    assert "Ada" not in visitor.content()
    assert (axe(visitor), visitor.evaluate(FITS)) == ([], True)
    mine.goto(ada_page.get_absolute_url())
    expect(mine.get_by_text("This page is hidden", exact=True)).to_be_visible()

    mine.goto(reverse("claims:visibility", args=[ada_page.slug]))
    mine.get_by_role("button", name="Show my page again").click()
    expect(mine.get_by_text("Your page is shown again.")).to_be_visible()
    assert visitor.goto(ada_page.get_absolute_url()).status == 200


def test_the_pages_of_rights_are_sound_on_a_phone(tab_of, axe, ada, ada_page):
    make_work("Of tides", authors=[ada_page])
    tab = tab_of(ada, viewport=NARROW)
    wrong = []
    for address in (
        reverse("claims:rights"),
        reverse("claims:names", args=[ada_page.slug]),
        reverse("claims:delegates", args=[ada_page.slug]),
        reverse("claims:delegations"),
        reverse("claims:request", args=[ada_page.slug]),
    ):
        tab.goto(address)
        wrong += [*axe(tab), *([] if tab.evaluate(FITS) else [address])]
    assert wrong == []
