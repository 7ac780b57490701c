"""What a newcomer finds once the demo record is loaded. It is loaded once for all of these tests."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from accounts.models import User
from accounts.notices import send_due
from claims.models import Claim, Dispute
from collaboration.models import Conversation, Invitation
from collaboration.notices import announce
from following.models import Follow
from ingest.models import ImportProblem, ImportRun
from pages.demo.cast import SOURCE, read_cast
from researchers.models import Attribution, IdentityEvent, Researcher
from works.models import SourceRecord, Work

STATES = {"waiting": "submitted", "approved_by_rule": "approved"}


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Loaded for good, because the tests' own transactions begin after it; emptied at the end."""
    with django_db_blocker.unblock():
        call_command("load_demo", stdout=StringIO())
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def database(loaded, db):
    """Every test has one, and leaves no trace in it."""


def page_of(person):
    return Researcher.objects.get(external_ids__scheme=SOURCE, external_ids__value=person)


def attribution(work, login):
    works = Attribution.objects.filter(authorship__work__identifiers__value=work)
    return works.get(researcher__user__email=f"{login}@demo.example")


def test_every_address_is_confirmed_and_only_the_administrator_decides():
    assert set(EmailAddress.objects.filter(verified=True, primary=True).values_list("email", flat=True)) == {
        login.email for login in read_cast().logins
    }
    assert [user.email for user in User.objects.all() if user.is_administrator] == ["admin@demo.example"]


# What a newcomer finds


def test_no_record_was_set_aside():
    assert not ImportProblem.objects.exists()
    assert {run.state for run in ImportRun.objects.all()} == {"done"}
    assert [run.source for run in ImportRun.objects.order_by("pk")] == [
        "pages/demo/works.jsonl",
        "pages/demo/community.jsonl",
    ]


def test_everybody_is_counted_and_scored_at_once():
    people = Researcher.objects.all()
    assert not people.exclude(counters_stale_at=None).exists()
    assert not people.exclude(trust_stale_at=None).exists()
    assert not people.filter(trust_score=None).exists()


@pytest.mark.parametrize(
    ("name", "trust", "works"),
    [("Wenzhe Guo", 15, 3), ("Weizhen Dian", 11, 1), ("Yandan Wang", 21, 8), ("Xundong Wu", 17, 4)],
)
def test_the_real_people_have_the_figures_of_their_record(name, trust, works):
    person = Researcher.objects.get(preferred_name=name)
    assert (person.trust_score, person.works_count, person.verification_level) == (trust, works, 1)
    assert person.close_collaborators_count == 4
    assert not person.external_ids.filter(scheme=SOURCE).exists()


def test_claims_ended_as_the_cast_says_and_gave_their_pages():
    for part in read_cast().claims:
        claim = Claim.objects.get(user__email=f"{part.login}@demo.example")
        is_approved = part.outcome.startswith("approved")
        assert claim.state == STATES.get(part.outcome, part.outcome)
        assert claim.reply == part.reply
        page = page_of(part.researcher)
        assert (page.user == claim.user) is is_approved
        assert (page.bio, page.collaboration) == (part.bio, part.collaboration)
        level = 4 if part.login in read_cast().confirmed_identities else 3 if claim.rule else 2
        assert page.verification_level == (level if is_approved else 1)


def test_a_written_rule_has_approved_one_claim_and_the_others_say_why_none_did():
    by_rule = Claim.objects.get(user__email="odwyerson@demo.example")
    assert (by_rule.rule, by_rule.level_given, by_rule.decided_by) == ("orcid_printed", 3, None)
    waiting = Claim.objects.get(user__email="heuvelrade@demo.example")
    assert "no_strong_evidence" in waiting.held_back
    assert waiting.checked_at


def test_a_printed_login_has_a_draft_about_two_records_to_go_on_with(as_user):
    claim = Claim.objects.get(state=Claim.State.DRAFT)
    client = as_user(claim.user)
    assert claim.user.email in {login.email for login in read_cast().logins if login.printed}
    for name in ("Edda Thornquistsen", "E. M. Thornquistsen"):
        assert name in client.get(f"/claims/{claim.pk}/records/").text


def test_the_administrator_finds_a_dispute_and_a_ticket_with_reasons(as_user):
    client = as_user(User.objects.get(email="admin@demo.example"))
    dispute = Dispute.objects.get()
    assert dispute.is_open
    assert dispute.reason in client.get(f"/review/disputes/{dispute.pk}/").text
    assert "Maartje van den Heuvelrade" in client.get("/review/").text


