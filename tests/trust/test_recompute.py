"""The result follows from trust.json alone."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest
from django.urls import reverse

from tests.builders import make_researcher, make_works
from trust.evidence import Inputs
from trust.refreshing import score_stale
from trust.scoring import score

CHECKOUT = Path(__file__).resolve().parents[2]
DOCUMENT = {"model": "2", "computed_on": "2026-05-04", "inputs": {"works": 3}}


def recompute(document: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run the module where neither settings nor servers are to be had."""
    return subprocess.run(
        [sys.executable, "-m", "trust.recompute"],
        input=document,
        capture_output=True,
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "there.are.none"},
        timeout=60,
        check=False,
    )


@pytest.mark.django_db
def test_the_document_of_a_page_gives_the_same_result(client):
    ada = make_researcher()
    make_works(4, authors=[ada])
    score_stale()
    document = client.get(reverse("trust:json", args=[ada.slug])).content
    run = recompute(document)
    assert run.returncode == 0, run.stderr
    assert msgspec.json.decode(run.stdout) == msgspec.json.decode(document)["result"]


def test_the_result_is_printed_for_inputs_alone():
    run = recompute(msgspec.json.encode(DOCUMENT))
    assert run.returncode == 0, run.stderr
    assert msgspec.json.decode(run.stdout)["score"] == 15


def test_another_result_than_the_document_gives_is_noticed():
    wrong = msgspec.to_builtins(score(Inputs(works=4), date(2026, 5, 4)))
    run = recompute(msgspec.json.encode({**DOCUMENT, "result": wrong}))
    assert run.returncode == 1
    assert b"not the result" in run.stderr


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"not json",
        b"[]",
        msgspec.json.encode({**DOCUMENT, "inputs": {"works": 3, "citations": 90}}),
        msgspec.json.encode({**DOCUMENT, "inputs": {"works": -3}}),
        msgspec.json.encode({**DOCUMENT, "computed_on": "yesterday"}),
        msgspec.json.encode({**DOCUMENT, "model": "0"}),
    ],
)
def test_what_cannot_be_computed_is_refused_in_one_line(document):
    run = recompute(document)
    assert run.returncode == 2
    assert run.stdout == b""
    assert run.stderr.startswith(b"Not a trust.json that can be computed again: ")
    assert run.stderr.count(b"\n") == 1
