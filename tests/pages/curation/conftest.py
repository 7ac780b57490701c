"""Two pages to curate."""

import pytest

from tests.builders import make_researcher, make_work


@pytest.fixture
def page():
    """An unclaimed page with three works."""
    page = make_researcher("Yang Liu", slug="yang-liu", works_count=3)
    for title in ("Tides at noon", "Tides at night", "A grammar of dunes"):
        make_work(title, authors=[page])
    return page


@pytest.fixture
def duplicate():
    duplicate = make_researcher("Y. Liu", slug="y-liu")
    make_work("Tides at dawn", authors=[duplicate])
    return duplicate
