"""What each service is asked, and what becomes of its answers."""

import io
import json
from collections.abc import Callable

import hypothesis
import msgspec
import pytest
from hypothesis import strategies as st
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from ingest.live import arxiv, crossref, datacite, dblp, openalex, orcid, ror
from ingest.live.answers import Answer, Unanswered
from ingest.live.arxiv import search_query
from ingest.live.asking import Answers, Ask, Named, Unknown
from ingest.live.client import Client
from ingest.live.fetching import ANSWERS
from ingest.live.limits import service_called
from ingest.persons import PersonRecord
from ingest.readers.ror import OrganizationRecord
from ingest.records import BadRecord, WorkRecord
from tests.ingest.live import bodies
from tests.ingest.live.bodies import ADA
from tests.ingest.live.conftest import NoPace

Connect = Callable[[str], Client]


def works(found: list[Answers]) -> list[str]:
    return [one.source_id for one in found if isinstance(one, WorkRecord)]


def asks(found: list[Answers]) -> list[Ask]:
    return [one for one in found if isinstance(one, Ask)]


def xml(server: HTTPServer, path: str, body: str, **query: str) -> None:
    server.expect_request(path, query_string=query or None).respond_with_data(
        body, content_type="application/atom+xml; charset=utf-8"
    )


def test_crossref_is_asked_for_one_doi_and_told_who_asks(served: HTTPServer, connect: Connect) -> None:
    served.expect_request(
        "/crossref/works/10.5555/a(b)", query_string={"mailto": "desk@credence.example"}
    ).respond_with_json(bodies.crossref_single("10.5555/a(b)"))
    (found,) = crossref.answer(connect("crossref"), Ask("crossref", "doi", ("10.5555/a(b)",)))
    assert isinstance(found, WorkRecord)
    assert (found.source_id, found.title, found.published) == (
        "10.5555/a(b)",
        "Tides in a bathtub",
        "2021-03-04",
    )
    assert [author.name for author in found.authors] == ["Ada Lindqvist", "Bob Okafor"]
    assert "/works/10.5555%2Fa%28b%29?" in served.log[0][0].environ["REQUEST_URI"]


def test_a_doi_that_crossref_does_not_know_may_be_known_elsewhere(
    served: HTTPServer, connect: Connect
) -> None:
    served.expect_request("/crossref/works/10.5555/0").respond_with_data("Resource not found.", status=404)
    found = list(crossref.answer(connect("crossref"), Ask("crossref", "doi", ("10.5555/0",))))
    assert found == [Unknown("10.5555/0", "Crossref does not know this DOI")]


def test_a_doi_of_a_journal_is_no_work(served: HTTPServer, connect: Connect) -> None:
    body = bodies.crossref_single("10.5555/j")
    body["message"]["type"] = "journal"
    served.expect_request("/crossref/works/10.5555/j").respond_with_json(body)
    (found,) = crossref.answer(connect("crossref"), Ask("crossref", "doi", ("10.5555/j",)))
    assert isinstance(found, BadRecord)
    assert "no work" in found.reason


def test_crossref_pages_by_cursor_until_a_page_is_empty(served: HTTPServer, connect: Connect) -> None:
    pages = {"*": (["10.5555/1", "10.5555/2"], "c+/="), "c+/=": (["10.5555/3"], "d"), "d": ([], "e")}
    for dois, following in pages.values():
        served.expect_ordered_request("/crossref/works").respond_with_json(
            bodies.crossref_page(dois, following, 3)
        )
    ask: Ask | None = Ask("crossref", "query", ("tides",), left=150)
    read: list[str] = []
    while ask:
        found = list(crossref.answer(connect("crossref"), ask))
        read += works(found)
        ask = next(iter(asks(found)), None)
    assert read == ["10.5555/1", "10.5555/2", "10.5555/3"]
    queries = [request.args.to_dict() for request, _ in served.log]
    assert [query["cursor"] for query in queries] == ["*", "c+/=", "d"]
    assert [query["rows"] for query in queries] == ["100", "100", "100"]
    assert {query["query"] for query in queries} == {"tides"}


