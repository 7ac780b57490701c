"""The whole way of a claim as people go it, once for each kind of evidence."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from claims.evidence import KINDS
from claims.examination.rules import title_of
from claims.models import Claim, Supporter
from common.addresses import address_digest
from researchers.models import Researcher
from tests.builders import make_authorship, make_researcher, make_user, make_work, make_works, state
from tests.claims.evidence.builders import make_institution, make_verified, owner_of
from tests.fetching import PLAIN, Web
from tests.mail import delivered
from tests.orcid import ADA, Orcid, agree
from works.models import Affiliation, Authorship, CodeLink, PersonStatement

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery"
HOME_PAGE, DOMAIN = "https://labs.example/~rosa/", "weaver.example"
RAW = "https://raw.githubusercontent.com/rosa/loom/HEAD/.credence"
STATEMENT = "We wove together for years."


@dataclass
class World:
    """Rosa, the page that lists her works, and all she may need to show that it is hers."""

    tab: Page
    rosa: User
    page: Researcher
    works: list[Authorship]
    web: Web
    orcid: Orcid
    tab_of: Callable[..., Page]

    def entry(self, kind: str) -> Locator:
        return self.tab.locator(f"#{kind}")

    def code(self, kind: str) -> str:
        return self.tab.locator(f"#{kind}-code").inner_text()

    def go_and_do(self, kind: str) -> None:
        self.entry(kind).get_by_role("link", name="Do this now").click()

    def back_to_evidence(self) -> None:
        self.tab.goto(f"{self.tab.url.split('/accounts/')[0]}/claims/")
        self.tab.get_by_role("link", name="Go on").click()

    def name_target(self, kind: str, text: str) -> None:
        self.entry(kind).get_by_role("textbox").fill(text)
        self.entry(kind).get_by_role("button", name="Save and look").click()


def nothing_more(world: World) -> None:
    """What there is, is there already."""
    world.tab.get_by_role("button", name="Check now").click()


def at_institution(world: World, address: str = "") -> None:
    """A work names an institution, at which the account's address is."""
    domain = (address or world.rosa.email).partition("@")[2]
    institution = make_institution("University of Lindenau", domain)
    Affiliation.objects.create(authorship=world.works[0], institution=institution)


def confirm_address(world: World, kind: str, address: str) -> None:
    """Add an address to the account, and follow the link in the letter."""
    world.go_and_do(kind)
    world.tab.get_by_label("E-mail address").fill(address)
    world.tab.get_by_role("button", name="Add it").click()
    expect(world.tab.get_by_text(address).first).to_be_visible()
    letter = next(one for one in delivered() if address in one.to)
    world.tab.goto(re.search(r"http://\S+", str(letter.body))[0])  # type: ignore[index]
    world.tab.get_by_role("button", name="Yes, confirm it").click()
    expect(world.tab.get_by_role("button", name="Yes, confirm it")).to_have_count(0)
    world.back_to_evidence()
    nothing_more(world)


def by_orcid(world: World) -> None:
    for printed in world.works[:2]:
        printed.orcid = ADA
        printed.save()
        state(printed)
    world.orcid.knows(ADA, "Rosa Weaver")
    world.go_and_do("orcid")
    world.tab.get_by_role("button", name="Connect my ORCID iD").click()
    agree(world.tab, ADA, "Rosa Weaver")
    expect(world.tab.get_by_text(ADA).first).to_be_visible()
    world.back_to_evidence()
    nothing_more(world)


def by_printed_address(world: World) -> None:
    address = "rosa.weaver@looms.example"
    printed = world.works[0]
    printed.address_digests = [address_digest(address, settings.CREDENCE_ADDRESS_KEY)]
    printed.save()
    state(printed)
    confirm_address(world, "printed_address", address)


def by_institution_email(world: World) -> None:
    at_institution(world, "rosa@lindenau.example")
    confirm_address(world, "institution_email", "rosa@lindenau.example")


def by_home_page(world: World) -> None:
    Authorship.objects.filter(pk=world.works[0].pk).update(orcid=ADA)
    payload = {"source": "orcid", "orcid": ADA, "name": "Rosa Weaver", "home_pages": [HOME_PAGE]}
    PersonStatement.objects.create(
        source="orcid", source_id=ADA, orcid=ADA, payload=payload, payload_hash=b"0", read_at=timezone.now()
    )
    world.web.page(HOME_PAGE, f"<html><body>{world.code('home_page')}</body></html>")
    world.name_target("home_page", HOME_PAGE)


