"""How claims are decided, for everybody, made from the declarations that decide them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.examination.rules import ALWAYS, RULES
from claims.examination.switching import switched_on
from claims.models import Claim
from claims.steps import STEPS


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    on = switched_on()
    context = {
        "rules": [(rule, rule.key in on) for rule in RULES],
        "always": ALWAYS,
        "steps": [(state.label, labels_of(STEPS[state])) for state in Claim.State],
    }
    return render(request, "claims/about.html", context)


def labels_of(states: frozenset[str]) -> list[str]:
    """In the order in which they are declared."""
    return [str(state.label) for state in Claim.State if state in states]
