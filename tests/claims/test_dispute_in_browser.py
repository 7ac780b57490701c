"""The whole way of a dispute, as both sides and an administrator see it, on a telephone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Dispute
from researchers.models import Researcher
from tests.builders import make_work
from tests.claims.evidence.builders import make_verified, owner_of

pytestmark = pytest.mark.django_db(transaction=True)

FITS = "document.documentElement.scrollWidth <= innerWidth"
NARROW = {"width": 390, "height": 844}


@pytest.fixture
def otto_page():
    page = make_verified("Otto Brandt")
    make_work(f"On tides {'unbreakable' * 20}", authors=[page])
    return page


@pytest.fixture
def looks_right(axe):
    """Nothing runs over the edge, and nothing keeps anybody out."""

    def check(tab):
        assert tab.evaluate(FITS)
        assert axe(tab) == []

    return check


def test_a_page_is_disputed_answered_for_taken_and_given_back(tab_of, admin, otto_page, looks_right):
    vera, otto = owner_of(make_verified("Vera Winter")), owner_of(otto_page)
    of_vera, of_otto, of_admin = (tab_of(user, viewport=NARROW) for user in (vera, otto, admin))

    of_vera.goto(otto_page.get_absolute_url())
    of_vera.get_by_role("link", name="dispute it").click()
    looks_right(of_vera)
    of_vera.get_by_label("Why is this not theirs?").fill(
        "I know the person. This account is somebody else's."
    )
    of_vera.get_by_role("button", name="Dispute this page").click()
    expect(of_vera.get_by_text("Your dispute is open.")).to_be_visible()
    looks_right(of_vera)

    of_otto.goto(otto_page.get_absolute_url())
    expect(of_otto.get_by_role("link", name="Whose page this is, is disputed")).to_be_visible()
    of_otto.get_by_role("link", name="See the dispute, and answer").click()
    looks_right(of_otto)
    of_otto.locator(".entry-title a").click()
    of_otto.get_by_label("Your answer").fill("It is me; ask my institute.")
    of_otto.get_by_role("button", name="Answer").click()
    expect(of_otto.get_by_role("button", name="Change the answer")).to_be_visible()
    looks_right(of_otto)

    of_admin.goto(f"{reverse('claims:review')}?tab=disputes")
    of_admin.get_by_role("link", name="The page of Otto Brandt").click()
    expect(of_admin.get_by_text("It is me; ask my institute.")).to_be_visible()
    looks_right(of_admin)
    of_admin.get_by_label("Uphold it").check()
    of_admin.get_by_label("Why?").fill("The institute does not know them.")
    of_admin.get_by_role("button", name="Decide").click()
    expect(of_admin.get_by_text("Upheld. Both sides are told why.")).to_be_visible()
    assert not Researcher.objects.get(pk=otto_page.pk).is_claimed

    of_otto.reload()
    expect(of_otto.get_by_text("The institute does not know them.")).to_be_visible()
    of_admin.get_by_label("Why is the outcome turned over?").fill("The institute has found them.")
    of_admin.get_by_role("button", name="Dismiss it after all").click()
    expect(of_admin.get_by_text("The outcome is turned over.")).to_be_visible()
    looks_right(of_admin)
    assert Researcher.objects.get(pk=otto_page.pk).user == otto
    assert Dispute.objects.get().state == Dispute.State.DISMISSED


def test_a_work_is_disputed_and_taken_back_without_javascript(tab_of, otto_page):
    vera = owner_of(make_verified("Vera Winter"))
    tab = tab_of(vera, java_script_enabled=False)
    tab.goto(reverse("claims:dispute_page", args=[otto_page.slug]))
    tab.get_by_role("link", name="Dispute On tides").click()
    tab.get_by_label("Why is this not theirs?").fill("It is mine.")
    tab.get_by_role("button", name="Dispute this work").click()
    tab.get_by_role("button", name="Take the dispute back").click()
    expect(tab.get_by_text("You have taken the dispute back.")).to_be_visible()
    assert Dispute.objects.get().state == Dispute.State.WITHDRAWN
