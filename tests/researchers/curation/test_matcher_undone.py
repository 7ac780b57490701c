"""What the matcher merged, split and moved is undone as fully as what a person did, and is not done again."""

import pytest

from researchers.answering import confirm_attribution, reject_attribution
from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.refusals import CannotCurate, StandsInTheWay
from researchers.curation.undoing import undo
from researchers.identity import units
from researchers.models import Attribution, Distinction, ExternalId, IdentityEvent, NameVariant, Researcher
from tests.builders import make_attribution, make_researcher
from tests.ingest.records import load, make_record, work_of
from tests.researchers.identity.seers import by_domain, page, printed, run, whose

pytestmark = pytest.mark.django_db

LUND, UMEA = "lund.example", "umea.example"


@pytest.fixture(autouse=True)
def _seer(monkeypatch):
    monkeypatch.setattr(units, "resolve_block", by_domain)


def record():
    """Everything that a decision may change, but for its own line in the log."""
    attributions = ("authorship", "researcher", "status", "basis")  # all else the matcher says anew
    return {
        "attributions": sorted(map(str, Attribution.objects.values_list(*attributions))),
        "pages": sorted(Researcher.objects.values_list("slug", "preferred_name", "merged_into__slug")),
        "names": sorted(NameVariant.objects.values_list("researcher__slug", "name")),
        "identifiers": sorted(ExternalId.objects.values_list("researcher__slug", "scheme", "value")),
    }


def latest(kind):
    return IdentityEvent.objects.filter(kind=kind).latest("pk")


@pytest.fixture
def two():
    """Two pages of one person, who is known in full on the smaller one."""
    load(
        printed("1", ("A. Lindqvist", LUND)),
        printed("2", ("A. Lindqvist", LUND)),
        printed("3", ("Ada Lindqvist", LUND)),
    )
    return page("Ada Lindqvist"), page("A. Lindqvist")


def test_a_merge_is_undone_with_all_that_hung_on_the_page(client, admin, two):
    away, into = two
    ExternalId.objects.create(researcher=away, scheme="acl", value="ada-lindqvist")
    make_researcher("Ada L.", slug="ada-l", merged_into=away)
    load(make_record("9", source="upload", authors=("Ada Lindqvist",)))
    load(printed("7", ("Lindqvist", UMEA)))
    foreign = work_of("7").authorships.get()
    make_attribution(foreign, away, status="rejected", basis="curated", decided_by=admin)
    before = record()
    run(everything=True)
    assert record() != before
    for address in (away.get_absolute_url(), "/researchers/ada-l/"):
        assert client.get(address).url == into.get_absolute_url()
    undo(latest("merge"), by=admin)
    assert record() == before
    assert client.get(away.get_absolute_url()).status_code == 200
    assert client.get("/researchers/ada-l/").url == away.get_absolute_url()
    assert client.get("/researchers/by/acl/ada-lindqvist/").url == away.get_absolute_url()


def test_the_log_tells_how_many_works_the_matcher_merged(client, two):
    run(everything=True)
    shown = client.get(two[1].get_absolute_url()).content.decode()
    assert "was merged into this one, with 1 work" in shown


def test_a_page_that_the_matcher_renamed_is_called_as_before(admin, two):
    into = two[1]
    run(everything=True)
    into.refresh_from_db()
    assert into.preferred_name == "Ada Lindqvist"
    undo(latest("merge"), by=admin)
    into.refresh_from_db()
    assert (into.preferred_name, into.name_key) == ("A. Lindqvist", "a lindqvist")
    assert [variant.name for variant in into.name_variants.all()] == ["A. Lindqvist"]


def test_a_name_that_somebody_chose_since_stays(admin, two):
    run(everything=True)
    Researcher.objects.filter(pk=two[1].pk).update(preferred_name="Ada M. Lindqvist")
    undo(latest("merge"), by=admin)
    assert Researcher.objects.get(pk=two[1].pk).preferred_name == "Ada M. Lindqvist"


def test_an_unrelated_decision_since_does_not_matter(admin, two):
    before = record()
    run(everything=True)
    event = latest("merge")
    distinguish(two[1], make_researcher("Somebody Else", slug="somebody-else"), by=admin)
    bob = make_researcher("Bob Okafor", slug="bob")
    merge(make_researcher("B. Okafor", slug="b-okafor"), into=bob, by=admin)
    undo(event, by=admin)
    assert record()["attributions"] == before["attributions"]


def test_an_answer_since_stands_in_the_way(admin, two):
    run(everything=True)
    row = Attribution.objects.get(authorship__name="Ada Lindqvist")
    confirm_attribution(row, by=admin)
    before = record()
    with pytest.raises(StandsInTheWay) as refusal:
        undo(latest("merge"), by=admin)
    assert refusal.value.later == latest("attribute")
    assert record() == before
    undo(latest("attribute"), by=admin)
    undo(latest("merge"), by=admin)
    assert Researcher.objects.get(pk=two[0].pk).merged_into is None


