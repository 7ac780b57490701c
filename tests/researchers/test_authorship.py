"""The authorship sheet: whoever holds a page says which works are theirs; nobody else does."""

import re
from dataclasses import replace

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from researchers import answers
from researchers.answering import NotTheirsToSay, confirm_attribution, reject_attribution
from researchers.models import Attribution, ExternalId, IdentityEvent, Researcher
from researchers.sheet import PER_PAGE
from tests.builders import (
    make_attribution,
    make_authorship,
    make_claim,
    make_researcher,
    make_user,
    make_work,
)

Status, Basis = Attribution.Status, Attribution.Basis
HTMX = {"HX-Request": "true"}


def sheet_url(page, number=None):
    return reverse("researchers:authorship", args=[page.slug]) + (f"?page={number}" if number else "")


def listed(page, title="Tides at noon", **fields):
    """The attribution of a new work to the page."""
    work = make_work(title, authors=[page], **fields)
    return Attribution.objects.get(authorship__work=work)


def offered(page, title="Tides at dusk", *, lister=None):
    """The same, but only proposed; maybe on somebody else's page so far."""
    attribution = listed(page, title)
    Attribution.objects.filter(pk=attribution.pk).update(status=Status.PROPOSED, confidence=0.6)
    if lister:
        make_attribution(attribution.authorship, lister)
    return Attribution.objects.get(pk=attribution.pk)


def now(attribution):
    stands = Attribution.objects.get(pk=attribution.pk)
    return stands.status, stands.basis, stands.decided_by


def as_left(*attributions):
    return [now(one) for one in attributions]


@pytest.fixture
def send(as_user, ada, ada_page):
    """Ada sends her sheet: what she presses, and the works ticked."""

    def post(answer, *ticked, page=ada_page, **more):
        sent = {"answer": answer, "works": [one.pk for one in ticked], **more.pop("fields", {})}
        return as_user(ada).post(sheet_url(page), sent, **more)

    return post


@pytest.fixture
def see(as_user, ada, ada_page):
    return lambda number=None: as_user(ada).get(sheet_url(ada_page, number))


def told(response):
    return [str(message) for message in response.context["messages"]]


# Who may


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("who", "status"), [("nobody", 302), ("carol", 404), ("bob", 404), ("admin", 404), ("ada", 200)]
)
def test_only_whoever_holds_the_page_sees_it_and_answers(
    as_user, ada_page, bob_page, request, method, who, status
):
    attribution = listed(ada_page)
    client = as_user(None if who == "nobody" else request.getfixturevalue(who))
    if method == "get":
        response = client.get(sheet_url(ada_page))
    else:
        response = client.post(sheet_url(ada_page), {"answer": f"mine {attribution.pk}"}, headers=HTMX)
    assert response.status_code == status
    assert (now(attribution)[1] == Basis.CONFIRMED) is (who == "ada" and method == "post")
    if who == "nobody":
        assert response["Location"] == f"{reverse('account_login')}?next={sheet_url(ada_page)}"


def test_an_administrator_who_holds_a_page_has_a_sheet_like_everybody(as_user, admin):
    page = make_researcher("Wilma Warden", user=admin)
    attribution = listed(page)
    as_user(admin).post(sheet_url(page), {"answer": f"mine {attribution.pk}"})
    assert now(attribution) == (Status.ACCEPTED, Basis.CONFIRMED, admin)


def test_who_has_lost_the_page_finds_nothing_and_answers_nothing(see, send, ada_page):
    attribution = listed(ada_page)
    Researcher.objects.filter(pk=ada_page.pk).release()
    assert see().status_code == 404
    assert send("mine", attribution).status_code == 404
    assert as_left(attribution) == [(Status.ACCEPTED, Basis.MATCHED, None)]


def test_a_claim_revoked_while_the_answer_is_on_its_way_wins(send, ada_page, monkeypatch):
    attribution = listed(ada_page)

    def revoked(*args, **kwargs):
        Researcher.objects.filter(pk=ada_page.pk).release()
        return confirm_attribution(*args, **kwargs)

    monkeypatch.setitem(answers.ANSWERS, "mine", answers.Answer(revoked, ("", ""), ("", "")))
    assert send("mine", attribution).status_code == 404
    assert as_left(attribution) == [(Status.ACCEPTED, Basis.MATCHED, None)]


