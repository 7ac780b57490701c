"""Nobody is two authors of one work, nobody has two ORCID iDs, and no refused work comes back: whatever is decided."""

import pytest

from researchers.answering import confirm_attribution, reject_attribution
from researchers.curation.changes import Change, Standing
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.plans import Record
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.curation.undoing import undo
from researchers.models import Attribution, ExternalId, IdentityEvent, Researcher
from tests.builders import make_attribution, make_authorship, make_researcher, make_work
from tests.researchers.curation.soundness import difference, state

pytestmark = pytest.mark.django_db

ONE, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


def print_name(page, title, *, orcid="", status="accepted", **fields):
    """A work on which this name is printed; what stands about it for the page."""
    authorship = make_authorship(make_work(title), page.preferred_name, position=1, orcid=orcid)
    return make_attribution(authorship, page, status=status, **fields)


def hold(page, orcid):
    return ExternalId.objects.create(researcher=page, scheme="orcid", value=orcid)


@pytest.fixture
def page():
    return make_researcher("Yang Liu", slug="yang-liu")


@pytest.fixture
def other():
    return make_researcher("Yang Liu", slug="other")


def printed(page, orcid):
    print_name(page, f"Tides, {orcid}", orcid=orcid)


BEARING = pytest.mark.parametrize("bear", [hold, printed])
STANDING = pytest.mark.parametrize("stand", [hold, printed])


@BEARING
@STANDING
def test_pages_with_two_orcid_ids_are_not_merged(admin, page, other, bear, stand):
    bear(page, ONE)
    stand(other, OTHER)
    with pytest.raises(CannotCurate, match="different ORCID iDs"):
        merge(page, into=other, by=admin)


@STANDING
@pytest.mark.parametrize("deed", [move, split])
def test_a_work_does_not_go_to_a_page_of_another_orcid_id(admin, page, other, stand, deed):
    row = print_name(page, "Tides at noon", orcid=ONE)
    print_name(page, "Tides at night")
    stand(other, OTHER)
    with pytest.raises(CannotCurate, match="different ORCID iDs"):
        deed(page, [row.authorship_id], to=other, by=admin)


@STANDING
@pytest.mark.parametrize("status", ["rejected", "proposed"])
def test_nobody_confirms_a_work_that_prints_another_orcid_id(admin, page, stand, status):
    row = print_name(page, "Tides at noon", orcid=ONE, status=status)
    stand(page, OTHER)
    with pytest.raises(CannotCurate, match="different ORCID iDs"):
        confirm_attribution(row, by=admin)
    assert Attribution.objects.get(pk=row.pk).status == status
    assert not IdentityEvent.objects.exists()


def test_what_is_listed_already_can_be_confirmed_whatever_it_prints(admin, page):
    row = print_name(page, "Tides at noon", orcid=ONE)
    hold(page, OTHER)
    assert confirm_attribution(row, by=admin)


@pytest.mark.parametrize("status", ["rejected", "proposed"])
def test_nobody_confirms_a_work_of_which_they_are_another_author(admin, page, status):
    row = print_name(page, "Tides at noon", status=status)
    second = make_authorship(row.authorship.work, "Y. Liu", position=2)
    make_attribution(second, page)
    with pytest.raises(CannotCurate, match="another author"):
        confirm_attribution(row, by=admin)
    assert Attribution.objects.get(pk=row.pk).status == status


@STANDING
def test_a_refusal_is_not_undone_where_the_page_bears_another_orcid_id_by_now(admin, page, stand):
    row = print_name(page, "Tides at noon", orcid=ONE)
    reject_attribution(row, by=admin)
    stand(page, OTHER)
    before = state()
    with pytest.raises(CannotCurate, match=f"different ORCID iDs \\({OTHER}, {ONE}\\)"):
        undo(IdentityEvent.objects.get(), by=admin)
    assert not difference(before, state())


@STANDING
def test_the_decision_that_brought_the_other_orcid_id_is_named(admin, page, other, stand):
    row = print_name(page, "Tides at noon", orcid=ONE)
    reject_attribution(row, by=admin)
    refusal = IdentityEvent.objects.get()
    stand(other, OTHER)
    merging = merge(other, into=page, by=admin)
    with pytest.raises(StandsInTheWay) as refused:
        undo(refusal, by=admin)
    assert refused.value.later == merging
    undo(merging, by=admin)
    undo(refusal, by=admin)
    assert Attribution.objects.get(authorship=row.authorship_id).status == "accepted"


def test_an_answer_about_what_was_listed_before_is_not_named(admin, page):
    row, stays = print_name(page, "Tides at noon", orcid=ONE), print_name(page, "Tides at night")
    reject_attribution(row, by=admin)
    refusal = IdentityEvent.objects.get()
    confirm_attribution(stays, by=admin)
    stays.authorship.orcid = OTHER
    stays.authorship.save()
    with pytest.raises(CannotCurate, match="“Tides at night” on the page of Yang Liu") as refused:
        undo(refusal, by=admin)
    assert not isinstance(refused.value, StandsInTheWay)