def test_a_list_ends_where_enough_is_read(served: HTTPServer, connect: Connect) -> None:
    served.expect_request("/crossref/works").respond_with_json(
        bodies.crossref_page(["10.5555/1", "10.5555/2"], "c", 999)
    )
    found = list(crossref.answer(connect("crossref"), Ask("crossref", "query", ("tides",), left=2)))
    assert (len(works(found)), asks(found)) == (2, [])
    assert served.log[0][0].args["rows"] == "2"


def test_datacite_knows_what_others_register(served: HTTPServer, connect: Connect) -> None:
    served.expect_request("/datacite/dois/10.5072/x").respond_with_data(
        msgspec.json.encode(bodies.datacite_single("10.5072/x")),
        content_type="application/vnd.api+json; charset=utf-8",
    )
    served.expect_request("/datacite/dois/10.5072/0").respond_with_json(
        {"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]},
        status=404,
    )
    client = connect("datacite")
    (found,) = datacite.answer(client, Ask("datacite", "doi", ("10.5072/x",)))
    assert isinstance(found, WorkRecord)
    assert (found.source, found.source_id, found.title) == ("datacite", "10.5072/x", "Measured bathtubs")
    assert list(datacite.answer(client, Ask("datacite", "doi", ("10.5072/0",)))) == [
        Unknown("10.5072/0", "DataCite does not know this DOI")
    ]


def test_openalex_is_asked_for_many_dois_at_once_and_says_which_it_lacks(
    served: HTTPServer, connect: Connect, settings: Settings
) -> None:
    settings.CREDENCE_LIVE_KEYS = {"openalex": "key-1", "ror": ""}
    page = bodies.openalex_page([bodies.openalex_work(1, "10.5555/1"), bodies.openalex_work(2, "10.5555/2")])
    served.expect_request("/openalex/works").respond_with_json(page)
    client = connect("openalex")
    found = list(openalex.answer(client, Ask("openalex", "doi", ("10.5555/1", "10.5555/2", "10.5555/3"))))
    assert works(found) == ["W1", "W2"]
    assert found[-1] == Unknown("10.5555/3", "OpenAlex does not know this DOI")
    assert served.log[0][0].args.to_dict() == {
        "filter": "doi:10.5555/1|10.5555/2|10.5555/3",
        "per_page": "100",
        "api_key": "key-1",
        "mailto": "desk@credence.example",
    }
    more = list(openalex.answer(client, Ask("openalex", "more-of-doi", ("10.5555/1", "10.5555/3"))))
    assert works(more) == ["W1", "W2"]
    assert not any(isinstance(one, Unknown) for one in more)


def test_a_doi_with_a_comma_is_asked_for_alone(served: HTTPServer, connect: Connect) -> None:
    served.expect_request("/openalex/works/doi:10.5555/a,b").respond_with_json(
        bodies.openalex_work(7, "10.5555/a,b")
    )
    served.expect_request("/openalex/works/doi:10.5555/a|b").respond_with_json(
        {"error": "Not Found", "message": "none"}, status=404
    )
    ask = Ask("openalex", "doi", ("10.5555/a,b", "10.5555/a|b"))
    found = list(openalex.answer(connect("openalex"), ask))
    assert works(found) == ["W7"]
    assert found[1:] == [Unknown("10.5555/a|b", "OpenAlex does not know this DOI")]


@pytest.mark.parametrize(
    ("about", "value", "asked"),
    [
        ("query", "tides, waves", ("search", "tides, waves")),
        ("orcid", ADA, ("filter", f"author.orcid:{ADA}")),
    ],
)
def test_openalex_pages_by_cursor(
    served: HTTPServer, connect: Connect, about: str, value: str, asked: tuple[str, str]
) -> None:
    some = [bodies.openalex_work(1, None), bodies.openalex_work(2, None)]
    served.expect_ordered_request("/openalex/works").respond_with_json(bodies.openalex_page(some, "Ils1"))
    served.expect_ordered_request("/openalex/works").respond_with_json(bodies.openalex_page([], None))
    client = connect("openalex")
    first = list(openalex.answer(client, Ask("openalex", about, (value,), left=500)))
    assert works(first) == ["W1", "W2"]
    assert asks(first) == [Ask("openalex", about, (value,), cursor="Ils1", left=498)]
    assert list(openalex.answer(client, asks(first)[0])) == []
    (one, two) = (request.args for request, _ in served.log)
    assert (one[asked[0]], one["cursor"], one["per_page"]) == (asked[1], "*", "100")
    assert two["cursor"] == "Ils1"


def test_arxiv_is_asked_for_many_ids_at_once_and_leaves_out_what_it_lacks(
    served: HTTPServer, connect: Connect
) -> None:
    xml(served, "/arxiv/api/query", bodies.arxiv_feed(["2205.00001", "hep-th/9901001"], total=2))
    ids = ("2205.00001", "hep-th/9901001", "2205.99999")
    found = list(arxiv.answer(connect("arxiv"), Ask("arxiv", "arxiv", ids)))
    assert works(found) == ["2205.00001", "hep-th/9901001"]
    assert found[-1] == Unknown("2205.99999", "arXiv does not know this id")
    assert served.log[0][0].args.to_dict() == {
        "id_list": "2205.00001,hep-th/9901001,2205.99999",
        "start": "0",
        "max_results": "3",
    }


def test_arxiv_pages_by_offset(served: HTTPServer, connect: Connect) -> None:
    xml(served, "/arxiv/api/query", bodies.arxiv_feed(["2205.00001", "2205.00002"], total=3))
    (found, more) = (
        list(arxiv.answer(connect("arxiv"), Ask("arxiv", "query", ("tide tables",), left=left)))
        for left in (50, 2)
    )
    assert asks(found) == [Ask("arxiv", "query", ("tide tables",), cursor="2", left=48)]
    assert asks(more) == []
    assert served.log[0][0].args.to_dict() == {
        "search_query": "all:tide AND all:tables",
        "start": "0",
        "max_results": "50",
    }


def test_an_empty_page_of_arxiv_is_no_end(served: HTTPServer, connect: Connect) -> None:
    xml(served, "/arxiv/api/query", bodies.arxiv_feed([], total=300, start=100))
    ask = Ask("arxiv", "query", ("tides",), cursor="100", left=100)
    with pytest.raises(Unanswered, match="arXiv sent an empty page where 200 works follow"):
        list(arxiv.answer(connect("arxiv"), ask))


def test_an_error_of_arxiv_is_a_bad_record(served: HTTPServer, connect: Connect) -> None:
    xml(served, "/arxiv/api/query", bodies.arxiv_error("incorrect id format for abc"))
    found = list(arxiv.answer(connect("arxiv"), Ask("arxiv", "arxiv", ("2205.00001",))))
    assert isinstance(found[0], BadRecord)
    assert "incorrect id format" in found[0].reason


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tides", "all:tides"),
        ("deep-sea tides (now)", "all:deep-sea AND all:tides AND all:now"),
        ('"tide tables"', "all:tide AND all:tables"),
        ("au:lindqvist AND cat:cs.LG", "au:lindqvist AND cat:cs.LG"),
        ("naïve Bäume", "all:naïve AND all:Bäume"),
    ],
)
def test_words_become_a_query_in_the_language_of_arxiv(words: str, expected: str) -> None:
    assert search_query(words) == expected


