"""The line about a person, and what else their page says at its head."""

import pytest

from researchers.models import ExternalId, NameVariant, Researcher
from researchers.profile import factual_line, profile_of
from tests.builders import make_researcher


@pytest.mark.parametrize(
    ("record", "line"),
    [
        ({"works_count": 0}, "No works listed yet."),
        ({"works_count": 1}, "1 work."),
        ({"works_count": 2}, "2 works."),
        ({"works_count": 1, "first_year": 2021, "last_year": 2021}, "1 work from 2021."),
        ({"works_count": 3, "first_year": 2021, "last_year": 2021}, "3 works from 2021."),
        ({"works_count": 3, "first_year": 2019, "last_year": 2021}, "3 works from 2019 to 2021."),
        ({"works_count": 3, "last_year": 2021}, "3 works from 2021."),
        ({"works_count": 1, "category": "cs.LG"}, "1 work, in Machine Learning."),
        ({"works_count": 2, "category": "cs.LG"}, "2 works, mostly in Machine Learning."),
        ({"works_count": 1, "latest_venue": "Salt"}, "1 work, published in Salt."),
        (
            {
                "works_count": 1234,
                "first_year": 1990,
                "last_year": 2024,
                "category": "cs.CL",
                "latest_venue": "Journal of Tides",
            },
            "1,234 works from 1990 to 2024, mostly in Computation and Language, "
            "most recently in Journal of Tides.",
        ),
    ],
)
def test_the_line_says_what_the_record_holds_and_no_more(record, line):
    assert factual_line(Researcher(counters_stale_at=None, **record)) == line


def test_a_record_that_is_not_counted_yet_is_not_called_empty(db):
    researcher = make_researcher()
    researcher.refresh_from_db()
    assert factual_line(researcher) == "The works of this record are being counted."


def test_the_bio_is_the_line_of_a_claimed_page_alone(db, ada, ada_page):
    ada_page.bio = "I watch tides."
    assert profile_of(ada_page).line == "I watch tides."
    ada_page.user = None
    assert profile_of(ada_page).line != "I watch tides."


def test_other_names_are_listed_the_most_frequent_first(db):
    researcher = make_researcher("Ada Lindqvist")
    for number in range(10):
        NameVariant.objects.create(researcher=researcher, name=f"A{number}", name_key="a", works_count=number)
    profile = profile_of(researcher)
    assert profile.variants[:2] == ["A9", "A8"]
    assert (len(profile.variants), profile.more_variants) == (8, 2)


def test_people_of_the_same_name_are_others_with_pages(db):
    researcher = make_researcher("Yang Liu")
    namesake = make_researcher("Yáng LIU", works_count=3)
    make_researcher("Yang Liu", merged_into=researcher)
    make_researcher("Yang Liuz")
    profile = profile_of(researcher)
    assert (profile.namesakes, profile.more_namesakes) == ([namesake], False)


def test_many_people_of_the_same_name_are_cut_short(db):
    researcher = make_researcher("Yang Liu")
    for _ in range(7):
        make_researcher("Yang Liu")
    profile = profile_of(researcher)
    assert (len(profile.namesakes), profile.more_namesakes) == (5, True)


@pytest.mark.parametrize(
    ("category", "words"),
    [("", ""), ("cs.LG", "LG · Machine Learning"), ("unheard.of", "of"), ("tides", "tides")],
)
def test_a_category_is_named_where_its_name_is_known(db, category, words):
    assert profile_of(make_researcher(category=category)).field_words == words


def test_an_invented_person_is_known_as_such(db):
    researcher = make_researcher()
    assert not profile_of(researcher).is_fictional
    ExternalId.objects.create(researcher=researcher, scheme="demo", value="person-1")
    assert profile_of(researcher).is_fictional


def test_only_what_the_person_said_is_not_called_a_default(db):
    assert "by default" in profile_of(make_researcher()).collaboration_note
    assert profile_of(make_researcher(collaboration="open")).collaboration_note == ""
