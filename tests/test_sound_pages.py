"""Every kind of page: accessible in light and dark, as wide as the screen, and silent towards the world."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from claims.flow.drafting import begin_claim
from claims.models import Claim
from researchers.tasks import sweep_counters
from tests.builders import (
    make_attribution,
    make_claim,
    make_evidence,
    make_researcher,
    make_topic,
    make_user,
    make_vouch,
    make_work,
)
from tests.claims.evidence.builders import make_institution, make_printed_work, make_verified, owner_of
from tests.collaboration.builders import make_conversation, make_invitation, make_member
from tests.ingest.records import load, make_record
from tests.orcid import connect_orcid
from tests.works.scores.builders import make_scored, place_everything
from trust.tasks import sweep_trust
from works.models import Authorship, Joining, Work, WorkScore

pytestmark = pytest.mark.django_db(transaction=True)

NARROW, WIDE = {"width": 390, "height": 800}, {"width": 1280, "height": 800}
FITS = "document.documentElement.scrollWidth <= innerWidth"
CROWD = 1000


@pytest.fixture
def ada():
    """A claimed page with a work of a thousand authors on a topic."""
    ada = make_member("Ada Lindqvist", slug="ada", bio="I measure tides.")
    work = make_work(
        "A measurement of tides by everybody",
        slug="crowd",
        authors=[ada],
        topics=[make_topic("Tides")],
        abstract="The tides of $x^2$. " * 60,
    )
    others = (
        Authorship(work=work, position=number, name=f"Author {number}", name_key=f"author {number}")
        for number in range(1, CROWD)
    )
    Authorship.objects.bulk_create(others)
    Work.objects.update(authors_count=CROWD)
    return ada


@pytest.fixture
def sparse():
    """An unclaimed page with a single work."""
    sparse = make_researcher("Sparse Person", slug="sparse")
    make_work("A lonely paper", authors=[sparse])
    return sparse


@pytest.fixture
def look(axe):
    """What is wrong with the page in a tab, on a phone by day and on a desk by night."""

    def look(tab):
        wrong = []
        for scheme, size in (("light", NARROW), ("dark", NARROW), ("dark", WIDE), ("light", WIDE)):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            tab.set_viewport_size(size)
            if not tab.evaluate(FITS):
                wrong.append(f"{tab.url} is wider than {size['width']} pixels")
            if (scheme, size) in (("light", NARROW), ("dark", WIDE)):
                wrong += [f"{tab.url} ({scheme}, {size['width']}): {found}" for found in axe(tab)]
        return wrong

    return look


PUBLIC = [
    "/",
    "/search/?q=tides",
    "/researchers/sparse/",
    "/researchers/ada/",
    "/researchers/sparse/trust/",
    "/works/crowd/",
    "/works/crowd/authors/",
    "/topics/tides/",
    "/topics/",
    "/institutions/",
    "/venues/",
    "/about/trust/",
    "/explore/",
    "/explore/?focus=researcher:ada",
    "/accounts/login/",
    "/accounts/signup/",
    "/nowhere/",
]


def test_what_everybody_may_see_is_sound(tab_of, look, ada, sparse):
    sweep_counters()
    sweep_trust()
    tab = tab_of()
    wrong = []
    for address in PUBLIC:
        tab.goto(address)
        wrong += look(tab)
    assert wrong == []


def test_the_pages_about_scores_are_sound_with_figures_and_without(tab_of, look, sparse):
    """With a title, a name and phrases that hardly fit."""
    person = make_researcher(f"Ada {'Wolfeschlegelsteinhausenberger' * 3} Holm", slug="long")
    works = make_scored(40, title=f"{'Tide' * 40} and all that it brings {'with it ' * 12}", open_access=True)
    Authorship.objects.bulk_create(
        Authorship(work=work, position=0, name="Ada", name_key="ada") for work in works
    )
    for authorship in Authorship.objects.filter(work__in=works):
        make_attribution(authorship, person)
    WorkScore.objects.filter(pk=works[9].pk).update(
        nearest=[works[0].pk], similarities=[0.5], phrases=["tide" * 30], phrases_uses=[2], new_phrases=9
    )
    place_everything()
    sweep_counters()
    lonely = Work.objects.get(title="A lonely paper")
    tab = tab_of()
    wrong = []
    for address in (
        "/about/scores/",
        "/researchers/long/scores/",
        "/researchers/sparse/scores/",
        f"/works/{works[9].slug}/scores/",
        f"/works/{lonely.slug}/scores/",
    ):
        tab.goto(address)
        wrong += look(tab)
    assert wrong == []


def test_the_pages_of_a_researcher_are_sound(tab_of, look, ada):
    bob, dora = make_member("Bob Okafor"), make_member("Dora Member")
    invitation = make_invitation(bob, ada)
    conversation = make_conversation(dora, ada)
    tab = tab_of(ada.user)
    wrong = []
    for address in (
        ada.get_absolute_url(),
        reverse("researchers:edit", args=[ada.slug]),
        reverse("collaboration:invitations"),
        invitation.get_absolute_url(),
        conversation.get_absolute_url(),
        reverse("collaboration:invite", args=[bob.slug]),
        reverse("following:index"),
    ):
        tab.goto(address)
        wrong += look(tab)
    assert wrong == []


def test_the_settings_of_an_account_are_sound(tab_of, look, carol, orcid):
    """With an iD, two passkeys and the password of just now."""
    connect_orcid(carol)
    for number in range(2):
        carol.authenticator_set.create(
            type="webauthn", data={"name": f"Key {number} {'x' * 90}", "credential": {}}
        )
    tab = tab_of(carol)
    tab.goto("/accounts/reauthenticate/")
    wrong = look(tab)
    tab.get_by_label("Password").fill("correct horse battery")
    tab.get_by_role("button", name="Go on").click()
    for address in (
        "settings",
        "connections",
        "sessions",
        "two-step",
        "two-step/totp/activate",
        "two-step/webauthn",
    ):
        tab.goto(f"/accounts/{address}/")
        wrong += look(tab)
    assert wrong == []


def test_vouching_is_sound_with_an_error_and_refused(tab_of, look):
    """By whoever wrote with Ada, who then has nobody left to vouch for."""
    vera, ada = (
        make_verified("Vera Voucher", user=make_user("vera@uni.example")),
        make_verified("Ada Lindqvist"),
    )
    make_printed_work(vera, make_institution("Uni", "uni.example"))
    make_vouch(make_claim(state="approved"), owner_of(vera), statement="Long ago. " * 60, days=-1)
    tab = tab_of(owner_of(vera))
    address = reverse("claims:vouch", args=[ada.slug])
    tab.goto(address)
    tab.get_by_role("button", name="Vouch for them").click()
    expect(tab.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
    wrong = look(tab)
    tab.get_by_role("textbox").fill("We wrote a paper together.")
    tab.get_by_role("button", name="Vouch for them").click()
    expect(tab.get_by_text("You vouch for Ada Lindqvist.")).to_be_visible()
    wrong += look(tab)
    tab.goto(address)
    expect(tab.get_by_text("You vouch for this person already.")).to_be_visible()
    assert [*wrong, *look(tab)] == []


def test_a_claim_with_an_error_and_the_review_are_sound(tab_of, look, admin, carol, sparse):
    theirs = tab_of(carol)
    theirs.goto(reverse("claims:new", args=[sparse.slug]))
    theirs.get_by_role("button", name="Yes, begin a claim").click()
    draft = carol.claims.get()
    theirs.goto(reverse("claims:send", args=[draft.pk]))
    theirs.get_by_role("button", name="Send the claim").click()
    expect(theirs.get_by_label("Why is this page yours?")).to_have_attribute("aria-invalid", "true")
    wrong = look(theirs)

    Claim.objects.filter(pk=draft.pk).update(state="withdrawn")
    claim = make_claim(sparse, carol)
    ours = tab_of(admin)
    for address in (reverse("claims:review"), reverse("claims:decide", args=[claim.pk])):
        ours.goto(address)
        wrong += look(ours)
    assert wrong == []


def test_the_steps_of_a_claim_are_sound_overfull_and_with_errors(tab_of, look, carol, sparse):
    long = make_researcher(
        f"Carol {'Wolfeschlegelsteinhausenberger' * 3} Holm", slug="carol", works_count=300
    )
    works = [
        make_work("Weaving " * 30, authors=[long], venue="Journal of " * 8),
        make_work("x" * 150, authors=[long]),
    ]
    draft = begin_claim(long, by=carol, further=[sparse])
    for number in range(9):
        draft.further_records.create(researcher=make_researcher(f"C. Holm {number}"))
    for work, answer in zip(works, ("mine", "not_mine"), strict=True):
        draft.answers.create(authorship=work.authorships.get(), answer=answer)
    draft.missing_works.create(
        scheme="doi", value="10.5555/" + "x" * 150, state="unknown", note="Nobody knows it."
    )
    tab, wrong = tab_of(carol), []
    tab.goto(f"{reverse('claims:find')}?q=carol")
    tab.get_by_role("main").get_by_role("button", name="The ticked pages").click(trial=True)
    wrong += look(tab)
    tab.goto(reverse("claims:records", args=[draft.pk]))
    wrong += look(tab)
    tab.goto(reverse("claims:evidence", args=[draft.pk]))
    tab.get_by_label("Your domain").fill("no domain at all")
    tab.locator("#dns_txt").get_by_role("button", name="Save and look").click()
    expect(tab.get_by_label("Your domain")).to_have_attribute("aria-invalid", "true")
    tab.get_by_text("When a claim is approved at once").click()
    wrong += look(tab)
    tab.goto(reverse("claims:works", args=[draft.pk]))
    tab.get_by_label("DOIs or arXiv ids").fill("my best paper")
    tab.get_by_role("button", name="Add", exact=True).click()
    expect(tab.get_by_label("DOIs or arXiv ids")).to_have_attribute("aria-invalid", "true")
    wrong += look(tab)
    tab.goto(reverse("claims:send", args=[draft.pk]))
    wrong += look(tab)
    Claim.objects.filter(pk=draft.pk).update(
        state="submitted", submitted_at=timezone.now(), held_back=["no_orcid", "several_records"]
    )
    tab.goto(draft.get_absolute_url())
    assert [*wrong, *look(tab)] == []


def test_evidence_is_sound_for_both_and_with_an_error(tab_of, look, admin, carol, sparse):
    claim = make_claim(sparse, carol, state="approved")
    make_evidence(
        claim, "seen", recorded_by=admin, found="Seen " * 200, reference=f"https://a.example/{'x' * 300}"
    )
    make_evidence(claim, "coauthor", failing_since=timezone.now())
    for _ in range(5):
        make_evidence(claim, ended_at=timezone.now(), ended_because="A namesake.", is_set_aside=True)
    theirs, ours = tab_of(carol), tab_of(admin)
    theirs.goto(claim.get_absolute_url())
    wrong = look(theirs)
    ours.goto(reverse("claims:decide", args=[claim.pk]))
    ours.get_by_text("Record what you saw").click()
    ours.get_by_role("button", name="Record it").click()
    expect(ours.get_by_label("Where?")).to_have_attribute("aria-invalid", "true")
    ours.get_by_text("End a piece of evidence").click()
    ours.get_by_text("5 pieces do not count any more").click()
    wrong += look(ours)
    assert wrong == []


def test_why_works_were_joined_is_sound_with_an_error_and_without(tab_of, look, admin):
    load(make_record("2001.00001", source="arxiv", identifiers={"arxiv": "2001.00001"}))
    same = {"title": "Tides " * 30, "identifiers": {"arxiv": "2001.00001", "doi": "10.5555/tides"}}
    load(make_record("10.5555/tides", source="crossref", **same))
    tab = tab_of(admin)
    tab.goto(reverse("ingest:joinings", args=[Joining.objects.get().work.slug]))
    wrong = look(tab)
    tab.get_by_label("The other work").fill("no such work")
    tab.get_by_role("button", name="Join").click()
    expect(tab.get_by_label("The other work")).to_have_value("no such work")
    assert [*wrong, *look(tab)] == []
