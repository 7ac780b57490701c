"""What administrators may do about joined works."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ingest.joining.curating import CannotJoin, CannotUndo, join_works, undo_joining
from researchers.models import Attribution, Researcher
from tests.ingest.records import load, make_record, work_of
from works.models import Citation, Joining, Separation, Work

pytestmark = pytest.mark.django_db

TITLE = "Learning the tides of salt marshes with neural networks"
AUTHORS = ("Ada Lindqvist", "Bob Okafor")


def statement(source: str, source_id: str, **fields: Any) -> Any:
    return make_record(source_id, source=source, **{"title": TITLE, "authors": AUTHORS, **fields})


PREPRINT = statement("arxiv", "2001.00001", type="preprint", identifiers={"arxiv": "2001.00001"})
ARTICLE = statement(
    "crossref", "10.5555/tides", type="journal-article", identifiers={"doi": "10.5555/tides"}, venue="Tides",
    references=["doi:10.5555/far"],
)  # fmt: skip
OTHER = statement(
    "crossref", "10.5555/birds", title="Birds of invented islands", identifiers={"doi": "10.5555/birds"}
)
FAN = make_record("fan", references=["doi:10.5555/tides", "doi:10.5555/birds", "arxiv:2001.00001"])
FAR = make_record("far", identifiers={"doi": "10.5555/far"})


def listed() -> int:
    return Work.objects.listed().count()


@pytest.fixture
def joined(db: None) -> Joining:
    """A preprint and an article that the import took for one work."""
    load(FAN, FAR, PREPRINT)
    load(ARTICLE)
    return Joining.objects.get()


@pytest.fixture
def two(db: None) -> tuple[Work, Work]:
    load(FAN, PREPRINT, OTHER)
    return work_of("2001.00001", "arxiv"), work_of("10.5555/birds", "crossref")


def test_undoing_a_joining_makes_two_works_each_with_its_own(joined: Joining, admin: User) -> None:
    separated = undo_joining(joined, by=admin)
    kept = work_of("2001.00001", "arxiv")
    assert separated == work_of("10.5555/tides", "crossref") != kept
    assert (separated.venue.name, kept.venue) == ("Tides", None)
    assert [str(one) for one in kept.identifiers.all()] == ["arxiv:2001.00001"]
    assert [str(one) for one in separated.identifiers.all()] == ["doi:10.5555/tides"]
    assert not kept.versions.exists()
    assert separated.authorships.count() == 2
    assert Researcher.objects.get(preferred_name="Ada Lindqvist").counters_stale_at is not None
    joined.refresh_from_db()
    assert (joined.undone_by, joined.undone_at is None) == (admin, False)


def test_citations_and_references_go_with_the_statement_that_they_belong_to(
    joined: Joining, admin: User
) -> None:
    separated = undo_joining(joined, by=admin)
    kept = work_of("2001.00001", "arxiv")
    tied = {(one.value, one.cited) for one in Citation.objects.filter(citing=work_of("fan"))}
    assert tied == {("10.5555/tides", separated), ("2001.00001", kept), ("10.5555/birds", None)}
    assert {one.citing for one in Citation.objects.filter(cited=work_of("far"))} == {separated}
    assert (separated.citations_count, kept.citations_count) == (1, 1)


def test_what_was_undone_is_not_joined_by_the_next_import(joined: Joining, admin: User) -> None:
    undo_joining(joined, by=admin)
    separation = Separation.objects.get()
    assert (separation.source, separation.other_source, separation.decided_by) == ("arxiv", "crossref", admin)
    load(
        statement(
            "arxiv",
            "2001.00001",
            type="preprint",
            identifiers={"arxiv": "2001.00001", "doi": "10.5555/tides"},
        )
    )
    load(statement("crossref", "10.5555/tides", type="journal-article", published="2021"))
    assert work_of("2001.00001", "arxiv") != work_of("10.5555/tides", "crossref")
    assert not Joining.objects.standing().exists()


def test_an_administrator_joins_two_works_that_no_rule_would(two: tuple[Work, Work], admin: User) -> None:
    kept, other = two
    joining = join_works(kept, other, by=admin)
    other.refresh_from_db()
    kept.refresh_from_db()
    assert (joining.basis, joining.made_by, joining.former) == ("person", admin, other)
    assert (other.withdrawn, other.joined_into) == (True, kept)
    assert kept.citations_count == 1
    assert Citation.objects.filter(cited=kept).count() == 2


def test_undoing_gives_the_other_work_its_address_back(two: tuple[Work, Work], admin: User) -> None:
    kept, other = two
    before = other.slug
    separated = undo_joining(join_works(kept, other, by=admin), by=admin)
    assert (separated, separated.slug, separated.joined_into) == (other, before, None)
    assert separated.title == "Birds of invented islands"
    assert listed() == 3
    assert {one.cited for one in Citation.objects.filter(value="10.5555/birds")} == {other}


def test_a_later_decision_to_join_takes_the_place_of_the_separation(joined: Joining, admin: User) -> None:
    separated = undo_joining(joined, by=admin)
    join_works(work_of("2001.00001", "arxiv"), separated, by=admin)
    assert not Separation.objects.exists()
    assert work_of("2001.00001", "arxiv") == work_of("10.5555/tides", "crossref")


def confirm(work: Work, researcher: Researcher) -> None:
    Attribution.objects.filter(authorship__work=work, authorship__position=0).delete()
    Attribution.objects.create(
        authorship=work.authorships.get(position=0),
        researcher=researcher,
        status="accepted",
        basis="confirmed",
    )


def test_decisions_that_were_carried_over_go_back(
    two: tuple[Work, Work], admin: User, ada_page: Researcher
) -> None:
    kept, other = two
    confirm(other, ada_page)
    joining = join_works(kept, other, by=admin)
    assert ada_page.attributions.filter(authorship__work=kept).exists()
    undo_joining(joining, by=admin)
    assert list(ada_page.attributions.values_list("authorship__work", flat=True)) == [other.pk]
    assert Attribution.objects.accepted().filter(authorship__work=kept).count() == 2


def test_decisions_that_contradict_each_other_forbid_it(
    two: tuple[Work, Work], admin: User, ada_page: Researcher, bob_page: Researcher
) -> None:
    for work, researcher in zip(two, (ada_page, bob_page), strict=True):
        confirm(work, researcher)
    with pytest.raises(CannotJoin, match="Nothing was changed"):
        join_works(*two, by=admin)
    assert listed() == 3


def test_what_cannot_be_joined_is_refused(two: tuple[Work, Work], admin: User) -> None:
    kept, other = two
    with pytest.raises(CannotJoin, match="one work already"):
        join_works(kept, kept, by=admin)
    join_works(kept, other, by=admin)
    with pytest.raises(CannotJoin, match="no longer listed"):
        join_works(kept, other, by=admin)


def test_what_cannot_be_undone_is_refused(joined: Joining, admin: User) -> None:
    everything = Joining.objects.create(
        work=joined.work, basis="title", statements=[["crossref", "10.5555/tides"], ["arxiv", "2001.00001"]]
    )
    with pytest.raises(CannotUndo, match="Nothing would be left"):
        undo_joining(everything, by=admin)
    undo_joining(joined, by=admin)
    with pytest.raises(CannotUndo, match="undone already"):
        undo_joining(joined, by=admin)
    Joining.objects.filter(pk=everything.pk).update(work=work_of("fan"))
    with pytest.raises(CannotUndo, match="separate ways"):
        undo_joining(everything, by=admin)


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("carol", 404), ("ada", 404), ("admin", 200)])
def test_only_administrators_see_and_undo_joinings(
    who: str | None,
    status: int,
    joined: Joining,
    request: pytest.FixtureRequest,
    as_user: Callable[..., Client],
) -> None:
    client = as_user(request.getfixturevalue(who) if who else None)
    slug = joined.work.slug
    undoing = reverse("ingest:undo_joining", args=[slug, joined.pk])
    assert client.get(reverse("ingest:joinings", args=[slug])).status_code == status
    assert client.get(undoing).status_code == status
    assert client.post(undoing).status_code == (302 if status == 200 else status)
    assert Joining.objects.standing().exists() is (status != 200)


def test_undoing_asks_first_and_says_what_it_did(
    joined: Joining, admin: User, as_user: Callable[..., Client]
) -> None:
    client, address = as_user(admin), reverse("ingest:undo_joining", args=[joined.work.slug, joined.pk])
    page = client.get(address).text
    assert "Crossref 10.5555/tides" in page
    assert "The titles agree, all authors agree, both are of 2020." in page
    assert Joining.objects.standing().exists()
    page = client.post(address, follow=True)
    assert page.redirect_chain[0][0] == work_of("10.5555/tides", "crossref").get_absolute_url()
    assert "They are two works again" in page.text
    assert client.post(address).status_code == 404


def test_a_refused_undoing_says_why(joined: Joining, admin: User, as_user: Callable[..., Client]) -> None:
    Joining.objects.update(statements=[["crossref", "10.5555/tides"], ["arxiv", "2001.00001"]])
    response = as_user(admin).post(reverse("ingest:undo_joining", args=[joined.work.slug, joined.pk]))
    assert (response.status_code, "Nothing would be left" in response.text) == (422, True)


@pytest.mark.parametrize("typed", ["doi:10.5555/birds", "{address}", "https://example.org{address}"])
def test_a_work_is_joined_by_identifier_or_address(
    typed: str, two: tuple[Work, Work], admin: User, as_user: Callable[..., Client]
) -> None:
    kept, other = two
    address = reverse("ingest:joinings", args=[kept.slug])
    client = as_user(admin)
    response = client.post(address, {"other": typed.format(address=other.get_absolute_url())})
    assert (response.status_code, response["Location"]) == (302, address)
    assert "an administrator decided it" in client.get(address).text.lower()
    assert "by Wilma Warden" in client.get(address).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [("doi:10.5555/none", "no such work"), ("", "Say which work"), ("arxiv:2001.00001", "one work already")],
)
def test_a_refused_joining_keeps_what_was_typed(
    typed: str, words: str, two: tuple[Work, Work], admin: User, as_user: Callable[..., Client]
) -> None:
    response = as_user(admin).post(reverse("ingest:joinings", args=[two[0].slug]), {"other": typed})
    assert response.status_code == 422
    assert words in response.text
    assert f'value="{typed}"' in response.text or not typed
    assert listed() == 3


def test_a_work_that_was_never_joined_says_so(
    two: tuple[Work, Work], admin: User, as_user: Callable[..., Client]
) -> None:
    page = as_user(admin).get(reverse("ingest:joinings", args=[two[0].slug])).text
    assert "Nothing was joined to this work" in page


def test_the_work_page_says_why_its_sources_are_one_work(
    joined: Joining, client: Client, admin: User
) -> None:
    page = client.get(joined.work.get_absolute_url()).text
    assert "Why these are one work" in page
    assert "Crossref 10.5555/tides. The titles agree" in " ".join(page.split())
    assert "Undo" not in page
    assert "Field by field" in page
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(joined.work.get_absolute_url()).text
    assert reverse("ingest:undo_joining", args=[joined.work.slug, joined.pk]) in page


def test_the_old_address_leads_on_until_the_joining_is_undone(
    two: tuple[Work, Work], admin: User, client: Client
) -> None:
    kept, other = two
    joining = join_works(kept, other, by=admin)
    response = client.get(other.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())
    assert (
        client.get(reverse("pages:work_bib", args=[other.slug]))["Location"]
        == f"{kept.get_absolute_url()}bib"
    )
    undo_joining(joining, by=admin)
    assert client.get(other.get_absolute_url()).status_code == 200