def test_works_of_other_pages_are_not_touched(send, ada_page, bob_page):
    own, others = listed(ada_page), listed(bob_page, "Tides by Bob")
    response = send("not_mine", own, others, follow=True)
    assert told(response) == [
        "“Tides at noon” is marked as not yours. Your page does not list it.",
        "1 of the works chosen is not on your sheet any more.",
    ]
    assert now(own)[0] == Status.REJECTED
    assert as_left(others) == [(Status.ACCEPTED, Basis.MATCHED, None)]
    for answer in ("mine", f"mine {others.pk}", f"not_mine {others.pk}"):
        refused = send(answer, others)
        assert refused.status_code == 422
        assert "not on your sheet any more" in refused.text
        assert "Tides by Bob" not in refused.text
    assert as_left(others) == [(Status.ACCEPTED, Basis.MATCHED, None)]
    assert IdentityEvent.objects.count() == 1


def test_an_answer_without_the_token_of_the_page_is_refused(ada, ada_page):
    attribution = listed(ada_page)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(sheet_url(ada_page), {"answer": f"mine {attribution.pk}"}).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', strict.get(sheet_url(ada_page)).text)[1]
    sent = {"answer": f"mine {attribution.pk}", "csrfmiddlewaretoken": token}
    assert strict.post(sheet_url(ada_page), sent).status_code == 302


def test_a_merged_page_leads_on_without_losing_the_answer(send, ada_page):
    former = make_researcher("A. Lindqvist", merged_into=ada_page)
    response = send("mine", page=former)
    assert (response.status_code, response["Location"]) == (308, sheet_url(ada_page))


# What is shown


def test_each_work_says_what_is_known_of_it_and_how_it_stands(see, ada_page):
    listed(ada_page, "Tides at noon", year=2019, venue="Journal of Tides")
    html = see().text
    for words in ("Tides at noon", "2019", "Journal of Tides", "printed as <bdi>Ada Lindqvist</bdi>"):
        assert words in html
    assert re.search(r'state-amber">.+?</svg> matched by name<', html)
    for answer in ("Mine", "Not mine", "Not sure"):
        assert f'<span>{answer}<span class="visually-hidden">: Tides at noon</span>' in html


def test_it_holds_what_is_listed_offered_and_turned_down_and_nothing_else(see, ada, ada_page, bob_page):
    reject_attribution(listed(ada_page, "Turned down"), by=ada)
    disputed = listed(ada_page, "In question")
    Attribution.objects.filter(pk=disputed.pk).update(status=Status.DISPUTED)
    offered(ada_page, "Offered")
    listed(ada_page, "Listed")
    taken = listed(ada_page, "Taken away by an administrator")
    Attribution.objects.filter(pk=taken.pk).update(status=Status.REJECTED, basis=Basis.CURATED)
    listed(ada_page, "Taken back by its source", withdrawn=True)
    listed(bob_page, "Another's")
    sheet = see().context["sheet"]
    found = {row.work.title: row.state.key for row in sheet.rows}
    assert found == {
        "Turned down": "rejected", "In question": "disputed", "Offered": "proposed", "Listed": "matched"
    }  # fmt: skip
    assert (sheet.tally.total, sheet.tally.mine, sheet.tally.not_mine, sheet.tally.unanswered) == (4, 0, 1, 3)


def test_the_newest_come_first_fifty_a_page(see, ada_page):
    for year in range(1950, 1950 + PER_PAGE + 1):
        listed(ada_page, f"Of {year}", year=year)
    first, second = see().context["sheet"], see(2).context["sheet"]
    assert [row.work.year for row in first.rows] == list(range(2000, 1950, -1))
    assert [row.work.year for row in second.rows] == [1950]
    assert see("nonsense").context["sheet"].page.number == 1


def test_the_answer_given_is_pressed_and_another_persons_word_is_not(see, ada, ada_page):
    former = make_user()
    for title, by in (("By me", ada), ("By who held it before", former)):
        Attribution.objects.filter(pk=listed(ada_page, title).pk).update(basis=Basis.CONFIRMED, decided_by=by)
    sheet = see().context["sheet"]
    assert {row.work.title: row.is_mine for row in sheet.rows} == {
        "By me": True, "By who held it before": False
    }  # fmt: skip
    assert see().text.count('aria-pressed="true"') == 1


def test_what_a_former_holder_turned_down_waits_for_an_answer(see, send, ada, ada_page):
    attribution = listed(ada_page)
    rejected = {"status": Status.REJECTED, "basis": Basis.CONFIRMED, "decided_by": make_user()}
    Attribution.objects.filter(pk=attribution.pk).update(**rejected)
    sheet = see().context["sheet"]
    assert (sheet.tally.not_mine, sheet.tally.unanswered) == (0, 1)
    assert [(row.is_not_mine, row.is_open) for row in sheet.rows] == [(False, True)]
    assert told(send("not_mine", attribution, follow=True)) == [
        "“Tides at noon” is marked as not yours. Your page does not list it."
    ]
    assert now(attribution) == (Status.REJECTED, Basis.CONFIRMED, ada)
    sheet = see().context["sheet"]
    assert (sheet.tally.not_mine, sheet.tally.unanswered) == (1, 0)
    assert [(row.is_not_mine, row.is_open) for row in sheet.rows] == [(True, False)]


