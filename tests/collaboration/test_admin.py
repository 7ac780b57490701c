"""Invitations in the administration: who with whom, and the words only of what was reported."""

from django.urls import reverse

from collaboration.models import Invitation
from tests.collaboration.builders import days_ago, make_invitation, make_member

LIST = "admin:collaboration_invitation_changelist"
PAGE = "admin:collaboration_invitation_change"


def test_only_what_was_reported_can_be_read(as_user, admin):
    words = {"message": "What I wrote", "note": "What they answered"}
    reported = make_invitation(make_member(), make_member(), reported_at=days_ago(1), **words)
    private = make_invitation(make_member(), make_member(), **words)
    client = as_user(admin)
    for invitation, seen in ((reported, True), (private, False)):
        text = client.get(reverse(PAGE, args=[invitation.pk])).content.decode()
        assert (words["message"] in text, words["note"] in text) == (seen, seen)
    assert words["message"] not in client.get(reverse(LIST)).content.decode()


def test_open_reports_can_be_listed_and_closed(as_user, admin):
    reported = make_invitation(make_member(), make_member(), reported_at=days_ago(1))
    private = make_invitation(make_member(), make_member())
    client = as_user(admin)
    opened = {"reported_at__isempty": "0", "report_closed_at__isempty": "1"}
    assert list(client.get(reverse(LIST), opened).context["cl"].result_list) == [reported]
    client.post(reverse(LIST), {"action": "close_reports", "_selected_action": [reported.pk, private.pk]})
    assert list(client.get(reverse(LIST), opened).context["cl"].result_list) == []
    private.refresh_from_db()
    assert private.report_closed_at is None


def test_nothing_can_be_rewritten(as_user, admin):
    reported = make_invitation(make_member(), make_member(), reported_at=days_ago(1), message="Buy this")
    answer = as_user(admin).post(reverse(PAGE, args=[reported.pk]), {"message": "Changed"})
    assert answer.status_code == 403
    assert Invitation.objects.get().message == "Buy this"


def test_the_administration_is_closed_to_others(as_user, carol):
    assert as_user(carol).get(reverse(LIST)).status_code == 302
