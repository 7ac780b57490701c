"""The log and its lines: filtered, paged, kept by the database, and undone."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from researchers.curation.distinguishing import distinguish
from researchers.curation.merging import merge
from researchers.curation.moving import move, split
from researchers.curation.refusals import StandsInTheWay
from researchers.curation.undoing import undo
from researchers.models import Attribution, IdentityEvent
from tests.builders import make_researcher, make_user, make_work
from tests.pages.curation.looks import decide, fresh, names_on

pytestmark = pytest.mark.django_db


def test_undoing_asks_first_and_names_what_stands_in_the_way(as_user, admin, page, duplicate):
    first = merge(duplicate, into=page, by=admin)
    second = split(page, names_on(page)[-1:], by=admin)
    client = as_user(admin)
    address = reverse("pages:curation_decision", args=[first.pk])
    shown = client.get(address).content.decode()
    assert f"“Split”, number {second.pk}" in shown
    assert "Undo this decision" not in shown
    assert client.post(address).status_code == 422
    with pytest.raises(StandsInTheWay) as refusal:
        undo(first, by=admin)
    assert refusal.value.later == second
    assert decide(client, reverse("pages:curation_decision", args=[second.pk])).status_code == 302
    assert "1 printed name goes back" in client.get(address).content.decode()
    response = decide(client, address, reason="Two people after all.")
    undone = IdentityEvent.objects.get(undoes=first)
    assert response.url == reverse("pages:curation_decision", args=[undone.pk])
    assert fresh(duplicate).merged_into is None
    assert len(names_on(duplicate)) == 1
    assert client.post(address).status_code == 422


def test_works_that_came_since_stay_and_those_that_left_stay_away(admin, page, duplicate):
    event = merge(duplicate, into=page, by=admin)
    later = make_work("After the merge", authors=[page])
    stranger = make_researcher("Stranger")
    gone = Attribution.objects.filter(researcher=page).order_by("authorship")[0]
    Attribution.objects.filter(pk=gone.pk).update(researcher=stranger)
    undo(event, by=admin)
    assert len(names_on(duplicate)) == 1
    assert later.authorships.get().pk in names_on(page)
    assert names_on(stranger) == [gone.authorship_id]


def test_the_log_is_filtered_and_paged(as_user, admin, page, duplicate, count_queries):
    client, address = as_user(admin), reverse("pages:curation_log")
    split_event = split(page, names_on(page)[:1], by=admin)
    undo(split_event, by=admin)
    lone = distinguish(page, duplicate, by=admin, reason="Seen both in one room.")
    for query, numbers in (
        ("", {split_event.pk, split_event.undone_by.pk, lone.pk}),
        ("?kind=split", {split_event.pk}),
        ("?stands=yes", {lone.pk}),
        ("?stands=no", {split_event.pk}),
        ("?page_of=y-liu", {lone.pk}),
        ("?page_of=/researchers/y-liu/", {lone.pk}),
        ("?page_of=Y.+Liu", {lone.pk}),
        ("?page_of=nobody", set()),
        ("?kind=nonsense", {split_event.pk, split_event.undone_by.pk, lone.pk}),
    ):
        shown = client.get(address + query)
        assert {event.pk for event in shown.context["page"]} == numbers, query
    few = count_queries(lambda: client.get(address))
    for number in range(40):
        distinguish(make_researcher(f"Namesake {number}"), page, by=admin)
    assert count_queries(lambda: client.get(address)) == few
    assert client.get(address, {"page": 2}).context["page"].number == 2


def empty(log):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL credence.logs_may_be_emptied = 'no'")
        cursor.execute("TRUNCATE researchers_identityevent")


@pytest.mark.parametrize(
    "change",
    [
        lambda log: log.update(reason="Something else"),
        lambda log: log.update(work=make_work("Another")),
        lambda log: log.update(by=make_user()),
        lambda log: log.delete(),
        empty,
    ],
)
def test_the_database_keeps_the_log(admin, page, duplicate, change):
    event = move(page, names_on(page)[:1], to=duplicate, by=admin)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or TRUNCATE is refused for another reason
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        change(IdentityEvent.objects.all())
    assert fresh(event).reason == ""


def test_a_work_that_is_deleted_leaves_the_decisions_about_it(admin, page, duplicate):
    event = move(page, names_on(page)[:1], to=duplicate, by=admin)
    assert event.work
    event.work.delete()
    assert (fresh(event).work, fresh(event).by, fresh(event).details["works"]) == (None, admin, 1)


def test_an_account_that_is_deleted_leaves_its_decisions(as_user, admin, page, duplicate):
    event = split(page, names_on(page)[:1], by=make_user(is_staff=True))
    event.by.delete()
    undo(event, by=admin)
    assert len(names_on(page)) == 3


def test_what_the_matcher_thinks_is_told_as_such(as_user, client, admin, page, duplicate):
    details = {"matcher": True, "works": 2}
    event = IdentityEvent.objects.create(kind="split", researcher=page, other=duplicate, details=details)
    told = client.get(page.get_absolute_url()).content.decode()
    assert "(taken for another person)" in told
    assert "(another person)" not in told
    shown = as_user(admin).get(reverse("pages:curation_decision", args=[event.pk])).content.decode()
    assert "by the matcher" in shown
    assert "What comes back is your decision from then on" in shown
    assert "by a former account" not in shown
