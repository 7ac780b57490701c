"""Evidence to trust: the calibration, the rules beyond it, and what has no way in."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.evidence import ClaimEvidence, Inputs, OrcidEvidence, SourceEvidence, StrongEvidence
from trust.scoring import BANDS, BY_NAME, COMPONENTS, LEVELS, band_of, level_of, score, wanted_most

TODAY = date(2026, 5, 4)
ARXIV = "arxiv"
CLAIM = ClaimEvidence(approved_on=TODAY, email_confirmed=True)


def strong(kind="orcid", *, checked_on=TODAY, days=365):
    return StrongEvidence(kind, checked_on, checked_on + timedelta(days=days))


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
        (Inputs(works=9, agreed_works=9), {"record": 9, "works": 12, "agreement": 12}),
        (Inputs(works=5, orcid_ids=(OrcidEvidence("A", 2),)), {"record": 9, "works": 10, "orcid": 6}),
        (Inputs(works=5, orcid_ids=(OrcidEvidence("A", 5),)), {"record": 9, "works": 10, "orcid": 12}),
        (
            Inputs(works=5, orcid_ids=(OrcidEvidence("A", 4), OrcidEvidence("B", 1))),
            {"record": 9, "works": 10, "contradiction": -5},
        ),
        (
            Inputs(works=5, orcid_ids=tuple(OrcidEvidence(iD, 1) for iD in "ABCDE")),
            {"record": 9, "works": 10, "contradiction": -10},
        ),
        (Inputs(works=1, claim=CLAIM), {"record": 9, "works": 2, "claim": 15}),
        (Inputs(works=1, claim=ClaimEvidence(TODAY, False)), {"record": 9, "works": 2}),
        (
            Inputs(works=3, claim=CLAIM, confirmed_works=3),
            {"record": 9, "works": 6, "claim": 15, "confirmed": 3},
        ),
        (Inputs(works=3, confirmed_works=3), {"record": 9, "works": 6}),
        (Inputs(works=3, disputed_works=1), {"record": 9, "works": 6, "dispute": -4}),
        (Inputs(works=30, disputed_works=30), {"record": 9, "works": 12, "dispute": -12}),
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
        strong_evidence=(strong("orcid"), strong("home page")),
        administrator_decided_on=TODAY,
    )
    assert score(inputs, TODAY).score == 100
    assert sum(component.cap for component in COMPONENTS if component.points > 0) == 100


@pytest.mark.parametrize(
    ("inputs", "level"),
    [
        (Inputs(works=50), 1),
        (Inputs(works=1, claim=ClaimEvidence(TODAY, False)), 1),
        (Inputs(works=1, claim=CLAIM), 2),
        (Inputs(works=1, claim=CLAIM, administrator_decided_on=TODAY), 2),
        (Inputs(works=1, claim=CLAIM, strong_evidence=(strong(),)), 3),
        (Inputs(works=1, claim=CLAIM, strong_evidence=(strong(), strong())), 3),
        (Inputs(works=1, claim=CLAIM, strong_evidence=(strong("a"), strong("b"))), 3),
        (Inputs(works=1, claim=CLAIM, strong_evidence=(strong(),), administrator_decided_on=TODAY), 3),
        (
            Inputs(
                works=1,
                claim=CLAIM,
                strong_evidence=(strong("a"), strong("b")),
                administrator_decided_on=TODAY,
            ),
            4,
        ),
        (Inputs(works=1, strong_evidence=(strong("a"), strong("b")), administrator_decided_on=TODAY), 1),
    ],
)
def test_every_level_needs_the_one_below(inputs, level):
    assert level_of(inputs, TODAY) == level


def test_strong_evidence_counts_from_its_check_until_it_expires():
    inputs = Inputs(works=1, claim=CLAIM, strong_evidence=(strong(checked_on=TODAY, days=10),))
    days = [TODAY + timedelta(days=offset) for offset in (-1, 0, 9, 10)]
    assert [level_of(inputs, day) for day in days] == [2, 3, 3, 2]
    assert [points(inputs, day).get("strong", 0) for day in days] == [0, 15, 15, 0]


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
        (Inputs(works=20, claim=CLAIM), ("agreement", "orcid")),
        (Inputs(works=20, claim=CLAIM, agreed_works=20, orcid_ids=(OrcidEvidence("A", 9),)), ("confirmed",)),
    ],
)
def test_what_would_raise_it_most_comes_first_and_can_be_done_today(inputs, wanted):
    parts = score(inputs, TODAY).components
    assert wanted_most(parts, inputs) == tuple(BY_NAME[name].wanted for name in wanted)


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
        {"works": 2, "version": 2},
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


@st.composite
def all_inputs(draw):
    works = draw(st.integers(0, 40))
    share = st.integers(0, works)
    some = st.integers(1, works) if works else st.nothing()
    orcid_ids = st.builds(OrcidEvidence, st.sampled_from("ABCD"), some)
    sources = st.builds(SourceEvidence, st.sampled_from(["arxiv", "acl", "bibtex"]), some, days)
    kinds = st.builds(StrongEvidence, st.sampled_from(["orcid", "dns", "repository"]), days, days)
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
        strong_evidence=tuple(draw(st.lists(kinds, max_size=3))),
        administrator_decided_on=draw(st.none() | days),
    )


def changed(inputs, **fields):
    return msgspec.structs.replace(inputs, **fields)


@given(all_inputs(), days)
def test_trust_stays_within_its_bounds_and_is_told_in_three_to_five_sentences(inputs, on):
    result = score(inputs, on)
    assert 0 <= result.score <= 100
    assert 1 <= result.level <= 4
    assert 3 <= len(result.quick_read) <= 5
    assert result.score or not inputs.works or inputs.disputed_works or len(inputs.orcid_ids) > 1


@given(all_inputs(), days)
def test_the_order_in_which_evidence_is_listed_does_not_matter(inputs, on):
    backwards = changed(
        inputs,
        sources=inputs.sources[::-1],
        orcid_ids=inputs.orcid_ids[::-1],
        strong_evidence=inputs.strong_evidence[::-1],
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
        changed(inputs, strong_evidence=(*inputs.strong_evidence, StrongEvidence("new", on, date.max))),
        changed(inputs, administrator_decided_on=on),
    ]
    for other in more:
        assert score(other, on).score >= before.score
        assert score(other, on).level >= before.level


@given(all_inputs(), days)
def test_doubt_never_raises_trust(inputs, on):
    before = score(inputs, on)
    doubts = [changed(inputs, disputed_works=inputs.works), changed(inputs, claim=None)]
    if inputs.works and inputs.orcid_ids:
        doubts.append(changed(inputs, orcid_ids=(*inputs.orcid_ids, OrcidEvidence("E", 1))))
    for other in doubts:
        assert score(other, on).score <= before.score


@given(all_inputs(), days)
def test_inputs_survive_being_written_and_read(inputs, on):
    again = msgspec.json.decode(msgspec.json.encode(inputs), type=Inputs)
    assert again == inputs
    assert score(again, on) == score(inputs, on)
