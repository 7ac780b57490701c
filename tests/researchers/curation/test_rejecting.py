"""Works that are not theirs: one decision, one line of the log, one undoing, however many works."""

import pytest

from researchers.answering import confirm_attribution
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.refusals import CannotCurate
from researchers.curation.rejecting import reject
from researchers.curation.undoing import undo
from researchers.models import Attribution, IdentityEvent, NameVariant
from tests.builders import make_attribution, make_authorship, make_researcher, make_user, make_work
from tests.researchers.curation.test_races import at_once


def page_of(works):
    page = make_researcher("Yang Liu")
    for number in range(works):
        make_work(f"Paper {number}", authors=[page])
    return page


def listed(page):
    rows = Attribution.objects.accepted().filter(researcher=page)
    return sorted(rows.values_list("authorship", flat=True))


@pytest.mark.django_db
def test_works_that_are_not_theirs_are_one_decision_and_come_back_together(admin):
    page = page_of(5)
    own = listed(page)
    event = reject(page, own[:3], by=admin, reason="Another continent.")
    assert IdentityEvent.objects.get() == event
    assert (event.kind, event.reason, event.by, event.other) == ("reject", "Another continent.", admin, None)
    assert listed(page) == own[3:]
    refused = page.attributions.filter(status="rejected")
    assert sorted(refused.values_list("authorship", flat=True)) == own[:3]
    assert set(refused.values_list("basis", "decided_by")) == {("curated", admin.pk)}
    undo(event, by=admin)
    assert listed(page) == own
    assert set(page.attributions.values_list("status", "basis")) == {("accepted", "matched")}


@pytest.mark.django_db
def test_a_name_that_only_those_works_print_leaves_the_page_and_comes_back(admin):
    page = page_of(2)
    row = make_authorship(make_work("Dunes"), "Y. Q. Liu", position=0)
    own = make_attribution(row, page).authorship_id
    NameVariant.objects.create(researcher=page, name="Y. Q. Liu", name_key="y q liu")
    event = reject(page, [own], by=admin)
    assert not page.name_variants.filter(name="Y. Q. Liu").exists()
    undo(event, by=admin)
    assert page.name_variants.filter(name="Y. Q. Liu").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ("nothing", "Choose at least one"),
        ("foreign", "Choose at least one"),
        ("both", "no longer, on this page"),
    ],
)
def test_what_the_page_does_not_list_is_not_taken_from_it(admin, chosen, words):
    page, other = page_of(2), page_of(1)
    works = {"nothing": [], "foreign": listed(other), "both": [*listed(page), *listed(other)]}[chosen]
    with pytest.raises(CannotCurate, match=words):
        reject(page, works, by=admin)
    assert not IdentityEvent.objects.exists()
    assert len(listed(page)) == 2


@pytest.mark.django_db
def test_what_the_researcher_confirmed_is_not_taken_away(admin, ada, ada_page):
    make_work("Mine", authors=[ada_page])
    confirm_attribution(ada_page.attributions.get(), by=ada)
    with pytest.raises(CannotCurate, match="has confirmed “Mine”"):
        reject(ada_page, listed(ada_page), by=admin)


@pytest.mark.django_db
def test_nothing_is_taken_from_a_page_that_leads_elsewhere(admin):
    page, kept = page_of(1), page_of(1)
    own = listed(page)
    merge(page, into=kept, by=admin)
    with pytest.raises(CannotCurate, match="was merged into another"):
        reject(page, own, by=admin)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "deed",
    [
        reject,
        split,
        lambda page, works, *, by: move(page, works, to=make_researcher("Somebody Else"), by=by),
        lambda page, works, *, by: merge(page, into=make_researcher("Somebody Else"), by=by),
    ],
)
def test_deciding_and_undoing_ask_as_much_for_many_works_as_for_few(admin, count_queries, deed):
    few, many = page_of(3), page_of(31)

    def decide_and_undo(page, works):
        return count_queries(lambda: undo(deed(page, works, by=admin), by=admin))

    assert decide_and_undo(few, listed(few)[:2]) == decide_and_undo(many, listed(many)[:30])


@pytest.mark.django_db(transaction=True)
def test_taking_works_away_and_moving_others_at_once_wait_in_no_circle():
    by = make_user(is_staff=True)
    for _ in range(5):
        page, other = page_of(40), make_researcher("Somebody Else")
        own = listed(page)
        outcome = at_once(
            lambda: reject(page, own[:25], by=by),  # noqa: B023
            lambda: move(page, own[15:39], to=other, by=by),  # noqa: B023
        )
        assert sorted(outcome) == ["CannotCurate", "done"]
