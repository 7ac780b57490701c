"""The page about trust says what the model does, because the model wrote it."""

import dataclasses
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from claims.evidence import KINDS, Kind
from claims.examination.support import FARTHEST, MOST_AUTHORS
from claims.models import GRACE
from claims.vouching import GIVEN_WITHIN, LASTS, MOST_GIVEN, MOST_STANDING
from common.templatetags.text import signed
from trust import about, components, scoring, supporters
from trust.components import BY_NAME, COMPONENTS, NEAREST
from trust.evidence import Inputs, Support
from trust.levels import LEVELS
from trust.scoring import BANDS, MODEL_VERSION
from works.identifiers import source_name
from works.witnesses import WITNESSES

CALIBRATION = [
    (0, 0, "Unverified"),
    (1, 11, "Unverified"),
    (2, 13, "Unverified"),
    (3, 15, "Unverified"),
    (4, 17, "Unverified"),
    (5, 19, "Unverified"),
    (6, 21, "Emerging"),
    ("7 or more", 21, "Emerging"),
]


@pytest.fixture
def read(client):
    """The words of the page, on one line."""

    def words() -> str:
        page = client.get(reverse("trust:about")).content.decode()
        return " ".join(unescape(strip_tags(page.replace("><", "> <"))).split())

    return words


def test_every_component_is_there_with_rule_cap_reason_and_source(read):
    text = read()
    for one in COMPONENTS:
        assert f"{one.title} {one.rule} {signed(one.cap)} {one.why} {one.source}" in text


def test_every_band_level_and_witness_is_there(read):
    text = read()
    assert f"Version {MODEL_VERSION} " in text
    for low, word in BANDS:
        assert f"from {low} {word}" in text
    for level in LEVELS:
        assert f"L{level.number} {level.title} {level.rule}" in text
    for source, witness in WITNESSES.items():
        assert source_name(source) in text
        assert f"{witness[0].upper()}{witness[1:]}" in text


def test_every_kind_of_evidence_is_there_with_strength_lifetime_and_checks(read):
    text = read()
    for kind in KINDS.values():
        strength = "Strong" if kind.is_strong else "Supporting"
        assert f"{kind.title} {strength} evidence. Counts for " in text
        assert f"{kind.how_checked} {kind.why_it_counts}" in text
    assert (
        "Seen by an administrator Strong evidence. Counts for 2 years; looked at again not by itself" in text
    )
    assert "Address at an institution on the works Supporting evidence. Counts for 1 year" in text
    assert f"it still counts for {GRACE.days} days" in text
    assert "Where a check can, it is looked for again before that." in text


def test_what_one_administrator_may_do_is_said(read):
    text = read()
    assert "one administrator may approve a claim, record what they saw and confirm the identity" in text
    assert "Nobody does any of that for their own claim." in text


def test_the_calibration_is_shown(read):
    text = read()
    rows = " ".join(f"{works} {score} {band}" for works, score, band in CALIBRATION)
    assert rows in text


def test_the_flow_of_support_is_shown_with_weights_and_caps(read):
    text = read()
    assert len(supporters.DISTANCES) == FARTHEST + 1
    for steps, words in enumerate(supporters.DISTANCES):
        assert f"{words} {NEAREST >> steps}" in text
    assert f"at most {BY_NAME['coauthors'].cap} points; works of more than {MOST_AUTHORS} authors" in text
    assert (
        f"A vouch counts for {LASTS.days // 365} years; one person gives at most {MOST_GIVEN} within" in text
    )
    assert f"within {GIVEN_WITHIN.days} days, and at most {MOST_STANDING} at a time." in text
    assert f"Vouches bring the sum of their weights, at most {BY_NAME['vouches'].cap} points" in text


@pytest.mark.parametrize("distance", range(FARTHEST + 1))
def test_what_is_said_about_weights_is_what_is_computed(distance):
    given = tuple(Support("coauthor", f"r{number}", distance, date.min) for number in range(2))
    assert components.supported_by_coauthors(
        Inputs(works=1, support=given), date.max
    ) == supporters.weight_at(distance)


def test_nothing_is_said_to_be_closed_any_more(read):
    assert "yet." not in read()


def replaced(declarations, **changes):
    """The first of the declarations, otherwise."""
    return (dataclasses.replace(declarations[0], **changes), *declarations[1:])


@pytest.mark.parametrize(
    ("module", "name", "value", "words"),
    [
        (
            about,
            "COMPONENTS",
            replaced(COMPONENTS, points=10, most=7),
            "9 points when there is at least one listed work. 70 ",
        ),
        (
            about,
            "COMPONENTS",
            replaced(COMPONENTS, rule="There is a beard."),
            "Public record There is a beard.",
        ),
        (about, "COMPONENTS", replaced(COMPONENTS, source="A barber."), "A barber."),
        (about, "LEVELS", replaced(LEVELS, rule="Just a beard."), "L1 Public record only Just a beard."),
        (about, "BANDS", ((35, "Bearded"), *BANDS), "from 35 Bearded"),
        (about, "GRACE", timedelta(days=3), "it still counts for 3 days"),
        (about, "MOST_AUTHORS", 1234, "works of more than 1,234 authors"),
        (about, "LASTS", timedelta(days=77), "A vouch counts for 77 days;"),
        (about, "MOST_GIVEN", 77, "one person gives at most 77 within"),
        (about, "GIVEN_WITHIN", timedelta(days=77), "within 77 days,"),
        (about, "MOST_STANDING", 77, "at most 77 at a time."),
        (about, "WITNESSES", {"arxiv": "the barber"}, "The barber arXiv"),
        (about, "MODEL_VERSION", "77", "Version 77"),
        (about, "EXAMPLES", range(2), "1 or more 11 Unverified"),
        (about, "BY_NAME", dict.fromkeys(BY_NAME, COMPONENTS[0]), "of their weights, at most 9 points"),
        (about, "DISTANCES", ("Whoever has a beard",), "Whoever has a beard 4"),
        (supporters, "NEAREST", 64, "An administrator decided their claim 64"),
        (scoring, "COMPONENTS", replaced(COMPONENTS, points=30), "1 32 Emerging"),
    ],
)
def test_the_page_follows_a_declaration(read, monkeypatch, module, name, value, words):
    before = read()
    monkeypatch.setattr(module, name, value)
    assert words not in before
    assert words in read()


class Beard(Kind):
    key = "beard"
    title = "A beard"
    is_strong = False
    lifetime = timedelta(days=40)
    recheck_every = timedelta(days=1)
    said_by = "a mirror"
    how_checked = "Somebody looks into a mirror."
    why_it_counts = "It takes time to grow."
    advice = "Wait."


def test_a_new_kind_of_evidence_appears_by_itself(read, monkeypatch):
    monkeypatch.setitem(KINDS, "beard", Beard())
    assert "A beard Supporting evidence. Counts for 40 days; looked at again every 1 day." in read()


def test_the_docs_give_the_same_sizes():
    docs = (Path(__file__).resolve().parents[2] / "docs" / "trust.md").read_text()
    table = re.findall(r"^  \| (.+) \| (-?\d+) \|$", docs, re.MULTILINE)
    assert table == [(one.title, str(one.cap)) for one in COMPONENTS]
    assert f"This is version {MODEL_VERSION} of the model." in " ".join(docs.split())


def test_it_costs_no_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("trust:about"))
