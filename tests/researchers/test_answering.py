"""Mine, in question, not mine: who may say so, what is written, and what it means for the pages."""

import threading
from contextlib import suppress

import pytest
from django.db import IntegrityError, connection

from accounts.models import User
from researchers import answering
from researchers.answering import (
    AttributedElsewhere,
    NotListed,
    NotTheirsToSay,
    confirm_attribution,
    dispute_attribution,
    reject_attribution,
)
from researchers.counters import refresh_stale
from researchers.curation.undoing import undo
from researchers.models import Attribution, IdentityEvent, Researcher
from researchers.resolution import resolve
from tests.builders import make_attribution, make_researcher, make_work

Status, Basis = Attribution.Status, Attribution.Basis
DEEDS = {
    "confirm": confirm_attribution,
    "dispute": lambda attribution, by: dispute_attribution(attribution, by=by, reason="Another Ada."),
    "reject": lambda attribution, by: reject_attribution(attribution, by=by, reason="Another Ada."),
}


def do(deed, attribution, by):
    return DEEDS[deed](attribution, by=by)


def attribution_of(researcher, *coauthors, **fields):
    """The researcher's attribution to a new work, everybody on it counted and scored."""
    work = make_work("Tides at noon", authors=[researcher, *coauthors])
    attribution = Attribution.objects.get(authorship__work=work, researcher=researcher)
    Attribution.objects.filter(pk=attribution.pk).update(**fields)
    Researcher.objects.update(counters_stale_at=None, trust_stale_at=None)
    attribution.refresh_from_db()
    return attribution


def stale(researcher):
    """What lags behind for this researcher."""
    now = Researcher.objects.get(pk=researcher.pk)
    return {name for name in ("counters", "trust") if getattr(now, f"{name}_stale_at")}


@pytest.mark.parametrize(
    ("who", "deed", "status", "basis"),
    [
        ("ada", "confirm", Status.ACCEPTED, Basis.CONFIRMED),
        ("ada", "dispute", Status.DISPUTED, Basis.MATCHED),
        ("ada", "reject", Status.REJECTED, Basis.CONFIRMED),
        ("admin", "confirm", Status.ACCEPTED, Basis.CURATED),
        ("admin", "dispute", Status.DISPUTED, Basis.MATCHED),
        ("admin", "reject", Status.REJECTED, Basis.CURATED),
    ],
)
def test_an_answer_is_written_logged_and_makes_stale(request, ada_page, who, deed, status, basis):
    by = request.getfixturevalue(who)
    attribution = attribution_of(ada_page, confidence=0.7)
    version = Researcher.objects.get(pk=ada_page.pk).version
    assert do(deed, attribution, by) is True
    now = Attribution.objects.get(pk=attribution.pk)
    assert (now.status, now.basis, now.decided_by) == (status, basis, by)
    assert now.decided_at > attribution.decided_at
    assert now.confidence == (1 if deed == "confirm" else 0.7)
    assert stale(ada_page) == {"counters", "trust"}
    assert Researcher.objects.get(pk=ada_page.pk).version == version + 1
    event = IdentityEvent.objects.get()
    assert (event.kind, event.researcher, event.by) == (IdentityEvent.Kind.ATTRIBUTE, ada_page, by)
    assert event.work == attribution.authorship.work
    assert event.details["position"] == 0
    assert event.details["before"] == {
        "status": "accepted", "basis": "matched", "confidence": 0.7, "decided_by_id": None
    }  # fmt: skip
    assert event.details["after"]["status"] == status
    assert event.details["reason"] == ("" if deed == "confirm" else "Another Ada.")


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", ["bob", "carol"])
def test_nobody_else_may_answer(request, ada_page, bob_page, who, deed):
    attribution = attribution_of(ada_page, bob_page)
    with pytest.raises(NotTheirsToSay):
        do(deed, attribution, request.getfixturevalue(who))
    assert Attribution.objects.get(pk=attribution.pk).status == Status.ACCEPTED
    assert not IdentityEvent.objects.exists()
    assert stale(ada_page) == set()


