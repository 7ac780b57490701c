"""What claimants could have written or had brought in, in open deposits or at their wish, ties nobody by a rule."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.evidence import COAUTHOR
from claims.evidence.institutions import owners_on
from claims.evidence.naming import home_pages_of
from claims.evidence.orcid import ties_of
from claims.evidence.repositories import repositories_of
from claims.examination.checking import check_evidence
from claims.examination.examining import examine
from claims.examination.keeping import strong_kinds
from claims.flow.claiming import submit_claim, withdraw_claim
from claims.flow.drafting import begin_claim
from claims.models import Claim, Supporter
from ingest.loading.importing import import_items
from ingest.loading.runs import start_run, take
from ingest.models import ImportRun
from ingest.uploads.submitting import repeat
from researchers.models import Researcher
from tests.builders import make_authorship, make_claim, make_researcher, make_user, make_vouch, make_work
from tests.claims.evidence.builders import make_institution, make_printed_work, make_verified, owner_of
from tests.claims.facts import ORCID as ID
from tests.claims.tied import with_orcid
from tests.ingest.records import load, make_record
from works.models import InstitutionName, PersonStatement, SourceRecord, Work

pytestmark = pytest.mark.django_db

NAME = "Quillon Vastergaard"
ADDRESS = "q.vastergaard@evil.example"
BESIDE = {"name": NAME, "affiliations": [f"Somewhere. E-mail: {ADDRESS}"]}
OTHERS = "Helle Brinkmann"


@pytest.fixture
def page():
    """A page that nobody has claimed, with works that a publisher states."""
    named = {"name": NAME, "affiliations": ["Nordhavn University"]}
    load(
        *(
            make_record(str(n), source="crossref", title=f"Tides {n}", authors=(named, OTHERS))
            for n in range(3)
        )
    )
    return Researcher.objects.get(preferred_name=NAME)


def examined(page, user):
    claim = submit_claim(page, by=user, reason="")
    examine(claim.pk)
    claim.refresh_from_db()
    return claim


def deposit(source, author, *, number=2, **fields):
    """What somebody has put into a repository."""
    load(*(make_record(f"x{n}", source=source, authors=(author, OTHERS), **fields) for n in range(number)))


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("datacite", {}),
        ("arxiv", {}),
        ("oai-dc", {}),
        ("openalex", {}),
        ("crossref", {"type": "preprint"}),
        ("dblp", {"type": "preprint"}),
        ("openalex", {"type": "preprint", "venue": "Preprints"}),
    ],
)
def test_an_address_in_a_deposit_supports_and_decides_nothing(page, source, fields):
    deposit(source, BESIDE, **fields)
    claim = examined(page, make_user(ADDRESS, name=NAME))
    assert claim.state == Claim.State.SUBMITTED
    assert claim.held_back == ["no_strong_evidence"]
    [piece] = claim.evidence.of_kind("printed_address")
    assert not piece.is_strong
    assert "supports only" in piece.found


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("acl", {}),
        ("crossref", {"type": "journal-article"}),
        ("pubmed", {}),
        ("openalex", {"venue": "Tides"}),
    ],
)
def test_an_address_that_a_publisher_or_a_venue_states_decides(page, source, fields):
    deposit(source, BESIDE, **fields)
    claim = examined(page, make_user(ADDRESS, name=NAME))
    assert (claim.state, claim.rule) == (Claim.State.APPROVED, "printed_address")


@pytest.mark.parametrize(("source", "state"), [("datacite", "submitted"), ("pubmed", "approved")])
def test_a_deposit_that_joins_a_published_work_adds_nothing_to_it_that_decides(source, state):
    """The iD and the address stand in the authorship, whoever states them."""
    for said_by, author in (("crossref", NAME), (source, {**BESIDE, "orcid": ID})):
        works = (
            {"title": f"Tides {n} of narrow harbors", "identifiers": {"doi": f"10.5555/{n}"}}
            for n in range(2)
        )
        load(
            *(
                make_record(f"{n}", source=said_by, authors=(author, OTHERS), **work)
                for n, work in enumerate(works)
            )
        )
    page = Researcher.objects.distinct().get(
        attributions__authorship__orcid=ID, attributions__status="accepted"
    )
    claim = examined(page, with_orcid(make_user(ADDRESS, name=NAME)))
    assert claim.state == state
    assert set(claim.evidence.values_list("kind", flat=True)) == {"orcid", "printed_address"}
    assert strong_kinds(claim) == ({"orcid", "printed_address"} if state == "approved" else set())


def fetched(*records, by=None, **request):
    """What live services have said because somebody named it."""
    run = start_run("", "DOI 10.5555/sham", kind=ImportRun.Kind.FETCH, by=by, request=request)
    return import_items(run, records)


@pytest.mark.parametrize("who", ["claimant", "nobody", "admin"])
def test_what_came_in_because_somebody_named_it_decides_nothing_also_long_before_the_claim(page, admin, who):
    """A sham venue has deposited it at Crossref. Nobody is who pasted it and has deleted the account since."""
    claimant = make_user(ADDRESS, name=NAME)
    by = {"claimant": claimant, "admin": admin}.get(who)
    fetched(make_record("x", source="crossref", authors=(BESIDE,)), by=by)
    claim = examined(page, claimant)
    assert claim.state == Claim.State.SUBMITTED
    [piece] = claim.evidence.of_kind("printed_address")
    assert not piece.is_strong


def test_administrators_who_fetch_for_themselves_find_nothing_that_is_strong(page, admin):
    admin.emailaddress_set.create(email=ADDRESS, verified=True)
    fetched(make_record("x", source="crossref", authors=(BESIDE,)), by=admin)
    [piece] = examined(page, admin).evidence.of_kind("printed_address")
    assert not piece.is_strong


def test_a_wish_that_an_administrator_has_done_again_is_still_one(page, admin):
    record = make_record("x", source="crossref", authors=(BESIDE,))
    wish = fetched(record, by=make_user())
    import_items(
        take(repeat(wish, by=admin)), [record, make_record("y", source="crossref", authors=(BESIDE,))]
    )
    claim = examined(page, make_user(ADDRESS, name=NAME))
    assert claim.state == Claim.State.SUBMITTED


def test_what_an_operator_fetches_decides_whoever_does_it_again(page, admin):
    run = fetched(by_operator=True)
    import_items(take(repeat(run, by=admin)), [make_record("x", source="crossref", authors=(BESIDE,))])
    claim = examined(page, make_user(ADDRESS, name=NAME))
    assert (claim.state, claim.rule) == (Claim.State.APPROVED, "printed_address")


def test_what_the_record_knew_is_no_less_for_being_named():
    record = make_record("1", source="crossref", authors=(BESIDE, OTHERS))
    load(record)
    fetched(record, make_record("1", source="pubmed", title="Tides", authors=(NAME,)))
    assert dict(SourceRecord.objects.values_list("source", "at_wish")) == {"crossref": False, "pubmed": True}


@pytest.mark.parametrize("title", ["Paper x", "A new title"])
def test_what_an_ordinary_import_brings_counts_whoever_named_it_before(page, title):
    fetched(make_record("x", source="crossref", authors=(BESIDE, OTHERS)), by=make_user())
    load(make_record("x", source="crossref", title=title, authors=(BESIDE, OTHERS)))
    claim = examined(page, make_user(ADDRESS, name=NAME))
    assert (claim.state, claim.rule) == (Claim.State.APPROVED, "printed_address")


def make_late(page):
    """What the page lists came in after the claim was begun."""
    claim_to(page)
    Work.objects.update(created_at=timezone.now())


def test_what_came_in_since_the_claim_was_begun_is_no_evidence_of_any_kind(page, web):
    link = {"kind": "code", "url": "https://github.com/mallory/evil"}
    load(make_record("x", source="crossref", authors=(NAME,), links=[link]))
    make_printed_work(page, make_institution("Nordhavn University", "uni.example"))
    make_authorship(make_work(), page, position=0, orcid=ID)
    name_home_page()
    claim = claim_to(page)

    def found():
        [repository] = repositories_of(page.pk, claim)
        ties = ties_of(page.pk, ID, claim)
        owners, homes = owners_on(page.pk, claim), home_pages_of(page.pk, claim)
        return repository.linked.is_stated, bool(owners), bool(homes), ties.stated_on

    assert found() == (True, True, True, 1)
    make_late(page)
    assert found() == (False, False, False, 0)


def after_an_earlier_claim(page, *, to, ended_for=timedelta()):
    """The claim of somebody who had claimed this before, and whose address came in then."""
    claimant = make_user(ADDRESS, name=NAME)
    earlier = begin_claim(to, by=claimant, further=[] if to == page else [page])
    load(make_record("x", source="crossref", authors=(BESIDE, OTHERS)))
    Work.objects.update(created_at=timezone.now())
    withdraw_claim(earlier, by=claimant)
    ended = timezone.now() - ended_for
    Claim.objects.filter(pk=earlier.pk).update(decided_at=ended)
    return examined(page, claimant)


def test_withdrawing_and_beginning_again_makes_nothing_known_before(page):
    claim = after_an_earlier_claim(page, to=page)
    assert (claim.state, claim.held_back) == (Claim.State.SUBMITTED, ["no_strong_evidence"])


def test_nor_does_withdrawing_a_claim_of_which_it_was_a_further_record(page):
    claim = after_an_earlier_claim(page, to=make_researcher("Quillon Vastergard"))
    assert (claim.state, claim.held_back) == (Claim.State.SUBMITTED, ["no_strong_evidence"])


def test_a_claim_that_ended_long_before_has_nothing_to_do_with_it(page):
    claim = after_an_earlier_claim(page, to=page, ended_for=timedelta(days=400))
    assert claim.state == Claim.State.APPROVED


def test_nor_has_a_claim_to_another_page(page):
    claimant = make_user(ADDRESS, name=NAME)
    begin_claim(make_researcher("Ada Lindqvist"), by=claimant)
    load(make_record("x", source="crossref", authors=(BESIDE, OTHERS)))
    Work.objects.update(created_at=timezone.now())
    claim = examined(page, claimant)
    assert (claim.state, claim.rule) == (Claim.State.APPROVED, "printed_address")


def test_a_repository_that_only_a_deposit_links_to_supports_only(page, web):
    deposit("datacite", NAME, number=1, links=[{"kind": "code", "url": "https://github.com/mallory/evil"}])
    [repository] = repositories_of(page.pk, claim_to(page))
    assert repository.linked
    assert not repository.linked.is_stated


def claim_to(page):
    """Somebody claims it by now."""
    claim = Claim.objects.filter(researcher=page).first() or make_claim(page)
    return claim.pk


def stated_by(source):
    SourceRecord.objects.update(source=source)


def test_an_institution_that_only_deposits_name_ties_nobody():
    page = make_researcher()
    make_printed_work(page, make_institution("Nordhavn University", "uni.example"))
    assert owners_on(page.pk, claim_to(page))
    stated_by("datacite")
    assert not owners_on(page.pk, claim_to(page))


@pytest.mark.parametrize("said", ["by id", "in words"])
@pytest.mark.parametrize("way", ["wish", "deposit"])
def test_what_others_have_brought_in_about_a_known_work_ties_nobody_and_unties_nobody(said, way):
    """It names another institution beside the same name, and may lead the list of authors."""
    doi = {"identifiers": {"doi": "10.5555/tides"}}
    known, other = (
        make_institution("Nordhavn University", "uni.example"),
        make_institution("Sham", "sham.example"),
    )
    for institution in (known, other):
        InstitutionName.objects.create(
            institution=institution, kind="label", name=institution.name, key=institution.key
        )

    def at(institution):
        places = {"rors": [institution.ror]} if said == "by id" else {"affiliations": [institution.name]}
        return ({"name": NAME, **places}, OTHERS)

    load(make_record("1", source="pubmed", title="Tides", authors=at(known), **doi))
    page = Researcher.objects.get(preferred_name=NAME)
    claim = claim_to(page)
    assert [owner.domain for owner in owners_on(page.pk, claim)] == ["uni.example"]
    if way == "wish":
        fetched(make_record("1", source="crossref", title="Tides", authors=at(other), **doi))
    else:
        load(make_record("1", source="arxiv", title="Tides", authors=at(other), **doi))
    assert Work.objects.get().sources.count() == 2
    assert [owner.domain for owner in owners_on(page.pk, claim)] == ["uni.example"]


def test_nobody_is_a_coauthor_by_a_deposit():
    page, voucher = make_researcher("Quillon Vastergaard"), make_verified()
    Supporter.objects.create(user=owner_of(voucher), researcher=voucher, distance=0)
    make_work(authors=(page, voucher))
    claim = make_claim(page)
    make_vouch(claim, owner_of(voucher))
    assert check_evidence(claim, COAUTHOR)
    claim.evidence.all().delete()
    stated_by("arxiv")
    assert check_evidence(claim, COAUTHOR) is None


def test_nobody_is_a_coauthor_by_a_work_that_came_in_since_the_claim_was_begun():
    page, voucher = make_researcher("Quillon Vastergaard"), make_verified()
    Supporter.objects.create(user=owner_of(voucher), researcher=voucher, distance=0)
    make_work(authors=(page, voucher))
    claim = make_claim(page)
    make_vouch(claim, owner_of(voucher))
    make_late(page)
    assert check_evidence(claim, COAUTHOR) is None


def name_home_page():
    PersonStatement.objects.create(
        source="orcid",
        source_id=ID,
        orcid=ID,
        payload={"home_pages": ["https://ada.example/"]},
        payload_hash=b"",
        read_at=timezone.now(),
    )


def test_the_home_pages_of_an_iD_that_only_deposits_print_are_nobodys():
    page = make_researcher()
    make_authorship(make_work(), page, position=0, orcid=ID)
    name_home_page()
    assert home_pages_of(page.pk, claim_to(page))
    stated_by("datacite")
    assert not home_pages_of(page.pk, claim_to(page))
