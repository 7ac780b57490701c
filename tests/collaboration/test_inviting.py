"""Inviting and answering: who may, how often, and who wins when two act at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from collaboration.blocking import block, unblock
from collaboration.inviting import (
    CannotInvite,
    HasChangedHands,
    NotWaiting,
    accept,
    decline,
    invite,
    report,
    withdraw,
    works_to_mention,
)
from collaboration.models import Conversation, Invitation
from collaboration.obstacles import SENT_A_DAY, WAITING_AT_ONCE, Reason, obstacle_between
from collaboration.tasks import expire_invitations
from researchers.models import Researcher
from tests.builders import make_researcher, make_user, make_work, make_works
from tests.collaboration.builders import days_ago, make_conversation, make_invitation, make_member

LETTER = {"purpose": "review", "message": "Would you read a draft?"}


def reason_against(recipient, user):
    obstacle = obstacle_between(recipient, user)
    return obstacle.reason if obstacle else None


def at_once(*deeds):
    """Do these in threads of their own; what each returned or raised."""

    def run(deed):
        try:
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.django_db
def test_an_invitation_arrives(ada, ada_page, bob, bob_page):
    work = make_work(authors=[bob_page])
    invitation = invite(bob_page, by=ada, work=work, **LETTER)
    assert (invitation.sender, invitation.recipient) == (ada_page, bob_page)
    assert (invitation.sent_by, invitation.sent_to) == (ada, bob)
    assert (invitation.state, invitation.work) == (Invitation.State.WAITING, work)
    assert list(Invitation.objects.received_by(bob).waiting()) == [invitation]
    assert not Invitation.objects.received_by(ada).exists()


@pytest.mark.django_db
def test_nothing_is_in_the_way_between_two_members(ada, bob, bob_page):
    assert reason_against(bob_page, ada) is None


@pytest.mark.django_db
def test_an_unclaimed_page_comes_before_every_other_reason(ada):
    unclaimed = make_researcher("Nobody Yet")
    assert reason_against(unclaimed, make_user()) == Reason.UNCLAIMED
    assert reason_against(unclaimed, AnonymousUser()) == Reason.UNCLAIMED


@pytest.mark.django_db
def test_who_has_a_page_is_not_asked_to_claim_another(ada):
    obstacle = obstacle_between(make_researcher("Nobody Yet"), ada)
    assert obstacle.reason == Reason.NOBODY_THERE
    assert not obstacle.url


@pytest.mark.django_db
def test_nobody_is_led_to_a_closed_page_by_signing_in_or_claiming(bob, bob_page, carol):
    bob_page.collaboration = "closed"
    assert reason_against(bob_page, AnonymousUser()) == Reason.NOT_TAKING
    assert reason_against(bob_page, carol) == Reason.NOT_TAKING


@pytest.mark.django_db
def test_who_is_signed_out_is_asked_to_sign_in(bob, bob_page):
    assert reason_against(bob_page, AnonymousUser()) == Reason.SIGNED_OUT


@pytest.mark.django_db
def test_nobody_invites_themselves(ada, ada_page):
    assert reason_against(ada_page, ada) == Reason.OWN_PAGE


@pytest.mark.django_db
def test_who_has_no_page_cannot_invite(bob, bob_page, carol, admin):
    assert reason_against(bob_page, carol) == Reason.NO_PAGE
    assert reason_against(bob_page, admin) == Reason.NO_PAGE


@pytest.mark.django_db
def test_a_page_merged_into_another_is_no_page_to_write_from(bob, bob_page):
    merged = make_member("Old Page", merged_into=bob_page)
    target = make_member("Target")
    assert reason_against(target, merged.user) == Reason.NO_PAGE


@pytest.mark.django_db
@pytest.mark.parametrize(("level", "expected"), [(1, Reason.NOT_VERIFIED), (2, None), (3, None), (4, None)])
def test_level_2_and_up_may_invite(bob, bob_page, level, expected):
    assert reason_against(bob_page, make_member(verification_level=level).user) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choice", "expected"),
    [("open", None), ("selective", None), ("", None), ("closed", Reason.NOT_TAKING)],
)
def test_the_recipient_decides_who_may_write(ada, bob, bob_page, choice, expected):
    bob_page.collaboration = choice
    assert reason_against(bob_page, ada) == expected


@pytest.mark.django_db
def test_where_nobody_reads_nothing_is_sent(ada):
    inactive = make_member("Away", user=make_user(is_active=False))
    assert reason_against(inactive, ada) == Reason.NOT_TAKING
    left = make_member("Left")
    left.user.delete()
    left.refresh_from_db()
    assert reason_against(left, ada) == Reason.NOBODY_THERE


@pytest.mark.django_db
def test_a_block_reads_like_a_closed_page_to_the_blocked(ada, bob, bob_page):
    block(ada, by=bob)
    blocked = obstacle_between(bob_page, ada)
    unblock(ada, by=bob)
    bob_page.collaboration = "closed"
    assert blocked == obstacle_between(bob_page, ada)


@pytest.mark.django_db
def test_who_blocked_is_told_so_and_can_lift_it(ada, bob, bob_page):
    block(bob, by=ada)
    assert reason_against(bob_page, ada) == Reason.BLOCKED_BY_YOU
    unblock(bob, by=ada)
    assert reason_against(bob_page, ada) is None


@pytest.mark.django_db
def test_a_conversation_and_a_waiting_invitation_lead_there_instead(ada, ada_page, bob, bob_page):
    invitation = make_invitation(ada_page, bob_page)
    assert reason_against(bob_page, ada) == Reason.ALREADY_INVITED
    assert reason_against(ada_page, bob) == Reason.INVITED_YOU
    assert obstacle_between(bob_page, ada).url == invitation.get_absolute_url()
    conversation = accept(invitation, by=bob)
    assert reason_against(bob_page, ada) == reason_against(ada_page, bob) == Reason.CONVERSATION
    assert obstacle_between(ada_page, bob).url == conversation.get_absolute_url()


@pytest.mark.django_db
def test_so_many_may_wait_at_once_and_no_more(ada, ada_page, bob, bob_page):
    for _ in range(WAITING_AT_ONCE - 1):
        make_invitation(ada_page, make_member())
    invite(bob_page, by=ada, **LETTER)
    with pytest.raises(CannotInvite) as error:
        invite(make_member(), by=ada, **LETTER)
    assert error.value.obstacle.reason == Reason.TOO_MANY_WAITING
    withdraw(Invitation.objects.sent_by(ada).first(), by=ada)
    assert reason_against(make_member(), ada) is None


@pytest.mark.django_db
def test_so_many_may_be_sent_a_day_and_withdrawing_does_not_help(ada, ada_page, bob, bob_page):
    for _ in range(SENT_A_DAY):
        make_invitation(ada_page, make_member(), state=Invitation.State.WITHDRAWN)
    assert reason_against(bob_page, ada) == Reason.TOO_MANY_TODAY
    Invitation.objects.sent_by(ada).update(sent_at=days_ago(1.01))
    assert reason_against(bob_page, ada) is None


@pytest.mark.django_db
def test_overdue_invitations_count_against_no_quota(ada, ada_page, bob, bob_page):
    for _ in range(WAITING_AT_ONCE):
        make_invitation(ada_page, make_member(), sent_at=days_ago(31))
    assert reason_against(bob_page, ada) is None


@pytest.mark.django_db
def test_after_thirty_days_an_invitation_is_over_and_another_may_be_sent(ada, ada_page, bob, bob_page):
    old = make_invitation(ada_page, bob_page, sent_at=days_ago(30.01))
    assert old.is_expired
    with pytest.raises(NotWaiting) as error:
        accept(old, by=bob)
    assert error.value.state == Invitation.State.EXPIRED
    invite(bob_page, by=ada, **LETTER)
    old.refresh_from_db()
    assert old.state == Invitation.State.EXPIRED


@pytest.mark.django_db
def test_on_the_thirtieth_day_it_can_still_be_answered(ada, ada_page, bob, bob_page):
    accept(make_invitation(ada_page, bob_page, sent_at=days_ago(29.9)), by=bob)


@pytest.mark.django_db
def test_the_sweep_marks_what_is_overdue_and_nothing_else(ada, ada_page, bob, bob_page):
    old = make_invitation(ada_page, bob_page, sent_at=days_ago(31))
    fresh = make_invitation(bob_page, ada_page)
    expire_invitations()
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.state, fresh.state) == (Invitation.State.EXPIRED, Invitation.State.WAITING)
    assert old.answered_at == old.expires_at


@pytest.mark.django_db
def test_the_database_allows_one_waiting_invitation_per_pair_and_none_to_oneself(
    ada, ada_page, bob, bob_page
):
    make_invitation(ada_page, bob_page)
    with pytest.raises(IntegrityError, match="invitation_one_waiting_per_pair"), transaction.atomic():
        make_invitation(ada_page, bob_page)
    with pytest.raises(IntegrityError, match="invitation_not_to_oneself"), transaction.atomic():
        make_invitation(ada_page, ada_page)


@pytest.mark.django_db
def test_what_the_constraint_refuses_is_said_in_words(ada, ada_page, bob, bob_page):
    """The page of the one who was invited has changed hands, so that only the constraint knows."""
    make_invitation(ada_page, bob_page)
    bob_page.user = make_user()
    bob_page.save()
    with pytest.raises(CannotInvite) as error:
        invite(bob_page, by=ada, **LETTER)
    assert error.value.obstacle.reason == Reason.ALREADY_INVITED


@pytest.mark.django_db
def test_acceptance_opens_one_conversation(ada, ada_page, bob, bob_page):
    invitation = make_invitation(ada_page, bob_page)
    conversation = accept(invitation, by=bob, note="Gladly")
    assert conversation.invitation == invitation
    assert (invitation.state, invitation.note) == (Invitation.State.ACCEPTED, "Gladly")
    assert invitation.answered_at is not None


@pytest.mark.django_db
def test_declining_opens_nothing_and_keeps_the_note(ada, ada_page, bob, bob_page):
    invitation = make_invitation(ada_page, bob_page)
    decline(invitation, by=bob, note="No time")
    assert (invitation.state, invitation.note) == (Invitation.State.DECLINED, "No time")
    assert not Conversation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("deed", [accept, decline])
def test_only_the_recipient_answers(ada, ada_page, bob, bob_page, carol, admin, deed):
    invitation = make_invitation(ada_page, bob_page)
    for other in (ada, carol, admin):
        with pytest.raises(NotWaiting):
            deed(invitation, by=other)
    assert Invitation.objects.waiting().count() == 1
    assert not Conversation.objects.exists()


@pytest.mark.django_db
def test_only_the_sender_withdraws(ada, ada_page, bob, bob_page, carol):
    invitation = make_invitation(ada_page, bob_page)
    for other in (bob, carol):
        with pytest.raises(NotWaiting):
            withdraw(invitation, by=other)
    withdraw(invitation, by=ada)
    assert invitation.state == Invitation.State.WITHDRAWN


@pytest.mark.django_db
def test_what_is_answered_stays_answered(ada, ada_page, bob, bob_page):
    invitation = make_invitation(ada_page, bob_page)
    decline(invitation, by=bob, note="No")
    for deed in (lambda: accept(invitation, by=bob), lambda: withdraw(invitation, by=ada)):
        with pytest.raises(NotWaiting) as error:
            deed()
        assert error.value.state == Invitation.State.DECLINED
    assert invitation.note == "No"


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["sender", "recipient"])
def test_a_page_that_changed_hands_takes_no_invitation_along(ada, ada_page, bob, bob_page, side):
    invitation = make_invitation(ada_page, bob_page)
    newcomer = make_user()
    Researcher.objects.filter(pk=getattr(invitation, side).pk).update(user=newcomer)
    assert not Invitation.objects.seen_by(newcomer).exists()
    with pytest.raises(HasChangedHands):
        accept(invitation, by=bob)
    assert Invitation.objects.waiting().exists()


@pytest.mark.django_db
def test_a_report_is_kept_with_its_first_date_and_only_the_recipient_makes_it(ada, ada_page, bob, bob_page):
    invitation = make_invitation(ada_page, bob_page)
    report(invitation, by=ada)
    assert invitation.reported_at is None
    report(invitation, by=bob)
    first = invitation.reported_at
    assert first is not None
    report(invitation, by=bob)
    assert invitation.reported_at == first


@pytest.mark.django_db
def test_a_block_ends_what_waits_between_the_two_and_nothing_else(ada, ada_page, bob, bob_page):
    dora = make_member()
    unwanted = make_invitation(ada_page, bob_page)
    own = make_invitation(bob_page, ada_page)
    other = make_invitation(dora, bob_page)
    block(ada, by=bob)
    block(ada, by=bob)
    states = [Invitation.objects.get(pk=one.pk).state for one in (unwanted, own, other)]
    assert states == ["declined", "withdrawn", "waiting"]


@pytest.mark.django_db
def test_works_to_mention_are_the_recipients_newest_and_bounded(bob_page, ada_page, monkeypatch):
    monkeypatch.setattr("collaboration.inviting.WORKS_OFFERED", 2)
    old, new, newer = (make_work(str(year), year=year, authors=[bob_page]) for year in (1990, 2001, 2002))
    make_work("Withdrawn", year=2003, authors=[bob_page], withdrawn=True)
    make_work("Not his", year=2004, authors=[ada_page])
    assert works_to_mention(bob_page) == [newer, new]
    assert old not in works_to_mention(bob_page)


@pytest.mark.django_db(transaction=True)
def test_two_invitations_at_once_are_one():
    sender, recipient = make_member("A"), make_member("B")
    outcomes = at_once(*[lambda: invite(recipient, by=sender.user, **LETTER)] * 4)
    assert sum(isinstance(outcome, Invitation) for outcome in outcomes) == 1
    assert {o.obstacle.reason for o in outcomes if isinstance(o, CannotInvite)} == {Reason.ALREADY_INVITED}
    assert Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_quota_holds_when_invitations_are_sent_at_once():
    sender = make_member("A")
    for _ in range(WAITING_AT_ONCE - 1):
        make_invitation(sender, make_member())
    recipients = [make_member() for _ in range(4)]
    outcomes = at_once(*[lambda to=to: invite(to, by=sender.user, **LETTER) for to in recipients])
    assert sum(isinstance(outcome, Invitation) for outcome in outcomes) == 1
    assert Invitation.objects.waiting().count() == WAITING_AT_ONCE


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_each_other_at_once_make_one_invitation():
    one, other = make_member("A"), make_member("B")
    outcomes = at_once(
        lambda: invite(other, by=one.user, **LETTER), lambda: invite(one, by=other.user, **LETTER)
    )
    assert sum(isinstance(outcome, Invitation) for outcome in outcomes) == 1
    assert Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_of_all_answers_at_once_one_wins(round_):
    sender, recipient = make_member("A"), make_member("B")
    invitation = make_invitation(sender, recipient)

    def fresh():
        return Invitation.objects.get(pk=invitation.pk)

    outcomes = at_once(
        lambda: accept(fresh(), by=recipient.user),
        lambda: accept(fresh(), by=recipient.user),
        lambda: decline(fresh(), by=recipient.user),
        lambda: withdraw(fresh(), by=sender.user),
    )
    assert sum(isinstance(outcome, NotWaiting) for outcome in outcomes) == 3
    assert Conversation.objects.count() == (fresh().state == Invitation.State.ACCEPTED)


@pytest.mark.django_db
def test_asking_what_is_in_the_way_costs_the_same_after_many_invitations(
    ada, ada_page, bob, bob_page, count_queries
):
    def ask():
        assert obstacle_between(Researcher.objects.get(pk=bob_page.pk), ada) is None

    few = count_queries(ask)
    for _ in range(9):
        make_invitation(ada_page, make_member())
        make_conversation(make_member(), ada_page)
    make_works(3, authors=[bob_page])
    assert count_queries(ask) == few
