"""The graph as a file."""

import json

import pytest
from django.urls import reverse
from lxml import etree

from tests.builders import make_researcher, make_topic, make_work
from tests.explorer.reading import HOSTILE

pytestmark = pytest.mark.django_db
GRAPHML = {"g": "http://graphml.graphdrawing.org/xmlns"}
SVG = {"s": "http://www.w3.org/2000/svg"}


@pytest.fixture
def ada():
    researcher = make_researcher("Ada", slug="ada")
    for number, name in enumerate(HOSTILE):
        make_work(name, authors=[researcher, make_researcher(name, slug=f"hostile-{number}")], rank=-number)
    make_work(
        "On tides", slug="on-tides", year=2001, authors=[researcher], topics=[make_topic("Tides")], rank=1
    )
    return researcher


def download(client, form, query="focus=researcher:ada"):
    return client.get(f"{reverse('explorer:file', args=[form])}?{query}")


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("svg", "image/svg+xml"), ("json", "application/json"), ("graphml", "application/graphml+xml")],
)
def test_each_format_downloads_under_its_name(client, ada, form, media_type):
    response = download(client, form)
    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == f'attachment; filename="ada.{form}"'


def test_json_holds_nodes_edges_and_totals(client, ada):
    content = json.loads(download(client, "json").content)
    assert content["focus"] == "researcher:ada"
    assert content["totals"]["researcher"] == {"shown": 10, "total": 10, "exact": True}
    keys = {node["id"] for node in content["nodes"]}
    assert {"researcher:ada", "work:on-tides", "topic:tides"} <= keys
    assert all({edge["source"], edge["target"]} <= keys for edge in content["edges"])
    assert {"source": "work:on-tides", "target": "topic:tides", "relation": "about", "works": 1} in content[
        "edges"
    ]
    (tides,) = [node for node in content["nodes"] if node["id"] == "topic:tides"]
    assert tides["url"] == "http://testserver/topics/tides/"


def test_graphml_parses_and_holds_the_same(client, ada):
    tree = etree.fromstring(download(client, "graphml").content)
    content = json.loads(download(client, "json").content)
    assert [node.get("id") for node in tree.iterfind(".//g:node", GRAPHML)] == [
        node["id"] for node in content["nodes"]
    ]
    assert len(tree.findall(".//g:edge", GRAPHML)) == len(content["edges"])
    declared = {key.get("id") for key in tree.iterfind("g:key", GRAPHML)}
    assert {data.get("key") for data in tree.iterfind(".//g:data", GRAPHML)} <= declared
    names = [data.text for data in tree.iterfind(".//g:data[@key='node-name']", GRAPHML)]
    assert "<script>alert(1)</script>" in names
    assert "Bell and backspace" in names


def test_svg_stands_alone_and_parses(client, ada):
    tree = etree.fromstring(download(client, "svg").content)
    content = json.loads(download(client, "json").content)
    links = tree.xpath("//s:a/@href", namespaces=SVG)
    assert links == [node["url"] for node in content["nodes"]]
    assert not tree.xpath("//s:script", namespaces=SVG)
    assert tree.xpath("//s:style", namespaces=SVG)


def test_files_keep_the_filters(client, ada):
    content = json.loads(download(client, "json", "focus=researcher:ada&kinds=topic&year_to=2001").content)
    assert {node["kind"] for node in content["nodes"]} == {"researcher", "topic"}
    assert content["works_total"] == 1


@pytest.mark.parametrize("query", ["", "focus=nonsense", "focus=researcher:nobody"])
def test_without_a_focus_there_is_no_file(client, ada, query):
    assert download(client, "json", query).status_code == 404


def test_an_unknown_format_is_a_404(client, ada):
    assert download(client, "exe").status_code == 404


def test_a_merged_focus_leads_on(client, ada):
    make_researcher("A.", slug="old-ada", merged_into=ada)
    response = download(client, "json", "focus=researcher:old-ada")
    assert response.status_code == 301
    assert response["Location"] == "/explore/graph.json?focus=researcher:ada"