def test_an_empty_sheet_says_what_to_do(see):
    html = see().text
    assert "No works listed or offered yet" in html
    assert f'href="{reverse("ingest:index")}"' in html
    assert "Mark the selected" not in html


def test_what_stands_on_another_page_is_not_offered_as_mine_but_leads_to_a_report(see, ada_page, bob_page):
    attribution = offered(ada_page, lister=bob_page)
    html = see().text
    assert f'value="mine {attribution.pk}"' not in html
    assert f'value="not_mine {attribution.pk}"' in html
    assert reverse("claims:report", args=[bob_page.slug]) in html


def test_a_title_is_text_and_no_markup_of_ours(see, send, ada_page):
    attribution = listed(ada_page, "<script>alert(1)</script> {title} \"'>")
    for html in (see().text, send("mine", attribution, follow=True).text, send("mine", headers=HTMX).text):
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


# What answers do


@pytest.mark.parametrize(
    ("answer", "status", "basis", "words"),
    [
        ("mine", Status.ACCEPTED, Basis.CONFIRMED, "“Tides at noon” is marked as yours."),
        ("not_mine", Status.REJECTED, Basis.CONFIRMED, "“Tides at noon” is marked as not yours."),
        ("not_sure", Status.ACCEPTED, Basis.MATCHED, "“Tides at noon” stays as it is."),
    ],
)
def test_a_single_answer_is_about_that_work_whatever_else_is_ticked(
    send, ada_page, answer, status, basis, words
):
    attribution, other = listed(ada_page), listed(ada_page, "Another")
    response = send(f"{answer} {attribution.pk}", other, follow=True)
    assert response.redirect_chain == [(f"{sheet_url(ada_page)}#sheet", 302)]
    assert words in told(response)[0]
    assert now(attribution)[:2] == (status, basis)
    assert as_left(other) == [(Status.ACCEPTED, Basis.MATCHED, None)]


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ("mine", Status.ACCEPTED, "2 works are marked as yours."),
        ("not_mine", Status.REJECTED, "2 works are marked as not yours. Your page does not list them."),
    ],
)
def test_several_are_answered_for_at_once(send, ada, ada_page, answer, status, words):
    chosen, other = (listed(ada_page), offered(ada_page)), listed(ada_page, "Another")
    assert told(send(answer, *chosen, follow=True)) == [words]
    assert as_left(*chosen) == [(status, Basis.CONFIRMED, ada)] * 2
    assert now(other)[1] == Basis.MATCHED


@pytest.mark.parametrize(("first", "then"), [("mine", "not_mine"), ("not_mine", "mine")])
def test_people_may_change_their_mind(send, ada_page, first, then):
    attribution = listed(ada_page)
    states = {"mine": Status.ACCEPTED, "not_mine": Status.REJECTED}
    for answer in (first, then, first):
        send(answer, attribution)
        assert now(attribution)[0] == states[answer]


def test_the_same_answer_again_is_no_news(send, ada_page):
    attribution = listed(ada_page)
    send("mine", attribution)
    assert told(send("mine", attribution, follow=True)) == ["“Tides at noon” was marked as yours already."]
    assert IdentityEvent.objects.count() == 1


def test_all_that_are_unanswered_are_mine_and_no_others(see, send, ada, ada_page, bob_page):
    reject_attribution(turned_down := listed(ada_page, "Turned down"), by=ada)
    disputed = listed(ada_page, "In question")
    Attribution.objects.filter(pk=disputed.pk).update(status=Status.DISPUTED)
    elsewhere = offered(ada_page, "Elsewhere", lister=bob_page)
    confirm_attribution(listed(ada_page, "Mine"), by=ada)
    waiting = [listed(ada_page), offered(ada_page)]
    html = see().text
    assert "All 2 unanswered on this page are mine" in html
    asked = [int(pk) for pk in re.findall(r'name="open" value="(\d+)"', html)]
    assert sorted(asked) == sorted(one.pk for one in waiting)
    assert told(send("all_mine", fields={"open": asked}, follow=True)) == ["2 works are marked as yours."]
    assert [one[0] for one in as_left(turned_down, disputed, elsewhere)] == [
        Status.REJECTED, Status.DISPUTED, Status.PROPOSED
    ]  # fmt: skip
    assert as_left(*waiting) == [(Status.ACCEPTED, Basis.CONFIRMED, ada)] * 2
    assert "unanswered on this page" not in see().text


