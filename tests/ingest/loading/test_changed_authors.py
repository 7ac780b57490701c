"""What is known of an author follows the printed author when a source says another list, whoever decided it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from ingest.joining.curating import join_works
from researchers import resolution
from researchers.answering import confirm_attribution, dispute_attribution, reject_attribution
from researchers.counters import refresh_all_stale
from researchers.curation.merging import merge
from researchers.curation.moving import split
from researchers.curation.undoing import undo
from researchers.identity import units
from researchers.models import Attribution, Block, IdentityEvent, Researcher
from tests.builders import make_user
from tests.commands import run_command
from tests.ingest.records import load, make_record, work_of
from tests.researchers.identity.seers import by_domain, page, printed, run
from works.models import Authorship

pytestmark = pytest.mark.django_db

LUND, UMEA = "lund.example", "umea.example"
AUTHORS = ("Ada Lindqvist", "Yang Liu", "Bo Ek")
OTHER_ORDERS = {
    "somebody new in front": ("Eve Newcomer", "Ada Lindqvist", "Yang Liu", "Bo Ek"),
    "the first gone": ("Yang Liu", "Bo Ek"),
    "turned round": ("Bo Ek", "Yang Liu", "Ada Lindqvist", "Eve Newcomer"),
    "rotated": ("Yang Liu", "Bo Ek", "Ada Lindqvist"),
}
OTHER_FORMS = {
    "initials": ("Eve Newcomer", "A. Lindqvist", "Y. Liu", "B. Ek"),
    "accents": ("Eve Newcomer", "Ada Líndqvist", "Yáng Liú", "Bo Ék"),
    "further names": ("Eve Newcomer", "Ada M. Lindqvist", "Yang J. Liu", "Bo Olof Ek"),
    "family names first": ("Eve Newcomer", "Lindqvist Ada", "Liu Yang", "Ek Bo"),
    "one letter": ("Ada Lindquist", "Yang Liu", "Bo Ek"),
}


@pytest.fixture(autouse=True)
def _seer(monkeypatch):
    monkeypatch.setattr(units, "resolve_block", by_domain)


@pytest.fixture(params=["few", "many"], autouse=True)
def _size(request, monkeypatch):
    """As a few works, which are compared at once, and as a part of a large import."""
    if request.param == "many":
        monkeypatch.setattr(resolution, "FEW", 0)


def reprint(*authors, **fields):
    """The first work again, without what would tell anew who its authors are."""
    load(make_record("1", authors=authors, title="Paper 1, corrected", **fields))


def bring(*authors: dict | str) -> None:
    """A work, and three beside it: two people called Yang Liu, and one with each of the others."""
    load(
        make_record("1", authors=authors),
        printed("2", ("Yang Liu", UMEA)),
        printed("3", ("Yang Liu", LUND), ("Ada Lindqvist", LUND)),
        printed("4", ("Bo Ek", UMEA)),
    )


def as_source_says() -> tuple[dict, ...]:
    return tuple(
        {"name": name, "source_author_id": f"id-of-{name.split()[-1].lower()}", "email_domains": [LUND]}
        for name in AUTHORS
    )


def by_names() -> tuple[dict, ...]:
    return tuple({"name": name, "email_domains": [LUND]} for name in AUTHORS)


def of_liu() -> Attribution:
    return Attribution.objects.accepted().get(
        authorship__work=work_of("1"), authorship__name__startswith="Yang"
    )


def offer() -> None:
    """Somebody else is proposed, too."""
    other = Researcher.objects.create(
        slug="yang-liu-9", public_id="9" * 16, preferred_name="Yang Liu", name_key="yang liu"
    )
    Attribution.objects.create(
        authorship=of_liu().authorship, researcher=other, status="proposed", basis="matched", confidence=0.4
    )


KINDS: dict[str, Callable[[], object]] = {
    "matched": lambda: None,
    "proposed": offer,
    "confirmed": lambda: confirm_attribution(of_liu(), by=owner_of(of_liu().researcher)),
    "curated": lambda: Attribution.objects.filter(pk=of_liu().pk).update(basis="curated"),
    "disputed": lambda: dispute_attribution(of_liu(), by=make_user(is_staff=True), reason="Not so."),
    "rejected": lambda: reject_attribution(of_liu(), by=make_user(is_staff=True)),
}


def owner_of(researcher: Researcher):
    user = make_user()
    Researcher.objects.filter(pk=researcher.pk).update(user=user)
    return user


def standing(*names: int) -> list[tuple]:
    """Everything that is said of the first work's authors, but for names that they have got since."""
    rows = Attribution.objects.filter(authorship__work=work_of("1"), authorship__in=names)
    fields = ("authorship", "researcher", "status", "basis", "confidence", "decided_by", "decided_at")
    return list(rows.order_by("authorship", "researcher").values_list(*fields))


