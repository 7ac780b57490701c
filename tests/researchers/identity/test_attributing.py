import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from researchers.identity import units
from researchers.models import Attribution, Block, Researcher
from researchers.resolution import FEW
from tests.ingest.records import load, make_record, work_of
from tests.researchers.identity.seers import by_domain, page, printed, run, whose

pytestmark = pytest.mark.django_db

LUND, UMEA = "lund.example", "umea.example"


@pytest.fixture(autouse=True)
def _seer(monkeypatch):
    monkeypatch.setattr(units, "resolve_block", by_domain)


@pytest.fixture
def homonyms():
    """Two people of one name, told apart by a run: their works → their pages."""
    load(printed("1", ("Yang Liu", LUND)), printed("2", ("Yang Liu", UMEA)))
    run(everything=True)
    return whose()


@pytest.mark.parametrize(("domain", "like"), [(LUND, "1"), (UMEA, "2")])
def test_a_new_work_goes_to_the_right_one_of_two_people_at_once(homonyms, domain, like):
    load(printed("3", ("Yang Liu", domain)))
    attribution = Attribution.objects.get(authorship__work=work_of("3"))
    assert attribution.researcher_id == homonyms[f"Paper {like}: Yang Liu"]
    assert attribution.reasons == ["the same e-mail domain"]


def test_a_new_work_disturbs_nobody_who_is_settled(homonyms):
    before = list(Attribution.objects.order_by("pk").values())
    load(
        printed("3", ("Yang Liu", LUND)),
        printed("4", ("Y. Liu", UMEA)),
        printed("5", ("Yang Liu", "new.example")),
    )
    assert (
        list(Attribution.objects.filter(pk__in=[row["id"] for row in before]).order_by("pk").values())
        == before
    )
    assert len(set(whose().values())) == 3


def test_another_spelling_is_seen_at_once_and_becomes_a_variant(homonyms):
    load(printed("3", ("Y. Liu", LUND)))
    owner = Researcher.objects.get(pk=whose()["Paper 3: Y. Liu"])
    assert owner.pk == homonyms["Paper 1: Yang Liu"]
    assert set(owner.name_variants.values_list("name", flat=True)) == {"Yang Liu", "Y. Liu"}
    assert owner.preferred_name == "Yang Liu"


def test_two_of_one_name_on_a_new_work_are_two_people(homonyms):
    load(printed("3", ("Yang Liu", LUND), ("Yang Liu", UMEA)))
    owners = Attribution.objects.filter(authorship__work=work_of("3")).values_list("researcher", flat=True)
    assert len(set(owners)) == 2


def test_a_work_printed_again_stays_whose_it_was_found_to_be():
    load(printed("1", ("Ada Lindqvist", LUND)), printed("2", ("A. Lindqvist", LUND)))
    run(everything=True)
    load(printed("2", ("A. Lindqvist", LUND), title="Another title"))
    assert set(whose().values()) == {page("Ada Lindqvist").pk}


def test_a_name_that_is_printed_otherwise_now_is_compared_anew(homonyms):
    load(printed("1", ("Bob Okafor", LUND)))
    owner = Researcher.objects.get(pk=whose()["Paper 1: Bob Okafor"])
    assert owner.preferred_name == "Bob Okafor"


def many(first, *author):
    return [printed(str(first + n), author) for n in range(FEW + 1)]


def test_of_many_works_at_once_a_name_that_one_person_has_goes_there_and_waits():
    load(printed("1", ("Ada Lindqvist", LUND)))
    run(everything=True)
    load(*many(100, "Ada Lindqvist", ""))
    assert set(whose().values()) == {page("Ada Lindqvist").pk}
    assert Block.objects.filter(stale_at__isnull=False).count() == 1


def test_of_many_works_at_once_a_name_of_several_people_gets_a_page_of_its_own_until_it_is_resolved(homonyms):
    load(*many(100, "Yang Liu", LUND))
    owners = whose()
    waiting = owners["Paper 100: Yang Liu"]
    assert waiting not in homonyms.values()
    assert homonyms.items() <= owners.items()
    run()
    assert whose()["Paper 100: Yang Liu"] == homonyms["Paper 1: Yang Liu"]
    assert Researcher.objects.get(pk=waiting).merged_into_id == homonyms["Paper 1: Yang Liu"]


def test_an_identifier_of_the_source_is_followed_among_many_works():
    author = {"name": "Yang Liu", "source_author_id": "yang-liu-x"}
    load(make_record("1", authors=({**author, "email_domains": [LUND]},)), printed("2", ("Yang Liu", UMEA)))
    run(everything=True)
    load(*(make_record(str(100 + n), authors=(author,)) for n in range(FEW + 1)))
    assert whose()["Paper 100: Yang Liu"] == whose()["Paper 1: Yang Liu"]


def test_what_only_an_upload_states_is_not_compared_with_anybody(homonyms):
    load(make_record("9", source="upload", authors=({"name": "Yang Liu", "email_domains": [LUND]},)))
    assert (
        Attribution.objects.get(authorship__work=work_of("9", "upload")).researcher_id
        not in homonyms.values()
    )


def test_the_number_of_queries_does_not_grow_with_the_block(homonyms):
    def cost(number):
        with CaptureQueriesContext(connection) as queries:
            load(printed(str(number), ("Yang Liu", LUND)))
        return len(queries)

    few = cost(1000)
    load(*many(2000, "Yang Liu", LUND))
    run()
    assert cost(1001) == few
