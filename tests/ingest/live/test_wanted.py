"""What can be wanted, and what is found in pasted text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.live.pasting import read_pasted
from ingest.live.wanted import FetchRequest, InvalidRequest

ADA = "0000-0002-1825-0097"


def test_a_request_keeps_each_identifier_once_in_comparable_spelling() -> None:
    request = FetchRequest(
        orcids=(f"https://orcid.org/{ADA}", ADA),
        dois=("https://doi.org/10.5555/ABC", "doi:10.5555/abc", "10.48550/arXiv.2205.00001v2"),
        arxiv_ids=("arXiv:2205.00001v1", "hep-th/9901001"),
        queries=("  deep   learning ", "deep learning", " "),
    )
    assert request.parts() == {
        "orcid": (ADA,),
        "doi": ("10.5555/abc",),
        "arxiv": ("2205.00001", "hep-th/9901001"),
        "query": ("deep learning",),
    }
    assert str(request) == (
        f"ORCID iD {ADA}; DOI 10.5555/abc; 2 arXiv ids: 2205.00001, hep-th/9901001; query deep learning"
    )
    assert FetchRequest.of(request.as_json()) == request


def test_many_things_are_named_briefly() -> None:
    request = FetchRequest(dois=tuple(f"10.5555/{number}" for number in range(1200)))
    assert str(request) == "1,200 DOIs: 10.5555/0, 10.5555/1, 10.5555/2, …"


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({}, "nothing to fetch"),
        ({"queries": (" ",)}, "nothing to fetch"),
        ({"dois": ("10.5555",)}, "no DOI: 10.5555"),
        ({"orcids": ("0000-0002-1825-0098",)}, "no ORCID iD: 0000"),
        ({"arxiv_ids": ("2205",)}, "no arXiv id: 2205"),
        ({"queries": ("x",), "limit": 0}, "limit must be"),
        ({"queries": ("x",), "limit": 1_000_000}, "limit must be"),
        ({"queries": ("x" * 501,)}, "500 characters"),
        ({"dois": ("10.5555/1",), "services": ("dblp",)}, "DBLP cannot be asked for a DOI"),
        ({"orcids": (ADA,), "services": ("arxiv", "dblp")}, "arXiv and DBLP cannot be asked for an ORCID iD"),
        ({"dois": tuple(f"10.5555/{number}" for number in range(10_001))}, "at most 10,000"),
    ],
)
def test_what_cannot_be_fetched_is_refused(wanted: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason):
        FetchRequest(**wanted)


@pytest.mark.parametrize(
    ("text", "dois"),
    [
        ("10.5555/abc", ["10.5555/abc"]),
        ("https://doi.org/10.5555/ABC", ["10.5555/abc"]),
        ("http://dx.doi.org/10.5555/abc.", ["10.5555/abc"]),
        ("https://doi.org/10.5555%2Fabc%28d%29", ["10.5555/abc(d)"]),
        ("doi:10.5555/abc; and DOI: 10.5555/def!", ["10.5555/abc", "10.5555/def!"]),
        ("(see 10.5555/abc)", ["10.5555/abc"]),
        ("10.5555/s0001-0002(20)30003-4", ["10.5555/s0001-0002(20)30003-4"]),
        ("(10.5555/a(b)c), [10.5555/x].", ["10.5555/a(b)c", "10.5555/x"]),
        ("<a href='https://doi.org/10.5555/abc'>", ["10.5555/abc"]),
        ("“10.5555/abc”", ["10.5555/abc"]),
        ("https://press.example/doi/full/10.5555/abc?tab=1#s2", ["10.5555/abc"]),
        ("https://press.example/articles/10.5555/abc/full", ["10.5555/abc"]),
        ("https://press.example/10.5555/abc.pdf", ["10.5555/abc"]),
        ("10.5555/2205.00001", ["10.5555/2205.00001"]),
        ("10.5555/0000-0002-1825-0097", ["10.5555/0000-0002-1825-0097"]),
        ("10.5555/a\n\n10.5555/b\r\n10.5555/a", ["10.5555/a", "10.5555/b"]),
    ],
)
def test_dois_are_found(text: str, dois: list[str]) -> None:
    found = read_pasted(text)
    assert list(found.dois) == dois
    assert (found.orcids, found.arxiv_ids, found.not_understood) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2205.00001", ["2205.00001"]),
        ("arXiv:2205.00001v3 [cs.LG]", ["2205.00001"]),
        ("arXiv: 0704.0001", ["0704.0001"]),
        ("https://arxiv.org/abs/2205.00001v2", ["2205.00001"]),
        ("http://export.arxiv.org/pdf/2205.00001.pdf", ["2205.00001"]),
        ("https://arxiv.org/abs/math.GT/0309136", ["math/0309136"]),
        ("hep-th/9901001, and quant-ph/0201082v1.", ["hep-th/9901001", "quant-ph/0201082"]),
        ("- 2205.00001, 2205.00002", ["2205.00001", "2205.00002"]),
    ],
)
def test_arxiv_ids_are_found(text: str, ids: list[str]) -> None:
    found = read_pasted(text)
    assert list(found.arxiv_ids) == ids
    assert (found.orcids, found.dois, found.not_understood) == ((), (), ())


@pytest.mark.parametrize(
    "text",
    [ADA, f"https://orcid.org/{ADA}", "0000 0002 1825 0097", "my iD is 0000\u20130002\u20131825\u20130097."],
)
def test_orcid_ids_are_found(text: str) -> None:
    found = read_pasted(text)
    assert (found.orcids, found.dois, found.arxiv_ids, found.not_understood) == ((ADA,), (), (), ())


@pytest.mark.parametrize(
    ("text", "not_understood"),
    [
        ("Tides in a bathtub", ["Tides in a bathtub"]),
        ("0000-0002-1825-0098", ["0000-0002-1825-0098"]),
        ("10.5555/", ["10.5555/"]),
        ("2013.00001", ["2013.00001"]),  # there is no thirteenth month
        ("12205.000012", ["12205.000012"]),
        ("abc/1234567", ["abc/1234567"]),
        ("https://press.example/article/17", ["https://press.example/article/17"]),
        ("arXiv:nonsense", ["arXiv:nonsense"]),
        ("  \n\t\n-\n", []),
    ],
)
def test_what_is_no_identifier_is_said(text: str, not_understood: list[str]) -> None:
    found = read_pasted(text)
    assert list(found.not_understood) == not_understood
    assert (found.orcids, found.dois, found.arxiv_ids) == ((), (), ())
    with pytest.raises(InvalidRequest, match="nothing to fetch"):
        found.request()


def test_prose_with_identifiers_is_understood_but_for_what_looks_like_one() -> None:
    found = read_pasted(
        f"I am {ADA}; my works are 10.5555/abc (2021), arXiv:2205.00001 and https://press.example/17."
    )
    assert found.request() == FetchRequest(orcids=(ADA,), dois=("10.5555/abc",), arxiv_ids=("2205.00001",))
    assert found.not_understood == ("https://press.example/17",)


def test_a_text_without_end_is_read_to_a_bound_that_is_said() -> None:
    found = read_pasted("10.5555/1\n" + " " * 1_000_000 + "\n10.5555/2")
    assert found.dois == ("10.5555/1",)
    assert found.not_understood == ("what follows the first 1,000,000 characters",)


@given(st.text(max_size=300) | st.text(alphabet="10.5/:-adixv()[]\0\n htps", max_size=300))
def test_whatever_is_pasted_gives_identifiers_or_says_so(text: str) -> None:
    found = read_pasted(text)
    if found.orcids or found.dois or found.arxiv_ids:
        found.request()
    assert all(len(piece) <= 200 and piece.strip() for piece in found.not_understood)
