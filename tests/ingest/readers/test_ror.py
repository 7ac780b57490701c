"""Organizations of the registry, in both versions of its schema."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.openalex_topics import VocabularyRecord
from ingest.readers.openalex_topics import read as read_topics
from ingest.readers.ror import OrganizationRecord, OtherName, read
from ingest.records import BadRecord

VERSION_2: dict[str, Any] = {
    "id": "https://ror.org/01aaaaa11",
    "names": [
        {"value": "Harbor (Sweden)", "types": ["ror_display", "label"], "lang": "en"},
        {"value": "Hamn", "types": ["label"], "lang": "sv"},
        {"value": "Hamn", "types": ["alias"], "lang": None},
        {"value": "HBR", "types": ["acronym"], "lang": None},
        {"value": "odd", "types": ["nickname"], "lang": None},
    ],
    "locations": [{"geonames_details": {"name": "Hamnstad", "country_code": "SE"}}],
    "links": [
        {"type": "wikipedia", "value": "https://wiki.example/Harbor"},
        {"type": "website", "value": "https://www.harbor.example/sv/"},
    ],
    "domains": ["harbor.example"],
    "types": ["funder", "company"],
    "status": "active",
    "relationships": [
        {"type": "parent", "id": "https://ror.org/01aaaaa12", "label": "Harbor (Peru)"},
        {"type": "child", "id": "https://ror.org/01aaaaa13", "label": "Pier"},
        {"type": "successor", "id": "https://ror.org/01aaaaa14", "label": "New Harbor"},
    ],
}
VERSION_1: dict[str, Any] = {
    "id": "https://ror.org/01aaaaa11",
    "name": "Harbor (Sweden)",
    "labels": [{"label": "Hamn", "iso639": "sv"}],
    "aliases": [],
    "acronyms": ["HBR"],
    "addresses": [{"city": "Hamnstad", "geonames_city": {"city": "Hamnstad"}}],
    "country": {"country_code": "SE", "country_name": "Sweden"},
    "links": ["https://www.harbor.example/sv/"],
    "types": ["Company", "Funder"],
    "status": "active",
    "relationships": [
        {"type": "Parent", "id": "https://ror.org/01aaaaa12", "label": "Harbor (Peru)"},
        {"type": "Child", "id": "https://ror.org/01aaaaa13", "label": "Pier"},
        {"type": "Successor", "id": "https://ror.org/01aaaaa14", "label": "New Harbor"},
    ],
}


def record(domains: tuple[str, ...] | None) -> OrganizationRecord:
    return OrganizationRecord(
        ror="01aaaaa11",
        name="Harbor (Sweden)",
        names=(OtherName("Hamn", "label"), OtherName("HBR", "acronym")),
        country="SE",
        city="Hamnstad",
        kinds=("company", "funder"),
        home_page="https://www.harbor.example/sv/",
        domains=domains,
        parents=("01aaaaa12",),
        has_parts=True,
        is_branch=True,
        successors=("01aaaaa14",),
    )


def read_text(text: str) -> list[OrganizationRecord | BadRecord]:
    return list(read(io.BytesIO(text.encode()), "ror.json"))


@pytest.mark.parametrize(
    ("statement", "domains"), [(VERSION_2, ("harbor.example",)), (VERSION_1, None)], ids=["v2", "v1"]
)
def test_both_versions_say_the_same(statement: dict, domains: tuple[str, ...] | None) -> None:
    assert read_text(json.dumps(statement)) == [record(domains)]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([VERSION_2, VERSION_1]),
        json.dumps([VERSION_2, VERSION_1], indent=1),
        f"{json.dumps(VERSION_2)}\n{json.dumps(VERSION_1)}\n",
        json.dumps({"number_of_results": 2, "items": [VERSION_2, VERSION_1]}),
    ],
    ids=["dump", "indented", "lines", "page"],
)
def test_every_layout_is_read(text: str) -> None:
    assert read_text(text) == [record(("harbor.example",)), record(None)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": "https://example.org/1"}, "no ROR ID"),
        ({"id": None}, "not an organization"),
        ({"names": []}, "no name"),
        ({"names": None}, "not an organization"),
        ({"names": [{"value": 7, "types": ["ror_display"]}]}, "not an organization"),
        ({"names": [{"value": "x" * 501, "types": ["ror_display"]}]}, "501 characters"),
        ({"relationships": [{"type": "parent"}]}, "not an organization"),
        ({"locations": 5}, "not an organization"),
    ],
)
def test_a_bad_organization_is_set_aside(change: dict, reason: str) -> None:
    bad, good = read_text(json.dumps([{**VERSION_2, **change}, VERSION_2]))
    assert isinstance(bad, BadRecord)
    assert reason in bad.reason
    assert "record 1" in bad.position
    assert good == record(("harbor.example",))


@pytest.mark.parametrize(
    ("home_page", "host"),
    [
        ("https://www.harbor.example", "harbor.example"),
        ("http://harbor.example/en/", "harbor.example"),
        ("https://sites.example/harbor", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_the_host_of_a_home_page_counts_where_all_of_it_is_theirs(home_page: str, host: str) -> None:
    assert OrganizationRecord(ror="01aaaaa11", name="Harbor", home_page=home_page).host == host


@pytest.mark.parametrize("label", ["Pier (Peru)", "Harbor"])
def test_a_company_is_a_branch_only_under_one_of_the_same_name(label: str) -> None:
    relation = {"type": "parent", "id": "https://ror.org/01aaaaa12", "label": label}
    (found,) = read_text(json.dumps({**VERSION_2, "relationships": [relation]}))
    assert isinstance(found, OrganizationRecord)
    assert not found.is_branch


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*VERSION_2, *VERSION_1, "value", "label", "city"]), inner)
    ),
    max_leaves=20,
)


@given(JSON)
def test_whatever_json_comes_is_a_record_or_a_bad_record(value: Any) -> None:
    for found in read_text(json.dumps({**VERSION_2, "names": value})):
        assert isinstance(found, OrganizationRecord | BadRecord)
    for found in read_text(json.dumps(value)):
        assert isinstance(found, OrganizationRecord | BadRecord)


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=800))
def test_damage_is_no_exception(noise: bytes, at: int) -> None:
    whole = json.dumps([VERSION_2, VERSION_1]).encode()
    damaged = whole[:at] + noise + whole[at:]
    assert all(isinstance(one, OrganizationRecord | BadRecord) for one in read(io.BytesIO(damaged), "x"))
    assert all(isinstance(one, VocabularyRecord | BadRecord) for one in read_topics(io.BytesIO(damaged), "x"))
