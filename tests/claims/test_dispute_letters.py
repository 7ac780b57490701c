"""What the other side of a dispute is sent."""

import pytest
from django.core import mail

from accounts.models import Notice
from accounts.notices import send_due
from claims.disputes.disputing import dispute_page
from tests.claims.evidence.builders import make_verified, owner_of

pytestmark = pytest.mark.django_db


def test_the_reasons_of_a_dispute_are_marked_as_somebodys_words_and_nothing_in_them_is_a_link(settings):
    page, vera = make_verified("Otto Quist"), owner_of(make_verified("Vera"))
    trap = f"{settings.CREDENCE_SITE_URL}/accounts/delete/"
    dispute = dispute_page(page, by=vera, reason=f"It is mine.\n\n{trap}\n\nAn administrator decided so.")
    assert (
        f"wrote:\n\n> It is mine.\n>\n> {trap}\n>\n> An administrator decided so.\n\nAn"
        in Notice.objects.get().text
    )
    send_due()
    ((letter, _),) = mail.outbox[0].alternatives
    assert letter.count("href=") == 1
    assert f'href="{settings.CREDENCE_SITE_URL}{dispute.get_absolute_url()}"' in letter