def test_where_nothing_was_answered_yet_all_means_all(see, ada_page):
    listed(ada_page)
    assert "All on this page are mine" in see().text


# What is refused


def another_place(ada_page):
    """Offered on a work on which the page stands already."""
    work = make_work("Two places", authors=[ada_page])
    twin = make_authorship(work, "A. Lindqvist", position=1)
    return make_attribution(twin, ada_page, status=Status.PROPOSED)


def another_orcid(ada_page):
    ExternalId.objects.create(researcher=ada_page, scheme="orcid", value="0000-0002-1825-0097")
    attribution = offered(ada_page, "Another iD")
    type(attribution.authorship).objects.filter(pk=attribution.authorship_id).update(
        orcid="0000-0001-5109-3700"
    )
    return attribution


def another_page(ada_page):
    return offered(ada_page, "Elsewhere", lister=make_researcher("Ada Lindqvist"))


REFUSED = [
    (another_place, "“Two places”: Ada Lindqvist is another author of “Two places”."),
    (another_orcid, "“Another iD”: The works and the page carry different ORCID iDs"),
    (another_page, "“Elsewhere”: The page of another researcher lists it. Report that error"),
]


@pytest.mark.parametrize(("case", "words"), REFUSED)
def test_what_cannot_be_is_told_and_the_rest_is_done(send, ada, ada_page, case, words):
    refused, fine = case(ada_page), listed(ada_page)
    done, complaint = told(send("mine", refused, fine, follow=True))
    assert done == "“Tides at noon” is marked as yours."
    assert complaint.startswith(words)
    assert now(fine) == (Status.ACCEPTED, Basis.CONFIRMED, ada)
    assert now(refused)[0] == Status.PROPOSED


@pytest.fixture
def break_off(monkeypatch):
    """Whoever says "mine" of this title has their statement ended by the database, for that reason."""

    def breaking(title, reason):
        @transaction.atomic
        def deed(row, *, by):
            if row.authorship.work.title == title:
                with connection.cursor() as cursor:
                    cursor.execute(f"DO $$ BEGIN RAISE {reason}; END $$")
            return confirm_attribution(row, by=by)

        monkeypatch.setitem(answers.ANSWERS, "mine", replace(answers.ANSWERS["mine"], deed=deed))

    return breaking


@pytest.mark.parametrize("reason", ["deadlock_detected", "lock_not_available"])
def test_where_somebody_else_is_at_a_work_the_others_are_answered(send, ada, ada_page, break_off, reason):
    before, busy, after = (listed(ada_page, title, year=2000) for title in ("Before", "Busy", "After"))
    break_off("Busy", reason)
    assert told(send("mine", before, busy, after, follow=True)) == [
        "2 works are marked as yours.",
        "“Busy”: Somebody else is changing it just now; try again.",
    ]
    assert as_left(before, after) == [(Status.ACCEPTED, Basis.CONFIRMED, ada)] * 2
    assert now(busy)[1] == Basis.MATCHED


def test_where_the_database_fails_otherwise_nobody_is_told_to_try_again(send, ada_page, break_off):
    busy = listed(ada_page, "Busy")
    break_off("Busy", "query_canceled")
    with pytest.raises(OperationalError):
        send("mine", busy)


@pytest.mark.parametrize(("case", "words"), REFUSED)
def test_where_nothing_could_be_done_the_sheet_says_so_and_keeps_the_ticks(send, ada_page, case, words):
    refused = case(ada_page)
    response = send("mine", refused)
    assert response.status_code == 422
    assert "Nothing was changed." in response.text
    (row,) = [row for row in response.context["sheet"].rows if row.attribution == refused]
    assert row.refusal.startswith(words.partition(": ")[2])
    assert f'value="{refused.pk}" id="work-{refused.pk}" checked' in response.text
    assert "Left as it was: " in response.text
    assert not IdentityEvent.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"answer": "mine"},
        {"answer": "all_mine"},
        {"answer": "mine", "works": ["x", "-1", "", "9" * 30, "\u0661"]},
        {"answer": "theirs", "works": ["{pk}"]},
        {"answer": "all_not_mine", "open": ["{pk}"]},
        {"answer": "mine {pk} {pk}"},
        {"answer": "mine 99999999999999999999"},
        {"works": ["{pk}"]},
        {"answer": "mine", "works": ["{pk}", *map(str, range(10**6, 10**6 + PER_PAGE))]},
    ],
)
def test_what_is_no_answer_changes_nothing_and_is_told(as_user, ada, ada_page, sent):
    attribution = listed(ada_page)
    filled = {
        name: [one.replace("{pk}", str(attribution.pk)) for one in said]
        if isinstance(said, list)
        else said.replace("{pk}", str(attribution.pk))
        for name, said in sent.items()
    }
    response = as_user(ada).post(sheet_url(ada_page), filled)
    assert response.status_code == 422
    assert "Nothing was changed." in response.text
    assert now(attribution) == (Status.ACCEPTED, Basis.MATCHED, None)


