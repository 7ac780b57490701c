"""Evidence to trust: the calibration, the rules beyond it, and what has no way in."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.components import BY_NAME, COMPONENTS
from trust.evidence import CheckedEvidence, ClaimEvidence, Inputs, OrcidEvidence, SourceEvidence, Support
from trust.levels import LEVELS, level_of
from trust.scoring import BANDS, band_of, score, wanted_most

TODAY = date(2026, 5, 4)
ARXIV = "arxiv"
CLAIM = ClaimEvidence(approved_on=TODAY, email_confirmed=True)
DISPUTED_CLAIM = ClaimEvidence(approved_on=TODAY, email_confirmed=True, is_disputed=True)


def strong(kind="orcid", *, checked_on=TODAY, days=365):
    return CheckedEvidence(kind, True, checked_on, checked_on + timedelta(days=days))


def weak(kind="institution_email", *, days=365):
    return CheckedEvidence(kind, False, TODAY, TODAY + timedelta(days=days))


def coauthor(by="v", distance=0):
    return Support("coauthor", by, distance, TODAY)


def vouch(by="v", distance=0, *, days=365):
    return Support("vouch", by, distance, TODAY, TODAY + timedelta(days=days))


def points(inputs, on=TODAY):
    return {part.name: part.points for part in score(inputs, on).components if part.points}


@pytest.mark.parametrize("works", range(1, 40))
def test_a_record_from_one_source_that_nobody_claimed_has_nine_and_two_for_each_of_six_works(works):
    inputs = Inputs(works=works, sources=(SourceEvidence(ARXIV, works, TODAY),))
    result = score(inputs, TODAY)
    assert result.score == 9 + 2 * min(works, 6)
    assert result.band == ("Emerging" if works >= 6 else "Unverified")
    assert result.level == 1


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (Inputs(), {}),
        (Inputs(claim=CLAIM), {}),
        (Inputs(works=2, agreed_works=1), {"record": 9, "works": 4, "agreement": 2}),
        (Inputs(works=9, agreed_works=9), {"record": 9, "works": 12, "agreement": 10}),
        (Inputs(works=5, orcid_ids=(OrcidEvidence("A", 2),)), {"record": 9, "works": 10, "orcid": 6}),
        (Inputs(works=5, orcid_ids=(OrcidEvidence("A", 5),)), {"record": 9, "works": 10, "orcid": 9}),
        (
            Inputs(works=5, orcid_ids=(OrcidEvidence("A", 4), OrcidEvidence("B", 1))),
            {"record": 9, "works": 10, "contradiction": -5},
        ),
        (
            Inputs(works=5, orcid_ids=tuple(OrcidEvidence(iD, 1) for iD in "ABCDE")),
            {"record": 9, "works": 10, "contradiction": -10},
        ),
        (Inputs(works=1, claim=CLAIM), {"record": 9, "works": 2, "claim": 14}),
        (Inputs(works=1, claim=ClaimEvidence(TODAY, False)), {"record": 9, "works": 2}),
        (
            Inputs(works=3, claim=CLAIM, confirmed_works=3),
            {"record": 9, "works": 6, "claim": 14, "confirmed": 3},
        ),
        (Inputs(works=3, confirmed_works=3), {"record": 9, "works": 6}),
        (
            Inputs(works=9, claim=CLAIM, confirmed_works=9),
            {"record": 9, "works": 12, "claim": 14, "confirmed": 8},
        ),
        (
            Inputs(works=1, claim=CLAIM, evidence=(weak(),)),
            {"record": 9, "works": 2, "claim": 14, "supporting": 2},
        ),
        (
            Inputs(works=1, claim=CLAIM, evidence=(weak(), weak("another"))),
            {"record": 9, "works": 2, "claim": 14, "supporting": 2},
        ),
        (Inputs(works=1, evidence=(weak(), strong())), {"record": 9, "works": 2}),
        (
            Inputs(works=1, claim=CLAIM, evidence=(strong(), weak())),
            {"record": 9, "works": 2, "claim": 14, "strong": 12, "supporting": 2},
        ),
        (Inputs(works=3, unresolved_works=1), {"record": 9, "works": 6, "homonyms": -2}),
        (Inputs(works=30, unresolved_works=30), {"record": 9, "works": 12, "homonyms": -6}),
        (Inputs(works=3, disputed_works=1), {"record": 9, "works": 6, "dispute": -4}),
        (Inputs(works=30, disputed_works=30), {"record": 9, "works": 12, "dispute": -12}),
        (Inputs(works=2, claim=DISPUTED_CLAIM), {"record": 9, "works": 4, "claim": 14, "dispute": -12}),
        (
            Inputs(works=2, disputed_works=1, claim=DISPUTED_CLAIM),
            {"record": 9, "works": 4, "claim": 14, "dispute": -12},
        ),
    ],
)
def test_each_kind_of_evidence_brings_what_its_rule_says(inputs, expected):
    assert points(inputs) == expected
    assert score(inputs, TODAY).score == max(sum(expected.values()), 0)


def test_doubts_never_take_trust_below_zero():
    inputs = Inputs(works=3, disputed_works=3, orcid_ids=tuple(OrcidEvidence(iD, 1) for iD in "ABC"))
    assert sum(points(inputs).values()) < 0
    assert score(inputs, TODAY).score == 0


def test_everything_together_makes_a_hundred():
    inputs = Inputs(
        works=10,
        agreed_works=6,
        orcid_ids=(OrcidEvidence("A", 4),),
        claim=CLAIM,
        confirmed_works=10,
        evidence=(strong("orcid"), strong("home page"), weak()),
        identity_decided_on=TODAY,
        support=(*(coauthor(by) for by in "abc"), *(vouch(by) for by in "de")),
    )
    assert score(inputs, TODAY).score == 100
    assert sum(component.cap for component in COMPONENTS if component.points > 0) == 100


@pytest.mark.parametrize(
    ("inputs", "level"),
    [
        (Inputs(works=50), 1),
        (Inputs(works=1, claim=ClaimEvidence(TODAY, False)), 1),
        (Inputs(works=1, claim=CLAIM), 2),
        (Inputs(works=1, claim=CLAIM, identity_decided_on=TODAY), 2),
        (Inputs(works=1, claim=CLAIM, evidence=(strong(),)), 3),
        (Inputs(works=1, claim=CLAIM, evidence=(strong(), strong())), 3),
        (Inputs(works=1, claim=CLAIM, evidence=(strong("a"), strong("b"))), 3),
        (Inputs(works=1, claim=CLAIM, evidence=(strong(),), identity_decided_on=TODAY), 3),
        (
            Inputs(
                works=1,
                claim=CLAIM,
                evidence=(strong("a"), strong("b")),
                identity_decided_on=TODAY,
            ),
            4,
        ),
        (Inputs(works=1, evidence=(strong("a"), strong("b")), identity_decided_on=TODAY), 1),
    ],
)
def test_every_level_needs_the_one_below(inputs, level):
    assert level_of(inputs, TODAY) == level


def test_strong_evidence_counts_from_its_check_until_it_expires():
    inputs = Inputs(works=1, claim=CLAIM, evidence=(strong(checked_on=TODAY, days=10),))
    days = [TODAY + timedelta(days=offset) for offset in (-1, 0, 9, 10)]
    assert [level_of(inputs, day) for day in days] == [2, 3, 3, 2]
    assert [points(inputs, day).get("strong", 0) for day in days] == [0, 12, 12, 0]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0, "Unverified"),
        (19, "Unverified"),
        (20, "Emerging"),
        (39, "Emerging"),
        (40, "Supported"),
        (60, "Well supported"),
        (80, "Strongly supported"),
        (100, "Strongly supported"),
    ],
)
def test_bands_begin_where_they_say(value, word):
    assert band_of(value) == word


def test_bands_fit_the_column_that_holds_them():
    assert all(len(word) <= 20 for _, word in BANDS)


def test_levels_are_numbered_as_they_are_listed():
    assert [level.number for level in LEVELS] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("inputs", "wanted"),
    [
        (Inputs(), ("record",)),
        (Inputs(works=1), ("claim", "works")),
        (Inputs(works=20), ("claim", "agreement")),
        (Inputs(works=20, claim=CLAIM), ("strong", "agreement")),
        (Inputs(works=20, claim=CLAIM, evidence=(strong(),)), ("agreement", "verified")),
        (Inputs(works=20, claim=CLAIM, agreed_works=20, evidence=(strong(),)), ("verified", "orcid")),
    ],
)
def test_what_would_raise_it_most_comes_first_and_can_be_done_next(inputs, wanted):
    parts = score(inputs, TODAY).components
    assert wanted_most(parts, inputs) == tuple(BY_NAME[name].wanted for name in wanted)


# Support by verified people.


@pytest.mark.parametrize(
    ("support", "coauthors", "vouches"),
    [
        ((), 0, 0),
        ((coauthor(distance=0),), 2, 0),
        ((coauthor(distance=1),), 1, 0),
        ((coauthor(distance=2),), 0, 0),
        ((coauthor("a", 2), coauthor("b", 2)), 1, 0),
        ((coauthor("a"), coauthor("a"), coauthor("a", 1)), 2, 0),
        (tuple(coauthor(by) for by in "abc"), 6, 0),
        (tuple(coauthor(by) for by in "abcdefgh"), 6, 0),
        ((vouch(distance=0),), 0, 4),
        ((vouch(distance=1),), 0, 2),
        ((vouch(distance=2),), 0, 1),
        (tuple(vouch(by) for by in "abcdefgh"), 0, 8),
        ((coauthor("a"), vouch("a")), 2, 4),
        ((vouch(days=0),), 0, 0),
    ],
)
def test_support_fades_with_distance_and_is_bounded(support, coauthors, vouches):
    found = points(Inputs(works=1, claim=CLAIM, support=support))
    assert (found.get("coauthors", 0), found.get("vouches", 0)) == (coauthors, vouches)


def test_a_vouch_counts_only_beside_a_claim_and_a_coauthor_without_one():
    assert points(Inputs(works=1, support=(vouch(), coauthor()))) == {"record": 9, "works": 2, "coauthors": 2}


def test_nothing_supports_a_record_without_works():
    assert score(Inputs(claim=CLAIM, support=(vouch(), coauthor()), evidence=(strong(),)), TODAY).score == 0


# Days that come.


@pytest.mark.parametrize(
    ("inputs", "due"),
    [
        (Inputs(), None),
        (Inputs(works=1, support=(coauthor(),)), None),
        (Inputs(works=1, evidence=(strong(days=9), weak(days=5))), TODAY + timedelta(days=5)),
        (Inputs(works=1, evidence=(strong(days=0),), support=(vouch(days=3),)), TODAY + timedelta(days=3)),
        (Inputs(works=1, identity_decided_on=TODAY + timedelta(days=1)), TODAY + timedelta(days=1)),
    ],
)
def test_the_next_day_on_which_something_changes_by_itself_is_known(inputs, due):
    assert inputs.due_after(TODAY) == due


# What must never enter.


@pytest.mark.parametrize(
    "field", ["citations", "h_index", "novelty", "followers", "follows", "works_count", "venue", "awards"]
)
def test_merit_and_popularity_have_no_way_in(field):
    assert field not in Inputs.__struct_fields__
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(msgspec.json.encode({"works": 3, field: 1000}), type=Inputs)


@pytest.mark.parametrize(
    "document",
    [
        {"works": -1},
        {"works": 2, "agreed_works": 3},
        {"works": 2, "confirmed_works": -1},
        {"works": 2, "disputed_works": 3},
        {"works": 2, "orcid_ids": [{"value": "A", "works": 3}]},
        {"works": 2, "sources": [{"name": "arxiv", "works": 3, "read_on": "2026-01-01"}]},
        {"works": "many"},
        {"works": 2, "version": 1},
        {"works": 2, "unresolved_works": 3},
        {"works": 2, "support": [{"way": "follow", "by": "a", "distance": 0, "given_on": "2026-01-01"}]},
        {"works": 2, "support": [{"way": "vouch", "by": "a", "distance": 3, "given_on": "2026-01-01"}]},
    ],
)
def test_counts_that_cannot_be_are_refused(document):
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(document), type=Inputs)


def test_inputs_cannot_be_changed():
    with pytest.raises(AttributeError):
        Inputs().works = 5  # type: ignore[misc]


# Properties that hold for all evidence.

days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


supports = st.builds(
    Support,
    st.sampled_from(["coauthor", "vouch"]),
    st.sampled_from("abcdef"),
    st.sampled_from([0, 1, 2]),
    days,
    st.none() | days,
)


@st.composite
def all_inputs(draw):
    works = draw(st.integers(0, 40))
    share = st.integers(0, works)
    some = st.integers(1, works) if works else st.nothing()
    orcid_ids = st.builds(OrcidEvidence, st.sampled_from("ABCD"), some)
    sources = st.builds(SourceEvidence, st.sampled_from(["arxiv", "acl", "bibtex"]), some, days)
    kinds = st.builds(
        CheckedEvidence, st.sampled_from(["orcid", "dns", "repository"]), st.booleans(), days, days
    )
    return Inputs(
        works=works,
        sources=tuple(draw(st.lists(sources, max_size=3, unique_by=lambda source: source.name)))
        if works
        else (),
        agreed_works=draw(share),
        orcid_ids=tuple(draw(st.lists(orcid_ids, max_size=4, unique_by=lambda each: each.value)))
        if works
        else (),
        claim=draw(st.none() | st.builds(ClaimEvidence, days, st.booleans())),
        confirmed_works=draw(share),
        disputed_works=draw(share),
        unresolved_works=draw(share),
        evidence=tuple(draw(st.lists(kinds, max_size=3))),
        support=tuple(draw(st.lists(supports, max_size=6))),
        identity_decided_on=draw(st.none() | days),
    )


def changed(inputs, **fields):
    return msgspec.structs.replace(inputs, **fields)


@given(all_inputs(), days)
def test_trust_stays_within_its_bounds_and_is_told_in_three_to_five_sentences(inputs, on):
    result = score(inputs, on)
    assert 0 <= result.score <= 100
    assert 1 <= result.level <= 4
    assert 3 <= len(result.quick_read) <= 5
    doubts = inputs.disputed_works or inputs.unresolved_works or len(inputs.orcid_ids) > 1
    assert result.score or not inputs.works or doubts


@given(all_inputs(), days)
def test_the_order_in_which_evidence_is_listed_does_not_matter(inputs, on):
    backwards = changed(
        inputs,
        sources=inputs.sources[::-1],
        orcid_ids=inputs.orcid_ids[::-1],
        evidence=inputs.evidence[::-1],
        support=inputs.support[::-1],
    )
    assert score(backwards, on) == score(inputs, on)


@given(all_inputs(), days)
def test_more_of_any_supporting_evidence_never_lowers_trust(inputs, on):
    before = score(inputs, on)
    more = [
        changed(inputs, works=inputs.works + 1),
        changed(inputs, agreed_works=inputs.works),
        changed(inputs, confirmed_works=inputs.works),
        changed(inputs, claim=ClaimEvidence(on, True)),
        changed(inputs, evidence=(*inputs.evidence, CheckedEvidence("new", True, on, date.max))),
        changed(inputs, evidence=(*inputs.evidence, CheckedEvidence("new", False, on, date.max))),
        *(
            changed(inputs, support=(*inputs.support, Support(way, "new", 1, on)))
            for way in ("coauthor", "vouch")
        ),
        changed(inputs, identity_decided_on=on),
    ]
    for other in more:
        assert score(other, on).score >= before.score
        assert score(other, on).level >= before.level


@given(all_inputs(), days)
def test_doubt_never_raises_trust(inputs, on):
    before = score(inputs, on)
    doubts = [
        changed(inputs, disputed_works=inputs.works),
        changed(inputs, unresolved_works=inputs.works),
        changed(inputs, claim=None),
        changed(inputs, evidence=()),
        changed(inputs, support=()),
        changed(inputs, identity_decided_on=None),
    ]
    if inputs.works and inputs.orcid_ids:
        doubts.append(changed(inputs, orcid_ids=(*inputs.orcid_ids, OrcidEvidence("E", 1))))
    for other in doubts:
        assert score(other, on).score <= before.score


@given(all_inputs(), days)
def test_inputs_survive_being_written_and_read(inputs, on):
    again = msgspec.json.decode(msgspec.json.encode(inputs), type=Inputs)
    assert again == inputs
    assert score(again, on) == score(inputs, on)


@given(all_inputs(), days, days)
def test_nothing_changes_before_the_day_that_is_due(inputs, on, later):
    due = inputs.due_after(on)
    if later >= on and (due is None or later < due):
        assert score(inputs, later) == score(inputs, on)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)
def test_every_component_declares_its_rule_its_reason_and_its_source(component):
    assert component.rule
    assert component.why
    assert component.source
    assert bool(component.wanted) == (component.points > 0)
    assert component.after in {"", *BY_NAME}
