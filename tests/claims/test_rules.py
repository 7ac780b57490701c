"""The written rules: what each asks for, and why it does not approve."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from claims.examination.rules import (
    ALWAYS,
    AT_INSTITUTION,
    BY_KEY,
    OTHERWISE,
    RULES,
    UNKNOWN,
    Approval,
    HeldBack,
    all_conditions,
    decide,
    title_of,
    words_of,
)
from claims.vouching import RULES_ON_VOUCHES
from tests.claims.facts import ORCID, OTHER_ORCID, facts, record

ALL = frozenset(BY_KEY)
TIED = {
    "orcid_printed": {"evidence": {"orcid"}, "orcid": ORCID, "orcids": {ORCID}, "orcid_works": 2},
    "printed_address": {"evidence": {"printed_address"}, "address_works": 1},
    "repository_and_institution": {"evidence": {"repository", "institution_email"}},
    "vouch_coauthor_and_institution": {"evidence": {"coauthor", "institution_email"}},
}


def codes(verdict):
    assert isinstance(verdict, HeldBack), verdict
    return list(verdict.codes)


@pytest.mark.parametrize("key", BY_KEY)
def test_each_rule_approves_what_it_asks_for_and_gives_its_level(key):
    verdict = decide(facts(**TIED[key]), ALL)
    assert isinstance(verdict, Approval)
    assert (verdict.rule.key, verdict.level) == (key, 3)


@pytest.mark.parametrize("key", BY_KEY)
def test_a_rule_that_is_switched_off_approves_nothing(key):
    assert codes(decide(facts(**TIED[key]), ALL - {key})) == ["rule_off"]


def test_where_one_rule_is_off_another_may_approve():
    both = {**TIED["orcid_printed"], "evidence": {"orcid", "printed_address"}, "address_works": 1}
    verdict = decide(facts(**both), ALL - {"orcid_printed"})
    assert isinstance(verdict, Approval)
    assert verdict.rule.key == "printed_address"


AGAINST = [
    ("account_inactive", {"is_active": False}),
    ("address_unconfirmed", {"has_confirmed_address": False}),
    ("administrator", {"is_administrator": True}),
    ("holds_another_page", {"holds_page": True}),
    ("page_taken", {"is_free": False}),
    ("page_not_public", {"is_public": False}),
    ("page_in_memory", {"is_in_memory": True}),
    ("page_contested", {"is_contested": True}),
    ("other_claim", {"is_claimed_by_others": True}),
    ("request_waits", {"is_asked_for": True}),
    ("decided_before", {"was_decided_before": True}),
    ("asked_before", {"was_asked_before": True}),
    ("evidence_set_aside", {"was_set_aside": True}),
    ("name_differs", {"name": "Bruno Castellanos"}),
    ("name_differs", {"name": "  "}),
    ("name_differs", {"name": "Lindqvist"}),
    ("another_iD", {"orcids": {ORCID, OTHER_ORCID}}),
    ("another_iD", {"orcid": OTHER_ORCID, "orcids": {ORCID}}),
    ("homonym_doubt", {"doubtful_works": 1}),
]


@pytest.mark.parametrize(("code", "fact"), AGAINST)
@pytest.mark.parametrize("key", BY_KEY)
def test_whatever_speaks_against_a_claim_keeps_every_rule_from_approving(key, code, fact):
    assert code in codes(decide(facts(**{**TIED[key], **fact}), ALL))


def test_every_condition_of_all_rules_was_tried():
    assert {code for code, _ in AGAINST} == {condition.code for condition in ALWAYS}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({}, ["no_strong_evidence"]),
        ({"evidence": {"institution_email"}}, ["no_strong_evidence"]),
        ({"evidence": {"home_page"}}, ["no_strong_evidence"]),
        ({"evidence": {"orcid"}, "orcid": ORCID, "orcid_works": 1}, ["too_few_works"]),
        ({"evidence": {"orcid"}, "orcid": "", "orcid_works": 2}, ["no_strong_evidence"]),
        ({"evidence": {"repository"}}, ["no_institution"]),
        ({"evidence": {"repository", "institution_email"}, "strong": frozenset()}, ["no_strong_evidence"]),
        ({"evidence": {"coauthor"}}, ["no_institution"]),
        ({"evidence": {"coauthor", "repository"}}, ["no_institution"]),
    ],
)
def test_what_is_missing_is_named_for_the_rules_that_are_near(found, expected):
    assert codes(decide(facts(**found), ALL)) == expected


@pytest.mark.parametrize("name", ["Ada Lindqvist", "LINDQVIST, Ada", "A. Lindqvist", "Ada M. Lindqvist"])
def test_a_name_printed_in_another_way_fits(name):
    assert isinstance(decide(facts(name=name, **TIED["orcid_printed"]), ALL), Approval)


def test_an_iD_on_the_works_speaks_against_nobody_whose_own_is_not_known():
    tied = {**TIED["printed_address"], "orcids": {ORCID}}
    assert isinstance(decide(facts(**tied), ALL), Approval)


# Several records in one claim


def test_several_records_are_approved_where_each_is_tied_by_itself():
    printed = record(orcids={ORCID}, orcid_works=2)
    claim = facts(evidence={"orcid"}, orcid=ORCID, records=[printed, printed])
    assert isinstance(decide(claim, ALL), Approval)
    claim = facts(evidence={"printed_address"}, records=[record(address_works=1), record(address_works=3)])
    assert isinstance(decide(claim, ALL), Approval)


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ({"orcids": {ORCID}, "orcid_works": 1}, "too_few_works"),
        ({"names": ["Bruno Castellanos"], "orcids": {ORCID}, "orcid_works": 2}, "name_differs"),
        ({"orcids": {OTHER_ORCID}, "orcid_works": 2}, "another_iD"),
        ({"is_free": False, "orcid_works": 2}, "page_taken"),
        ({"is_contested": True, "orcid_works": 2}, "page_contested"),
        ({"is_claimed_by_others": True, "orcid_works": 2}, "other_claim"),
    ],
)
def test_one_record_that_does_not_fit_holds_all_of_them_back(further, expected):
    records = [record(orcids={ORCID}, orcid_works=5), record(**further)]
    assert expected in codes(decide(facts(evidence={"orcid"}, orcid=ORCID, records=records), ALL))


@pytest.mark.parametrize(
    "evidence",
    [{"printed_address"}, {"repository", "institution_email"}, {"coauthor", "institution_email"}],
)
def test_what_ties_one_record_ties_no_other(evidence):
    records = [record(address_works=1), record()]
    assert codes(decide(facts(evidence=evidence, records=records), ALL)) == ["several_records"]


# In words


def test_who_was_vouched_in_by_a_rule_vouches_for_nobody():
    rests_on_word = [rule.key for rule in RULES if any(tie.code == "no_coauthor" for tie in rule.ties)]
    assert rests_on_word
    assert all(key.startswith(RULES_ON_VOUCHES) for key in rests_on_word)


def test_no_rule_rests_on_an_address_at_an_institution_alone():
    for rule in RULES:
        verdict = decide(facts(evidence={"institution_email"}), {rule.key})
        assert codes(verdict) == ["no_strong_evidence"]


def test_every_code_has_words_and_fits_its_column():
    for code in [*(condition.code for condition in all_conditions()), *OTHERWISE]:
        assert words_of(code) != UNKNOWN
        assert len(code) <= 30
    assert all(len(rule.key) <= 40 for rule in RULES)
    assert words_of("phase_of_the_moon") == UNKNOWN
    assert title_of("orcid_printed") == "ORCID iD printed on the works"
    assert title_of("phase_of_the_moon") == "phase_of_the_moon"


def test_what_the_log_is_told_names_the_rule_its_level_and_what_holds():
    rule = BY_KEY["printed_address"]
    for piece in (rule.title, "level 3", *(tie.states for tie in rule.ties)):
        assert piece in rule.told


def test_any_confirmed_address_at_an_institution_ties_and_the_words_say_no_more():
    assert AT_INSTITUTION.states.startswith("A confirmed address is at an institution")


kinds = some.sets(
    some.sampled_from(["orcid", "printed_address", "repository", "coauthor", "institution_email"])
)
flags = some.fixed_dictionaries(
    {
        "is_free": some.booleans(),
        "is_contested": some.booleans(),
        "orcid_works": some.integers(0, 3),
        "address_works": some.integers(0, 2),
        "doubtful_works": some.integers(0, 1),
    }
)


@given(
    evidence=kinds,
    records=some.lists(flags, min_size=1, max_size=3),
    on=some.sets(some.sampled_from(sorted(ALL))),
)
def test_more_against_a_claim_never_gets_it_approved(evidence, records, on):
    """Whatever is approved is approved with less against it, too; and it is never approved while something is."""
    claim = facts(evidence=evidence, orcid=ORCID, records=[record(**one) for one in records])
    verdict = decide(claim, on)
    worse = decide(facts(evidence=evidence, orcid=ORCID, records=[*claim.records, record(is_free=False)]), on)
    assert isinstance(worse, HeldBack)
    if isinstance(verdict, Approval):
        assert verdict.rule.key in on
        assert all(one.is_free and not one.is_contested and not one.doubtful_works for one in claim.records)
    else:
        assert verdict.codes
