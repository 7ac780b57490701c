"""What was written before the record could say more is put right once."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from researchers.delegating import accept, ask_delegate
from researchers.models import Delegate, DelegateAsk, Researcher
from tests.builders import make_researcher, make_user

pytestmark = pytest.mark.django_db


def run(steps: list[str]) -> None:
    with connection.cursor() as cursor:
        for step in steps:
            cursor.execute(step)


def end_what_cannot_be_taken_back() -> None:
    run(import_module("researchers.migrations.0020_end_what_cannot_be_taken_back").STEPS)


def test_who_was_asked_at_an_address_that_nobody_wrote_down_is_asked_no_more(ada: User, ada_page: Researcher):
    listed, unlisted, acting = (make_user(f"{name}@example.org") for name in ("listed", "unlisted", "acting"))
    for user in (listed, unlisted, acting):
        asked = ask_delegate(ada_page, user, by=ada)
        assert asked
    accept(asked, by=acting)
    DelegateAsk.objects.create(researcher=ada_page, by=ada, email="listed@example.org")
    DelegateAsk.objects.create(researcher=ada_page, by=ada, email="nobody@example.org")
    end_what_cannot_be_taken_back()
    standing = {one.user: one for one in Delegate.objects.filter(ended_at=None)}
    assert set(standing) == {listed, acting}
    found = dict(DelegateAsk.objects.values_list("email", "delegate"))
    assert found == {"listed@example.org": standing[listed].pk, "nobody@example.org": None}


def test_no_address_is_kept_of_what_was_asked_for_a_page_that_is_not_theirs_any_more(
    ada: User, ada_page: Researcher, carol: User
):
    before = timezone.now() - timedelta(days=1)
    Researcher.objects.filter(pk=ada_page.pk).update(claimed_at=before)
    for page, by, asked_at in [
        (ada_page, ada, timezone.now()),
        (ada_page, ada, before - timedelta(days=1)),
        (ada_page, carol, timezone.now()),
        (make_researcher(), ada, timezone.now()),
    ]:
        email = f"{DelegateAsk.objects.count()}@example.org"
        DelegateAsk.objects.create(researcher=page, by=by, email=email, asked_at=asked_at)
    end_what_cannot_be_taken_back()
    assert [one.email for one in DelegateAsk.objects.all()] == ["0@example.org"]
