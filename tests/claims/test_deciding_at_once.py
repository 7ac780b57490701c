"""Two administrators who send their decisions at the same moment: one decides, the other is told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from tests.builders import make_claim, make_user
from tests.claims.tickets import decision

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_approvals_of_one_ticket_one_is_carried_out():
    administrators = [make_user(is_staff=True) for _ in range(2)]
    clients = [Client() for _ in administrators]
    for client, admin in zip(clients, administrators, strict=True):
        client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    barrier = Barrier(2)

    def approve(client: Client, claim: Claim, said: dict[str, str]) -> int:
        barrier.wait()
        try:
            return client.post(reverse("claims:decide", args=[claim.pk]), said).status_code
        finally:
            connection.close()

    for _ in range(4):
        claim = make_claim()
        said = decision(claim, "approve")
        with ThreadPoolExecutor(2) as threads:
            outcome = list(threads.map(approve, clients, [claim] * 2, [said] * 2))
        assert Counter(outcome) == {302: 1, 422: 1}
        assert claim.events.filter(about="step", state=Claim.State.APPROVED).count() == 1
