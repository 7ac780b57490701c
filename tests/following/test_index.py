"""The page of the people one follows and of what they have published."""

import pytest
from django.urls import reverse

from following.following import follow
from following.newest import newest_works_followed_by
from researchers.models import Attribution
from tests.builders import make_attribution, make_authorship, make_researcher, make_work
from works.models import Work

INDEX = "/following/"


def titles(answer):
    return [shown.work.title for shown in answer.context["works"]]


def test_it_asks_for_a_sign_in(client):
    assert client.get(INDEX)["Location"] == f"{reverse('account_login')}?next={INDEX}"


def test_somebody_who_follows_nobody_is_told_what_to_do(as_user, carol):
    text = as_user(carol).get(INDEX).content.decode()
    assert "You follow nobody yet" in text
    assert reverse("pages:search") in text


def test_the_newest_works_of_followed_people_come_first(as_user, carol):
    ada, bob, stranger = make_researcher("Ada"), make_researcher("Bob"), make_researcher("Stranger")
    make_work("Old", year=1999, authors=[ada])
    make_work("New", year=2024, authors=[bob])
    make_work("Unfollowed", year=2025, authors=[stranger])
    follow(ada, by=carol)
    follow(bob, by=carol)
    assert titles(as_user(carol).get(INDEX)) == ["New", "Old"]


def test_a_work_of_two_followed_people_is_shown_once_and_names_both(as_user, carol):
    ada, bob = make_researcher("Ada"), make_researcher("Bob")
    make_work("Together", authors=[bob, ada, "Somebody Else"])
    follow(ada, by=carol)
    follow(bob, by=carol)
    [shown] = as_user(carol).get(INDEX).context["works"]
    assert [str(researcher) for researcher in shown.researchers] == ["Ada", "Bob"]
    assert shown.others_count == 1


def test_what_others_follow_is_not_shown(as_user, carol, bob):
    ada = make_researcher("Ada")
    make_work("Hers", authors=[ada])
    follow(ada, by=bob)
    assert "You follow nobody yet" in as_user(carol).get(INDEX).content.decode()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Attribution.Status.ACCEPTED, ["A paper"]),
        (Attribution.Status.DISPUTED, ["A paper"]),
        (Attribution.Status.PROPOSED, []),
        (Attribution.Status.REJECTED, []),
    ],
)
def test_only_works_that_the_page_lists_count_as_theirs(as_user, carol, status, expected):
    ada, work = make_researcher("Ada"), make_work("A paper")
    make_attribution(make_authorship(work, "Ada", position=0), ada, status=status)
    follow(ada, by=carol)
    assert titles(as_user(carol).get(INDEX)) == expected


def test_withdrawn_works_are_left_out_and_retracted_ones_are_marked(as_user, carol):
    ada = make_researcher("Ada")
    make_work("Withdrawn", authors=[ada], withdrawn=True)
    make_work("Retracted", authors=[ada], retracted=True)
    follow(ada, by=carol)
    answer = as_user(carol).get(INDEX)
    assert titles(answer) == ["Retracted"]
    assert "state-red" in answer.content.decode()


def test_the_date_says_no_more_than_is_known(as_user, carol):
    ada = make_researcher("Ada")
    make_work("A paper", year=2020, authors=[ada], published_precision=Work.Precision.YEAR)
    follow(ada, by=carol)
    text = as_user(carol).get(INDEX).content.decode()
    assert '<time datetime="2020">2020</time>' in text
    assert "January" not in text


def test_works_come_in_pages_and_end_at_the_limit(as_user, carol):
    ada = make_researcher("Ada")
    for number in range(25):
        make_work(f"Paper {number:02}", year=2000 + number, authors=[ada])
    follow(ada, by=carol)
    client = as_user(carol)
    assert len(titles(client.get(INDEX))) == 20
    assert titles(client.get(INDEX, {"page": 2})) == [f"Paper {number:02}" for number in (4, 3, 2, 1, 0)]
    assert len(newest_works_followed_by(carol.pk, limit=7)) == 7


def test_htmx_gets_the_works_alone(as_user, carol):
    ada = make_researcher("Ada")
    make_work("Hers", authors=[ada])
    follow(ada, by=carol)
    text = as_user(carol).get(INDEX, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in text
    assert "Hers" in text


def test_people_come_in_pages_too(as_user, carol):
    for number in range(51):
        follow(make_researcher(f"Person {number}"), by=carol)
    client = as_user(carol)
    assert len(client.get(INDEX).context["buttons"]) == 50
    assert len(client.get(INDEX, {"people": 2}).context["buttons"]) == 1
    assert "No works yet" in client.get(INDEX).content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "9999", "nonsense", "1e9", "\x00"])
def test_a_page_that_does_not_exist_leads_to_one_that_does(as_user, carol, page):
    ada = make_researcher("Ada")
    make_work("Hers", authors=[ada])
    follow(ada, by=carol)
    assert titles(as_user(carol).get(INDEX, {"page": page, "people": page})) == ["Hers"]


def test_it_costs_the_same_for_two_people_and_for_forty(as_user, carol, count_queries):
    def add(number):
        for _ in range(number):
            researcher = make_researcher()
            make_work(authors=[researcher], venue="A venue")
            follow(researcher, by=carol)

    client = as_user(carol)
    add(2)
    few = count_queries(lambda: client.get(INDEX))
    add(38)
    assert count_queries(lambda: client.get(INDEX)) == few
