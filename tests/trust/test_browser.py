"""The pages of trust in a browser: they fill themselves, fit the screen and can be used by everybody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from researchers.models import Attribution, Researcher
from tests.builders import make_claim, make_evidence, make_researcher, make_user, make_works
from trust.models import TrustEvent, TrustSnapshot
from trust.refreshing import score_stale
from trust.replying import reply

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada():
    ada = make_researcher(works_count=3, coauthors_count=9)
    make_works(3, authors=[ada])
    return ada


def test_without_javascript_the_link_loads_the_page_again(live_server, page_without_javascript, ada):
    page = page_without_javascript
    page.goto(live_server.url + reverse("trust:detail", args=[ada.slug]))
    score_stale()
    page.get_by_role("link", name="load the page again").click()
    expect(page.get_by_text("Trust 15 - Unverified")).to_be_visible()


@pytest.fixture
def account():
    """A claimed page that shows everything: deductions, evidence that was missed, a long history, a reply."""
    page = make_researcher("Ada Lindqvist-Vandenberghe", slug="account")
    claim = make_claim(page, make_user(), state="approved")
    make_evidence(claim, "seen", failing_since=timezone.now())
    make_evidence(claim, "institution_email", is_strong=False)
    for work in make_works(3, authors=[page]):
        work.authorships.update(orcid=f"0000-0002-1825-009{work.pk % 10}")
    Attribution.objects.filter(researcher=page).update(status="disputed")
    score_stale()
    TrustEvent.objects.bulk_create(
        TrustEvent(
            researcher=page,
            at=timezone.now() - timedelta(days=10 * one + 10),
            score_before=one,
            score=one + 1,
            level=1 + one % 3,
            reasons=["Listed works: 2 points more (4 became 6)."],
        )
        for one in range(60)
    )
    page.refresh_from_db()
    reply(page, by=page.user, text="unbreakable" * 40 + "\n\n\u202eTwo of them are by my cousin.")
    return page


SHIFTS = """
window.shifts = [];
window.observer = new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => entry.value)));
window.observer.observe({type: "layout-shift", buffered: true});
"""
FITS = "document.documentElement.scrollWidth <= innerWidth"
NARROW, WIDE = {"width": 390, "height": 800}, {"width": 1280, "height": 800}


def test_the_account_arrives_without_a_shift_and_is_accessible_and_fits(tab_of, axe, account):
    """As its holder sees it, who is asked for more than anybody else; on a phone by day and on a desk by night."""
    wait_for_trust()
    tab = tab_of(account.user, viewport=NARROW)
    assert arrives_without_shift(tab, reverse("trust:detail", args=[account.slug]), axe) == []
    for fold in tab.locator("details").all():
        fold.evaluate("fold => fold.open = true")
    for scheme, size in (("light", NARROW), ("dark", NARROW), ("light", WIDE), ("dark", WIDE)):
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        tab.set_viewport_size(size)
        assert tab.evaluate(FITS), size
        if (scheme, size) in (("light", NARROW), ("dark", WIDE)):
            assert axe(tab) == [], (scheme, size)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_the_snapshot_of_the_researcher_page_arrives_without_a_shift(tab_of, axe, account, size):
    wait_for_trust()
    tab = tab_of(viewport=size)
    assert arrives_without_shift(tab, account.get_absolute_url(), axe) == []
    expect(tab.locator("#trust .quick-read li")).not_to_have_count(0)


def wait_for_trust():
    """Nothing is computed, and everybody waits."""
    TrustSnapshot.objects.all().delete()
    Researcher.objects.mark_trust_stale()


def arrives_without_shift(tab, address, axe):
    """What moved on the screen from the first picture until trust, computed meanwhile, has been shown in its place."""
    tab.add_init_script(SHIFTS)
    tab.goto(address)
    expect(tab.get_by_text("Trust is being computed")).to_be_visible()
    assert tab.evaluate(FITS)
    assert axe(tab) == []
    score_stale()
    expect(tab.locator("#trust-title, #components-title")).to_be_visible()
    expect(tab.locator("[hx-get*=waits]")).to_have_count(0)
    tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return tab.evaluate("[...window.shifts, ...window.observer.takeRecords().map(entry => entry.value)]")


def test_the_rules_are_accessible_and_fit(tab_of, axe):
    tab = tab_of(viewport=NARROW, color_scheme="dark")
    tab.goto(reverse("trust:about"))
    assert tab.evaluate(FITS)
    assert axe(tab) == []


def test_the_holder_replies_and_takes_it_back_without_javascript(tab_of, account):
    tab = tab_of(account.user, java_script_enabled=False)
    tab.goto(reverse("trust:take_back", args=[account.slug]))
    tab.get_by_text("Change your reply, or take it back").click()
    tab.get_by_label("Your reply").fill("My cousin wrote them.")
    tab.get_by_role("button", name="Show this reply").click()
    expect(tab.locator("#reply blockquote")).to_have_text("My cousin wrote them.")
    tab.get_by_text("Change your reply, or take it back").click()
    tab.get_by_role("button", name="Take the reply back").click()
    expect(tab.get_by_text("Your reply is not shown any more.")).to_be_visible()
    expect(tab.locator("#reply blockquote")).to_have_count(0)
