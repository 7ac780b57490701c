"""The ORCID iD that the claimant authenticated, on the works and in the ORCID record."""

import json
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from claims.evidence import ORCID, ORCID_RECORD, CannotCheckNow, Known, Missed, orcid_records
from claims.evidence.orcid import SIGNED_IN_COUNTS, check_orcid, ties_of
from claims.evidence.orcid_records import RecordedWork, check_record, shared_with
from claims.examination.checking import check_evidence
from claims.models import Claim, EvidenceCheck
from researchers.models import Attribution, ExternalId
from tests.builders import (
    make_attribution,
    make_authorship,
    make_claim,
    make_researcher,
    make_user,
    make_work,
)
from works.models import Authorship, WorkIdentifier

pytestmark = pytest.mark.django_db
OWN, ANOTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"
TITLE = "On the drift of ice in narrow harbors"


@pytest.fixture
def page():
    return make_researcher("Carol Stranger-Holm")


@pytest.fixture
def claim(page):
    return make_claim(page, make_user("carol@mail.example"))


@pytest.fixture
def signed_in(claim):
    return sign_in(claim)


def sign_in(claim, orcid=OWN, at=None):
    account = SocialAccount.objects.create(user=claim.user, provider="orcid", uid=orcid)
    SocialAccount.objects.filter(pk=account.pk).update(last_login=at or timezone.now())
    return account


def make_printed(page, orcid=OWN, **fields):
    """A listed work that prints the iD beside the name of the page."""
    work = make_work(**fields)
    make_authorship(work, page, position=len(fields.get("authors", ())), orcid=orcid)
    return work


def look(claim, *set_aside):
    return check_orcid(claim, Known("", frozenset(set_aside)))


# Printed on works


def has_another_id(page):
    ties = ties_of(page.pk, OWN, None)
    return ties.others_printed_on > 0 or ties.is_another_known


def test_an_authenticated_id_that_works_print_is_strong(page, claim, signed_in):
    make_printed(page)
    make_printed(page)
    make_work(authors=[page])
    finding = look(claim)
    assert finding.is_strong
    assert finding.reference == OWN
    assert "2 of 3 listed works" in finding.found
    assert "Another" not in finding.found


def test_who_has_not_signed_in_at_orcid_shows_nothing(page, claim):
    make_printed(page)
    assert look(claim) is None


def test_the_same_id_on_a_page_that_does_not_print_it_is_told_not_found(page, claim, signed_in):
    make_work(authors=[page])
    with pytest.raises(Missed, match="none of 1 listed work"):
        look(claim)
    assert not has_another_id(page)


def test_where_nothing_is_listed_nothing_can_print_it(claim, signed_in):
    with pytest.raises(Missed, match="No work is listed"):
        look(claim)


def test_the_id_of_a_coauthor_is_not_the_pages(page, claim, signed_in):
    work = make_work(authors=[page])
    other = make_authorship(work, "Bob Okafor", position=1)
    Authorship.objects.filter(pk=other.pk).update(orcid=OWN)
    with pytest.raises(Missed):
        look(claim)


@pytest.mark.parametrize("fields", [{"retracted": True}, {"withdrawn": True}, {"self_reported": True}])
def test_works_that_count_nowhere_print_no_id(page, claim, signed_in, fields):
    make_printed(page, **fields)
    with pytest.raises(Missed):
        look(claim)


@pytest.mark.parametrize("status", ["proposed", "disputed", "rejected"])
def test_works_that_are_not_surely_theirs_print_no_id(page, claim, signed_in, status):
    authorship = make_authorship(make_work(), "C. Stranger-Holm", position=0)
    Authorship.objects.filter(pk=authorship.pk).update(orcid=OWN)
    make_attribution(authorship, page, status=status)
    assert Attribution.objects.filter(researcher=page).count() == 1
    with pytest.raises(Missed):
        look(claim)


