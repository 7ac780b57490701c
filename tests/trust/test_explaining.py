"""Results, evidence, supporters and prospects as rows of the account."""

from datetime import date

import pytest

from claims.evidence import KINDS
from researchers.models import Researcher
from tests.builders import make_claim, make_researcher, make_user
from trust.advice import (
    DEEDS,
    PLACES_OF_KINDS,
    REMEDIES,
    next_level,
    prospects_for_everybody,
    prospects_for_holder,
)
from trust.components import COMPONENTS
from trust.evidence import (
    MOST_SUPPORTERS,
    CheckedEvidence,
    ClaimEvidence,
    Inputs,
    OrcidEvidence,
    SourceEvidence,
    Support,
)
from trust.explaining import LEAST, MOST, component_rows, plot_of
from trust.grounds import Ground, groups_of
from trust.levels import LEVELS
from trust.scoring import score
from trust.supporters import supporter_grounds

TODAY = date(2026, 5, 4)
CLAIM = ClaimEvidence(approved_on=date(2026, 3, 1), email_confirmed=True)
PAGE = Researcher(slug="ada", preferred_name="Ada")


def checked(kind="seen", strong=True, until=date(2027, 1, 1), **fields):
    return CheckedEvidence(kind, strong, date(2026, 4, 1), until, **fields)


def rows_of(inputs, supporters=()):
    return {group.title: group.rows for group in groups_of(inputs, TODAY, list(supporters))}


def test_a_row_says_what_the_component_brought_and_could_bring():
    parts = score(Inputs(works=3), TODAY).components
    rows = component_rows(parts)
    assert [row.title for row in rows] == [component.title for component in COMPONENTS]
    assert (rows[1].bar, rows[1].track) == ((-LEAST, 6), (-LEAST, 12))


def test_a_deduction_lies_left_of_zero():
    parts = score(Inputs(works=3, disputed_works=2), TODAY).components
    assert component_rows(parts)[-1].bar == (-LEAST - 8, 8)
    assert plot_of(parts) == {"left": 0, "zero": -LEAST, "width": MOST - LEAST}


def test_nothing_known_has_no_groups():
    assert groups_of(Inputs(), TODAY, []) == []


def test_groups_come_in_order_and_only_where_there_is_something():
    inputs = Inputs(
        works=3,
        sources=(SourceEvidence("arxiv", 3, TODAY),),
        claim=CLAIM,
        evidence=(checked(),),
        disputed_works=1,
    )
    assert list(rows_of(inputs)) == ["Printed on the works", "Claimed and confirmed", "Checked", "Against it"]


def test_checked_evidence_has_title_strength_and_days():
    (row,) = rows_of(Inputs(works=1, claim=CLAIM, evidence=(checked(),)))["Checked"]
    assert (row.fact, row.note, row.source) == (
        KINDS["seen"].title,
        "Strong evidence",
        "an administrator",
    )
    assert (row.dated, row.on, row.until, row.missed_on) == (
        "last found",
        date(2026, 4, 1),
        date(2027, 1, 1),
        None,
    )
    assert not row.is_over


def test_evidence_that_a_check_missed_says_until_when_it_counts():
    piece = checked(until=date(2026, 5, 10), failing_since=date(2026, 4, 26))
    (row,) = rows_of(Inputs(works=1, claim=CLAIM, evidence=(piece,)))["Checked"]
    assert (row.missed_on, row.until, row.is_over) == (date(2026, 4, 26), date(2026, 5, 10), False)


@pytest.mark.parametrize(("until", "over"), [(date(2026, 5, 4), True), (date(2026, 5, 5), False)])
def test_on_the_day_on_which_it_ends_evidence_is_over(until, over):
    (row,) = rows_of(Inputs(works=1, claim=CLAIM, evidence=(checked(until=until),)))["Checked"]
    assert row.is_over is over


def test_a_kind_that_nobody_knows_any_more_goes_by_its_key():
    (row,) = rows_of(Inputs(works=1, claim=CLAIM, evidence=(checked("beard", strong=False),)))["Checked"]
    assert (row.fact, row.note) == ("beard (no longer looked for)", "Supporting evidence")


def test_who_says_so_is_told_in_a_few_words_for_every_kind():
    pieces = tuple(checked(kind.key, kind.is_strong) for kind in KINDS.values())
    rows = rows_of(Inputs(works=1, claim=CLAIM, evidence=pieces))["Checked"]
    assert {row.source for row in rows} == {
        "ORCID, and the works",
        "a check of the address",
        "a verified co-author",
        "a verified researcher",
        "a work, and a check of the address",
        "an administrator",
        "the claimant's ORCID record",
        "the claimant's home page",
        "the keeper of the domain",
        "the keeper of the repository",
    }


