"""Works that a claimant misses."""

import pytest
from django.urls import reverse

from claims.flow.missing import MOST_MISSING, add_missing, conclude_missing, read_identifiers, remove_missing
from claims.models import Claim, MissingWork
from tests.builders import make_researcher, make_work
from works.models import WorkIdentifier

State = MissingWork.State
DOI = ("doi", "10.5555/loom")


@pytest.fixture
def address(draft):
    return reverse("claims:missing", args=[draft.pk])


@pytest.fixture
def loom(db):
    """A known work that no page lists; C. Stranger-Holm is printed on it."""
    work = make_work("The loom", authors=["A. Weaver", "C. Stranger-Holm"])
    WorkIdentifier.objects.create(work=work, scheme="doi", value=DOI[1])
    return work


def states(claim):
    return {row.value: (row.state, row.work, row.note) for row in claim.missing_works.all()}


@pytest.mark.parametrize(
    ("text", "identifiers", "wrong"),
    [
        ("10.5555/LOOM", [DOI], []),
        ("https://doi.org/10.5555/loom\n10.5555/loom", [DOI], []),
        ("doi:10.5555/loom, arXiv:2101.00042v3", [DOI, ("arxiv", "2101.00042")], []),
        ("arXiv: 2101.00042", [("arxiv", "2101.00042")], []),
        ("10.48550/arXiv.2101.00042", [("arxiv", "2101.00042")], []),
        ("https://aclanthology.org/P19-1001/", [("acl", "P19-1001")], []),
        ("10.5555/loom\nmy best paper", [DOI], ["my", "best", "paper"]),
        ("0000-0002-1825-0097", [], ["0000-0002-1825-0097"]),
        ("10.5555/" + "x" * 250, [], ["10.5555/" + "x" * 250]),
        ("  \n ", [], []),
    ],
)
def test_identifiers_are_read(text, identifiers, wrong):
    named = read_identifiers(text)
    assert (list(named.identifiers), list(named.not_understood)) == (identifiers, wrong)


def test_a_known_work_is_tied_at_once(draft, loom):
    add_missing(draft, [DOI])
    assert states(draft) == {DOI[1]: (State.FOUND, loom, "")}
    assert [(row.authorship.name, row.answer) for row in draft.answers.all()] == [
        ("C. Stranger-Holm", "mine")
    ]


def test_an_answer_given_before_stands(draft, loom):
    draft.answers.create(authorship=loom.authorships.get(position=1), answer="not_sure")
    add_missing(draft, [DOI])
    assert draft.answers.get().answer == "not_sure"


def test_a_name_of_a_further_record_will_do(draft, loom):
    loom.authorships.filter(position=1).update(name="Quentin Ibarra")
    draft.further_records.create(researcher=make_researcher("Quentin Ibarra"))
    add_missing(draft, [DOI])
    assert draft.answers.get().authorship.name == "Quentin Ibarra"


@pytest.mark.parametrize(
    ("names", "words"),
    [(["A. Weaver"], "None of the names"), (["C. Stranger-Holm", "Carol Stranger-Holm"], "Two of the names")],
)
def test_where_no_one_name_could_be_theirs_it_says_so(draft, names, words):
    work = make_work("Shared", authors=names)
    WorkIdentifier.objects.create(work=work, scheme="doi", value=DOI[1])
    add_missing(draft, [DOI])
    state, known, note = states(draft)[DOI[1]]
    assert (state, known) == (State.FOUND, work)
    assert note.startswith(words)
    assert not draft.answers.exists()


def test_an_unknown_work_waits(draft):
    add_missing(draft, [DOI])
    assert states(draft) == {DOI[1]: (State.WAITING, None, "")}


def test_what_is_named_twice_is_there_once(draft):
    add_missing(draft, [DOI])
    add_missing(draft, [DOI])
    assert draft.missing_works.count() == 1


def test_what_was_not_found_is_looked_for_again_when_it_is_named_again(draft):
    draft.missing_works.create(scheme=DOI[0], value=DOI[1], state=State.UNKNOWN, note="Crossref was out.")
    add_missing(draft, [DOI])
    assert states(draft) == {DOI[1]: (State.WAITING, None, "")}


def test_what_came_is_tied(draft, loom):
    row = draft.missing_works.create(scheme=DOI[0], value=DOI[1])
    conclude_missing(row.pk, "")
    assert states(draft) == {DOI[1]: (State.FOUND, loom, "")}
    assert draft.answers.get().answer == "mine"