def by_domain(world: World) -> None:
    institution = make_institution("Weaver and Daughters", DOMAIN)
    Affiliation.objects.create(authorship=world.works[0], institution=institution)
    world.web.text(f"_credence.{DOMAIN}", world.code("dns_txt"))
    world.name_target("dns_txt", DOMAIN)


def by_repository(world: World) -> None:
    at_institution(world)
    CodeLink.objects.create(
        work=world.works[0].work, kind="code", url="https://github.com/rosa/loom", source="demo"
    )
    world.tab.reload()
    world.web.page(RAW, world.code("repository"), kind=PLAIN)
    world.name_target("repository", "https://github.com/rosa/loom")


def vouched(world: World, kind: str, voucher: Researcher) -> None:
    """Somebody who knows her opens the link that she sends, and says how."""
    theirs = world.tab_of(owner_of(voucher))
    theirs.goto(world.code(kind))
    theirs.get_by_role("textbox").fill(STATEMENT)
    theirs.get_by_role("button", name="Vouch for them").click()
    expect(theirs.get_by_text(STATEMENT)).to_be_visible()
    nothing_more(world)


def make_voucher() -> Researcher:
    voucher = make_verified("Vera Voucher", user=make_user("vera@uni.example", name="Vera Voucher"))
    Supporter.objects.create(user=voucher.user, researcher=voucher, distance=0)
    theirs = make_authorship(make_work("Spinning"), voucher, position=0)
    Affiliation.objects.create(authorship=theirs, institution=make_institution("Uni", "uni.example"))
    return voucher


def by_coauthor(world: World) -> None:
    at_institution(world)
    voucher = make_voucher()
    make_authorship(world.works[0].work, voucher, position=1)
    vouched(world, "coauthor", voucher)


def by_vouch(world: World) -> None:
    vouched(world, "vouch", make_voucher())


# Per kind: what she does for it, and the rule that decides then, if one does.
WAYS: dict[str, tuple[Callable[[World], None], str]] = {
    "orcid": (by_orcid, "orcid_printed"),
    "printed_address": (by_printed_address, "printed_address"),
    "repository": (by_repository, "repository_and_institution"),
    "coauthor": (by_coauthor, "vouch_coauthor_and_institution"),
    "home_page": (by_home_page, ""),
    "dns_txt": (by_domain, ""),
    "institution_email": (by_institution_email, ""),
    "vouch": (by_vouch, ""),
}


@pytest.fixture
def world(context: Any, live_server: Any, web: Web, orcid: Orcid, tab_of: Callable[..., Page]) -> World:
    settings.CREDENCE_SITE_URL = live_server.url
    page = make_researcher("Rosa Weaver", works_count=3)
    works = [work.authorships.get() for work in make_works(3, authors=[page])]
    rosa = make_user("rosa@lindenau.example", name="Rosa Weaver")
    return World(context.new_page(), rosa, page, works, web, orcid, tab_of)


def log_in(world: World) -> None:
    world.tab.get_by_label("E-mail address").fill(world.rosa.email)
    world.tab.get_by_label("Password", exact=True).fill(PASSWORD)
    world.tab.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()


def find_page(world: World, site: str) -> None:
    """From the front page to a draft."""
    world.tab.goto(site)
    world.tab.get_by_role("link", name="Find your page and claim it").click()
    log_in(world)
    world.tab.get_by_label("Your name, your ORCID iD").fill("rosa weaver")
    world.tab.get_by_role("button", name="Look").click()
    world.tab.get_by_label("This is me: Rosa Weaver").check()
    world.tab.get_by_role("button", name="The ticked pages are mine").click()
    expect(world.tab.get_by_role("heading", name="Show that you are Rosa Weaver")).to_be_visible()


def answer_and_send(world: World) -> None:
    """From the evidence to where the claim stands."""
    world.tab.get_by_role("link", name="Go on", exact=True).click()
    world.tab.get_by_role("button", name="All on this page are mine").click()
    expect(world.tab.get_by_text("3 works are marked as yours.").first).to_be_visible()
    world.tab.get_by_role("link", name="Go on", exact=True).click()
    world.tab.get_by_role("button", name="Send the claim").click()
    expect(world.tab.get_by_role("heading", name="Rosa Weaver", level=1)).to_be_visible()


