"""A page of the claimant's own that agrees with the claim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.evidence import HOME_PAGE, CannotCheckNow, Known, Missed
from claims.evidence.home_pages import seen_on
from claims.models import Claim
from common.fetching import Page
from researchers.models import Attribution
from tests.builders import make_claim, make_researcher
from tests.claims.evidence.naming import CODE, ORCID, print_orcid, state_home_pages

pytestmark = pytest.mark.django_db

ADDRESS = "https://labs.example/~ada/"
OTHER_CODE = "A" * len(CODE)
SITE = "https://credence.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.CREDENCE_SITE_URL = SITE


@pytest.fixture
def page(db):
    return make_researcher("Ada Lindqvist")


@pytest.fixture
def claim(page):
    return make_claim(page)


@pytest.fixture
def recorded(page):
    """The iD on a work leads to a record that names the page."""
    state_home_pages(ADDRESS)
    return print_orcid(page)


def link(code=CODE, rel="me", host=SITE):
    return f'<p><a rel="{rel}" href="{host}/researcher/ada/?lang=en&amp;me={code}">Credence</a></p>'


def check(claim, target=ADDRESS, *, code=CODE, set_aside=()):
    return HOME_PAGE.check(claim, Known(target=target, token=code, set_aside=frozenset(set_aside)))


def test_what_is_asked_for_is_what_is_found(web, claim, recorded):
    request = HOME_PAGE.ask(claim, Known(token=CODE))
    assert ADDRESS in request.target_help
    web.page(ADDRESS, f"<html><body>{request.code}</body></html>")
    finding = check(claim, HOME_PAGE.clean_target(claim, ADDRESS))
    assert finding.is_strong
    assert ADDRESS in finding.found
    assert CODE not in finding.found
    assert finding.reference == "labs.example/~ada"


@pytest.mark.parametrize(
    "body",
    [
        link(),
        link(rel="nofollow ME noopener"),
        f'<html><head><link rel="me" href="{SITE}/?me={CODE}"></head><body></body></html>',
        f'<html><head><meta name="Credence-Verification" content=" {CODE} "></head><body>Hello</body></html>',
        f"<div><p><b>unclosed <a href=//credence.example/r/ada?me={CODE} rel=me>here",
    ],
)
def test_a_link_or_a_line_in_the_head_is_strong_where_a_register_names_the_page(web, claim, recorded, body):
    web.page(ADDRESS, body)
    assert check(claim).is_strong


@pytest.mark.parametrize(
    "body",
    [
        f"<p>My code: {CODE}.</p>",
        f"<p>({CODE})</p>",
        link(rel="me ugc") + CODE,
        f"<body><p>{CODE}<script>x</script>",
    ],
)
def test_text_alone_supports_only_since_visitors_write_on_pages(web, claim, recorded, body):
    web.page(ADDRESS, body)
    finding = check(claim)
    assert finding.is_strong is False
    assert "visitors" in finding.found


def test_a_page_of_plain_text_supports_only(web, claim, recorded):
    web.page(ADDRESS, link(), kind="text/plain")
    assert check(claim).is_strong is False


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html></html>",
        "\0\0<",
        f'<a rel="me" href="{SITE}/researcher/ada/">A bare link says nothing of who claims</a>',
        link(OTHER_CODE),
        link(CODE.lower()),
        link(CODE[:-1]),
        link(CODE + "A"),
        link(rel="friend"),
        link(rel="me ugc"),
        link(host="https://credence.example.evil.example"),
        link(host="https://evil.example"),
        f'<a rel="me" href="https://[{SITE}/?me={CODE}">Broken</a>',
        f"<!-- {CODE} -->",
        f"<p>Hello</p><!-- {CODE} --><?x {CODE}?><p>World</p>",
        f"<body><p>Hello</p><script>var code = '{CODE}'</script></body>",
        f"<body><p>Hello</p><style>/* {CODE} */</style></body>",
        f"<body><p>Hello</p><template>{CODE}</template><noscript>{CODE}</noscript></body>",
        f"<html><head><title>{CODE}</title></head></html>",
        f'<p title="{CODE}">Hello</p>',
        f"<p>{CODE}{CODE}</p>",
        f'<html><head><meta name="description" content="{CODE}"></head></html>',
        f'<html><head><meta name="credence-verification" content="{OTHER_CODE}"></head></html>',
        f'<body><div><meta name="credence-verification" content="{CODE}"></div></body>',
    ],
)
def test_what_does_not_agree_with_this_claim_is_missed(web, claim, recorded, body):
    web.page(ADDRESS, body)
    with pytest.raises(Missed, match="not on it"):
        check(claim)


def test_without_a_register_that_names_it_the_page_supports_only(web, claim):
    web.page(ADDRESS, link())
    assert check(claim).is_strong is False


@pytest.mark.parametrize(
    "recorded_as",
    [
        "http://labs.example/~ada",
        "https://www.labs.example/~ada/index.html",
        "https://LABS.example/~ada/#top",
    ],
)
def test_spellings_of_one_address_are_the_same_page(web, claim, page, recorded_as):
    print_orcid(page)
    state_home_pages("not an address", recorded_as)
    web.page(ADDRESS, link())
    assert check(claim).is_strong


@pytest.mark.parametrize(
    "recorded_as",
    [
        "https://labs.example/",
        "https://labs.example/~ad",
        "https://labs.example/~ADA/",
        "https://labs.example/~ada/?page=2",
        "https://labs.example/~ada/papers/",
        "https://cs.labs.example/~ada/",
        "https://labs.example.evil.example/~ada/",
        "https://127.0.0.1/~ada/",
    ],
)
def test_a_neighbour_of_the_named_address_supports_only(web, claim, page, recorded_as):
    print_orcid(page)
    state_home_pages(recorded_as)
    web.page(ADDRESS, link())
    assert check(claim).is_strong is False


def test_pages_of_somebody_elses_id_say_nothing(web, claim, page, recorded):
    print_orcid(page, "0000-0002-1825-0097")
    web.page(ADDRESS, link())
    assert check(claim).is_strong is False


@pytest.mark.parametrize("fields", [{"self_reported": True}, {"withdrawn": True}, {"retracted": True}])
def test_an_id_on_a_work_that_does_not_count_leads_nowhere(web, claim, page, fields):
    print_orcid(page, **fields)
    state_home_pages(ADDRESS)
    web.page(ADDRESS, link())
    assert check(claim).is_strong is False


def test_an_id_on_a_work_that_is_only_proposed_leads_nowhere(web, claim, recorded):
    Attribution.objects.update(status=Attribution.Status.PROPOSED)
    web.page(ADDRESS, link())
    assert check(claim).is_strong is False


def test_only_registers_say_whose_page_it_is(web, claim, page):
    print_orcid(page)
    state_home_pages(ADDRESS, source="bibtex")
    web.page(ADDRESS, link())
    assert check(claim).is_strong is False


def test_a_named_page_may_send_to_where_it_is_now(web, claim, recorded):
    web.redirect(ADDRESS, "https://ada.example/home")
    web.page("https://ada.example/home", link())
    finding = check(claim)
    assert finding.is_strong
    assert finding.reference == "labs.example/~ada"


def test_a_page_that_was_not_encrypted_all_the_way_supports_only(web, claim, recorded):
    web.page("http://labs.example/~ada/", link())
    assert check(claim, "http://labs.example/~ada/").is_strong is False


def test_a_plain_address_that_sends_to_the_named_encrypted_one_is_strong(web, claim, recorded):
    web.redirect("http://labs.example/~ada/", ADDRESS)
    web.page(ADDRESS, link())
    assert check(claim, "http://labs.example/~ada/").is_strong


@pytest.mark.parametrize("written", [CODE, CODE.replace("5", "%35"), CODE.replace("5", "%2535")])
def test_a_page_that_repeats_its_address_proves_nothing(web, claim, written):
    address = f"https://labs.example/search?q={written}"
    web.page(address, f"<p>Nothing found for {CODE}</p>")
    with pytest.raises(Missed, match="in the address"):
        check(claim, address)


def test_a_code_of_another_claim_is_nothing(web, claim, recorded):
    web.page(ADDRESS, link(OTHER_CODE))
    with pytest.raises(Missed):
        check(claim)
    assert check(claim, code=OTHER_CODE).is_strong


def test_without_a_code_nothing_is_found(web, claim, recorded):
    web.page(ADDRESS, f'<a rel="me" href="{SITE}/?me=">Credence</a>')
    with pytest.raises(Missed):
        check(claim, code="x")
    assert HOME_PAGE.check(claim, Known(token=CODE)) is None
    assert web.asked == [ADDRESS]


def test_what_is_not_there_is_missed_and_silence_is_neither(web, claim):
    with pytest.raises(Missed, match="public address"):
        check(claim)
    web.page(ADDRESS, "Gone", status=410)
    with pytest.raises(Missed, match="410"):
        check(claim)
    web.page(ADDRESS, "Later", status=503)
    with pytest.raises(CannotCheckNow, match="503"):
        check(claim)


def test_what_an_administrator_set_aside_is_not_even_asked_for(web, claim):
    web.page(ADDRESS, link())
    with pytest.raises(Missed, match="administrator"):
        check(claim, "http://www.labs.example/~ada", set_aside=["labs.example/~ada"])
    assert not web.asked


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" labs.example/~ada ", "https://labs.example/~ada"),
        ("LABS.example", "https://labs.example/"),
        ("http://labs.example:80/#me", "http://labs.example/"),
        ("https://labs.example/å?q=ö", "https://labs.example/%C3%A5?q=%C3%B6"),
    ],
)
def test_an_address_is_kept_as_it_is_asked_for(claim, typed, kept):
    assert HOME_PAGE.clean_target(claim, typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "no name"),
        ("http://127.0.0.1/", "number"),
        ("ftp://labs.example/", "https://"),
        ("https://ada:secret@labs.example/", "user name"),
        ("https://labs.example:8000/", "port"),
        (f"{SITE}/researcher/ada/", "elsewhere"),
        (f"https://labs.example/{'a' * 900}", "longer"),
    ],
)
def test_an_address_that_we_do_not_fetch_is_refused_in_words(claim, typed, words):
    with pytest.raises(ValueError, match=words):
        HOME_PAGE.clean_target(claim, typed)


@given(st.text(max_size=300), st.sampled_from(["text/html", "text/plain"]))
def test_no_page_breaks_the_look_at_it(text, kind):
    assert seen_on(Page(text, kind, (ADDRESS,)), CODE) is None


def test_the_claimant_is_told_what_would_make_it_strong(claim, recorded):
    request = HOME_PAGE.ask(claim, Known(token=CODE))
    assert f'href="{SITE}{claim.page.get_absolute_url()}?me={CODE}"' in request.code
    assert [one.code for one in request.instead] == [
        f'<meta name="credence-verification" content="{CODE}">',
        CODE,
    ]
    Attribution.objects.all().delete()
    assert "ORCID record" in HOME_PAGE.ask(claim, Known(token=CODE)).target_help


def test_after_approval_the_page_that_is_held_counts(web, claim, recorded, page):
    claim.state = Claim.State.APPROVED
    claim.save()
    page.user = claim.user
    page.save()
    web.page(ADDRESS, link())
    assert check(claim).is_strong
    assert ORCID not in check(claim).found
