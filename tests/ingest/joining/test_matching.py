"""Which statements become one work when they are loaded."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from researchers.models import Attribution, Researcher
from tests.ingest.records import load, make_record, work_of
from works.models import Authorship, Citation, CodeLink, Joining, Separation, Work, WorkIdentifier

pytestmark = pytest.mark.django_db

TITLE = "Learning the tides of salt marshes with neural networks"
AUTHORS = ("Ada Lindqvist", "Bob Okafor")


def preprint(source_id: str = "2001.00001", **fields: Any) -> Any:
    said = {
        "source": "arxiv", "type": "preprint", "title": TITLE, "published": "2020-01-03", "authors": AUTHORS,
        "identifiers": {"arxiv": source_id},
    }  # fmt: skip
    return make_record(source_id, **{**said, **fields})


def article(source_id: str = "10.5555/tides", **fields: Any) -> Any:
    said = {
        "source": "crossref", "type": "journal-article", "title": TITLE.upper(), "published": "2021-06",
        "authors": ("A. Lindqvist", "B. Okafor"), "identifiers": {"doi": source_id}, "venue": "Journal of Tides",
    }  # fmt: skip
    return make_record(source_id, **{**said, **fields})


def works() -> int:
    return Work.objects.listed().count()


@pytest.mark.parametrize("together", [True, False])
def test_two_sources_of_one_title_author_and_year_make_one_work(together: bool) -> None:
    runs = [load(preprint(), article())] if together else [load(preprint()), load(article())]
    work = Work.objects.get()
    assert sum(run.joined for run in runs) == 1
    assert (work.year, work.type) == (2020, "preprint")
    assert {str(one) for one in work.identifiers.all()} == {"arxiv:2001.00001", "doi:10.5555/tides"}
    version = work.versions.get()
    assert (version.type, version.doi, version.venue_name, version.source) == (
        "journal-article", "10.5555/tides", "Journal of Tides", "crossref",
    )  # fmt: skip
    joining = Joining.objects.get()
    assert (joining.work, joining.former, joining.basis) == (work, None, "title")
    assert joining.statements == [["crossref", "10.5555/tides"]]
    assert joining.reasons == ["the titles agree", "all authors agree", "they are of 2020 and 2021"]


def test_the_second_import_of_two_joined_sources_changes_nothing() -> None:
    load(preprint(), article())
    before = list(Work.objects.values_list("version", "updated_at"))
    assert load(preprint(), article()).unchanged == 2
    assert list(Work.objects.values_list("version", "updated_at")) == before
    assert Joining.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        article(title=f"Corrigendum to: {TITLE}"),
        article(title=f"{TITLE}, part II"),
        article(authors=("Eve Else",)),
        article(published="2026"),
        article(type="dataset"),
        preprint("2001.00002"),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_what_only_looks_alike_stays_two_works(other: Any, together: bool) -> None:
    if together:
        load(preprint(), other)
    else:
        load(preprint())
        load(other)
    assert works() == 2
    assert not Joining.objects.exists()


def test_a_title_that_says_nothing_joins_nothing() -> None:
    load(preprint(title="Introduction"), article(title="Introduction"))
    assert works() == 2


def test_where_two_works_are_equally_near_none_is_chosen() -> None:
    load(
        make_record("W1-1001", source="acl", title=TITLE, published="2021", authors=AUTHORS),
        make_record("W1-1002", source="acl", title=TITLE, published="2021", authors=AUTHORS),
    )
    load(article())
    assert works() == 3


def test_of_two_works_the_nearer_one_is_chosen() -> None:
    load(
        make_record("W1-1001", source="acl", title=TITLE, published="2019", authors=AUTHORS),
        make_record("W1-1002", source="acl", title=TITLE, published="2021", authors=AUTHORS),
    )
    load(article())
    assert work_of("10.5555/tides", "crossref") == work_of("W1-1002", "acl")


@pytest.mark.parametrize("together", [True, False])
def test_a_statement_with_the_identifiers_of_two_works_makes_them_one(together: bool) -> None:
    one = make_record("2001.1", source="arxiv", identifiers={"arxiv": "2001.00001"}, authors=AUTHORS)
    other = make_record(
        "10.5555/x", source="crossref", title="A new title", identifiers={"doi": "10.5555/x"}, authors=AUTHORS
    )
    both = make_record(
        "W1",
        source="openalex",
        title="A new title",
        identifiers={"doi": "10.5555/x", "arxiv": "2001.00001"},
        authors=AUTHORS,
    )
    if together:
        load(one, other, both)
    else:
        load(one, other)
        load(both)
    assert works() == 1
    assert Work.objects.listed().get().sources.count() == 3


def bridge(**fields: Any) -> Any:
    identifiers = {"doi": "10.5555/x", "arxiv": "2001.00001"}
    return make_record(
        "W1", **{"source": "openalex", "identifiers": identifiers, "authors": AUTHORS, **fields}
    )


def two_works(**fields: Any) -> tuple[Work, Work]:
    load(
        make_record(
            "a", source="arxiv", title="First title", identifiers={"arxiv": "2001.00001"}, authors=AUTHORS
        ),
        make_record(
            "10.5555/x",
            **{
                "source": "crossref",
                "title": "Other title",
                "identifiers": {"doi": "10.5555/x"},
                "authors": AUTHORS,
                **fields,
            },
        ),
    )
    return work_of("a", "arxiv"), work_of("10.5555/x", "crossref")


def test_when_two_works_become_one_the_older_stays_and_the_other_leads_there(client: Any) -> None:
    kept, lost = two_works()
    load(bridge())
    lost.refresh_from_db()
    assert (lost.withdrawn, lost.joined_into) == (True, kept)
    assert {one.source for one in kept.sources.all()} == {"arxiv", "crossref", "openalex"}
    joining = Joining.objects.get(former=lost)
    assert (joining.work, joining.statements) == (kept, [["crossref", "10.5555/x"]])
    response = client.get(lost.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())
    response = client.get("/works/by/doi/10.5555/x/")
    assert response["Location"] == kept.get_absolute_url()
    assert Researcher.objects.get(preferred_name="Ada Lindqvist").works_count == 1


def test_citations_move_with_the_work_and_none_is_of_itself_or_doubled() -> None:
    kept, lost = two_works(references=["arxiv:2001.00001", "doi:10.5555/far"])
    load(
        make_record("far", identifiers={"doi": "10.5555/far"}),
        make_record("fan", references=["doi:10.5555/x", "arxiv:2001.00001"]),
    )
    load(bridge())
    fan, far = work_of("fan"), work_of("far")
    kept.refresh_from_db()
    assert kept.citations_count == 1
    assert set(Citation.objects.filter(cited=kept).values_list("citing", flat=True)) == {fan.pk}
    assert list(Citation.objects.filter(cited=far).values_list("citing", flat=True)) == [kept.pk]
    assert not Citation.objects.filter(citing=lost).exists()


def test_a_chain_of_joined_works_leads_to_its_end_at_once() -> None:
    kept, lost = two_works()
    load(
        make_record(
            "10.1/pm", source="pubmed", identifiers={"pmid": "77"}, authors=AUTHORS, title="Third title"
        )
    )
    third = work_of("10.1/pm", "pubmed")
    load(
        make_record("W2", source="openalex", identifiers={"doi": "10.5555/x", "pmid": "77"}, authors=AUTHORS)
    )
    load(
        make_record(
            "x:1", source="dblp", identifiers={"doi": "10.5555/x", "arxiv": "2001.00001"}, authors=AUTHORS
        )
    )
    lost.refresh_from_db()
    third.refresh_from_db()
    assert (lost.joined_into, third.joined_into, works()) == (kept, kept, 1)


def test_a_statement_that_changes_and_ties_two_works_joins_them_too() -> None:
    kept, lost = two_works()
    load(make_record("10.5555/x", source="crossref", title="Other title", authors=AUTHORS,
                     identifiers={"doi": "10.5555/x", "arxiv": "2001.00001"}))  # fmt: skip
    lost.refresh_from_db()
    assert lost.joined_into == kept


def decide(work: Work, position: int, researcher: Researcher, **fields: Any) -> Attribution:
    authorship = work.authorships.get(position=position)
    Attribution.objects.filter(authorship=authorship).delete()
    said = {"status": Attribution.Status.ACCEPTED, "basis": Attribution.Basis.CONFIRMED, **fields}
    return Attribution.objects.create(authorship=authorship, researcher=researcher, **said)


def test_a_decision_about_a_name_is_carried_to_the_work_that_stays() -> None:
    kept, lost = two_works(authors=("Bob Okafor", "Ada Lindqvist"))
    ada = Researcher.objects.create(
        slug="other-ada", public_id="other", preferred_name="Ada L.", name_key="ada l"
    )
    decide(lost, 1, ada)
    load(bridge())
    lost.refresh_from_db()
    assert lost.joined_into == kept
    decided = Attribution.objects.filter(researcher=ada).order_by("authorship__work")
    assert [(one.authorship.work, one.authorship.name, one.basis) for one in decided] == [
        (kept, "Ada Lindqvist", "confirmed"), (lost, "Ada Lindqvist", "confirmed"),
    ]  # fmt: skip
    assert Attribution.objects.accepted().filter(authorship__work=kept).count() == 2


def test_a_rejection_is_carried_too() -> None:
    kept, lost = two_works()
    ada = Researcher.objects.get(preferred_name="Ada Lindqvist")
    decide(lost, 0, ada, status=Attribution.Status.REJECTED)
    load(bridge())
    statuses = Attribution.objects.filter(authorship__work=kept, researcher=ada).values_list(
        "status", flat=True
    )
    assert list(statuses) == ["rejected"]


def test_works_about_which_people_contradict_each_other_are_left_as_they_are() -> None:
    kept, lost = two_works()
    ada = Researcher.objects.get(preferred_name="Ada Lindqvist")
    other = Researcher.objects.create(
        slug="other-ada", public_id="other", preferred_name="Ada L.", name_key="ada l"
    )
    decide(kept, 0, ada)
    decide(lost, 0, other)
    load(bridge())
    lost.refresh_from_db()
    assert lost.joined_into is None
    assert works() == 2
    assert work_of("W1", "openalex") == kept


@pytest.mark.parametrize("field", ["decided", "locked"])
def test_what_cannot_be_carried_keeps_two_works_apart(field: str) -> None:
    _, lost = two_works(authors=("Ada Lindqvist", "Bob Okafor", "Carol Ito"), title="Other title")
    if field == "decided":
        lost.authorships.filter(position=2).update(name="Somebody Unlike")
        decide(lost, 2, Researcher.objects.get(preferred_name="Carol Ito"))
    else:
        Work.objects.filter(pk=lost.pk).update(locked_fields=["title"])
    load(bridge())
    assert works() == 2


@pytest.mark.parametrize("together", [True, False])
def test_a_wrong_identifier_does_not_join_and_stays_with_the_first(together: bool) -> None:
    """The DOI of proceedings, printed on every paper of them."""
    one = article()
    other = article(
        "10.5555/z",
        source="openalex",
        title="Grammar of invented birds",
        authors=("Eve Else",),
        identifiers={"doi": "10.5555/tides"},
    )
    if together:
        load(one, other)
    else:
        load(one)
        load(other)
    assert works() == 2
    assert WorkIdentifier.objects.get(scheme="doi").work == work_of("10.5555/tides", "crossref")


def test_an_isbn_joins_nothing() -> None:
    load(
        preprint(identifiers={"isbn": "9780000000002"}, title="One chapter of invented tides"),
        article(identifiers={"isbn": "9780000000002"}, title="Other chapter of invented tides"),
    )
    assert works() == 2


def separate(*pair: tuple[str, str]) -> None:
    (source, source_id), (other_source, other_source_id) = sorted(pair)
    Separation.objects.create(
        source=source, source_id=source_id, other_source=other_source, other_source_id=other_source_id
    )


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("identifiers", [{"doi": "10.5555/tides"}, {}])
def test_what_a_person_told_apart_is_never_joined(identifiers: dict[str, str], together: bool) -> None:
    one, other = preprint(identifiers=identifiers), article()
    separate(("arxiv", "2001.00001"), ("crossref", "10.5555/tides"))
    if together:
        load(one, other)
    else:
        load(one)
        load(other)
    assert works() == 2


def test_works_that_a_person_told_apart_are_not_tied_by_a_third_statement() -> None:
    two_works()
    separate(("arxiv", "a"), ("crossref", "10.5555/x"))
    load(bridge())
    assert works() == 2


def test_a_corrected_identifier_leaves_the_work_and_its_citations_with_it() -> None:
    load(article(), make_record("fan", references=["doi:10.5555/tides"]))
    load(article(identifiers={"doi": "10.5555/right"}))
    work = work_of("10.5555/tides", "crossref")
    assert [one.value for one in work.identifiers.all()] == ["10.5555/right"]
    assert (work.citations_count, Citation.objects.get().cited) == (0, None)


def test_an_identifier_that_another_source_still_gives_stays() -> None:
    load(article(), preprint(identifiers={"doi": "10.5555/tides"}))
    load(article(identifiers={"doi": "10.5555/right"}))
    assert {one.value for one in Work.objects.get().identifiers.all()} == {"10.5555/tides", "10.5555/right"}


@pytest.mark.parametrize("source", ["upload", "orcid"])
def test_testimony_alone_is_self_reported_until_a_registry_confirms_it(source: str) -> None:
    load(preprint("u", source=source, abstract="Mine!", identifiers={}))
    assert Work.objects.get().self_reported
    load(article())
    work = Work.objects.get()
    assert (work.self_reported, work.abstract, work.year) == (False, "", 2021)


EVE = "0000-0001-5109-3700"


@pytest.mark.parametrize("source", ["upload", "orcid"])
def test_testimony_gives_a_work_of_a_registry_nothing(source: str) -> None:
    load(article(authors=("Ada Lindqvist",)))
    before = Work.objects.values("title", "self_reported", "has_code", "authors_count").get()
    attributed = list(Attribution.objects.values_list("id", "researcher__identity_key"))
    forged = article(
        "9",
        source=source,
        identifiers={"doi": "10.5555/tides", "arxiv": "2001.00009"},
        authors=({"name": "Ada Lindqvist", "orcid": EVE},),
        links=[{"kind": "code", "url": "https://github.com/eve/proof"}],
    )
    load(forged)
    assert Work.objects.values(*before).get() == before
    assert [str(one) for one in WorkIdentifier.objects.all()] == ["doi:10.5555/tides"]
    assert not CodeLink.objects.exists()
    assert not Authorship.objects.exclude(orcid="").exists()
    assert list(Attribution.objects.values_list("id", "researcher__identity_key")) == attributed
    assert list(Researcher.objects.values_list("identity_key", flat=True)) == ["name:ada lindqvist"]


@pytest.mark.parametrize("source", ["upload", "orcid"])
def test_testimony_cannot_tie_works_of_others(source: str) -> None:
    two_works()
    load(bridge(source=source))
    assert works() == 2


def test_an_upload_holds_no_identifier_against_a_source() -> None:
    load(
        preprint(
            "u",
            source="upload",
            title="Bird grammar of nowhere at all",
            authors=("Eve Else",),
            identifiers={"doi": "10.5555/tides"},
        )
    )
    load(article())
    assert works() == 2
    assert WorkIdentifier.objects.get(scheme="doi").work == work_of("10.5555/tides", "crossref")


def test_the_print_of_the_title_is_stored_and_follows_it() -> None:
    load(article())
    first = Work.objects.get().title_print
    load(article(title="Quite another title of marsh studies"))
    assert first is not None
    assert Work.objects.get().title_print not in (None, first)


def test_joining_costs_the_same_number_of_queries_for_two_and_for_fifty() -> None:
    def titles(first: int, number: int) -> list[str]:
        return [f"Learning tides of marsh number{n} with networks" for n in range(first, first + number)]

    def cost(first: int, number: int) -> int:
        load(*(preprint(f"2001.{n:05}", title=title) for n, title in enumerate(titles(first, number), first)))
        later = [article(f"10.5555/{n}", title=title) for n, title in enumerate(titles(first, number), first)]
        with CaptureQueriesContext(connection) as queries:
            assert load(*later).joined == number
        return len(queries)

    cost(0, 1)
    assert cost(100, 2) == cost(1000, 50)