@pytest.mark.parametrize("error", [Attribution.DoesNotExist, NotTheirsToSay])
def test_a_work_that_leaves_the_sheet_meanwhile_is_missing_and_the_rest_is_done(
    send, ada_page, monkeypatch, error
):
    leaving, fine = listed(ada_page, "Leaving"), listed(ada_page)

    def confirm(attribution, *, by):
        if attribution == leaving:
            raise error
        return confirm_attribution(attribution, by=by)

    mine = answers.ANSWERS["mine"]
    monkeypatch.setitem(answers.ANSWERS, "mine", answers.Answer(confirm, mine.done, mine.same))
    assert told(send("mine", leaving, fine, follow=True)) == [
        "“Tides at noon” is marked as yours.",
        "1 of the works chosen is not on your sheet any more.",
    ]


# The piece, the way there, and the cost


def test_htmx_gets_the_sheet_in_place_with_what_was_done_and_what_is_still_ticked(send, ada_page):
    attribution, ticked, refused = listed(ada_page), listed(ada_page, "Ticked"), another_place(ada_page)
    response = send(f"mine {attribution.pk}", ticked, headers=HTMX)
    assert response.status_code == 200
    assert response.text.lstrip().startswith('<section class="section" id="sheet"')
    assert "“Tides at noon” is marked as yours." in response.text
    assert re.findall(r'id="work-(\d+)" checked', response.text) == [str(ticked.pk)]
    response = send("mine", ticked, refused, headers=HTMX)
    assert "1 work was left as it was and says why." in response.text
    assert re.findall(r'id="work-(\d+)" checked', response.text) == [str(refused.pk)]


def test_the_page_of_the_sheet_stays_the_same(as_user, ada, ada_page):
    for number in range(PER_PAGE + 1):
        attribution = listed(ada_page, f"Work {number}", year=2020 - number)
    client = as_user(ada)
    assert f'action="{sheet_url(ada_page, 2)}"' in client.get(sheet_url(ada_page, 2)).text
    response = client.post(sheet_url(ada_page, 2), {"answer": f"mine {attribution.pk}"})
    assert response["Location"] == f"{sheet_url(ada_page, 2)}#sheet"


def test_the_holder_finds_the_way_and_others_do_not(as_user, ada, ada_page, carol):
    way = f'href="{sheet_url(ada_page)}"'
    assert as_user(ada).get(ada_page.get_absolute_url()).text.count(way) == 2
    assert way not in as_user(carol).get(ada_page.get_absolute_url()).text


def test_an_approved_claim_leads_to_the_sheet(as_user, carol):
    claim = make_claim(make_researcher(), carol, state="approved")
    assert f'href="{sheet_url(claim.page)}"' in as_user(carol).get(claim.get_absolute_url()).text


def test_the_sheet_costs_the_same_for_two_works_and_for_forty(see, ada_page, bob_page, count_queries):
    def add(number):
        for one in range(number):
            listed(ada_page, f"Listed {one}", venue=f"Venue {one}")
            offered(ada_page, f"Offered {one}", lister=bob_page)

    add(1)
    few = count_queries(see)
    add(19)
    assert count_queries(see) == few


def test_each_further_answer_costs_the_same(send, ada_page, count_queries):
    chosen = [listed(ada_page, f"Work {number}") for number in range(13)]
    one, three, nine = (
        count_queries(lambda some=some: send("mine", *some)) for some in (chosen[:1], chosen[1:4], chosen[4:])
    )
    each = (three - one) / 2
    assert (nine - one) / 8 == each
    assert each <= 16


def test_answers_make_the_page_and_its_coauthors_stale(send, ada_page, bob_page):
    work = make_work("Together", authors=[ada_page, bob_page])
    Researcher.objects.update(trust_stale_at=None, version=F("version"))
    send("mine", Attribution.objects.get(authorship__work=work, researcher=ada_page))
    assert not Researcher.objects.filter(pk__in=[ada_page.pk, bob_page.pk], trust_stale_at=None).exists()