def test_what_nobody_knows_says_why(draft):
    row = draft.missing_works.create(scheme=DOI[0], value=DOI[1])
    conclude_missing(row.pk, "Crossref does not know it.")
    assert states(draft) == {DOI[1]: (State.UNKNOWN, None, "Crossref does not know it.")}


def test_what_comes_after_the_decision_answers_nothing(claim, loom):
    Claim.objects.filter(pk=claim.pk).update(state=Claim.State.REJECTED)
    row = claim.missing_works.create(scheme=DOI[0], value=DOI[1])
    conclude_missing(row.pk, "")
    assert states(claim) == {DOI[1]: (State.FOUND, loom, "")}
    assert not claim.answers.exists()


def test_what_was_settled_is_not_settled_again(draft, loom):
    row = draft.missing_works.create(scheme=DOI[0], value=DOI[1], state=State.UNKNOWN)
    conclude_missing(row.pk, "Again")
    assert states(draft) == {DOI[1]: (State.UNKNOWN, None, "")}


def test_one_taken_back_takes_its_answer_with_it(draft, loom):
    row, *_ = add_missing(draft, [DOI])
    remove_missing(draft, row.pk)
    assert not draft.missing_works.exists()
    assert not draft.answers.exists()


def test_an_answer_on_the_sheet_outlives_an_identifier(draft, page):
    work = make_work("Listed", authors=[page])
    WorkIdentifier.objects.create(work=work, scheme="doi", value=DOI[1])
    row, *_ = add_missing(draft, [DOI])
    remove_missing(draft, row.pk)
    assert draft.answers.count() == 1


def test_the_page_notes_them_and_shows_what_became_of_them(as_user, carol, draft, loom, address):
    text = as_user(carol).post(address, {"identifiers": "10.5555/loom\n2101.00042"}, follow=True).text
    assert "The loom" in text
    assert "In the record" in text
    assert "Being looked for" in text
    assert text.count("<li>doi:10.5555/loom</li>") == 1
    assert "<bdi>arxiv:2101.00042</bdi>" in text
    assert "<li>arxiv:2101.00042</li>" not in text
    assert 'hx-trigger="every 2s"' in text


def test_the_list_is_a_piece_that_stops_asking(as_user, carol, draft, loom):
    add_missing(draft, [DOI])
    works = reverse("claims:works", args=[draft.pk])
    piece = as_user(carol).get(works, {"piece": "missing"}, headers={"HX-Request": "true"}).text
    assert piece.strip().startswith('<div id="missing-list">')
    assert "<textarea" not in piece


def test_what_is_no_identifier_is_kept_and_said(as_user, carol, draft, address):
    response = as_user(carol).post(address, {"identifiers": "10.5555/loom\nmy <best> paper"})
    assert response.status_code == 422
    assert "This is no DOI and no arXiv id: my, &lt;best&gt;, paper" in response.text
    assert "my &lt;best&gt; paper</textarea>" in response.text
    assert not draft.missing_works.exists()


def test_one_is_removed(as_user, carol, draft, address):
    row, *_ = add_missing(draft, [DOI])
    as_user(carol).post(address, {"remove": row.pk})
    assert not draft.missing_works.exists()


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30])
def test_nonsense_removes_nothing(as_user, carol, draft, address, number):
    add_missing(draft, [DOI])
    assert as_user(carol).post(address, {"remove": number}).status_code == 302
    assert draft.missing_works.count() == 1


def test_a_claim_names_so_many(as_user, carol, draft, address):
    rows = (MissingWork(claim=draft, scheme="doi", value=f"10.5555/{one}") for one in range(MOST_MISSING))
    MissingWork.objects.bulk_create(rows)
    response = as_user(carol).post(address, {"identifiers": "10.5555/loom"})
    assert response.status_code == 422
    assert "A claim may name 100 missing works." in response.text


def test_an_administrator_sees_the_state_as_the_claimant_does(as_user, carol, admin, claim):
    add_missing(claim, [("doi", "10.5555/loom")])
    seen = {as_user(carol).get(reverse("claims:works", args=[claim.pk])).text}
    seen.add(as_user(admin).get(reverse("claims:decide", args=[claim.pk])).text)
    assert all('state state-amber"' in text and "Being looked for</span>" in text for text in seen)
