"""What the matcher proposed comes back with what it merged, split and moved."""

import pytest

from researchers.curation.accepting import decline
from researchers.curation.merging import merge
from researchers.curation.plans import Record
from researchers.curation.undoing import undo
from researchers.identity import units
from researchers.models import Attribution, IdentityEvent, Researcher
from tests.builders import make_attribution, make_researcher
from tests.ingest.records import load
from tests.researchers.identity.seers import by_domain, page, printed, run

pytestmark = pytest.mark.django_db

LUND, UMEA, PERHAPS = "lund.example", "umea.example", "maybe.umea.example"


@pytest.fixture(autouse=True)
def _seer(monkeypatch):
    monkeypatch.setattr(units, "resolve_block", by_domain)


def proposals():
    """Titles of works, and for whom they are proposed."""
    rows = Attribution.objects.proposed()
    return set(rows.values_list("authorship__work__title", "researcher__slug"))


def latest(kind):
    return IdentityEvent.objects.filter(kind=kind).latest("pk")


@pytest.fixture
def merging():
    """A work that was proposed for Ada, whose page was merged into another's, for which it is proposed since."""
    load(
        printed("1", ("A. Lindqvist", LUND)),
        printed("2", ("A. Lindqvist", LUND)),
        printed("3", ("Ada Lindqvist", PERHAPS)),
        printed("9", ("Anna Lindqvist", UMEA)),
    )
    run(everything=True)
    assert proposals() == {("Paper 9", "ada-lindqvist")}
    load(printed("1", ("A. Lindqvist", PERHAPS)), printed("2", ("A. Lindqvist", PERHAPS)))
    run(everything=True)
    assert proposals() == {("Paper 9", "a-lindqvist")}
    return latest("merge")


def test_a_proposal_for_the_page_that_was_merged_comes_back(admin, merging):
    undo(merging, by=admin)
    assert proposals() == {("Paper 9", "ada-lindqvist")}


def test_the_log_of_the_undoing_says_so(admin, merging):
    undoing = undo(merging, by=admin)
    offers = Record.read(undoing.details).offers
    assert {(one.researcher, one.before is None) for one in offers} == {
        (merging.researcher_id, True),
        (merging.other_id, False),
    }


def test_what_somebody_declined_since_stays_declined(admin, merging):
    decline(Attribution.objects.proposed().get(), by=admin)
    undo(merging, by=admin)
    assert proposals() == {("Paper 9", "ada-lindqvist")}
    assert Attribution.objects.get(status="rejected").researcher == merging.other


def test_what_somebody_decided_since_is_proposed_for_nobody(admin, merging):
    row = Attribution.objects.accepted().get(authorship__work__title="Paper 9")
    Attribution.objects.filter(pk=row.pk).update(basis="curated")
    undo(merging, by=admin)
    assert proposals() == set()


def test_nothing_is_proposed_for_a_page_that_leads_elsewhere_by_now(admin):
    load(
        printed("1", ("A. Lindqvist", LUND)),
        printed("2", ("A. Lindqvist", LUND)),
        printed("3", ("Ada Lindqvist", UMEA)),
        printed("4", ("Anna Lindqvist", PERHAPS)),
    )
    run(everything=True)
    assert proposals() == {("Paper 3", "anna-lindqvist")}
    load(printed("3", ("Ada Lindqvist", LUND)))
    run(everything=True)
    merging = latest("merge")
    assert not proposals()
    anna = page("Anna Lindqvist")
    merge(anna, into=make_researcher("Anna Berg", slug="berg"), by=admin)
    undo(merging, by=admin)
    assert not proposals()
    assert Researcher.objects.get(slug="ada-lindqvist").merged_into is None


def test_what_comes_back_as_a_persons_word_is_proposed_for_nobody_else(admin):
    load(
        printed("1", ("Yang Liu", LUND)),
        printed("2", ("Yang Liu", LUND)),
        printed("3", ("Y. Liu", UMEA)),
        printed("4", ("Y. Liu", UMEA)),
    )
    run(everything=True)
    row = Attribution.objects.accepted().get(authorship__work__title="Paper 2")
    loser = row.researcher
    umea = Attribution.objects.accepted().get(authorship__work__title="Paper 3").researcher
    assert loser != umea
    offer = make_attribution(row.authorship, umea, status="proposed", confidence=0.4)
    load(printed("2", ("Yang Liu", UMEA)))
    run(everything=True)
    assert Attribution.objects.accepted().get(authorship=row.authorship_id).researcher == umea
    event = latest("move")
    assert [one.before.status for one in Record.read(event.details).offers] == ["proposed"]
    undo(event, by=admin)
    assert Attribution.objects.accepted().get(authorship=row.authorship_id).researcher == loser
    assert not Attribution.objects.proposed().filter(pk=offer.pk).exists()
    assert not proposals()
