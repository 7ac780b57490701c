"""Every component of the design in every state, on one page, while developing."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.plots import share_bars, year_plot
from common.states import STATES
from common.templatetags.icons import ICONS

COLORS = (
    "paper", "raised", "sunk", "line", "line-strong", "ink", "ink-soft", "accent", "accent-deep",
    "neutral", "amber", "green", "red", "mark",
)  # fmt: skip
FORMULAS = [
    r"Training by a further 4.00\% with \emph{ternary} gradients in $\{-1,0,1\}$",
    r"Sorting in $\mathcal{O}(n \log n)$, and why \textbf{not} in \(\Theta(n)\)",
    r"A bound: \[ \sum_{i=1}^{n} \frac{\alpha_i}{\sqrt{\beta_i}} \le \int_0^\infty e^{-x^2}\,dx \]",
    r"H<sub>2</sub>O at 10~GHz, after Erd\H{o}s and Stra\ss e, for $5 and $10 a piece",
    r"Broken: $\frac{a}{$ and <script>alert(1)</script>",
]
LONG = (
    r"We ask how far the record of a person can be trusted when nothing but printed names ties "
    r"the works together. Names are shared by many people and one person has several, so a list "
    r"of works is a hypothesis, not a fact. We measure the error on a sample of 1{,}204 pages "
    r"and find that $p < 0.01$ for every comparison but one; a page with \emph{no} evidence "
    r"beyond names is wrong in one work of twelve. A short questionnaire answered by the person "
    r"halves that. We describe what was asked, what it costs, and how the answers outlive the "
    r"next import of the data."
)


class SampleForm(forms.Form):
    """A field of every kind."""

    name = forms.CharField(help_text="As you would like it printed.")
    email = forms.EmailField(label="E-mail address")
    reason = forms.CharField(label="Why is this page yours?", widget=forms.Textarea)
    purpose = forms.ChoiceField(choices=[("review", "Review"), ("talk", "Talk")], required=False)
    verdict = forms.ChoiceField(
        label="Is this work yours?",
        choices=[("mine", "Mine"), ("not", "Not mine"), ("unsure", "Not sure")],
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(label="Send me a digest every week", required=False)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    years = {1994: 1, 2009: 2, 2010: 5, 2011: 8, 2013: 13, 2014: 21, 2017: 34, 2018: 30, 2021: 12, 2022: 3}
    context = {
        "schemes": ["light", "dark"],
        "colors": COLORS,
        "states": STATES,
        "icons": sorted(ICONS),
        "formulas": FORMULAS,
        "long_text": LONG,
        "scores": [0, 15, 21, 58, 100],
        "form": SampleForm(auto_id="fresh-%s"),
        "invalid_form": SampleForm(
            {"name": "", "email": "not-an-address", "reason": "It is me."}, auto_id="sent-%s"
        ),
        "page": Paginator(range(817), 20).get_page(request.GET.get("page")),
        "plot": year_plot(years),
        "bars": share_bars(
            [("Neural and Evolutionary Computing", 41, "#"), ("Machine Learning", 18, "#"), ("Optics", 1, "")]
        ),
    }
    return render(request, "styleguide.html", context)
