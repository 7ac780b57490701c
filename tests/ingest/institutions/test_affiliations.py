"""Reading affiliations as printed: what must be read, as what, and what must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.names import fold
from common.organizations import name_key
from ingest.institutions.affiliation_decisions import decide
from ingest.institutions.affiliations import Candidate, Known, Line
from ingest.institutions.organizations import name_rows
from ingest.readers.ror import OrganizationRecord, OtherName


def org(ror: str, name: str, city: str = "", country: str = "", **fields) -> OrganizationRecord:
    """Other names as kind=(…)."""
    names = [OtherName(text, kind) for kind in ("label", "alias", "acronym") for text in fields.pop(kind, ())]
    return OrganizationRecord(
        ror=ror,
        name=name,
        names=tuple(names),
        city=city,
        country=country,
        kinds=fields.pop("kinds", ()),
        **fields,
    )


SCHOOL, FIRM = ("education",), ("company",)
REGISTRY = [
    org("01aaaaa11", "Lindenau University", "Lindenau", "SE", kinds=SCHOOL, acronym=["LNDU"],
        alias=["Royal College of Lindenau"], label=["Universität Lindenau"], domains=("lindenau.example",)),
    org("01aaaaa12", "Lindenau University Hospital", "Lindenau", "SE", parents=("01aaaaa11",)),
    org("01aaaaa13", "Northern University", "Hafen", "DE", kinds=SCHOOL),
    org("01aaaaa14", "Northern University", "Ostrand", "US", kinds=SCHOOL),
    org("01aaaaa15", "Department of Computer Science", "Hafen", "DE"),
    org("01aaaaa16", "Institute of Technology", "Hafen", "DE"),
    org("01aaaaa17", "Institute of Physics", "Hafen", "DE"),
    org("01aaaaa18", "Academy of Tides", "Hafen", "DE", acronym=["ACT"], has_parts=True),
    org("01aaaaa19", "Institute of Waves", "Hafen", "DE", acronym=["IWAV"], parents=("01aaaaa18",)),
    org("01aaaaa20", "Brightwater (Sweden)", "Ostrand", "SE", kinds=FIRM),
    org("01aaaaa21", "Brightwater (Peru)", "Lima", "PE", kinds=FIRM, parents=("01aaaaa20",), is_branch=True),
    org("01aaaaa22", "Coastal Federation of Fishers", "Lima", "PE", acronym=["FAIR"]),
    org("01aaaaa23", "Ostrand", "Ostrand", "US", kinds=FIRM),
    org("01aaaaa24", "State University of the Coast, Westport", "Westport", "US", kinds=SCHOOL),
    org("01aaaaa25", "State University of the Coast", "Coastville", "US", kinds=SCHOOL),
    org("01aaaaa26", "Old Harbor University", "Hafen", "DE", kinds=SCHOOL, alias=["Queens School of Music"]),
    org("01aaaaa27", "East Plains Normal University", "Steppe", "CN", kinds=SCHOOL),
    org("01aaaaa28", "Plains Normal University", "Hills", "TW", kinds=SCHOOL),
    org("01aaaaa29", "Saltmere Institution of Tides", "Westport", "US", alias=["Saltmere"]),
]  # fmt: skip
BY_NUMBER = dict(enumerate(REGISTRY, start=1))


def known() -> Known:
    names: dict[str, dict[int, Candidate]] = {}
    cities: dict[str, set[str]] = {}
    for number, record in BY_NUMBER.items():
        cities.setdefault(fold(record.city), set()).add(record.country)
        for kind, _, key in name_rows(record):
            names.setdefault(key, {})[number] = Candidate(
                number, record.ror, kind, record.country, fold(record.city), frozenset(record.parents),
                "company" in record.kinds, "education" in record.kinds, record.has_parts, record.is_branch,
            )  # fmt: skip
    return Known(
        {key: tuple(found.values()) for key, found in names.items()},
        {city: frozenset(countries) for city, countries in cities.items()},
    )


KNOWN = known()


def read(text: str, *domains: str) -> set[tuple[str, str]]:
    """(last digits of the ROR ID or name, basis) of everything that the text is read as."""
    readings = decide(Line(text, domains), KNOWN)
    return {
        (BY_NUMBER[one.institution].ror[-2:] if one.institution else one.name, one.basis) for one in readings
    }


READ = {
    "Lindenau University": {("11", "name")},
    "LINDENAU UNIVERSITY.": {("11", "name")},
    "Universitat Lindenau": {("11", "name")},
    "Dept. of Music, Lindenau Univ., Lindenau, Sweden": {("11", "name")},
    "1 Department of Music & Dance, Lindenau University (Sweden)": {("11", "name")},
    "Department of Music at Lindenau University": {("11", "name")},
    "Institute for Song of Lindenau University": {("11", "name")},
    "PhD student at the Department of Music, Lindenau University": {("11", "name")},
    "Royal College of Lindenau": {("11", "alias")},
    "Lindenau University Hospital, Lindenau University": {("12", "name")},
    "Lindenau University; Old Harbor University": {("11", "name"), ("26", "name")},
    "Lindenau University and Old Harbor University": {("11", "name"), ("26", "name")},
    "Lindenau University Main Street 4 12345 Lindenau Sweden": {("11", "name")},
    "Northern University, Hafen": {("13", "name")},
    "Northern University, Germany": {("13", "name")},
    "Northern University, Ostrand, TX 75001, USA": {("14", "name")},
    "Institute of Technology, Hafen, Germany": {("16", "name")},
    "Institute of Waves, Academy of Tides": {("19", "name")},
    "IWAV, Academy of Tides": {("19", "acronym")},
    "LNDU": {("11", "acronym")},
    "Lndu, Sweden": {("11", "acronym")},
    "Brightwater": {("20", "name")},
    "Brightwater Inc.": {("20", "name")},
    "Brightwater Research": {("20", "alias")},
    "Brightwater AI Lab": {("20", "alias")},
    "Brightwater (Peru)": {("21", "name")},
    "Brightwater, Lima": {("21", "name")},
    "State University of the Coast, Department of Fish, Westport": {("24", "name")},
    "State University of the Coast, Westport, USA": {("24", "name")},
    "East Plains Normal University": {("27", "name")},
    "lindenau.example": {("11", "domain")},
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_an_affiliation_is_read(text: str, expected: set[tuple[str, str]]) -> None:
    assert read(text) == expected


UNREAD = [
    "",
    "Department of Computer Science",
    "Dept. of Computer Science, Somewhere",
    "University",
    "The University",
    "Institute of Technology",
    "Institute of Physics",
    "Institute of Physics, Sweden",
    "School of Medicine",
    "Northern University",  # there are two
    "Hafen",
    "Ostrand",  # a city before it is a company
    "Sweden",
    "Ada Lindqvist",
    "Independent Researcher",
    "PhD student",
    "FAIR",  # an acronym that a small organization shares with the rest of the world
    "Ann & Robert Fair",
    "House of LNDU",  # an acronym within a name
    "Queens School of Music, Other Coast University",  # another name, elsewhere, beside an unknown place
    "unaffiliated",
    "+46 18280383506",
    "12345",
    "a@b",
    "Plains",
    "Department of Tides, Oysters, & Management University of Mussels",  # the end of a list
]


@pytest.mark.parametrize("text", UNREAD)
def test_an_affiliation_that_tells_nothing_is_tied_to_no_registered_organization(text: str) -> None:
    assert {basis for _, basis in read(text)} <= {"printed"}


NOT_THAT = {
    "Lindenau University, Peru": "11",
    "Northern University, Sweden": "13",
    "East Plains Normal University": "28",
    "Brightwater": "21",
    "Lindenau University, Lima": "11",
    "The Saltmere Research Institute 20 Port Road, Westport, USA": "29",
}


@pytest.mark.parametrize(("text", "wrong"), NOT_THAT.items())
def test_a_place_elsewhere_speaks_against_an_organization(text: str, wrong: str) -> None:
    assert wrong not in {found for found, _ in read(text)}


@pytest.mark.parametrize(
    "text", ["Tides, & Management University of Mussels", "Tides, 103 Hospital Drive, Oyster"]
)
def test_the_end_of_a_list_or_a_street_is_no_name(text: str) -> None:
    assert read(text) == set()


PRINTED = {
    "Dept. of Tides, Foreign College of Oysters, Peru": "Foreign College of Oysters",
    "Oyster Labs LLC": "Oyster Labs LLC",
    "Society for Tides and Oysters": "Society for Tides and Oysters",
    "Researcher at Oyster Research Foundation": "Oyster Research Foundation",
    "University of Oysters 12345 Port Street": "University of Oysters",
}


@pytest.mark.parametrize(("text", "name"), PRINTED.items())
def test_what_is_in_no_registry_is_called_by_the_piece_that_names_it(text: str, name: str) -> None:
    assert read(text) == {(name, "printed")}


@pytest.mark.parametrize("text", ["Co., Ltd", "Department of Oysters", "Oyster Street 5", "Faculty of Music"])
def test_what_names_no_organization_is_not_one(text: str) -> None:
    assert read(text) == set()


def test_a_domain_tells_where_the_text_does_not() -> None:
    assert read("Oyster group", "sea.lindenau.example") == {("11", "domain")}
    assert read("Oyster group", "gmail.com") == set()
    assert read("", "lindenau.example") == {("11", "domain")}


def test_a_domain_does_not_overrule_what_is_printed() -> None:
    assert read("Foreign College of Oysters, Peru", "lindenau.example") == {
        ("Foreign College of Oysters", "printed")
    }


def test_a_domain_decides_between_two_of_one_name() -> None:
    owner = Candidate(3, "01aaaaa13", "domain", "DE", "hafen")
    with_domain = Known({**KNOWN.names, "nu.example": (owner,)}, KNOWN.cities)
    (reading,) = decide(Line("Northern University", ("nu.example",)), with_domain)
    assert (reading.institution, reading.basis, reading.confidence) == (3, "name", 0.99)


def test_agreement_makes_surer() -> None:
    (alone,) = decide(Line("Lindenau University"), KNOWN)
    (placed,) = decide(Line("Lindenau University, Lindenau, Sweden"), KNOWN)
    assert alone.confidence < placed.confidence


SAME_KEY = [
    ("Univ. of Foo & Bar", "The University of Foo and Bar"),
    ("Inst. Natl. de Tides", "Institute National Tides"),
    ("Foo Corp.", "Foo"),
    ("Foo Labs, Inc.", "Foo Laboratory"),
    ("Ångström Centre", "Angstrom Center"),
]


@pytest.mark.parametrize(("one", "other"), SAME_KEY)
def test_spellings_of_a_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("York University", "University York Hill"), ("University of Foo", "Foo University")]
)
def test_different_names_do_not(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=2))
def test_whatever_is_printed_is_read_without_falling_over(text: str, domains: list[str]) -> None:
    line = Line(text, tuple(domains))
    assert all(line.keys)
    for reading in decide(line, KNOWN):
        assert bool(reading.institution) != bool(reading.name)


def test_an_endless_address_is_not_read() -> None:
    assert read("Lindenau University, " * 2_000) == set()
    assert len(Line("a University of b c d e f, " * 70).keys) < 20_000