def test_one_page_shows_several_kinds_of_evidence_and_support_a_decision_and_a_reply(client):
    """And a history of how it came about."""
    page = page_of("demo-person-01")
    inputs = page.trust_snapshot.evidence
    assert {piece.kind for piece in inputs.evidence} == {"coauthor", "seen", "institution_email"}
    assert {one.way for one in inputs.support} == {"coauthor", "vouch"}
    assert inputs.identity_decided_on
    steps = [(event.level_before, event.level) for event in page.trust_events.order_by("pk")]
    assert (steps[0], steps[-1]) == ((None, 2), (2, 4))
    text = client.get(f"/researchers/{page.slug}/trust/").content.decode()
    assert read_cast().replies[0].text.splitlines()[0] in text
    assert "Ludovico de&#x27; Tassinari</a>" in text


def test_a_printed_login_can_vouch(as_user):
    holder = page_of("demo-person-01").user
    assert holder.email in {login.email for login in read_cast().logins if login.printed}
    page = page_of("demo-person-02")
    address = f"/researchers/{page.slug}/vouch/"
    client = as_user(holder)
    assert address in client.get(page.get_absolute_url()).text
    response = client.post(address, {"statement": "We wrote four works together."}, follow=True)
    assert "You vouch for Ludovico de&#x27; Tassinari." in response.text


def test_follows_are_counted():
    wanted = [part.researcher for part in read_cast().follows]
    assert Follow.objects.count() == len(wanted)
    for person in set(wanted):
        assert page_of(person).followers_count == wanted.count(person)


@pytest.mark.parametrize(
    ("work", "login", "status", "basis"),
    [
        ("demo-0002", "researcher", "accepted", "confirmed"),
        ("demo-0106", "researcher", "rejected", "confirmed"),
        ("demo-0068", "tassinari", "disputed", "source_id"),
    ],
)
def test_answers_are_those_of_the_cast(work, login, status, basis):
    answered = attribution(work, login)
    assert (answered.status, answered.basis) == (status, basis)
    assert answered.decided_by == answered.researcher.user
    assert IdentityEvent.objects.count() == len(read_cast().answers)


def test_one_invitation_waits_and_one_has_become_a_conversation():
    assert set(Invitation.objects.values_list("state", flat=True)) == {"waiting", "accepted"}
    conversation = Conversation.objects.get()
    assert conversation.invitation.note == "Gladly, if we meter the energy as well."
    assert [message.sent_by.email for message in conversation.messages.order_by("pk")] == [
        "tassinari@demo.example", "researcher@demo.example", "tassinari@demo.example"
    ]  # fmt: skip


def test_who_answers_has_read_what_was_written_so_far():
    conversation = Conversation.objects.get()
    assert [message.read_at is None for message in conversation.messages.order_by("pk")] == [
        False,
        False,
        True,
    ]


def test_nobody_is_sent_mail_that_cannot_arrive(mailoutbox):
    assert (announce(), send_due()) == (0, 0)
    assert mailoutbox == []


# Nobody can take it for real


def test_everybody_of_the_community_is_marked_also_who_is_known_by_name_alone():
    marked = Researcher.objects.filter(external_ids__scheme=SOURCE).distinct()
    fictional = Researcher.objects.filter(attributions__authorship__work__sources__source=SOURCE).distinct()
    real = Researcher.objects.filter(attributions__authorship__work__sources__source="arxiv").distinct()
    assert set(marked) == set(fictional)
    assert not set(marked) & set(real)
    assert marked.count() + real.count() == Researcher.objects.count()


def test_the_community_is_marked_on_every_page_and_the_real_people_are_not(client):
    for person in ("demo-person-01", "demo-person-10", "demo-person-12"):
        assert "Fictional record" in client.get(page_of(person).get_absolute_url()).content.decode()
    guo = Researcher.objects.get(preferred_name="Wenzhe Guo")
    assert "Fictional record" not in client.get(guo.get_absolute_url()).content.decode()


def test_works_are_marked_and_their_demo_identifiers_lead_nowhere(client):
    for record in SourceRecord.objects.filter(source=SOURCE).select_related("work")[:5]:
        html = client.get(record.work.get_absolute_url()).content.decode()
        assert "Fictional record" in html
        assert f'demo/{record.source_id}"' not in html
    real = Work.objects.get(identifiers__scheme="arxiv", identifiers__value="2205.07141")
    assert "Fictional record" not in client.get(real.get_absolute_url()).content.decode()