@pytest.mark.parametrize(
    ("confirmed", "fact", "source"),
    [
        (True, "Confirmed e-mail address", "a link sent to the claimant's address"),
        (False, "E-mail address not confirmed", "Credence's list of confirmed addresses"),
    ],
)
def test_only_a_confirmed_address_was_confirmed_by_a_link(confirmed, fact, source):
    claim = ClaimEvidence(approved_on=date(2026, 3, 1), email_confirmed=confirmed)
    (_, row) = rows_of(Inputs(works=1, claim=claim))["Claimed and confirmed"]
    assert (row.fact, row.source) == (fact, source)


def test_a_dispute_is_said_by_the_holder_or_an_administrator():
    (row,) = rows_of(Inputs(works=1, disputed_works=1))["Against it"]
    assert row.source == "a verified researcher, whoever holds the page, or an administrator"


def test_what_speaks_against_it_is_one_group():
    ids = (OrcidEvidence("0000-0002-1825-0097", 1), OrcidEvidence("0000-0001-5109-3700", 1))
    rows = rows_of(Inputs(works=3, orcid_ids=ids, unresolved_works=2, disputed_works=1))["Against it"]
    assert [row.fact for row in rows] == [
        "2 different ORCID iDs",
        "2 listed works may be another researcher's of a like name",
        "Dispute about 1 listed work",
    ]


def vouch(by, distance=0, **fields):
    return Support("vouch", by, distance, date(2026, 4, 1), **fields)


@pytest.mark.django_db
def test_a_coauthor_is_not_said_to_stand_by_a_page_of_which_they_said_nothing():
    coauthor = Support("coauthor", make_researcher().public_id, 0, date(2026, 2, 1))
    inputs = Inputs(works=1, support=(coauthor,))
    (row,) = rows_of(inputs, supporter_grounds(inputs, TODAY))["Verified co-authors and vouchers"]
    assert row.source == "has confirmed a shared work as their own"


@pytest.mark.django_db
def test_supporters_have_links_days_and_distances_nearest_first():
    far, near = make_researcher("Far Away"), make_researcher("Near By")
    support = (
        vouch(far.public_id, 1, counts_until=date(2027, 4, 1)),
        Support("coauthor", near.public_id, 0, date(2026, 2, 1)),
    )
    first, second = supporter_grounds(Inputs(works=1, claim=CLAIM, support=support), TODAY)
    assert (first.fact, first.url, first.on, first.until) == (
        "Near By",
        near.get_absolute_url(),
        date(2026, 2, 1),
        None,
    )
    assert first.note == "An administrator decided their claim. Weight 4."
    assert (second.fact, second.source, second.until) == (
        "Far Away",
        "vouches for the person behind the page",
        date(2027, 4, 1),
    )
    assert second.note.startswith("One step further")
    assert second.note.endswith("Weight 2.")


@pytest.mark.django_db
def test_somebody_merged_away_leads_to_the_page_that_took_them_over():
    heir = make_researcher("The Heir")
    gone = make_researcher("Gone", merged_into=heir)
    (row,) = supporter_grounds(Inputs(works=1, support=(vouch(gone.public_id),)), TODAY)
    assert (row.fact, row.url) == ("The Heir", heir.get_absolute_url())


@pytest.mark.django_db
def test_somebody_who_is_not_here_any_more_has_no_link():
    (row,) = supporter_grounds(Inputs(works=1, support=(vouch("nobody"),)), TODAY)
    assert (row.fact, row.url) == ("A verified researcher", "")


@pytest.mark.parametrize("until", [date(2026, 5, 4), date(2026, 5, 3)])
def test_a_vouch_that_has_expired_is_not_named(until):
    assert supporter_grounds(Inputs(works=1, support=(vouch("r1", counts_until=until),)), TODAY) == []


@pytest.mark.django_db
def test_many_supporters_cost_one_query(django_assert_num_queries):
    support = tuple(vouch(make_researcher().public_id) for _ in range(50))
    with django_assert_num_queries(1):
        assert len(supporter_grounds(Inputs(works=1, support=support), TODAY)) == 50


@pytest.mark.parametrize(("number", "said"), [(MOST_SUPPORTERS - 1, False), (MOST_SUPPORTERS, True)])
def test_where_as_many_supporters_are_known_as_are_kept_that_is_said(number, said):
    inputs = Inputs(works=1, support=tuple(vouch(f"r{one}") for one in range(number)))
    (group,) = groups_of(inputs, TODAY, [Ground("Somebody", "vouches")])
    assert (f"The nearest {MOST_SUPPORTERS} of either way" in group.note) is said


