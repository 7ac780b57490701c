"""The reference that the page of a work offers: in a style chosen in the address, as page and as piece."""

import re

import pytest

from tests.builders import make_work
from works.models import Authorship, Work
from works.styles import DEFAULT_STYLE, STYLES

PIECE = {"HX-Request": "true"}


@pytest.fixture
def work(db):
    return make_work(
        "On tides & salt",
        authors=["Ada Lindqvist", r"Jos\'e <b>Salt</b>"],
        type=Work.Type.CONFERENCE,
        venue="Proceedings of Tides",
    )


def reference_in(html):
    return re.search(r'<p class="reference" dir="auto">(.*?)</p>', html)[1]


def chosen_in(html):
    return re.findall(r'<option value="(\w+)" selected>', html)


@pytest.mark.parametrize(
    ("query", "style", "expected"),
    [
        (
            "?style=ieee",
            "ieee",
            "A. Lindqvist and J. Salt, “On tides &amp; salt,” in <i>Proceedings of Tides</i>, 2020.",
        ),
        (
            "?style=nature",
            "nature",
            "Lindqvist, A. &amp; Salt, J. On tides &amp; salt. in <i>Proceedings of Tides</i> (2020).",
        ),
    ],
)
@pytest.mark.parametrize("headers", [{}, PIECE])
def test_the_address_chooses_the_style(client, work, query, style, expected, headers):
    html = client.get(work.get_absolute_url() + query, headers=headers).text
    assert reference_in(html).startswith(expected)
    assert chosen_in(html) == [style]


@pytest.mark.parametrize(
    "query", ["", "?style=", "?style=poetry", "?style=%00", "?style=../../apa", "?style=ieee&style=x"]
)
def test_without_a_style_that_is_known_it_is_the_usual_one(client, work, query):
    assert chosen_in(client.get(work.get_absolute_url() + query).text) == [DEFAULT_STYLE]


def test_htmx_gets_the_section_alone(client, work, count_queries):
    response = client.get(work.get_absolute_url() + "?style=mla", headers=PIECE)
    assert response.text.strip().startswith('<section class="section" id="cite"')
    assert 'data-announce="Reference in MLA style"' in response.text
    assert "HX-Request" in response["Vary"]
    assert count_queries(lambda: client.get(work.get_absolute_url() + "?style=mla", headers=PIECE)) <= 8


def test_a_restored_visit_gets_the_whole_page(client, work):
    headers = {**PIECE, "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(work.get_absolute_url(), headers=headers).text


def test_the_form_works_without_script_and_copying_waits_for_it(client, work):
    html = client.get(work.get_absolute_url()).text
    assert f'action="{work.get_absolute_url()}#cite" method="get"' in html
    assert re.search(r'data-copy="[^"]*Lindqvist[^"]*" data-copied="Copied" hidden', html)
    assert re.findall(r'<option value="(\w+)"', html) == list(STYLES)


@pytest.mark.parametrize("style", ["apa", "acl"])
def test_ten_thousand_authors_cost_no_more_than_a_few(client, db, style):
    work = make_work("A crowd")
    Authorship.objects.bulk_create(
        Authorship(work=work, position=place, name=f"Ada Example{place}") for place in range(10_000)
    )
    Work.objects.filter(pk=work.pk).update(authors_count=10_000)
    reference = reference_in(client.get(work.get_absolute_url(), {"style": style}, headers=PIECE).text)
    assert len(reference) < 1_000


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
@pytest.mark.parametrize("style", STYLES)
def test_a_hostile_record_brings_no_markup_into_the_reference(client, db, hostile, style):
    work = make_work(f"T {hostile}", authors=[f"Eve {hostile}"], venue=f"V {hostile}")
    html = client.get(work.get_absolute_url(), {"style": style}, headers=PIECE).text
    assert not re.search("<(script|img)", html)
    assert set(re.findall(r"<[^>]*>", reference_in(html))) <= {"<i>", "</i>"}
