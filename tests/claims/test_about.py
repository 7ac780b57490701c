"""The page that says how claims are decided."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from claims.examination.rules import ALWAYS, RULES
from claims.examination.switching import switch
from claims.models import Claim

pytestmark = pytest.mark.django_db
OFF = "Switched off at the moment"


def test_everybody_reads_every_rule_and_condition_as_declared(client):
    page = client.get(reverse("claims:about"))
    assert page.status_code == 200
    ties = [tie.states for rule in RULES for tie in rule.ties]
    for words in [*(rule.title for rule in RULES), *ties, *(one.states for one in ALWAYS)]:
        assert escape(words) in page.text
    assert OFF not in page.text


def test_every_state_stands_there_with_what_may_follow(client):
    page = client.get(reverse("claims:about")).text
    for state in Claim.State:
        assert f"<dt>{state.label}</dt>" in page
    assert "<dt>Rejected</dt><dd>Waiting for a decision</dd>" in page
    assert "<dt>Withdrawn</dt><dd>The end</dd>" in page


def test_a_rule_that_is_switched_off_is_marked(client, admin):
    switch("orcid_printed", on=False, by=admin)
    assert client.get(reverse("claims:about")).text.count(OFF) == 1


def test_the_page_costs_one_question(client, count_queries):
    assert count_queries(lambda: client.get(reverse("claims:about"))) == 1
