"""Which works are listed, who stands on an author line, and who somebody works with."""

import pytest

from researchers.bylines import Author, byline
from researchers.collaborators import collaborators_of
from researchers.listing import PER_PAGE, listed_works
from researchers.states import authorship_state
from tests.builders import make_researcher, make_work, make_works


def line_of(total, own=None, read=10):
    positions = [*range(min(total, read)), *([own] if own is not None and own >= read else [])]
    return byline([Author(1, place, f"A{place}", None, place == own) for place in positions], total)


@pytest.mark.parametrize(
    ("total", "own", "first", "rest", "hidden", "more"),
    [
        (0, None, 0, 0, 0, 0),
        (1, 0, 1, 0, 0, 0),
        (4, 3, 4, 0, 0, 0),
        (5, 4, 3, 2, 2, 0),
        (10, 0, 3, 7, 7, 0),
        (11, 0, 3, 7, 8, 1),
        (300, 250, 3, 8, 297, 289),
    ],
)
def test_an_author_line_hides_and_counts(total, own, first, rest, hidden, more):
    line = line_of(total, own)
    assert (len(line.first), len(line.rest), line.hidden, line.more) == (first, rest, hidden, more)


@pytest.mark.parametrize(("own", "expected"), [(None, None), (0, None), (2, None), (3, 3), (250, 250)])
def test_the_own_researcher_is_named_apart_only_if_hidden(own, expected):
    line = line_of(300, own)
    assert (line.own.position if line.own else None) == expected


@pytest.mark.parametrize(
    ("status", "basis", "source", "words"),
    [
        ("accepted", "matched", "arxiv", "matched by name"),
        ("accepted", "source_id", "arxiv", "imported from arXiv"),
        ("accepted", "source_id", "", "imported"),
        ("accepted", "source_id", "demo", "imported from the demonstration record"),
        ("accepted", "source_id", "newsource", "imported from newsource"),
        ("accepted", "confirmed", "", "confirmed by the researcher"),
        ("accepted", "curated", "", "decided by an administrator"),
        ("disputed", "confirmed", "", "disputed"),
        ("rejected", "matched", "", "not theirs"),
        ("proposed", "matched", "", "proposed"),
    ],
)
def test_a_state_says_who_says_so(status, basis, source, words):
    assert authorship_state(status, basis, source).words == words


def test_only_one_page_of_ids_leaves_the_database(db):
    ada = make_researcher("Ada Lindqvist")
    make_works(PER_PAGE + 3, authors=[ada])
    assert len(listed_works(ada.pk, {})) == PER_PAGE
    assert len(listed_works(ada.pk, {}, start=PER_PAGE)) == 3


def test_close_collaborators_share_small_and_recent_works(db):
    ada, close, crowd, former = map(make_researcher, ("Ada", "Close", "Crowd", "Former"))
    make_work(year=2024, authors=[ada, close])
    make_work(year=2024, authors=[ada, crowd, *(f"Author {number}" for number in range(20))])
    make_work(year=1990, authors=[ada, former])
    people = collaborators_of(ada.pk)
    assert [(person.name, person.shared_works, person.last_year) for person in people] == [
        ("Close", 1, 2024),
        ("Former", 1, 1990),
        ("Crowd", 1, 2024),
    ]
    assert collaborators_of(ada.pk, limit=1) == people[:1]


def test_retracted_and_withdrawn_works_tie_nobody(db):
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    make_work(authors=[ada, bob], retracted=True)
    make_work(authors=[ada, bob], withdrawn=True)
    assert collaborators_of(ada.pk) == []