@pytest.mark.parametrize("deed", DEEDS)
def test_who_has_lost_the_page_a_moment_ago_may_not(ada, ada_page, deed):
    attribution = attribution_of(ada_page)
    assert attribution.researcher.user == ada
    Researcher.objects.filter(pk=ada_page.pk).release()
    with pytest.raises(NotTheirsToSay):
        do(deed, attribution, ada)


@pytest.mark.parametrize("deed", DEEDS)
def test_whose_account_is_gone_may_not(admin, ada_page, deed):
    attribution = attribution_of(ada_page)
    User.objects.filter(pk=admin.pk).delete()
    with pytest.raises(NotTheirsToSay):
        do(deed, attribution, admin)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_second_time_is_no_news(ada, ada_page, admin, deed):
    attribution = attribution_of(ada_page)
    do(deed, attribution, ada)
    Researcher.objects.update(counters_stale_at=None, trust_stale_at=None)
    for by in (ada, admin):
        assert do(deed, attribution, by) is False
    assert Attribution.objects.get(pk=attribution.pk).decided_by == ada
    assert IdentityEvent.objects.count() == 1
    assert stale(ada_page) == set()


@pytest.mark.parametrize(
    ("who", "basis"),
    [("a former holder", Basis.CONFIRMED), ("admin", Basis.CURATED), ("nobody", Basis.CONFIRMED)],
)
def test_who_holds_the_page_says_so_themselves_whatever_others_said(
    request, ada, ada_page, bob_page, carol, who, basis
):
    said_by = {"a former holder": carol, "nobody": None}
    by = said_by[who] if who in said_by else request.getfixturevalue(who)
    attribution = attribution_of(ada_page, bob_page, basis=basis, decided_by=by)
    assert confirm_attribution(attribution, by=ada) is True
    now = Attribution.objects.get(pk=attribution.pk)
    assert (now.status, now.basis, now.decided_by) == (Status.ACCEPTED, Basis.CONFIRMED, ada)
    assert stale(bob_page) == {"trust"}
    assert confirm_attribution(attribution, by=ada) is False


@pytest.mark.parametrize(
    ("said_by", "basis", "is_news"),
    [
        ("a former holder", Basis.CONFIRMED, True),
        ("nobody", Basis.CONFIRMED, True),
        ("ada", Basis.CONFIRMED, False),
        ("admin", Basis.CURATED, False),
    ],
)
def test_who_holds_the_page_turns_down_what_somebody_did_who_held_it_before(
    ada, ada_page, admin, carol, said_by, basis, is_news
):
    by = {"a former holder": carol, "nobody": None, "ada": ada, "admin": admin}[said_by]
    attribution = attribution_of(ada_page, status=Status.REJECTED, basis=basis, decided_by=by)
    assert reject_attribution(attribution, by=admin) is False
    assert reject_attribution(attribution, by=ada) is is_news
    now = Attribution.objects.get(pk=attribution.pk)
    assert (now.status, now.basis) == (Status.REJECTED, basis)
    assert now.decided_by == (ada if is_news else by)
    assert reject_attribution(attribution, by=ada) is False


def test_undone_it_is_what_the_other_said_again(ada, ada_page, bob_page, carol, admin):
    attribution = attribution_of(ada_page, bob_page, basis=Basis.CONFIRMED, decided_by=carol)
    confirm_attribution(attribution, by=ada)
    undo(IdentityEvent.objects.get(), by=admin)
    now = Attribution.objects.get(authorship=attribution.authorship)
    assert (now.status, now.basis, now.decided_by) == (Status.ACCEPTED, Basis.CONFIRMED, carol)