@STANDING
@pytest.mark.parametrize("deed", [move, split])
def test_works_do_not_come_back_to_a_page_that_bears_another_orcid_id(admin, page, other, stand, deed):
    row = print_name(page, "Tides at noon", orcid=ONE)
    print_name(page, "Tides at night")
    event = deed(page, [row.authorship_id], to=other, by=admin)
    stand(page, OTHER)
    with pytest.raises(CannotCurate, match="different ORCID iDs"):
        undo(event, by=admin)
    assert Attribution.objects.accepted().get(authorship=row.authorship_id).researcher == other


def test_an_identifier_does_not_come_back_to_a_page_that_bears_another(admin, page, other):
    known = hold(page, ONE)
    row = print_name(page, "Tides at noon", orcid=ONE)
    print_name(page, "Tides at night")
    event = split(page, [row.authorship_id], to=other, by=admin)
    row.authorship.delete()
    printed(page, OTHER)
    with pytest.raises(CannotCurate, match="different ORCID iDs"):
        undo(event, by=admin)
    known.refresh_from_db()
    assert known.researcher == other


def test_a_merge_of_pages_that_bore_two_orcid_ids_is_undone(admin, page, other):
    printed(page, ONE)
    hold(page, OTHER)
    event = merge(page, into=other, by=admin)
    undo(event, by=admin)
    assert Attribution.objects.accepted().filter(researcher=page).count() == 1
    assert page.external_ids.count() == 1


def test_two_orcid_ids_that_were_split_do_not_come_together_again(admin, page):
    printed(page, ONE)
    printed(page, OTHER)
    chosen = page.attributions.get(authorship__orcid=ONE).authorship_id
    event = split(page, [chosen], by=admin)
    with pytest.raises(CannotCurate, match="different ORCID iDs"):
        undo(event, by=admin)


def test_a_page_that_is_given_up_leaves_its_identifiers_to_whose_works_they_were(admin, page):
    row = print_name(page, "Tides at noon")
    print_name(page, "Tides at night")
    event = split(page, [row.authorship_id], by=admin)
    known = hold(event.other, ONE)
    undo(event, by=admin)
    known.refresh_from_db()
    assert known.researcher == page
    assert Researcher.objects.get(pk=event.other_id).merged_into == page


def test_a_page_of_another_orcid_id_is_not_given_up(admin, page):
    row = print_name(page, "Tides at noon")
    print_name(page, "Tides at night")
    hold(page, ONE)
    event = split(page, [row.authorship_id], by=admin)
    hold(event.other, OTHER)
    with pytest.raises(CannotCurate, match="different ORCID iDs"):
        undo(event, by=admin)


DEEDS = {
    "merge": lambda page, names, other, by: merge(page, into=other, by=by),
    "move": lambda page, names, other, by: move(page, names, to=other, by=by),
    "split": lambda page, names, other, by: split(page, names, to=other, by=by),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_what_was_refused_does_not_come_by_another_deed(admin, page, other, deed):
    row = print_name(page, "Tides at noon")
    print_name(page, "Tides at night")
    make_attribution(row.authorship, other, status="rejected", basis="curated", decided_by=admin)
    with pytest.raises(CannotCurate, match="Undo that decision first"):
        deed(page, [row.authorship_id], other, admin)


def test_nor_by_undoing_what_was_decided_before(admin, page, other):
    row = print_name(page, "Tides at noon")
    print_name(page, "Tides at night")
    event = move(page, [row.authorship_id], to=other, by=admin, never_again=False)
    make_attribution(row.authorship, page, status="rejected", basis="curated", decided_by=admin)
    undo(event, by=admin)
    assert Attribution.objects.get(authorship=row.authorship_id, researcher=page).status == "rejected"


def test_nor_to_a_page_into_which_somebody_was_merged_for_whom_it_was_refused_too(admin, page, other):
    row = print_name(other, "Tides at noon")
    refused = make_attribution(row.authorship, page, status="rejected", basis="curated", decided_by=admin)
    reject_attribution(row, by=admin)
    event = IdentityEvent.objects.get()
    change = Change(row.authorship_id, page.pk, before=Standing.of(refused), after=None)
    refused.delete()
    Researcher.objects.filter(pk=page.pk).update(merged_into=other)
    details = Record(changes=(change,), matcher=True).stored()
    merging = IdentityEvent.objects.create(kind="merge", researcher=page, other=other, details=details)
    with pytest.raises(StandsInTheWay) as refusal:
        undo(event, by=admin)
    assert refusal.value.later == merging
    undo(merging, by=admin)
    undo(event, by=admin)
    assert Attribution.objects.accepted().get(authorship=row.authorship_id).researcher == other
    assert Attribution.objects.get(status="rejected").researcher == page