def test_an_orcid_record_gives_the_person_and_questions_for_the_works(
    served: HTTPServer, connect: Connect
) -> None:
    summaries = [[bodies.orcid_work(number, f"Work {number}")] for number in range(1, 251)]
    preferred = {**bodies.orcid_work(999, "Work 1, better"), "display-index": "1"}
    summaries[0].append(preferred)
    served.expect_request(f"/orcid/v3.0/{ADA}/record").respond_with_json(bodies.orcid_record(summaries))
    found = list(orcid.answer(connect("orcid"), Ask("orcid", "orcid", (ADA,))))
    assert isinstance(found[0], PersonRecord)
    assert (found[0].orcid, found[0].name) == (ADA, "Ada Lindqvist")
    further = asks(found)
    assert len(found) == 1 + len(further)
    assert [len(ask.values) - 2 for ask in further] == [100, 100, 50]
    assert further[0].values[:4] == (ADA, "Ada Lindqvist", "999", "2")
    assert served.log[0][0].headers["Accept"] == "application/json"


def test_works_of_orcid_name_what_others_know_better(served: HTTPServer, connect: Connect) -> None:
    given = bodies.orcid_work(2, "On waves", arxiv="arXiv:2205.00001")
    given["contributors"] = {
        "contributor": [{"contributor-orcid": None, "credit-name": {"value": "Bob Okafor"}}]
    }
    bulk = bodies.orcid_bulk([bodies.orcid_work(1, "Tides", doi="10.5555/1"), given])
    bulk["bulk"].append({"error": bodies.orcid_error(404, "The item with put code 3 was not found")})
    served.expect_request(f"/orcid/v3.0/{ADA}/works/1,2,3").respond_with_json(bulk)
    ask = Ask("orcid", "works-of-orcid", (ADA, "Ada Lindqvist", "1", "2", "3"))
    tides, waves, bad, named = orcid.answer(connect("orcid"), ask)
    assert isinstance(tides, WorkRecord)
    assert (tides.source_id, tides.authors[0].name, tides.authors[0].orcid) == (
        f"{ADA}/1",
        "Ada Lindqvist",
        ADA,
    )
    assert isinstance(waves, WorkRecord)
    assert [author.name for author in waves.authors] == ["Bob Okafor"]
    assert isinstance(bad, BadRecord)
    assert named == Named(dois=("10.5555/1",), arxiv_ids=("2205.00001",))