@pytest.mark.parametrize(
    ("answers", "status", "basis"),
    [
        (["dispute", "confirm"], Status.ACCEPTED, Basis.CONFIRMED),
        (["confirm", "dispute"], Status.DISPUTED, Basis.CONFIRMED),
        (["reject", "confirm"], Status.ACCEPTED, Basis.CONFIRMED),
        (["dispute", "reject"], Status.REJECTED, Basis.CONFIRMED),
    ],
)
def test_people_may_change_their_mind(ada, ada_page, answers, status, basis):
    attribution = attribution_of(ada_page)
    assert [do(answer, attribution, ada) for answer in answers] == [True, True]
    now = Attribution.objects.get(pk=attribution.pk)
    assert (now.status, now.basis) == (status, basis)
    assert IdentityEvent.objects.count() == 2


@pytest.mark.parametrize("status", [Status.REJECTED, Status.PROPOSED])
def test_what_no_page_lists_cannot_be_disputed(ada, ada_page, status):
    attribution = attribution_of(ada_page, status=status)
    with pytest.raises(NotListed):
        do("dispute", attribution, ada)
    assert Attribution.objects.get(pk=attribution.pk).status == status


def test_what_has_become_another_persons_cannot_be_confirmed(ada, ada_page):
    attribution = attribution_of(ada_page, status=Status.REJECTED)
    make_attribution(attribution.authorship, make_researcher("Ada Lindqvist"))
    with pytest.raises(AttributedElsewhere):
        do("confirm", attribution, ada)
    assert Attribution.objects.get(pk=attribution.pk).status == Status.REJECTED
    assert not IdentityEvent.objects.exists()


def test_what_the_database_refuses_for_another_reason_is_not_called_another_persons(ada, ada_page):
    attribution = attribution_of(ada_page)
    with pytest.raises(IntegrityError, match="attribution_confidence_is_a_share"):
        answering.decide(attribution, by=ada, confidence=2)
    assert not IdentityEvent.objects.exists()


@pytest.mark.parametrize(
    ("deed", "concerned"), [("confirm", {"trust"}), ("dispute", set()), ("reject", {"counters"})]
)
def test_coauthors_are_counted_anew_when_the_work_leaves_the_page_and_scored_when_somebody_stands_by_it(
    ada, ada_page, bob_page, deed, concerned
):
    stranger = make_researcher("Not On It")
    do(deed, attribution_of(ada_page, bob_page), ada)
    assert stale(bob_page) == concerned
    assert stale(stranger) == set()


def test_not_mine_takes_the_work_from_the_page_and_from_the_count_of_coauthors(ada, ada_page, bob_page):
    attribution = attribution_of(ada_page, bob_page)
    do("reject", attribution, ada)
    assert sum(refresh_stale()) == 2
    for page, works in ((ada_page, 0), (bob_page, 1)):
        page.refresh_from_db()
        assert (page.works_count, page.coauthors_count) == (works, 0)


@pytest.mark.parametrize("deed", DEEDS)
def test_the_answer_outlives_the_matcher(ada, ada_page, deed):
    Researcher.objects.filter(pk=ada_page.pk).update(identity_key="name:ada lindqvist")
    attribution = attribution_of(ada_page)
    do(deed, attribution, ada)
    answered = list(Attribution.objects.values())
    resolve([attribution.authorship.work_id])
    assert list(Attribution.objects.values()) == answered


@pytest.mark.django_db(transaction=True)
def test_two_authors_may_answer_for_one_work_at_once(ada, ada_page, bob, bob_page, monkeypatch):
    """Each marks the page of the other: held in different orders, one of the two would be thrown out."""
    work = make_work(authors=[ada_page, bob_page])
    both_are_in = threading.Barrier(2)

    def decide_together(*args, **kwargs):
        with suppress(threading.BrokenBarrierError):
            both_are_in.wait(timeout=0.5)
        decide(*args, **kwargs)

    decide = answering.decide
    monkeypatch.setattr(answering, "decide", decide_together)
    threads = [
        threading.Thread(target=reject_elsewhere, args=(work, page, user))
        for page, user in ((ada_page, ada), (bob_page, bob))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(work.authorships.values_list("attributions__status", flat=True)) == {Status.REJECTED}


def reject_elsewhere(work, page, user):
    try:
        reject_attribution(Attribution.objects.get(authorship__work=work, researcher=page), by=user)
    finally:
        connection.close()
