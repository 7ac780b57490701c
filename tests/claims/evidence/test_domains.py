"""A text record of a domain that agrees with the claim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.evidence import DNS_TXT, CannotCheckNow, Known, Missed
from claims.evidence.domains import codes_in, is_shared
from tests.builders import make_claim, make_researcher
from tests.claims.evidence.builders import make_institution, make_printed_work
from tests.claims.evidence.naming import CODE, print_orcid, state_home_pages

pytestmark = pytest.mark.django_db

DOMAIN = "lindenau.example"
RECORD = f"credence-verification={CODE}"
OTHER_CODE = "A" * len(CODE)


@pytest.fixture
def page(db):
    return make_researcher("Ada Lindqvist")


@pytest.fixture
def claim(page):
    return make_claim(page)


def check(claim, target=DOMAIN, *, code=CODE, set_aside=()):
    return DNS_TXT.check(claim, Known(target=target, token=code, set_aside=frozenset(set_aside)))


def test_what_is_asked_for_is_what_is_found(web, claim, page):
    make_printed_work(page, make_institution("University of Lindenau", DOMAIN))
    request = DNS_TXT.ask(claim, Known(target=DOMAIN, token=CODE))
    assert request.can_be_strong
    assert any(f"_credence.{DOMAIN}" in step for step in request.steps)
    web.text(f"_credence.{DOMAIN}", "v=spf1 -all", request.code)
    finding = check(claim)
    assert finding.is_strong
    assert "University of Lindenau" in finding.found
    assert CODE not in finding.found
    assert finding.reference == DOMAIN


@pytest.mark.parametrize("text", [RECORD, f" Credence-Verification = {CODE} "])
def test_a_record_of_the_domain_itself_counts_too(web, claim, text):
    web.text(DOMAIN, "v=spf1 -all", text)
    assert check(claim).reference == DOMAIN


def test_a_domain_that_nothing_ties_to_the_works_supports_only(web, claim):
    web.text(f"_credence.{DOMAIN}", RECORD)
    finding = check(claim)
    assert finding.is_strong is False
    assert "supports only" in finding.found


@pytest.mark.parametrize("named", ["", "elsewhere.example"])
def test_before_it_is_looked_at_it_is_called_strong_only_where_it_can_be(claim, page, named):
    assert not DNS_TXT.ask(claim, Known(target=named)).can_be_strong
    make_printed_work(page, make_institution("University of Lindenau", DOMAIN))
    assert DNS_TXT.ask(claim, Known(target=named)).can_be_strong is not bool(named)


@pytest.mark.parametrize("owned", [f"cs.{DOMAIN}", "example", "notlindenau.example", "lindenau.example.org"])
def test_only_exactly_the_domain_of_an_institution_is_strong(web, claim, page, owned):
    make_printed_work(page, make_institution("University of Lindenau", owned))
    web.text(DOMAIN, RECORD)
    assert check(claim).is_strong is False


def test_a_part_of_an_institution_is_not_the_institution(web, claim, page):
    make_printed_work(page, make_institution("University of Lindenau", DOMAIN))
    web.text(f"_credence.students.{DOMAIN}", RECORD)
    assert check(claim, f"students.{DOMAIN}").is_strong is False


@pytest.mark.parametrize(
    ("recorded_as", "strong"),
    [
        (f"https://{DOMAIN}/~ada/", True),
        (f"http://www.{DOMAIN}", True),
        (f"https://people.{DOMAIN}/", False),
        (f"https://{DOMAIN}.evil.example/", False),
    ],
)
def test_a_domain_of_a_page_that_a_register_names_is_strong(web, claim, page, recorded_as, strong):
    print_orcid(page)
    state_home_pages(recorded_as)
    web.text(DOMAIN, RECORD)
    assert check(claim).is_strong is strong


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ([], "no text record"),
        (["v=spf1 -all"], "none with a code"),
        ([CODE], "none with a code"),
        ([f"other-verification={CODE}"], "none with a code"),
        ([f"credence-verification={OTHER_CODE}"], "another claim"),
        ([f"credence-verification={CODE}x"], "another claim"),
        ([f"credence-verification={CODE.lower()}"], "another claim"),
        (["credence-verification="], "another claim"),
    ],
)
def test_what_is_there_instead_is_told(web, claim, texts, words):
    web.text(DOMAIN, *texts)
    with pytest.raises(Missed, match=words):
        check(claim)


def test_a_code_that_was_never_made_is_found_nowhere(web, claim):
    web.text(DOMAIN, "credence-verification=")
    with pytest.raises(Missed):
        check(claim, code="")
    assert DNS_TXT.check(claim, Known(token=CODE)) is None


def test_a_name_that_does_not_exist_is_missed_and_silence_is_neither(web, claim):
    with pytest.raises(Missed, match="no text record"):
        check(claim)
    web.is_silent = True
    with pytest.raises(CannotCheckNow, match=DOMAIN):
        check(claim)


def test_what_an_administrator_set_aside_is_not_found_again(web, claim):
    web.text(DOMAIN, RECORD)
    with pytest.raises(Missed, match="administrator"):
        check(claim, set_aside=[DOMAIN])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Lindenau.example ", DOMAIN),
        ("www.lindenau.example", DOMAIN),
        ("_credence.lindenau.example", DOMAIN),
        ("https://cs.lindenau.example/people/ada", f"cs.{DOMAIN}"),
        ("universität.example", "xn--universitt-y5a.example"),
        ("uni.ac.uk", "uni.ac.uk"),
    ],
)
def test_a_domain_is_kept_as_name_servers_know_it(claim, typed, kept):
    assert DNS_TXT.clean_target(claim, typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "com",
        "ac.uk",
        "co.jp",
        "gmail.com",
        "mail.gmail.com",
        "ada.github.io",
        "github.io",
        "ada.wordpress.com",
        "localhost",
        "printer.local",
        "127.0.0.1",
        "0x7f.1",
        "lindenau.example.",
        "linden au.example",
        "lindenau.example:5353",
        "ada@lindenau.example",
        "-.example",
    ],
)
def test_what_is_nobodys_own_domain_is_refused(claim, typed):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        DNS_TXT.clean_target(claim, typed)


def test_domains_below_a_platform_are_shared_and_others_are_not():
    assert is_shared("a.b.github.io")
    assert not is_shared("notgithub.io")
    assert not is_shared("github.io.example")


@given(st.lists(st.text(max_size=80), max_size=5))
def test_no_record_breaks_the_look_at_it(texts):
    assert all(isinstance(code, str) for code in codes_in(texts))
