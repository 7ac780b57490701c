"""What is known about researchers, taken from the tables."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from claims.models import Claim
from researchers.models import Attribution
from tests.builders import make_authorship, make_evidence, make_researcher, make_user, make_work
from trust.evidence import CheckedEvidence, ClaimEvidence, Inputs, OrcidEvidence, SourceEvidence
from trust.gathering import gather
from works.models import Authorship, SourceRecord

pytestmark = pytest.mark.django_db

READ_AT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
NOON = timezone.now().replace(hour=12)


@pytest.fixture
def ada():
    return make_researcher("Ada Lindqvist")


def inputs_of(researcher) -> Inputs:
    return gather([researcher.pk])[researcher.pk]


def state(work, source, *names, orcid=None):
    """Let a source state the work, printing these authors; the first with an ORCID iD."""
    authors = [{"name": name} for name in names]
    if orcid:
        authors[0]["orcid"] = orcid
    payload = {"title": work.title, "authors": authors} if names else {}
    return SourceRecord.objects.create(
        work=work,
        source=source,
        source_id=f"{source}-{work.pk}",
        payload=payload,
        payload_hash=b"",
        read_at=READ_AT,
    )


def make_stated_work(author, *statements, **fields):
    """A work that only these sources state, each printing these names."""
    work = make_work(authors=[author], **fields)
    work.sources.all().delete()
    for source, name in statements:
        state(work, source, *([name] if name else []))
    return work


def give_page(researcher, *, confirmed=True):
    user = make_user()
    if not confirmed:
        user.emailaddress_set.update(verified=False)
    researcher.user, researcher.claimed_at = user, timezone.now()
    researcher.save()
    return Claim.objects.create(
        researcher=researcher, user=user, state=Claim.State.APPROVED, reason="It is me.", decided_at=READ_AT
    )


def test_a_researcher_without_works_has_no_evidence(ada):
    assert inputs_of(ada) == Inputs()


def test_listed_works_are_counted_with_their_source_and_its_date(ada):
    make_stated_work(ada, ("arxiv", "Ada Lindqvist"))
    make_stated_work(ada, ("arxiv", "Ada Lindqvist"))
    assert inputs_of(ada) == Inputs(works=2, sources=(SourceEvidence("arxiv", 2, date(2026, 3, 1)),))


@pytest.mark.parametrize("field", ["withdrawn", "retracted"])
def test_withdrawn_and_retracted_works_count_nowhere(ada, field):
    make_stated_work(ada, ("arxiv", "Ada Lindqvist"), **{field: True})
    assert inputs_of(ada) == Inputs()


@pytest.mark.parametrize(
    ("status", "works", "disputed"),
    [("accepted", 1, 0), ("disputed", 1, 1), ("proposed", 0, 0), ("rejected", 0, 0)],
)
def test_only_accepted_and_disputed_attributions_are_listed(ada, status, works, disputed):
    make_work(authors=[ada])
    Attribution.objects.update(status=status)
    inputs = inputs_of(ada)
    assert (inputs.works, inputs.disputed_works) == (works, disputed)


def test_a_name_printed_twice_on_one_work_is_one_work(ada):
    work = make_work(authors=[ada])
    make_authorship(work, ada, position=1)
    assert inputs_of(ada).works == 1


def test_works_the_researcher_confirmed_are_counted_unless_disputed(ada):
    for _ in range(3):
        make_work(authors=[ada])
    give_page(ada)
    first, second, _ = Attribution.objects.all()
    both = Attribution.objects.filter(pk__in=[first.pk, second.pk])
    both.update(basis="confirmed", decided_by=ada.user)
    Attribution.objects.filter(pk=second.pk).update(status="disputed")
    assert inputs_of(ada).confirmed_works == 1


def test_what_a_former_holder_of_the_page_confirmed_does_not_speak_for_the_next(ada):
    make_work(authors=[ada])
    Attribution.objects.update(basis="confirmed", decided_by=make_user())
    give_page(ada)
    assert inputs_of(ada).confirmed_works == 0


def test_a_work_that_may_be_somebody_elses_is_unresolved_where_it_is_listed(ada):
    homonym = make_researcher("Ada Lindqvist")
    work, _ = make_work(authors=[ada]), make_work(authors=[ada])
    Attribution.objects.create(
        authorship=work.authorships.get(),
        researcher=homonym,
        status="proposed",
        basis="matched",
        confidence=0.4,
    )
    assert (inputs_of(ada).unresolved_works, inputs_of(homonym).unresolved_works) == (1, 0)
    Attribution.objects.filter(researcher=homonym).update(status="rejected")
    assert inputs_of(ada).unresolved_works == 0


def add_evidence(claim, kind="seen", **fields):
    found = {"checked_at": NOON, "expires_at": NOON + timedelta(days=90), "next_check_at": None}
    return make_evidence(claim, kind, **{**found, **fields})


def test_evidence_is_known_until_it_expires_or_grace_ends_and_not_once_it_has_ended(ada):
    claim = give_page(ada)
    add_evidence(claim)
    add_evidence(claim, "coauthor", failing_since=NOON + timedelta(days=3))
    add_evidence(claim, "institution_email", is_strong=False, failing_since=NOON + timedelta(days=85))
    add_evidence(claim, "ended", ended_at=NOON)
    add_evidence(claim, "expired", checked_at=NOON - timedelta(days=9), expires_at=NOON)
    add_evidence(claim, "missed", failing_since=NOON - timedelta(days=14))
    today = NOON.date()
    assert inputs_of(ada).evidence == (
        CheckedEvidence("coauthor", True, today, today + timedelta(days=17), today + timedelta(days=3)),
        CheckedEvidence(
            "institution_email", False, today, today + timedelta(days=90), today + timedelta(days=85)
        ),
        CheckedEvidence("seen", True, today, today + timedelta(days=90)),
    )


def test_a_word_that_counts_as_support_is_no_evidence_besides(ada):
    claim = give_page(ada)
    add_evidence(claim, "vouch", is_strong=False)
    add_evidence(claim, "institution_email", is_strong=False)
    assert [piece.kind for piece in inputs_of(ada).evidence] == ["institution_email"]


def test_evidence_of_a_claim_that_does_not_stand_says_nothing(ada):
    claim = give_page(ada)
    add_evidence(claim)
    Claim.objects.update(state=Claim.State.REVOKED)
    assert inputs_of(ada).evidence == ()


def test_the_day_of_the_decision_on_the_identity_is_known(ada):
    claim = give_page(ada)
    assert inputs_of(ada).identity_decided_on is None
    Claim.objects.filter(pk=claim.pk).update(identity_decided_at=READ_AT)
    assert inputs_of(ada).identity_decided_on == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("statements", "agreed"),
    [
        ([("arxiv", "Ada Lindqvist")], 0),
        ([("arxiv", "Ada Lindqvist"), ("acl", "Ada Lindqvist")], 1),
        ([("arxiv", "Ada Lindqvist"), ("acl", "ADA LINDQVIST")], 1),
        ([("arxiv", "Ada Lindqvist"), ("acl", "Ada Lindqvist"), ("dblp", "Ada Lindqvist")], 1),
        ([("arxiv", "Ada Lindqvist"), ("acl", "A. Lindqvist")], 0),
        ([("arxiv", "Ada Lindqvist"), ("acl", "Bob Okafor")], 0),
        # One witness: the publisher says it twice.
        ([("crossref", "Ada Lindqvist"), ("acl", "Ada Lindqvist")], 0),
        # No witnesses: an aggregator repeats, and a file can be written by anybody.
        ([("arxiv", "Ada Lindqvist"), ("openalex", "Ada Lindqvist")], 0),
        ([("arxiv", "Ada Lindqvist"), ("bibtex", "Ada Lindqvist")], 0),
        ([("arxiv", "Ada Lindqvist"), ("acl", "")], 0),
    ],
)
def test_two_independent_witnesses_must_print_the_same_author(ada, statements, agreed):
    make_stated_work(ada, *statements)
    assert inputs_of(ada).agreed_works == agreed


def test_the_same_orcid_id_is_agreement_under_another_spelling(ada):
    orcid = "0000-0002-1825-0097"
    work = make_stated_work(ada, ("arxiv", "Ada Lindqvist"))
    Authorship.objects.update(orcid=orcid)
    state(work, "crossref", "A. Lindqvist", orcid=f"https://orcid.org/{orcid}")
    assert inputs_of(ada).agreed_works == 1


def test_nobody_agrees_on_the_orcid_id_that_is_not_there(ada):
    work = make_stated_work(ada, ("arxiv", "Ada Lindqvist"))
    state(work, "crossref", "Somebody Else", orcid="")
    assert inputs_of(ada).agreed_works == 0


def test_printed_orcid_ids_are_counted_by_work(ada):
    for orcid in ("0000-0002-1825-0097", "0000-0002-1825-0097", "0000-0001-5109-3700", ""):
        Authorship.objects.filter(pk=make_work(authors=[ada]).authorships.get().pk).update(orcid=orcid)
    assert inputs_of(ada).orcid_ids == (
        OrcidEvidence("0000-0001-5109-3700", 1),
        OrcidEvidence("0000-0002-1825-0097", 2),
    )


def test_somebody_elses_orcid_id_on_the_same_work_is_not_theirs(ada):
    work = make_work(authors=[ada])
    make_authorship(work, "Bob Okafor", position=1, orcid="0000-0001-5109-3700")
    assert inputs_of(ada).orcid_ids == ()


@pytest.mark.parametrize("confirmed", [True, False])
def test_an_approved_claim_counts_with_the_state_of_the_address(ada, confirmed):
    give_page(ada, confirmed=confirmed)
    assert inputs_of(ada).claim == ClaimEvidence(date(2026, 3, 1), confirmed)


def test_a_disputed_claim_still_counts_and_says_that_it_is_disputed(ada):
    claim = give_page(ada)
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.DISPUTED)
    assert inputs_of(ada).claim == ClaimEvidence(date(2026, 3, 1), True, is_disputed=True)


@pytest.mark.parametrize("state", [state for state in Claim.State if state not in Claim.HOLDING_STATES])
def test_no_other_claim_counts(ada, state):
    claim = give_page(ada)
    Claim.objects.filter(pk=claim.pk).update(state=state)
    assert inputs_of(ada).claim is None


def test_a_claim_by_somebody_who_does_not_hold_the_page_does_not_count(ada):
    give_page(ada)
    ada.user = make_user()
    ada.save()
    assert inputs_of(ada).claim is None


def test_a_claim_to_a_page_that_was_merged_into_theirs_counts(ada):
    former = make_researcher("A. Lindqvist", merged_into=ada)
    claim = give_page(ada)
    Claim.objects.filter(pk=claim.pk).update(researcher=former)
    assert inputs_of(ada).claim == ClaimEvidence(date(2026, 3, 1), True)


def test_a_claim_counts_for_nobody_but_who_holds_the_page(ada):
    give_page(ada)
    bob = make_researcher("Bob Okafor")
    assert gather([ada.pk, bob.pk])[bob.pk].claim is None


def test_many_are_gathered_at_once_and_each_gets_their_own(ada, django_assert_num_queries):
    bob = make_researcher("Bob Okafor")
    make_work(authors=[ada, bob])
    make_work(authors=[bob])
    with django_assert_num_queries(1):
        evidence = gather([ada.pk, bob.pk])
    assert {key: inputs.works for key, inputs in evidence.items()} == {ada.pk: 1, bob.pk: 2}


def test_those_merged_into_another_are_left_out(ada):
    bob = make_researcher("Bob Okafor", merged_into=ada)
    assert list(gather([ada.pk, bob.pk])) == [ada.pk]


def test_of_a_great_many_orcid_ids_the_most_printed_are_kept(ada):
    for _ in range(25):
        make_work(authors=[ada])
    authorships = list(Authorship.objects.all())
    for number, authorship in enumerate(authorships):
        authorship.orcid = f"0000-0001-0000-{number:04}"
    authorships[0].orcid = authorships[24].orcid
    Authorship.objects.bulk_update(authorships, ["orcid"])
    kept = inputs_of(ada).orcid_ids
    assert len(kept) == 20
    assert OrcidEvidence("0000-0001-0000-0024", 2) in kept


def test_the_claim_of_a_deactivated_account_says_nothing(ada):
    claim = give_page(ada)
    add_evidence(claim)
    assert inputs_of(ada).claim
    User.objects.update(is_active=False)
    assert (inputs_of(ada).claim, inputs_of(ada).evidence) == (None, ())
