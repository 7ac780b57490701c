"""The sentences: plural-correct, and silent about what is not known."""

from datetime import date

import pytest

from trust.evidence import CheckedEvidence, ClaimEvidence, Inputs, OrcidEvidence, SourceEvidence, Support
from trust.quick_read import counted, listed_in_words
from trust.scoring import score

TODAY = date(2026, 5, 4)
CLAIM = ClaimEvidence(approved_on=date(2026, 3, 1), email_confirmed=True)


def strong(kind):
    return CheckedEvidence(kind, True, TODAY, date.max)


def coauthor(by):
    return Support("coauthor", by, 0, TODAY)


def read(**fields):
    return list(score(Inputs(**fields), TODAY).quick_read)


def test_one_work_of_one_source():
    assert read(works=1, sources=(SourceEvidence("arxiv", 1, TODAY),)) == [
        "1 listed work supports this record (source: arXiv).",
        "No second, independent source and no printed ORCID iD is known here.",
        "Nobody has claimed this page yet.",
        "What would raise it most: a claim by the researcher with a confirmed e-mail address or further listed works.",
    ]


def test_everything_at_once():
    sources = (SourceEvidence("arxiv", 1200, TODAY), SourceEvidence("acl", 3, TODAY))
    assert read(
        works=1200,
        sources=sources,
        agreed_works=1,
        orcid_ids=(OrcidEvidence("A", 4),),
        claim=CLAIM,
        confirmed_works=2,
        disputed_works=2,
    ) == [
        "1,200 listed works support this record (sources: ACL Anthology and arXiv).",
        "Independent sources agree on the author of 1 work and the same ORCID iD is printed on 4 works.",
        "The claim to this page was approved on March 1, 2026; the claimant has confirmed 2 works.",
        "Against it: 2 attributions are disputed.",
        "What would raise it most: a strong, independent piece of evidence of identity or a second, independent "
        "source for the works.",
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "No work is listed on this page, so there is nothing yet to be sure about."),
        ({"works": 2}, "2 listed works support this record."),
        ({"works": 2, "agreed_works": 2}, "Independent sources agree on the author of 2 works."),
        ({"works": 2, "orcid_ids": (OrcidEvidence("A", 1),)}, "The same ORCID iD is printed on 1 work."),
        (
            {"works": 2, "orcid_ids": (OrcidEvidence("A", 1), OrcidEvidence("B", 1))},
            "Against it: the works print 2 different ORCID iDs.",
        ),
        (
            {"works": 2, "orcid_ids": tuple(OrcidEvidence(f"{number:02}", 1) for number in range(20))},
            "Against it: the works print at least 20 different ORCID iDs.",
        ),
        ({"works": 2, "disputed_works": 1}, "Against it: 1 attribution is disputed."),
        (
            {"works": 2, "claim": ClaimEvidence(date(2026, 3, 1), True, is_disputed=True)},
            "Against it: whose the page is, is disputed.",
        ),
        (
            {"works": 2, "unresolved_works": 1, "disputed_works": 1},
            "Against it: 1 work may be another researcher's of a like name and 1 attribution is disputed.",
        ),
        ({"works": 2, "support": (coauthor("a"),)}, "1 verified co-author stands by a shared work."),
        (
            {"works": 2, "support": (coauthor("a"), coauthor("b"), coauthor("b"))},
            "2 verified co-authors stand by a shared work.",
        ),
        (
            {"works": 2, "support": tuple(map(coauthor, "abcdefghijkl"))},
            "At least 12 verified co-authors stand by a shared work.",
        ),
        (
            {"works": 2, "claim": CLAIM, "evidence": (strong("a"),)},
            "The claim to this page was approved on March 1, 2026; no listed work has been confirmed by the claimant "
            "yet; 1 kind of strong evidence supports their identity.",
        ),
        (
            {
                "works": 2,
                "claim": CLAIM,
                "confirmed_works": 1,
                "evidence": (strong("a"), strong("b")),
                "support": (Support("vouch", "a", 0, TODAY),),
            },
            "The claim to this page was approved on March 1, 2026; the claimant has confirmed 1 work; 2 kinds of "
            "strong evidence and 1 vouch support their identity.",
        ),
        (
            {"works": 2, "claim": ClaimEvidence(TODAY, False)},
            "The claim to this page was approved on May 4, 2026, but the claimant's e-mail address is not confirmed.",
        ),
        (
            {"works": 2, "claim": CLAIM},
            "The claim to this page was approved on March 1, 2026; no listed work has been confirmed by the claimant "
            "yet.",
        ),
        (
            {
                "works": 10,
                "agreed_works": 10,
                "orcid_ids": (OrcidEvidence("A", 9),),
                "claim": CLAIM,
                "confirmed_works": 10,
                "evidence": (*map(strong, "ab"), CheckedEvidence("c", False, TODAY, date.max)),
                "identity_decided_on": TODAY,
                "support": tuple(Support(way, by, 0, TODAY) for by in "abc" for way in ("vouch", "coauthor")),
            },
            "Every kind of evidence that is known here supports this record.",
        ),
    ],
)
def test_a_fact_has_its_sentence(fields, sentence):
    assert sentence in read(**fields)


def test_two_orcid_ids_are_not_called_none():
    assert not any("no printed ORCID" in sentence for sentence in read(works=2, orcid_ids=_two_ids()))


def _two_ids():
    return (OrcidEvidence("A", 1), OrcidEvidence("B", 1))


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 works"), (1, "1 work"), (2, "2 works"), (1200, "1,200 works")]
)
def test_counted(number, expected):
    assert counted(number, "work") == expected


@pytest.mark.parametrize(
    ("items", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed_in_words(items, expected):
    assert listed_in_words(items) == expected
