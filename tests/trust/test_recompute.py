"""The result follows from trust.json alone."""

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import pytest
from django.urls import reverse

from tests.builders import make_researcher, make_works
from trust.evidence import Inputs
from trust.recompute import main
from trust.refreshing import score_stale
from trust.scoring import score

CHECKOUT = Path(__file__).resolve().parents[2]
WITHOUT_DJANGO = """
import runpy, sys
for name in ("django", "psycopg", "celery", "allauth"):
    sys.modules[name] = None
runpy.run_module("trust.recompute", run_name="__main__")
"""
DOCUMENT = {"model": "2", "computed_on": "2026-05-04", "inputs": {"works": 3}}


@dataclass(frozen=True)
class Run:
    status: int
    output: str
    errors: str


@pytest.fixture
def recompute(monkeypatch, capfdbinary):
    """Run it on a document in this process."""

    def run(document: bytes) -> Run:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(document)))
        status = main()
        output, errors = capfdbinary.readouterr()
        return Run(status, output.decode(), errors.decode())

    return run


@pytest.mark.django_db
def test_the_document_of_a_page_gives_the_same_result_where_neither_django_nor_settings_are_to_be_had(client):
    ada = make_researcher()
    make_works(4, authors=[ada])
    score_stale()
    document = client.get(reverse("trust:json", args=[ada.slug])).content
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO],
        input=document,
        capture_output=True,
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"]},
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert msgspec.json.decode(run.stdout) == msgspec.json.decode(document)["result"]


def test_the_result_is_printed_for_inputs_alone(recompute):
    run = recompute(msgspec.json.encode(DOCUMENT))
    assert run.status == 0, run.errors
    assert msgspec.json.decode(run.output)["score"] == 15


def test_another_result_than_the_document_gives_is_noticed(recompute):
    wrong = msgspec.to_builtins(score(Inputs(works=4), date(2026, 5, 4)))
    run = recompute(msgspec.json.encode({**DOCUMENT, "result": wrong}))
    assert run.status == 1
    assert "not the result" in run.errors
    assert msgspec.json.decode(run.output)["score"] == 15


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"{}",
        msgspec.json.encode({**DOCUMENT, "inputs": {"works": 3, "citations": 90}}),
        msgspec.json.encode({**DOCUMENT, "inputs": {"works": -3}}),
        msgspec.json.encode({**DOCUMENT, "inputs": {"works": 3, "confirmed_works": 4}}),
        msgspec.json.encode({**DOCUMENT, "inputs": {"version": 1, "works": 3}}),
        msgspec.json.encode({**DOCUMENT, "computed_on": "yesterday"}),
        msgspec.json.encode({**DOCUMENT, "model": 2}),
        msgspec.json.encode({"inputs": {"works": 3}}),
    ],
)
def test_what_cannot_be_computed_is_refused_in_one_line(recompute, document):
    run = recompute(document)
    assert run.status == 2
    assert run.output == ""
    assert run.errors.startswith("Not a trust.json that can be computed again: ")
    assert run.errors.count("\n") == 1


@pytest.mark.parametrize("inputs", [{"works": 3}, {"version": 1, "identity": [{"kind": "orcid"}]}])
@pytest.mark.parametrize("model", ["1", "3"])
def test_a_document_of_another_version_is_refused_whatever_its_inputs_look_like(recompute, model, inputs):
    run = recompute(msgspec.json.encode({**DOCUMENT, "model": model, "inputs": inputs}))
    assert run.status == 2
    assert f"The document is of model version {model}, this is version 2." in run.errors
