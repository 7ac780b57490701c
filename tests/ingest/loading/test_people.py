"""What sources state of people is kept beside the works."""

import pytest

from ingest.cleaning import InvalidRecord
from ingest.persons import EmploymentRecord, PersonRecord
from researchers.models import Researcher
from tests.ingest.records import load, make_record
from works.models import PersonStatement

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"


def person(**fields: object) -> PersonRecord:
    return PersonRecord(**{"source": "orcid", "orcid": ORCID, "name": "Ada Lindqvist", **fields})


def test_a_person_is_kept_as_stated_and_read_again_without_a_change() -> None:
    stated = person(employments=(EmploymentRecord("University of Examples", start="2020-01"),))
    assert load(stated).created == 1
    known = PersonStatement.objects.get()
    assert (known.orcid, known.payload["employments"][0]["organization"]) == (ORCID, "University of Examples")
    again = load(stated)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert load(person(name="Ada M. Lindqvist")).updated == 1
    assert PersonStatement.objects.get().payload["name"] == "Ada M. Lindqvist"


def test_a_stated_person_makes_no_researcher_and_changes_no_name() -> None:
    load(make_record("1", authors=({"name": "A. Lindqvist", "orcid": ORCID},)), person())
    assert Researcher.objects.get().preferred_name == "A. Lindqvist"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"orcid": "0000-0002-1825-0098"}, "this is no ORCID iD"),
        ({"name": " "}, "the person has no name"),
        ({"name": "x" * 501}, "a name has 501 characters; at most 500 are allowed"),
    ],
)
def test_what_is_no_person_is_refused(fields: dict[str, str], reason: str) -> None:
    with pytest.raises(InvalidRecord, match=reason):
        person(**fields)


def test_a_person_is_cleaned() -> None:
    stated = person(
        other_names=("Ada  L.", "Ada L.", ""), home_pages=("javascript:alert(1)", "https://ada.example/")
    )
    assert (stated.other_names, stated.home_pages) == (("Ada L.",), ("https://ada.example/",))
