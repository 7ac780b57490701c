"""Whole ways across the rooms, as people go them in a browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Claim
from collaboration.models import Conversation, Invitation
from following.models import Follow
from researchers.tasks import sweep_counters
from tests.builders import make_researcher, make_topic, make_work, make_works
from tests.collaboration.builders import make_member
from tests.mail import delivered
from trust.tasks import sweep_trust
from works.models import Work

pytestmark = pytest.mark.django_db(transaction=True)

FOLLOW = re.compile("Follow researcher")
PASSWORD = "a long and unusual sentence"
LINK = re.compile(r"http://\S+/confirm-email/\S+")
TOPS = """
() => [...document.querySelectorAll("main section[id]")].map(
  section => [section.id, section.getBoundingClientRect().top + scrollY])
"""
SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture
def grace():
    """A page that waits for its owner."""
    grace = make_researcher("Grace Newcomer", slug="grace-newcomer")
    make_works(3, authors=[grace, "Somebody Else"])
    sweep_counters()
    sweep_trust()
    return grace


@pytest.fixture
def prolific():
    """45 preprints and two theses, on three pages."""
    ada = make_researcher("Ada Lindqvist", slug="ada-lindqvist")
    for number in range(45):
        make_work(f"Preprint {number}", year=1970 + number, authors=[ada], rank=number)
    make_work("First thesis", year=1969, type=Work.Type.THESIS, authors=[ada])
    make_work("Second thesis", year=2019, type=Work.Type.THESIS, authors=[ada])
    sweep_counters()
    return ada


@pytest.fixture
def connected():
    """Eight people around one, with topics."""
    ada = make_researcher("Ada Lindqvist", slug="ada-lindqvist")
    for number in range(8):
        other = make_researcher(f"Person Number {number}", slug=f"p{number}")
        topic = make_topic(f"Topic {number}")
        make_work(f"Paper {number}", year=2000 + number, authors=[ada, other], topics=[topic])
    sweep_counters()
    sweep_trust()
    return ada


def sign_up(tab, *, name, email):
    tab.goto("/")
    tab.get_by_role("link", name="Sign up").click()
    tab.get_by_label("Your name").fill(name)
    tab.get_by_label("E-mail address").fill(email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign up").click()
    expect(tab.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    tab.goto(LINK.search(delivered()[-1].body)[0])
    tab.get_by_role("button", name="Yes, confirm it").click()
    expect(tab.locator(".account summary")).to_contain_text(name)


def search_for(tab, words):
    box = tab.get_by_label("Search researchers, works, topics, institutions and venues")
    box.fill(words)
    box.press("Enter")
    expect(tab).to_have_url(re.compile(r"/search/\?q="))


def follow_at_once(tab, *, scripts):
    """With scripts in the page as it stands; without them through a reload."""
    if scripts:
        tab.evaluate("window.stayed = true")
    tab.get_by_role("button", name=FOLLOW).click()
    expect(tab.get_by_role("button", name=FOLLOW)).to_have_attribute("aria-pressed", "true")
    expect(tab.get_by_role("button", name=FOLLOW)).to_contain_text("1")
    expect(tab.locator("#followers-counter")).to_have_text(re.compile(r"follower\s+1"))
    if scripts:
        assert tab.evaluate("window.stayed"), "the page was not loaded again"


def claim(tab, *, reason):
    tab.locator("#claim").get_by_role("link", name="Claim this page").click()
    tab.get_by_role("button", name="Yes, begin a claim").click()
    for step in ("Show that you are", "Which works are yours"):
        expect(tab.get_by_role("heading", name=step)).to_be_visible()
        tab.get_by_role("link", name="Go on", exact=True).click()
    tab.get_by_label("Why is this page yours?").fill(reason)
    tab.get_by_role("button", name="Send the claim").click()
    expect(tab.get_by_text("Your claim has been sent.")).to_be_visible()
    expect(tab.get_by_role("blockquote").get_by_text(reason)).to_be_visible()


def approve(tab, *, of):
    tab.goto("/")
    tab.locator(".account summary").click()
    tab.get_by_role("link", name="Review", exact=True).click()
    tab.get_by_role("link", name=f"{of} claims {of}").click()
    expect(tab.get_by_text("I was at the institute in those years.")).to_be_visible()
    tab.get_by_label("Approve").check()
    tab.get_by_role("button", name="Decide").click()
    expect(tab.get_by_text(f"Approved: the page now belongs to {of}.")).to_be_visible()


def edit_profile(tab, *, bio):
    tab.get_by_role("link", name="Edit my page").click()
    tab.get_by_label("About you, in one line").fill(bio)
    tab.get_by_label("Selective").check()
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text(bio)).to_be_visible()
    expect(tab.get_by_role("list", name="At a glance")).to_contain_text("Selective")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_first_visit_to_a_page_of_ones_own(tab_of, admin, grace, scripts):
    hers = tab_of(java_script_enabled=scripts)
    sign_up(hers, name="Grace Newcomer", email="grace@example.org")
    search_for(hers, "newcomer")
    hers.get_by_role("link", name="Grace Newcomer").click()
    expect(hers.locator("#trust").get_by_text("Unclaimed author")).to_be_visible()
    follow_at_once(hers, scripts=scripts)
    claim(hers, reason="I was at the institute in those years.")

    approve(tab_of(admin, java_script_enabled=scripts), of="Grace Newcomer")
    sweep_trust()

    hers.goto(grace.get_absolute_url())
    trust = hers.locator("#trust")
    expect(trust.get_by_text("Claimed", exact=True)).to_be_visible()
    expect(trust.get_by_text("Verification L2")).to_be_visible()
    edit_profile(hers, bio="I measure tides and the people who do.")

    anybody = tab_of(java_script_enabled=scripts)
    anybody.goto(grace.get_absolute_url())
    expect(anybody.get_by_text("I measure tides and the people who do.")).to_be_visible()
    expect(anybody.locator("#trust").get_by_text("Verification L2")).to_be_visible()
    expect(anybody.get_by_role("link", name="Claim this page")).to_have_count(0)
    assert Follow.objects.get().researcher == grace
    assert Claim.objects.get().is_approved


def invite(tab, researcher, *, message):
    tab.goto(researcher.get_absolute_url())
    tab.get_by_role("link", name="Invite to collaborate").click()
    tab.get_by_label("Purpose").select_option(label="Review or comment on a work")
    tab.get_by_label("Message").fill(message)
    tab.get_by_role("button", name="Send the invitation").click()
    expect(tab.get_by_text(f"Your invitation to {researcher} is on its way.")).to_be_visible()


def open_invitation(tab, *, sender):
    tab.goto("/")
    tab.locator(".account summary").click()
    tab.get_by_role("link", name="Invitations").click()
    tab.get_by_role("link", name=f"From {sender}").click()


def test_an_accepted_invitation_opens_a_conversation_for_both(tab_of):
    ada, bob = make_member("Ada Lindqvist"), make_member("Bob Okafor")
    his, hers = tab_of(bob.user), tab_of(ada.user)
    invite(his, ada, message="Would you read a draft?")

    open_invitation(hers, sender=bob)
    expect(hers.get_by_text("Would you read a draft?")).to_be_visible()
    hers.get_by_role("button", name="Accept").click()
    expect(hers.get_by_role("heading", name="With Bob Okafor")).to_be_visible()
    hers.get_by_label("Your message").fill("Send it over.")
    hers.get_by_role("button", name="Send").click()
    expect(hers.locator(".thread").get_by_text("Send it over.")).to_be_visible()

    his.goto(Conversation.objects.get().get_absolute_url())
    expect(his.locator(".thread").get_by_text("Send it over.")).to_be_visible()


def test_a_declined_invitation_opens_none(tab_of):
    ada, bob = make_member("Ada Lindqvist"), make_member("Bob Okafor")
    his, hers = tab_of(bob.user), tab_of(ada.user)
    invite(his, ada, message="Would you read a draft?")

    open_invitation(hers, sender=bob)
    hers.get_by_label("Note").fill("Not this year.")
    hers.get_by_role("button", name="Decline").click()
    expect(hers.get_by_role("button", name="Decline")).to_have_count(0)

    his.goto(Invitation.objects.get().get_absolute_url())
    expect(his.get_by_text("Not this year.")).to_be_visible()
    expect(his.get_by_role("link", name="Open the conversation")).to_have_count(0)
    assert not Conversation.objects.exists()


def titles(tab):
    return tab.locator("#works .work-title")


def test_the_list_of_works_answers_clicks_and_the_back_button(tab_of, prolific):
    tab = tab_of()
    tab.goto(prolific.get_absolute_url())
    expect(titles(tab).first).to_have_text("Preprint 44")
    tab.get_by_label("Sort by").select_option("oldest")
    expect(tab).to_have_url(re.compile(r"/works/\?sort=oldest$"))
    expect(titles(tab).first).to_have_text("First thesis")
    tab.get_by_text("Filter", exact=True).click()
    tab.get_by_label("Type").select_option("thesis")
    expect(tab).to_have_url(re.compile(r"sort=oldest&type=thesis"))
    expect(titles(tab)).to_have_text(["First thesis", "Second thesis"])

    tab.go_back()
    expect(tab).to_have_url(re.compile(r"/works/\?sort=oldest$"))
    expect(titles(tab)).to_have_count(20)
    expect(titles(tab).first).to_have_text("First thesis")
    tab.go_back()
    expect(tab).to_have_url(re.compile(r"/researchers/ada-lindqvist/$"))
    expect(titles(tab).first).to_have_text("Preprint 44")


def test_go_to_page_leads_to_that_page_and_back(tab_of, prolific):
    tab = tab_of()
    tab.goto(prolific.get_absolute_url())
    tab.get_by_label("Go to page").fill("3")
    tab.get_by_role("button", name="Go", exact=True).click()
    expect(tab).to_have_url(re.compile(r"\?page=3$"))
    expect(titles(tab)).to_have_count(7)
    expect(tab.locator("#trust")).to_be_visible()
    tab.go_back()
    expect(titles(tab)).to_have_count(20)


def test_the_list_of_works_answers_without_javascript(tab_of, prolific):
    tab = tab_of(java_script_enabled=False)
    tab.goto(prolific.get_absolute_url())
    tab.get_by_label("Sort by").select_option("oldest")
    tab.get_by_text("Filter", exact=True).click()
    tab.get_by_label("Type").select_option("thesis")
    tab.get_by_role("button", name="Apply", exact=True).click()
    expect(titles(tab)).to_have_text(["First thesis", "Second thesis"])
    expect(tab).to_have_url(re.compile(r"sort=oldest&type=thesis"))
    tab.get_by_role("link", name="Clear filters").click()
    tab.get_by_label("Go to page").fill("3")
    tab.get_by_role("button", name="Go", exact=True).click()
    expect(titles(tab)).to_have_count(7)
    tab.go_back()
    expect(titles(tab)).to_have_count(20)


def test_the_graph_comes_without_a_shift_and_leads_into_the_explorer(tab_of, connected):
    tab = tab_of()
    tab.add_init_script(SHIFTS)
    tab.goto(connected.get_absolute_url())
    expect(tab.locator("#graph .skeleton")).to_have_count(1)
    before = tab.evaluate(TOPS)
    assert [name for name, _ in before][-2:] == ["graph", "works"]
    tab.locator("#graph").scroll_into_view_if_needed()
    expect(tab.locator("#graph svg.graph-picture:visible")).to_be_visible()
    assert tab.evaluate(TOPS) == before
    assert tab.evaluate("window.shifts") == []
    tab.locator("#graph").get_by_text("The same as a list").click()
    expect(tab.locator("#graph .graph-entries").get_by_role("link", name="Person Number 7")).to_be_visible()

    tab.get_by_role("link", name="Open full explorer").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Ada Lindqvist")
    tab.locator("svg.graph-wide").get_by_role("link", name="Person Number 7").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Person Number 7")
    expect(tab).to_have_url(re.compile(r"focus=researcher(:|%3A)p7"))
    expect(tab.locator(".graph-entries").get_by_role("link", name="Ada Lindqvist")).to_be_visible()


def focused(tab):
    return tab.evaluate("document.activeElement.textContent.trim()")


def test_the_keyboard_alone_leads_from_the_top_to_following(tab_of, carol, grace):
    tab = tab_of(carol)
    tab.goto(grace.get_absolute_url())
    tab.keyboard.press("Tab")
    assert focused(tab) == "Skip to the content"
    tab.keyboard.press("Enter")
    expect(tab.locator("#main")).to_be_focused()
    for _ in range(15):
        tab.keyboard.press("Tab")
        if FOLLOW.search(focused(tab)):
            break
    button = tab.get_by_role("button", name=FOLLOW)
    expect(button).to_be_focused()
    tab.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()


def test_leaving_the_log_in_leads_back_to_what_was_wanted(tab_of, carol, grace):
    tab = tab_of()
    tab.goto(grace.get_absolute_url())
    tab.get_by_role("link", name="Log in to claim").click()
    tab.get_by_label("E-mail address").fill(carol.email)
    tab.get_by_label("Password").fill("correct horse battery")
    tab.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    expect(tab).to_have_url(re.compile(reverse("claims:new", args=[grace.slug])))
    expect(tab.get_by_role("heading", name="Are you Grace Newcomer?")).to_be_visible()
