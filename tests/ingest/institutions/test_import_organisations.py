"""Organizations of the registry, and what affiliations mean once they are known."""

import json

import pytest
from django.db import connection, transaction

from ingest.institutions.readings import read_affiliations
from researchers.models import Researcher
from tests.commands import run_command
from tests.ingest.records import load, make_record, work_of
from tests.ingest.registry import organization, write_registry
from works.models import Affiliation, AffiliationReading, AffiliationText, Institution, InstitutionName

pytestmark = pytest.mark.django_db

LINDENAU = organization(
    "01aaaaa11",
    "Lindenau University",
    alias=["Royal College of Lindenau"],
    acronym=["LNDU"],
    label=["Universität Lindenau"],
    domains=["lindenau.example"],
)
HARBOR = organization(
    "02bbbbb22", "Harbor Institute", city="Hafen", country="DE", parent=[("01aaaaa11", "x")]
)


def figures(capsys) -> dict[str, float]:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def bring_in(tmp_path, *organizations) -> None:
    assert run_command("import_organisations", write_registry(tmp_path, *organizations), "--json") == 0


def stage(work) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged_authorship")
        cursor.execute(
            "CREATE TEMPORARY TABLE staged_authorship AS SELECT work_id, position, affiliations, rors, email_domains"
            " FROM works_authorship WHERE work_id = %s",
            [work.pk],
        )


def read_work(work) -> list[int]:
    with transaction.atomic(), connection.cursor() as cursor:
        stage(work)
        return read_affiliations(cursor)


def affiliations() -> list[tuple]:
    return sorted(
        Affiliation.objects.values_list("authorship__name", "institution__name", "basis", "confidence")
    )


def printed(*texts: str, **author) -> None:
    load(make_record(authors=({"name": "Ada Lindqvist", "affiliations": list(texts), **author},)))


def test_organizations_come_in_with_their_facts(tmp_path, capsys) -> None:
    bring_in(tmp_path, LINDENAU, HARBOR)
    assert {**figures(capsys), "seconds": 0} == {
        "read": 2, "created": 2, "updated": 0, "unchanged": 0, "rejected": 0, "seconds": 0,
    }  # fmt: skip
    known = Institution.objects.get(ror="01aaaaa11")
    assert (known.slug, known.country, known.city) == ("lindenau-university", "SE", "Lindenau")
    assert (known.kinds, known.domains, known.state) == (["education"], ["lindenau.example"], "active")
    assert Institution.objects.get(ror="02bbbbb22").parents == ["01aaaaa11"]
    assert set(known.names.values_list("kind", "key")) == {
        ("name", "lindenau university"),
        ("label", "universitat lindenau"),
        ("alias", "royal college lindenau"),
        ("acronym", "lndu"),
        ("domain", "lindenau.example"),
    }


def rows() -> list:
    models = (Institution, InstitutionName, AffiliationText, AffiliationReading, Affiliation, Researcher)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def test_importing_again_writes_nothing(tmp_path, capsys) -> None:
    printed("Dept. of Music, Lindenau Univ.")
    bring_in(tmp_path, LINDENAU, HARBOR)
    before = rows()
    capsys.readouterr()
    bring_in(tmp_path, LINDENAU, HARBOR)
    assert figures(capsys)["unchanged"] == 2
    assert rows() == before


def test_a_new_name_and_a_lost_one_change_how_texts_are_read(tmp_path, capsys) -> None:
    printed("College of Tides")
    bring_in(tmp_path, LINDENAU)
    assert affiliations() == [("Ada Lindqvist", "College of Tides", "printed", 1)]
    bring_in(tmp_path, organization("01aaaaa11", "Lindenau University", alias=["College of Tides, Lindenau"]))
    bring_in(tmp_path, organization("01aaaaa11", "Lindenau University", label=["Tidal College"]))
    assert set(InstitutionName.objects.values_list("key", flat=True)) == {
        "lindenau university",
        "tidal college",
    }
    assert figures(capsys)["updated"] == 1


@pytest.mark.parametrize("works_first", [True, False])
def test_the_order_of_importing_does_not_matter(tmp_path, works_first) -> None:
    if works_first:
        printed("Dept. of Music, Lindenau Univ., Sweden", "Nowhere College")
        read_work(work_of())
        bring_in(tmp_path, LINDENAU)
    else:
        bring_in(tmp_path, LINDENAU)
        printed("Dept. of Music, Lindenau Univ., Sweden", "Nowhere College")
        read_work(work_of())
    assert affiliations() == [
        ("Ada Lindqvist", "Lindenau University", "name", 0.99),
        ("Ada Lindqvist", "Nowhere College", "printed", 1),
    ]


