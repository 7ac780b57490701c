"""The vocabulary of topics, and the topics that works name from it."""

import json

import pytest
from django.urls import reverse

from ingest.institutions.topics import slugs_of
from ingest.records import TopicRecord
from tests.builders import make_topic
from tests.commands import run_command
from works.models import Topic

pytestmark = pytest.mark.django_db

TIDES = {
    "topic_id": "10001",
    "topic_name": "Tides and Ports",
    "subfield_name": "Oceanography",
    "field_name": "Earth Sciences",
    "domain_name": "Physical Sciences",
    "description": "Works about what the sea does to harbors.",
    "keywords": ["Tides", "Harbors"],
}
AS_THE_API_HAS_IT = {
    "id": "https://openalex.org/T10001",
    "display_name": "Tides and Ports",
    "subfield": {"display_name": "Oceanography"},
    "field": {"display_name": "Earth Sciences"},
    "domain": {"display_name": "Physical Sciences"},
    "description": "Works about what the sea does to harbors.",
    "keywords": ["Tides", "Harbors"],
}


def bring_in(tmp_path, *topics) -> int:
    path = tmp_path / "topics.jsonl"
    path.write_text("\n".join(map(json.dumps, topics)))
    return run_command("import_topics", path, "--json")


def figures(capsys) -> dict[str, float]:
    return {**json.loads(capsys.readouterr().out), "seconds": 0}


@pytest.mark.parametrize("statement", [TIDES, AS_THE_API_HAS_IT])
def test_a_topic_comes_in_with_its_place_in_the_vocabulary(tmp_path, capsys, statement) -> None:
    assert bring_in(tmp_path, statement) == 0
    assert figures(capsys) == {
        "read": 1, "created": 1, "updated": 0, "unchanged": 0, "rejected": 0, "seconds": 0,
    }  # fmt: skip
    topic = Topic.objects.get()
    assert (topic.openalex, topic.slug, topic.kind) == ("T10001", "tides-and-ports", "category")
    assert topic.lineage == ["Physical Sciences", "Earth Sciences", "Oceanography"]
    assert topic.keywords == ["Tides", "Harbors"]


def test_importing_again_changes_nothing_and_another_description_one_topic(tmp_path, capsys) -> None:
    bring_in(tmp_path, TIDES)
    before = list(Topic.objects.values())
    capsys.readouterr()
    bring_in(tmp_path, TIDES)
    assert figures(capsys)["unchanged"] == 1
    assert list(Topic.objects.values()) == before
    bring_in(tmp_path, {**TIDES, "description": "Works about the sea."})
    assert figures(capsys)["updated"] == 1


def test_a_topic_of_the_same_name_is_the_same(tmp_path, capsys) -> None:
    known = make_topic("Tides and Ports", kind=Topic.Kind.CATEGORY, codes=["sea.TP"])
    bring_in(tmp_path, TIDES)
    assert figures(capsys)["updated"] == 1
    known.refresh_from_db()
    assert (known.openalex, known.codes, known.domain) == ("T10001", ["sea.TP"], "Physical Sciences")


def test_two_topics_of_one_name_are_two(tmp_path) -> None:
    bring_in(tmp_path, TIDES, {**TIDES, "topic_id": "10002"})
    assert set(Topic.objects.values_list("slug", flat=True)) == {"tides-and-ports", "tides-and-ports-t10002"}


def test_bad_topics_are_set_aside(tmp_path, capsys) -> None:
    bring_in(tmp_path, TIDES, {"topic_id": "x", "topic_name": "No number"}, {"topic_id": "7"}, {"field": 3})
    said = capsys.readouterr()
    assert json.loads(said.out)["rejected"] == 3
    assert "record 2" in said.err


def test_nothing_readable_is_a_failure_and_wrong_use_is_told_apart(tmp_path) -> None:
    assert run_command("import_topics", tmp_path / "absent.jsonl") == 1
    assert bring_in(tmp_path, {"topic_id": ""}) == 1
    assert run_command("import_topics") == 2


def test_topics_of_works_are_found_by_id_then_by_name_else_made(tmp_path) -> None:
    bring_in(tmp_path, TIDES)
    make_topic("Gradient Descent")
    stated = [
        TopicRecord("openalex:T10001", "Renamed since"),
        TopicRecord("openalex:T2", "Gradient descent"),
        TopicRecord("openalex:T3", "Lighthouses"),
    ]
    expected = {
        "openalex:T10001": "tides-and-ports",
        "openalex:T2": "gradient-descent",
        "openalex:T3": "lighthouses",
    }
    assert slugs_of(stated) == expected
    assert slugs_of(stated) == expected
    assert Topic.objects.get(slug="lighthouses").openalex == "T3"


def test_the_page_of_a_topic_says_where_it_stands(client, tmp_path) -> None:
    bring_in(tmp_path, TIDES)
    html = client.get(reverse("pages:topic", args=["tides-and-ports"])).content.decode()
    assert "Physical Sciences \u203a Earth Sciences \u203a Oceanography" in html
    assert "Works about what the sea does to harbors." in html
    assert "https://openalex.org/T10001" in html