def test_an_id_that_only_the_record_knows_supports(page, claim, signed_in):
    ExternalId.objects.create(researcher=page, scheme="orcid", value=OWN)
    finding = look(claim)
    assert finding.is_strong is False
    assert "as the page's own" in finding.found


def test_another_id_on_the_works_contradicts(page, claim, signed_in):
    make_printed(page, ANOTHER)
    assert has_another_id(page)
    with pytest.raises(Missed, match="Another iD is printed beside the name on all 1 listed work"):
        look(claim)
    make_printed(page)
    assert has_another_id(page)
    assert "Another iD is printed beside the name on 1 of 2 listed works." in look(claim).found


def test_another_id_that_the_record_knows_contradicts(page, claim, signed_in):
    ExternalId.objects.create(researcher=page, scheme="orcid", value=ANOTHER)
    make_printed(page)
    assert has_another_id(page)


def test_rules_get_the_figures(page, claim, signed_in):
    make_printed(page)
    make_printed(page, ANOTHER)
    ties = ties_of(page.pk, OWN, None)
    assert (ties.orcid, ties.listed, ties.printed_on, ties.others_printed_on) == (OWN, 2, 1, 1)
    assert not ties.is_known


def test_an_id_that_an_administrator_set_aside_is_not_found(page, claim, signed_in):
    make_printed(page)
    assert look(claim, OWN) is None
    assert look(claim, ANOTHER).reference == OWN


def test_it_counts_for_two_years_after_the_last_sign_in(page, claim):
    at = timezone.now() - SIGNED_IN_COUNTS + timedelta(days=30)
    account = sign_in(claim, at=at)
    make_printed(page)
    assert ORCID.expires_at(timezone.now(), look(claim)) == at + SIGNED_IN_COUNTS
    SocialAccount.objects.filter(pk=account.pk).update(last_login=at - timedelta(days=30))
    with pytest.raises(Missed, match="more than two years ago"):
        look(claim)


def test_the_id_of_another_account_is_not_the_claimants(page, claim):
    sign_in(make_claim())
    make_printed(page)
    assert look(claim) is None


def test_the_local_part_costs_two_queries_however_much_is_printed(page, claim, signed_in, count_queries):
    for _ in range(5):
        make_printed(page)
    assert count_queries(lambda: look(claim)) <= 3


def test_disconnecting_orcid_has_it_looked_for_at_once(page, claim, signed_in):
    make_printed(page)
    evidence = check_evidence(claim, ORCID)
    assert evidence.is_strong
    assert evidence.next_check_at > timezone.now()
    signed_in.delete()
    evidence.refresh_from_db()
    assert evidence.next_check_at <= timezone.now()


# Works of the ORCID record


def group(title, year=2020, **identifiers):
    """A work as ORCID's public API gives it."""
    ids = [
        {"external-id-type": scheme, "external-id-value": value, "external-id-relationship": "self"}
        for scheme, value in identifiers.items()
    ]
    return {
        "external-ids": {"external-id": ids},
        "work-summary": [
            {"title": {"title": {"value": title}}, "publication-date": {"year": {"value": str(year)}}}
        ],
    }


@pytest.fixture
def record(httpserver, settings):
    """ORCID's public API, which answers with these works."""
    settings.CREDENCE_ORCID_RECORDS = httpserver.url_for("").rstrip("/")

    def answer(*groups):
        httpserver.expect_request(
            f"/v3.0/{OWN}/works", headers={"Accept": "application/json"}
        ).respond_with_json({"group": list(groups)})

    return answer


def look_at_record(claim, *set_aside):
    return check_record(claim, Known("", frozenset(set_aside)))


def test_works_of_the_record_that_are_listed_support(page, claim, signed_in, record):
    first, second = make_work("A", authors=[page]), make_work(TITLE, authors=[page], year=2019)
    WorkIdentifier.objects.create(work=first, scheme="doi", value="10.1234/a")
    record(group("Another title", doi="https://doi.org/10.1234/A"), group(TITLE.upper()), group("Elsewhere"))
    finding = look_at_record(claim)
    assert second
    assert "2 of 3 public works" in finding.found
    assert not ORCID_RECORD.is_strong
    assert finding.is_strong is None
    assert ORCID_RECORD.is_remote


