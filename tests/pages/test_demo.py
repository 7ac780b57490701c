"""The demo record: true facts in our own words, and a community that nobody can take for real."""

import re
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from common.names import fold
from common.tex import to_html, to_text
from ingest.readers.credence import read
from ingest.records import WorkRecord, encode
from pages.demo.cast import FICTIONAL_WORKS, PEOPLE, REAL_WORKS, SOURCE, Cast, read_cast

NOTE = "(Summary written for this demo record; not the authors' abstract.)"
MARK = " (fictional)"


def records(path: Path) -> list[WorkRecord]:
    with path.open("rb") as stream:
        found = list(read(stream, path.name))
    assert [str(entry) for entry in found if not isinstance(entry, WorkRecord)] == []
    return [entry for entry in found if isinstance(entry, WorkRecord)]


@pytest.fixture(scope="module")
def real() -> list[WorkRecord]:
    return records(REAL_WORKS)


@pytest.fixture(scope="module")
def fictional() -> list[WorkRecord]:
    return records(FICTIONAL_WORKS)


@pytest.fixture(scope="module")
def cast() -> Cast:
    return read_cast()


def names_of(works: list[WorkRecord]) -> Counter[str]:
    """How many works print each name."""
    return Counter(author.name for work in works for author in work.authors)


def persons_of(works: list[WorkRecord]) -> Counter[str]:
    """How many works each person of the community has: by the source's id, else by name."""
    return Counter(author.source_author_id or fold(author.name) for work in works for author in work.authors)