def test_a_merge_of_the_page_kept_stands_in_the_way(admin, two):
    run(everything=True)
    first = latest("merge")
    merge(two[1], into=make_researcher("Ada Lindqvist-Berg", slug="berg"), by=admin)
    with pytest.raises(StandsInTheWay) as refusal:
        undo(first, by=admin)
    assert refusal.value.later == latest("merge")


def test_a_merge_that_was_undone_is_not_made_again(admin, two):
    run(everything=True)
    undo(latest("merge"), by=admin)
    before = whose()
    run(everything=True)
    load(printed("4", ("Ada Lindqvist", LUND)))
    run(everything=True)
    assert Researcher.objects.current().filter(pk__in=[one.pk for one in two]).count() == 2
    assert before.items() <= whose().items()


def test_that_they_were_told_apart_is_a_line_of_the_log_and_can_be_undone_too(admin, two):
    away, into = two
    run(everything=True)
    undo(latest("merge"), by=admin, reason="Two people.")
    apart = latest("distinguish")
    assert (apart.by, apart.reason) == (admin, "Two people.")
    with pytest.raises(CannotCurate, match="two people"):
        merge(away, into=into, by=admin)
    undo(apart, by=admin)
    assert not Distinction.objects.exists()
    merge(away, into=into, by=admin)


@pytest.fixture
def one():
    """One page of two people, one of whom has an identifier."""
    stated = {"name": "Yang Liu", "email_domains": [UMEA]}
    load(
        printed("1", ("Yang Liu", LUND)),
        printed("2", ("Yang Liu", LUND)),
        make_record("3", authors=(stated,)),
    )
    yang = page("Yang Liu")
    ExternalId.objects.create(researcher=yang, scheme="orcid", value="0000-0002-1825-0097")
    load(make_record("3", authors=(stated | {"orcid": "0000-0002-1825-0097"},)))
    return yang


def test_a_split_is_undone_and_not_made_again(client, admin, one):
    names, identifiers = record()["names"], record()["identifiers"]
    run(everything=True)
    event = latest("split")
    assert event.other.external_ids.count() == 1
    undo(event, by=admin)
    assert set(whose().values()) == {one.pk}
    assert (record()["names"], record()["identifiers"]) == (names, identifiers)
    assert client.get(event.other.get_absolute_url()).url == one.get_absolute_url()
    run(everything=True)
    assert set(whose().values()) == {one.pk}
    assert Researcher.objects.current().count() == 1


def test_a_move_is_undone_and_not_made_again(admin, one):
    run(everything=True)
    strays = Attribution.objects.filter(authorship__work__title="Paper 2")
    other = latest("split").other
    load(printed("2", ("Yang Liu", UMEA)))
    run(everything=True)
    assert strays.get().researcher == other
    event = latest("move")
    undo(event, by=admin)
    assert (strays.get().researcher, strays.get().basis) == (one, "curated")
    run(everything=True)
    assert strays.get().researcher == one


def test_a_split_whose_works_somebody_refused_since_has_to_wait(admin, one):
    run(everything=True)
    event = latest("split")
    reject_attribution(Attribution.objects.get(researcher=event.other), by=admin)
    with pytest.raises(StandsInTheWay):
        undo(event, by=admin)


def test_two_pages_that_refused_the_same_work_become_one(admin):
    load(
        *(
            printed(str(n), (name, LUND))
            for n, name in enumerate(("Ada Berg", "A. Berg", "Ada B. Berg", "A. Berg"))
        )
    )
    load(printed("9", ("Berg", UMEA)))
    foreign = work_of("9").authorships.get()
    for name in ("Ada Berg", "Ada B. Berg"):
        make_attribution(foreign, page(name), status="rejected", basis="curated")
    before = record()["attributions"]
    assert run(everything=True).merged == 2
    assert Attribution.objects.get(status="rejected").researcher in Researcher.objects.current()
    for event in IdentityEvent.objects.filter(kind="merge").latest_first():
        undo(event, by=admin)
    assert record()["attributions"] == before


def test_a_page_that_became_parts_of_two_others_is_back_when_the_lines_are_undone_from_the_last(admin):
    load(*(printed(number, ("Y. Liu", LUND)) for number in "123"))
    load(*(printed(number, ("Yang M. Liu", UMEA)) for number in "456"))
    load(*(printed(number, ("Yang Liu", LUND)) for number in "78"), printed("9", ("Yang Liu", UMEA)))
    before = whose()
    assert len(set(before.values())) == 3
    run(everything=True)
    assert set(IdentityEvent.objects.values_list("kind", flat=True)) == {"merge", "move"}
    for event in IdentityEvent.objects.latest_first():
        undo(event, by=admin)
    assert whose() == before