def test_a_printed_name_that_is_registered_later_leads_to_the_organization(client, tmp_path) -> None:
    printed("Royal College of Lindenau")
    read_work(work_of())
    known_by_name = Institution.objects.get(key="royal college lindenau")
    bring_in(tmp_path, LINDENAU)
    known_by_name.refresh_from_db()
    assert known_by_name.successor == Institution.objects.get(ror="01aaaaa11")
    answer = client.get(known_by_name.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, known_by_name.successor.get_absolute_url())


def test_the_authors_concerned_and_their_works_are_marked(tmp_path) -> None:
    printed("Royal College of Lindenau")
    Researcher.objects.update(counters_stale_at=None)
    version = work_of().version
    bring_in(tmp_path, LINDENAU)
    assert work_of().version == version + 1
    assert Researcher.objects.get().affiliation == "Lindenau University"


def test_an_id_that_the_source_states_is_believed_over_the_text(tmp_path) -> None:
    bring_in(tmp_path, LINDENAU, HARBOR)
    printed("Lindenau University", rors=["02bbbbb22"])
    read_work(work_of())
    assert affiliations() == [("Ada Lindqvist", "Harbor Institute", "stated", 1)]


def test_an_id_that_becomes_known_later_is_tied_then(tmp_path) -> None:
    printed(rors=["02bbbbb22"])
    read_work(work_of())
    assert affiliations() == []
    bring_in(tmp_path, HARBOR)
    assert affiliations() == [("Ada Lindqvist", "Harbor Institute", "stated", 1)]


def test_the_domain_of_an_address_tells_where_nothing_else_does(tmp_path) -> None:
    bring_in(tmp_path, LINDENAU)
    printed(email_domains=["cs.lindenau.example"])
    read_work(work_of())
    assert affiliations() == [("Ada Lindqvist", "Lindenau University", "domain", 0.85)]


def test_what_is_no_longer_printed_is_dropped_and_reading_again_changes_nothing(tmp_path) -> None:
    bring_in(tmp_path, LINDENAU)
    printed("Lindenau University")
    read_work(work_of())
    assert read_work(work_of()) == []
    work_of().authorships.update(affiliations=["Elsewhere College"])
    assert read_work(work_of()) == [work_of().pk]
    assert affiliations() == [("Ada Lindqvist", "Elsewhere College", "printed", 1)]


def test_what_the_registry_withdrew_stays_and_stands_for_its_successor(tmp_path) -> None:
    bring_in(tmp_path, LINDENAU)
    gone = organization(
        "03ccccc33", "College of Old Tides", status="withdrawn", successor=[("01aaaaa11", "x")]
    )
    bring_in(tmp_path, gone)
    printed("College of Old Tides")
    read_work(work_of())
    assert affiliations() == [("Ada Lindqvist", "Lindenau University", "name", 0.96)]
    known = Institution.objects.get(ror="03ccccc33")
    assert (known.state, known.successor.ror) == ("withdrawn", "01aaaaa11")


def test_the_first_schema_takes_no_domains_away(tmp_path) -> None:
    bring_in(tmp_path, LINDENAU)
    statement = {"id": LINDENAU["id"], "name": "Lindenau University", "country": {"country_code": "SE"}}
    bring_in(tmp_path, {**statement, "links": [], "aliases": ["LU"]})
    known = Institution.objects.get()
    assert known.domains == ["lindenau.example"]
    assert known.names.filter(kind="domain").exists()


def test_two_organizations_of_one_name_have_addresses_of_their_own(tmp_path) -> None:
    bring_in(tmp_path, LINDENAU, organization("03ccccc33", "Lindenau University", country="US"))
    assert set(Institution.objects.values_list("slug", flat=True)) == {
        "lindenau-university",
        "lindenau-university-03ccccc33",
    }


def test_bad_records_are_set_aside_and_the_rest_comes_in(tmp_path, capsys) -> None:
    path = write_registry(tmp_path, LINDENAU, {"id": "nonsense", "names": []}, {"names": 7})
    assert run_command("import_organisations", path, "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["rejected"] == 2
    assert json.loads(said.out)["created"] == 1
    assert "record 2" in said.err


def test_nothing_readable_is_a_failure(tmp_path, capsys) -> None:
    assert run_command("import_organisations", tmp_path / "absent.json") == 1
    assert "cannot be opened" in capsys.readouterr().err


def test_wrong_use_is_told_apart() -> None:
    assert run_command("import_organisations") == 2
