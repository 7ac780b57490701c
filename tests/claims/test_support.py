"""Support from verified people: who gives it, to whom it leads, and how far."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from claims.evidence import INSTITUTION_EMAIL
from claims.evidence.coauthors import word_of
from claims.examination import support
from claims.examination.support import supported_by, verified_page
from claims.models import Claim, Evidence, Supporter
from claims.vouching import vouch
from researchers.answering import confirm_attribution
from researchers.curation.undoing import undo
from researchers.models import Attribution, IdentityEvent, Researcher
from tests.builders import make_claim, make_evidence, make_researcher, make_user, make_vouch, make_work
from tests.claims import supporters
from tests.claims.evidence.builders import make_institution, make_printed_work, make_verified, owner_of
from tests.claims.supporters import supporters_of
from tests.mail import delivered
from trust.models import TrustSnapshot
from trust.refreshing import score_all_stale, score_stale
from works.models import Work

pytestmark = pytest.mark.django_db

Status, Basis = Attribution.Status, Attribution.Basis


@pytest.fixture
def vera() -> Researcher:
    """An administrator decided her claim."""
    return make_verified("Vera")


@pytest.fixture
def greta() -> Researcher:
    """Nobody claimed her page."""
    return make_researcher("Greta")


def by_rule(name: str) -> Researcher:
    return make_verified(name, rule="orcid")


def confirm(page: Researcher, *others: Researcher, **fields: object) -> Work:
    """A work of the page and the others that whoever holds the page said to be theirs."""
    work = make_work(authors=[page, *others], **fields)
    mine = Attribution.objects.filter(authorship__work=work, researcher=page)
    mine.update(basis=Basis.CONFIRMED, decided_by=page.user_id)
    return work


def at_rest() -> None:
    """Nobody is stale, and everybody was told."""
    list(score_all_stale())


def given_to(page: Researcher) -> list[tuple[str, str, int]]:
    at_rest()
    people = dict(Researcher.objects.values_list("public_id", "preferred_name"))
    return [(people[one.giver], one.way, one.distance) for one in supporters_of([page.pk])]


def distance_of(page: Researcher) -> int | None:
    at_rest()
    row = Supporter.objects.filter(user=page.user_id).first()
    return row.distance if row else None


def test_a_confirmed_work_supports_who_wrote_it_too(vera, greta):
    confirm(vera, greta)
    assert given_to(greta) == [("Vera", "coauthor", 0)]
    assert given_to(vera) == []


def test_however_many_works_it_is_one_supporter(vera, greta):
    first = confirm(vera, greta)
    confirm(vera, greta)
    Attribution.objects.filter(authorship__work=first, researcher=vera).update(
        decided_at=timezone.now() - timedelta(days=100)
    )
    at_rest()
    (only,) = supporters_of([greta.pk])
    assert only.given_on == (timezone.now() - timedelta(days=100)).date()
    assert only.counts_until is None


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status.DISPUTED},
        {"status": Status.REJECTED},
        {"basis": Basis.MATCHED},
        {"basis": Basis.CURATED},
    ],
)
def test_only_ones_own_word_about_a_listed_work_supports(vera, greta, change):
    confirm(vera, greta)
    Attribution.objects.filter(researcher=vera).update(**change)
    assert given_to(greta) == []


def test_the_word_of_another_account_is_not_theirs(vera, greta, carol):
    confirm(vera, greta)
    Attribution.objects.filter(researcher=vera).update(decided_by=carol)
    assert given_to(greta) == []


@pytest.mark.parametrize("status", [Status.DISPUTED, Status.REJECTED, Status.PROPOSED])
def test_the_work_has_to_be_undisputed_on_the_page_supported(vera, greta, status):
    confirm(vera, greta)
    Attribution.objects.filter(researcher=greta).update(status=status)
    assert given_to(greta) == []


@pytest.mark.parametrize(
    "fields", [{"withdrawn": True}, {"retracted": True}, {"self_reported": True}, {"authors_count": 31}]
)
def test_works_that_do_not_count_and_those_of_crowds_support_nobody(vera, greta, fields):
    Work.objects.filter(pk=confirm(vera, greta).pk).update(**fields)
    assert given_to(greta) == []


def test_a_work_of_thirty_authors_supports(vera, greta):
    Work.objects.filter(pk=confirm(vera, greta).pk).update(authors_count=30)
    assert given_to(greta) == [("Vera", "coauthor", 0)]


def test_a_vouch_supports_until_its_day(vera):
    otto = make_verified("Otto")
    make_vouch(otto.user.claims.get(), owner_of(vera), days=10)
    at_rest()
    (only,) = supporters_of([otto.pk])
    assert (only.way, only.counts_until) == ("vouch", (timezone.now() + timedelta(days=10)).date())


@pytest.mark.parametrize("state", [state for state in Claim.State if state not in Claim.HOLDING_STATES])
def test_a_vouch_for_a_claim_that_gives_no_page_supports_nobody(vera, state):
    claim = make_claim(user=make_user(), state=state)
    make_vouch(claim, owner_of(vera))
    assert given_to(claim.researcher) == []


def unconfirmed(page: Researcher) -> None:
    owner_of(page).emailaddress_set.update(verified=False)


def without_primary(page: Researcher) -> None:
    owner_of(page).emailaddress_set.update(primary=False)


def deactivated(page: Researcher) -> None:
    User.objects.filter(pk=owner_of(page).pk).update(is_active=False)


def revoked(page: Researcher) -> None:
    owner_of(page).claims.update(state=Claim.State.REVOKED)
    Researcher.objects.filter(pk=page.pk).mark_trust_stale()


def released(page: Researcher) -> None:
    Researcher.objects.filter(pk=page.pk).release()


@pytest.mark.parametrize("change", [unconfirmed, without_primary, deactivated, revoked, released])
def test_who_is_not_verified_any_more_supports_nobody(vera, greta, change):
    confirm(vera, greta)
    otto = make_verified("Otto")
    make_vouch(otto.user.claims.get(), owner_of(vera))
    assert given_to(greta) == [("Vera", "coauthor", 0)]
    change(vera)
    assert verified_page(owner_of(vera).pk) is None
    assert given_to(greta) == given_to(otto) == []


def test_accounts_without_an_approved_claim_are_not_verified(ada, carol, vera):
    make_claim(user=carol)
    assert [verified_page(user.pk) for user in (ada, carol, owner_of(vera))] == [None, None, vera.pk]


def test_support_fades_step_by_step_and_ends_after_two(vera):
    one, two, three, last = by_rule("One"), by_rule("Two"), by_rule("Three"), make_researcher("Last")
    confirm(vera, one)
    make_vouch(two.user.claims.get(), owner_of(one))
    confirm(two, three)
    confirm(three, last)
    assert [distance_of(page) for page in (vera, one, two, three)] == [0, 1, 2, None]
    assert given_to(two) == [("One", "vouch", 1)]
    assert given_to(three) == [("Two", "coauthor", 2)]
    assert given_to(last) == []


def test_the_nearest_counts(vera):
    one, two = by_rule("One"), by_rule("Two")
    confirm(one, two)
    confirm(vera, one, two)
    assert [distance_of(page) for page in (one, two)] == [1, 1]


def test_a_ring_that_nobody_reaches_supports_nobody():
    ring = [by_rule(name) for name in ("One", "Two", "Three")]
    for giver, taker in zip(ring, [*ring[1:], ring[0]], strict=True):
        confirm(giver, taker)
        make_vouch(taker.user.claims.get(), owner_of(giver))
    assert [distance_of(page) for page in ring] == [None, None, None]
    assert [given_to(page) for page in ring] == [[], [], []]


def test_a_ring_is_let_go_when_what_reached_it_is_gone(vera):
    one, two = by_rule("One"), by_rule("Two")
    confirm(one, two)
    confirm(two, one)
    work = confirm(vera, one)
    assert [distance_of(page) for page in (one, two)] == [1, 2]
    Attribution.objects.filter(authorship__work=work, researcher=vera).update(status=Status.REJECTED)
    Researcher.objects.on_works([work.pk]).mark_trust_stale()
    assert [distance_of(page) for page in (one, two)] == [None, None]


@pytest.mark.parametrize("days", [0, -1])
def test_an_expired_vouch_brings_nobody_nearer(vera, days):
    one = by_rule("One")
    make_vouch(one.user.claims.get(), owner_of(vera), days=days, given_at=timezone.now() - timedelta(days=9))
    assert distance_of(one) is None


def test_a_page_that_became_a_part_of_another_takes_its_ties_along(vera, greta):
    confirm(vera, greta)
    at_rest()
    kept = make_researcher("Vera V.")
    user = owner_of(vera)
    Researcher.objects.filter(pk=vera.pk).update(user=None, merged_into=kept)
    Researcher.objects.filter(pk=kept.pk).update(user=user)
    Attribution.objects.filter(researcher=vera).update(researcher=kept)
    Researcher.objects.filter(pk__in=[vera.pk, kept.pk, greta.pk]).mark_trust_stale()
    assert given_to(greta) == [("Vera V.", "coauthor", 0)]


def test_what_somebody_confirmed_on_a_former_page_supports_nobody(vera, greta, admin):
    """Whoever had a page by mistake had no word about its works."""
    confirm(vera, greta)
    at_rest()
    user, other = owner_of(vera), make_researcher("Vera Right")
    released(vera)
    user.claims.update(state=Claim.State.REVOKED)
    make_claim(other, user, state=Claim.State.APPROVED)
    assert distance_of(Researcher.objects.get(pk=other.pk)) == 0
    assert given_to(greta) == []


def test_all_whom_somebody_supports_are_scored_anew_and_nobody_else(vera, greta):
    otto, stranger = make_verified("Otto"), make_researcher("Stranger")
    confirm(vera, greta)
    confirm(otto, stranger)
    make_vouch(otto.user.claims.get(), owner_of(vera))
    at_rest()
    Supporter.objects.filter(user=vera.user).update(is_due=True)
    assert support.tell_supported() == 1
    stale = Researcher.objects.exclude(trust_stale_at=None).values_list("preferred_name", flat=True)
    assert set(stale) == {"Greta", "Otto"}


def test_who_passes_on_what_they_did_is_not_told_again(vera, greta):
    confirm(vera, greta)
    at_rest()
    Researcher.objects.filter(pk=vera.pk).mark_trust_stale()
    at_rest()
    assert not Supporter.objects.due().exists()
    version = Researcher.objects.get(pk=greta.pk).version
    Researcher.objects.filter(pk=vera.pk).mark_trust_stale()
    at_rest()
    assert Researcher.objects.get(pk=greta.pk).version == version


def test_some_are_told_of_at_a_time(vera, monkeypatch):
    make_verified("Otto")
    at_rest()
    monkeypatch.setattr(support, "TOLD_AT_ONCE", 1)
    Supporter.objects.update(is_due=True)
    assert [support.tell_supported() for _ in range(3)] == [1, 1, 0]


@pytest.mark.parametrize("step", ["look_for_their_word", "tell_of"])
def test_who_was_not_told_of_to_the_end_is_told_of_again(vera, greta, monkeypatch, step):
    confirm(vera, greta)
    while score_stale():
        pass

    def break_off(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(support, step, break_off)
        with pytest.raises(KeyboardInterrupt):
            support.tell_supported()
    assert Supporter.objects.due().exists()
    assert not Researcher.objects.exclude(trust_stale_at=None).exists()
    support.tell_supported()
    assert [one.trust_stale_at is not None for one in Researcher.objects.filter(pk=greta.pk)] == [True]
    assert not Supporter.objects.due().exists()


def test_a_check_that_breaks_keeps_nobody_from_being_told(vera, greta, monkeypatch):
    confirm(vera, greta)
    otto = make_verified("Otto")
    make_vouch(otto.user.claims.get(), owner_of(vera))
    while score_stale():
        pass

    def broken(claim: Claim, kind: object) -> None:
        raise ValueError("Nobody knows why.")

    monkeypatch.setattr(support, "check_evidence", broken)
    with pytest.raises(ExceptionGroup) as raised:
        support.tell_supported()
    assert [type(error) for error in raised.value.exceptions] == [ValueError]
    assert Researcher.objects.get(pk=greta.pk).trust_stale_at
    assert not Supporter.objects.due().exists()


def another_told(page: Researcher) -> None:
    unconfirmed(page)
    Supporter.objects.update(researcher=None, distance=None)


@pytest.mark.parametrize("change", [unconfirmed, another_told])
def test_of_whom_something_else_holds_meanwhile_is_told_again(vera, greta, monkeypatch, change):
    confirm(vera, greta)
    while score_stale():
        pass

    def change_meanwhile(users: Iterable[int]) -> set[int]:
        found = supported_by(users)
        change(vera)
        return found

    with monkeypatch.context() as changing:
        changing.setattr(support, "supported_by", change_meanwhile)
        support.tell_supported()
    assert Supporter.objects.due().exists()
    assert given_to(greta) == []
    assert not Supporter.objects.due().exists()


def test_the_word_of_a_coauthor_is_evidence_as_soon_and_as_long_as_they_are_near(vera):
    otto = make_verified("Otto")
    make_work(authors=[vera, otto])
    claim = otto.user.claims.get()
    make_vouch(claim, owner_of(vera))
    at_rest()
    evidence = claim.evidence.get()
    assert evidence.reference == word_of(owner_of(vera).pk)
    unconfirmed(vera)
    at_rest()
    evidence.refresh_from_db()
    assert evidence.failing_since


def elsewhere(deed: Callable[[], object]) -> Thread:
    """On another connection; begun, and over unless it has to wait."""

    def run() -> None:
        try:
            deed()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(0.5)
    return thread


@pytest.fixture
def due(transactional_db: None) -> tuple[Researcher, Researcher]:
    """Somebody of whom is still to be told that they pass on support, and a co-author."""
    otto = make_verified("Otto")
    vera = make_verified("Vera", user=make_user("vera@uni.example"))
    make_printed_work(vera, make_institution("Uni", "uni.example"))
    make_work(authors=[vera, otto])
    while score_stale():
        pass
    return vera, otto


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["vouch", "coauthor"])
def test_a_tie_made_while_it_is_told_is_seen(monkeypatch, due, way):
    vera, otto = due

    def tie() -> None:
        if way == "vouch":
            vouch(otto, by=owner_of(vera), statement="We met.")
        else:
            row = vera.attributions.get(authorship__work__authorships__attributions__researcher=otto)
            confirm_attribution(row, by=owner_of(vera))
        while score_stale():
            pass

    def tie_meanwhile(users: Iterable[int]) -> set[int]:
        found = supported_by(users)
        elsewhere(tie).join()
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(support, "supported_by", tie_meanwhile)
        support.tell_supported()
    at_rest()
    stored = TrustSnapshot.objects.get(pk=otto.pk).inputs
    assert [one["way"] for one in stored["support"]] == [way]


@pytest.mark.django_db(transaction=True)
def test_a_vouch_given_while_it_is_told_is_evidence(due):
    vera, otto = due
    with transaction.atomic():
        vouch(otto, by=owner_of(vera), statement="We met.")
        telling = elsewhere(support.tell_supported)
    telling.join()
    assert otto.user.claims.get().evidence.get().reference == word_of(owner_of(vera).pk)


def test_nobody_else_is_a_supporter(carol, ada, greta):
    make_claim(user=carol)
    Researcher.objects.update(trust_stale_at=timezone.now())
    at_rest()
    assert not Supporter.objects.exists()


def test_many_are_asked_about_at_once(vera, django_assert_num_queries):
    pages = [make_researcher(f"Name {number}") for number in range(5)]
    confirm(vera, *pages)
    at_rest()
    with django_assert_num_queries(1):
        found = supporters_of([page.pk for page in pages])
    assert [one.researcher_id for one in found] == sorted(page.pk for page in pages)


@pytest.mark.parametrize("few", [0, 300])
def test_from_whichever_side_confirmed_works_are_looked_up_they_are_the_same(vera, greta, few, monkeypatch):
    confirm(vera, greta)
    crowd = confirm(vera, greta)
    Work.objects.filter(pk=crowd.pk).update(authors_count=31)
    at_rest()
    statement = supporters.SUPPORTERS_OF.replace(f"<= {support.FEW}", f"<= {few}").replace(
        f"> {support.FEW}", f"> {few}"
    )
    assert few == support.FEW or statement != supporters.SUPPORTERS_OF
    monkeypatch.setattr(supporters, "SUPPORTERS_OF", statement)
    assert [one.giver for one in supporters_of([greta.pk])] == [vera.public_id]


def change_user(user: User) -> None:
    user.name = "Another name"
    user.save()


@pytest.mark.parametrize(
    ("change", "is_marked"),
    [
        (lambda user: user.emailaddress_set.update(verified=False), True),
        (lambda user: user.emailaddress_set.get().delete(), True),
        (lambda user: user.emailaddress_set.update(primary=False), True),
        (lambda user: user.emailaddress_set.create(email="second@example.org"), True),
        (lambda user: user.emailaddress_set.update(verified=True), False),
        (lambda user: User.objects.filter(pk=user.pk).update(is_active=False), True),
        (change_user, False),
    ],
)
def test_a_changed_account_has_its_owner_scored_anew_and_nobody_else(vera, greta, change, is_marked):
    make_verified("Otto")
    at_rest()
    change(owner_of(vera))
    stale = set(Researcher.objects.exclude(trust_stale_at=None).values_list("pk", flat=True))
    assert stale == ({vera.pk} if is_marked else set())


def test_a_confirmation_that_is_undone_supports_nobody(vera, greta, admin):
    work = make_work(authors=[vera, greta])
    confirm_attribution(Attribution.objects.get(authorship__work=work, researcher=vera), by=owner_of(vera))
    assert given_to(greta) == [("Vera", "coauthor", 0)]
    undo(IdentityEvent.objects.get(), by=admin)
    assert Researcher.objects.get(pk=greta.pk).trust_stale_at
    assert given_to(greta) == []


@pytest.mark.parametrize("action", ["action_primary", "action_remove"])
def test_what_people_do_on_the_page_of_their_addresses_is_heard_of(as_user, vera, action):
    user = owner_of(vera)
    user.emailaddress_set.create(email="second@example.org", verified=True)
    at_rest()
    client = as_user(user)
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    client.post("/accounts/email/", {"email": "second@example.org", action: ""})
    assert Researcher.objects.get(pk=vera.pk).trust_stale_at


def test_a_confirmed_link_is_heard_of(as_user, vera):
    user = owner_of(vera)
    client = as_user(user)
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    client.post("/accounts/email/", {"email": "second@example.org", "action_add": ""})
    at_rest()
    client.post(re.search(r"http://testserver(/\S+)", delivered()[0].body)[1])
    assert user.emailaddress_set.get(email="second@example.org").verified
    assert Researcher.objects.get(pk=vera.pk).trust_stale_at


def test_who_is_deactivated_in_the_administration_passes_nothing_on_until_they_are_active_again(
    as_user, admin, vera, greta
):
    confirm(vera, greta)
    assert given_to(greta) == [("Vera", "coauthor", 0)]
    user, client = owner_of(vera), as_user(admin)
    page = f"/admin/accounts/user/{user.pk}/change/"
    joined = {"date_joined_0": user.date_joined.date(), "date_joined_1": user.date_joined.time()}
    client.post(page, {"email": user.email, **joined})
    assert Researcher.objects.get(pk=vera.pk).trust_stale_at
    assert given_to(greta) == []
    client.post(page, {"email": user.email, "is_active": "on", **joined})
    assert given_to(greta) == [("Vera", "coauthor", 0)]


@pytest.mark.parametrize(
    "change",
    [
        lambda user: user.emailaddress_set.update(verified=False),
        lambda user: user.emailaddress_set.get().delete(),
        lambda user: user.emailaddress_set.create(email="second@example.org"),
    ],
)
def test_evidence_of_an_address_is_looked_for_again_soon_after_a_change(vera, change):
    """And no other, nor anybody else's."""
    claim, other = owner_of(vera).claims.get(), make_verified("Otto").user.claims.get()
    evidence = make_evidence(claim, INSTITUTION_EMAIL.key)
    make_evidence(claim, "coauthor")
    make_evidence(claim, INSTITUTION_EMAIL.key, ended_at=timezone.now())
    make_evidence(other, INSTITUTION_EMAIL.key)
    assert not Evidence.objects.due().exists()
    change(owner_of(vera))
    evidence.refresh_from_db()
    assert list(Evidence.objects.filter(next_check_at__lte=timezone.now())) == [evidence]
