"""Joinings are undone one after the other, and whatever came in between goes to the work of which it speaks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from ingest.joining.curating import join_works, undo_joining
from ingest.records import Withdrawal, WorkRecord
from researchers.models import Attribution
from tests.ingest.records import load, make_record, work_of
from works.models import Citation, Joining, Separation, Work

pytestmark = pytest.mark.django_db

TIDES = "Learning the tides of salt marshes with neural networks"
AUTHORS = ("Ada Lindqvist", "Bob Okafor")


def statement(source: str, **fields: Any) -> WorkRecord:
    """What this source says, under an id like its own name."""
    return make_record(source, source=source, **{"authors": AUTHORS, "title": TIDES, **fields})


PREPRINT = statement("arxiv", type="preprint", identifiers={"arxiv": "2001.00001"})
ARTICLE = statement("crossref", type="journal-article", identifiers={"doi": "10.5555/tides"})
BIRDS = statement("inspire", title="Birds over islands counted twice")
RIVERS = statement("pubmed", title="Rivers dammed in invented lands")


def home(source: str) -> Work:
    return work_of(source, source)


def holders(value: str) -> list[Work]:
    return list(Work.objects.filter(identifiers__value=value))


def age(joining: Joining, days: int) -> None:
    Joining.objects.filter(pk=joining.pk).update(made_at=Now() - timedelta(days=days))


def test_an_arrival_and_the_later_joining_of_its_work_are_undone_in_either_order(admin: User) -> None:
    load(BIRDS, PREPRINT)
    load(ARTICLE)
    first = Joining.objects.get()
    preprint = home("arxiv")
    second = join_works(home("inspire"), preprint, by=admin)
    undo_joining(first, by=admin)
    assert home("arxiv") == home("inspire") != home("crossref")
    assert undo_joining(second, by=admin) == home("arxiv") == preprint
    assert len({home("arxiv"), home("inspire"), home("crossref")}) == 3


def test_the_joining_of_a_work_may_be_undone_before_an_arrival_at_it(admin: User) -> None:
    load(BIRDS, PREPRINT)
    load(ARTICLE)
    first = Joining.objects.get()
    undo_joining(join_works(home("inspire"), home("arxiv"), by=admin), by=admin)
    assert home("arxiv") == home("crossref")
    undo_joining(first, by=admin)
    assert len({home("arxiv"), home("inspire"), home("crossref")}) == 3


def test_what_came_since_with_an_identifier_of_the_leaving_work_goes_along(admin: User) -> None:
    load(PREPRINT)
    load(ARTICLE)
    joining = Joining.objects.get()
    load(statement("openalex", identifiers={"doi": "10.5555/tides", "pmid": "77"}))
    load(statement("dblp", identifiers={"pmid": "77"}))
    load(statement("datacite", identifiers={"arxiv": "2001.00001"}))
    separated = undo_joining(joining, by=admin)
    assert separated == home("crossref") == home("openalex") == home("dblp")
    assert home("arxiv") == home("datacite") != separated
    assert holders("10.5555/tides") == holders("77") == [separated]
    later = next(one for one in Joining.objects.standing() if one.statements == [["dblp", "dblp"]])
    assert later.work == separated
    undo_joining(later, by=admin)
    assert home("dblp") != separated == home("openalex")


def test_what_came_since_with_identifiers_of_both_stays_and_is_told_apart_from_neither(admin: User) -> None:
    load(PREPRINT, make_record("fan", references=["doi:10.5555/tides"]))
    load(ARTICLE)
    joining = Joining.objects.get()
    load(statement("openalex", identifiers={"doi": "10.5555/tides", "arxiv": "2001.00001"}))
    separated = undo_joining(joining, by=admin)
    assert home("openalex") == home("arxiv") != separated
    assert holders("10.5555/tides") == [separated]
    assert Citation.objects.get().cited == separated
    assert (Work.objects.get(pk=separated.pk).citations_count, home("arxiv").citations_count) == (1, 0)
    assert [(one.source, one.other_source) for one in Separation.objects.all()] == [("arxiv", "crossref")]


def test_statements_that_were_there_before_do_not_go_along(admin: User) -> None:
    load(PREPRINT)
    load(ARTICLE)
    article = Joining.objects.get()
    age(article, days=1)
    load(statement("dblp", identifiers={"doi": "10.5555/tides"}))
    undo_joining(Joining.objects.exclude(pk=article.pk).get(), by=admin)
    assert home("arxiv") == home("crossref") != home("dblp")


def test_a_statement_that_its_source_took_back_goes_with_its_work(admin: User) -> None:
    load(BIRDS)
    load(ARTICLE, statement("dblp", identifiers={"doi": "10.5555/tides"}))
    load(Withdrawal("dblp", "dblp"))
    article = home("crossref")
    joining = join_works(home("inspire"), article, by=admin)
    assert home("dblp") == home("inspire")
    undo_joining(joining, by=admin)
    assert home("dblp") == home("crossref") == article


def test_a_work_joined_to_a_joined_one_leads_back_to_it(admin: User) -> None:
    load(BIRDS, PREPRINT, RIVERS)
    birds, preprint, rivers = home("inspire"), home("arxiv"), home("pubmed")
    inner = join_works(preprint, rivers, by=admin)
    outer = join_works(birds, preprint, by=admin)
    undo_joining(outer, by=admin)
    rivers.refresh_from_db()
    assert rivers.joined_into == home("pubmed") == preprint
    assert undo_joining(inner, by=admin) == home("pubmed") == rivers
    rivers.refresh_from_db()
    assert (rivers.joined_into, rivers.withdrawn) == (None, False)


def test_a_work_joined_to_the_one_that_stays_goes_on_leading_to_it(admin: User) -> None:
    load(BIRDS, PREPRINT, RIVERS)
    birds, preprint, rivers = home("inspire"), home("arxiv"), home("pubmed")
    join_works(birds, rivers, by=admin)
    undo_joining(join_works(birds, preprint, by=admin), by=admin)
    rivers.refresh_from_db()
    assert rivers.joined_into == home("pubmed") == birds


def decide(name: str, status: str) -> Attribution:
    """Somebody decides now, on the one work that is listed with this name."""
    found = Attribution.objects.get(authorship__name=name, authorship__work=home("arxiv"))
    Attribution.objects.filter(pk=found.pk).update(
        status=status, basis="confirmed", decided_at=timezone.now()
    )
    return found


def said_of(work: Work, name: str) -> list[tuple[int, str, str]]:
    rows = Attribution.objects.filter(authorship__work=work, authorship__name=name)
    return sorted(rows.values_list("researcher", "status", "basis"))


@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_a_decision_of_the_time_together_holds_for_both_works(status: str, admin: User) -> None:
    load(PREPRINT)
    load(statement("crossref", title="Marshes at night", authors=(*AUTHORS, "Cy Dahl")))
    other = home("crossref")
    joining = join_works(home("arxiv"), other, by=admin)
    for name in ("Bob Okafor", "Cy Dahl"):
        decide(name, status)
    undo_joining(joining, by=admin)
    bob = Attribution.objects.get(
        authorship__name="Bob Okafor", authorship__work=home("arxiv"), status=status
    )
    assert (bob.researcher_id, status, "confirmed") in said_of(other, "Bob Okafor")
    cy = said_of(other, "Cy Dahl")
    assert (status, "confirmed") in [row[1:] for row in cy]
    assert len([row for row in cy if row[1] == "accepted"]) == (status == "accepted")


def test_a_later_rejection_takes_the_place_of_what_was_decided_before_the_joining(admin: User) -> None:
    load(PREPRINT, statement("crossref", title="Marshes at night"))
    other = home("crossref")
    confirmed = Attribution.objects.filter(authorship__work=other, authorship__name="Bob Okafor")
    confirmed.update(basis="confirmed", decided_at=Now() - timedelta(days=2))
    joining = join_works(home("arxiv"), other, by=admin)
    carried = Attribution.objects.get(
        authorship__work=home("arxiv"), authorship__name="Bob Okafor", basis="confirmed"
    )
    Attribution.objects.filter(pk=carried.pk).update(status="rejected", decided_at=timezone.now())
    undo_joining(joining, by=admin)
    assert (carried.researcher_id, "rejected", "confirmed") in said_of(other, "Bob Okafor")


def test_a_decision_from_before_the_joining_stays_with_the_work_that_it_was_about(admin: User) -> None:
    load(PREPRINT, statement("crossref", title="Marshes at night"))
    decide("Ada Lindqvist", "accepted")
    Attribution.objects.filter(basis="confirmed").update(decided_at=Now() - timedelta(days=2))
    undo_joining(join_works(home("arxiv"), home("crossref"), by=admin), by=admin)
    assert Attribution.objects.get(basis="confirmed").authorship.work == home("arxiv")