def test_an_unknown_orcid_id_is_said(served: HTTPServer, connect: Connect) -> None:
    served.expect_request(f"/orcid/v3.0/{ADA}/record").respond_with_json(
        bodies.orcid_error(404, "Resource not found"), status=404
    )
    (found,) = orcid.answer(connect("orcid"), Ask("orcid", "orcid", (ADA,)))
    assert found == Unknown(ADA, "ORCID does not know this ORCID iD")


def test_dblp_finds_keys_and_gives_a_record_for_each(served: HTTPServer, connect: Connect) -> None:
    keys = ["conf/inv/Lindqvist21", "conf/inv/Okafor22"]
    served.expect_request("/dblp/search/publ/api").respond_with_json(
        bodies.dblp_hits(keys, first=100, total=300)
    )
    xml(served, "/dblp/rec/conf/inv/Lindqvist21.xml", bodies.dblp_record(keys[0]))
    client = connect("dblp")
    found = list(dblp.answer(client, Ask("dblp", "query", ("tides",), cursor="100", left=50)))
    assert found == [
        Ask("dblp", "key", (keys[0],)),
        Ask("dblp", "key", (keys[1],)),
        Ask("dblp", "query", ("tides",), cursor="102", left=48),
    ]
    assert served.log[0][0].args.to_dict() == {
        "q": "tides",
        "format": "json",
        "h": "50",
        "f": "100",
        "c": "0",
    }
    (record,) = dblp.answer(client, Ask("dblp", "key", (keys[0],)))
    assert isinstance(record, WorkRecord)
    assert (record.source, record.source_id) == ("dblp", keys[0])


def test_nothing_found_at_dblp_is_the_end(served: HTTPServer, connect: Connect) -> None:
    served.expect_request("/dblp/search/publ/api").respond_with_json(bodies.dblp_hits([], first=0, total=0))
    assert list(dblp.answer(connect("dblp"), Ask("dblp", "query", ("tides",), left=50))) == []