@pytest.mark.parametrize("kind", WAYS)
def test_the_whole_way(world, live_server, kind):
    hand_in, rule = WAYS[kind]
    if kind == "institution_email":
        world.rosa.emailaddress_set.update(email="rosa@mail.example")
        User.objects.filter(pk=world.rosa.pk).update(email="rosa@mail.example")
        world.rosa.refresh_from_db()
    find_page(world, live_server.url)
    hand_in(world)
    expect(world.tab.locator(f"#{kind}-found").get_by_text("Found", exact=True)).to_be_visible()
    answer_and_send(world)
    if rule:
        expect(world.tab.get_by_text(f"Approved by a written rule: {title_of(rule)}.")).to_be_visible()
        world.page.refresh_from_db()
        assert world.page.user == world.rosa
    else:
        expect(world.tab.get_by_text("Yours is the next to be decided.")).to_be_visible()
        expect(world.tab.get_by_text("Why no rule decided it at once")).to_be_visible()
        expect(world.tab.locator("#evidence").get_by_text(KINDS[kind].title)).to_be_visible()
    claim = world.rosa.claims.get()
    assert (claim.rule, claim.evidence.current().filter(kind=kind).count()) == (rule, 1)


def test_a_draft_is_left_and_taken_up_without_scripts(world, live_server, tab_of):
    tab = tab_of(world.rosa, java_script_enabled=False)
    tab.goto(reverse("claims:new", args=[world.page.slug]))
    tab.get_by_role("button", name="Yes, begin a claim").click()
    tab.get_by_label("Your domain").fill(DOMAIN)
    tab.locator("#dns_txt").get_by_role("button", name="Save and look").click()
    tab.goto(world.page.get_absolute_url())
    tab.get_by_role("link", name="Go on with your claim").click()
    tab.get_by_role("link", name="Go on with the evidence").click()
    expect(tab.get_by_label("Your domain")).to_have_value(DOMAIN)
    tab.get_by_role("link", name="Go on", exact=True).click()
    tab.get_by_role("button", name=re.compile("^Not mine.*Paper number 1$")).click()
    expect(tab.get_by_text("you say: not mine")).to_be_visible()
    tab.get_by_role("button", name=re.compile("^Not sure.*Paper number 1$")).click()
    expect(tab.get_by_text("you say: not sure")).to_be_visible()
    tab.get_by_role("link", name="Go on", exact=True).click()
    tab.get_by_label("Why is this page yours?").fill("I wove them.")
    tab.get_by_role("button", name="Send the claim").click()
    expect(tab.get_by_text("Waiting for a decision")).to_be_visible()
    tab.get_by_role("link", name="Withdraw the claim").click()
    tab.get_by_role("button", name="Withdraw the claim").click()
    expect(tab.get_by_text("Your claim has been withdrawn.")).to_be_visible()


def test_the_page_shows_by_itself_what_was_found(world, tab_of):
    claim = Claim.objects.create(researcher=world.page, user=world.rosa, checks_due_at=timezone.now())
    tab = tab_of(world.rosa)
    tab.goto(claim.get_absolute_url())
    expect(tab.get_by_role("progressbar")).to_be_visible()
    tab.evaluate("window.stayed = true")
    Claim.objects.filter(pk=claim.pk).update(
        checks_due_at=None, checked_at=timezone.now(), held_back=["no_strong_evidence"]
    )
    expect(tab.get_by_text("Why no rule decided it at once")).to_be_visible()
    expect(tab.get_by_role("progressbar")).to_have_count(0)
    assert tab.evaluate("window.stayed"), "the page was not loaded again"


def test_what_is_typed_stays_while_evidence_is_looked_for(world, tab_of):
    claim = Claim.objects.create(researcher=world.page, user=world.rosa, checks_due_at=timezone.now())
    tab = tab_of(world.rosa)
    tab.goto(reverse("claims:evidence", args=[claim.pk]))
    tab.get_by_label("Your domain").fill("half a dom")
    claim.checks.filter(kind="vouch").update(
        result="missed", words="Nobody has vouched.", looked_at=timezone.now()
    )
    Claim.objects.filter(pk=claim.pk).update(checks_due_at=None)
    expect(tab.get_by_text("Nobody has vouched.")).to_be_visible()
    expect(tab.get_by_role("button", name="Check now")).to_be_visible()
    expect(tab.get_by_label("Your domain")).to_have_value("half a dom")
