"""A file in a code repository to which a listed work links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.evidence import REPOSITORY, CannotCheckNow, Known, Missed
from claims.evidence.coauthors import MOST_AUTHORS
from claims.evidence.repositories import Linked, Repository, repositories
from common.fetching import Location
from researchers.models import Attribution
from tests.builders import make_claim, make_researcher
from tests.claims.evidence.naming import CODE, link_code
from works.models import Work

pytestmark = pytest.mark.django_db

PARSER = "github.com/ada/parser"
RAW = "https://raw.githubusercontent.com/ada/parser/HEAD/"
PLAIN = "text/plain; charset=utf-8"


@pytest.fixture
def page(db):
    return make_researcher("Ada Lindqvist")


@pytest.fixture
def claim(page):
    return make_claim(page)


@pytest.fixture
def linked(page):
    return link_code(page, "https://github.com/Ada/Parser", title="Parsing in Full")


def check(claim, target=PARSER, *, code=CODE, set_aside=()):
    return REPOSITORY.check(claim, Known(target=target, token=code, set_aside=frozenset(set_aside)))


def test_no_repository_is_advised_where_none_can_be_chosen(claim, page):
    assert "Choose another kind of evidence." in REPOSITORY.advise(claim)
    link_code(page, "https://github.com/Ada/Parser", title="Parsing in Full")
    assert REPOSITORY.advise(claim) == REPOSITORY.advice


def test_what_is_asked_for_is_what_is_found(web, claim, linked):
    request = REPOSITORY.ask(claim, Known(token=CODE))
    assert PARSER in request.target_help
    web.page(f"{RAW}.credence", f"{request.code}\n", kind=PLAIN)
    finding = check(claim, REPOSITORY.clean_target(claim, "https://github.com/ada/parser.git"))
    assert finding.is_strong
    assert finding.reference == PARSER
    assert "Parsing in Full" in finding.found
    assert CODE not in finding.found


def test_the_second_name_of_the_file_is_looked_for_after_the_first(web, claim, linked):
    web.page(f"{RAW}credence.txt", CODE, kind="application/octet-stream")
    assert check(claim).is_strong
    assert web.asked == [f"{RAW}.credence", f"{RAW}credence.txt"]
    web.asked.clear()
    web.page(f"{RAW}.credence", CODE, kind=PLAIN)
    check(claim)
    assert web.asked == [f"{RAW}.credence"]


@pytest.mark.parametrize(
    ("url", "name", "raw"),
    [
        ("https://gitlab.com/lab/tools/parser", "gitlab.com/lab/tools/parser", "https://gitlab.com/lab/tools/parser/-/raw/HEAD/"),
        ("https://gitlab.lindenau.example/ada/parser/-/tree/main/src", "gitlab.lindenau.example/ada/parser",
         "https://gitlab.lindenau.example/ada/parser/-/raw/HEAD/"),
        ("https://codeberg.org/ada/parser/src/branch/main", "codeberg.org/ada/parser",
         "https://codeberg.org/api/v1/repos/ada/parser/raw/"),
        ("http://bitbucket.org/ada/parser/", "bitbucket.org/ada/parser", "https://bitbucket.org/ada/parser/raw/HEAD/"),
        ("https://www.github.com/ada/parser/tree/main/deep/down?tab=readme#usage", PARSER, RAW),
    ],
)  # fmt: skip
def test_each_forge_is_asked_for_the_file_as_it_is(web, claim, page, url, name, raw):
    link_code(page, url)
    web.page(f"{raw}.credence", CODE, kind=PLAIN)
    assert REPOSITORY.clean_target(claim, url) == name
    assert check(claim, name).reference == name


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/ada",
        "https://github.com/",
        "https://github.com/../parser",
        "https://github.com/ada/%2e%2e",
        "https://github.com/ada%2Fevil/..%2f",
        "https://gist.github.com/ada/abc",
        "https://ada.github.io/parser",
        "https://labs.example/ada/parser",
        "https://gitlab.com/ada/-/parser",
        "https://github.com.evil.example/ada/parser",
        f"https://gitlab.com/{'/'.join(['lab'] * 60)}",
    ],
)
def test_what_is_no_repository_is_none(url):
    assert Repository.at(Location.of(url)) is None
    assert list(repositories([Linked(url, "A paper", 1, True)])) == []


def test_links_that_we_would_never_ask_for_are_left_out(page, claim):
    link_code(page, "https://127.0.0.1/ada/parser")
    assert REPOSITORY.ask(claim, Known(token=CODE)).target_label == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "upload"},
        {"source": "orcid"},
        {"kind": "dataset"},
        {"self_reported": True},
        {"withdrawn": True},
        {"retracted": True},
    ],
)
def test_only_links_that_sources_give_on_works_that_count(web, claim, page, fields):
    link_code(page, f"https://{PARSER}", **fields)
    web.page(f"{RAW}.credence", CODE, kind=PLAIN)
    with pytest.raises(ValueError, match="No listed work links"):
        REPOSITORY.clean_target(claim, PARSER)
    with pytest.raises(Missed, match="any more"):
        check(claim)
    assert not web.asked


def test_a_work_that_is_only_proposed_links_to_nothing(claim, linked):
    Attribution.objects.update(status=Attribution.Status.PROPOSED)
    with pytest.raises(Missed, match="any more"):
        check(claim)


def test_a_repository_of_somebody_elses_work_is_not_to_be_chosen(claim, linked):
    link_code(make_researcher("Bob Okafor"), "https://github.com/bob/other")
    with pytest.raises(ValueError, match=r"bob/other\. They link to: github\.com/ada/parser\."):
        REPOSITORY.clean_target(claim, "github.com/bob/other")


def test_works_of_very_many_authors_support_only(web, claim, linked):
    web.page(f"{RAW}.credence", CODE, kind=PLAIN)
    Work.objects.update(authors_count=MOST_AUTHORS)
    assert check(claim).is_strong
    assert REPOSITORY.ask(claim, Known()).can_be_strong
    Work.objects.update(authors_count=MOST_AUTHORS + 1)
    assert check(claim).is_strong is REPOSITORY.ask(claim, Known()).can_be_strong is False


def test_one_small_work_among_large_ones_is_enough(web, claim, page, linked):
    Work.objects.update(authors_count=500)
    link_code(page, f"https://{PARSER}/tree/v2")
    web.page(f"{RAW}.credence", CODE, kind=PLAIN)
    assert check(claim).is_strong


@pytest.mark.parametrize(
    "target",
    [
        "https://raw.githubusercontent.com/mallory/parser/HEAD/.credence",
        "https://raw.githubusercontent.com/ada/parser-fork/HEAD/.credence",
        "https://evil.example/.credence",
    ],
)
def test_a_file_that_is_now_elsewhere_is_missed(web, claim, linked, target):
    web.redirect(f"{RAW}.credence", target)
    web.page(target, CODE, kind=PLAIN)
    with pytest.raises(Missed, match="another place"):
        check(claim)


def test_a_redirect_within_the_repository_is_followed(web, claim, linked):
    there = "https://raw.githubusercontent.com/Ada/Parser/main/.credence"
    web.redirect(f"{RAW}.credence", there)
    web.page(there, CODE, kind=PLAIN)
    assert check(claim).is_strong


def test_a_file_behind_a_detour_is_missed(web, claim, linked):
    web.redirect(f"{RAW}.credence", "https://evil.example/back")
    web.redirect("https://evil.example/back", f"{RAW}evil/.credence")
    web.page(f"{RAW}evil/.credence", CODE, kind=PLAIN)
    with pytest.raises(Missed, match="another place"):
        check(claim)


def test_what_is_there_instead_is_told(web, claim, linked):
    web.page(f"{RAW}.credence", "A" * len(CODE), kind=PLAIN)
    with pytest.raises(Missed) as missed:
        check(claim)
    assert "The file .credence does not have the code" in str(missed.value)
    assert "no file credence.txt" in str(missed.value)


def test_silence_is_no_answer(web, claim, linked):
    web.page(f"{RAW}.credence", status=503)
    with pytest.raises(CannotCheckNow):
        check(claim)


def test_what_an_administrator_set_aside_is_not_even_asked_for(web, claim, linked):
    with pytest.raises(Missed, match="administrator"):
        check(claim, set_aside=[PARSER])
    assert REPOSITORY.check(claim, Known(token=CODE)) is None
    assert not web.asked


@given(st.text(max_size=60), st.text(max_size=60))
def test_an_address_of_a_repository_leads_nowhere_else(owner, name):
    found = list(repositories([Linked(f"https://github.com/{owner}/{name}", "A paper", 1, True)]))
    for repository in found:
        location = Location.of(repository.address_of(".credence"))
        assert location.host == "raw.githubusercontent.com"
        assert location.target == f"/{repository.path}/HEAD/.credence"
