"""What templates say with text: plurals, states, icons, pagers, plots."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from common.plots import share_bars, year_plot
from common.states import STATES
from common.templatetags.icons import ICONS
from common.templatetags.text import ago, confidence, count_of, moment, percentile, plain, tex


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(("seconds", "said"), [(-5, "just now"), (59, "just now"), (61, "1\xa0minute ago")])
def test_nothing_happened_no_minutes_ago(seconds, said):
    assert ago(datetime.now(UTC) - timedelta(seconds=seconds)) == said


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5))])
def test_a_time_of_day_names_its_zone(zone):
    at = datetime(2026, 3, 1, 23, 5, tzinfo=UTC).astimezone(zone)
    assert moment(at) == rendered("{{ at|moment }}", at=at) == "March 1, 2026, 23:05 UTC"


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 works"), (1, "1 work"), (2, "2 works"), (3828, "3,828 works")]
)
def test_numbers_agree_with_their_nouns(count, expected):
    assert count_of(count, "work,works") == expected
    assert rendered('{{ n|count_of:"work,works" }}', n=count) == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0, "less than 1"),
        (0.4, "less than 1"),
        (0.5, "1"),
        (76.5, "77"),
        (99.4, "99"),
        (100, "99"),
    ],
)
def test_a_percentile_is_never_all_or_nothing(value, shown):
    assert percentile(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.0, "over 0.99"), (0.997, "over 0.99"), (0.994, "0.99"), (0.5, "0.50"), (0, "0.00")],
)
def test_a_guess_is_never_shown_as_certain(value, shown):
    assert confidence(value) == shown


def test_the_noun_can_stand_alone():
    assert rendered('{{ n|noun_for:"person,people" }}', n=1) == "person"
    assert rendered('{{ n|noun_for:"person,people" }}', n=0) == "people"


def test_titles_are_typeset_or_made_plain():
    assert rendered("{{ title|tex }}", title=r"A \emph{b} & c") == "A <em>b</em> &amp; c"
    assert rendered("{{ title|plain }}", title=r"A \emph{b} & c") == "A b &amp; c"


def test_a_missing_title_is_nothing():
    assert tex(None) == ""
    assert plain(None) == ""


@pytest.mark.parametrize("key", STATES)
def test_every_state_has_a_word_an_icon_and_a_color(key):
    html = rendered("{% state key %}", key=key)
    assert STATES[key].words in html
    assert ICONS[STATES[key].icon] in html
    assert f"state-{STATES[key].tone}" in html


def test_a_state_can_say_more_and_says_it_escaped():
    html = rendered('{% state "imported" words %}', words="imported from <arXiv>")
    assert "imported from &lt;arXiv&gt;" in html
    assert STATES["imported"].icon in ICONS


def test_an_icon_is_no_news_to_screen_readers():
    assert 'aria-hidden="true"' in rendered('{% icon "check" %}')


def pager(query: str, count: int = 817, **context: object) -> str:
    request = RequestFactory().get(f"/works/{query}")
    page = Paginator(range(count), 20).get_page(request.GET.get("page"))
    template = Template('{% include "includes/_pager.html" %}')
    return template.render(RequestContext(request, {"page": page, **context}))


def test_one_page_needs_no_pager():
    assert pager("", count=20).strip() == ""


def test_the_pager_keeps_what_the_address_says():
    html = pager("?sort=newest&topic=a%26b&page=2")
    assert 'href="?sort=newest&amp;topic=a%26b&amp;page=3"' in html
    assert '<input type="hidden" name="topic" value="a&amp;b">' in html
    assert '<input type="hidden" name="page"' not in html


def test_the_pager_leads_to_the_list_when_it_is_a_piece_of_another_page():
    html = pager("?page=2", base="/elsewhere/", fragment="#works")
    assert 'href="/elsewhere/?page=1#works"' in html
    assert 'hx-get="/elsewhere/?page=1"' in html
    assert '<form action="/elsewhere/#works" method="get" hx-get="/elsewhere/">' in html


def test_the_pager_ends_at_both_ends():
    assert 'rel="prev"' not in pager("")
    assert 'rel="next"' not in pager("?page=41")
    assert 'rel="next"' in pager("?page=40")


def test_every_link_of_the_pager_that_htmx_follows_is_a_link_without_it():
    html = pager("?page=20")
    assert html.count("<a ") == html.count("hx-get=") - 1
    assert html.count("<a ") == html.count(" href=")


def test_a_year_plot_keeps_the_gaps_between_years():
    plot = year_plot({2020: 4, 2017: 1, 2018: 0})
    assert plot
    assert [(bar.year, bar.x, bar.height, bar.y) for bar in plot.bars] == [
        (2017, 0, 25.0, 75.0),
        (2020, 30, 100, 0),
    ]
    assert (plot.width, plot.total, plot.first_year, plot.last_year, plot.peak_year) == (
        40,
        5,
        2017,
        2020,
        2020,
    )


@pytest.mark.parametrize(
    ("chosen", "left_out"),
    [
        ({}, []),
        ({"year_from": 2018}, [2017]),
        ({"year_to": 2018}, [2020]),
        ({"year_from": 2018, "year_to": 2018}, [2017, 2020]),
        ({"year_from": 2010, "year_to": 2030}, []),
    ],
)
def test_a_year_plot_marks_the_years_that_were_not_chosen(chosen, left_out):
    plot = year_plot({2017: 1, 2018: 2, 2020: 4}, **chosen)
    assert plot
    assert [bar.year for bar in plot.bars if bar.is_left_out] == left_out
    assert plot.is_narrowed == bool(left_out)
    html = rendered('{% include "includes/_years_plot.html" with words="work,works" %}', plot=plot)
    assert html.count('class="left-out"') == len(left_out)
    assert ("7 works of all years" in html) == bool(left_out)


def test_one_work_among_thousands_can_be_seen():
    plot = year_plot({2019: 1, 2020: 9_000})
    assert plot
    assert plot.bars[0].height == 2


@pytest.mark.parametrize("counts", [{}, {2020: 0}])
def test_nothing_gives_no_plot(counts):
    assert year_plot(counts) is None


def test_bars_are_measured_by_the_longest():
    assert [bar.width for bar in share_bars([("a", 8, ""), ("b", 2, "")])] == [100.0, 25.0]
    assert share_bars([]) == []