@pytest.mark.parametrize("path", [REAL_WORKS, FICTIONAL_WORKS], ids=lambda path: path.name)
def test_reading_a_line_loses_nothing_of_it(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for line, record in zip(lines, records(path), strict=True):
        assert msgspec.json.decode(encode(record)) == msgspec.json.decode(line)


@pytest.mark.parametrize("path", [REAL_WORKS, FICTIONAL_WORKS], ids=lambda path: path.name)
def test_no_work_is_there_twice(path: Path) -> None:
    works = records(path)
    assert max(Counter(work.source_id for work in works).values()) == 1
    assert max(Counter(fold(work.title) for work in works).values()) == 1


@pytest.mark.parametrize("path", [REAL_WORKS, FICTIONAL_WORKS], ids=lambda path: path.name)
def test_all_tex_is_typeset(path: Path) -> None:
    for work in records(path):
        for text in (work.title, work.abstract or ""):
            html = re.sub(r"<math.*?</math>", "", to_html(text))
            assert not re.search(r"[\\${}]|class=.error", html), html
            assert "\\" not in to_text(text)


def test_some_texts_hold_formulas(real: list[WorkRecord], fictional: list[WorkRecord]) -> None:
    for works in (real, fictional):
        assert sum("<math" in to_html(work.abstract or "") for work in works) >= 5
    assert any("<math" in to_html(work.title) for work in fictional)
    assert any(r"\emph{" in (work.abstract or "") for work in real)
    assert any(r"4.00\%" in (work.abstract or "") for work in real)


# The real works


def test_the_real_works_come_from_arxiv(real: list[WorkRecord]) -> None:
    assert len(real) == 20
    assert {work.source for work in real} == {"arxiv"}
    assert all(work.identifiers["arxiv"] == work.source_id for work in real)


def test_summaries_say_that_they_are_not_the_abstracts(real: list[WorkRecord]) -> None:
    for work in real:
        assert work.abstract
        assert work.abstract.endswith(NOTE)
        assert 300 < len(work.abstract) < 650


@pytest.mark.parametrize(
    ("name", "works"), [("Wenzhe Guo", 3), ("Weizhen Dian", 1), ("Yandan Wang", 8), ("Xundong Wu", 4)]
)
def test_everybody_has_the_works_that_are_theirs(real: list[WorkRecord], name: str, works: int) -> None:
    assert names_of(real)[name] == works


def test_three_works_of_yandan_wang_have_code(real: list[WorkRecord]) -> None:
    own = [work for work in real if any(author.name == "Yandan Wang" for author in work.authors)]
    assert {work.source_id for work in own if work.links} == {"1705.07878", "1703.09746", "1608.03665"}


def test_works_on_backpropagation_can_be_found(real: list[WorkRecord]) -> None:
    found = {work.source_id for work in real if "backpropagation" in f"{work.title} {work.abstract}".lower()}
    assert found == {
        "2205.07141", "2201.07210", "2009.01462", "1805.07866", "2411.06346", "2410.11488", "2305.13768",
    }  # fmt: skip


def test_only_works_whose_category_is_known_have_one(real: list[WorkRecord]) -> None:
    assert {work.source_id for work in real if not work.categories} == {"2201.07210", "2005.00929"}


# The fictional community


def test_the_community_is_of_the_source_demo(fictional: list[WorkRecord]) -> None:
    assert {work.source for work in fictional} == {SOURCE}
    assert all(work.identifiers[SOURCE] == work.source_id for work in fictional)


def test_every_venue_and_institution_is_marked_as_fictional(fictional: list[WorkRecord]) -> None:
    for work in fictional:
        places = [work.venue, *(version.venue for version in work.versions)]
        places += [place for author in work.authors for place in author.affiliations]
        assert [place for place in places if not (place or "").endswith(MARK)] == []


def test_no_identifier_or_link_of_the_community_leads_to_anything_real(fictional: list[WorkRecord]) -> None:
    for work in fictional:
        assert set(work.identifiers) <= {SOURCE, "doi"}
        dois = [work.identifiers.get("doi"), *(version.doi for version in work.versions)]
        assert all(doi.startswith("10.5555/credence.") for doi in dois if doi)
        assert all((urlsplit(link.url).hostname or "").endswith(".example.org") for link in work.links)
        orcids = [author.orcid for author in work.authors if author.orcid]
        assert all(orcid.startswith("0000-0000-") for orcid in orcids), "ORCID gives none before 0000-0001-5"


def test_no_fictional_person_has_the_name_of_a_real_one(
    real: list[WorkRecord], fictional: list[WorkRecord]
) -> None:
    assert not set(map(fold, names_of(real))) & set(map(fold, names_of(fictional)))


def test_references_stay_in_the_community_and_look_back(fictional: list[WorkRecord]) -> None:
    years = {f"{SOURCE}:{work.source_id}": work.published[:4] for work in fictional}
    citing = Counter(reference for work in fictional for reference in work.references)
    for work in fictional:
        assert all(years[reference] <= work.published[:4] for reference in work.references)
        assert f"{SOURCE}:{work.source_id}" not in work.references
        if work.cited_by_count is not None:
            assert work.cited_by_count >= citing[f"{SOURCE}:{work.source_id}"]


def test_the_community_has_every_kind_of_work(fictional: list[WorkRecord]) -> None:
    assert {work.type for work in fictional} == {
        "preprint", "conference-paper", "journal-article", "book-chapter", "thesis", "report", "dataset",
        "software", "review", "other",
    }  # fmt: skip
    assert max(len(work.authors) for work in fictional) == 300
    assert max(len(work.title.split()) for work in fictional) == 40
    assert [work.title for work in fictional if not work.abstract] == [
        "Notes on the breeding birds of the Northmoor breakwater"
    ]
    assert sum(work.retracted for work in fictional) == 1
    assert [work.type for work in fictional if not work.authors] == ["other"]
    assert {work.language for work in fictional} == {"en", "de", "ar"}
    assert {work.open_access for work in fictional} == {True, False, None}
    assert {len(work.published) for work in fictional} == {4, 7, 10}
    assert any(work.versions for work in fictional)


def test_the_community_has_every_kind_of_person(fictional: list[WorkRecord]) -> None:
    persons = persons_of(fictional)
    assert persons["demo-person-10"] >= 60
    assert persons[fold("Hamish Corrigarthy")] == 1
    scripts = {
        unicodedata.name(letter).split()[0]
        for name in names_of(fictional)
        for letter in name
        if letter.isalpha()
    }
    assert scripts >= {"LATIN", "ARABIC", "HEBREW", "CJK", "HANGUL", "GREEK", "CYRILLIC"}
    assert any(len(name.split()) == 1 and name.isascii() for name in names_of(fictional))


def test_homonyms_are_kept_apart_and_variants_together_by_the_source(fictional: list[WorkRecord]) -> None:
    pairs = {(author.name, author.source_author_id) for work in fictional for author in work.authors}
    persons_per_name = Counter(name for name, _ in pairs)
    names_per_person = Counter(person for _, person in pairs if person)
    assert [name for name, persons in persons_per_name.items() if persons > 1] == ["Jonas Ahrenfeld"]
    assert names_per_person["demo-person-01"] == 3
    assert sum(names > 1 for names in names_per_person.values()) >= 10


# The cast


def test_a_misspelt_key_in_the_cast_is_an_error() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(PEOPLE.read_bytes().replace(b'"outcome"', b'"outcom"', 1), type=Cast)


def test_all_logins_are_under_a_domain_that_can_never_get_mail(cast: Cast) -> None:
    assert all(login.email == f"{login.key}@demo.example" for login in cast.logins)
    assert {login.key for login in cast.logins if login.printed} == {
        "visitor", "researcher", "claimant", "admin",
    }  # fmt: skip
    assert [login.key for login in cast.logins if login.administrator] == ["admin"]


def test_the_cast_speaks_only_of_the_fictional_community(fictional: list[WorkRecord], cast: Cast) -> None:
    logins, persons = {login.key for login in cast.logins}, set(persons_of(fictional))
    works = {work.source_id for work in fictional}
    spoken_of = [*cast.claims, *cast.follows, *cast.vouches]
    speaking = [*spoken_of, *cast.answers, *cast.seen, *cast.replies]
    assert {entry.researcher for entry in spoken_of} <= persons
    assert {entry.login for entry in speaking} | set(cast.confirmed_identities) <= logins
    assert {name for claim in cast.claims for name in claim.further} <= set(names_of(fictional))
    assert {entry.work for entry in [*cast.answers, *cast.invitations] if entry.work} <= works
    for dispute in cast.disputes:
        assert (dispute.login in logins, dispute.researcher in persons, dispute.work in works) == (True,) * 3


def test_the_cast_shows_every_state(cast: Cast) -> None:
    outcomes = {claim.outcome for claim in cast.claims}
    assert outcomes == {"approved", "approved_by_rule", "rejected", "needs_information", "waiting", "draft"}
    assert {claim.collaboration for claim in cast.claims} == {"", "open", "selective", "closed"}
    assert {answer.answer for answer in cast.answers} == {"confirmed", "disputed", "rejected"}
    assert {invitation.answer for invitation in cast.invitations} == {"waiting", "accepted"}


def test_only_approved_pages_have_a_bio_and_it_says_that_it_is_fictional(cast: Cast) -> None:
    for claim in cast.claims:
        if claim.outcome.startswith("approved"):
            assert claim.bio.startswith("Fictional person of the demo community.")
        else:
            assert (claim.bio, claim.collaboration) == ("", "")


def test_people_answer_only_for_works_that_print_their_name(fictional: list[WorkRecord], cast: Cast) -> None:
    page_of = {claim.login: claim.researcher for claim in cast.claims if claim.outcome == "approved"}
    authors_of = {work.source_id: {author.source_author_id for author in work.authors} for work in fictional}
    assert all(page_of[answer.login] in authors_of[answer.work] for answer in cast.answers)


def test_only_holders_of_a_page_invite_and_converse(cast: Cast) -> None:
    holders = {claim.login for claim in cast.claims if claim.outcome == "approved"}
    closed = {claim.login for claim in cast.claims if claim.collaboration == "closed"}
    for invitation in cast.invitations:
        pair = {invitation.sender, invitation.recipient}
        assert len(pair) == 2
        assert pair <= holders
        assert invitation.recipient not in closed
        assert {message.login for message in invitation.messages} <= pair
