"""Everything that is wanted, from whoever knows it, in steps that can be gone on from."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from ingest.checkpoints import Checkpoint
from ingest.live.client import Client
from ingest.live.fetching import PATIENCE, fetch_items
from ingest.live.wanted import FetchRequest
from ingest.persons import PersonRecord
from ingest.records import BadRecord, WorkRecord
from tests.ingest.live import bodies
from tests.ingest.live.bodies import ADA

Connect = Callable[[str], Client]


def said(items: list[Any]) -> list[str]:
    """The items in short; checkpoints left out."""
    return [in_short(one) for one in items if not isinstance(one, Checkpoint)]


def in_short(item: WorkRecord | PersonRecord | BadRecord) -> str:
    if isinstance(item, BadRecord):
        return str(item)
    return f"{item.source} {item.source_id}"


def asked(server: HTTPServer) -> list[str]:
    """The services that were asked, one after the other."""
    return [request.path.split("/")[1] for request, _ in server.log]


def know(server: HTTPServer, *dois: str) -> None:
    """Crossref knows these; OpenAlex knows all that it is asked for."""
    for doi in dois:
        server.expect_request(f"/crossref/works/{doi}").respond_with_json(bodies.crossref_single(doi))

    def openalex(request: Request) -> Response:
        asked_for = request.args["filter"].removeprefix("doi:").split("|")
        works = [bodies.openalex_work(sum(doi.encode()), doi) for doi in asked_for]
        return Response(json.dumps(bodies.openalex_page(works)), content_type="application/json")

    server.expect_request("/openalex/works").respond_with_handler(openalex)


def test_a_doi_is_asked_of_its_registry_and_completed_by_openalex(
    served: HTTPServer, connect: Connect
) -> None:
    know(served, "10.5555/1", "10.5555/2")
    items = list(fetch_items(FetchRequest(dois=("10.5555/1", "10.5555/2")), {}, connect=connect))
    assert asked(served) == ["crossref", "crossref", "openalex"]
    assert said(items)[:2] == ["crossref 10.5555/1", "crossref 10.5555/2"]
    assert [one.split()[0] for one in said(items)[2:]] == ["openalex", "openalex"]
    checkpoints = [one for one in items if isinstance(one, Checkpoint)]
    assert [one.share for one in checkpoints] == [pytest.approx(part / 3) for part in (1, 2, 3)]
    assert isinstance(items[-1], Checkpoint)


def test_what_crossref_does_not_know_is_asked_of_the_others(served: HTTPServer, connect: Connect) -> None:
    served.expect_request("/crossref/works/10.5072/1").respond_with_data("Resource not found.", status=404)
    served.expect_request("/datacite/dois/10.5072/1").respond_with_json(bodies.datacite_single("10.5072/1"))
    request = FetchRequest(dois=("10.5072/1",), services=("crossref", "datacite"))
    assert said(list(fetch_items(request, {}, connect=connect))) == ["datacite 10.5072/1"]
    assert asked(served) == ["crossref", "datacite"]


def test_what_nobody_knows_is_set_aside_and_the_rest_goes_on(served: HTTPServer, connect: Connect) -> None:
    served.expect_request("/crossref/works/10.5555/0").respond_with_data("Resource not found.", status=404)
    served.expect_request("/datacite/dois/10.5555/0").respond_with_json({"errors": []}, status=404)
    served.expect_request("/crossref/works/10.5555/1").respond_with_json(bodies.crossref_single("10.5555/1"))
    served.expect_request("/openalex/works").respond_with_json(bodies.openalex_page([]))
    request = FetchRequest(dois=("10.5555/0", "10.5555/1"))
    assert said(list(fetch_items(request, {}, connect=connect))) == [
        "DOI 10.5555/0: Crossref, DataCite and OpenAlex do not know this DOI",
        "crossref 10.5555/1",
    ]


def test_what_fails_is_set_aside_with_what_the_service_said(served: HTTPServer, connect: Connect) -> None:
    served.expect_request("/crossref/works/10.5555/0").respond_with_data("<h1>Nobody in</h1>", status=403)
    know(served, "10.5555/1")
    request = FetchRequest(dois=("10.5555/0", "10.5555/1"), services=("crossref",))
    items = list(fetch_items(request, {}, connect=connect))
    assert said(items) == [
        "DOI 10.5555/0: Crossref refused the question with status 403",
        "crossref 10.5555/1",
    ]
    assert isinstance(items[0], BadRecord)
    assert items[0].piece == "<h1>Nobody in</h1>"


def test_a_service_that_is_down_is_left_alone_after_a_while(served: HTTPServer, connect: Connect) -> None:
    dois = tuple(f"10.5555/{number}" for number in range(PATIENCE + 3))
    request = FetchRequest(dois=dois, services=("crossref",))
    items = list(fetch_items(request, {}, connect=connect))  # pytest-httpserver answers 500
    assert asked(served) == ["crossref"] * 5 * PATIENCE
    assert said(items)[0] == "DOI 10.5555/0: Crossref answered with status 500, 5 times in a row"
    assert said(items)[-1] == "DOI 10.5555/5: Crossref failed 3 times in a row and was not asked again"
    assert len(said(items)) == len(dois)
    served.clear()


def test_openalex_failing_costs_one_line_not_the_works(served: HTTPServer, connect: Connect) -> None:
    served.expect_request("/crossref/works/10.5555/1").respond_with_json(bodies.crossref_single("10.5555/1"))
    served.expect_request("/openalex/works").respond_with_json({"error": "x"}, status=403)
    items = list(fetch_items(FetchRequest(dois=("10.5555/1",)), {}, connect=connect))
    assert said(items) == [
        "crossref 10.5555/1",
        "what OpenAlex knows of 1 work: OpenAlex refused the question with status 403",
    ]


def test_arxiv_ids_are_asked_of_arxiv_whatever_they_are_called(served: HTTPServer, connect: Connect) -> None:
    know(served)
    served.expect_request("/arxiv/api/query").respond_with_data(
        bodies.arxiv_feed(["2205.00001", "2205.00002"], total=2), content_type="application/atom+xml"
    )
    request = FetchRequest(
        dois=("10.48550/arXiv.2205.00001",), arxiv_ids=("arXiv:2205.00002v3", "2205.00009")
    )
    items = list(fetch_items(request, {}, connect=connect))
    assert asked(served) == ["arxiv", "openalex"]
    assert served.log[0][0].args["id_list"] == "2205.00002,2205.00009,2205.00001"
    assert "arXiv id 2205.00009: arXiv does not know this id" in said(items)
    assert said(items)[:2] == ["arxiv 2205.00001", "arxiv 2205.00002"]


@pytest.fixture
def person(served: HTTPServer) -> HTTPServer:
    """An ORCID record with three works: one at Crossref, one on arXiv, one that nobody else knows."""
    summaries = [
        bodies.orcid_work(1, "Tides", doi="10.5555/1"),
        bodies.orcid_work(2, "Waves", doi="10.48550/arXiv.2205.00001"),
        bodies.orcid_work(3, "A talk"),
    ]
    served.expect_request(f"/orcid/v3.0/{ADA}/record").respond_with_json(
        bodies.orcid_record([[one] for one in summaries])
    )
    served.expect_request(f"/orcid/v3.0/{ADA}/works/1,2,3").respond_with_json(bodies.orcid_bulk(summaries))
    know(served, "10.5555/1")
    served.expect_request("/arxiv/api/query").respond_with_data(
        bodies.arxiv_feed(["2205.00001"], total=1), content_type="application/atom+xml"
    )
    return served


OF_PERSON = [
    f"orcid {ADA}",
    f"orcid {ADA}/1",
    f"orcid {ADA}/2",
    f"orcid {ADA}/3",
    "crossref 10.5555/1",
    f"openalex W{sum(b'10.5555/1')}",
    "arxiv 2205.00001",
    f"openalex W{sum(b'10.48550/arxiv.2205.00001')}",
]


def test_an_orcid_id_gives_the_person_and_their_works_in_full(person: HTTPServer, connect: Connect) -> None:
    items = list(fetch_items(FetchRequest(orcids=(ADA,)), {}, connect=connect))
    assert said(items) == OF_PERSON
    assert asked(person) == ["orcid", "orcid", "crossref", "openalex", "arxiv", "openalex"]


def test_only_the_chosen_services_are_asked(person: HTTPServer, connect: Connect) -> None:
    request = FetchRequest(orcids=(ADA,), services=("orcid", "arxiv"))
    assert said(list(fetch_items(request, {}, connect=connect))) == [*OF_PERSON[:4], "arxiv 2205.00001"]
    assert asked(person) == ["orcid", "orcid", "arxiv"]


@pytest.mark.parametrize("stops", range(len(OF_PERSON) - 2))
def test_it_goes_on_from_every_checkpoint(person: HTTPServer, connect: Connect, stops: int) -> None:
    request = FetchRequest(orcids=(ADA,))
    before: list[Any] = []
    state: dict[str, Any] = {}
    for item in fetch_items(request, {}, connect=connect):
        before.append(item)
        if isinstance(item, Checkpoint):
            state = json.loads(json.dumps(item.state))
            if sum(isinstance(one, Checkpoint) for one in before) > stops:
                break
    person.clear_log()
    after = list(fetch_items(request, state, connect=connect))
    assert said(before) + said(after) == OF_PERSON
    assert len(asked(person)) == 5 - stops


def test_from_the_last_checkpoint_nothing_is_asked(person: HTTPServer, connect: Connect) -> None:
    *_, last = fetch_items(FetchRequest(orcids=(ADA,)), {}, connect=connect)
    assert isinstance(last, Checkpoint)
    assert last.share == 1
    person.clear_log()
    assert list(fetch_items(FetchRequest(orcids=(ADA,)), last.state, connect=connect)) == []
    assert asked(person) == []


def query(**options: Any) -> FetchRequest:
    return FetchRequest(queries=("tides",), services=("crossref",), **options)


def test_a_cursor_that_died_meanwhile_begins_its_list_anew(served: HTTPServer, connect: Connect) -> None:
    served.expect_ordered_request("/crossref/works").respond_with_json(
        bodies.crossref_page(["10.5555/1"], "dead", 3)
    )
    first = fetch_items(query(limit=2), {}, connect=connect)
    checkpoint = next(one for one in first if isinstance(one, Checkpoint))
    refusal = {"status": "failed", "message-type": "validation-failure", "message": []}
    served.expect_ordered_request("/crossref/works").respond_with_json(refusal, status=400)
    for dois, cursor in ((["10.5555/1"], "new"), (["10.5555/2"], "newer")):
        served.expect_ordered_request("/crossref/works").respond_with_json(
            bodies.crossref_page(dois, cursor, 3)
        )
    items = list(fetch_items(query(limit=2), checkpoint.state, connect=connect))
    assert said(items) == ["crossref 10.5555/1", "crossref 10.5555/2"]
    assert [request.args["cursor"] for request, _ in served.log] == ["*", "dead", "*", "new"]


def test_a_refused_cursor_ends_a_list_that_was_not_interrupted(served: HTTPServer, connect: Connect) -> None:
    served.expect_ordered_request("/crossref/works").respond_with_json(
        bodies.crossref_page(["10.5555/1"], "bad", 3)
    )
    served.expect_ordered_request("/crossref/works").respond_with_json({"status": "failed"}, status=400)
    assert said(list(fetch_items(query(), {}, connect=connect))) == [
        "crossref 10.5555/1",
        "query tides: Crossref refused the question with status 400",
    ]


def test_words_are_asked_of_openalex_unless_somebody_else_is_chosen(
    served: HTTPServer, connect: Connect
) -> None:
    served.expect_request("/openalex/works").respond_with_json(
        bodies.openalex_page([bodies.openalex_work(1, None)])
    )
    served.expect_request("/dblp/search/publ/api").respond_with_json(
        bodies.dblp_hits(["conf/inv/1"], first=0, total=1)
    )
    served.expect_request("/dblp/rec/conf/inv/1.xml").respond_with_data(
        bodies.dblp_record("conf/inv/1"), content_type="application/xml"
    )
    assert said(list(fetch_items(FetchRequest(queries=("tides",)), {}, connect=connect))) == ["openalex W1"]
    request = FetchRequest(queries=("tides",), services=("dblp",))
    assert said(list(fetch_items(request, {}, connect=connect))) == ["dblp conf/inv/1"]
