"""What templates say with text: formulas, plurals, states, pages."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.paginator import Page
from django.forms import BaseForm
from django.http import HttpRequest
from django.template import Library
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from common import tex as notation
from common.states import STATES
from common.templatetags.icons import icon as draw

register = Library()
MOMENT = "F j, Y, H:i T"


@register.filter
def tex(source: str | None) -> SafeString:
    """A title or abstract as safe HTML, formulas as MathML."""
    return notation.to_html(source or "")


@register.filter
def plain(source: str | None) -> str:
    """A title or abstract as text alone, on one line."""
    return notation.to_text(source or "")


@register.filter
def count_of(count: int, words: str) -> str:
    """ "1 work", "3,828 works": `{{ count|count_of:"work,works" }}`."""
    return f"{count:,} {noun_for(count, words)}"


@register.filter
def noun_for(count: int, words: str) -> str:
    """The noun alone, where the number stands elsewhere: `{{ count|noun_for:"work,works" }}`."""
    one, many = words.split(",")
    return one if count == 1 else many


@register.filter
def signed(number: int) -> str:
    """A number with a minus sign as wide as a plus, where it has one."""
    return f"{number:,}".replace("-", "\N{MINUS SIGN}")


@register.filter
def percentile(value: float | None) -> str:
    """ "77", and never 0 or 100, since nobody is above everybody or below: `{{ score.novelty|percentile }}`."""
    if value is None:
        return ""
    return "less than 1" if value < 0.5 else str(min(int(value + 0.5), 99))


@register.filter
def confidence(value: float) -> str:
    """ "0.87", "over 0.99": of a guess, which is never certain however it is rounded."""
    shown = f"{value:.2f}"
    return "over 0.99" if shown == "1.00" else shown


@register.filter
def moment(at: datetime) -> str:
    """ "March 1, 2026, 23:30 UTC": a time of day always comes with its zone."""
    return date_format(timezone.localtime(at), MOMENT)


@register.filter
def ago(at: datetime) -> str:
    """ "3 days, 4 hours ago"; what happened within the last minute has just happened."""
    return f"{timesince(at)} ago" if timezone.now() - at >= timedelta(minutes=1) else "just now"


@register.simple_tag
def state(key: str, text: str = "") -> SafeString:
    """A state with its icon, color and word, or words of one's own: `{% state "imported" "from arXiv" %}`."""
    known = STATES[key]
    return format_html(
        '<span class="state state-{}">{} {}</span>', known.tone, draw(known.icon), text or known.words
    )


@register.simple_tag
def badge(text: str, *, kind: str = "", title: str = "", url: str = "", icon: str = "") -> SafeString:
    """A small label, perhaps with an icon and an address; a category code has kind "category" and its name as title."""
    element = "a" if url else "span"
    return format_html(
        '<{element} class="badge{kind}"{url}{title}>{icon}{text}{meaning}</{element}>',
        element=element,
        kind=f" badge-{kind}" if kind else "",
        url=format_html(' href="{}"', url) if url else "",
        title=format_html(' title="{}"', title) if title else "",
        icon=format_html("{} ", draw(icon)) if icon else "",
        text=text,
        meaning=format_html('<span class="visually-hidden">: {}</span>', title) if title else "",
    )


@register.simple_tag
def page_numbers(page: Page) -> Iterator[int | str]:
    """The numbers a pager shows, with gaps: `{% page_numbers page as numbers %}`."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def kept_parameters(context: dict, *dropped: str) -> list[tuple[str, str]]:
    """The query string's parameters but those named, for a form's hidden fields."""
    request: HttpRequest = context["request"]
    return [(name, value) for name, values in request.GET.lists() for value in values if name not in dropped]


@register.filter
def is_filled(form: BaseForm) -> bool:
    """Whether somebody wrote anything into the form that was sent."""
    return any(str(form[name].data or "").strip() for name in form.fields)