def everybody(inputs):
    return prospects_for_everybody(score(inputs, TODAY).components, inputs, PAGE)


def test_the_largest_prospect_comes_first_and_reads_as_a_sentence():
    found = everybody(Inputs(works=1))
    assert found[0].words == "A claim by the researcher with a confirmed e-mail address."
    assert [one.points for one in found] == sorted((one.points for one in found), reverse=True)


def test_what_is_taken_away_can_be_given_back():
    (back,) = [one for one in everybody(Inputs(works=3, disputed_works=2)) if one.is_back]
    assert (back.words, back.points, back.link) == ("An end of the dispute.", 8, "Report an error")
    assert back.url == "/researchers/ada/report/"


def test_the_holder_ends_a_dispute_among_their_works(holder):
    page, _ = holder
    back = for_holder(Inputs(works=3, claim=CLAIM, disputed_works=2), holder)["An end of the dispute."]
    assert (back.points, back.is_back, back.link) == (8, True, "Say which works are yours")
    assert back.url == f"/researchers/{page.slug}/authorship/"


def test_a_dispute_of_the_page_is_answered_where_it_stands(holder):
    claim = ClaimEvidence(approved_on=CLAIM.approved_on, email_confirmed=True, is_disputed=True)
    back = for_holder(Inputs(works=3, claim=claim), holder)["An end of the dispute."]
    assert (back.points, back.url) == (12, "/claims/disputes/")


def test_what_an_administrator_can_see_is_written_to_them(holder):
    page, _ = holder
    wanted = {one.kind.key: one for one in strong_kinds(Inputs(works=3, claim=CLAIM), holder)}
    assert (wanted["seen"].link, wanted["seen"].url) == (
        "Write to the administrators",
        f"/researchers/{page.slug}/report/",
    )
    assert "Report an error" in wanted["seen"].kind.advice


def test_every_component_has_a_deed_or_a_remedy():
    assert {one.name for one in COMPONENTS if one.wanted} == set(DEEDS)
    assert {one.name for one in COMPONENTS if not one.wanted} == set(REMEDIES)


def test_every_link_leads_the_holder_to_a_page(as_user, holder):
    page, claim = holder
    places = {deed.place for deed in DEEDS.values() if deed.place} | set(PLACES_OF_KINDS.values())
    addresses = {place.address(page, claim) for place in places}
    client = as_user(claim.user)
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


@pytest.fixture
def holder(db):
    """The page and the claim of somebody who holds it."""
    page, user = make_researcher(), make_user()
    return page, make_claim(page, user, state="approved")


def for_holder(inputs, holder):
    found = prospects_for_holder(score(inputs, TODAY).components, inputs, TODAY, *holder)
    return {one.words: one for one in found}


def strong_kinds(inputs, holder):
    return for_holder(inputs, holder)["Have one strong piece of evidence found."].kinds


def test_the_holder_is_told_what_to_do_and_where(holder):
    page, claim = holder
    found = for_holder(Inputs(works=3, claim=CLAIM), holder)
    assert found["Add works of yours that are missing here."].url == "/imports/"
    assert found["Say which of the listed works are yours."].url == f"/researchers/{page.slug}/authorship/"
    strong = found["Have one strong piece of evidence found."]
    assert strong.url == f"/claims/{claim.pk}/#evidence"
    assert [one.kind.key for one in strong.kinds] == [kind.key for kind in KINDS.values() if kind.is_strong]


def test_the_holder_is_not_asked_for_evidence_that_counts_already(holder):
    found = for_holder(Inputs(works=3, claim=CLAIM, evidence=(checked("seen"),)), holder)
    (second,) = [one for one in found.values() if one.kinds]
    assert "seen" not in [one.kind.key for one in second.kinds]
    assert "second kind" in second.words


def test_a_holder_without_a_confirmed_address_is_told_so(holder):
    claim = ClaimEvidence(approved_on=date(2026, 3, 1), email_confirmed=False)
    found = for_holder(Inputs(works=3, claim=claim), holder)
    assert found["Confirm your primary e-mail address."].url == "/accounts/email/"


@pytest.mark.parametrize("level", range(1, len(LEVELS) + 1))
def test_the_next_level_is_one_higher(level):
    following = next_level(level)
    assert (following.number if following else None) == (level + 1 if level < len(LEVELS) else None)
