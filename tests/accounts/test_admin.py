"""The administration: every table is there, nothing is changed past the verbs, and rows cost no queries."""

from functools import partial
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib import admin as administration
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, User
from accounts.notices import notify
from claims.models import ErrorReport, Supporter
from collaboration.models import Block
from following.models import Follow
from ingest.models import ImportProblem, ImportRun
from researchers.models import Block as NameBlock
from researchers.models import Commonness, Distinction, ExternalId, IdentityEvent
from tests.builders import (
    make_claim,
    make_evidence,
    make_researcher,
    make_topic,
    make_user,
    make_vouch,
    make_work,
)
from trust.models import TrustBatch, TrustEvent, TrustRange, TrustReply, TrustSnapshot
from works.models import (
    AffiliationReading,
    AffiliationText,
    Citation,
    CodeLink,
    Institution,
    InstitutionName,
    Joining,
    PersonStatement,
    RetractionNotice,
    Separation,
    Version,
)

OURS = ("accounts", "works", "researchers", "claims", "trust", "following", "collaboration", "ingest")
# Letters, and what people only consider to import.
PRIVATE = {"collaboration.Message", "researchers.DelegateAsk", "ingest.ImportPreview", "ingest.PreviewRow"}
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]
SHOWN = [model for model in MODELS if administration.site.is_registered(model)]
# Accounts are made and closed here, and replies are taken off; their own tests say by whom.
ONLY_READ = [model for model in SHOWN if model not in (User, TrustReply)]


def name_of(model) -> str:
    return model._meta.label


def address(model, page: str = "changelist", *arguments) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def make_rows(number: int) -> None:
    for _ in range(number):
        person, researcher = make_user(), make_researcher()
        work = make_work(authors=[researcher], topics=[make_topic()], venue="Journal of Invented Results")
        claim = make_claim(researcher, person)
        make_evidence(claim)
        make_vouch(claim, make_user())
        Supporter.objects.create(user=person, researcher=researcher, distance=1)
        notify(person, subject="A notice", text="Text")
        Letter.objects.create(address=person.email, subject="A letter", sealed="")
        Follow.objects.create(user=person, researcher=researcher)
        Block.objects.create(user=person, blocked=make_user())
        ErrorReport.objects.create(researcher=researcher, message="Wrong", user=person, closed_by=person)
        ExternalId.objects.create(researcher=researcher, scheme="test", value=researcher.public_id)
        other = make_researcher()
        IdentityEvent.objects.create(kind="merge", researcher=researcher, other=other, work=work, by=person)
        Distinction.objects.create(first=researcher, second=other, by=person)
        NameBlock.objects.create(key=f"name {researcher.pk}", joint="name")
        Commonness.objects.create(kind="name", key=f"name {researcher.pk}", number=2)
        TrustSnapshot.objects.create(
            researcher=researcher,
            score=11,
            band="Unverified",
            level=1,
            inputs={},
            components=[],
            model_version="1",
        )
        TrustEvent.objects.create(researcher=researcher, score=11, level=1)
        TrustReply.objects.create(researcher=researcher, by=person, text="Mine.")
        TrustBatch.objects.create(scored=1, seconds=0.1)
        TrustRange.objects.create(low=researcher.pk, high=researcher.pk)
        run = ImportRun.objects.create(format="acl", source="x", started_by=person)
        ImportProblem.objects.create(run=run, position="1", reason="Bad")
        Citation.objects.create(citing=work, scheme="doi", value="10.1/x", cited=make_work())
        CodeLink.objects.create(work=work, kind="code", url="https://example.org/code", source="test")
        Version.objects.create(work=work, source="test")
        Joining.objects.create(
            work=work, former=make_work(), statements=[["a", "b"]], basis="title", made_by=person
        )
        number = PersonStatement.objects.count()
        PersonStatement.objects.create(
            source="orcid",
            source_id=str(number),
            orcid="x",
            payload={},
            payload_hash=b"",
            read_at=timezone.now(),
        )
        RetractionNotice.objects.create(
            scheme="doi", value=f"10.1/{number}", source="crossref", by="doi:10.1/n"
        )
        Separation.objects.create(
            source="a", source_id=str(number), other_source="b", other_source_id="1", decided_by=person
        )
        institution = Institution.objects.create(
            name="Somewhere", slug=f"somewhere-{number}", key=f"s{number}"
        )
        InstitutionName.objects.create(
            institution=institution, kind="name", name="Somewhere", key=f"s{number}"
        )
        text = AffiliationText.objects.create(print=uuid4(), text="Somewhere", keys=[])
        AffiliationReading.objects.create(text=text, institution=institution, basis="name", confidence=1)
        assert claim.pk


def test_every_table_is_there_but_private_letters():
    assert {name_of(model) for model in MODELS if model not in SHOWN} - PRIVATE == set()
    assert not PRIVATE & {name_of(model) for model in SHOWN}


@pytest.mark.parametrize("model", SHOWN, ids=name_of)
def test_a_list_can_be_read_and_searched(as_user, admin, model):
    make_rows(1)
    client = as_user(admin)
    assert client.get(address(model)).status_code == 200
    assert client.get(address(model), {"q": "ada"}).status_code == 200


def test_many_rows_cost_as_many_queries_as_two(as_user, admin, count_queries):
    client = as_user(admin)

    def queries_of_lists():
        return {name_of(model): count_queries(partial(client.get, address(model))) for model in SHOWN}

    make_rows(2)
    queries_of_lists()
    few = queries_of_lists()
    make_rows(8)
    assert queries_of_lists() == few


@pytest.mark.parametrize("model", ONLY_READ, ids=name_of)
def test_nothing_is_written_past_the_verbs(as_user, admin, model):
    make_rows(1)
    client = as_user(admin)
    assert client.get(address(model, "add")).status_code == 403
    row = model.objects.first()
    if row is None:
        return
    assert client.get(address(model, "change", row.pk)).status_code == 200
    assert client.post(address(model, "change", row.pk), {}).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_an_account_is_made_closed_and_never_deleted(as_user, admin, carol):
    client = as_user(admin)
    new = {"email": "new@example.org", "name": "New", "password1": "plain paper stapler"}
    client.post(address(User, "add"), new | {"password2": "plain paper stapler"})
    assert User.objects.get(email="new@example.org").check_password("plain paper stapler")
    assert client.post(address(User, "delete", carol.pk), {"post": "yes"}).status_code == 403
    client.post(address(User, "change", carol.pk), {"name": "Carol", "email": "other@example.org"})
    carol.refresh_from_db()
    assert (carol.name, carol.is_active, carol.email) == ("Carol", False, "carol@example.org")


def test_the_door_is_the_one_of_everybody(as_user, carol, admin):
    assert as_user(None).get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    assert as_user(carol).get("/admin/login/").status_code == 403
    assert as_user(admin).get("/admin/").status_code == 200


def test_a_confirmation_of_an_address_is_not_made_by_hand(as_user, admin, carol):
    row = carol.emailaddress_set.get()
    client = as_user(admin)
    assert client.post(address(EmailAddress, "change", row.pk), {"verified": ""}).status_code == 403
