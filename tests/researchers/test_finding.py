"""Finding researchers by name, however it is written, and by ORCID iD."""

import pytest

from common.names import fold
from researchers.finding import find_researchers, researcher_identified, words_of
from researchers.models import ExternalId, NameVariant
from tests.builders import make_researcher

pytestmark = pytest.mark.django_db

HOSTILE = [
    "'",
    "%",
    "_",
    "\\",
    "(",
    "a(b",
    "[",
    ".*",
    "\\m",
    "^$",
    "{2}",
    "%s",
    "%(text)s",
    "{narrow}",
    "\u200f",
]


def names_found(text, **options):
    return [person.preferred_name for person in find_researchers(text, **options).people]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("José Müller-Lindqvist", True),
        ("jose muller lindqvist", True),
        ("LINDQVIST, José", True),
        ("lindqvist j", True),
        ("J. Lindqvist", True),
        ("jos lind", True),
        ("müller", True),
        ("Lindqvist Ada", False),
        ("qvist", False),
        ("k lindqvist", False),
    ],
)
def test_case_accents_order_and_initials_do_not_matter(text, is_found):
    make_researcher("José Müller-Lindqvist")
    found = find_researchers(text)
    assert bool(found.people and not found.are_guesses) is is_found


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("J. Lindqvist", "Joanna Lindqvist"),
        ("Christopher Lindqvist", "Cristopher Lindqist"),
        ("Joanna Lindqvist", "Joana Lindquist"),
    ],
)
def test_initials_and_small_errors_are_found_as_guesses(printed, text):
    make_researcher(printed)
    found = find_researchers(text)
    assert [person.preferred_name for person in found.people] == [printed]
    assert found.are_guesses


def test_a_quite_different_name_is_no_guess():
    make_researcher("Wilma Warden")
    assert names_found("Bob Okafor") == []


def test_two_letters_are_a_word_and_not_a_beginning():
    make_researcher("Li Na")
    make_researcher("Lina Lindqvist")
    assert names_found("li") == ["Li Na"]


def test_the_name_itself_comes_before_longer_ones_and_beginnings():
    for name, works in [("Min Zhang", 1), ("Hui Min Zhang", 5), ("Minna Zhangova", 9)]:
        make_researcher(name, works_count=works)
    assert names_found("zhang min") == ["Min Zhang", "Hui Min Zhang", "Minna Zhangova"]


def test_initials_in_the_order_typed_come_before_others():
    for name, works in [("Jingwei Yu", 1), ("Yu Jin", 5)]:
        make_researcher(name, works_count=works)
    assert names_found("j. yu") == ["Jingwei Yu", "Yu Jin"]


def test_a_name_typed_in_another_script_is_found_as_a_guess():
    make_researcher("Olga Ivanova")
    found = find_researchers("Иванова")
    assert [person.preferred_name for person in found.people] == ["Olga Ivanova"]
    assert found.are_guesses


def test_no_guesses_are_made_where_none_are_wanted():
    make_researcher("Christopher Lindqvist")
    assert names_found("Cristopher Lindqist", guesses=False) == []
    assert names_found("Christopher", guesses=False) == ["Christopher Lindqvist"]


def test_nobody_whose_page_is_not_public_and_no_former_name_is_found():
    make_researcher("Ada Lindqvist", visibility="hidden")
    bob = make_researcher("Bob Okafor")
    NameVariant.objects.create(researcher=bob, name="Ada Okafor", name_key=fold("Ada Okafor"), is_former=True)
    for text in ("Ada Lindqvist", "Ada Okafor", "Lindqvist", "A. Okafor", "Ada Okafro"):
        assert "Ada Lindqvist" not in names_found(text)
    assert names_found("Ada Okafor", guesses=False) == []


def test_homonyms_come_apart_with_most_works_first():
    few, many = make_researcher("Yang Wei", works_count=2), make_researcher("Yang Wei", works_count=7)
    assert find_researchers("yang wei").people == [many, few]


def test_a_variant_leads_to_the_person_once():
    person = make_researcher("Ada Lindqvist")
    NameVariant.objects.create(researcher=person, name="Ada Okafor", name_key=fold("Ada Okafor"))
    assert find_researchers("okafor").people == [person]
    assert find_researchers("ada").people == [person]


def test_names_of_other_scripts_are_found():
    make_researcher("李娜", slug="li-na")
    make_researcher("ليلى الفارسي", slug="layla")
    assert names_found("李娜") == ["李娜"]
    assert names_found("李") == ["李娜"]
    assert names_found("الفارسي") == ["ليلى الفارسي"]


def test_a_merged_researcher_is_not_found():
    make_researcher("Ada Lindqvist", merged_into=make_researcher("Somebody Else"))
    assert names_found("lindqvist") == []


@pytest.mark.parametrize("text", ["a b", "J.", "", "one two three four five six seven", *HOSTILE])
def test_what_is_no_name_finds_nobody_and_breaks_nothing(text):
    make_researcher("Ada Lindqvist")
    assert names_found(text) == []


def test_the_words_of_a_name_are_letters_and_digits_alone():
    assert words_of("O'Brien, Séan (Jr.)") == ["obrien", "sean", "jr"]
    assert words_of("???") == []


def test_pages_are_cut_and_counted():
    for number in range(5):
        make_researcher("Ada Lindqvist", works_count=number)
    found = find_researchers("ada lindqvist", page=9, per_page=2)
    assert (found.found.total, found.found.page, len(found.people)) == (5, 3, 1)


def test_an_orcid_leads_to_its_person_and_of_a_merged_one_to_the_heir():
    heir = make_researcher("Ada Lindqvist")
    merged = make_researcher("A. Lindqvist", merged_into=heir)
    ExternalId.objects.create(researcher=merged, scheme="orcid", value="0000-0002-1825-0097")
    assert researcher_identified("https://orcid.org/0000-0002-1825-0097") == heir
    assert researcher_identified("0000000218250097") == heir
    assert researcher_identified("https://orcid.org/0000-0002-1825-0097/?lang=en") == heir
    assert researcher_identified("0000-0002-1694-233X") is None
    assert researcher_identified("Ada") is None


@pytest.mark.parametrize(
    ("text", "is_exact"),
    [
        ("Ada Lindqvist", True),
        ("lindqvist", True),
        ("lindqvist a", True),
        ("lindq ada", False),
        ("Alma Lindqvist", False),
        ("Lindqist", False),
        ("Okafor", False),
    ],
)
@pytest.mark.parametrize("page", [1, 2])
def test_a_name_is_exact_where_somebody_has_all_its_words(text, is_exact, page):
    make_researcher("Ada Lindqvist")
    make_researcher("A. Lindqvist")
    make_researcher("Lindqvister Adam")
    assert find_researchers(text, page=page, per_page=1).is_exact is is_exact
