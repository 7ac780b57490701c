"""trust.json: complete, dated, and cheap to ask for again."""

from collections import deque

import pytest
from django.urls import reverse
from django.utils import timezone

from researchers.models import Researcher
from tests.builders import (
    make_claim,
    make_evidence,
    make_researcher,
    make_user,
    make_vouch,
    make_work,
    make_works,
)
from trust.models import TrustSnapshot
from trust.refreshing import score_all_stale, score_stale
from trust.replying import reply
from trust.scoring import MODEL_VERSION

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    ada = make_researcher()
    make_works(3, authors=[ada])
    score_stale()
    return ada


def ask(client, researcher, **headers):
    return client.get(reverse("trust:json", args=[researcher.slug]), headers=headers)


def test_it_holds_inputs_model_result_and_date(client, ada):
    response = ask(client, ada)
    document = response.json()
    assert response.headers["Content-Type"] == "application/json"
    assert document["researcher"] == ada.public_id
    assert document["page"] == f"http://testserver/researchers/{ada.slug}/"
    assert document["rules"] == "http://testserver/about/trust/"
    assert document["model"] == MODEL_VERSION
    assert document["computed_on"] == timezone.now().date().isoformat()
    assert document["inputs"]["works"] == 3
    assert document["inputs"]["sources"][0]["name"] == "demo"
    assert document["result"]["score"] == 15
    assert document["result"]["components"][:2] == [
        {"name": "record", "count": 1, "points": 9},
        {"name": "works", "count": 3, "points": 6},
    ]


def test_asked_again_it_says_that_nothing_changed(client, ada):
    etag = ask(client, ada).headers["ETag"]
    again = ask(client, ada, **{"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""


def test_the_tag_changes_with_the_trust(client, ada):
    etag = ask(client, ada).headers["ETag"]
    make_work(authors=[ada])
    Researcher.objects.mark_trust_stale()
    score_stale()
    again = ask(client, ada, **{"If-None-Match": etag})
    assert again.status_code == 200
    assert again.json()["result"]["score"] == 17


def test_before_the_first_computation_there_is_no_document_yet(client):
    response = ask(client, make_researcher())
    assert response.status_code == 404
    assert response.headers["Retry-After"] == "10"
    assert response.json() == {"error": "This trust is being computed."}


@pytest.fixture
def full(admin):
    """A page with an account, decisions and evidence in an administrator's words, and a vouch."""
    page, voucher = make_researcher("Greta Moss"), make_user("voucher@private.example")
    make_works(1, authors=[page])
    make_claim(make_researcher("Vera Voucher"), voucher, state="approved")
    user = make_user("greta@private.example")
    claim = make_claim(page, user, state="approved", reason="private reason", reply="private reply")
    claim.events.create(state="approved", by=admin, note="private note")
    make_evidence(claim, found="private finding", reference="https://private.example/people")
    make_evidence(claim, "institution_email", is_strong=False, reference="private.example")
    make_vouch(claim, voucher, statement="private statement")
    deque(score_all_stale(), maxlen=0)
    return page


@pytest.mark.parametrize("name", ["json", "detail"])
def test_nobody_reads_addresses_statements_or_the_words_of_administrators(client, full, admin, name):
    inputs = TrustSnapshot.objects.get(pk=full.pk).evidence
    assert {piece.kind for piece in inputs.evidence} == {"seen", "institution_email"}
    assert [one.way for one in inputs.support] == ["vouch"]
    text = client.get(reverse(f"trust:{name}", args=[full.slug])).text
    assert {"json": "vouch", "detail": "Vera Voucher"}[name] in text
    assert "private" not in text
    assert admin.email not in text


def test_evidence_support_and_decisions_are_among_the_inputs(client, ada):
    inputs = ask(client, ada).json()["inputs"]
    assert inputs["version"] == int(MODEL_VERSION)
    assert {"evidence", "support", "unresolved_works", "identity_decided_on"} <= set(inputs)


def test_the_tag_changes_with_the_reply_of_the_person(client, ada_page):
    score_stale()
    etag = ask(client, ada_page).headers["ETag"]
    reply(ada_page, by=ada_page.user, text="Mine.")
    assert ask(client, ada_page, **{"If-None-Match": etag}).status_code == 200


def test_a_result_of_a_former_model_says_of_which(client, ada):
    TrustSnapshot.objects.update(model_version="1", inputs={"works": 3, "identity": []})
    document = ask(client, ada).json()
    assert (document["model"], document["inputs"]["identity"]) == ("1", [])
