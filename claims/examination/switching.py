"""Which of the written rules may approve."""

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from claims.auditing import audit
from claims.examination.rules import BY_KEY, RULES
from claims.models import RuleSwitch


def switched_on() -> frozenset[str]:
    """The keys of the rules that may approve: all but those switched off."""
    off = RuleSwitch.objects.filter(is_on=False).values_list("rule", flat=True)
    return frozenset(rule.key for rule in RULES) - frozenset(off)


def list_all() -> None:
    """Give each rule a row, for a list of all of them. What a row does not say is on."""
    rows = [RuleSwitch(rule=rule.key, is_on=True) for rule in RULES]
    RuleSwitch.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def switch(key: str, *, on: bool, by: User) -> bool:
    """Let a rule approve, or no longer; whether that was news. Claims decided before stay as they are."""
    rule = BY_KEY[key]
    row, _ = RuleSwitch.objects.get_or_create(rule=rule.key, defaults={"is_on": True, "changed_by": by})
    changed = RuleSwitch.objects.filter(pk=row.pk, is_on=not on).update(
        is_on=on, changed_at=Now(), changed_by=by
    )
    if changed:
        note = f"The rule “{rule.title}” {'may approve again' if on else 'approves nothing any more'}."
        audit("rule.switched", f"rule:{rule.key}", by=by, note=note)
    return bool(changed)
