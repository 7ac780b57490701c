"""Rules are switched on and off in the administration, and each switch is kept for good."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from claims.examination.rules import BY_KEY, RULES
from claims.examination.switching import switch, switched_on
from claims.models import AuditEvent, RuleSwitch
from tests.builders import make_user

pytestmark = pytest.mark.django_db
OFF = "1 switched off."
LIST = "admin:claims_ruleswitch_changelist"


@pytest.fixture
def chief():
    """May do everything in the administration."""
    return make_user("chief@example.org", name="Chief Warden", is_staff=True, is_superuser=True)


def switch_by_page(client, deed, *keys):
    chosen = RuleSwitch.objects.filter(rule__in=keys).values_list("pk", flat=True)
    return client.post(reverse(LIST), {"action": deed, "_selected_action": list(chosen)}, follow=True)


def test_every_rule_may_approve_until_it_is_switched_off(admin):
    assert switched_on() == set(BY_KEY)
    assert switch("orcid_printed", on=False, by=admin)
    assert switched_on() == set(BY_KEY) - {"orcid_printed"}
    assert switch("orcid_printed", on=True, by=admin)
    assert switched_on() == set(BY_KEY)


def test_a_switch_is_kept_in_the_audit_log_and_only_if_it_was_news(admin):
    assert not switch("orcid_printed", on=True, by=admin)
    assert not AuditEvent.objects.exists()
    switch("orcid_printed", on=False, by=admin)
    switch("orcid_printed", on=False, by=admin)
    line = AuditEvent.objects.get()
    assert (line.verb, line.subject, line.by) == ("rule.switched", "rule:orcid_printed", admin)
    assert line.note == "The rule “ORCID iD printed on the works” approves nothing any more."
    row = RuleSwitch.objects.get()
    assert (row.is_on, row.changed_by) == (False, admin)


def test_a_rule_that_is_gone_is_neither_on_nor_in_the_way():
    RuleSwitch.objects.create(rule="phase_of_the_moon", is_on=False)
    assert switched_on() == set(BY_KEY)


def test_the_administration_lists_all_rules_though_nobody_ever_switched_one(as_user, chief):
    page = as_user(chief).get(reverse(LIST))
    for rule in RULES:
        assert escape(rule.title) in page.text
    assert not AuditEvent.objects.exists()


def test_rules_are_switched_in_the_administration(as_user, chief):
    client = as_user(chief)
    client.get(reverse(LIST))
    assert OFF in switch_by_page(client, "switch_off", "orcid_printed").text
    assert switched_on() == set(BY_KEY) - {"orcid_printed"}
    assert "1 switched on." in switch_by_page(client, "switch_on", "orcid_printed", "printed_address").text
    assert switched_on() == set(BY_KEY)
    assert [line.by for line in AuditEvent.objects.all()] == [chief, chief]


def test_nobody_switches_rules_who_was_not_let(as_user, carol, chief):
    as_user(chief).get(reverse(LIST))
    for user in (carol, make_user(is_staff=True)):
        assert OFF not in switch_by_page(as_user(user), "switch_off", "orcid_printed").text
        assert switched_on() == set(BY_KEY)
    assert not AuditEvent.objects.exists()