def test_one_work_in_common_is_too_little_and_is_told(page, claim, signed_in, record):
    work = make_work("A", authors=[page])
    WorkIdentifier.objects.create(work=work, scheme="arxiv", value="2101.00001")
    record(group("A", arxiv="arXiv:2101.00001v2"))
    with pytest.raises(Missed, match="1 of 1 public works"):
        look_at_record(claim)


def test_an_empty_record_is_told(claim, signed_in, record):
    record()
    with pytest.raises(Missed, match="no public works"):
        look_at_record(claim)


def test_nobody_is_asked_for_who_has_not_signed_in(claim, record, httpserver):
    assert look_at_record(claim) is None
    assert not httpserver.log


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, "{}"), (404, "{}"), (302, "{}"), (200, "no JSON"), (200, "[]"), (200, '{"group": 7}')],
)
def test_where_orcid_does_not_tell_nobody_can_say(claim, signed_in, record, httpserver, status, body):
    httpserver.expect_request(f"/v3.0/{OWN}/works").respond_with_data(
        body, status=status, headers={"Location": "/elsewhere"}
    )
    with pytest.raises(CannotCheckNow):
        look_at_record(claim)
    assert len(httpserver.log) == 1


def test_where_orcid_is_not_reached_nobody_can_say(claim, signed_in, settings):
    settings.CREDENCE_ORCID_RECORDS = "http://127.0.0.1:9"
    with pytest.raises(CannotCheckNow, match="could not be reached"):
        look_at_record(claim)


def test_a_record_that_is_too_large_is_not_read_to_its_end(claim, signed_in, record, monkeypatch):
    monkeypatch.setattr(orcid_records, "MOST_BYTES", 100)
    record(*(group(TITLE) for _ in range(10)))
    with pytest.raises(CannotCheckNow, match="larger than we read"):
        look_at_record(claim)


def test_the_local_part_needs_nobody_to_answer(page, claim, signed_in, settings):
    """The rule on printed iDs decides also where ORCID's API is down."""
    settings.CREDENCE_ORCID_RECORDS = "http://127.0.0.1:9"
    make_printed(page)
    assert check_evidence(claim, ORCID).is_strong
    assert EvidenceCheck.objects.get(claim=claim, kind="orcid").result == EvidenceCheck.Result.FOUND
    assert Claim.objects.get(pk=claim.pk).is_live


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        (RecordedWork(frozenset({"doi:10.1/a"}), "", None), True),
        (RecordedWork(frozenset({"doi:10.1/b"}), "", None), False),
        (RecordedWork(frozenset(), TITLE, 2020), True),
        (RecordedWork(frozenset(), TITLE.replace("of", "OF"), 2021), True),
        (RecordedWork(frozenset(), TITLE, 2022), False),
        (RecordedWork(frozenset(), TITLE, None), False),
        (RecordedWork(frozenset(), "Editorial", 2020), False),
        (RecordedWork(frozenset({"doi:10.1/b"}), TITLE, 2020), True),
    ],
)
def test_works_are_the_same_by_identifier_or_by_title_and_year(recorded, expected):
    listed = [
        RecordedWork(frozenset({"doi:10.1/a"}), TITLE, 2020),
        RecordedWork(frozenset(), "Editorial", 2020),
    ]
    assert bool(shared_with([recorded], listed)) is expected


def test_identifiers_of_the_book_around_a_work_are_not_the_works():
    said = json.loads(json.dumps(group("A", doi="10.1234/a")))
    said["external-ids"]["external-id"][0]["external-id-relationship"] = "part-of"
    assert orcid_records.work_in(said).identifiers == frozenset()