def said_now(kind: str, *names: int) -> list[tuple]:
    """The same later. A name that somebody refused may be somebody else's by now."""
    rows = standing(*names)
    refused = {row[0]: row[1] for row in rows if row[2] == "rejected"}
    assert bool(refused) == (kind == "rejected")
    return [row for row in rows if row[0] not in refused or row[1] == refused[row[0]]]


def names() -> dict[int, str]:
    return dict(work_of("1").authorships.order_by("position").values_list("pk", "name"))


@contextmanager
def for_a_try() -> Iterator[None]:
    """What happens in the block is taken back, so that the next case finds all as this one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", [*KINDS, "source id"])
@pytest.mark.parametrize("resolved", [True, False], ids=["resolved", "not resolved"])
def test_whatever_is_known_of_an_author_follows_the_name(resolved, kind, subtests):
    bring(*(as_source_says() if kind == "source id" else by_names()))
    if resolved:
        run(everything=True)
    KINDS.get(kind, KINDS["matched"])()
    for order, authors in OTHER_ORDERS.items():
        with for_a_try(), subtests.test(order):
            check_that_all_follow_the_names(kind, authors)


def check_that_all_follow_the_names(kind, authors):
    stay = {pk: name for pk, name in names().items() if name in authors}
    before = standing(*stay)
    assert before
    said = {one["name"]: one["source_author_id"] for one in as_source_says()}
    reprint(
        *(
            {"name": one, "source_author_id": said.get(one) if kind == "source id" else None}
            for one in authors
        )
    )
    assert [name for _, name in sorted(stay.items())] == [names()[pk] for pk in sorted(stay)]
    assert list(names().values()) == list(authors)
    assert said_now(kind, *stay) == before
    assert not Attribution.objects.filter(
        authorship__name="Eve Newcomer", researcher__in=[row[1] for row in before]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_settled_author_may_be_printed_in_another_form(kind, subtests):
    bring(*by_names())
    run(everything=True)
    KINDS[kind]()
    before, stay = standing(*names()), set(names())
    for form, authors in OTHER_FORMS.items():
        with for_a_try(), subtests.test(form):
            reprint(*authors)
            assert list(names().values()) == list(authors)
            assert stay <= set(names())
            assert said_now(kind, *stay) == before


def test_before_anything_is_resolved_each_full_name_is_one_person():
    bring(*by_names())
    reprint("A. Lindqvist", "Yang Liu", "Bo Ek")
    assert Attribution.objects.get(authorship__name="A. Lindqvist").researcher == page("A. Lindqvist")


def test_a_name_in_another_form_stays_where_it_is_when_it_is_resolved_in_its_turn():
    bring(*by_names())
    run(everything=True)
    before = {row[0]: row[1] for row in standing(*names())}
    reprint(*({"name": name, "email_domains": [LUND]} for name in OTHER_FORMS["family names first"][1:]))
    run()
    assert {row[0]: row[1] for row in standing(*before)} == before


def test_an_author_who_is_gone_leaves_and_one_who_is_new_is_attributed_as_on_any_work():
    bring(*by_names())
    run(everything=True)
    reprint("Eve Newcomer", {"name": "Yang Liu", "email_domains": [LUND]})
    rows = Attribution.objects.filter(authorship__work=work_of("1"))
    assert set(rows.values_list("authorship__name", "researcher__preferred_name", "status")) == {
        ("Eve Newcomer", "Eve Newcomer", "accepted"),
        ("Yang Liu", "Yang Liu", "accepted"),
    }
    refresh_all_stale()
    counted = Researcher.objects.exclude(name_key="yang liu").values_list("preferred_name", "works_count")
    assert sorted(counted) == [("Ada Lindqvist", 1), ("Bo Ek", 0), ("Bo Ek", 1), ("Eve Newcomer", 1)]


def test_a_name_that_contradicts_the_others_of_its_page_is_looked_at_anew():
    load(printed("1", ("J. Smith", LUND)), printed("2", ("John Smith", LUND)))
    run(everything=True)
    john = page("John Smith")
    assert john.attributions.count() == 2
    reprint({"name": "James Smith", "email_domains": [UMEA]})
    now = Attribution.objects.get(authorship__work=work_of("1"))
    assert now.researcher != john
    event = IdentityEvent.objects.get(kind="move")
    assert (event.researcher, event.other, event.by) == (john, now.researcher, None)


def test_what_changed_hands_by_an_import_is_undone_like_what_the_matcher_did(admin):
    load(printed("1", ("J. Smith", LUND)), printed("2", ("John Smith", LUND)))
    run(everything=True)
    john = page("John Smith")
    reprint({"name": "James Smith", "email_domains": [UMEA]})
    undo(IdentityEvent.objects.get(kind="move"), by=admin)
    now = Attribution.objects.accepted().get(authorship__work=work_of("1"))
    assert (now.researcher, now.basis, now.decided_by) == (john, "curated", admin)
    reprint("Eve Newcomer", {"name": "James Smith", "email_domains": [UMEA]})
    assert Attribution.objects.accepted().get(authorship__name="James Smith").researcher == john


# What people decided, and the log.


def test_a_split_is_undone_at_the_names_that_it_was_about_wherever_they_are_printed_now(admin):
    bring(*by_names())
    run(everything=True)
    liu = of_liu()
    event = split(liu.researcher, [liu.authorship_id], by=admin)
    reprint(*OTHER_ORDERS["somebody new in front"])
    assert of_liu().researcher == event.other
    undo(event, by=admin)
    assert of_liu().researcher == liu.researcher
    ada = Attribution.objects.accepted().get(authorship__work=work_of("1"), authorship__name="Ada Lindqvist")
    assert ada.researcher == page("Ada Lindqvist")


def test_a_merge_holds_when_the_authors_change(admin):
    bring(*by_names())
    run(everything=True)
    load(printed("5", ("A. Lindqvist", "other.example")))
    initial = Attribution.objects.get(authorship__work=work_of("5")).researcher
    ada = page("Ada Lindqvist")
    assert initial != ada
    merge(ada, into=initial, by=admin)
    reprint("Eve Newcomer", "Ada M. Lindqvist", "Bo Ek", "Yang Liu")
    now = Attribution.objects.get(authorship__work=work_of("1"), authorship__name="Ada M. Lindqvist")
    assert now.researcher == initial
    run()
    now.refresh_from_db()
    assert now.researcher == initial


def test_nobody_becomes_two_authors_of_a_work_because_two_pages_were_merged(admin):
    load(make_record("1", authors=("Ada Lindqvist",)), make_record("2", authors=("A. Lindqvist",)))
    merge(page("A. Lindqvist"), into=page("Ada Lindqvist"), by=admin)
    load(make_record("3", authors=("A. Lindqvist", "Ada Lindqvist")))
    rows = Attribution.objects.accepted().filter(authorship__work=work_of("3"))
    assert [one.researcher for one in rows] == [page("Ada Lindqvist")]


def test_two_names_of_one_person_on_a_work_are_not_both_theirs():
    load(printed("1", ("Ada Lindqvist", LUND)), printed("2", ("A. Lindqvist", LUND)))
    run(everything=True)
    load(make_record("3", authors=("A. Lindqvist", "Ada Lindqvist")))
    owners = list(
        Attribution.objects.accepted()
        .filter(authorship__work=work_of("3"))
        .values_list("researcher", flat=True)
    )
    assert len(owners) == len(set(owners)) == 2


@pytest.mark.parametrize("kind", ["confirmed", "curated", "disputed", "rejected"])
@pytest.mark.parametrize("resolved", [True, False], ids=["resolved", "not resolved"])
def test_what_people_decided_about_a_name_that_is_printed_no_more_is_kept_and_nothing_is_added(
    kind, resolved
):
    bring(*by_names())
    if resolved:
        run(everything=True)
    KINDS[kind]()
    liu = next(pk for pk, name in names().items() if name == "Yang Liu")
    before = standing(liu)
    for authors in (("Ada Lindqvist", "Bo Ek"), ("Bo Ek",), AUTHORS):
        reprint(*authors)
        assert names()[liu] == "Yang Liu"
        assert said_now(kind, liu) == before
        assert authors == AUTHORS or standing(liu) == before
    assert list(names().values()) == list(AUTHORS)


def test_a_name_that_was_refused_and_is_printed_no_more_becomes_nobodys_when_all_is_resolved_anew():
    bring(*by_names())
    run(everything=True)
    KINDS["rejected"]()
    liu = next(pk for pk, name in names().items() if name == "Yang Liu")
    reprint("Ada Lindqvist", "Bo Ek")
    before = standing(liu)
    run(everything=True)
    assert standing(liu) == before


# What waits.


def stale() -> set[str]:
    return set(Block.objects.filter(stale_at__isnull=False).values_list("key", flat=True))


def block_of(name: str) -> str:
    return Authorship.objects.filter(name=name).values_list("block", flat=True)[0]


def test_nothing_waits_when_the_authors_are_as_before():
    bring(*by_names())
    run(everything=True)
    reprint(*by_names(), abstract="Now with an abstract.")
    assert not stale()


def test_somebody_new_in_front_makes_nobody_else_wait():
    bring(*by_names())
    run(everything=True)
    reprint("Eve Newcomer", *by_names())
    assert stale() == {block_of("Eve Newcomer")}


def test_an_author_who_goes_lets_the_names_like_theirs_wait_in_a_large_import():
    bring(*by_names())
    run(everything=True)
    reprint(*by_names()[1:])
    assert stale() == (set() if resolution.FEW else {block_of("Ada Lindqvist")})


def test_a_decided_name_that_is_printed_no_more_lets_nobody_wait_again():
    bring(*by_names())
    run(everything=True)
    KINDS["curated"]()
    reprint("Ada Lindqvist", "Bo Ek")
    Block.objects.update(stale_at=None)
    reprint("Ada Lindqvist", "Bo Ek", abstract="Now with an abstract.")
    assert not stale()


# Pages that are left with nothing.


def test_a_page_that_loses_its_last_work_keeps_its_address_and_followers_and_gets_its_work_back(client):
    load(printed("1", ("Ada Lindqvist", LUND), ("Bo Ek", LUND)))
    run(everything=True)
    ada = page("Ada Lindqvist")
    follower = make_user()
    follower.follows.create(researcher=ada)
    reprint("Bo Ek")
    refresh_all_stale()
    run()
    ada.refresh_from_db()
    assert (ada.works_count, ada.merged_into) == (0, None)
    assert client.get(ada.get_absolute_url()).status_code == 200
    assert follower.follows.get().researcher == ada
    reprint("Ada Lindqvist", "Bo Ek")
    assert Attribution.objects.get(authorship__name="Ada Lindqvist").researcher == ada
    refresh_all_stale()
    ada.refresh_from_db()
    assert ada.works_count == 1


# Works that turn out to be one.


def test_of_joined_works_with_other_lists_of_authors_everybody_stays_whose_they_were(admin):
    load(
        make_record("1", title="A grammar of dunes", authors=by_names(), identifiers={"doi": "10.1/1"}),
        make_record(
            "2",
            title="A grammar of dunes, revisited",
            source="other",
            authors=("B. Ek", "Eve Newcomer", "Liu, Yang", "A. Lindqvist"),
        ),
        printed("3", ("Yang Liu", UMEA)),
    )
    run(everything=True)
    before = {row[0]: row[1] for row in standing(*names())}
    join_works(work_of("1"), work_of("2", "other"), by=admin)
    after = {row[0]: row[1] for row in standing(*names())}
    assert before.items() <= after.items()
    listed = Attribution.objects.accepted().filter(authorship__work=work_of("1"))
    assert listed.count() == work_of("1").authorships.count() == len(set(listed.values_list("researcher")))


# Through the command.


def test_the_command_brings_a_list_with_somebody_new_in_front(tmp_path):
    path = tmp_path / "works.jsonl"
    for authors in (AUTHORS, OTHER_ORDERS["somebody new in front"]):
        record = {
            "source": "test",
            "source_id": "1",
            "title": "Paper 1",
            "published": "2020",
            "authors": [{"name": name} for name in authors],
        }
        path.write_text(json.dumps(record) + "\n")
        assert run_command("import_works", "--format", "credence", path) == 0
        if authors == AUTHORS:
            run(everything=True)
            before, stay = standing(*names()), names()
    assert standing(*stay) == before
    assert {pk: name for pk, name in names().items() if pk in stay} == stay
