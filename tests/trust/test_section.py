"""Part 2 of the researcher page: snapshot, counters, quick read."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from tests.builders import make_researcher, make_user, make_works
from trust.models import TrustSnapshot
from trust.refreshing import score_stale
from trust.section import WAITS, trust_section

pytestmark = pytest.mark.django_db


def html_of(researcher, **fields):
    return " ".join(
        render_to_string("trust/_section.html", {"trust": trust_section(researcher, **fields)}).split()
    )


@pytest.fixture
def ada():
    ada = make_researcher(works_count=3, topics_count=5, coauthors_count=27)
    make_works(3, authors=[ada])
    score_stale()
    ada.refresh_from_db()
    return ada


def test_it_says_trust_level_and_that_nobody_claimed_the_page(ada):
    html = html_of(ada)
    assert "Trust 15 - Unverified" in html
    assert "Verification L1" in html
    assert "Unclaimed author" in html
    assert "3 listed works support this record (source: Demonstration record)." in html
    assert f'<a href="/researchers/{ada.slug}/trust/">How this was computed</a>' in html


def test_it_says_when_it_was_computed(ada):
    assert timezone.now().strftime("%B %-d, %Y") in html_of(ada)


def test_a_claimed_page_says_so(ada):
    ada.user, ada.claimed_at = make_user(), timezone.now()
    assert "Claimed" in html_of(ada)
    assert "Unclaimed author" not in html_of(ada)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"works_count": 1}, '<dt><a href="#works">work</a></dt> <dd>1</dd>'),
        ({"works_count": 3}, '<dt><a href="#works">works</a></dt> <dd>3</dd>'),
        ({"followers_count": 1}, "<dt>follower</dt> <dd>1</dd>"),
        ({"followers_count": 0}, "<dt>followers</dt> <dd>0</dd>"),
        ({"topics_count": 1}, "<dt>topic</dt> <dd>1</dd>"),
        (
            {"coauthors_count": 27},
            '<dt>close collaborators <span class="counter-note">of 27 co-authors</span></dt> <dd>4</dd>',
        ),
        (
            {"coauthors_count": 1},
            '<dt>close collaborator <span class="counter-note">of 1 co-author</span></dt> <dd>1</dd>',
        ),
        (
            {"coauthors_count": 0},
            '<dt>close collaborators <span class="counter-note">no co-author is known</span></dt> <dd>0</dd>',
        ),
        ({"citations_count": 3828, "h_index": 11}, "<dt>citations</dt> <dd>3,828</dd>"),
        ({"citations_count": 1, "h_index": 1}, "<dt>citation</dt> <dd>1</dd>"),
    ],
)
def test_counters_have_the_right_number(ada, fields, words):
    for name, value in fields.items():
        setattr(ada, name, value)
    assert words in html_of(ada).replace(" </dt>", "</dt>")


def test_the_h_index_names_its_source(ada):
    ada.citations_count, ada.h_index = 10, 2
    assert 'h-index <span class="counter-note">from citations known in this record</span>' in html_of(ada)


def test_unknown_citations_are_said_once_and_are_no_zero(ada):
    html = html_of(ada)
    assert html.count("none known in this record") == 1
    assert "h-index</dt> <dd>0" not in html


def test_figures_not_computed_are_said_once(ada):
    html = html_of(ada)
    assert html.count("not enough data") == 1
    assert "Novelty % and AI score" in html


def test_a_finished_snapshot_does_not_ask_again(ada):
    assert "hx-get" not in html_of(ada)


def test_without_a_snapshot_it_is_being_computed_and_asks_again():
    ada = make_researcher()
    html = html_of(ada)
    assert "Trust is being computed" in html
    assert f'hx-get="/researchers/{ada.slug}/trust/?waits={WAITS - 1}"' in html
    assert f'<a href="/researchers/{ada.slug}/">load the page again</a>' in html
    assert "quick-read" not in html
    assert "Trust None" not in html


def test_it_stops_asking_after_a_while():
    html = html_of(make_researcher(), waits=0)
    assert "hx-get" not in html
    assert "longer than usual" in html


def test_a_name_is_never_read_as_markup():
    assert "<b>" not in html_of(make_researcher("<b>Ada</b>", slug="ada-bold"))


def test_it_costs_one_query(ada, django_assert_num_queries):
    with django_assert_num_queries(1):
        html_of(ada)


@pytest.mark.parametrize(("level", "tone"), [(2, "accent"), (3, "accent"), (4, "green")])
def test_every_level_has_its_word_and_color(ada, level, tone):
    TrustSnapshot.objects.update(level=level)
    html = html_of(ada)
    assert f'<span class="state state-{tone}">' in html
    assert f"Verification L{level}" in html


@pytest.mark.parametrize("number", [3, 5])
def test_every_sentence_is_an_item_of_the_list(ada, number):
    TrustSnapshot.objects.update(quick_read=[f"Sentence {one}." for one in range(number)])
    assert html_of(ada).count("<li>Sentence ") == number