def test_organizations_are_found_by_id_and_by_words(
    served: HTTPServer, connect: Connect, settings: Settings
) -> None:
    settings.CREDENCE_LIVE_KEYS = {"openalex": "", "ror": "client-1"}
    names = {"021nxhr62": "Bathtub Institute", "05dxps055": "Institute of Tides"}
    some = [bodies.ror_organization(ror_id, name) for ror_id, name in names.items()]
    served.expect_request("/ror/v2/organizations/021nxhr62").respond_with_json(some[0])
    served.expect_request("/ror/v2/organizations", query_string="query=tides&page=1").respond_with_json(
        bodies.ror_page(some, 21)
    )
    served.expect_request("/ror/v2/organizations", query_string="query=tides&page=2").respond_with_json(
        bodies.ror_page(some[:1], 21)
    )
    client = connect("ror")
    (one,) = ror.organization(client, "021nxhr62")
    assert isinstance(one, OrganizationRecord)
    assert one.name == "Bathtub Institute"
    assert len(list(ror.organizations(client, "tides", limit=100))) == 3
    assert len(list(ror.organizations(client, "tides"))) == 2
    assert served.log[0][0].headers["Client-Id"] == "client-1"


def test_many_long_dois_are_asked_for_in_several_questions(served: HTTPServer, connect: Connect) -> None:
    dois = tuple(f"10.5555/{'x' * 250}{number}" for number in range(20))
    served.expect_request("/openalex/works").respond_with_json(bodies.openalex_page([]))
    assert len(list(openalex.answer(connect("openalex"), Ask("openalex", "doi", dois)))) == 20
    filters = [request.args["filter"].removeprefix("doi:").split("|") for request, _ in served.log]
    assert [doi for some in filters for doi in some] == list(dois)
    assert all(len("|".join(some)) < 2_100 for some in filters)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)
KEYS = st.sampled_from(
    [
        "message", "items", "next-cursor", "meta", "results", "next_cursor", "result", "hits", "hit", "info", "key",
        "@total", "data", "attributes", "bulk", "work", "activities-summary", "works", "group", "work-summary",
        "put-code", "id", "DOI", "doi", "person", "name", "path", "orcid-identifier",
    ]
)  # fmt: skip
ODD = st.recursive(
    JSON,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
QUESTIONS = [
    Ask("crossref", "doi", ("10.5555/1",)),
    Ask("crossref", "query", ("tides",), left=50),
    Ask("datacite", "doi", ("10.5555/1",)),
    Ask("openalex", "doi", ("10.5555/1",)),
    Ask("openalex", "query", ("tides",), left=50),
    Ask("orcid", "orcid", (ADA,)),
    Ask("orcid", "works-of-orcid", (ADA, "Ada", "1")),
    Ask("dblp", "query", ("tides",), left=50),
]


class Odd(Client):
    """Answers whatever it is given."""

    def __init__(self, name: str, body: bytes) -> None:
        super().__init__(service_called(name), pace=NoPace())
        self.odd = body

    def get(self, *words: object, **options: object) -> Answer:  # type: ignore[override]
        return Answer(self.service, "https://odd.example", 200, {}, io.BytesIO(self.odd))


@pytest.mark.parametrize("ask", QUESTIONS, ids=lambda ask: f"{ask.service} {ask.about}")
@hypothesis.settings(max_examples=60, deadline=None)
@hypothesis.given(statement=st.dictionaries(KEYS, ODD, max_size=5))
def test_whatever_json_comes_is_read_or_refused(ask: Ask, statement: dict[str, object]) -> None:
    body = json.dumps(statement).replace("NaN", "0").replace("Infinity", "1").encode("utf-8", "replace")
    try:
        found = list(ANSWERS[ask.service](Odd(ask.service, body), ask))
    except Unanswered:
        return
    questions = [one for one in found if isinstance(one, Ask)]
    assert msgspec.convert(json.loads(json.dumps(msgspec.to_builtins(questions))), list[Ask]) == questions
